# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MentoringPortalCase

BEGIN = "Start Survey"
PLANTED = "Planted by someone who was not asked"


@tagged("post_install", "-at_install", "security")
class TestPortalEvaluation(MentoringPortalCase):
    """An evaluation is answered by the member who is asked (promises A30, B8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        Evaluation = cls.env["mentoring.evaluation"]
        cls.evaluation = Evaluation.create(
            Evaluation._prepare_evaluation(
                cls._get_seat(cls.partnership, "mentee"), "midway"
            )
        )
        cls.answers = cls.evaluation.survey_user_input_id
        cls.survey = cls.answers.survey_id
        cls.survey.questions_layout = "one_page"
        cls.address = (
            f"/survey/start/{cls.survey.access_token}"
            f"?answer_token={cls.answers.access_token}"
        )

    def _begin(self):
        path = f"/survey/begin/{self.survey.access_token}/{self.answers.access_token}"
        return self.make_jsonrpc_request(path, {})

    def _submit(self, words):
        path = f"/survey/submit/{self.survey.access_token}/{self.answers.access_token}"
        return self.make_jsonrpc_request(
            path, {str(self.survey.question_ids.id): words}
        )

    def _answer(self, words):
        self._begin()
        self._submit(words)
        self.env.invalidate_all()

    def _assert_not_answered(self):
        self.env.invalidate_all()
        self.assertEqual(self.answers.state, "new")
        self.assertFalse(self.answers.user_input_line_ids)
        self.assertFalse(self.evaluation.answered_by)

    def test_token_alone_opens_nothing(self):
        """Whoever knows the token neither reads the survey nor answers it."""
        employees = self.env["res.users"].browse()
        for name, groups in (
            ("nora", "mentoring_scheme.group_mentoring_user"),
            ("survey_nora", "survey.group_survey_manager"),
            ("office_nora", "base.group_user"),
        ):
            employees |= new_test_user(
                self.env, login=name, password=name * 2, groups=groups
            )
        for user in (None, *employees, self.mentor, self.stranger):
            self.authenticate(user and user.login, user and user.login * 2)
            page = self.url_open(self.address)
            self.assertNotIn(BEGIN, page.text)
            self.assertIn("error", self._begin()[1])
            self.assertIn("error", self._submit(PLANTED)[1])
            self._assert_not_answered()

    def test_survey_that_asks_for_a_login_hands_out_none(self):
        """A survey's setting makes no link to sign up as the member."""
        self.survey.users_login_required = True
        self.mentee.unlink()
        self.evaluation.partner_id.signup_cancel()
        page = self.url_open(self.address)
        self.assertNotIn("signup", page.text)
        self.assertFalse(self.evaluation.partner_id.signup_type)

    def test_login(self):
        """The member answers from the page, and that stands with the answers."""
        self.sign_in(self.mentee)
        self.assertIn(BEGIN, self.url_open(self.address).text)
        self._answer("Well, thank you")
        self.assertEqual(self.evaluation.state, "done")
        self.assertEqual(self.evaluation.answered_by, "login")
        self.assertTrue(self.evaluation.date_answered)

    def test_link_of_the_email(self):
        """The link in the email opens this one survey without a login."""
        link = self.evaluation.sudo()._get_start_url()  # as the job makes it
        preview = self.evaluation.with_user(self.coordinator)._get_start_url()
        self.assertTrue(preview.endswith("/my/mentoring"), preview)
        self.assertIn(BEGIN, self.url_open(link).text)
        self._answer("Well, thank you")
        self.assertEqual(self.evaluation.state, "done")
        self.assertEqual(self.evaluation.answered_by, "link")

    def test_link_of_another(self):
        """A link made for another purpose, or changed, opens nothing."""
        seat = self._get_seat(self.partnership, "mentor")
        other = self.evaluation.create(
            self.evaluation._prepare_evaluation(seat, "midway")
        )
        wrong = [
            other._get_start_url().partition("&mentoring_link=")[2],
            self.evaluation._get_start_url().partition("&mentoring_link=")[2][:-1],
            "",
            "x" * 40,
        ]
        for token in wrong:
            page = self.url_open(f"{self.address}&mentoring_link={token}")
            self.assertNotIn(BEGIN, page.text)
            self.assertIn("error", self._begin()[1])
        self._assert_not_answered()

    def test_print(self):
        """Answers are read by the member and by staff of mentoring, by no other."""
        self.sign_in(self.mentee)
        self._answer("Told in confidence")
        path = self.answers.get_print_url()
        self.assertIn("Told in confidence", self.url_open(path).text)
        office = new_test_user(
            self.env, login="office_nora", password="office_nora" * 2
        )
        for user in (None, self.mentor, office):
            self.authenticate(user and user.login, user and user.login * 2)
            self.assertNotIn("Told in confidence", self.url_open(path).text)
        self.sign_in(self.coordinator)
        self.assertIn("Told in confidence", self.url_open(path).text)

    @mute_logger("odoo.http")
    def test_staff_read_no_token(self):
        """Coordinators read answers, not the address where they are given."""
        answers = self.answers.with_user(self.coordinator)
        with self.assertRaises(AccessError):
            answers.read(["access_token"])
        self.assertNotIn("access_token", answers.fields_get())
        self.assertNotIn("access_token", answers.read()[0])
        self.assertEqual(
            answers.search([("id", "=", answers.id)]).mapped("state"), ["new"]
        )
        with self.assertRaises(AccessError):
            answers.search([("access_token", "like", "a%")])

    def test_rows_are_the_members(self):
        """No user writes the rows in the member's place, with whatever rights."""
        admin = self.env.ref("base.user_admin")
        question = self.survey.question_ids
        for user in (admin, self.coordinator, self.mentor):
            answers = self.answers.with_user(user).sudo()  # as a server action would
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                answers._save_lines(question, PLANTED)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                answers.state = "done"
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                answers.partner_id = user.partner_id
        self._assert_not_answered()

    def test_answers_stay(self):
        """Nobody deletes what the member has answered, with whatever rights."""
        self.sign_in(self.mentee)
        self._answer("Told in confidence")
        lines = self.answers.user_input_line_ids
        self.assertTrue(lines)
        for user in (self.env.ref("base.user_admin"), self.coordinator, self.mentor):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                lines.with_user(user).sudo().unlink()  # as a server action would

    def test_survey_stays_with_mentoring(self):
        """Another kind of survey would show the answers to survey staff."""
        with self.assertRaises(UserError):
            self.survey.survey_type = "survey"
        self.survey.copy().survey_type = "survey"
