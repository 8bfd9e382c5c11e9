# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestMentoringFeeReissue(FeeCommon):
    """Putting an invoice right; cash, credit and over-payment told apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        cls.employer = cls._create_member("Example Library", membership=None)

    def setUp(self):
        super().setUp()
        self._bill()
        self.old = self.fee.move_id
        self.enterContext(freeze_time("2020-09-22 02:00:00"))

    def _correct(self, **values):
        """Correct the invoice as finance does, in the window on the fee."""
        wizard = (
            self.env["mentoring.fee.correction"]
            .with_user(self.finance)
            .with_context(active_model="mentoring.fee", active_id=self.fee.id)
        )
        with Form(wizard) as form:
            for name, value in values.items():
                form[name] = value
            form.reason = "The library pays"
        form.record.action_confirm()
        self.env.invalidate_all()

    def _assert_corrected(self, payer):
        self.assertRecordValues(
            self.fee,
            [
                {
                    "state": "invoiced",
                    "payer_id": payer.id,
                    "amount_billed": 300.0,
                    "amount_credited": 150.0,
                    "amount_paid": 0.0,
                    "amount_open": 150.0,
                }
            ],
        )
        self.assertNotEqual(self.fee.move_id, self.old)
        self.assertEqual(self.fee.move_id.partner_id, payer)
        self.assertEqual(self.fee.former_line_ids.move_id, self.old)
        self.assertEqual(self.old.payment_state, "reversed")
        self._assert_consistent()

    def test_another_payer_from_the_fee(self):
        """One step: credited, billed anew, the old one stays linked."""
        self._correct(payer_id=self.employer, purchase_order="PO-77")
        self._assert_corrected(self.employer)
        self.assertEqual(self.fee.move_id.ref, "PO-77")
        self.assertIn("For Mel Mentee", self.fee.move_line_ids.name)
        self.assertIn("The library pays", self.fee.message_ids[0].body)

    def test_another_order_of_the_same_payer(self):
        self._correct(purchase_order="PO-78")
        self._assert_corrected(self.mentee.partner_id)
        self.assertEqual(self.fee.move_id.ref, "PO-78")

    def test_what_was_paid_pays_the_new_invoice(self):
        self._pay(self.old)
        self._correct(purchase_order="PO-79")
        self.assertRecordValues(
            self.fee, [{"state": "paid", "amount_paid": 150.0, "amount_open": 0.0}]
        )
        self._assert_consistent()

    def test_what_another_payer_had_paid(self):
        """It is theirs: finance is asked to pay it back."""
        self._pay(self.old)
        self._correct(payer_id=self.employer)
        self.assertRecordValues(
            self.fee, [{"state": "invoiced", "amount_open": 150.0, "amount_paid": 0.0}]
        )
        self.assertIn("Pay back", self.fee.activity_ids.mapped("summary")[0])

    def _reverse(self, modify):
        """Odoo's own window on the invoice: *Reverse*, or *Reverse and Create*."""
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.finance)
            .with_context(active_model="account.move", active_ids=self.old.ids)
            .create(
                {
                    "journal_id": self.old.journal_id.id,
                    "reason": "Wrong payer",
                    "date": date(2020, 9, 22),
                }
            )
        )
        action = wizard.modify_moves() if modify else wizard.refund_moves()
        return self.env["account.move"].browse(action["res_id"]).with_user(self.finance)

    def test_reverse_and_create_invoice(self):
        """The customer corrected on Odoo's own draft: the fee follows."""
        draft = self._reverse(modify=True)
        self.assertEqual(draft.sudo().line_ids.mentoring_fee_id, self.fee)
        self.assertEqual(self.fee.move_id, draft.sudo())
        with Form(draft) as form:
            form.partner_id = self.employer
            form.ref = "PO-80"
        draft.action_post()
        self._assert_corrected(self.employer)
        self.assertEqual(self.fee.purchase_order, "PO-80")
        self.assertEqual(draft.sudo().mentoring_replaced_id, self.old)

    def test_reverse_and_create_asks_no_more(self):
        draft = self._reverse(modify=True)
        line = draft.invoice_line_ids
        draft.write(
            {"invoice_line_ids": [Command.update(line.id, {"price_unit": 500})]}
        )
        with self.assertRaisesRegex(UserError, "must say what the fee says"):
            draft.action_post()

    def test_credit_note_of_what_was_replaced_stays(self):
        """At most one lives: its credit note cannot be taken back any more."""
        self._correct(payer_id=self.employer)
        credit = self.old.reversal_move_ids
        with self.assertRaisesRegex(UserError, "credit note must stay"):
            credit.button_draft()

    def test_what_was_replaced_stays_whole(self):
        """By RPC: neither the credit note nor what ties it to its invoice gives way."""
        self._correct(payer_id=self.employer)
        loose = {
            "check_move_validity": False,
            "skip_account_move_synchronization": True,
            "skip_readonly_check": True,
            "force_delete": True,
        }
        old = self.old.with_user(self.finance).with_context(**loose)
        credit = old.reversal_move_ids
        line = credit.invoice_line_ids
        owed = (credit | old).line_ids.filtered("reconciled")
        part = owed.matched_debit_ids | owed.matched_credit_ids
        self.assertEqual(len(part), 1)
        other = self.company_data["default_account_expense"]
        doors = {
            "unreconciled": owed.remove_move_reconcile,
            "one side": credit.line_ids.remove_move_reconcile,
            "match deleted": part.unlink,
            "match written": lambda: part.write({"amount": 1.0}),
            "debit": lambda: line.write({"debit": 1.0}),
            "credit": lambda: (credit.line_ids - line).write({"credit": 1.0}),
            "account": lambda: line.write({"account_id": other.id}),
            "line deleted": line.unlink,
            "line added": lambda: line.create({"move_id": credit.id, "name": "More"}),
            "credit note deleted": credit.unlink,
            "credit note cancelled": credit.button_cancel,
            "credit note's state": lambda: credit.write({"state": "draft"}),
            "credit note's total": lambda: credit.write({"amount_total": 1.0}),
            "invoice reset": old.button_draft,
            "invoice's state": lambda: old.write({"state": "draft"}),
            "invoice's price": lambda: old.invoice_line_ids.write({"price_unit": 0}),
            "invoice deleted": old.unlink,
        }
        for name, door in doors.items():
            with self.subTest(door=name):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    door()
                    self.env.flush_all()
                self.env.invalidate_all()
                self._assert_corrected(self.employer)
        self.assertEqual(credit.state, "posted")

    def test_no_correction_without_a_reason(self):
        for reason in ("", " "):
            wizard = (
                self.env["mentoring.fee.correction"]
                .with_user(self.finance)
                .create(
                    {
                        "fee_id": self.fee.id,
                        "payer_id": self.employer.id,
                        "reason": reason,
                    }
                )
            )
            with self.assertRaisesRegex(UserError, "say why the invoice is corrected"):
                wizard.action_confirm()
        self.assertEqual(self.fee.move_id, self.old)
        self.assertFalse(self.old.reversal_move_ids)

    def test_credited_fee_can_be_invoiced_again(self):
        """After *Reverse* alone the fee is credited, and says how it goes on."""
        self._reverse(modify=False).action_post()
        self.assertEqual(self.fee.state, "credited")
        with self.assertRaisesRegex(UserError, "Correct Invoice"):
            self.fee.with_user(self.finance).action_bill()
        self._correct(payer_id=self.employer)
        self._assert_corrected(self.employer)

    # ------------------------------------------------------------------
    # Cash and credit
    # ------------------------------------------------------------------

    def _reconcile(self, *entries):
        lines = self.env["account.move"].union(*entries).line_ids
        lines.filtered(lambda li: li.account_type == "asset_receivable").reconcile()

    def test_credit_note_by_hand_is_no_money(self):
        """A goodwill credit note reconciled by hand: credited, and nothing was paid."""
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.old.partner_id.id,
                "invoice_date": date(2020, 9, 22),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Goodwill", "price_unit": 150.0, "tax_ids": []}
                    )
                ],
            }
        )
        credit.action_post()
        self._reconcile(self.old, credit)
        self.assertRecordValues(
            self.fee,
            [
                {
                    "state": "credited",
                    "amount_billed": 150.0,
                    "amount_credited": 150.0,
                    "amount_paid": 0.0,
                    "amount_open": 0.0,
                }
            ],
        )

    def test_paid_too_much(self):
        """200 on 150: 50 are left, and the fee says what to do."""
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.old.ids
        ).create(
            {"amount": 200.0, "payment_date": date(2020, 9, 22)}
        )._create_payments()
        self.assertRecordValues(
            self.fee,
            [{"state": "paid", "amount_paid": 150.0, "amount_overpaid": 50.0}],
        )
        Fee = self.env["mentoring.fee"].with_user(self.finance)
        self.assertIn(self.fee, Fee.search([("amount_overpaid", ">", 0)]))
        self.assertNotIn(self.fee, Fee.search([("amount_overpaid", "<=", 0)]))
