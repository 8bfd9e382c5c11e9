# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchRun(MentoringCommon):
    """Promises A5, A15, A20, A22; invariant 5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topics = cls.env["mentoring.topic"].create(
            [{"name": name} for name in ("Leadership", "Cataloguing", "Archives")]
        )
        lead, catalogue, _archives = cls.topics
        cls.mary = cls._create_mentor("Mary Mentor", lead)
        cls.max = cls._create_mentor("Max Mentor", catalogue)
        cls.mel = cls._create_mentee("Mel Mentee", lead)
        cls.moe = cls._create_mentee("Moe Mentee", catalogue)
        cls.proposal = cls.env["mentoring.match.run"].create(
            {"intake_id": cls.intake.id}
        )

    @classmethod
    def _create_mentor(cls, name, topics, **values):
        return cls._create_approved(
            name, "mentor", topic_ids=[Command.set(topics.ids)], **values
        )

    @classmethod
    def _create_mentee(cls, name, topics, **values):
        return cls._create_approved(
            name, "mentee", topic_ids=[Command.set(topics.ids)], **values
        )

    def _get_pairs(self):
        return {
            (pair.mentee_application_id, pair.mentor_application_id)
            for pair in self.proposal.candidate_ids.filtered("is_proposed")
        }

    def test_solve(self):
        """A22: the best overall; points add up to the score; nothing has changed."""
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.mary), (self.moe, self.max)}
        )
        for candidate in self.proposal.candidate_ids:
            points = sum(part["points"] for part in candidate.breakdown)
            self.assertEqual(points, candidate.score)
        best = self.proposal.candidate_ids.filtered("is_proposed")[0]
        self.assertIn("In common: Leadership", best.explanation)
        self.assertFalse(self.intake.partnership_ids)
        self.assertEqual(self.mel.state, "approved")

    def test_judged(self):
        """A22: proven best, with the price of each alternative and the other aims."""
        self.proposal.action_solve()
        self.assertTrue(self.proposal.is_proven)
        total = sum(self.proposal.candidate_ids.filtered("is_proposed").mapped("score"))
        for pair in self.proposal.candidate_ids.filtered(lambda c: not c.is_proposed):
            # The price is what a new solution with the pair loses.
            run = self.proposal.copy()
            run.action_solve()
            run.candidate_ids.filtered(
                lambda c, pair=pair: c.display_name == pair.display_name
            ).action_pin()
            run.action_solve()
            proposed = run.candidate_ids.filtered("is_proposed")
            self.assertAlmostEqual(
                total - sum(proposed.mapped("score")), pair.price_total, delta=2
            )
            self.assertEqual(2 - len(proposed), pair.price_pairs)
        self.assertIn("Lift the weakest pairs", self.proposal.presets_summary)

    def test_unmatched_reasons(self):
        """A22: who stays without a mentor is told apart by the reason."""
        third = self._create_mentee("Third Mentee", self.topics[2])
        self.proposal.action_solve()
        self.assertEqual(len(self.proposal.unmatched_ids), 1)
        self.assertIn("others hold the places", self.proposal.unmatched_explanation)
        self.max.action_withdraw()
        self.mary.excluded_partner_ids = third.partner_id
        self.proposal.action_solve()
        self.assertIn(
            "Third Mentee</strong>: no mentor meets the rules",
            self.proposal.unmatched_explanation,
        )

    def test_pin_and_forbid(self):
        """Staff overrule the proposal; a new solution keeps what they decided."""
        self.proposal.action_solve()
        crossed = self.proposal.candidate_ids.filtered(
            lambda c: (
                c.mentee_application_id == self.mel
                and c.mentor_application_id == self.max
            )
        )
        crossed.action_pin()
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.max), (self.moe, self.mary)}
        )
        crossed.action_forbid()
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.mary), (self.moe, self.max)}
        )

    def test_pins_that_cannot_be_kept(self):
        """Whoever pins too much is told by name which pair to clear."""
        self.proposal.action_solve()
        self.proposal.candidate_ids.filtered(
            lambda c: c.mentee_application_id == self.mel
        ).action_pin()
        with self.assertRaisesRegex(UserError, "Mel Mentee is kept together with"):
            self.proposal.action_solve()
        self.proposal.candidate_ids.action_clear()
        self.proposal.candidate_ids.filtered(
            lambda c: c.mentor_application_id == self.mary
        ).action_pin()
        with self.assertRaisesRegex(UserError, "Mary Mentor is kept .* room for 1"):
            self.proposal.action_solve()
        self.proposal.candidate_ids.action_clear()
        self.proposal.candidate_ids.filtered(
            lambda c: (
                c.mentor_application_id == self.mary
                and c.mentee_application_id == self.mel
            )
        ).action_pin()
        self.mel.excluded_partner_ids = self.mary.partner_id
        with self.assertRaisesRegex(UserError, "a rule keeps them apart"):
            self.proposal.action_solve()

    def test_rules(self):
        """Invariant 5: excluded, colleagues and past pairs are never proposed."""
        self.mel.excluded_partner_ids = self.mary.partner_id
        self.proposal.action_solve()
        self.assertNotIn((self.mel, self.mary), self._get_pairs())
        self.mel.excluded_partner_ids = False
        employer = self.env["res.partner"].create(
            {"name": "Example Library", "is_company": True}
        )
        (self.mel | self.mary).partner_id.parent_id = employer
        self.proposal.action_solve()
        self.assertNotIn((self.mel, self.mary), self._get_pairs())

    def test_capacity(self):
        """A15: a mentor takes as many mentees as offered, and no more."""
        self.max.action_withdraw()
        self.mary.capacity = 2
        self._create_mentee("Third Mentee", self.topics[0])
        self.proposal.action_solve()
        self.assertEqual(self.proposal.matched_count, 2)
        self.assertEqual(len(self.proposal.unmatched_ids), 1)
        self.proposal.action_publish()
        self.assertEqual(self.mary.places_taken, 2)
        self.assertEqual(len(self.intake.partnership_ids), 2)
        self._assert_consistent()

    def test_publish(self):
        """A5: partnerships are made once, and a second run finds nobody."""
        self.proposal.action_solve()
        self.proposal.action_publish()
        self.assertEqual(self.proposal.state, "published")
        self.assertEqual(self.proposal.published_by_id, self.env.user)
        self.assertEqual(len(self.intake.partnership_ids), 2)
        with self.assertRaisesRegex(UserError, "no open proposal"):
            self.proposal.action_publish()
        again = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        with self.assertRaisesRegex(UserError, "No approved mentee is waiting"):
            again.action_solve()

    def test_changed_meanwhile(self):
        """Who withdrew between solving and publishing stops it, half done nothing."""
        self.proposal.action_solve()
        self.mel.action_withdraw()
        with self.assertRaisesRegex(UserError, "Mel Mentee.*solve it again"):
            self.proposal.action_publish()
        self.assertFalse(self.intake.partnership_ids)

    def test_no_cron_publishes(self):
        """A score is advice: only a person publishes."""
        self.proposal.action_solve()
        with self.assertRaisesRegex(UserError, "Only a person"):
            self.proposal.with_context(cron_id=1).action_publish()
