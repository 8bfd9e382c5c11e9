# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringPartnershipStep(models.Model):
    """People are matched on the day on which somebody matches them.

    The fee falls due by that day (promise A9), so nobody enters another one.
    """

    _inherit = "mentoring.partnership"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            default = self.env.context.get("default_date_matched")
            for vals in vals_list:
                if day := vals.get("date_matched", default):
                    self._check_date_matched(vals.get("intake_id"), day)
        return super().create(vals_list)

    @api.model
    def _check_date_matched(self, intake_id, day):
        intake = self.env["mentoring.intake"].browse(intake_id)
        today = intake._today() if intake else fields.Date.context_today(self)
        here = fields.Date.context_today(self)
        if fields.Date.to_date(day) not in (today, here):
            self._refuse_date_matched()

    def write(self, vals):
        if "date_matched" in vals and not self.env.su:
            day = fields.Date.to_date(vals["date_matched"])
            if self.filtered(lambda partnership: partnership.date_matched != day):
                self._refuse_date_matched()
        return super().write(vals)

    def _refuse_date_matched(self):
        raise UserError(
            self.env._(
                "People are matched on the day on which the partnership is made. The "
                "fee falls due by that day, so it cannot be changed."
            )
        )
