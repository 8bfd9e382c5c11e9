# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringCriterion(MatchRunCommon):
    """Each criterion of the match, by itself (promises A20, A22)."""

    def _get_points(self, kind, **values):
        """Return the points of Mel with Mary and with Max, out of 100."""
        self.scheme.criterion_ids.unlink()
        self.scheme.criterion_ids = [Command.create({"kind": kind, **values})]
        mentors = self.mary | self.max
        result = self.proposal._score(self.mel, mentors)
        return [result.shown(0, column) for column in range(2)]

    def test_topic_tree(self):
        parent = self.topics[0]
        child = self.env["mentoring.topic"].create(
            {"name": "Leading teams", "parent_id": parent.id}
        )
        self.mel.topic_ids = child
        self.assertEqual(self._get_points("topic"), [50, 0])

    def test_topic_ranked(self):
        self.mel.topic_ids = self.topics[:2]
        self.mel.first_topic_id = self.topics[1]
        self.assertEqual(self._get_points("topic"), [33, 67])

    def test_career_stage(self):
        self.mel.career_stage, self.mary.career_stage = "1", "2"
        self.max.career_stage = "1"
        self.assertEqual(self._get_points("career_stage"), [100, 0])

    def test_availability(self):
        self.mel.is_free_evening = self.mary.is_free_evening = True
        self.max.is_free_weekend = True
        self.assertEqual(self._get_points("availability"), [100, 0])
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.mary)
        self.assertIn("Both are free: weekday evenings.", pair.explanation)

    def test_ranked_choice(self):
        self.mel.first_choice_id, self.mel.second_choice_id = self.max, self.mary
        self.assertEqual(self._get_points("preference"), [80, 100])

    def test_named_come_after_the_ranked(self):
        self.mel.first_choice_id = self.max
        self.mel.preferred_partner_ids = (self.mary | self.max).partner_id
        self.assertEqual(self._get_points("preference"), [80, 100])

    def test_mentor_preference(self):
        self.mary.preferred_partner_ids = self.mel.partner_id
        self.max.preferred_partner_ids = self.moe.partner_id
        self.scheme.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "mentor_preference"}),
        ]
        result = self.proposal._score(self.mel | self.moe, self.mary | self.max)
        self.assertEqual(result.basis_points.tolist(), [[10_000, 0], [0, 10_000]])

    def test_left_out_before(self):
        """Who was left out in an earlier intake comes first."""
        earlier = self._create_intake(
            self.scheme,
            name="Earlier",
            date_start="2020-06-01",
            application_open="2020-04-01",
            application_close="2020-05-20",
        )
        application = self._create_application(
            self.moe.partner_id, "mentee", intake=earlier
        )
        application.sudo().state = "approved"
        self.scheme.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "priority"}),
        ]
        result = self.proposal._score(self.mel | self.moe, self.mary)
        self.assertEqual(result.basis_points.tolist(), [[0], [5000]])

    def test_own_question(self):
        """Any own question may count; the same answer is a full score."""
        self.scheme.application_properties_definition = [
            {
                "name": "library_size",
                "string": "Size of the library",
                "type": "selection",
                "selection": [["small", "Small"], ["large", "Large"]],
            }
        ]
        for application, size in (
            (self.mel, "small"),
            (self.mary, "large"),
            (self.max, "small"),
        ):
            application.properties = {"library_size": size}
        self.assertEqual(
            self._get_points("property", question="size of the Library"), [0, 100]
        )
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.max)
        self.assertIn("size of the Library", pair.explanation)
        with self.assertRaisesRegex(ValidationError, "Choose from: Size of the lib"):
            self._get_points("property", question="Favourite colour")

    def test_blank_is_flagged_and_never_better(self):
        """What is left blank drops out, is told, and scores no better."""
        self.scheme.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "topic"}),
            Command.create({"kind": "availability"}),
        ]
        self.mary.is_free_evening = True
        self.mel.is_free_weekend = True
        honest = self.proposal._score(self.mel, self.mary).shown(0, 0)
        self.proposal.action_solve()
        self.mel.is_free_weekend = False
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.mary)
        self.assertIn("Left blank", pair.explanation)
        self.moe.is_free_weekend = True
        blank = self.proposal._score(self.mel | self.moe, self.mary).shown(0, 0)
        self.assertLessEqual(blank, honest)

    def test_must(self):
        self.scheme.criterion_ids = [
            Command.clear(),
            Command.create({"kind": "experience"}),
            Command.create({"kind": "topic", "weight": 0, "is_must": True}),
        ]
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.mary), (self.moe, self.max)}
        )
