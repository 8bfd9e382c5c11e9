# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib

from odoo import SUPERUSER_ID, api, sql_db
from odoo.tests import freeze_time, tagged

from .fee_common import FeeCommon

START = "2020-08-01 02:00:00"
BILLED = "2020-09-20 00:00:00"
# Two days after the fees were invoiced: no job has anything to do.
IDLE = "2020-09-22 03:00:00"
MOST_QUERIES = 60


class Undone(Exception):
    """What was done is taken back."""


@tagged("post_install", "-at_install")
class TestIdleJobs(FeeCommon):
    """What nothing is due in costs little, however many partnerships there are."""

    def _get_jobs(self):
        crons = self.env["ir.cron"].sudo().search([("interval_type", "=", "hours")])
        return crons.filtered(lambda cron: cron.model_id.model.startswith("mentoring."))

    def _run(self):
        """Return how many queries each hourly job of ours makes, after a first run."""
        counts = {}
        with freeze_time(IDLE), self.enter_registry_test_mode():
            for is_measured in (False, True):
                for cron in self._get_jobs():
                    model = cron.model_id.model
                    method = cron.code.strip().partition(".")[2].removesuffix("()")
                    # As the server does: a cursor of its own, which commits.
                    with self.registry.cursor() as cr:
                        env = api.Environment(cr, SUPERUSER_ID, {})
                        before = sql_db.sql_counter
                        getattr(env[model], method)()
                        env.flush_all()
                        if is_measured:
                            counts[f"{model} {method}"] = sql_db.sql_counter - before
        return counts

    def _measure(self, count):
        """Return the queries with so many more pairs, and leave nothing behind."""
        self.env.flush_all()
        with contextlib.suppress(Undone), self.env.cr.savepoint(flush=False):
            with freeze_time("2020-07-20 00:00:00"):
                pairs = self.partnership
                for number in range(count):
                    pairs |= self._create_partnership(
                        self.intake, f"Mentor {number}", f"Mentee {number}"
                    )
            with freeze_time(START):
                for pair in pairs:
                    self._sign_all(pair)
            self._run_crons_at(BILLED)
            queries = self._run()
            raise Undone
        self.env.invalidate_all()
        return queries

    def test_nothing_due(self):
        few, many = self._measure(2), self._measure(8)
        grown = {
            name: (few[name], many[name]) for name in few if few[name] < many[name]
        }
        self.assertFalse(grown)
        self.assertLessEqual(sum(many.values()), MOST_QUERIES, many)
