# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import HOME, MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalConduct(MentoringPortalCase):
    """A member agrees to a new code of conduct where the email leads (A34)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.first = cls.scheme._get_document("conduct")
        cls.application = cls._get_seat(cls.partnership, "mentee").application_id
        cls.application._accept_conduct()
        cls.path = f"{HOME}/application/{cls.application.id}/conduct"

    def _publish(self):
        return self.first.copy(
            {"changes": "To be <b>on time</b>.", "body": "<p>New</p>"}
        )

    def _read(self, page=HOME):
        return self.get_text(self.open_page(page))

    def test_agree(self):
        self.sign_in(self.mentee)
        self.assertNotIn("has changed", self._read())
        second = self._publish()
        text = self._read()
        self.assertIn("has changed", text)
        self.assertIn("To be <b>on time</b>.", text)
        page = self.read_page(self.post(self.path, {"document": second.id}))
        self.assertIn("Please tick the box", self.get_text(page))
        self.assertEqual(self.application.conduct_document_id, self.first)
        answer = self.post(self.path, {"document": second.id, "agree": "1"})
        self.assertIn("You have agreed", self.get_text(self.read_page(answer)))
        self.env.invalidate_all()
        self.assertEqual(self.application.conduct_document_id, second)
        self.assertNotIn("has changed", self._read())
        again = self.post(self.path, {"document": second.id, "agree": "1"})
        self.assertIn("already", self.get_text(self.read_page(again)))

    def test_not_a_text_that_was_not_read(self):
        """Whoever read version 2 has not agreed to version 3."""
        self.sign_in(self.mentee)
        second = self._publish()
        self._read()
        third = second.copy({"body": "<p>Newer</p>"})
        answer = self.post(self.path, {"document": second.id, "agree": "1"})
        self.assertIn("changed since", self.get_text(self.read_page(answer)))
        self.assertEqual(self.application.conduct_document_id, self.first)
        self.post(self.path, {"document": third.id, "agree": "1"})
        self.env.invalidate_all()
        self.assertEqual(self.application.conduct_document_id, third)

    def test_somebody_elses(self):
        second = self._publish()
        self.sign_in(self.mentor)
        answer = self.post(self.path, {"document": second.id, "agree": "1"})
        self.assertEqual(answer.status_code, 404)
