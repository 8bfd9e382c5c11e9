# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ..member.res_partner import STAFF


class ResPartner(models.Model):
    """A member's hours and certificates."""

    _inherit = "res.partner"

    mentoring_pd_line_ids = fields.One2many(
        comodel_name="mentoring.pd.line",
        inverse_name="partner_id",
        string="PD Hours",
        groups=STAFF,
    )
    mentoring_certificate_ids = fields.One2many(
        comodel_name="mentoring.certificate",
        inverse_name="partner_id",
        string="Mentoring Certificates",
        groups=STAFF,
    )

    def action_view_mentoring_pd_lines(self):
        """Open the hours that count for this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_pd_line_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        return action

    def _get_mentoring_pd_statement(self):
        """Return this person's hours by scheme, role and period (promise A18)."""
        self.ensure_one()
        return self.env["mentoring.pd.line"]._get_statement(self)
