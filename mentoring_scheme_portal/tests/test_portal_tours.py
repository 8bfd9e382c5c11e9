# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalTours(MentoringPortalCase):
    """The journeys of a member, in a real browser (promises A19, A25, B6)."""

    def _find_application(self, user):
        return self.env["mentoring.application"].search(
            [("partner_id", "=", user.partner_id.id)]
        )

    def test_apply(self):
        """A mentor applies step by step, with a résumé, and submits (A19, B6)."""
        self.start_tour("/my/mentoring", "mentoring_apply", login="mary")
        application = self._find_application(self.mentor)
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "role": "mentor",
                    "current_role": "Head of reference",
                    "years_experience": 15,
                    "capacity": 2,
                    "topic_ids": self.topics[:1].ids,
                }
            ],
        )
        self.assertEqual(application.file_ids.filename, "resume.pdf")

    def test_apply_as_mentee(self):
        """A mentee leaves the form, comes back to it, and submits (A19, B6)."""
        self.start_tour("/my/mentoring", "mentoring_apply_mentee", login="mel")
        application = self._find_application(self.mentee)
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "role": "mentee",
                    "current_role": "Graduate librarian",
                    "goals": "To find my feet.",
                    "first_topic_id": self.topics[:1].id,
                    "payer": "employer",
                    "payer_email": "accounts@example.com",
                    "accepts_fee": True,
                }
            ],
        )
        self.assertEqual(application.file_ids.filename, "resume.pdf")

    def test_sign(self):
        """A mentee signs both agreements."""
        partnership = self._create_pair()
        self.start_tour("/my/mentoring", "mentoring_sign", login="mel")
        seat = self._get_seat(partnership, "mentee")
        for agreement in partnership.agreement_ids:
            self.assertEqual(agreement.signature_ids.participant_id, seat)
            self.assertEqual(agreement.signature_ids.signed_by, "Melanie Mentee")
        self.assertEqual(partnership.state, "matched")


@tagged("post_install", "-at_install")
class TestPortalToursOnPhone(TestPortalTours):
    """The same journeys on a phone."""

    browser_size = "375x667"
    touch_enabled = True
