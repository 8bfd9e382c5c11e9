# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ...dates import format_day


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.user_input_id._check_answered_by_member()
        return lines

    def write(self, vals):
        self.user_input_id._check_answered_by_member()
        result = super().write(vals)
        if "user_input_id" in vals:
            self.user_input_id._check_answered_by_member()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_by_member(self):
        """Keep an answer, unless the member gives another."""
        self.user_input_id._check_answered_by_member()

    def _get_whole_text(self):
        """Return the answer in words; its display name is a shortened one."""
        self.ensure_one()
        if self.answer_type == "text_box":
            return self.value_text_box or ""
        if self.answer_type == "scale":
            return self.env._(
                "%(value)s of %(most)s",
                value=self.value_scale,
                most=self.question_id.scale_max,
            )
        if self.answer_type == "date":
            return format_day(self.env, self.value_date)
        return str(self.display_name)
