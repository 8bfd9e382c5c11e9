# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringFunnel(MentoringCommon):
    """How far people have come: each figure is what its bar opens (invariant 12)."""

    def _get_funnel(self):
        self.env.flush_all()
        self.env.invalidate_all()
        Application = self.env["mentoring.application"].with_user(self.coordinator)
        return {
            step["key"]: step
            for step in Application._get_funnels(self.intake)[self.intake]
        }

    def _get_counts(self):
        return {
            key: (step["mentor"], step["mentee"], step["new"])
            for key, step in self._get_funnel().items()
        }

    def test_each_step_counts_who_reached_it(self):
        zero = dict.fromkeys(self._get_funnel(), (0, 0, 0))
        self.assertEqual(self._get_counts(), zero)
        draft = self._create_application(self._create_member("Dan Draft"), "mentee")
        self.assertEqual(self._get_counts(), zero)
        draft.action_submit()
        expected = {**zero, "applied": (0, 1, 1)}
        self.assertEqual(self._get_counts(), expected)
        pair = self._create_partnership()
        expected |= {
            "applied": (1, 2, 3),
            "approved": (1, 1, 2),
            "matched": (1, 1, 2),
        }
        self.assertEqual(self._get_counts(), expected)
        mentor = self._get_seat(pair, "mentor")
        for agreement in pair.agreement_ids:
            agreement._sign(mentor, mentor.partner_id.name, self.signature)
        expected["signed"] = (1, 0, 1)
        self.assertEqual(self._get_counts(), expected)
        mentee = self._get_seat(pair, "mentee")
        for agreement in pair.agreement_ids:
            agreement._sign(mentee, mentee.partner_id.name, self.signature)
        expected |= {"signed": (1, 1, 2), "active": (1, 1, 2)}
        self.assertEqual(self._get_counts(), expected)
        pair.action_complete()
        expected["completed"] = (1, 1, 2)
        self.assertEqual(self._get_counts(), expected)

    def test_who_left_later_had_come_as_far(self):
        pair = self._create_partnership()
        self._sign_all(pair)
        before = self._get_counts()
        pair.end_reason = "They moved."
        pair.action_end()
        self.assertEqual(self._get_counts(), before)

    def test_taken_back_approval_does_not_count(self):
        application = self._create_application(self._create_member("Ann"), "mentee")
        application.action_submit()
        application.action_approve()
        self.assertEqual(self._get_counts()["approved"], (0, 1, 1))
        application.action_waitlist()
        self.assertFalse(application.date_approved)
        self.assertEqual(self._get_counts()["approved"], (0, 0, 0))

    def test_only_the_last_seven_days_are_new(self):
        application = self._create_application(self._create_member("Ann"), "mentee")
        application.action_submit()
        application.action_approve()
        now = fields.Datetime.now()
        for days, new in ((6, 1), (8, 0)):
            application.date_submitted = now - timedelta(days=days)
            # As time passes; nobody enters it.
            application.sudo().date_approved = now - timedelta(days=days)
            counts = self._get_counts()
            self.assertEqual(counts["applied"], (0, 1, new), days)
            self.assertEqual(counts["approved"], (0, 1, new), days)

    def test_a_bar_opens_what_it_counts(self):
        self._create_approved("Lone Mentee", "mentee")
        self._sign_all(self._create_partnership())
        intake = self.intake.with_user(self.coordinator)
        for key, step in self._get_funnel().items():
            for args, count in (
                ((key,), step["mentor"] + step["mentee"]),
                ((key, "mentor"), step["mentor"]),
                ((key, "mentee"), step["mentee"]),
                ((key, None, True), step["new"]),
            ):
                with self.subTest(bar=args):
                    action = intake.action_view_funnel(*args)
                    found = self.env[action["res_model"]].search(action["domain"])
                    self.assertEqual(len(found), count)
                    self.assertFalse(
                        [name for name in action["context"] if "search_default" in name]
                    )
        with self.assertRaises(UserError):
            intake.action_view_funnel("nothing")

    def test_no_step_counts_more_than_the_one_before(self):
        self._create_approved("Lone Mentee", "mentee")
        self._sign_all(self._create_partnership())
        self._create_partnership(mentor="Mo Mentor", mentee="Mia Mentee")
        steps = list(self._get_funnel().values())
        for before, after in zip(steps, steps[1:], strict=False):
            for group in ("mentor", "mentee"):
                self.assertGreaterEqual(before[group], after[group], after["key"])

    def test_finance_reads_no_funnel(self):
        finance = new_test_user(
            self.env,
            login="funnel_finance",
            groups="base.group_user,account.group_account_invoice",
            company_id=self.env.company.id,
        )
        with self.assertRaises(AccessError):
            self.env["mentoring.application"].with_user(finance)._get_funnels(
                self.intake
            )
