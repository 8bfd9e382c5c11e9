# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .match_run_common import MatchRunCommon
from .tour_common import BackOfficeTourCase


@tagged("post_install", "-at_install")
class TestMatchTour(MatchRunCommon, BackOfficeTourCase):
    """Staff solve, overrule, solve again and publish in the browser (A5, A22)."""

    def test_board(self):
        self.coordinator.password = "mentoring_coordinator"
        self.env.flush_all()
        self.start_tour(
            f"/odoo/mentoring-matching/{self.proposal.id}",
            "mentoring_match_board",
            login="mentoring_coordinator",
        )
        self.env.invalidate_all()
        self.assertEqual(self.proposal.state, "published")
        self.assertEqual(self.proposal.publish_reason, "They asked for each other.")
        self.assertEqual(self.proposal.published_by_id, self.coordinator)
        self.assertEqual(
            self._get_pairs(), {(self.mel, self.max), (self.moe, self.mary)}
        )
        self.assertEqual(len(self.intake.partnership_ids), 2)
