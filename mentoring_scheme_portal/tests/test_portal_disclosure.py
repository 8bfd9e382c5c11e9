# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mentoring_scheme.sealing import Reader

from .common import HOME, MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalDisclosure(MentoringPortalCase):
    """Members see that what they write may be opened, and when it was (promise B1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.manager, cls.second = (
            new_test_user(
                cls.env,
                login=f"disclosure_{name}",
                groups="mentoring_scheme.group_mentoring_manager",
                company_id=cls.env.company.id,
                company_ids=[Command.set(cls.env.company.ids)],
            )
            for name in ("manager", "second")
        )
        cls.page = f"{HOME}/partnership/{cls.partnership.id}"

    def setUp(self):
        super().setUp()
        self.sign_in(self.mentee)

    def _read(self, path):
        return " ".join(self.url_open(path).text.split())

    def test_not_allowed(self):
        for path in (self.page, f"{self.page}/plan"):
            page = self._read(path)
            self.assertNotIn("two of us can together open", page)
        self.assertIn("We can't.", page)

    def test_allowed_and_granted(self):
        self.partnership.scheme_id.action_allow_disclosure()
        for path in (self.page, f"{self.page}/plan"):
            page = self._read(path)
            self.assertIn("two of us can together open", page)
            self.assertNotIn("We can't.", page)
            self.assertNotIn("We see none of it", page)
        disclosures = self.env["mentoring.disclosure"].with_user(self.manager)
        disclosure = disclosures.create(
            {
                "partnership_id": self.partnership.id,
                "ground": "safety",
                "reason": "Quokka is in danger",
            }
        )
        self.assertNotIn("One person from our association", self._read(self.page))
        disclosure.with_user(self.second)._grant(Reader(self.second.id))
        page = self._read(self.page)
        self.assertIn("One person from our association can read", page)
        self.assertIn("It has not been read.", page)
        for hidden in ("Quokka", "safety depends on it</", self.manager.name):
            self.assertNotIn(hidden, page)
        disclosure._disclose(Reader(self.manager.id))
        self.assertIn("It was read on", self._read(self.page))
        disclosure.action_close()
        page = self._read(self.page)
        self.assertIn("That is over.", page)
        self.assertIn("It was read on", page)
