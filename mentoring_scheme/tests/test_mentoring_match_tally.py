# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchTally(MatchRunCommon):
    """The figures of a run add up at every moment, and say when to update it."""

    def _get_board(self):
        self.env.invalidate_all()
        return self.proposal.with_user(self.coordinator).get_board()

    def _check(self, **figures):
        """The figures are these, and add up to the people."""
        board = self._get_board()
        names = ("people", "matched", "unmatched_count", "waiting_count")
        found = {name: board[name] for name in names}
        self.assertEqual(found, {name: figures.get(name, 0) for name in names})
        self.assertEqual(
            board["people"],
            board["matched"] + board["unmatched_count"] + board["waiting_count"],
        )
        self.assertEqual(
            self.proposal.outdated_note.splitlines()
            if self.proposal.outdated_note
            else [],
            board["outdated"],
        )
        return board

    def test_after_each_step(self):
        self._check(people=2, waiting_count=2)
        self._create_mentee("Third Mentee", self.topics[2])
        self.proposal.action_solve()
        board = self._check(people=3, matched=2, unmatched_count=1)
        self.assertFalse(board["outdated"])
        self.assertTrue(board["can_publish"])
        self.proposal.proposed_ids[0].with_user(self.coordinator).action_forbid()
        board = self._check(people=3, matched=1, unmatched_count=1, waiting_count=1)
        self.assertIn("“Update Matches”", board["outdated"][-1])
        self.assertFalse(board["can_publish"])
        self.proposal.action_solve()
        self._check(people=3, matched=2, unmatched_count=1)

    def test_somebody_new(self):
        """Who was approved since is counted, and named."""
        self.proposal.action_solve()
        self._create_mentee("Nina New", self.topics[0])
        board = self._check(people=3, matched=2, waiting_count=1)
        self.assertIn("Nina New has not been placed yet.", board["outdated"])
        self.assertTrue(board["can_publish"])
        self.assertIn("Nina New", self.proposal.publish_preview)

    def test_somebody_gone(self):
        self.proposal.action_solve()
        self.mary.action_withdraw()
        board = self._check(people=2, matched=2)
        self.assertIn("Mary Mentor", board["outdated"][0])
        self.assertFalse(board["can_publish"])

    def test_peers_are_people(self):
        self.scheme.offers_peer = True
        for name in ("Pia Peer", "Pat Peer", "Pam Peer"):
            self._create_approved(
                name, "peer", topic_ids=[Command.set(self.topics[0].ids)]
            )
        self.proposal.mode = "peer"
        self.proposal.action_solve()
        self._check(people=3, matched=2, unmatched_count=1)

    def test_published(self):
        self._create_mentee("Third Mentee", self.topics[2])
        self.proposal.action_solve()
        self.proposal.action_publish()
        self._check(people=3, matched=2, unmatched_count=1)


@tagged("post_install", "-at_install")
class TestMentoringMatchPin(MatchRunCommon):
    """Whoever may not be matched is not kept together, by whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proposal = cls.proposal.with_user(cls.coordinator)

    def _meet(self):
        """Let Mel and Max have been partners before."""
        earlier = self._create_intake(self.scheme, phase="running")
        people = [
            self._create_application(
                application.partner_id, application.role, earlier, state="approved"
            )
            for application in (self.mel, self.max)
        ]
        partnerships = self.env["mentoring.partnership"]
        partnerships.create(
            partnerships._prepare_partnership(
                earlier, people[0].sudo() | people[1].sudo(), "one_to_one"
            )
        ).action_end()

    def _note(self, mentee, mentor):
        return self.proposal.get_pair_note(mentee.id, mentor.id)

    def test_told_before_the_click(self):
        self.assertEqual(self._note(self.mel, self.max), {"obstacle": "", "note": ""})
        self._meet()
        note = self._note(self.mel, self.max)
        self.assertIn("They have been partners before.", note["obstacle"])
        self.assertIn("Mel Mentee and Max Mentor cannot", note["obstacle"])
        self.scheme.conflict_past_pair = "warn"
        note = self._note(self.mel, self.max)
        self.assertFalse(note["obstacle"])
        self.assertEqual(note["note"], "They have been partners before.")

    def test_required_criterion(self):
        topic = self.scheme.criterion_ids.filtered(lambda c: c.kind == "topic")
        topic.is_must = True
        note = self._note(self.mel, self.max)
        self.assertIn(f"“{topic.display_name}” is not met", note["obstacle"])
        self.assertFalse(self._note(self.mel, self.mary)["obstacle"])

    def test_refused_by_every_way(self):
        self._meet()
        vals = {
            "run_id": self.proposal.id,
            "mentee_application_id": self.mel.id,
            "mentor_application_id": self.max.id,
        }
        Candidate = self.env["mentoring.match.candidate"].with_user(self.coordinator)
        self.proposal.action_solve()
        pair = Candidate.create(vals)
        self.assertEqual(pair.conflict_note, "They have been partners before.")
        for step in (pair.action_pin, pair.action_take):
            with self.assertRaisesRegex(Exception, "cannot be kept together"):
                step()
        with self.assertRaisesRegex(Exception, "cannot be kept together"):
            pair.write({"is_pinned": True})
        pair.unlink()
        with self.assertRaisesRegex(Exception, "cannot be kept together"):
            Candidate.create({**vals, "is_pinned": True})

    def test_wishes_against_a_required_criterion_do_not_stop_the_run(self):
        """Two who named each other and may not be matched are not kept together."""
        self.scheme.criterion_ids.filtered(lambda c: c.kind == "topic").is_must = True
        self.mel.preferred_partner_ids = self.max.partner_id
        self.max.preferred_partner_ids = self.mel.partner_id
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.mary), (self.moe, self.max)}
        )

    def test_pinned_pair_out_of_the_proposal_can_be_released(self):
        """What a rule forbids since is shown on the board, with its button."""
        self.proposal.action_solve()
        self._get_candidate(self.mel, self.max).action_pin()
        [kept] = self.proposal.get_board()["kept_together"]
        self.assertEqual(kept["name"], "Max Mentor – Mel Mentee")
        self._meet()
        with self.assertRaisesRegex(Exception, "“Release”"):
            self.proposal.action_solve()
        self._get_candidate(self.mel, self.max).action_clear()
        self.proposal.action_solve()
