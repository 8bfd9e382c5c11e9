# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
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

    def _walk(self, tour, *users):
        for user in users:
            self.env.flush_all()
            self.start_tour("/my/mentoring", f"mentoring_year_{tour}", login=user.login)
        self.env.invalidate_all()

    def _ask(self, partnership, kind):
        """Ask for a review, as the hourly job does on its day."""
        Evaluation = self.env["mentoring.evaluation"]
        Evaluation.create(
            [
                Evaluation._prepare_evaluation(seat, kind)
                for seat in partnership.participant_ids
            ]
        )

    def test_year(self):
        """Mentor and mentee side by side, from the plan to the certificate.

        Promises A16, A18, A25, A30 to A33, B4, B5, B8. Between the pages time passes.
        """
        both = (self.mentor, self.mentee)
        self.scheme.certificate_requires_fee = False
        partnership = self._create_pair()
        self.env["mentoring.agreement.question"].create(
            {
                "template_id": partnership.agreement_ids[0].template_id.id,
                "name": "What we want to achieve",
                "is_required": True,
            }
        )
        self._walk("mentee_begins", self.mentee)
        self._walk("mentor_begins", self.mentor)
        self.assertEqual(partnership.state, "active")
        meetings = partnership.meeting_ids.sorted("start")
        self.assertGreaterEqual(len(meetings), 12)
        meetings[0].start = fields.Datetime.now() - timedelta(days=1)
        self._walk("confirm", *both)
        self.assertEqual(
            set(partnership.participant_ids.mapped("hours_confirmed")), {1}
        )
        for kind in ("midway", "final"):
            self._ask(partnership, kind)
            self._walk("evaluate", *both)
        self.assertEqual(set(partnership.evaluation_ids.mapped("state")), {"done"})
        partnership.action_complete()
        self.assertEqual(
            set(meetings[1:].mapped("state")), {"cancelled"}, "nothing is left open"
        )
        for application in partnership.participant_ids.application_id:
            application._issue_certificate()
        self._walk("end", *both)


@tagged("post_install", "-at_install")
class TestPortalToursOnPhone(TestPortalTours):
    """The same journeys on a phone."""

    browser_size = "375x667"
    touch_enabled = True
