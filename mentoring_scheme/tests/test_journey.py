# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Three intakes from the first application to the closed round (issue of the house)."""

from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestJourney(MentoringCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2020-04-20 00:00:00"):
            cls.alia = cls.env["mentoring.scheme"]._load_ready_made("alia")
            cls.aiop = cls.env["mentoring.scheme"]._load_ready_made("aiop")
            cls.alia.fee_product_id.property_account_income_id = cls.company_data[
                "default_account_revenue"
            ]
            cls.membership_product.membership_category_id = (
                cls.alia.mentor_category_ids[0]
            )

    def _answer(self, evaluation):
        """Answer a survey to its end, as its page does."""
        answer = self._get_answers(evaluation)
        answer._mark_in_progress()
        answer._mark_done()

    def test_alia_2020(self):
        """The round of 2020 on its real dates (A1 to A9, A19 to A25, A30 to A32)."""
        with freeze_time("2020-04-24 00:00:00"):
            intake = self.env["mentoring.intake"].create(
                {
                    "name": "Intake 2020",
                    "scheme_id": self.alia.id,
                    "date_start": date(2020, 7, 3),
                }
            )
            # A3: proposed two months before the start, and one week before it.
            self.assertEqual(intake.application_open, date(2020, 5, 3))
            self.assertEqual(intake.application_close, date(2020, 6, 26))
            self.assertEqual(intake.date_end, date(2021, 7, 2))
            intake.application_open = date(2020, 5, 1)
            webinar = self.env["event.event"].create(
                {
                    "name": "Introductory webinar",
                    "mentoring_intake_id": intake.id,
                    "date_tz": "Australia/Sydney",
                    # 13:00 to 14:00 in Sydney, which is at UTC+10 in July.
                    "date_begin": datetime(2020, 7, 23, 3, 0),
                    "date_end": datetime(2020, 7, 23, 4, 0),
                }
            )
            self._run_crons("ir_cron_update_phase")
        self.assertEqual(intake.phase, "draft")

        # 1 May in Sydney begins at 14:00 UTC of the day before.
        self._run_crons_at("2020-04-30 13:59:59")
        self.assertEqual(intake.phase, "draft")
        self._run_crons_at("2020-04-30 14:00:00")
        self.assertEqual(intake.phase, "open")

        topics = self.env["mentoring.topic"].search([], limit=4)
        with freeze_time("2020-05-20 01:00:00"):
            mentor = self._apply(intake, "Mary Mentor", "mentor", topics[:2])
            mentee = self._apply(intake, "Mel Mentee", "mentee", topics[:2])
            left_over = self._apply(intake, "Lou Leftover", "mentee", topics[2:])
            self._check_refused(intake)
            # A21: confirmed by mail.
            for application in (mentor, mentee, left_over):
                self.assertEqual(application.state, "submitted")
                self.assertTrue(self._get_mails(application))
            (mentor | mentee | left_over).action_approve()

        # The last second of 26 June in Sydney, and the first of the 27th.
        late = self._create_application(
            self._create_member("Late Larry"), "mentee", intake=intake
        )
        with freeze_time("2020-06-26 13:59:59"):
            self.assertTrue(intake.accepts_applications)
            intake.invalidate_recordset(["accepts_applications"])
        with freeze_time("2020-06-26 14:00:00"):
            with self.assertRaisesRegex(UserError, "closed on 26 June 2020"):
                late.action_submit()
            self.assertEqual(late.state, "draft")
            self._run_crons()
        self.assertEqual(intake.phase, "matching")
        self._run_crons_at("2020-07-03 00:00:00")
        self.assertEqual(intake.phase, "running")

        # Allocated on 20 July.
        with freeze_time("2020-07-20 00:00:00"):
            partnership = self._match(intake)
            self._check_published(partnership, mentor, mentee, left_over, webinar)
        fee = mentee.fee_ids
        self.assertEqual(fee.state, "pending")
        self.assertEqual(fee.date_allocated, date(2020, 7, 20))

        # A25: both sign both at the first meeting, on 1 August.
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(partnership, roles=("mentor",))
            self.assertEqual(partnership.state, "matched")
            self.assertFalse(fee.date_accepted)
            self._sign_all(partnership, roles=("mentee",))
        self.assertEqual(partnership.state, "active")
        self.assertEqual(fee.date_accepted, date(2020, 8, 1))
        self.assertEqual(fee.date_due, date(2020, 9, 20))

        # A9: nothing is billed before two months after the allocation.
        self._run_crons_at("2020-09-19 13:59:00")
        self.assertFalse(fee.move_id)
        self._run_crons_at("2020-09-20 00:30:00")
        self._run_crons_at("2020-09-20 01:30:00")
        self.assertRecordValues(
            fee.move_id, [{"state": "posted", "amount_total": 150.0}]
        )
        self.assertEqual(fee.state, "invoiced")
        self.assertEqual(len(fee.move_line_ids), 1)
        self.assertEqual(fee.move_id.partner_id, mentee.partner_id)
        # A6: the unmatched applicant is charged nothing.
        self.assertFalse(left_over.fee_ids)
        with freeze_time("2020-09-25 00:00:00"):
            self._pay(fee.move_id)
        self.assertEqual(fee.state, "paid")
        self.assertEqual(fee.move_id.amount_residual, 0)

        # A16, A18: they meet and both confirm.
        for month in range(8, 12):
            self._meet(partnership, datetime(2020, month, 10, 1, 0))
        mentee_seat = self._get_seat(partnership, "mentee")
        self.assertEqual(mentee_seat.hours_confirmed, 4.0)

        # A30: midway.
        self._run_crons_at("2021-01-05 00:00:00")
        self.assertEqual(
            partnership.participant_ids.evaluation_ids.mapped("kind"),
            ["midway", "midway"],
        )
        for evaluation in partnership.participant_ids.evaluation_ids:
            self._answer(evaluation)

        # A31: the final evaluation, within two weeks after the end.
        self._run_crons_at("2021-07-03 00:00:00")
        self.assertEqual(intake.phase, "concluding")
        self.assertEqual(partnership.state, "completed")
        finals = partnership.participant_ids.evaluation_ids.filtered(
            lambda evaluation: evaluation.kind == "final"
        )
        self.assertEqual(set(finals.mapped("date_due")), {date(2021, 7, 16)})
        with freeze_time("2021-07-05 00:00:00"):
            with self.assertRaisesRegex(UserError, "final evaluation"):
                mentee._issue_certificate()
            for evaluation in finals:
                self._answer(evaluation)
            certificate = mentee._issue_certificate()
            mentor._issue_certificate()
        # A32
        self.assertRecordValues(
            certificate,
            [
                {
                    "holder_name": "Mel Mentee",
                    "hours": 4.0,
                    "date_from": date(2020, 7, 20),
                    "state": "issued",
                }
            ],
        )
        self.assertEqual(mentee._issue_certificate(), certificate)
        with self.allow_pdf_render():
            report = self.env["ir.actions.report"].with_context(
                force_report_rendering=True
            )
            pdf, kind = report._render_qweb_pdf(
                "mentoring_scheme.action_report_mentoring_certificate", certificate.ids
            )
        self.assertEqual((kind, pdf[:5]), ("pdf", b"%PDF-"))

        # A40: the association's part ends in July 2021.
        self._run_crons_at("2021-07-17 00:00:00")
        self.assertEqual(intake.phase, "closed")
        self.assertEqual(mentee.state, "completed")
        self.assertEqual(len(fee.move_line_ids), 1)
        self._assert_consistent()

    def _apply(self, intake, name, role, topics, **values):
        application = self._create_application(
            self._create_member(name),
            role,
            intake=intake,
            topic_ids=[Command.set(topics.ids)],
            tz="Australia/Sydney",
            **values,
        )
        application.action_submit()
        return application

    def _check_refused(self, intake):
        """Who may not take part is told exactly why not (A7, A14, A19)."""
        stranger = self._create_application(
            self._create_member("Nina Nonmember", membership=None),
            "mentee",
            intake=intake,
        )
        with self.assertRaisesRegex(
            UserError, "Nina Nonmember is not a member.*Non Member"
        ):
            stranger.action_submit()
        junior = self._create_application(
            self._create_member("Tim Threeyears"),
            "mentor",
            intake=intake,
            years_experience=3,
        )
        with self.assertRaisesRegex(UserError, "Tim Threeyears: 3.* at least 4"):
            junior.action_submit()
        self.assertFalse(junior.is_eligible)
        without = self._create_application(
            self._create_member("Rae Resumeless"), "mentee", intake=intake
        )
        without.file_ids.unlink()
        with self.assertRaisesRegex(UserError, "Rae Resumeless has not attached"):
            without.action_submit()
        self.assertEqual(set((stranger | junior | without).mapped("state")), {"draft"})

    def _check_published(self, partnership, mentor, mentee, left_over, webinar):
        self.assertRecordValues(
            partnership,
            [
                {
                    "mode": "one_to_one",
                    "state": "matched",
                    "mentor_id": mentor.partner_id.id,
                    "mentee_ids": mentee.partner_id.ids,
                    "date_end": date(2021, 7, 2),
                }
            ],
        )
        self.assertEqual((mentor | mentee).mapped("state"), ["matched", "matched"])
        self.assertEqual(left_over.state, "approved")
        # A5: both are told of their partner by mail, with the next steps.
        for seat in partnership.participant_ids:
            mail = self._get_mails(seat)
            self.assertIn(seat.other_ids.partner_id.email, mail.body_html)
            self.assertIn("/my/mentoring", mail.body_html)
        self.assertIn(
            "No payment will be taken", self._get_mails(left_over)[0].body_html
        )
        # A23, A24: registered for the webinar by themselves.
        self.assertEqual(
            webinar.registration_ids.partner_id,
            partnership.participant_ids.partner_id,
        )

    def _get_mails(self, record):
        notifications = self.env["mentoring.notification"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
        return notifications.sudo().mail_id  # the queue is the system's

    def _meet(self, partnership, start):
        with freeze_time(start):
            meeting = self.env["mentoring.meeting"].create(
                {"partnership_id": partnership.id, "start": start}
            )
            for seat in partnership.participant_ids:
                meeting._confirm(seat)

    def test_aiop_group(self):
        """A rolling intake, one mentor with four mentees at a distance, no fee (B2)."""
        with freeze_time("2024-03-01 00:00:00"):
            intake = self.env["mentoring.intake"].create(
                {
                    "name": "Mentoring Program",
                    "scheme_id": self.aiop.id,
                    "date_start": date(2024, 3, 1),
                    "application_open": date(2024, 3, 1),
                    "application_close": False,
                    "date_end": False,
                }
            )
            self._run_crons("ir_cron_update_phase")
            # B11: rolling, open from now on.
            self.assertTrue(intake.is_rolling)
            self.assertEqual(intake.phase, "open")
        # B11: a year later members still join.
        with freeze_time("2025-05-05 00:00:00"):
            self._run_crons("ir_cron_update_phase")
            self.assertTrue(intake.accepts_applications)
            topics = self.env["mentoring.topic"].search([], limit=2)
            common = {"mode": "group", "delivery": "distance"}
            mentor = self._apply(
                intake, "Gail Guide", "mentor", topics, capacity=4, **common
            )
            mentees = self.env["mentoring.application"]
            for name in ("Ada One", "Ben Two", "Cy Three", "Di Four"):
                mentees |= self._apply(intake, name, "mentee", topics, **common)
            (mentor | mentees).action_approve()
            group = self._match(intake)
            self.assertRecordValues(
                group,
                [
                    {
                        "mode": "group",
                        "is_distance": True,
                        "date_start": date(2025, 5, 5),
                        "date_end": date(2026, 5, 4),
                    }
                ],
            )
            self.assertEqual(group.mentee_ids, mentees.partner_id)
            # B6: one Mentoring Agreement, signed by all five.
            self.assertEqual(len(group.agreement_ids), 1)
            self._sign_all(group, roles=("mentor",))
            self.assertEqual(group.agreement_ids.state, "partial")
            self._sign_all(group)
            self.assertEqual(group.agreement_ids.state, "signed")
            self.assertEqual(group.state, "active")
        self._meet(group, datetime(2025, 6, 10, 1, 0))
        self.assertEqual(set(group.participant_ids.mapped("hours_confirmed")), {1.0})
        self._run_crons_at("2025-11-20 00:00:00")
        self._run_crons_at("2026-05-05 00:00:00")
        self.assertEqual(group.state, "completed")
        # A rolling intake goes on.
        self.assertEqual(intake.phase, "open")
        with freeze_time("2026-05-10 00:00:00"):
            for evaluation in group.participant_ids.evaluation_ids:
                self._answer(evaluation)
            for application in mentor | mentees:
                application._issue_certificate()
        self.assertEqual(len((mentor | mentees).certificate_ids), 5)
        self.assertFalse((mentor | mentees).fee_ids)
        self._assert_consistent()

    def test_withdrawals(self):
        """Nothing is owed before the acceptance; later the seat is filled (A37)."""
        with freeze_time("2020-05-20 01:00:00"):
            intake = (
                self.env["mentoring.intake"]
                .sudo()
                .create(
                    {
                        "name": "Intake 2020",
                        "scheme_id": self.alia.id,
                        "date_start": date(2020, 7, 3),
                        "application_open": date(2020, 5, 1),
                        "phase": "open",
                    }
                )
                .sudo(False)
            )
            topics = self.env["mentoring.topic"].search([], limit=2)
            mentor = self._apply(intake, "Mary Mentor", "mentor", topics)
            early = self._apply(intake, "Earl Early", "mentee", topics)
            (mentor | early).action_approve()
        with freeze_time("2020-07-20 00:00:00"):
            first = self._match(intake)
        # Before the acceptance: the mentee leaves and owes nothing.
        with freeze_time("2020-07-25 00:00:00"):
            meeting = self.env["mentoring.meeting"].create(
                {"partnership_id": first.id, "start": datetime(2020, 8, 10, 1, 0)}
            )
            self.assertTrue(meeting.calendar_event_id)
            self._withdraw(self._get_seat(first, "mentee"))
            # Invariant 9: nothing is left open.
            self.assertEqual(first.state, "ended")
            self.assertEqual(meeting.state, "cancelled")
            self.assertFalse(meeting.calendar_event_id)
            self.assertEqual(early.state, "withdrawn")
            self.assertEqual(early.fee_ids.state, "cancelled")
            self.assertEqual(mentor.state, "approved")
        # The mentor is matched again.
        with freeze_time("2020-07-28 00:00:00"):
            later = self._create_application(
                self._create_member("Lena Later"), "mentee", intake=intake
            )
            self.env["mentoring.application.override"].create(
                {
                    "application_id": later.id,
                    "rule": "deadline",
                    "reason": "Takes the place that came free",
                }
            )
            later.action_submit()
            later.action_approve()
            second = self._match(intake)
            self.assertEqual(second.mentor_id, mentor.partner_id)
        with freeze_time("2020-08-05 00:00:00"):
            self._sign_all(second)
        fee = later.fee_ids
        self._run_crons_at("2020-09-29 00:00:00")
        self.assertEqual(fee.state, "invoiced")
        # After the acceptance: the mentor leaves, the mentee gets another one.
        with freeze_time("2020-10-15 00:00:00"):
            self._withdraw(self._get_seat(second, "mentor"))
            self.assertEqual(second.state, "ended")
            self.assertEqual(later.state, "approved")
            self.assertEqual(mentor.state, "withdrawn")
            other = self._create_application(
                self._create_member("Nora New"), "mentor", intake=intake
            )
            self.env["mentoring.application.override"].create(
                {
                    "application_id": other.id,
                    "rule": "deadline",
                    "reason": "Steps in for a mentor who left",
                }
            )
            other.action_submit()
            other.action_approve()
            third = self._match(intake)
            self.assertEqual(third.mentee_ids, later.partner_id)
            self._sign_all(third)
        # The fee goes along; it is not billed again.
        self._run_crons_at("2021-01-20 00:00:00")
        self.assertEqual(len(later.fee_ids), 1)
        self.assertEqual(len(fee.move_line_ids), 1)
        self.assertEqual(fee.state, "invoiced")
        self.assertFalse(early.fee_ids.move_id)
        self._assert_consistent()

    def _withdraw(self, seat, **values):
        withdrawal = self.env["mentoring.withdrawal"].create(
            {
                "participant_id": seat.id,
                "reason_id": self.env.ref(
                    "mentoring_scheme.withdrawal_reason_no_time"
                ).id,
                **values,
            }
        )
        withdrawal.action_approve()
        return withdrawal
