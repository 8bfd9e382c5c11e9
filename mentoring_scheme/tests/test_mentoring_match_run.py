# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchRun(MatchRunCommon):
    """Promises A5, A15, A20, A22, A37, B3; invariant 5."""

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
        self.assertIn("Raise the lowest scores", self.proposal.presets_summary)

    def test_unmatched_reasons(self):
        """A22: who stays without a mentor is told apart by the reason."""
        third = self._create_mentee("Third Mentee", self.topics[2])
        self.proposal.action_solve()
        self.assertEqual(len(self.proposal.unmatched_ids), 1)
        self.assertIn(
            "the places of the suitable mentors go to others",
            self.proposal.unmatched_explanation,
        )
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
        with self.assertRaisesRegex(UserError, "Mel Mentee is kept together with both"):
            self.proposal.action_solve()
        self.proposal.candidate_ids.action_clear()
        self.proposal.candidate_ids.filtered(
            lambda c: c.mentor_application_id == self.mary
        ).action_pin()
        with self.assertRaisesRegex(UserError, "Mary Mentor is kept .*: 2, for 1 free"):
            self.proposal.action_solve()
        self.proposal.candidate_ids.action_clear()
        self.proposal.candidate_ids.filtered(
            lambda c: (
                c.mentor_application_id == self.mary
                and c.mentee_application_id == self.mel
            )
        ).action_pin()
        self.mel.excluded_partner_ids = self.mary.partner_id
        with self.assertRaisesRegex(UserError, "cannot be matched.*“Release”"):
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
        with self.assertRaisesRegex(UserError, "has already been published"):
            self.proposal.action_publish()
        again = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        with self.assertRaisesRegex(UserError, "No approved mentee is waiting"):
            again.action_solve()

    def test_changed_meanwhile(self):
        """Who withdrew between solving and publishing stops it, half done nothing."""
        self.proposal.action_solve()
        self.mel.action_withdraw()
        with self.assertRaisesRegex(UserError, "Mel Mentee.*“Update Matches”"):
            self.proposal.action_publish()
        self.assertFalse(self.intake.partnership_ids)

    def test_no_cron_publishes(self):
        """A score is advice: only a person publishes."""
        self.proposal.action_solve()
        with self.assertRaisesRegex(UserError, "Only a person"):
            self.proposal.with_context(cron_id=1).action_publish()

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def test_both_asked_for_each_other(self):
        """B3: those who named each other are kept together; staff may clear it."""
        self.mel.preferred_partner_ids = self.max.partner_id
        self.max.preferred_partner_ids = self.mel.partner_id
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.max)
        self.assertTrue(pair.is_pinned and pair.is_request and pair.is_proposed)
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.max), (self.moe, self.mary)}
        )
        pair.action_clear()
        self.proposal.stay_bonus = 0
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.mary), (self.moe, self.max)}
        )

    def test_one_asked_alone(self):
        """B3: a wish of one side is no request."""
        self.mel.preferred_partner_ids = self.max.partner_id
        self.proposal.action_solve()
        self.assertFalse(self.proposal.candidate_ids.filtered("is_pinned"))

    def test_requests_beyond_the_places(self):
        """B3: as many requests as there is room for, in the order of ids."""
        for mentee in self.mel | self.moe:
            mentee.preferred_partner_ids = self.max.partner_id
        self.max.preferred_partner_ids = (self.mel | self.moe).partner_id
        self.proposal.action_solve()
        pinned = self.proposal.candidate_ids.filtered("is_pinned")
        self.assertEqual(pinned.mentee_application_id, self.mel)
        self.assertEqual(self.proposal.matched_count, 2)

    def test_request_against_a_rule(self):
        self.mel.preferred_partner_ids = self.max.partner_id
        self.max.preferred_partner_ids = self.mel.partner_id
        self.mel.employer = self.max.employer = "Example Library"
        self.proposal.action_solve()
        self.assertNotIn((self.mel, self.max), self._get_pairs())

    # ------------------------------------------------------------------
    # Overruling
    # ------------------------------------------------------------------

    def test_take_instead(self):
        """One step: pinned, and the rest solved around it; undone by one step."""
        self.proposal.action_solve()
        before = self._get_pairs()
        self._get_candidate(self.mel, self.max).action_take()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.max), (self.moe, self.mary)}
        )
        self.assertTrue(self.proposal.can_undo)
        self.proposal.action_undo()
        self.assertFalse(self.proposal.candidate_ids.filtered("is_pinned"))
        self.proposal.stay_bonus = 0
        self.proposal.action_solve()
        self.assertEqual(self._get_pairs(), before)
        with self.assertRaisesRegex(UserError, "no decision to undo"):
            self.proposal.action_undo()

    def test_swap(self):
        self.proposal.action_solve()
        self.proposal.proposed_ids.action_swap()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.max), (self.moe, self.mary)}
        )
        with self.assertRaisesRegex(UserError, "two proposed pairs"):
            self.proposal.proposed_ids[0].action_swap()

    def test_undo_brings_a_pin_back(self):
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.max)
        pair.action_take()
        pair.action_forbid()
        self.assertTrue(self.proposal.needs_solving)
        self.proposal.action_undo()
        pair = self._get_candidate(self.mel, self.max)
        self.assertTrue(pair.is_pinned)
        self.assertFalse(pair.is_forbidden)
        self.assertIn((self.mel, self.max), self._get_pairs())

    def test_decided_since(self):
        """A proposal is not published while decisions wait to be solved."""
        self.proposal.action_solve()
        self._get_candidate(self.mel, self.mary).action_pin()
        self.assertFalse(self.proposal.needs_solving)
        self._get_candidate(self.moe, self.max).action_forbid()
        self.assertTrue(self.proposal.needs_solving)
        with self.assertRaisesRegex(UserError, "“Update Matches”"):
            self.proposal.action_publish()
        self.proposal.action_solve()
        self.assertFalse(self.proposal.needs_solving)

    def test_bonus_for_staying(self):
        """A little better is not enough to move anybody; without bonus it is."""
        self.scheme.criterion_ids.filtered(lambda c: c.kind == "topic").weight = 0
        self.scheme.criterion_ids.filtered(lambda c: c.kind == "experience").weight = 1
        self.moe.action_withdraw()
        (self.mary | self.max).years_experience = 5
        self.mary.years_experience = 6
        self.proposal.stay_bonus = 10
        self.proposal.action_solve()
        self.assertEqual(self._get_pairs(), {(self.mel, self.mary)})
        self.max.years_experience = 7
        self.mary.years_experience = 6
        scores = [
            self.env["mentoring.match.run"]
            .create({"intake_id": self.intake.id})
            ._score(self.mel, mentor)
            .shown(0, 0)
            for mentor in (self.mary, self.max)
        ]
        self.assertLess(scores[0], scores[1])
        self.assertLessEqual(scores[1] - scores[0], 10)
        self.proposal.action_solve()
        self.assertEqual(self._get_pairs(), {(self.mel, self.mary)})
        self.proposal.stay_bonus = 0
        self.proposal.action_solve()
        self.assertEqual(self._get_pairs(), {(self.mel, self.max)})

    def test_settings_stand_on_the_run(self):
        self.proposal.action_solve()
        summary = self.proposal.settings_summary
        for words in ("Most people matched", "SciPy", "Topics offered and sought 3"):
            self.assertIn(words, summary)

    def test_rules_are_counted(self):
        """A22: no pair passes the rules, and which rules those are."""
        self.mel.employer = self.mary.employer = self.max.employer = "Example Library"
        self.proposal.action_solve()
        self.assertIn(
            "employers of one group. Mentors ruled out: 2.",
            (self.proposal.unmatched_explanation),
        )

    # ------------------------------------------------------------------
    # Groups and peers
    # ------------------------------------------------------------------

    def _create_group_run(self, least=2):
        self.scheme.write({"offers_group": True, "group_size_min": least})
        (self.mary | self.max).write({"mode": "group", "capacity": 4})
        (self.mel | self.moe).mode = "either"
        self.proposal.mode = "group"

    def test_groups(self):
        """B2: one mentor with a cohort that reaches its least size."""
        self._create_group_run()
        third = self._create_mentee("Third Mentee", self.topics[0], mode="group")
        self.proposal.action_solve()
        self.assertEqual(self.proposal.matched_count, 3)
        self.assertTrue(self.proposal.is_proven)
        [mentor] = {mentor for _mentee, mentor in self._get_pairs()}
        closed = self.max if mentor == self.mary else self.mary
        self.assertIn(closed.partner_id.name, self.proposal.closed_explanation)
        self.proposal.action_publish()
        partnership = self.intake.partnership_ids
        self.assertEqual(partnership.mode, "group")
        self.assertEqual(partnership.mentor_id, mentor.partner_id)
        self.assertEqual(
            partnership.mentee_ids, (self.mel | self.moe | third).partner_id
        )
        self._assert_consistent()

    def test_group_that_cannot_reach_its_least_size(self):
        """B2: a clear sentence, by name and number; nobody is placed in it."""
        self._create_group_run(least=3)
        self.proposal.action_solve()
        self.assertFalse(self.proposal.matched_count)
        self.assertIn(
            "The group of Mary Mentor cannot reach its minimum size. Suitable mentees: "
            "2. A group needs 3.",
            self.proposal.closed_explanation,
        )
        self.assertIn(
            "do not reach their minimum size", self.proposal.unmatched_explanation
        )
        with self.assertRaisesRegex(UserError, "no pair to publish"):
            self.proposal.action_publish()

    def test_no_mentor_has_room_for_a_group(self):
        self._create_group_run()
        (self.mary | self.max).capacity = 1
        with self.assertRaisesRegex(UserError, "A group needs 2"):
            self.proposal.action_solve()

    def test_pin_into_a_group(self):
        self._create_group_run()
        self.proposal.action_solve()
        [mentor] = {mentor for _mentee, mentor in self._get_pairs()}
        other = self.max if mentor == self.mary else self.mary
        self._get_candidate(self.mel, other).action_take()
        self.assertEqual(self._get_pairs(), {(self.mel, other), (self.moe, other)})

    def test_who_wants_a_pair_is_in_no_group(self):
        self._create_group_run()
        self.mel.mode = "one_to_one"
        mentees, _mentors = self.proposal._get_pool()
        self.assertEqual(mentees, self.moe)

    def test_groups_have_two_aims(self):
        self._create_group_run()
        self.proposal.objective = "lift"
        with self.assertRaisesRegex(UserError, "Best total score"):
            self.proposal.action_solve()

    def test_peers(self):
        """A41: pairs among equals, by what they have in common."""
        self.scheme.offers_peer = True
        lead, catalogue, archives = self.topics
        peers = self.env["mentoring.application"]
        for name, topic in (
            ("Ann", lead),
            ("Ben", catalogue),
            ("Cas", lead),
            ("Dee", catalogue),
            ("Eve", archives),
        ):
            peers |= self._create_approved(f"{name} Peer", "peer", topic_ids=topic.ids)
        ann, ben, cas, dee, eve = peers
        self.proposal.write({"mode": "peer", "threshold": 0.5})
        self.proposal.action_solve()
        self.assertEqual(self._get_pairs(), {(ann, cas), (ben, dee)})
        self.assertEqual(self.proposal.unmatched_ids, eve)
        self.assertTrue(self.proposal.is_proven)
        for pair in self.proposal.proposed_ids:
            points = sum(part["points"] for part in pair.breakdown)
            self.assertEqual(points, pair.score)
        self.proposal.action_publish()
        self.assertEqual(set(self.intake.partnership_ids.mapped("mode")), {"peer"})
        self.assertEqual(len(self.intake.partnership_ids), 2)
        self._assert_consistent()

    def test_a41_reverse(self):
        """A41: those who ask for it are matched with the mentee ahead in years."""
        self.scheme.offers_reverse = True
        lead = self.topics[0]
        senior = self._create_mentee(
            "Sue Senior", lead, mode="reverse", years_experience=20
        )
        junior = self._create_mentor(
            "Jay Junior", lead, mode="reverse", years_experience=1
        )
        # Ahead as a mentor usually is, so the wrong one here.
        self._create_mentor("Olga Old", lead, mode="reverse", years_experience=40)
        run = self.env["mentoring.match.run"].create(
            {"intake_id": self.intake.id, "mode": "reverse"}
        )
        run.action_solve()
        self.assertEqual(self._get_pairs(run), {(senior, junior)})
        self.assertTrue(run.is_proven)
        [pair] = run.proposed_ids
        self.assertIn("19 years more experience", pair.explanation)
        self.assertIn("The mentee has", pair.explanation)
        self.proposal.action_solve()
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.mary), (self.moe, self.max)}
        )
        self.assertFalse(self.proposal.unmatched_ids)
        run.action_publish()
        partnership = self.intake.partnership_ids
        self.assertEqual(partnership.mode, "reverse")
        self.assertEqual(partnership.mentor_id, junior.partner_id)
        self._assert_consistent()

    def test_a41_reverse_mentor_needs_no_years(self):
        """A41, A14: the least number of years is asked of those who are ahead."""
        self.scheme.offers_reverse = True
        junior = self._create_application(
            self._create_member("Jay Junior"), "mentor", years_experience=1
        )
        self.assertIn("at least 4 years", junior.eligibility_note)
        junior.mode = "reverse"
        self.assertTrue(junior.is_eligible)
        self.scheme.offers_reverse = False
        self.assertFalse(junior.is_eligible)
        self.scheme.write({"offers_one_to_one": False, "offers_reverse": True})
        junior.mode = "one_to_one"
        self.assertTrue(junior.is_eligible, "the scheme offers nothing else")
        self.assertEqual(
            self.env["mentoring.match.run"].create({"intake_id": self.intake.id}).mode,
            "reverse",
        )

    def test_a41_reciprocal(self):
        """A41: neither of two peers is the mentor; both have what a mentee has."""
        self.scheme.offers_peer = True
        lead = self.topics[0]
        for name in ("Ann", "Cas"):
            self._create_approved(f"{name} Peer", "peer", topic_ids=lead.ids)
        self.proposal.mode = "peer"
        self.proposal.action_solve()
        self.proposal.action_publish()
        partnership = self.intake.partnership_ids
        self.assertFalse(partnership.mentor_id)
        self._sign_all(partnership)
        self.assertEqual(partnership.state, "active")
        one, other = partnership.participant_ids
        meeting = self.env["mentoring.meeting"].create(
            {
                "partnership_id": partnership.id,
                "start": fields.Datetime.now() - timedelta(days=1),
            }
        )
        meeting._confirm(one)
        self.assertFalse(one.hours_confirmed)
        meeting._confirm(other)
        self.assertEqual([one.hours_confirmed, other.hours_confirmed], [1, 1])
        for seat in partnership.participant_ids:
            self.assertEqual(seat.role, "peer")
            self.assertFalse(seat.application_id.fee_ids, "no one is the mentee")

    # ------------------------------------------------------------------
    # In mid-year
    # ------------------------------------------------------------------

    def test_matched_anew_in_mid_year(self):
        """A37: over who is free now, those left alone first, for the rest."""
        self.scheme.criterion_ids.unlink()
        self.scheme.write(
            {
                "criterion_ids": [
                    (0, 0, {"kind": "priority", "weight": 1}),
                    (0, 0, {"kind": "topic", "weight": 1}),
                ]
            }
        )
        self.proposal.action_solve()
        self.proposal.action_publish()
        lost = self.intake.partnership_ids.filtered(
            lambda p: self.mel.partner_id in p.mentee_ids
        )
        mentor_seat = self._get_seat(lost, "mentor")
        self.env["mentoring.withdrawal"].create(
            {"participant_id": mentor_seat.id, "note": "Ill health"}
        ).action_approve()
        self.assertEqual(lost.state, "ended")
        self.assertEqual(self.mel.state, "approved")
        newcomer = self._create_mentee("New Mentee", self.topics[0])
        # One place for two: whoever was left alone has it.
        mentor = self._create_mentor("New Mentor", self.topics[0])
        again = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        again.action_solve()
        self.assertEqual(self._get_pairs(again), {(self.mel, mentor)})
        self.assertEqual(again.unmatched_ids, newcomer)
        again.action_publish()
        partnership = self.intake.partnership_ids - lost
        renewed = partnership.filtered(lambda p: self.mel.partner_id in p.mentee_ids)
        self.assertEqual(renewed.date_end, self.intake.date_end)
        self._assert_consistent()

    # ------------------------------------------------------------------
    # What cannot be matched
    # ------------------------------------------------------------------

    def test_bad_input(self):
        """Each a clear sentence, and nothing is stored."""
        run = self.proposal
        criteria = self.scheme.criterion_ids

        def expect(words):
            with self.assertRaisesRegex(UserError, words):
                run.action_solve()
            self.assertEqual(run.state, "draft")
            self.assertFalse(run.candidate_ids.filtered("is_proposed"))

        weights = {criterion: criterion.weight for criterion in criteria}
        criteria.weight = 0
        expect("has no matching criteria. Give at least one a weight")
        for criterion, weight in weights.items():
            criterion.weight = weight
        (self.mary | self.max).capacity = 0
        expect("No approved mentor in Intake has a free place")
        (self.mary | self.max).capacity = 1
        self.intake.sudo().phase = "closed"
        expect("is over")
        self.intake.sudo().phase = "open"
        run.mode = "peer"
        expect("at least two approved peers")
        run.mode = "one_to_one"
        (self.mel | self.moe).action_withdraw()
        expect("No approved mentee is waiting")

    def test_places_below_zero(self):
        """Nobody offers fewer places than none."""
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.mary.capacity = -1
            self.env.flush_all()

    def test_pinned_though_forbidden(self):
        """A pair is kept together or apart: what was decided last holds."""
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.mary)
        pair.action_forbid()
        pair.action_pin()
        self.assertFalse(pair.is_forbidden)
        self.proposal.action_solve()
        self.assertIn((self.mel, self.mary), self._get_pairs())
        pair.action_forbid()
        self.assertFalse(pair.is_pinned)
        self.proposal.action_solve()
        self.assertNotIn((self.mel, self.mary), self._get_pairs())

    def test_a_must_that_nobody_meets(self):
        """Nobody is matched, everybody is told why, nothing can be published."""
        self.scheme.criterion_ids.filtered(lambda c: c.kind == "topic").is_must = True
        (self.mel | self.moe).topic_ids = self.topics[2]
        self.proposal.action_solve()
        self.assertEqual(self.proposal.unmatched_ids, self.mel | self.moe)
        self.assertIn(
            "Required criterion “Topics offered and sought” not met",
            self.proposal.unmatched_explanation,
        )
        with self.assertRaisesRegex(UserError, "no pair to publish"):
            self.proposal.action_publish()

    def test_all_forbidden(self):
        self.proposal.action_solve()
        self.proposal.candidate_ids.action_forbid()
        self.proposal.action_solve()
        self.assertFalse(self.proposal.matched_count)
        self.assertEqual(len(self.proposal.unmatched_ids), 2)
