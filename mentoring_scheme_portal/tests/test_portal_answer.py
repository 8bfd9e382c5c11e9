# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalAnswer(MentoringPortalCase):
    """Answers by one click in a mail, without a login (design section 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._create_approved(cls.mentee, "mentee")

    def _get_path(self, days_ago=0):
        with freeze_time(fields.Datetime.now() - timedelta(days=days_ago)):
            url = self.application.sudo()._get_answer_url("waitlist")
        return url.removeprefix(self.application.get_base_url())

    def test_opening_asks_and_posting_answers(self):
        """A mail scanner that opens the link answers nothing."""
        path = self._get_path()
        page = self.open_page(path)
        self.assertIn("keep you on the waiting list", self.get_text(page))
        self.assertEqual(self.application.state, "approved")
        self.authenticate(None, None)
        page = self.read_page(self.post(path, {"answer": "yes"}))
        self.assertIn("You are on the waiting list.", self.get_text(page))
        self.assertEqual(self.application.state, "waitlisted")
        page = self.open_page(path)
        self.assertIn("already on the waiting list", self.get_text(page))
        self.assertFalse(page.xpath("//button[@name='answer']"))

    def test_second_answer_changes_nothing(self):
        path = self._get_path()
        self.authenticate(None, None)
        self.post(path, {"answer": "yes"})
        page = self.read_page(self.post(path, {"answer": "no"}))
        self.assertIn("already on the waiting list", self.get_text(page))
        self.assertEqual(self.application.state, "waitlisted")

    def test_unknown_answer_is_refused_with_a_sentence(self):
        path = self._get_path()
        self.authenticate(None, None)
        for answer in ("", "maybe", "<script>", "é\u202e😀"):
            page = self.read_page(self.post(path, {"answer": answer}))
            self.assertIn("Please choose one of the answers.", self.get_text(page))
        self.assertEqual(self.application.state, "approved")

    def test_expired_and_forged_links(self):
        """No link that is not ours, or is older than it may be, finds anything."""
        token = self._get_path().rsplit("/", 1)[-1]
        middle = len(token) // 2
        changed = "B" if token[middle] == "A" else "A"
        forged = token[:middle] + changed + token[middle + 1 :]
        for path in (
            self._get_path(days_ago=31),
            f"/mentoring/answer/{forged}",
            "/mentoring/answer/x",
            "/mentoring/answer/%C3%A9%E2%82%AC",
            "/mentoring/answer/" + "A" * 200,
        ):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 404, path)
            self.assertIn("not valid any more", answer.text, path)
            self.authenticate(None, None)
            self.assertEqual(self.post(path, {"answer": "yes"}).status_code, 404)
        self.assertEqual(self.application.state, "approved")

    def test_link_of_a_deleted_record(self):
        path = self._get_path()
        self.application.action_withdraw()
        self.application._reopen_as_draft()
        self.application.unlink()
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_page_is_kept_from_search_engines_and_caches(self):
        answer = self.url_open(self._get_path())
        self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
