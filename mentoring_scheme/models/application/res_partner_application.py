# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ..member.res_partner import STAFF


class ResPartner(models.Model):
    """What a member has applied for."""

    _inherit = "res.partner"

    mentoring_application_ids = fields.One2many(
        comodel_name="mentoring.application",
        inverse_name="partner_id",
        string="Mentoring Applications",
        groups=STAFF,
    )
    mentoring_profile_ids = fields.One2many(
        comodel_name="mentoring.profile",
        inverse_name="partner_id",
        string="Mentoring Profiles",
        groups=STAFF,
    )
    mentoring_application_count = fields.Integer(
        string="Number of Mentoring Applications",
        compute="_compute_mentoring_application_count",
        groups=STAFF,
    )

    def _compute_mentoring_application_count(self):
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mentoring_application_count = counts.get(partner, 0)
