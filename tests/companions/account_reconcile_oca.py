"""With OCA's account_reconcile_oca, finance matches wire transfers by reference."""

from datetime import date

from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mentoring_scheme.tests.fee_common import FeeCommon

SCREEN = "account_reconcile_oca.bank_statement_line_form_reconcile_view"


@tagged("post_install", "-at_install")
class TestWireTransfer(FeeCommon):
    """A transfer pays the fee whose invoice it names (promise A9; invariants 2, 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(
            cls.env,
            login="companions_bookkeeper",
            groups="account.group_account_user",
            company_id=cls.env.company.id,
        )
        cls.journal = cls.company_data["default_journal_bank"]

    def _receive(self, amount, reference):
        """Let a line of a bank statement come in."""
        lines = self.env["account.bank.statement.line"].with_user(self.bookkeeper)
        # Where tests run, the addon matches by itself only if asked to.
        return lines.with_context(_test_account_reconcile_oca=True).create(
            {
                "journal_id": self.journal.id,
                "date": date(2020, 10, 1),
                "payment_ref": reference,
                "amount": amount,
            }
        )

    def _get_receivable(self):
        return self.fee.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )

    def _match(self, line):
        """Choose the invoice on the screen, and press Validate."""
        with Form(line, view=SCREEN) as form:
            form.add_account_move_line_id = self._get_receivable()
            self.assertTrue(form.can_reconcile)
        line.reconcile_bank_line()

    def test_the_reference_finds_the_invoice(self):
        self._bill()
        line = self._receive(150.0, self.fee.move_id.payment_reference)
        self.assertTrue(line.is_reconciled)
        self.assertRecordValues(
            self.fee, [{"state": "paid", "amount_paid": 150.0, "amount_open": 0.0}]
        )
        self._assert_consistent()

    def test_matched_by_hand(self):
        """Without the reference, finance chooses the invoice on the screen."""
        self._bill()
        line = self._receive(150.0, "Mentoring, thank you")
        self.assertFalse(line.is_reconciled)
        self._match(line)
        self.assertTrue(line.is_reconciled)
        self.assertEqual(self.fee.state, "paid")
        self._assert_consistent()

    def test_in_two_parts(self):
        self._bill()
        self._receive(100.0, self.fee.move_id.payment_reference)
        self.assertRecordValues(
            self.fee,
            [{"state": "invoiced", "amount_paid": 100.0, "amount_open": 50.0}],
        )
        self._receive(50.0, self.fee.move_id.payment_reference)
        self.assertRecordValues(
            self.fee, [{"state": "paid", "amount_paid": 150.0, "amount_open": 0.0}]
        )
        self._assert_consistent()

    def test_taken_back(self):
        """A match undone by mistake leaves the fee as it was before."""
        self._bill()
        line = self._receive(150.0, self.fee.move_id.payment_reference)
        line.unreconcile_bank_line()
        self.assertRecordValues(
            self.fee, [{"state": "invoiced", "amount_paid": 0.0, "amount_open": 150.0}]
        )
        self._assert_consistent()
