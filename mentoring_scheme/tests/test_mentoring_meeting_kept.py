# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install", "security")
class TestMentoringMeetingKept(MentoringCommon):
    """Promise A18: what staff send by RPC changes no hours that members confirmed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")

    def _plan(self, days, **values):
        meetings = self.env["mentoring.meeting"].with_user(self.coordinator)
        return meetings.create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() + timedelta(days=days),
                **values,
            }
        )

    def test_confirmed(self):
        meeting = self._plan(-1, duration=1.5)
        meeting.write({"duration": 2})  # nobody has said anything yet
        meeting.sudo()._confirm(self.mentee)
        for vals in (
            {"duration": 12},
            {"start": meeting.start - timedelta(days=1)},
        ):
            with self.assertRaisesRegex(UserError, "its time and length stay"):
                meeting.write(vals)
        meeting.sudo()._confirm(self.mentor)
        with self.assertRaisesRegex(UserError, "its time and length stay"):
            meeting.write({"duration": 12})
        # As an import or a form repeats them.
        meeting.write({"duration": 2, "start": str(meeting.start), "mode": "phone"})
        self.assertEqual(self.mentee.hours_confirmed, 2)

    def test_cancelled(self):
        meeting = self._plan(7)
        meeting.action_cancel()
        self.assertEqual(meeting.state, "cancelled")
        with self.assertRaisesRegex(UserError, "its time and length stay"):
            meeting.start += timedelta(days=9)

    def test_state(self):
        meeting = self._plan(-1)
        for state in ("held", "cancelled", "missed"):
            with self.assertRaises(AccessError):
                meeting.write({"state": state})
            with self.assertRaises(AccessError):
                self._plan(-1, state=state)
        meetings = self.env["mentoring.meeting"].with_user(self.coordinator)
        with self.assertRaises(AccessError):
            meetings.with_context(default_state="held").create(
                {"partnership_id": self.partnership.id, "start": meeting.start}
            )

    def test_other_pair(self):
        meeting = self._plan(7)
        other = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        for record in (meeting, meeting.sudo()):
            with self.assertRaisesRegex(UserError, "the people who planned it"):
                record.partnership_id = other
