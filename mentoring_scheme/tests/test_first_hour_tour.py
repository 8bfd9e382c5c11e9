# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import time

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mentoring_scheme.models.programme.mentoring_scheme_page import UNNAMED

from .tour_common import BackOfficeTourCase

MINUTES = 10


@tagged("post_install", "-at_install")
class TestFirstHourTour(BackOfficeTourCase):
    """From the login to the first open intake in 20 clicks; the tours count them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As in a new database, whatever else a kept one holds.
        cls.env["res.company"].search([("name", "=", UNNAMED)]).name = "Elsewhere"
        cls.company = cls.env["res.company"].create({"name": UNNAMED})

    def _create_user(self, login, groups):
        return new_test_user(
            self.env,
            login=login,
            password=login,
            groups=groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            tz="Australia/Sydney",
            email=f"{login}@indexers.test",
        )

    def _play(self, tour, login):
        started = time.monotonic()
        self.start_tour("/odoo/mentoring-today", tour, login=login)
        self.assertLess(time.monotonic() - started, MINUTES * 60)
        self.env.invalidate_all()
        intake = self.env["mentoring.intake"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertRecordValues(intake, [{"phase": "open"}])
        scheme = intake.scheme_id
        self.assertFalse(scheme.missing_note)
        self.assertEqual(scheme.fee_product_id.lst_price, 120.0)
        self.assertEqual(scheme.contact_email, "ask@indexers.test")
        return scheme

    def test_administrator(self):
        """The administrator names the association as well."""
        self._create_user(
            "hour_admin", "base.group_system,mentoring_scheme.group_mentoring_manager"
        )
        scheme = self._play("mentoring_first_hour_administrator", "hour_admin")
        self.assertEqual(self.company.name, "Guild of Indexers")
        self.assertEqual(scheme.name, "Guild of Indexers Mentoring Scheme")

    def test_manager(self):
        """A manager finds the association set up by somebody else."""
        self.company.name = "Guild of Indexers"
        self._create_user("hour_manager", "mentoring_scheme.group_mentoring_manager")
        self._play("mentoring_first_hour_manager", "hour_manager")
