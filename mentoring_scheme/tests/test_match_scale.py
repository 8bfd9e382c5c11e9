# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np

from odoo import Command
from odoo.tests import tagged

from .. import matching
from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMatchScale(MentoringCommon):
    """A run gives what the engine gives, at 10, 100 and 1,000 people (promise A22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.write(
            {
                "mentor_member_required": False,
                "mentee_member_required": False,
                "mentor_category_ids": [Command.clear()],
                "mentor_min_years": 0,
                "resume_required": False,
                "document_ids": [Command.clear()],
                "match_threshold": 0.3,
            }
        )
        cls.topics = cls.env["mentoring.topic"].create(
            [{"name": f"Topic {number}"} for number in range(20)]
        )

    def _create_people(self, count):
        rng = np.random.default_rng(count)
        intake = self._create_intake(self.scheme, name=f"{count} people")
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Person {number}",
                    "email": f"person.{count}.{number}@example.com",
                    "company_id": False,
                }
                for number in range(count)
            ]
        )
        # As an import does: without a mail to each.
        self.env["mentoring.application"].with_context(
            tracking_disable=True
        ).sudo().create(
            [
                {
                    "intake_id": intake.id,
                    "partner_id": partner.id,
                    "role": "mentor" if number % 2 else "mentee",
                    "state": "approved",
                    "years_experience": int(rng.integers(0, 12)) + 6 * (number % 2),
                    "capacity": int(rng.integers(1, 3)),
                    "topic_ids": [
                        Command.set(
                            [self.topics[t].id for t in rng.choice(20, 3, False)]
                        )
                    ],
                }
                for number, partner in enumerate(partners)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return intake

    def _solve(self, count):
        """Solve through Odoo; return the run and the number of queries."""
        intake = self._create_people(count)
        run = self.env["mentoring.match.run"].create({"intake_id": intake.id})
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run.action_solve()
        self.env.flush_all()
        return run, self.env.cr.sql_log_count - before

    def _assert_as_the_engine(self, run):
        mentees, mentors = run._get_pool()
        result = run._score(mentees, mentors)
        answer = matching.assign(
            result.scores,
            [mentor._get_free_places() for mentor in mentors],
            result.allowed,
            run.threshold,
        )
        rows = np.flatnonzero(answer >= 0)
        self.assertGreater(len(rows), 0)
        self.assertEqual(run.matched_count, len(rows))
        self.assertEqual(
            run.score_total,
            sum(result.shown(row, int(answer[row])) for row in rows),
        )
        self.assertTrue(run.is_proven)
        for pair in run.proposed_ids[:20]:
            points = sum(part["points"] for part in pair.breakdown)
            self.assertEqual(points, pair.score)
        self.assertEqual(
            set(run.unmatched_ids.ids),
            {mentees[row].id for row in np.flatnonzero(answer < 0)},
        )

    def test_10(self):
        run, _queries = self._solve(10)
        self._assert_as_the_engine(run)

    def test_100(self):
        """Ten times the people take hardly more queries: none is in a loop."""
        _run, few = self._solve(10)
        run, many = self._solve(100)
        self._assert_as_the_engine(run)
        self.assertLess(many, few + 30)

    def test_1000(self):
        run, queries = self._solve(1000)
        self._assert_as_the_engine(run)
        self.assertLess(queries, 200)
