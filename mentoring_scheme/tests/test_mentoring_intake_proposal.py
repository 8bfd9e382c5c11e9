# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo.tests import Form, freeze_time, tagged

from .common import MentoringCommon
from .tour_common import BackOfficeTourCase


@tagged("post_install", "-at_install")
class TestMentoringIntakeProposal(MentoringCommon):
    """What the form of a new intake has filled in already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mentoring.scheme"].search([("id", "!=", cls.scheme.id)]).active = False
        cls.Intake = cls.env["mentoring.intake"].with_user(cls.coordinator)

    @freeze_time("2026-11-20")
    def test_first_intake(self):
        self.intake.unlink()
        with Form(self.Intake) as form:
            self.assertEqual(form.scheme_id, self.scheme)
            self.assertEqual(form.tz, "Australia/Sydney")
            self.assertEqual(form.date_start, date(2027, 2, 1))
            self.assertEqual(form.name, "Intake 2027")
            self.assertEqual(form.application_open, date(2026, 12, 1))
            form.date_start = date(2028, 2, 1)
            self.assertEqual(form.name, "Intake 2028")
            form.name = "Leap Year"
            form.date_start = date(2028, 2, 29)
            self.assertEqual(form.name, "Leap Year")
        self.assertEqual(form.record.date_start, date(2028, 2, 29))

    @freeze_time("2026-11-20")
    def test_next_intake(self):
        """A year after the one before, under a name that is not taken."""
        self.intake.sudo().write(
            {"date_start": date(2026, 12, 24), "phase": "matching"}
        )
        self._create_intake(
            self.scheme,
            name="Intake 2027",
            phase="cancelled",
            date_start=date(2027, 3, 1),
        )
        with Form(self.Intake) as form:
            self.assertEqual(form.date_start, date(2027, 12, 24))
            self.assertEqual(form.name, "Intake of December 2027")

    @freeze_time("2026-11-20")
    def test_rolling(self):
        self.scheme.is_rolling = True
        self.intake.unlink()
        with Form(self.Intake) as form:
            self.assertEqual(form.date_start, date(2026, 11, 20))
            self.assertEqual(form.application_open, date(2026, 11, 20))
            self.assertFalse(form.application_close)

    def test_from_the_scheme(self):
        """The button on a scheme without intakes leads to the form, filled in."""
        other = self._create_scheme(name="Second")
        action = other.with_user(self.coordinator).action_view_intakes()
        with Form.from_action(self.Intake.env, action) as form:
            self.assertEqual(form.scheme_id, other)
        self.assertEqual(other.intake_ids, form.record)
        action = other.with_user(self.coordinator).action_view_intakes()
        self.assertNotEqual(action["views"][0][1], "form")

    def test_several_schemes(self):
        """Nobody guesses which; the rest follows the choice."""
        other = self._create_scheme(name="Second", tz="Australia/Perth")
        with Form(self.Intake) as form:
            self.assertFalse(form.scheme_id)
            form.scheme_id = other
            self.assertEqual(form.tz, "Australia/Perth")
            self.assertTrue(form.date_start)
            self.assertTrue(form.name)

    def test_time_zone_of_the_company(self):
        """A new scheme is where the association is, not where its author is."""
        self.env.company.partner_id.tz = "Australia/Perth"
        scheme = self.env["mentoring.scheme"].create({"name": "Ours"})
        self.assertEqual(scheme.tz, "Australia/Perth")

    def test_running_intake_keeps_its_name(self):
        self.intake.sudo().write({"name": "Intake 2027", "phase": "running"})
        self.intake.date_start = date(2030, 1, 1)
        self.assertEqual(self.intake.name, "Intake 2027")


@tagged("post_install", "-at_install")
class TestPlanIntakeTour(MentoringCommon, BackOfficeTourCase):
    """The first intake is planned from Today; nobody plans one by looking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mentoring.application"].search([]).unlink()
        cls.env["mentoring.scheme"].search([("id", "!=", cls.scheme.id)]).active = False

    def test_plan_intake(self):
        self.coordinator.password = "mentoring_coordinator"
        self.env["mentoring.intake"].search([]).unlink()
        self.start_tour(
            "/odoo/mentoring-today",
            "mentoring_plan_intake",
            login="mentoring_coordinator",
        )
        intake = self.env["mentoring.intake"].search([])
        self.assertEqual(intake.scheme_id, self.scheme)
        self.assertEqual(intake.phase, "open")
        self.assertTrue(intake.accepts_applications)

    def test_plan_no_intake(self):
        """Looking at another tab saves nothing that nobody has entered."""
        self.coordinator.password = "mentoring_coordinator"
        self.start_tour(
            "/odoo/mentoring-intakes",
            "mentoring_plan_no_intake",
            login="mentoring_coordinator",
        )
        self.assertEqual(self.scheme.intake_ids, self.intake)
