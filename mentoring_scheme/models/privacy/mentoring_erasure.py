# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ..base.mentoring_retention import ERASURE_KINDS


class MentoringErasure(models.Model):
    """How much was erased on a day, of what, and why; nothing of what it was (B9)."""

    _name = "mentoring.erasure"
    _description = "Erased personal information"
    _order = "date desc, id desc"
    _rec_name = "kind"

    date = fields.Date(required=True, readonly=True, index=True)
    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    kind = fields.Selection(
        selection=ERASURE_KINDS, string="What", required=True, readonly=True
    )
    count = fields.Integer(string="How Many", required=True, readonly=True)

    _once_a_day = models.UniqueIndex(
        "(scheme_id, kind, date)",
        "There is already a line for this day and kind. Add to that one.",
    )

    @api.model
    def _note(self, scheme, kind, count):
        """Add to what was erased today."""
        if not count:
            return
        today = fields.Date.today()
        line = self.search(
            [
                ("scheme_id", "=", scheme.id),
                ("kind", "=", kind),
                ("date", "=", today),
            ]
        )
        if line:
            line.count += count
        else:
            self.create(
                {
                    "scheme_id": scheme.id,
                    "kind": kind,
                    "date": today,
                    "count": count,
                }
            )
