# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import MentoringCommon
from .tour_common import BackOfficeTourCase


@tagged("post_install", "-at_install")
class TestReviewTour(MentoringCommon, BackOfficeTourCase):
    """Staff review in the browser, many at once and one by one (A19, A21, B6)."""

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
            applications[:3].mapped("state"), ["approved", "approved", "submitted"]
        )
        self.assertEqual(applications[2].return_remarks, "Please add your goals.")
