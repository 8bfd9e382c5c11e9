# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringTopicSupply(MatchRunCommon):
    """Which topics lack mentors, before the close (promises A22, invariant 12)."""

    def _get_rows(self):
        self.env.flush_all()
        rows = self.env["mentoring.topic.supply"].search(
            [("intake_id", "=", self.intake.id)]
        )
        return {row.topic_id: row for row in rows}

    def _open(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_figures_equal_the_records(self):
        third = self._create_mentee("Third Mentee", self.topics[0])
        self._create_mentee("Fourth Mentee", self.topics[2])
        third.third_topic_id = self.topics[2]
        self.max.capacity = 3
        rows = self._get_rows()
        self.assertEqual(set(rows), set(self.topics))
        for row in rows.values():
            mentees = self._open(row.action_view_mentees())
            mentors = self._open(row.action_view_mentors())
            self.assertEqual(len(mentees), row.mentee_count)
            self.assertEqual(len(mentors), row.mentor_count)
            places = sum(mentor._get_free_places() for mentor in mentors)
            self.assertEqual(places, row.place_count)
            self.assertEqual(max(len(mentees) - places, 0), row.shortage)
        figures = {
            topic.name: (row.mentee_count, row.mentor_count, row.shortage)
            for topic, row in rows.items()
        }
        self.assertEqual(
            figures,
            {"Leadership": (2, 1, 1), "Cataloguing": (1, 1, 0), "Archives": (2, 0, 2)},
        )

    def test_tree(self):
        """A mentor of a topic above or below counts; one beside does not."""
        Topic = self.env["mentoring.topic"]
        child = Topic.create({"name": "Teams", "parent_id": self.topics[0].id})
        beside = Topic.create({"name": "Budgets", "parent_id": self.topics[0].id})
        self._create_mentee("Third Mentee", child)
        self._create_mentor("Third Mentor", beside)
        rows = self._get_rows()
        self.assertEqual(rows[child].mentor_count, 1)
        self.assertEqual(self._open(rows[child].action_view_mentors()), self.mary)
        self.assertEqual(rows[self.topics[0]].mentor_count, 2)

    def test_places_that_are_taken_do_not_count(self):
        self.proposal.action_solve()
        self.proposal.action_publish()
        self.assertFalse(self._get_rows())

    def test_reached_from_the_intake(self):
        action = self.intake.action_view_supply()
        rows = self._open(action)
        self.assertEqual(rows.intake_id, self.intake)
