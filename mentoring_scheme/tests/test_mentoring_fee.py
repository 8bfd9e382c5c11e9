# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestMentoringFee(FeeCommon):
    """Invariants 1 to 4; promises A6, A8, A9."""

    # Tests keep no history unless asked to.
    TRACKED = {"tracking_disable": False, "mail_notrack": False}

    def test_mentors_pay_nothing(self):
        """A8: mentees pay, mentors do not."""
        mentor = self._get_seat(self.partnership, "mentor").application_id
        self.assertFalse(mentor.fee_ids)
        self.assertRecordValues(self.fee, [{"amount": 150.0, "state": "pending"}])

    def test_signed_in_time(self):
        """A9: signed on 1 August, billed two months after the allocation."""
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self.assertEqual(self.fee.date_due, date(2020, 9, 20))
        # In Sydney the 20th begins at 14:00 UTC of the 19th.
        self._run_crons_at("2020-09-19 13:59:59")
        self.assertEqual(self.fee.state, "pending")
        self._run_crons_at("2020-09-19 14:00:00")
        self.assertEqual(self.fee.state, "invoiced")
        self.assertEqual(self.fee.move_id.invoice_date, date(2020, 9, 20))
        self.assertEqual(self.fee.move_id.amount_total, 150.0)
        self._assert_consistent()

    def test_signed_late(self):
        """A9, invariant 4: a task at the deadline; billed on the acceptance."""
        self._run_crons_at("2020-10-19 00:00:00")
        self.assertFalse(self.fee.activity_ids)
        self._run_crons_at("2020-10-20 00:00:00")
        self._run_crons_at("2020-10-21 00:00:00")
        self.assertRecordValues(
            self.fee.activity_ids,
            [{"user_id": self.coordinator.id, "date_deadline": date(2020, 10, 20)}],
        )
        self.assertFalse(self.fee.move_id)
        with freeze_time("2020-11-05 02:00:00"):
            self._sign_all(self.partnership)
            self._run_crons("ir_cron_bill_due")
        self.assertEqual(self.fee.date_due, date(2020, 11, 5))
        self.assertEqual(self.fee.move_id.invoice_date, date(2020, 11, 5))

    def test_half_signed(self):
        """Invariant 1: one signature, or the other document, is no acceptance."""
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership, roles=("mentee",))
            plan = self.partnership.agreement_ids.filtered(
                lambda a: not a.is_acceptance
            )
            plan._sign(
                self._get_seat(self.partnership, "mentor"), "Mary", self.signature
            )
        self._run_crons_at("2020-12-01 00:00:00")
        self.assertFalse(self.fee.date_accepted)
        self.assertFalse(self.fee.move_id)
        with (
            freeze_time("2020-12-01 00:00:00"),
            self.assertRaisesRegex(
                UserError, "not signed by the mentor and the mentee"
            ),
        ):
            self.fee.action_bill()

    def test_manual_invoice_refused(self):
        """Invariant 1: no manual path posts a line of the fee's product."""
        invoice = self._invoice()
        with self.assertRaisesRegex(UserError, "is the fee of a mentoring scheme"):
            invoice.action_post()
        self.assertEqual(invoice.state, "draft")

    def test_copied_and_reversed_refused(self):
        """Invariant 1: nor a copy of a fee's invoice, or a reversed credit note."""
        self._bill()
        with freeze_time("2020-09-25 00:00:00"):
            invoice = self.fee.move_id
            copied = invoice.copy()
            with self.assertRaisesRegex(UserError, "is the fee of a mentoring scheme"):
                copied.action_post()
            credit = invoice._reverse_moves(cancel=True)
            self.assertEqual(self.fee.state, "credited")
            again = credit._reverse_moves()
            with self.assertRaisesRegex(UserError, "is the fee of a mentoring scheme"):
                again.action_post()

    def test_billed_once(self):
        """Invariant 2: not by the button, nor by the job, nor by hand again."""
        self._bill()
        with freeze_time("2020-09-21 00:00:00"):
            self.fee.action_bill()
            self._run_crons("ir_cron_bill_due")
            self.assertEqual(len(self.fee.move_line_ids), 1)
            with (
                self.assertRaises(UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._invoice(mentoring_fee_id=self.fee.id)

    def test_price_is_pinned(self):
        """A8: anyone in the office may edit a product; the accepted fee stays."""
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self.env.flush_all()
        self.fee_product.list_price = 999.0
        # What leads to the fee is computed again, and the price is not.
        self.partnership.sudo().date_matched = date(2020, 7, 19)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(self.fee.move_id.amount_total, 150.0)

    def test_leaving_before_acceptance(self):
        """Invariant 3: who leaves before the acceptance owes nothing."""
        with freeze_time("2020-07-25 02:00:00"):
            self._withdraw()
        self._run_crons_at("2020-12-01 00:00:00")
        self.assertRecordValues(self.fee, [{"state": "cancelled", "move_id": False}])

    def _leave(self):
        with freeze_time("2020-12-22 02:00:00"):
            self._withdraw()
        return self.fee.move_id.reversal_move_ids

    def test_refund_none(self):
        """Invariant 9: by ALIA's rule nothing is given back, and nothing is charged."""
        self._bill()
        self.assertFalse(self._leave())
        self.assertEqual(self.fee.state, "invoiced")

    def test_refund_of_remaining_months(self):
        """Invariant 9: seven of twelve months are left; a person posts the credit."""
        self.scheme.refund_policy = "prorata"
        self._bill()
        credit = self._leave()
        self.assertRecordValues(
            credit,
            [{"move_type": "out_refund", "state": "draft", "amount_total": 87.5}],
        )
        self.assertEqual(self.fee.activity_ids.user_id, self.fee._get_finance_user())

    def test_refund_in_full(self):
        """Invariant 9: a full credit note settles the invoice."""
        self.scheme.refund_policy = "full"
        self._bill()
        credit = self._leave()
        self.assertEqual(credit.amount_total, 150.0)
        with freeze_time("2020-12-22 02:00:00"):
            credit.action_post()
        self.assertEqual(self.fee.state, "credited")

    def test_finance_bills(self):
        """Finance bills with the button, and reads nothing else of the scheme."""
        finance = self._new_finance()
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        with freeze_time("2020-09-21 00:00:00"):
            self.fee.with_user(finance).action_bill()
            self.assertEqual(self.fee.state, "invoiced")
        with self.assertRaises(AccessError):
            self.mentee.with_user(finance).read(["goals"])
        with self.assertRaisesRegex(AccessError, "Journal Entry"):
            self.fee.with_user(self.coordinator).action_bill()

    def test_employer_pays(self):
        """The employer is invoiced with its purchase order; the mentee is not named."""
        application = self._create_application(
            self._create_member("Pat Paid"),
            "mentee",
            intake=self.intake,
            payer="employer",
            payer_name="Example Library",
            payer_email="accounts@library.example.com",
            purchase_order="PO-77",
        )
        payer = application._get_payer()
        self.assertRecordValues(
            payer, [{"name": "Example Library", "is_company": True}]
        )
        self.assertEqual(application._get_payer(), payer)

    def test_failure_stays_with_its_fee(self):
        """One fee that cannot be billed says why, and never stops the rest."""
        with freeze_time("2020-07-20 00:00:00"):
            other = self._create_partnership(
                self.intake, mentor="Ann Mentor", mentee="Otto Other"
            )
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership | other)
        other_fee = other.participant_ids.application_id.fee_ids
        self._let_pay(self.fee, self.env["res.partner"].create({"name": "No Accounts"}))
        # A wrong set-up, as happens: the account is no receivable one.
        self.fee.payer_id.property_account_receivable_id = self.company_data[
            "default_account_expense"
        ]
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(other_fee.state, "invoiced")
        self.assertEqual(self.fee.state, "due")
        self.assertIn("has no receivable account", self.fee.billing_error)
        self.assertFalse(self.fee.move_id)

    def test_waive(self):
        """A fee is waived and un-waived as long as there is no invoice."""
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self.fee.waive_reason = "A scholarship"
        self.fee.action_waive()
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(self.fee.state, "waived")
        self.fee.action_unwaive()
        self._run_crons_at("2020-09-20 01:00:00")
        self.assertEqual(self.fee.state, "invoiced")
        with self.assertRaisesRegex(UserError, "Credit the invoice instead"):
            self.fee.action_waive()

    def test_waive_with_a_reason(self):
        """Invariant 11: the reason and the manager stay in the fee's history."""
        manager = new_test_user(
            self.env,
            login="mentoring_fee_manager",
            groups="mentoring_scheme.group_mentoring_manager",
            company_id=self.env.company.id,
        )
        wizard = (
            self.env["mentoring.fee.waiver"]
            .with_user(manager)
            .with_context(
                active_model="mentoring.fee",
                active_ids=self.fee.ids,
                **self.TRACKED,
            )
        )
        with Form(wizard) as form:
            form.reason = "Hardship, granted by the board"
        self.env.cr.flush()  # what is created now keeps no history till then
        form.record.action_confirm()
        self.env.cr.flush()
        self.env.invalidate_all()
        self.assertEqual(self.fee.state, "waived")
        message = self.fee.message_ids[0]
        self.assertEqual(message.author_id, manager.partner_id)
        self.assertIn(
            "Hardship, granted by the board",
            message.tracking_value_ids.mapped("new_value_char"),
        )

    def test_preview_and_bill(self):
        """Finance sees what is due and what is blocked and why, then bills it."""
        finance = self._new_finance()
        with freeze_time("2020-07-20 00:00:00"):
            other = self._create_partnership(
                self.intake, mentor="Ann Mentor", mentee="Otto Other"
            )
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership | other)
        blocked = other.participant_ids.application_id.fee_ids
        self._let_pay(blocked, self.env["res.partner"].create({"name": "No Accounts"}))
        blocked.payer_id.property_account_receivable_id = self.company_data[
            "default_account_expense"
        ]
        with freeze_time("2020-09-20 00:00:00"):
            wizard = Form(self.env["mentoring.fee.billing"].with_user(finance)).save()
            self.assertEqual(wizard.ready_ids, self.fee)
            self.assertEqual(wizard.blocked_ids, blocked)
            self.assertEqual(
                wizard.summary.replace("\xa0", ""),
                "Due today: 1 ($150.00). Blocked: 1.",
            )
            self.assertIn("has no receivable account", wizard.blocked_ids.obstacles)
            told = wizard.action_confirm()
            self.assertEqual(told["params"]["title"], "1 fee invoiced")
            self.assertEqual(self.fee.state, "invoiced")
            self.assertEqual(blocked.state, "due")
            with self.assertRaisesRegex(UserError, "has no receivable account"):
                blocked.with_user(finance).action_bill()
            again = self.env["mentoring.fee.billing"].with_user(finance).create({})
            self.assertFalse(again.ready_ids)

    def test_preview_before_the_day(self):
        """A fee whose day has not come is neither due nor blocked."""
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        with freeze_time("2020-09-19 13:59:59"):
            wizard = self.env["mentoring.fee.billing"].create({})
            self.assertEqual(wizard.summary, "No fee is due today. Blocked: 0.")
