# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path

from .match_run_common import MatchRunCommon

# Debian's package of Odoo lacks it; the browser would report the gap as an error.
CAMERA = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@tagged("post_install", "-at_install")
class TestMatchTour(MatchRunCommon, HttpCase):
    """Staff solve, overrule, solve again and publish in the browser (A5, A22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            file_path(CAMERA)
        except FileNotFoundError:
            cls.env["ir.asset"].create(
                {
                    "name": "Without the camera",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": CAMERA,
                }
            )

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
