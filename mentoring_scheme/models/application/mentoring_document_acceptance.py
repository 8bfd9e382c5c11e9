# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringDocument(models.Model):
    """How many applicants have accepted a text."""

    _inherit = "mentoring.document"

    acceptance_count = fields.Integer(compute="_compute_acceptance_count")

    def _compute_acceptance_count(self):
        Application = self.env["mentoring.application"].sudo()  # a mere count
        counts = dict(
            Application._read_group(
                [("conduct_document_id", "in", self.ids)],
                ["conduct_document_id"],
                ["__count"],
            )
        )
        for document in self:
            document.acceptance_count = counts.get(document, 0)
