# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ..member.res_partner import STAFF


class ResPartner(models.Model):
    """The partnerships of a member."""

    _inherit = "res.partner"

    mentoring_participant_ids = fields.One2many(
        comodel_name="mentoring.participant",
        inverse_name="partner_id",
        string="Mentoring History",
        groups=STAFF,
    )
    mentoring_partnership_count = fields.Integer(
        compute="_compute_mentoring_partnership_count", groups=STAFF
    )

    def _compute_mentoring_partnership_count(self):
        counts = dict(
            self.env["mentoring.participant"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mentoring_partnership_count = counts.get(partner, 0)

    def action_view_mentoring_partnerships(self):
        """Open the partnerships in which this person takes or took part."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_partnership_action"
        )
        action["domain"] = [("participant_ids.partner_id", "=", self.id)]
        action["context"] = {}  # without the menu's default filter: past ones as well
        return action
