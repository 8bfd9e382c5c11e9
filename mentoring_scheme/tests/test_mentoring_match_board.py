# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchBoard(MatchRunCommon):
    """The board's figures are those of the records (promise A22, invariant 12)."""

    def _get_board(self, **options):
        return self.proposal.with_user(self.coordinator).get_board(**options)

    def test_before_solving(self):
        board = self._get_board()
        self.assertEqual((board["state"], board["pairs"]), ("draft", []))
        self.assertTrue(board["is_open"])

    def test_figures(self):
        third = self._create_mentee("Third Mentee", self.topics[2])
        self.proposal.action_solve()
        board = self._get_board()
        proposed = self.proposal.proposed_ids
        self.assertEqual(board["matched"], len(proposed))
        self.assertEqual(board["count"], len(proposed))
        self.assertEqual(board["total"], sum(proposed.mapped("score")))
        self.assertEqual(board["lowest"], min(proposed.mapped("score")))
        self.assertIn("proven", board["certificate"])
        for shown in board["pairs"]:
            points = sum(part["points"] for part in shown["parts"])
            self.assertEqual(points, shown["score"])
        [left] = board["unmatched"]
        self.assertIn(left["mentee"]["id"], self.proposal.unmatched_ids.ids)
        self.assertIn("the places of the suitable mentors go to others", left["reason"])
        self.assertTrue(left["alternatives"])
        self.assertIn(third, self.mel | self.moe | third)

    def test_search(self):
        self.proposal.action_solve()
        for name in ("mel", "MARY"):
            [pair] = self._get_board(search=name)["pairs"]
            self.assertEqual(pair["mentee"]["name"], "Mel Mentee")
        self.assertFalse(self._get_board(search="nobody")["pairs"])

    def test_views(self):
        self.scheme.conflict_employer = "warn"
        self.mel.employer = self.mary.employer = "Example Library"
        self.proposal.action_solve()
        self.assertFalse(self._get_board(view="kept")["pairs"])
        self._get_candidate(self.moe, self.max).action_pin()
        [kept] = self._get_board(view="kept")["pairs"]
        self.assertEqual(kept["mentor"]["name"], "Max Mentor")
        [noted] = self._get_board(view="noted")["pairs"]
        self.assertIn("same employer", noted["note"])
        scores = [pair["score"] for pair in self._get_board(view="weak")["pairs"]]
        self.assertEqual(scores, sorted(scores))

    def test_many_without_a_partner_come_page_by_page(self):
        left = [
            self._create_mentee(f"Left {number:02}", self.topics[2])
            for number in range(25)
        ]
        self.proposal.action_solve()
        first = self._get_board()
        self.assertEqual(first["unmatched_count"], len(self.proposal.unmatched_ids))
        self.assertEqual(first["unmatched_found"], len(left))
        self.assertEqual(len(first["unmatched"]), first["unmatched_page"])
        second = self._get_board(unmatched_offset=first["unmatched_page"])
        people = first["unmatched"] + second["unmatched"]
        shown = [person["mentee"]["id"] for person in people]
        self.assertEqual(shown, self.proposal.unmatched_ids.ids)
        [one] = self._get_board(search="left 07")["unmatched"]
        self.assertEqual(one["mentee"]["name"], "Left 07")

    def test_queries_do_not_grow_with_the_intake(self):
        self._create_many("First", 21)
        few = self._count_queries()
        self._create_many("Second", 8)
        self.assertLessEqual(self._count_queries(), few)

    def _create_many(self, name, count):
        """Create pairs that fit, and as many who find nobody, and solve."""
        for number in range(count):
            self._create_mentor(f"{name} Mentor {number}", self.topics[0])
            self._create_mentee(f"{name} Mentee {number}", self.topics[0])
            self._create_mentee(f"{name} Left {number}", self.topics[0])
        self.proposal.action_solve()

    def _count_queries(self):
        self._get_board()  # warm: rights, translations
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._get_board()
        return self.env.cr.sql_log_count - before

    def test_price_is_told(self):
        self.proposal.action_solve()
        other = self._get_candidate(self.mel, self.max)
        sentence = other._get_price_sentence()
        self.assertIn("lowers the total by", sentence)
        self.assertIn(f"{other.price_total:g}", sentence)

    def test_opens(self):
        action = self.proposal.action_open_board()
        self.assertEqual(action["tag"], "mentoring_match_board")
        self.assertEqual(action["context"]["active_id"], self.proposal.id)
