# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import HOME, MentoringPortalCase, draw_signature


@tagged("post_install", "-at_install")
class TestPortalConsent(MentoringPortalCase):
    """“The match suits us: No” accepts nothing; the member says what is wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.acceptance = cls.partnership.agreement_ids.filtered("is_acceptance")
        cls.question = cls.env["mentoring.agreement.question"].create(
            {
                "template_id": cls.acceptance.template_id.id,
                "name": "The match suits us",
                "kind": "choice",
                "choices": "Yes\nNo",
                "must_agree": True,
            }
        )
        cls.page = f"{HOME}/agreement/{cls.acceptance.id}"

    def _answer(self, text, revision):
        return self.post(
            f"{self.page}/fill",
            {"revision": revision, f"answer_{self.question.id}": text},
        )

    def test_no(self):
        fee = self._get_seat(self.partnership, "mentee").application_id.fee_ids
        self.sign_in(self.mentee)
        # Unanswered, it cannot be signed either.
        self.assertNotIn("/sign?digest=", self.url_open(self.page).text)
        answer = self._answer("No", 0)
        page = self.read_page(answer)
        text = self.get_text(page)
        self.assertIn("This can't be signed yet", text)
        self.assertIn("no fee is charged", text)
        self.assertNotIn("/sign?digest=", answer.text)
        links = page.xpath("//section[@aria-labelledby='refused']//a/@href")
        self.assertEqual(
            links,
            [
                f"{self.page}/fill",
                f"{HOME}/partnership/{self.partnership.id}/withdraw?rematch=1",
                f"{HOME}/partnership/{self.partnership.id}/concern",
            ],
        )
        # Each way is open, and the box is ticked for who asks for a new match.
        for link in links:
            self.assertEqual(self.url_open(link).status_code, 200)
        box = self.open_page(links[1]).xpath("//input[@name='wants_rematch']/@checked")
        self.assertTrue(box)
        task = self.partnership.activity_ids
        self.assertEqual(task.user_id, self.coordinator)
        # A browser that still shows the box, the partner, and a call are refused.
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            self.assertNotIn("/sign?digest=", self.url_open(self.page).text)
            digest = self.acceptance.with_user(user).sudo()._get_portal_digest()
            result = self.make_jsonrpc_request(
                f"{self.page}/sign?digest={digest}",
                {"name": "Somebody", "signature": draw_signature()},
            )
            self.assertIn("not agreed to", result["error"])
        self.assertFalse(self.acceptance.signature_ids)
        self.assertFalse(fee.date_accepted)
        # It was a slip: put right, it is signed, and the task is gone.
        self._answer("Yes", 1)
        self.assertIn("/sign?digest=", self.url_open(self.page).text)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.partnership.activity_ids)

    def test_past_meeting_is_not_cancelled(self):
        """It took place, or it did not; who did not come is said."""
        meeting = self.env["mentoring.meeting"].create(
            {"partnership_id": self.partnership.id, "start": "2020-01-01 10:00:00"}
        )
        self.sign_in(self.mentee)
        path = f"{HOME}/partnership/{self.partnership.id}"
        page = self.open_page(path)
        actions = page.xpath("//form/@action")
        self.assertIn(f"{HOME}/meeting/{meeting.id}/confirm", actions)
        self.assertNotIn(f"{HOME}/meeting/{meeting.id}/cancel", actions)
        answer = self.post(f"{HOME}/meeting/{meeting.id}/cancel")
        self.assertEqual(meeting.state, "planned")
        self.assertIn("whether it took place", answer.text)

    def test_evaluation_says_about_whom(self):
        """Who mentors two tells the two surveys from each other."""
        mentor = self._get_seat(self.partnership, "mentor").application_id
        mentor.capacity = 2
        other = self._create_partnership(
            mentor,
            self._create_approved(self.colleague, "mentee"),
        )
        Evaluation = self.env["mentoring.evaluation"]
        names = {}
        for partnership in (self.partnership, other):
            seat = self._get_seat(partnership, "mentor")
            evaluation = Evaluation.create(
                Evaluation._prepare_evaluation(seat, "midway")
            )
            page = self.open_page(evaluation._get_start_url())
            names[partnership] = self.get_text(
                page, "//*[contains(@class, 'o_mentoring_about')]"
            )
        self.assertIn("Mel Mentee", names[self.partnership])
        self.assertIn("Cody Colleague", names[other])

    def test_pages_say_about_whom(self):
        """Each page of a partnership names its people."""
        path = f"{HOME}/partnership/{self.partnership.id}"
        meeting = self.env["mentoring.meeting"].create(
            {"partnership_id": self.partnership.id, "start": "2090-01-01 10:00:00"}
        )
        self.sign_in(self.mentor)
        for page in (
            path,
            f"{path}/withdraw",
            f"{path}/concern",
            f"{path}/plan",
            self.page,
            f"{self.page}/fill",
            f"{HOME}/meeting/{meeting.id}/move",
        ):
            with self.subTest(page=page):
                text = self.get_text(self.open_page(page), "//main")
                self.assertIn("Mel Mentee", text)
