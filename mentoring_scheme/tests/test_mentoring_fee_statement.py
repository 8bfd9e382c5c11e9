# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .test_mentoring_fee_quote import QuoteCommon

REPORT = "mentoring_scheme.report_mentoring_fee_statement"
# What the books say of a payer's fees, read past everything that the addon computes.
LEDGER = """
WITH charge AS (
    SELECT DISTINCT move.id, move.company_id
      FROM account_move move
      JOIN account_move_line line ON line.move_id = move.id
      JOIN res_partner payer ON payer.id = move.partner_id
     WHERE (line.mentoring_fee_id IS NOT NULL
            OR line.mentoring_former_fee_id IS NOT NULL)
       AND move.move_type = 'out_invoice'
       AND move.state = 'posted'
       AND payer.commercial_partner_id = %s
), entry AS (
    SELECT id, company_id FROM charge
     UNION
    SELECT refund.id, refund.company_id
      FROM account_move refund
      JOIN charge ON charge.id = refund.reversed_entry_id
     WHERE refund.state = 'posted' AND refund.move_type = 'out_refund'
)
SELECT entry.company_id,
       SUM(line.amount_residual),
       SUM(line.balance) FILTER (WHERE line.balance > 0)
  FROM entry
  JOIN account_move_line line ON line.move_id = entry.id
  JOIN account_account account ON account.id = line.account_id
 WHERE account.account_type = 'asset_receivable'
 GROUP BY entry.company_id
"""


class StatementCommon(QuoteCommon):
    """Two mentees, one employer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2020-07-20 00:00:00"):
            cls.second = cls._create_partnership(
                cls.intake, "Nora Second", "Ned Second"
            )
        application = cls._get_seat(cls.second, "mentee").application_id
        cls.other_fee = application.fee_ids
        cls.other_fee.payer_id = cls.employer
        cls.fees = cls.fee | cls.other_fee

    def _bill_all(self):
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
            self._sign_all(self.second)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(set(self.fees.mapped("state")), {"invoiced"})

    def _pay_amount(self, invoice, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {"payment_date": date(2020, 9, 25), "amount": amount}
        )._create_payments()

    def _credit(self, invoice, amount, reconciles=True):
        with freeze_time("2020-09-25 00:00:00"):
            credit = invoice._reverse_moves()
            credit.invoice_line_ids.price_unit = amount
            credit.action_post()
            if reconciles:
                (invoice | credit).line_ids.filtered(
                    lambda line: line.account_type == "asset_receivable"
                ).reconcile()
        return credit

    def _get_statements(self, payer=None, user=None):
        payer = (payer or self.employer).with_user(user or self.finance)
        companies = payer.env.user.company_ids
        return payer.with_context(
            allowed_company_ids=companies.ids
        )._get_mentoring_statements()

    def _assert_ledger(self, payer=None):
        """The statement sums up to the ledger, in each company."""
        payer = payer or self.employer
        self.env.flush_all()
        self.env.cr.execute(LEDGER, [payer.id])
        ledger = {
            company: (round(residual, 2), round(billed, 2))
            for company, residual, billed in self.env.cr.fetchall()
        }
        papers = self._get_statements(payer)
        found = {
            paper["company"].id: (
                round(paper["totals"]["open"], 2),
                round(paper["totals"]["billed"], 2),
            )
            for paper in papers
        }
        self.assertEqual(found, ledger)
        self.assertEqual(len(papers), len(ledger))
        for paper in papers:
            for figures in (*paper["rows"], paper["totals"]):
                self.assertAlmostEqual(
                    figures["billed"]
                    - figures["credited"]
                    - figures["carried"]
                    - figures["paid"],
                    figures["open"],
                )
        return papers

    def _assert_totals(self, paper, **expected):
        self.assertEqual(
            {name: round(paper["totals"][name], 2) for name in expected}, expected
        )


@tagged("post_install", "-at_install")
class TestMentoringFeeStatement(StatementCommon):
    """What a payer is told of all invoices adds up to what the books say."""

    def test_what_it_says(self):
        self.mentee.purchase_order = "PO-77"
        self._bill_all()
        self._pay_amount(self.fee.move_id, 60.0)
        words = self._print(self.employer, report=REPORT)
        invoice = self.fee.move_id
        for said in (
            "Statement of mentoring fees",
            "Harbour & Sons",
            "Amounts in USD",
            invoice.name,
            "20 September 2020, due ",
            self.fee.partner_id.name,
            "Purchase order: PO-77",
            self.other_fee.move_id.name,
            "Ned Second",
            "$150.00 $0.00 $0.00 $60.00 $90.00",
            "Total $300.00 $0.00 $0.00 $60.00 $240.00",
        ):
            self.assertIn(said, words)
        mentors = (self.partnership | self.second).participant_ids.filtered(
            lambda seat: seat.role == "mentor"
        )
        for mentor in mentors.partner_id:
            self.assertNotIn(mentor.name, words)

    def test_part_payment(self):
        self._bill_all()
        self._pay_amount(self.fee.move_id, 60.0)
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=300.0, credited=0.0, paid=60.0, open=240.0)

    def test_credit_notes(self):
        """One is reconciled; the other only posted; neither is money."""
        self._bill_all()
        self._credit(self.fee.move_id, 50.0)
        self._credit(self.other_fee.move_id, 20.0, reconciles=False)
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=300.0, credited=70.0, paid=0.0, open=230.0)

    def test_credited_after_the_payment(self):
        """What is to be paid back stands below zero."""
        self._bill_all()
        self._pay_amount(self.fee.move_id, 150.0)
        self._credit(self.fee.move_id, 150.0, reconciles=False)
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=300.0, credited=150.0, paid=150.0, open=0.0)
        self.assertEqual(
            sorted(round(row["open"], 2) for row in paper["rows"]), [-150.0, 150.0]
        )

    def test_overpayment(self):
        """What is left of a payment is no part of the invoice, and said apart."""
        self._bill_all()
        self._pay_amount(self.fee.move_id, 200.0)
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=300.0, paid=150.0, open=150.0)
        self.assertEqual(paper["left_over"], 50.0)
        words = self._print(self.employer, report=REPORT)
        self.assertIn("You have paid $50.00 too much.", words)

    def test_one_payment_for_both(self):
        """What is left of it is counted once."""
        self._bill_all()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.fees.move_id.ids
        ).create(
            {
                "payment_date": date(2020, 9, 25),
                "group_payment": True,
                "amount": 320.0,
            }
        )._create_payments()
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=300.0, paid=300.0, open=0.0)
        self.assertEqual(paper["left_over"], 20.0)

    def test_another_payer(self):
        """An invoice stays with whom it was sent to, when someone else pays instead."""
        self._bill_all()
        first = self.fee.move_id
        payer = self.env["res.partner"].create({"name": "New Pty", "is_company": True})
        self.env["mentoring.fee.correction"].with_user(self.finance).create(
            {"fee_id": self.fee.id, "payer_id": payer.id, "reason": "Another employer"}
        ).action_confirm()
        second = self.fee.move_id
        self.assertNotEqual(first, second)
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=300.0, credited=150.0, open=150.0)
        self.assertIn(first.name, [row["number"] for row in paper["rows"]])
        [paper] = self._assert_ledger(payer)
        self.assertEqual([row["number"] for row in paper["rows"]], [second.name])
        self._assert_totals(paper, billed=150.0, credited=0.0, open=150.0)

    def test_departments_of_one_employer(self):
        """All addresses of an employer are one payer, and have one statement."""
        office = self.env["res.partner"].create(
            {"name": "Accounts", "parent_id": self.employer.id, "type": "invoice"}
        )
        self.other_fee.payer_id = office
        self._bill_all()
        [paper] = self._assert_ledger()
        self.assertEqual(len(paper["rows"]), 2)
        [paper] = self._get_statements(self.employer | office)
        self.assertEqual(paper["payer_id"], self.employer.id)

    def test_who_pays_for_themselves(self):
        """An employer is not told what its employee pays alone, nor the reverse."""
        person = self.other_fee.partner_id
        person.parent_id = self.employer
        self.other_fee.payer_id = person
        self._bill_all()
        [paper] = self._get_statements()
        self.assertEqual(
            [row["number"] for row in paper["rows"]], [self.fee.move_id.name]
        )
        [paper] = self._get_statements(person)
        self.assertEqual(paper["payer_id"], person.id)
        self.assertEqual(
            [row["number"] for row in paper["rows"]], [self.other_fee.move_id.name]
        )

    def test_nothing_yet(self):
        self.assertEqual(self._get_statements()[0]["rows"], [])
        words = self._print(self.employer, report=REPORT)
        self.assertIn("There are no invoices of mentoring fees.", words)

    def test_drafts_are_none(self):
        self._bill_all()
        self.fee.move_id.button_draft()
        [paper] = self._assert_ledger()
        self._assert_totals(paper, billed=150.0, open=150.0)

    def test_two_currencies(self):
        """Dollars and euros are never added up."""
        company, fee = self._set_up_abroad()
        self.finance.company_ids += company
        self._bill_all()
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.pair_abroad)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(fee.state, "invoiced", fee.billing_error)
        self._pay_amount(self.fee.move_id, 60.0)
        self._credit(fee.move_id, 30.0)
        papers = {
            paper["currency"].name: paper
            for paper in self._assert_ledger(self.employer)
        }
        self.assertEqual(set(papers), {"USD", "EUR"})
        self._assert_totals(papers["USD"], billed=300.0, paid=60.0, open=240.0)
        self._assert_totals(papers["EUR"], billed=90.0, credited=30.0, open=60.0)
        self.assertEqual(len(self._render_pdf(self.employer, REPORT).pages), 2)
        # Whoever works in one company sees that one's invoices.
        self.finance.company_ids -= company
        [paper] = self._get_statements()
        self.assertEqual(paper["currency"].name, "USD")

    def _set_up_abroad(self):
        """Return another company, which counts in euros, and a fee of the employer."""
        data = self.setup_other_company(
            name="Other Society", currency_id=self.setup_other_currency("EUR").id
        )
        company = data["company"]
        self.env.user.company_ids += company
        product = self.env["product.product"].create(
            {
                "name": "Fee abroad",
                "type": "service",
                "list_price": 90.0,
                "taxes_id": [Command.clear()],
            }
        )
        product.with_company(company).property_account_income_id = data[
            "default_account_revenue"
        ]
        with freeze_time("2020-07-20 00:00:00"):
            scheme = self._create_scheme(
                company_id=company.id,
                coordinator_id=False,
                fee_product_id=product.id,
                mentor_category_ids=[Command.clear()],
                mentor_member_required=False,
                mentee_member_required=False,
            )
            intake = self._create_intake(
                scheme, date_start="2020-07-23", application_close="2020-07-22"
            )
            self.pair_abroad = self._create_partnership(
                intake, "Mona Abroad", "Marc Abroad"
            )
        fee = self._get_seat(self.pair_abroad, "mentee").application_id.fee_ids
        fee.payer_id = self.employer
        return company, fee

    def test_pages(self):
        """A page for each payer, with a wkhtmltopdf that prints one document alone."""
        self._bill_all()
        payers = self.employer | self._create_member("Una Other")
        self.assertEqual(len(self._render_pdf(payers, REPORT).pages), 2)

    def test_button_on_fees(self):
        action = self.fees.with_user(self.finance).action_print_statement()
        self.assertEqual(action["report_name"], REPORT)
        self.assertEqual(action["context"]["active_ids"], self.employer.ids)

    def test_finance_alone(self):
        """Coordinators see fees, and no account of a payer; members neither."""
        self._bill_all()
        member = new_test_user(
            self.env,
            "statement_member",
            "base.group_portal",
            partner_id=self.mentee.partner_id.id,
        )
        for user in (self.coordinator, member):
            for contact in (self.employer, self.mentee.partner_id):
                with self.assertRaises(AccessError):
                    self._print(contact, user, REPORT)
                with self.assertRaises(AccessError):
                    contact.with_user(user).action_print_mentoring_statement()
            with self.assertRaises(AccessError):
                self.fee.with_user(user).action_print_statement()

    def test_not_for_none(self):
        with self.assertRaisesRegex(UserError, "at least one payer"):
            self._print(self.employer.browse(), report=REPORT)


@tagged("post_install", "-at_install", "security")
class TestMentoringFeeStatementPage(StatementCommon, HttpCase):
    """The address of a report is known to everyone with a login."""

    def test_page(self):
        self._bill_all()
        address = f"/report/html/{REPORT}/{self.employer.id}"
        employer = new_test_user(
            self.env,
            "statement_portal",
            "base.group_portal",
            password="statement_portal",
            partner_id=self.employer.id,
        )
        self.finance.password = "mentoring_finance"
        self.coordinator.password = "statement_staff"
        number = self.fee.move_id.name
        for login, password, shown in (
            (employer.login, "statement_portal", False),
            (self.coordinator.login, "statement_staff", False),
            (self.finance.login, "mentoring_finance", True),
        ):
            self.authenticate(login, password)
            with mute_logger("odoo.http"):
                page = self.url_open(address)
            self.assertEqual(number in page.text, shown, login)
