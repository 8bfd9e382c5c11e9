# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MentoringCommon

# Figures that are no number of records: a share, a mean, a sum.
MADE_OF = (
    "matched_rate",
    "days_to_match",
    "signed_rate",
    "meetings_per_pair",
    "hours_per_pair",
    "hours",
    "completion_rate",
    "midway_satisfaction",
    "final_satisfaction",
)
AMOUNTS = ("amount_billed", "amount_paid", "amount_credited", "amount_open")


@tagged("post_install", "-at_install")
class TestMentoringOutcomeBoard(MentoringCommon):
    """Every figure of the outcomes opens the records that it counts (invariant 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pair = cls._create_partnership()
        cls._create_approved("Lone Mentee", "mentee")
        cls._create_application(cls._create_member("Dan Draft"), "mentee")
        meeting = cls.env["mentoring.meeting"].create(
            {
                "partnership_id": pair.id,
                "start": fields.Datetime.now() - timedelta(days=1),
                "duration": 1.5,
            }
        )
        for seat in pair.participant_ids:
            meeting._confirm(seat)
        cls._sign_all(pair)
        pair.action_complete()
        ended = cls._create_partnership(mentor="Mo Mentor", mentee="Mia Mentee")
        ended.end_reason = "They moved."
        ended.action_end()

    def _get_outcome(self, intake=None):
        self.env.flush_all()
        self.env.invalidate_all()
        outcome = self.env["mentoring.outcome"].with_user(self.coordinator)
        return outcome.browse((intake or self.intake).id)

    def _search(self, outcome, name):
        action = outcome.action_view_figure(name)
        return self.env[action["res_model"]].search(action["domain"])

    def test_every_figure_opens_its_records(self):
        outcome = self._get_outcome()
        names = [name for _title, part in outcome._get_layout() for name in part]
        self.assertEqual(set(names) - set(outcome._get_figure_sources()), set())
        seen = {}
        for name in names:
            with self.subTest(figure=name):
                found = self._search(outcome, name)
                if name in AMOUNTS:
                    self.assertEqual(sum(found.mapped(name)), outcome[name])
                elif name not in MADE_OF:
                    self.assertEqual(len(found), outcome[name])
                    seen[name] = len(found)
        self.assertEqual(seen["mentee_count"], 3)
        self.assertEqual(seen["completed_count"], 1)
        self.assertEqual(seen["ended_count"], 1)
        self.assertEqual(
            sum(self._search(outcome, "hours").mapped("duration")), outcome.hours
        )
        self.assertEqual(
            len(self._search(outcome, "signed_rate")), outcome.signed_count
        )

    def test_board_shows_the_printed_figures(self):
        outcome = self._get_outcome()
        board = outcome.get_board()
        printed = outcome._get_sections()
        for section, (title, rows) in zip(board["sections"], printed, strict=True):
            self.assertEqual(section["title"], title)
            self.assertEqual(
                [
                    (row["label"], row["here"], row["before"], row["change"])
                    for row in section["rows"]
                ],
                rows,
            )
        self.assertEqual(board["funnel"][0]["key"], "applied")

    def test_intakes_of_a_scheme_are_compared(self):
        earlier = self._create_intake(
            self.scheme,
            name="Before",
            date_start=self.intake.date_start - timedelta(days=400),
            application_open=self.intake.date_start - timedelta(days=460),
            application_close=self.intake.date_start - timedelta(days=410),
        )
        board = self._get_outcome().get_board()
        self.assertEqual(
            [one["id"] for one in board["compared"]], [earlier.id, self.intake.id]
        )
        [applied, _accepted, matched] = board["charts"]["people"]
        self.assertEqual(applied["values"], [0, 3])
        self.assertEqual(matched["values"], [0, 2])
        self.assertEqual(self._get_outcome(earlier).get_board()["previous"], "")

    def test_few_answers_are_not_drawn(self):
        board = self._get_outcome().get_board()
        self.assertEqual(
            [one["values"] for one in board["charts"]["satisfaction"]],
            [[None], [None]],
        )

    def test_no_other_figure_opens(self):
        with self.assertRaises(UserError):
            self._get_outcome().action_view_figure("display_name")

    def test_intakes_to_choose_from_have_begun(self):
        draft = self._create_intake(self.scheme, name="Draft", phase="draft")
        chosen = [one["id"] for one in self._get_outcome().get_choices()]
        self.assertIn(self.intake.id, chosen)
        self.assertNotIn(draft.id, chosen)
