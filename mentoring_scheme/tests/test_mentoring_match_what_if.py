# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchWhatIf(MatchRunCommon):
    """Other settings are tried without storing anything (promise A22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls._create_mentee("Third Mentee", cls.topics[0])
        cls.proposal.action_solve()

    def _open(self):
        return self.env["mentoring.match.what.if"].with_context(
            active_id=self.proposal.id, active_model="mentoring.match.run"
        )

    def _snapshot(self):
        self.env.flush_all()
        names = ["score", "is_proposed", "is_pinned", "breakdown", "price_total"]
        return (
            self.proposal.candidate_ids.read(names),
            self.proposal.read(["threshold", "objective", "state", "date_solved"]),
            self.scheme.criterion_ids.read(["weight"]),
            (self.mary | self.max).read(["capacity"]),
        )

    def test_as_it_is(self):
        what_if = self._open().create({})
        what_if.action_confirm()
        self.assertIn("All the pairs are the same", what_if.changes)

    def test_one_more_place(self):
        before = self._snapshot()
        with Form(self._open()) as form:
            form.mentor_application_id = self.mary
            form.extra_places = 1
        what_if = form.record
        what_if.action_confirm()
        self.assertIn(
            ">2</td><td class='text-end'>3</td>".replace("'", '"'),
            (str(what_if.figures).replace("'", '"')),
        )
        self.assertIn("no one", what_if.changes)
        self.assertEqual(self._snapshot(), before)

    def test_other_weights(self):
        what_if = self._open().create({})
        for line in what_if.weight_ids:
            line.weight = 0
        with self.assertRaisesRegex(UserError, "Give at least one a weight"):
            what_if.action_confirm()
        before = self._snapshot()
        what_if.weight_ids[0].weight = 5
        what_if.action_confirm()
        self.assertTrue(what_if.figures)
        self.assertEqual(self._snapshot(), before)

    def test_higher_threshold(self):
        self.moe.topic_ids = self.topics[2]
        self.proposal.action_solve()
        what_if = self._open().create({"threshold": 0.9})
        what_if.action_confirm()
        self.assertIn("no one", what_if.changes)
        self.assertEqual(self.proposal.threshold, 0)

    def test_compare_two_runs(self):
        """Matched, total and weakest pair, and who has another partner, by name."""
        other = self.env["mentoring.match.run"].create(
            {"intake_id": self.intake.id, "name": "Second"}
        )
        other.action_solve()
        pair = other.proposed_ids[0]
        pair.action_forbid()
        other.action_solve()
        comparison = (
            self.env["mentoring.match.comparison"]
            .with_context(
                active_model="mentoring.match.run",
                active_ids=(self.proposal | other).ids,
            )
            .create({})
        )
        self.assertEqual(comparison.other_run_id, other)
        self.assertIn(f"{self.proposal.score_total:g}", comparison.figures)
        self.assertIn(f"{other.score_total:g}", comparison.figures)
        self.assertIn(pair.mentee_id.name, comparison.changes)
        same = self.env["mentoring.match.comparison"].create(
            {"run_id": other.id, "other_run_id": other.id}
        )
        self.assertIn("All the pairs are the same", same.changes)
        with self.assertRaisesRegex(UserError, "Choose two runs"):
            self.env["mentoring.match.comparison"].with_context(
                active_model="mentoring.match.run", active_ids=[1, 2, 3]
            ).create({})
