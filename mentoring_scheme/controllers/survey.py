# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from odoo.addons.survey.controllers.main import Survey

# What a visit remembers: the answers whose link from an email it has followed.
OPENED = "mentoring_answers_opened"


class MentoringSurvey(Survey):
    """Evaluations are answered by the member who is asked, and by nobody else.

    Core opens answers to whoever knows their token, and staff of several kinds can come
    by a token. For an evaluation the token is an address only: what opens it is the
    member's login, or the signed link in the member's email.
    """

    def _check_validity(
        self,
        survey_sudo,
        answer_sudo,
        answer_token,
        ensure_token=True,
        check_partner=True,
    ):
        if answer_sudo.mentoring_evaluation_ids and not (
            self._is_asked(answer_sudo)
            or (not check_partner and self._may_read(answer_sudo))
        ):
            # Before core's own checks: some of them lead to a link to sign up.
            return "answer_wrong_user"
        return super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner,
        )

    def _is_asked(self, answer_sudo):
        """Return whether the visitor is the member who is asked.

        :param answer_sudo: ``survey.user_input`` of an evaluation
        """
        user = request.env.user
        if not user._is_public():
            return user.partner_id == answer_sudo.partner_id
        opened = request.session.get(OPENED, [])
        if answer_sudo.id in opened:
            return True
        token = request.httprequest.args.get("mentoring_link", "")
        if not answer_sudo.mentoring_evaluation_ids._is_opened_by(token):
            return False
        request.session[OPENED] = [*opened, answer_sudo.id]
        return True

    def _may_read(self, answer_sudo):
        """Return whether the visitor is staff who may read the evaluation."""
        evaluations = answer_sudo.mentoring_evaluation_ids.sudo(False)
        return evaluations.with_user(request.env.user).has_access("read")
