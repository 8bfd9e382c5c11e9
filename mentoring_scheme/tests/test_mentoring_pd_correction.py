# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_mentoring_pd_line import PdCommon


@tagged("post_install", "-at_install")
class TestMentoringPdCorrection(PdCommon):
    """Promise A18: hours are corrected by reversal; invariant 8."""

    def _correct(self, line, hours, reason="It was shorter"):
        wizard = self.env["mentoring.pd.reversal"].create(
            {"line_id": line.id, "hours": hours, "reason": reason}
        )
        wizard.action_confirm()
        return self.env["mentoring.pd.correction"].search(
            [("attendance_id", "=", line.attendance_id.id)]
        )

    def _get_meeting_line(self, seat):
        lines = self._get_lines(seat.partner_id)
        return lines.filtered(lambda line: line.kind == "meeting")

    def test_reversed_and_put_on_anew(self):
        """The way to the figure can be read, and the other's hours stay."""
        self._hold(days_ago=3, duration=10)
        line = self._get_meeting_line(self.mentee)
        entries = self._correct(line, 1.0)
        self.assertEqual(sorted(entries.mapped("hours")), [-10.0, 1.0])
        self.assertEqual(self.mentee.hours_confirmed, 1.0)
        self.assertEqual(self.mentor.hours_confirmed, 10.0)
        [group] = self._get_statement(self.mentee)
        self.assertEqual(group["hours"], 1.0)
        self.assertEqual(len(group["lines"]), 3)
        self.assertEqual(set(group["lines"].mapped("date")), {line.date})

    def test_corrected_again(self):
        self._hold(days_ago=3, duration=10)
        line = self._get_meeting_line(self.mentee)
        self._correct(line, 1.0)
        self._correct(line, 0)
        self.assertEqual(self.mentee.hours_confirmed, 0)
        entries = self._correct(line, 2.5)
        self.assertEqual(sorted(entries.mapped("hours")), [-10.0, -1.0, 1.0, 2.5])
        self.assertEqual(self.mentee.hours_confirmed, 2.5)

    def test_webinar(self):
        registration = self._attend(self.mentee.partner_id, hours=2)
        [line] = self._get_lines(self.mentee.partner_id)
        self._correct(line, 0.5)
        lines = self._get_lines(self.mentee.partner_id)
        self.assertEqual(lines.registration_id, registration)
        self.assertEqual(sum(lines.mapped("hours")), 0.5)
        self.assertIn("It was shorter", " ".join(lines.mapped("subject")))

    def test_never_changes(self):
        self._hold(days_ago=3)
        entries = self._correct(self._get_meeting_line(self.mentee), 0)
        with self.assertRaisesRegex(UserError, "never changes"):
            entries.hours = 5
        with self.assertRaisesRegex(UserError, "never deleted"):
            entries.sudo().unlink()  # not even the system

    def test_bad_input(self):
        self._hold(days_ago=3)
        line = self._get_meeting_line(self.mentee)
        for hours in (-1, 25):
            with self.assertRaisesRegex(UserError, "from 0 to 24"):
                self._correct(line, hours)
        with self.assertRaisesRegex(UserError, "already count"):
            self._correct(line, 1.0)
        self._correct(line, 0.5)
        with self.assertRaisesRegex(UserError, "is a correction"):
            corrected = self._get_lines(self.mentee.partner_id) - line
            corrected[0].action_correct()
