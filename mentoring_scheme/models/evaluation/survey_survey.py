# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

MOST_NAMES = 5


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("mentoring", "Mentoring")],
        ondelete={"mentoring": "set default"},
    )

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._check_nobody_is_asked()
        if vals.get("survey_type", "mentoring") != "mentoring":
            self._check_no_evaluations()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_nobody_is_asked()

    def _check_no_evaluations(self):
        """Refuse another kind of survey: its readers are core's survey staff.

        :raise UserError: when members have been asked by one of these surveys
        """
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            return
        # Whoever edits a survey need not be able to read who takes part.
        answers = self.sudo().user_input_ids
        if answers.mentoring_evaluation_ids:
            raise UserError(
                self.env._(
                    "Members have answered this questionnaire in confidence, so it "
                    "stays a mentoring survey. To use its questions for something "
                    "else, duplicate it."
                )
            )

    def _check_nobody_is_asked(self):
        """Refuse to close a questionnaire while members have its link.

        :raise UserError: which says whose answers are awaited
        """
        # Whoever edits a survey need not be able to read who takes part.
        waiting = (
            self.env["mentoring.evaluation"]
            .sudo()
            .search(
                [
                    ("survey_user_input_id.survey_id", "in", self.ids),
                    ("state", "=", "pending"),
                ]
            )
        )
        if not waiting:
            return
        some = waiting[:MOST_NAMES].partner_id.mapped("name")
        if len(waiting) > MOST_NAMES:
            some.append("…")
        raise UserError(
            self.env._(
                "Members have this questionnaire and have not answered it yet: "
                "%(names)s. To ask something else from now on, choose another "
                "questionnaire in the scheme, and archive this one once they have "
                "answered.",
                names=", ".join(some),
            )
        )

    @api.depends("survey_type")
    @api.depends_context("uid")
    def _compute_allowed_survey_types(self):
        result = super()._compute_allowed_survey_types()
        if self.env.user.has_group("mentoring_scheme.group_mentoring_manager"):
            for survey in self:
                survey.allowed_survey_types = [
                    *(survey.allowed_survey_types or []),
                    "mentoring",
                ]
        return result
