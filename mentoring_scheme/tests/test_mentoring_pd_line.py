# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import tagged

from .common import MentoringCommon


class PdCommon(MentoringCommon):
    """A signed partnership with hours to be counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")

    @classmethod
    def _hold(cls, days_ago, duration=1.0, partnership=None):
        """Hold a meeting that both sides confirm."""
        partnership = partnership or cls.partnership
        meeting = cls.env["mentoring.meeting"].create(
            {
                "partnership_id": partnership.id,
                "start": fields.Datetime.now() - timedelta(days=days_ago),
                "duration": duration,
            }
        )
        for seat in partnership.participant_ids:
            meeting._confirm(seat)
        return meeting

    @classmethod
    def _attend(cls, partner, hours=1.0, state="done", intake=None):
        """Record somebody's registration for a webinar of the intake."""
        begin = datetime(2026, 7, 23, 3)
        event = cls.env["event.event"].create(
            {
                "name": "Giving feedback",
                "date_begin": begin,
                "date_end": begin + timedelta(hours=hours),
                "mentoring_intake_id": (intake or cls.intake).id,
            }
        )
        return cls.env["event.registration"].create(
            {"event_id": event.id, "partner_id": partner.id, "state": state}
        )

    def _get_lines(self, partner):
        return self.env["mentoring.pd.line"].search([("partner_id", "=", partner.id)])

    def _get_statement(self, seat):
        return self.env["mentoring.pd.line"]._get_statement(seat.partner_id)


@tagged("post_install", "-at_install")
class TestMentoringPdLine(PdCommon):
    """Promises A18, A24 and A27; invariant 12."""

    def test_meetings_count_once_both_have_confirmed(self):
        meeting = self._hold(days_ago=2, duration=1.5)
        half = self._hold(days_ago=1)
        half.sudo().attendance_ids[0].confirmed_on = False
        for seat in self.mentor | self.mentee:
            lines = self._get_lines(seat.partner_id)
            self.assertEqual(lines.attendance_id.meeting_id, meeting)
            self.assertEqual(lines.mapped("hours"), [1.5])
            self.assertEqual(lines.role, seat.role)
            # Invariant 12: the figure equals the records.
            self.assertEqual(sum(lines.mapped("hours")), seat.hours_confirmed)

    def test_webinars_count_for_whoever_attended(self):
        partner = self.mentee.partner_id
        registration = self._attend(partner, hours=0.75)
        self._attend(partner, state="open")
        lines = self._get_lines(partner)
        self.assertEqual(lines.registration_id, registration)
        self.assertEqual(lines.mapped("hours"), [0.75])
        self.assertEqual(lines.subject, "Giving feedback")
        self.scheme.pd_counts_webinars = False
        self.assertFalse(self._get_lines(partner))

    def test_webinar_of_who_takes_no_part_does_not_count(self):
        stranger = self._create_member("Sky Stranger")
        self._attend(stranger)
        self.assertFalse(self._get_lines(stranger))

    def test_webinar_counts_once_for_who_holds_two_seats(self):
        second = self._create_approved("Ned New", "mentee")
        mentor = self.mentor.application_id
        mentor.capacity = 2
        Partnership = self.env["mentoring.partnership"]
        Partnership.create(
            Partnership._prepare_partnership(self.intake, mentor | second, "one_to_one")
        )._set_up()
        self._attend(self.mentor.partner_id)
        self.assertEqual(len(self._get_lines(self.mentor.partner_id)), 1)

    def test_date_is_that_of_the_intake(self):
        """Invariant 10: 15:30 UTC on 30 June is 1 July in Sydney."""
        meeting = self._hold(days_ago=1)
        meeting.sudo().start = datetime(2026, 6, 30, 15, 30)  # as if held then
        lines = self._get_lines(self.mentee.partner_id)
        self.assertEqual(lines.date, date(2026, 7, 1))

    def test_periods(self):
        scheme = self.scheme
        day = date(2026, 6, 30)
        self.assertEqual(scheme._get_pd_period(self.intake, day), self.intake.name)
        scheme.pd_period = "calendar"
        self.assertEqual(scheme._get_pd_period(self.intake, day), "2026")
        scheme.pd_period = "financial"
        label = "July 2025 to June 2026"
        self.assertEqual(scheme._get_pd_period(self.intake, day), label)
        label = "July 2026 to June 2027"
        day += timedelta(days=1)
        self.assertEqual(scheme._get_pd_period(self.intake, day), label)

    def test_points_up_to_the_cap_of_the_role(self):
        """A18: hours become points by the scheme's rule, up to the role's cap."""
        self.scheme.write(
            {
                "pd_points_per_hour": 2.0,
                "pd_points_cap": 5.0,
                "pd_points_cap_mentor": 3.0,
            }
        )
        for days_ago, of_mentee, of_mentor in ((3, 2, 2), (2, 4, 3), (1, 5, 3)):
            self._hold(days_ago)
            [mentee] = self._get_statement(self.mentee)
            [mentor] = self._get_statement(self.mentor)
            self.assertEqual(mentee["points"], of_mentee)
            self.assertEqual(mentor["points"], of_mentor)

    def test_least_hours(self):
        self.scheme.write({"pd_min_hours": 2.0, "pd_points_per_hour": 1.0})
        self._hold(days_ago=2)
        [group] = self._get_statement(self.mentee)
        self.assertEqual((group["hours"], group["points"]), (1.0, 0.0))
        self._hold(days_ago=1)
        [group] = self._get_statement(self.mentee)
        self.assertEqual((group["hours"], group["points"]), (2.0, 2.0))

    def test_cap_applies_to_each_period(self):
        self.scheme.write(
            {"pd_period": "calendar", "pd_points_cap": 1.0, "pd_points_per_hour": 1.0}
        )
        first = self._hold(days_ago=2, duration=3)
        second = self._hold(days_ago=1, duration=3)
        # As if they had been held then: nobody moves what is over.
        first.sudo().start = datetime(2025, 3, 1)
        second.sudo().start = datetime(2026, 3, 1)
        application = self.mentee.application_id
        points = self.env["mentoring.pd.line"]._get_points(application)
        self.assertEqual(points[application], 2.0)

    def test_certificate_shows_these_points(self):
        """A32: what the certificate says equals the statement."""
        self.scheme.write(
            {"certificate_requires_fee": False, "certificate_requires_final": False}
        )
        self._sign_all(self.partnership)
        self._hold(days_ago=1, duration=1.5)
        self._attend(self.mentee.partner_id, hours=0.5)
        self.partnership.action_complete()
        certificate = self.mentee.application_id._issue_certificate()
        [group] = self._get_statement(self.mentee)
        self.assertEqual(certificate.points, group["points"])
        self.assertEqual(certificate.hours, 1.5)
        self.assertEqual(group["hours"], 2.0)

    def test_queries_do_not_depend_on_the_number(self):
        for days_ago in range(1, 4):
            self._hold(days_ago)
        self._count_queries()  # what is remembered across requests
        few = self._count_queries()
        for days_ago in range(4, 14):
            self._hold(days_ago)
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        for group in self._get_statement(self.mentee):
            group["lines"].mapped("subject")
        return self.env.cr.sql_log_count - before

    def test_pdf(self):
        self._hold(days_ago=1, duration=1.5)
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(
                "mentoring_scheme.action_report_mentoring_pd_statement",
                self.mentee.partner_id.ids,
            )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        hours=st.floats(-5, 500),
        rate=st.floats(0, 10),
        least=st.floats(0, 50),
        cap=st.floats(0, 100),
        role=st.sampled_from(["mentor", "mentee", "peer"]),
    )
    def test_points_are_never_below_zero_nor_above_the_cap(
        self, hours, rate, least, cap, role
    ):
        scheme = self.env["mentoring.scheme"].new(
            {
                "pd_points_per_hour": rate,
                "pd_min_hours": least,
                "pd_points_cap": cap,
                "pd_points_cap_mentor": cap,
            }
        )
        points = scheme._get_pd_points(role, hours)
        self.assertGreaterEqual(points, 0)
        if scheme.pd_points_cap:
            self.assertLessEqual(points, scheme.pd_points_cap)
        if hours < scheme.pd_min_hours:
            self.assertEqual(points, 0)
