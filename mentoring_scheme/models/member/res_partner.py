# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

STAFF = "mentoring_scheme.group_mentoring_user"
BOOKS = f"{STAFF},account.group_account_invoice"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_view_mentoring(self):
        """Open everything that this person has done in mentoring, on one page."""
        self.ensure_one()
        view = self.env.ref("mentoring_scheme.res_partner_view_form_history")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mentoring"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
        }
