# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path

from .common import MentoringCommon

# Debian's package of Odoo lacks it; the browser would report the gap as an error.
CAMERA = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@tagged("post_install", "-at_install")
class TestReviewTour(MentoringCommon, HttpCase):
    """Staff review in the browser, many at once and one by one (A19, A21, B6)."""

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

    def test_review(self):
        self.coordinator.password = "mentoring_coordinator"
        applications = self.env["mentoring.application"]
        for name in ("Ann One", "Ben Two", "Cy Three"):
            applications |= self._create_application(
                self._create_member(name), "mentee", employer="City Library"
            )
        double = self._create_member("C. Drei", email="cy.three@example.com")
        applications |= self._create_application(double, "mentee")
        applications.action_submit()
        self.env.flush_all()
        self.start_tour(
            "/odoo/mentoring-applications",
            "mentoring_review",
            login="mentoring_coordinator",
        )
        self.env.invalidate_all()
        self.assertEqual(
            applications[:3].mapped("state"), ["approved", "approved", "returned"]
        )
        self.assertEqual(applications[2].return_remarks, "Please add your goals.")
