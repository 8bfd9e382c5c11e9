# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo.tests import Form, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringApplicationPartnership(MentoringCommon):
    """Who takes part in one intake and applies for the next is seen to do so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.partnership.write(
            {"date_start": date(2027, 5, 3), "date_end": date(2028, 5, 2)}
        )
        cls.mentee = cls._get_seat(cls.partnership, "mentee").partner_id

    def _apply(self, start, end):
        intake = self._create_intake(
            self.scheme,
            name="Next",
            date_start=start,
            date_end=end,
            application_open=date(2026, 1, 1),
            application_close=date(2026, 12, 1),
        )
        return self._create_application(self.mentee, "mentee", intake)

    def test_said_while_both_run(self):
        application = self._apply(date(2028, 1, 10), date(2029, 1, 9))
        note = application.concurrent_note
        self.assertIn("as mentee, until 2 May 2028", note)
        own = self._get_seat(self.partnership, "mentee").application_id
        self.assertFalse(own.concurrent_note)
        self.partnership.action_end()
        application.invalidate_recordset()
        self.assertFalse(application.concurrent_note)

    def test_one_after_the_other(self):
        application = self._apply(date(2028, 5, 2), date(2029, 5, 1))
        self.assertFalse(application.concurrent_note)

    def test_said_before_it_is_saved(self):
        """Staff who enter an application read it once they have chosen the person."""
        intake = self._create_intake(
            self.scheme,
            name="Next",
            date_start=date(2028, 1, 10),
            application_open=date(2026, 1, 1),
            application_close=date(2026, 12, 1),
        )
        form = Form(self.env["mentoring.application"].with_user(self.coordinator))
        form.intake_id = intake
        form.partner_id = self.mentee
        self.assertIn("until 2 May 2028", form.concurrent_note)
