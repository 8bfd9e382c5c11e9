# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.http import request, route

from .mentoring_portal import MentoringPortal

ANSWER = "/mentoring/answer/<string:token>"


class MentoringAnswerPortal(MentoringPortal):
    """Questions that a mail asks, answered without a login (promise A28)."""

    @route(
        ANSWER,
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_answer(self, token, **_ignored):
        """Ask the question; mail scanners that follow the link answer nothing."""
        record, purpose = self._find_question(token)
        if not record:
            return self._render_answer(status=404)
        return self._render_answer(token, record._get_answer_question(purpose))

    @route(
        ANSWER,
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def mentoring_answer_post(self, token, answer="", **_ignored):
        """Take the answer."""
        record, purpose = self._find_question(token)
        if not record:
            return self._render_answer(status=404)
        # Asked before, since answering may close the question.
        question = record._get_answer_question(purpose)
        try:
            with request.env.cr.savepoint():
                thanks = record._answer(purpose, answer)
        except UserError as error:
            return self._render_answer(token, question, error=str(error))
        return self._render_answer(token, question, thanks=thanks)

    def _find_question(self, token):
        return request.env["mentoring.answer.link"]._find_by_answer_token(token)

    def _render_answer(self, token="", question=None, error="", thanks="", status=200):
        return self._render_link_page(
            "answer",
            question["title"]
            if question
            else request.env._("This link is not valid any more"),
            {
                "token": token,
                "question": question,
                "error": error,
                "thanks": thanks,
            },
            status,
        )
