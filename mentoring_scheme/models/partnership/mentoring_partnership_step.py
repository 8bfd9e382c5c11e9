# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentoring_partnership import SEATS


class MentoringPartnershipStep(models.Model):
    """What a partnership is from its first day: matched when, and for how many.

    The fee falls due by the day of the match (promise A9), so nobody enters another. A
    pair has agreed to be two (invariant 7), so it does not become a group.
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
        if "mode" in vals:
            self._check_mode_kept(vals["mode"])
        return super().write(vals)

    def _check_mode_kept(self, mode):
        """Refuse a way of mentoring that seats other people, once these have begun.

        :raise UserError: naming the partnership
        """
        for partnership in self:
            seats = SEATS.get(mode), SEATS[partnership.mode]
            if seats[0] != seats[1] and not partnership._is_untouched():
                raise UserError(
                    self.env._(
                        "%(partnership)s has begun, so it stays as it is. To bring "
                        "others in, match them in a new partnership.",
                        partnership=partnership.display_name,
                    )
                )

    def _refuse_date_matched(self):
        raise UserError(
            self.env._(
                "People are matched on the day on which the partnership is made. The "
                "fee falls due by that day, so it cannot be changed."
            )
        )
