# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from lxml import etree

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestMentoringFeeBooks(FeeCommon):
    """What the books lack, and what finance does to an invoice: the fee follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()

    def _sign(self):
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)

    def _assert_blocked(self, sentence, moment="2020-09-20 00:00:00"):
        """The fee says why, finance has one task, and a second run adds none."""
        self._run_crons_at(moment)
        self._run_crons_at(moment)
        self.assertEqual(self.fee.state, "due")
        self.assertIn(sentence, self.fee.billing_error)
        self.assertRecordValues(
            self.fee.activity_ids,
            [
                {
                    "summary": "This fee cannot be billed",
                    "user_id": self.fee._get_finance_user().id,
                }
            ],
        )

    def _assert_billed(self, moment="2020-09-21 00:00:00"):
        """Once set right, the fee is billed once and its task is gone."""
        self._run_crons_at(moment)
        self.assertRecordValues(
            self.fee,
            [{"state": "invoiced", "billing_error": False, "activity_ids": []}],
        )
        self.assertEqual(len(self.fee.move_line_ids), 1)
        self._assert_consistent()

    # ------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------

    def test_task_goes_to_finance(self):
        """To a person who does nothing but invoicing, if the company has one."""
        user = self.fee._get_finance_user()
        self.assertTrue(user.has_group("account.group_account_invoice"))
        self.assertFalse(user.has_group("base.group_system"))

    def test_no_product(self):
        self._sign()
        self.scheme.fee_product_id = False
        self._assert_blocked("the scheme has no fee any more")
        self.scheme.fee_product_id = self.fee_product
        self._assert_billed()

    def test_no_product_at_the_acceptance(self):
        """The price stays as it was at the match; signing does not fail."""
        self.scheme.fee_product_id = False
        self._sign()
        self.assertEqual(self.fee.amount, 150.0)
        self._assert_blocked("the scheme has no fee any more")

    def test_archived_product(self):
        self._sign()
        self.fee_product.active = False
        self._assert_blocked("is archived")
        self.fee_product.active = True
        self._assert_billed()

    def test_no_income_account(self):
        self._sign()
        account = self.fee_product.property_account_income_id
        self.fee_product.property_account_income_id = False
        self.fee_product.categ_id.property_account_income_categ_id = False
        self.env.company.income_account_id = False
        journals = self.env["account.journal"].search([("type", "=", "sale")])
        journals.default_account_id = False
        self._assert_blocked("there is no income account")
        self.fee_product.property_account_income_id = account
        self._assert_billed()

    def test_no_receivable_account(self):
        self._sign()
        payer = self.fee.payer_id
        payer.property_account_receivable_id = self.company_data[
            "default_account_expense"
        ]
        self._assert_blocked("has no receivable account")
        payer.property_account_receivable_id = self.company_data[
            "default_account_receivable"
        ]
        self._assert_billed()

    def test_partner_without_address(self):
        """A payer without any address is billed all the same."""
        self._sign()
        self._let_pay(self.fee, self.env["res.partner"].create({"name": "No Address"}))
        self._assert_billed()

    def test_lock_date(self):
        """Nothing falls into a closed period; the fee waits for the period to open."""
        self._sign()
        self.env.company.sale_lock_date = date(2020, 9, 30)
        self._assert_blocked("Sales Lock Date")
        self._assert_billed("2020-10-01 00:00:00")
        self.assertEqual(self.fee.move_id.date, date(2020, 10, 1))

    def test_locked_fiscal_year(self):
        """Nor into a year that is locked, or locked for good; it is billed after."""
        self._sign()
        for field, name in (
            ("fiscalyear_lock_date", "Global Lock Date"),
            ("hard_lock_date", "Hard Lock Date"),
        ):
            self.env.company.fiscalyear_lock_date = False
            self.env.company[field] = date(2020, 12, 31)
            self._assert_blocked(name)
        self._assert_billed("2021-01-01 00:00:00")
        self.assertEqual(self.fee.move_id.date, date(2021, 1, 1))

    def test_odoo_refuses(self):
        """What nobody foresaw stays on the fee, in a sentence that says whom to ask."""
        self._sign()
        journals = self.env["account.journal"].search([("type", "=", "sale")])
        journals.active = False
        self._assert_blocked("sale")
        journals.active = True
        self._assert_billed()

    def test_zero_price(self):
        """Nothing to bill: no invoice over zero, and no task."""
        self.fee_product.list_price = 0.0
        self._sign()
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(
            self.fee,
            [{"state": "waived", "move_id": False, "activity_ids": []}],
        )
        self.assertIn("the price is zero", self.fee.obstacles)

    def test_price_below_zero(self):
        """A pricelist that comes below zero gives the place away, and pays nobody."""
        self.mentee.partner_id.property_product_pricelist = self.env[
            "product.pricelist"
        ].create(
            {
                "name": "Too generous",
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "formula",
                            "base": "list_price",
                            "price_surcharge": -200.0,
                        }
                    )
                ],
            }
        )
        self._sign()
        self.assertRecordValues(self.fee, [{"amount": 0.0, "state": "waived"}])

    def test_tax_of_another_company(self):
        """It is never put on the invoice."""
        company = self.env["res.company"].create({"name": "Other Society"})
        tax = self.env["account.tax"].create(
            {
                "name": "Foreign 20%",
                "amount": 20.0,
                "company_id": company.id,
                "country_id": self.env.ref("base.au").id,
                "tax_group_id": self.env["account.tax.group"]
                .create(
                    {
                        "name": "Foreign",
                        "company_id": company.id,
                        "country_id": self.env.ref("base.au").id,
                    }
                )
                .id,
            }
        )
        self.fee_product.sudo().taxes_id = [Command.set(tax.ids)]
        self._sign()
        self._assert_billed()
        self.assertFalse(self.fee.move_line_ids.tax_ids)
        self.assertEqual(self.fee.move_id.amount_total, 150.0)

    def test_full_refund_before_billing(self):
        """Who leaves before the invoice owes nothing if the rule gives all back."""
        self.scheme.refund_policy = "full"
        self._sign()
        with freeze_time("2020-09-01 02:00:00"):
            self._withdraw()
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(self.fee, [{"state": "cancelled", "move_id": False}])

    # ------------------------------------------------------------------
    # What finance does to the invoice
    # ------------------------------------------------------------------

    def test_reset_to_draft(self):
        self._bill()
        invoice = self.fee.move_id
        with freeze_time("2020-09-21 00:00:00"):
            invoice.button_draft()
        self._assert_blocked("its invoice has been reset to draft")
        self.assertEqual(self.fee.move_id, invoice)
        with freeze_time("2020-09-21 00:00:00"):
            invoice.action_post()
        self.assertEqual(self.fee.state, "invoiced")
        self.assertEqual(len(self.fee.move_line_ids), 1)

    def test_deleted_while_draft(self):
        self._bill()
        with freeze_time("2020-09-21 00:00:00"):
            self.fee.move_id.button_draft()
            self.fee.move_id.unlink()
        self.assertRecordValues(self.fee, [{"state": "due", "move_id": False}])
        self._assert_billed()

    def test_cancelled(self):
        """A cancelled invoice leaves the fee due; it is billed anew, unless waived."""
        self._bill()
        first = self.fee.move_id
        with freeze_time("2020-09-21 00:00:00"):
            first.button_cancel()
        self.assertRecordValues(self.fee, [{"state": "due", "move_id": False}])
        self._run_crons_at("2020-09-22 00:00:00")
        self.assertEqual(self.fee.state, "invoiced")
        self.assertNotEqual(self.fee.move_id, first)
        self._assert_consistent()

    def test_cancelled_and_waived(self):
        self._bill()
        with freeze_time("2020-09-21 00:00:00"):
            self.fee.move_id.button_cancel()
            self.fee.waive_reason = "A scholarship"
            self.fee.action_waive()
        self._run_crons_at("2020-09-22 00:00:00")
        self.assertRecordValues(self.fee, [{"state": "waived", "move_id": False}])

    def test_credited_by_hand(self):
        """A credit note over all settles the fee; a part of it leaves the rest open."""
        self._bill()
        with freeze_time("2020-09-21 00:00:00"):
            credit = self.fee.move_id._reverse_moves()
            credit.invoice_line_ids.price_unit = 50.0
            credit.action_post()
            (self.fee.move_id | credit).line_ids.filtered(
                lambda line: line.account_type == "asset_receivable"
            ).reconcile()
            self.assertRecordValues(
                self.fee,
                [
                    {
                        "state": "invoiced",
                        "payment_state": "partial",
                        "amount_billed": 150.0,
                        "amount_credited": 50.0,
                        "amount_open": 100.0,
                        "amount_paid": 0.0,
                    }
                ],
            )
            self._pay(self.fee.move_id)
        self.assertRecordValues(
            self.fee, [{"state": "paid", "amount_paid": 100.0, "amount_open": 0.0}]
        )
        self._run_crons_at("2020-09-22 00:00:00")
        self.assertEqual(len(self.fee.move_line_ids), 1)
        self._assert_consistent()

    # ------------------------------------------------------------------
    # Payment
    # ------------------------------------------------------------------

    def _pay_part(self, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.fee.move_id.ids
        ).create(
            {"payment_date": date(2020, 9, 25), "amount": amount}
        )._create_payments()

    def test_credited_after_the_payment(self):
        """What was paid and is credited in full is credited, and to be paid back."""
        self._bill()
        self._pay(self.fee.move_id)
        self.assertEqual(self.fee.state, "paid")
        credit = self.fee.move_id._reverse_moves(
            [{"invoice_date": date(2020, 10, 1), "date": date(2020, 10, 1)}]
        )
        credit.action_post()
        self.assertRecordValues(
            self.fee,
            [{"state": "credited", "amount_paid": 150.0, "amount_open": -150.0}],
        )
        self._pay(credit)
        self.assertRecordValues(
            self.fee, [{"state": "credited", "amount_paid": 0.0, "amount_open": 0.0}]
        )
        self._assert_consistent()

    def test_partial_payment_and_overdue(self):
        self._bill()
        with freeze_time("2020-11-21 00:00:00"):
            self._pay_part(60.0)
            self.assertRecordValues(
                self.fee,
                [
                    {
                        "state": "invoiced",
                        "payment_state": "partial",
                        "amount_paid": 60.0,
                        "amount_open": 90.0,
                    }
                ],
            )
            self._run_crons("ir_cron_bill_due")
            self.assertEqual(len(self.fee.move_line_ids), 1)
            self.assertIn(self.fee, self._filter("overdue"))
            self.assertIn(self.fee, self._filter("partly_paid"))
            self._pay_part(90.0)
        self.assertEqual(self.fee.state, "paid")
        self._assert_consistent()

    # ------------------------------------------------------------------
    # The desk
    # ------------------------------------------------------------------

    def _filter(self, name):
        """Return the fees that a filter of the search view finds for finance."""
        Fee = self.env["mentoring.fee"].with_user(self.finance)
        view = Fee.get_view(view_type="search")["arch"]
        domain = etree.fromstring(view).xpath(f"//filter[@name='{name}']/@domain")[0]
        return Fee.search(safe_eval(domain)).with_env(self.env)

    def test_desk(self):
        """Finance finds what was signed, billed to who has left, or paid by them."""
        self._sign()
        self.assertIn(self.fee, self._filter("signed"))
        with freeze_time("2020-09-14 00:00:00"):
            self.assertIn(self.fee, self._filter("due_this_week"))
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertNotIn(self.fee, self._filter("billed_left"))
        with freeze_time("2020-12-22 02:00:00"):
            self._withdraw()
            self.assertIn(self.fee, self._filter("billed_left"))
            self.assertNotIn(self.fee, self._filter("paid_unmatched"))
            self._pay(self.fee.move_id)
        self.assertIn(self.fee, self._filter("paid_unmatched"))

    def test_reconciliation_ties_to_the_ledger(self):
        """Invariant 12: each total of an intake is the sum of its ledger lines."""
        tax = self.company_data["default_tax_sale"]
        self.fee_product.taxes_id = [Command.set(tax.ids)]
        self.fee_product.list_price = 149.99
        with freeze_time("2020-07-20 00:00:00"):
            others = self._create_partnership(self.intake, "Ann Mentor", "Otto Other")
            others |= self._create_partnership(self.intake, "Bea Mentor", "Pia Plain")
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
            for other in others:
                self._sign_all(other)
        self._run_crons_at("2020-09-20 00:00:00")
        fees = self.intake.application_ids.fee_ids
        self.assertEqual(set(fees.mapped("state")), {"invoiced"})
        with freeze_time("2020-09-25 00:00:00"):
            self._pay(fees[0].move_id)
            credit = fees[0].move_id._reverse_moves()  # paid before: to be paid back
            credit.action_post()
            fees[1].move_id._reverse_moves(cancel=True)
            self.fee = fees[2]
            self._pay_part(33.33)
        self.env.flush_all()
        figures = (
            self.env["mentoring.fee"]
            .with_user(self.finance)
            ._read_group(
                [("intake_id", "=", self.intake.id)],
                [],
                [
                    "amount_billed:sum",
                    "amount_credited:sum",
                    "amount_paid:sum",
                    "amount_open:sum",
                ],
            )[0]
        )
        invoices = fees.move_id
        moves = invoices | invoices.reversal_move_ids
        lines = self.env["account.move.line"].search(
            [
                ("move_id", "in", moves.ids),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
            ]
        )
        payments = (
            lines.matched_credit_ids.credit_move_id
            | lines.matched_debit_ids.debit_move_id
        ) - lines
        ledger = (
            sum(lines.filtered(lambda li: li.move_id in invoices).mapped("balance")),
            -sum(
                lines.filtered(lambda li: li.move_id not in invoices).mapped("balance")
            ),
            -sum(payments.mapped("balance")),
            sum(lines.mapped("amount_residual")),
        )
        for figure, entry in zip(figures, ledger, strict=True):
            self.assertAlmostEqual(figure, entry, places=2)
            self.assertTrue(entry)
        self._assert_consistent()

    def test_analytic_account_of_the_intake(self):
        plan = self.env["account.analytic.plan"].create({"name": "Programmes"})
        account = self.env["account.analytic.account"].create(
            {"name": "Mentoring 2020", "plan_id": plan.id}
        )
        self.intake.sudo().analytic_account_id = account
        self._bill()
        self.assertEqual(
            self.fee.move_line_ids.analytic_distribution, {str(account.id): 100}
        )

    # ------------------------------------------------------------------
    # Policies
    # ------------------------------------------------------------------

    def test_within_days_of_the_match(self):
        """Billed on the acceptance; a task once the days are over without it."""
        self.scheme.write({"billing_trigger": "days", "billing_days": 14})
        self.assertEqual(self.fee.date_deadline, date(2020, 8, 3))
        self._run_crons_at("2020-08-03 00:00:00")
        self.assertFalse(self.fee.move_id)
        self.assertEqual(self.fee.activity_ids.summary, "Ask for the signed acceptance")
        with freeze_time("2020-08-05 02:00:00"):
            self._sign_all(self.partnership)
            self._run_crons("ir_cron_bill_due")
        self.assertEqual(self.fee.move_id.invoice_date, date(2020, 8, 5))

    def test_on_a_date_of_the_intake(self):
        """An intake's own date takes the place of the scheme's months."""
        self.intake.write({"billing_trigger": "date", "billing_date": "2020-11-28"})
        self._sign()
        self.assertRecordValues(
            self.fee,
            [{"date_due": date(2020, 11, 28), "date_deadline": date(2020, 11, 28)}],
        )
        self._run_crons_at("2020-11-27 12:59:59")
        self.assertFalse(self.fee.move_id)
        self._run_crons_at("2020-11-27 13:00:00")  # midnight in Sydney, in summer
        self.assertEqual(self.fee.state, "invoiced")
        self.intake.billing_date = "2020-12-24"
        self.assertEqual(self.fee.date_due, date(2020, 11, 28))
        self._assert_consistent()

    def test_no_policy_charges_before_the_acceptance(self):
        """Invariants 1 and 3 hold under every policy."""
        for values in (
            {"billing_trigger": "days", "billing_days": 0},
            {"billing_trigger": "date", "billing_date": "2020-07-01"},
            {
                "billing_trigger": "months",
                "billing_delay_months": 0,
                "billing_deadline_months": 0,
            },
        ):
            with self.subTest(trigger=values["billing_trigger"]):
                self.intake.write(values)
                self._run_crons_at("2020-08-20 00:00:00")
                self.assertRecordValues(
                    self.fee, [{"state": "pending", "date_due": False}]
                )
