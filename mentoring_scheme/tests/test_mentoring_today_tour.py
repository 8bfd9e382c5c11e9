# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import MentoringCommon
from .tour_common import BackOfficeTourCase


@tagged("post_install", "-at_install")
class TestMentoringTodayTour(MentoringCommon, BackOfficeTourCase):
    """Every figure on Today opens in the browser, those at zero included."""

    def test_every_figure_opens(self):
        self.coordinator.password = "mentoring_coordinator"
        self._sign_all(self._create_partnership())
        for name in ("Ann One", "Ben Two"):
            application = self._create_application(self._create_member(name), "mentee")
            application.action_submit()
        self._create_intake(self.scheme, name="Nobody yet")
        self.env.flush_all()
        self.start_tour(
            "/odoo/mentoring-today",
            "mentoring_today",
            login="mentoring_coordinator",
            timeout=180,
        )
