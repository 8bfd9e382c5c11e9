# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringOutcome(MentoringCommon):
    """What the board reads equals the records, and singles nobody out (7, 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.scheme.survey_midway_mentor_id.sudo()  # survey officers' work
        cls.rating = (
            cls.env["survey.question"]
            .sudo()
            .create(  # as above
                {
                    "survey_id": cls.survey.id,
                    "title": "How satisfied are you?",
                    "question_type": "scale",
                    "scale_min": 1,
                    "scale_max": 5,
                    "mentoring_purpose": "rating",
                }
            )
        )

    def _get_outcome(self, intake=None):
        self.env.flush_all()
        self.env.invalidate_all()
        outcome = self.env["mentoring.outcome"].with_user(self.coordinator)
        return outcome.search([("intake_id", "=", (intake or self.intake).id)])

    def _get_rows(self, outcome):
        return {
            label: (here, before, change)
            for _title, rows in outcome._get_sections()
            for label, here, before, change in rows
        }

    def _ask(self, seat, kind):
        """Ask somebody for an evaluation, as the scheduled job does."""
        Evaluation = self.env["mentoring.evaluation"].sudo()  # see above
        return Evaluation.create(Evaluation._prepare_evaluation(seat, kind))

    def _answer(self, seat, kind, value):
        """Let somebody answer an evaluation with a rating."""
        evaluation = self._ask(seat, kind)
        answers = self._get_answers(evaluation)
        answers.user_input_line_ids.create(
            {
                "user_input_id": answers.id,
                "question_id": self.rating.id,
                "answer_type": "scale",
                "value_scale": value,
            }
        )
        answers._mark_done()
        return evaluation

    def test_empty_intake(self):
        outcome = self._get_outcome()
        self.assertFalse(outcome.mentor_count or outcome.partnership_count)
        rows = self._get_rows(outcome)
        self.assertEqual(rows["Matched (%)"], ("–", "–", ""))
        self.assertEqual(rows["Mentees Applied"], ("0", "–", ""))

    def test_figures_are_those_of_the_records(self):
        pair = self._create_partnership()
        self._create_approved("Lone Mentee", "mentee")
        self._create_application(self._create_member("Dan Draft"), "mentee")
        declined = self._create_application(self._create_member("Dee"), "mentee")
        declined.action_submit()
        declined.write({"decline_reason": "Full"})
        declined.action_decline()
        outcome = self._get_outcome()
        self.assertRecordValues(
            outcome,
            [
                {
                    "mentor_count": 1,
                    "mentee_count": 3,
                    "accepted_count": 2,
                    "matched_count": 1,
                    "matched_rate": 50.0,
                    "days_to_match": 0.0,
                    "partnership_count": 1,
                    "signed_count": 0,
                    "completed_count": 0,
                    "certificate_count": 0,
                }
            ],
        )
        meeting = self.env["mentoring.meeting"].create(
            {
                "partnership_id": pair.id,
                "start": fields.Datetime.now() - timedelta(days=1),
                "duration": 1.5,
            }
        )
        for seat in pair.participant_ids:
            meeting._confirm(seat)
        self._sign_all(pair)
        pair.action_complete()
        outcome = self._get_outcome()
        self.assertRecordValues(
            outcome,
            [
                {
                    "signed_rate": 100.0,
                    "meeting_count": 1,
                    "hours": 1.5,
                    "hours_per_pair": 1.5,
                    "completed_count": 1,
                    "completion_rate": 100.0,
                }
            ],
        )

    def test_an_ended_partnership_lowers_the_completion(self):
        self._create_partnership().action_end()
        outcome = self._get_outcome()
        self.assertEqual((outcome.ended_count, outcome.completion_rate), (1, 0.0))
        self.assertEqual(self._get_rows(outcome)["Completed (%)"][0], "0.0")

    def test_fees_tie_to_the_ledger(self):
        with freeze_time("2020-07-20 00:00:00"):
            intake = self._create_intake(
                self.scheme,
                date_start=date(2020, 7, 23),
                application_close=date(2020, 7, 22),
            )
            pair = self._create_partnership(intake)
            self._sign_all(pair)
        self._run_crons_at("2020-09-21 00:00:00")
        fee = pair.participant_ids.application_id.fee_ids
        self.assertEqual(self._get_outcome(intake).amount_open, 150.0)
        self._pay(fee.move_id)
        outcome = self._get_outcome(intake)
        self.assertEqual(outcome.amount_billed, fee.move_id.amount_total_signed)
        self.assertEqual((outcome.amount_paid, outcome.amount_open), (150.0, 0.0))
        self.assertEqual(sum(intake.application_ids.fee_ids.mapped("amount_paid")), 150)

    def test_compared_with_the_intake_before(self):
        earlier = self._create_intake(
            self.scheme,
            name="Earlier",
            date_start=self.intake.date_start - timedelta(days=365),
            application_open=False,
            application_close=False,
        )
        other_scheme = self._create_scheme(name="Another Scheme")
        self._create_intake(
            other_scheme,
            date_start=self.intake.date_start - timedelta(days=100),
            application_open=False,
            application_close=False,
        )
        self._create_approved("Ann", "mentee")
        self._create_approved("Ben", "mentee", intake=earlier)
        self._create_approved("Cas", "mentee", intake=earlier)
        outcome = self._get_outcome()
        self.assertEqual(outcome.previous_id.intake_id, earlier)
        rows = self._get_rows(outcome)
        self.assertEqual(rows["Mentees Applied"], ("1", "2", "− 1"))
        self.assertEqual(rows["Mentors Applied"], ("0", "0", "="))

    def test_satisfaction_needs_five_people(self):
        """Four ratings are no figure, on the page, in a mean, a pivot or by RPC."""
        seats = self.env["mentoring.participant"]
        for number in range(3):
            seats |= self._create_partnership(
                mentor=f"Mentor {number}", mentee=f"Mentee {number}"
            ).participant_ids
        for seat, value in zip(seats[:4], (1, 5, 5, 5), strict=True):
            self._answer(seat, "midway", value)
        outcome = self._get_outcome()
        self.assertEqual(outcome.midway_count, 4)
        self.assertEqual(self._get_rows(outcome)["Midway Satisfaction"][0], "–")
        for aggregate in ("avg", "max", "min", "sum"):
            [[value]] = outcome._read_group(
                [("id", "=", outcome.id)], [], [f"midway_satisfaction:{aggregate}"]
            )
            self.assertFalse(value, aggregate)
        self.assertFalse(outcome.midway_satisfaction)
        self._answer(seats[4], "midway", 4)
        outcome = self._get_outcome()
        # (0 + 100 + 100 + 100 + 75) / 5
        self.assertAlmostEqual(outcome.midway_satisfaction, 75.0)
        self.assertEqual(self._get_rows(outcome)["Midway Satisfaction"][0], "75.0")

    def test_who_did_not_rate_does_not_make_five(self):
        """Answers without a rating hide nobody in the crowd."""
        seats = self.env["mentoring.participant"]
        for number in range(3):
            seats |= self._create_partnership(
                mentor=f"Mentor {number}", mentee=f"Mentee {number}"
            ).participant_ids
        for seat in seats[:4]:
            self._answer(seat, "final", 5)
        self._get_answers(self._ask(seats[4], "final"))._mark_done()
        outcome = self._get_outcome()
        self.assertEqual(outcome.final_count, 5)
        self.assertEqual(self._get_rows(outcome)["Final Satisfaction"][0], "–")

    def test_names_nobody(self):
        pair = self._create_partnership(mentor="Zelda Wombat", mentee="Quincy Emu")
        self._answer(self._get_seat(pair, "mentee"), "midway", 1)
        outcome = self._get_outcome()
        html = self.env["ir.qweb"]._render(
            "mentoring_scheme.mentoring_outcome_table", {"outcome": outcome}
        )
        html = f"{html} {outcome.get_board()}"
        self.assertIn("Mentees Applied", html)
        for name in pair.participant_ids.partner_id.mapped("name"):
            self.assertNotIn(name, html)

    def test_printed_for_the_board(self):
        self._create_partnership()
        outcome = self._get_outcome()
        report = self.env["ir.actions.report"].with_user(self.coordinator)
        html, kind = report._render_qweb_html(
            "mentoring_scheme.report_mentoring_outcome", outcome.ids
        )
        self.assertEqual(kind, "html")
        self.assertIn("What came of the intake", html.decode())
        self.assertIn("Mentees Applied", html.decode())

    def test_opens_from_the_intake(self):
        action = self.intake.with_user(self.coordinator).action_view_outcome()
        outcome = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(outcome.intake_id, self.intake)
        self.assertEqual(outcome.action_view_intake()["res_id"], self.intake.id)
