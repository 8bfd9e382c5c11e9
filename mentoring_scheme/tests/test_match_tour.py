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

    def test_conflict_and_undo(self):
        """What speaks against a pair is said before the click; publishing is undone."""
        earlier = self._create_intake(self.scheme, phase="running")
        people = self.env["mentoring.application"]
        for application in (self.max, self.mel):
            people |= self._create_application(
                application.partner_id, application.role, earlier, state="approved"
            )
        partnerships = self.env["mentoring.partnership"]
        partnerships.create(
            partnerships._prepare_partnership(earlier, people, "one_to_one")
        ).action_end()
        self.proposal.action_solve()
        action = self.env.ref("mentoring_scheme.mentoring_match_board_action")
        self.coordinator.password = "mentoring_coordinator"
        self.env.flush_all()
        self.start_tour(
            f"/odoo/mentoring-matching/{self.proposal.id}/{action.path}",
            "mentoring_match_undo",
            login="mentoring_coordinator",
        )
        self.env.invalidate_all()
        self.assertEqual(self.proposal.state, "done")
        self.assertFalse(self.proposal.partnership_ids)
        self.assertEqual(self.mel.state, "approved")
