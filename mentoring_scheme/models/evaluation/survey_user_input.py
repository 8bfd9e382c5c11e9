# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError

from ..member.res_partner import STAFF


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    mentoring_evaluation_ids = fields.One2many(
        comodel_name="mentoring.evaluation",
        inverse_name="survey_user_input_id",
        groups=STAFF,
        help="The evaluation that these answers are; its company says who reads them.",
    )

    def _has_field_access(self, field, operation):
        """Keep the address of answers from coordinators, who only read answers."""
        if field.name == "access_token" and not (
            self.env.su or self.env.user.has_group("survey.group_survey_user")
        ):
            return False
        return super()._has_field_access(field, operation)

    def write(self, vals):
        self._check_answered_by_member()
        return super().write(vals)

    def _check_answered_by_member(self):
        """Refuse whoever writes the answers of an evaluation in the member's place.

        A visitor without a login comes by the controller alone, which asks for the link
        from the member's email. What the system does by itself is not a person's.

        :raise AccessError: when a user is not the member who is asked
        """
        user = self.env.user
        if user.id == SUPERUSER_ID or user._is_public():
            return
        # Whoever writes may not read evaluations.
        evaluations = self.sudo().mentoring_evaluation_ids
        if evaluations.partner_id - user.partner_id:
            raise AccessError(
                self.env._(
                    "An evaluation is answered by the member who is asked, and by "
                    "no one else."
                )
            )

    def _get_mentoring_partners(self):
        """Return whom the evaluation is about, for the person who answers it."""
        evaluation = self.sudo().mentoring_evaluation_ids[:1]  # members answer
        return evaluation.participant_id._get_partner_names() if evaluation else ""

    def _mark_done(self):
        """Let what was answered become tasks of the coordinator (promise A33)."""
        result = super()._mark_done()
        evaluations = self.sudo().mentoring_evaluation_ids  # members answer
        if self.env.user._is_public():
            evaluations.answered_by = "link"
        elif self.env.user.partner_id == self.partner_id:
            evaluations.answered_by = "login"
        evaluations._follow_up()
        return result
