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
        self.assertIn("Proven", board["certificate"])
        for shown in board["pairs"]:
            points = sum(part["points"] for part in shown["parts"])
            self.assertEqual(points, shown["score"])
        [left] = board["unmatched"]
        self.assertIn(left["mentee"]["id"], self.proposal.unmatched_ids.ids)
        self.assertIn("others hold the places", left["reason"])
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

    def test_price_is_told(self):
        self.proposal.action_solve()
        other = self._get_candidate(self.mel, self.max)
        sentence = other._get_price_sentence()
        self.assertIn("points less in all", sentence)
        self.assertIn(f"{other.price_total:g}", sentence)

    def test_opens(self):
        action = self.proposal.action_open_board()
        self.assertEqual(action["tag"], "mentoring_match_board")
        self.assertEqual(action["context"]["active_id"], self.proposal.id)
