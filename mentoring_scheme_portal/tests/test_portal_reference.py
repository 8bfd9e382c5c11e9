# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mentoring_scheme.tests.common import MentoringCommon

ANSWERS = {
    "known_for": "more",
    "recommendation": "reservations",
    "text": "Sound judgement, <b>early</b> riser.",
}


@tagged("post_install", "-at_install")
class TestPortalReference(MentoringCommon, HttpCase):
    """The referee's form, without an account (promise B6, design section 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.referee_required = "optional"
        cls.application = cls._create_application(
            cls._create_member("Mel Mentee"),
            "mentee",
            referee_name="Robin Referee",
            referee_email="robin@example.com",
        )
        cls.application.action_submit()
        cls.reference = cls.application.reference_ids

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.path = (
            "/" + self.reference.sudo()._get_answer_url("reference").split("/", 3)[-1]
        )

    def _post(self, **answers):
        data = {"csrf_token": Request.csrf_token(self), **ANSWERS, **answers}
        answer = self.url_open(self.path, data=data)
        self.env.invalidate_all()
        return answer

    def test_looking_answers_nothing(self):
        """GET shows the questions; a mail scanner that follows it answers nothing."""
        answer = self.url_open(self.path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Mel Mentee", answer.text)
        self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.env.invalidate_all()
        self.assertEqual(self.reference.state, "asked")

    def test_answering(self):
        """POST answers, once; the second time says so and changes nothing."""
        answer = self._post()
        self.assertIn("has arrived", answer.text)
        self.assertEqual(self.reference.state, "received")
        self.assertEqual(self.reference.recommendation, "reservations")
        self.assertEqual(self.reference.text, ANSWERS["text"])
        self.assertFalse(self.reference.may_share)
        again = self._post(recommendation="no")
        self.assertIn("already been given", again.text)
        self.assertEqual(self.reference.recommendation, "reservations")
        self.assertIn("already been given", self.url_open(self.path).text)

    def test_bad_answers(self):
        """What is missing or forged is said at the question; nothing typed is lost."""
        for forged in ("", "perhaps", "yes'--"):
            answer = self._post(recommendation=forged)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("early", answer.text)
            self.assertNotIn("<b>early</b>", answer.text)
            self.assertEqual(self.reference.state, "asked", forged)
        answer = self._post(text="x" * 20000)
        self.assertIn("shorten it", answer.text)
        self.assertEqual(self.reference.state, "asked")

    def test_other_fields_are_not_written(self):
        self._post(application_id="1", is_by_hand="1", date_asked="2020-01-01")
        self.assertEqual(self.reference.application_id, self.application)
        self.assertFalse(self.reference.is_by_hand)

    def test_not_without_the_token_of_the_page(self):
        answer = self.url_open(self.path, data=ANSWERS)
        self.assertEqual(answer.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.reference.state, "asked")

    def test_bad_links(self):
        """Forged, cut off, or made for another purpose: one clear page, no form."""
        other = self.application.sudo()._get_answer_url("waitlist").rsplit("/", 1)[-1]
        for token in (self.path[-20:], self.path.rsplit("/", 1)[-1][:-3], other, "x"):
            answer = self.url_open(f"/mentoring/reference/{token}")
            self.assertEqual(answer.status_code, 404, token)
            self.assertNotIn("Mel Mentee", answer.text)
        # And the reference's link opens no other question.
        token = self.path.rsplit("/", 1)[-1]
        answer = self.url_open(f"/mentoring/answer/{token}")
        self.assertNotIn('<form method="post"', answer.text)

    def test_expired(self):
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self.assertTrue(self.reference._get_closed_sentence())
        self.reference.date_expiry = fields.Date.today() - timedelta(days=2)
        self.assertIn("too late for this reference", self.url_open(self.path).text)
        self.assertIn("too late for this reference", self._post().text)
        self.assertEqual(self.reference.state, "asked")

    def test_withdrawn(self):
        self.application.action_withdraw()
        self.assertIn("no longer needed", self.url_open(self.path).text)
        self._post()
        self.assertFalse(self.reference.recommendation)

    def test_what_the_applicant_sees(self):
        """That it has come; what it says only if the referee allows it."""
        values = self.application._get_portal_values()["references"]
        self.assertEqual([one["is_received"] for one in values], [False])
        self._post()
        [values] = self.application._get_portal_values()["references"]
        self.assertTrue(values["is_received"])
        self.assertFalse(values["text"] or values["recommendation"])

    def test_what_the_applicant_may_read(self):
        self._post(may_share="1")
        [values] = self.application._get_portal_values()["references"]
        self.assertIn("Sound judgement", values["text"])
        self.assertEqual(values["recommendation"], "With reservations")


@tagged("post_install", "-at_install")
class TestPortalWaitingList(MentoringCommon, HttpCase):
    """The waiting list as its people see it (promises A6, A22)."""

    def _wait(self, name):
        application = self._create_application(self._create_member(name), "mentee")
        application.action_submit()
        application.action_waitlist()
        return application

    def test_position(self):
        """The page tells the position as it is."""
        self._wait("First Waiting")
        second = self._wait("Second Waiting")
        values = second._get_portal_values()
        self.assertIn("number 2 of 2", values["sentence"])
        self.assertFalse(values["offer"])

    def test_pages(self):
        """The member's own page and the application show both, to this member."""
        waiting = self._wait("Will Wait")
        new_test_user(
            self.env,
            login="will",
            password="a long enough password",
            groups="base.group_portal",
            partner_id=waiting.partner_id.id,
        )
        self.authenticate("will", "a long enough password")
        pages = ("/my/mentoring", f"/my/mentoring/application/{waiting.id}")
        for page in pages:
            text = self.url_open(page).text
            self.assertIn("number 1 of 1", text, page)
            self.assertNotIn("Answer the offer", text, page)
        waiting.action_offer_place()
        self.env.flush_all()
        for page in pages:
            text = self.url_open(page).text
            self.assertIn("Answer the offer", text, page)
            self.assertIn("/mentoring/answer/", text, page)

    def test_offer(self):
        """One click from the mail or from the page; looking answers nothing."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        values = waiting.sudo()._get_portal_values()  # as the page
        self.assertIn("now a place for you", values["sentence"])
        path = "/" + values["offer"]["url"].split("/", 3)[-1]
        self.authenticate(None, None)
        self.assertIn("I take the place", self.url_open(path).text)
        self.env.invalidate_all()
        self.assertEqual(waiting.state, "waitlisted")
        data = {"csrf_token": Request.csrf_token(self), "answer": "yes"}
        self.assertIn("is yours", self.url_open(path, data=data).text)
        self.env.invalidate_all()
        self.assertEqual(waiting.state, "approved")
        self.assertFalse(waiting._get_portal_values()["offer"])
        self.assertIn("have taken this place", self.url_open(path, data=data).text)
