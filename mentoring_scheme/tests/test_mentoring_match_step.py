# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install", "security")
class TestMentoringMatchStep(MatchRunCommon):
    """Invariants 1 and 8: what steps alone write, sent by RPC."""

    def test_run(self):
        run = self.proposal.with_user(self.coordinator)
        for vals in (
            {"state": "published"},
            {"state": "done"},
            {"job": "publish"},
            {"date_published": "2020-01-01"},
            {"published_by_id": self.env.uid},
            {"date_solved": "2020-01-01"},
        ):
            with self.assertRaises(AccessError, msg=vals):
                run.write(vals)
            with self.assertRaises(AccessError, msg=vals):
                run.create({"intake_id": self.intake.id, **vals})
        run.action_discard()
        self.assertEqual(run.state, "discarded")
        run.action_restore()
        self.assertEqual(run.state, "draft")
        run.action_solve()
        self.assertEqual(run.state, "done")
        other = self._create_intake(self.scheme, name="Other")
        for record in (run, run.sudo()):
            with self.assertRaisesRegex(UserError, "has been worked out"):
                record.intake_id = other
        run.publish_reason = "They fit"
        run.action_publish()
        self.assertEqual(run.state, "published")
        self.assertEqual(run.published_by_id, self.coordinator)
        self.assertEqual(len(run.partnership_ids), 2)
        self.assertTrue(all(run.partnership_ids.mapped("score")))
        run.action_unpublish()
        self.assertEqual(run.state, "done")

    def test_partnership(self):
        self.proposal.action_solve()
        self.proposal.action_publish()
        pair = self.proposal.partnership_ids[0].with_user(self.coordinator)
        for vals in ({"score": 100}, {"match_run_id": False}):
            with self.assertRaises(AccessError, msg=vals):
                pair.write(vals)
        with self.assertRaisesRegex(UserError, "the day on which"):
            pair.write({"date_matched": pair.date_matched - timedelta(days=99)})
        pair.write({"date_matched": str(pair.date_matched)})  # as an import repeats it

    def test_partnership_begins_today(self):
        Partnership = self.env["mentoring.partnership"].with_user(self.coordinator)
        vals = {
            "intake_id": self.intake.id,
            "participant_ids": [
                Command.create({"application_id": application.id})
                for application in self.mary | self.mel
            ],
        }
        for forged in ({"score": 100}, {"match_run_id": self.proposal.id}):
            with self.assertRaises(AccessError):
                Partnership.create({**vals, **forged})
        past = fields.Date.today() - timedelta(days=99)
        with self.assertRaisesRegex(UserError, "the day on which"):
            Partnership.create({**vals, "date_matched": past})
        with self.assertRaisesRegex(UserError, "the day on which"):
            Partnership.with_context(default_date_matched=past).create(vals)
        self.assertTrue(Partnership.create(vals))
