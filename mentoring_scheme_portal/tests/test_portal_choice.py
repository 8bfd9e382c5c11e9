# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import tagged

from .common import HOME, MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalChoice(MentoringPortalCase):
    """Mentees rank mentors who agreed to be shown (promises A20, A22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.intake.self_selection = True
        cls.offer = cls._create_approved(cls.mentor, "mentor")
        cls.offer.write(
            {
                "is_listed": True,
                "public_text": "I like <b>zines</b>.",
                "topic_ids": cls.topics[:1].ids,
                "employer": "Secret Employer",
                "anything_else": "Secret words",
            }
        )
        cls.mentor.partner_id.phone = "0400 000 001"
        cls.wish = cls._create_approved(cls.mentee, "mentee")
        cls.url = f"{HOME}/application/{cls.wish.id}/choice"

    def _read(self, url=None):
        response = self.url_open(url or self.url)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _post(self, url=None, **answers):
        return self.post(url or self.url, answers)

    def test_only_what_was_agreed_to(self):
        """No contact details, no employer, nothing that the office alone reads."""
        self.sign_in(self.mentee)
        page = self._read()
        self.assertIn("Mary Mentor", page)
        self.assertIn("I like &lt;b&gt;zines&lt;/b&gt;.", page)
        for secret in ("Secret", self.mentor.email, "0400 000 001"):
            self.assertNotIn(secret, page)

    def test_without_consent(self):
        self.offer.is_listed = False
        self.sign_in(self.mentee)
        self.assertNotIn("Mary Mentor", self._read())
        self._post(first_choice_id=str(self.offer.id))
        self.env.invalidate_all()
        self.assertFalse(self.wish.first_choice_id)

    def test_rank(self):
        """The ranks feed the optimum; gaps close up."""
        self.sign_in(self.mentee)
        self._post(second_choice_id=str(self.offer.id))
        self.env.invalidate_all()
        self.assertEqual(self.wish.first_choice_id, self.offer)
        self.assertFalse(self.wish.second_choice_id)
        self.assertEqual(self.wish._get_ranked_partners(), self.mentor.partner_id)
        self.assertIn("selected", self._read())
        self._post(first_choice_id="")
        self.env.invalidate_all()
        self.assertFalse(self.wish._get_choices())

    def test_nobody_twice(self):
        self.sign_in(self.mentee)
        twice = str(self.offer.id)
        page = self._post(first_choice_id=twice, second_choice_id=twice).text
        self.assertIn("You have already ranked this mentor", page)
        self.env.invalidate_all()
        self.assertFalse(self.wish._get_choices())

    def test_filter(self):
        self.sign_in(self.mentee)
        self.assertIn("mentor_", self._read(f"{self.url}?search=ZINES"))
        self.assertIn("No mentor is like that", self._read(f"{self.url}?search=xyz"))
        other = self.topics[1].id
        self.assertIn("No mentor is like that", self._read(f"{self.url}?topic={other}"))

    def test_until_the_match_begins(self):
        self.intake.sudo().phase = "matching"
        self.sign_in(self.mentee)
        self.assertIn("The match has begun", self._read())
        page = self._post(first_choice_id=str(self.offer.id)).text
        self.assertIn("The match has begun", page)
        self.env.invalidate_all()
        self.assertFalse(self.wish.first_choice_id)

    def test_not_in_every_intake(self):
        self.intake.self_selection = False
        self.sign_in(self.mentee)
        page = self._read()
        self.assertIn("we make the matches", page)
        self.assertNotIn("Mary Mentor", page)

    def test_mentor_agrees(self):
        self.sign_in(self.mentor)
        url = f"{HOME}/application/{self.offer.id}/choice"
        self.assertIn("What mentees see", self._read(url))
        self._post(url, public_text="Hello")
        self.env.invalidate_all()
        self.assertFalse(self.offer.is_listed)
        self._post(url, is_listed="1", public_text="Hello again")
        self.env.invalidate_all()
        self.assertTrue(self.offer.is_listed)
        self.assertEqual(self.offer.public_text, "Hello again")

    def test_others_get_nothing(self):
        self.sign_in(self.stranger)
        self.assertEqual(self.url_open(self.url).status_code, 404)
        self.assertEqual(self._post().status_code, 404)

    def test_way_to_the_page(self):
        self.sign_in(self.mentee)
        self.assertIn(self.url, self._read(HOME))

    def test_stage_and_times_are_asked_only_where_they_count(self):
        """A20: what counts in the match is asked; what does not is not."""
        names = {"career_stage", "is_free_evening"}

        def get_asked():
            form = self.wish._get_portal_form()
            return {question.name for question in form.fields} & names

        self.assertFalse(get_asked())
        self.scheme.criterion_ids = [
            Command.create({"kind": "career_stage"}),
            Command.create({"kind": "availability"}),
        ]
        self.assertEqual(get_asked(), names)
        self.wish.sudo().state = "returned"
        self.wish._portal_save_draft({"career_stage": "2", "is_free_evening": True})
        self.assertEqual(self.wish._get_career_stage(), 2)
        self.assertEqual(self.wish._get_free_times(), ["evening"])
        answers = self.wish._get_portal_answers()
        self.assertEqual(answers["career_stage"], "2")
