# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringMembershipWait(MentoringCommon, CronMixinCase):
    """Join and apply (promises A3, A7, A14, A21)."""

    def _create_joining(self, role="mentee", name="Jo Joining", **values):
        """Create a complete application of a person who is no member."""
        person = self.env["res.partner"].search([("name", "=", name)])
        return self._create_application(
            person or self._create_member(name, membership=None),
            role,
            membership_product_id=self.membership_product.id,
            **values,
        )

    def _get_mails(self, application):
        return (
            self.env["mentoring.notification"]
            .search(
                [("res_model", "=", application._name), ("res_id", "=", application.id)]
            )
            .sudo()  # the queue is the system's
            .mail_id
        )

    def _continue(self):
        self._run_crons("ir_cron_continue_pending")

    def test_join_and_apply(self):
        """A7: the invoice is OCA membership's own; once it is paid the application goes
        on by itself, is confirmed (A21), and counts from when it was submitted.
        """
        application = self._create_joining()
        self.assertFalse(application.is_eligible)
        application._await_membership()
        invoice = application.membership_move_id
        self.assertRecordValues(
            invoice,
            [
                {
                    "state": "posted",
                    "partner_id": application.partner_id.id,
                    "amount_untaxed": 200.0,
                }
            ],
        )
        line = application.partner_id.member_line_ids
        self.assertEqual(line.account_invoice_id, invoice)
        self.assertEqual(line.membership_id, self.membership_product)
        # OCA counts who is invoiced as a member; this application waits for the money.
        self.assertEqual(application.partner_id.membership_state, "invoiced")
        self.assertFalse(application.is_eligible)
        self.assertIn("not paid yet", application.eligibility_note)
        self.assertEqual(application.state, "draft")
        self.assertTrue(application._is_awaiting_membership())
        self.assertIn("waits for your membership", self._get_mails(application).subject)
        submitted = application.date_pending
        self._continue()
        self.assertEqual(application.state, "draft")
        self.assertEqual(len(self._get_mails(application)), 1)
        job_id = self.env.ref("mentoring_scheme.ir_cron_continue_pending").id
        with self.capture_triggers(job_id) as job:
            self._pay(invoice)
        self.assertEqual(len(job.records), 1, "the payment starts the job")
        self._continue()
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "date_submitted": submitted,
                    "date_pending": False,
                    "membership_invoice_state": "paid",
                    "is_eligible": True,
                }
            ],
        )
        self.assertEqual(len(self._get_mails(application)), 2)
        self.assertTrue(
            self.env["mentoring.profile"]._find(
                application.partner_id, application.company_id
            )
        )
        self._assert_consistent()

    def test_paid_after_the_close(self):
        """A3: the moment of submission counts, not the one of the payment."""
        application = self._create_joining()
        application._await_membership()
        late = fields.Datetime.to_datetime(self.intake.date_start) - timedelta(days=2)
        with freeze_time(late):
            self.intake.sudo().phase = "matching"
            self._pay(application.membership_move_id)
            self._continue()
        self.assertEqual(application.state, "submitted")
        self.assertLess(application.date_submitted, self.intake.application_close_at)

    def test_submitted_after_the_close(self):
        """Whoever comes too late is not invoiced."""
        application = self._create_joining()
        with (
            freeze_time(self.intake.application_close_at),
            self.assertRaisesRegex(UserError, "closed on"),
        ):
            application._await_membership()
        self.assertFalse(application.membership_move_id)

    def test_something_else_is_missing(self):
        """Nothing is invoiced while the résumé is missing; what goes missing later is
        told once by mail.
        """
        application = self._create_joining()
        papers = application.file_ids
        papers.unlink()
        with self.assertRaisesRegex(UserError, "résumé is missing"):
            application._await_membership()
        self.assertFalse(application.membership_move_id)
        application.file_ids = [
            Command.create({"filename": "cv.pdf", "file": self.resume})
        ]
        application._await_membership()
        application.file_ids.unlink()
        self._pay(application.membership_move_id)
        self._continue()
        self._continue()
        self.assertEqual(application.state, "draft")
        self.assertIn("résumé is missing", application.pending_note)
        mails = self._get_mails(application)
        self.assertEqual(len(mails), 2)
        self.assertIn("résumé is missing", "".join(mails.mapped("body_html")))
        self.assertFalse(application._is_awaiting_membership(), "can be edited")
        application.file_ids = [
            Command.create({"filename": "cv.pdf", "file": self.resume})
        ]
        self._continue()
        self.assertEqual(application.state, "submitted")

    def test_pressed_twice(self):
        """A second press makes no second invoice; neither does the other role."""
        application = self._create_joining()
        other = self._create_joining("mentor")
        application._await_membership()
        invoice = application.membership_move_id
        application._await_membership()
        other._await_membership()
        self.assertEqual(other.membership_move_id, invoice)
        self.assertEqual(
            self.env["account.move"].search(
                [("partner_id", "=", application.partner_id.id)]
            ),
            invoice,
        )
        self._pay(invoice)
        self._continue()
        self.assertEqual((application | other).mapped("state"), ["submitted"] * 2)

    def test_invoice_cancelled(self):
        """The application says so; a new membership can be chosen, still in time."""
        application = self._create_joining()
        application._await_membership()
        moment = application.date_pending
        first = application.membership_move_id
        first.button_draft()
        first.button_cancel()
        self.assertEqual(application.membership_invoice_state, "cancelled")
        self.assertFalse(application._is_awaiting_membership())
        self._continue()
        self.assertIn("was cancelled", application.pending_note)
        with freeze_time(self.intake.application_close_at + timedelta(hours=1)):
            self.intake.sudo().phase = "matching"
            application._await_membership()
        second = application.membership_move_id
        self.assertNotEqual(second, first)
        self.assertEqual(application.date_pending, moment)
        self.assertFalse(application.pending_note)
        self._pay(second)
        self._continue()
        self.assertEqual(application.state, "submitted")

    def test_membership_obtained_otherwise(self):
        """The hourly job goes on when the office makes the person a member."""
        application = self._create_joining()
        application._await_membership()
        application.partner_id.free_member = True
        self._continue()
        self.assertEqual(application.state, "submitted")

    def test_intake_cancelled_meanwhile(self):
        """An intake that takes place no more takes no application; it is told why."""
        application = self._create_joining()
        application._await_membership()
        self.intake.action_cancel()
        self._pay(application.membership_move_id)
        self._continue()
        self.assertEqual(application.state, "draft")
        self.assertIn("does not take applications", application.pending_note)

    def test_withdrawn_while_waiting(self):
        """Whoever withdraws is not submitted by a later payment."""
        application = self._create_joining()
        application._await_membership()
        application.action_withdraw()
        self._pay(application.membership_move_id)
        self._continue()
        self.assertEqual(application.state, "withdrawn")
        application.action_reopen()
        self._continue()
        self.assertEqual(application.state, "draft")

    def test_memberships_offered(self):
        """A14: a mentor joins in a category that mentors need; out of date ones and
        those of another company are not offered.
        """
        template = {
            "type": "service",
            "membership": True,
            "membership_date_from": date(2020, 1, 1),
            "membership_date_to": date(2029, 12, 31),
        }
        company = self.env["res.company"].create({"name": "Other"})
        student, over, foreign = self.env["product.product"].create(
            [
                {**template, "name": "Student"},
                {**template, "name": "Over", "membership_date_to": date(2021, 1, 1)},
                {**template, "name": "Foreign", "company_id": company.id},
            ]
        )
        mentors = self.scheme._get_membership_products("mentor")
        mentees = self.scheme._get_membership_products("mentee")
        self.assertIn(self.membership_product, mentors)
        self.assertNotIn(student, mentors)
        self.assertIn(student, mentees)
        self.assertFalse((over | foreign) & mentees)
        self.scheme.membership_product_ids = student
        self.assertEqual(self.scheme._get_membership_products("mentee"), student)
        application = self._create_joining()
        with self.assertRaisesRegex(UserError, "choose the membership"):
            application._await_membership()

    def test_staff_see_it(self):
        """Staff filter what awaits a membership, without access to the invoice."""
        application = self._create_joining()
        application._await_membership()
        staff = self.env["mentoring.application"].with_user(self.coordinator)
        found = staff.search([("date_pending", "!=", False)])
        self.assertEqual(found, application)
        [values] = found.web_read(
            {
                "membership_invoice_state": {},
                "membership_move_id": {"fields": {"display_name": {}}},
            }
        )
        self.assertEqual(values["membership_invoice_state"], "open")
        self.assertIn("INV", values["membership_move_id"]["display_name"])

    def test_no_reminder_of_what_is_submitted(self):
        """Who has submitted and only has to pay is not told to submit."""
        application = self._create_joining()
        application._await_membership()
        self.intake.application_close = fields.Date.today() + timedelta(days=1)
        self._run_crons("ir_cron_remind_drafts")
        self.assertEqual(len(self._get_mails(application)), 1)
