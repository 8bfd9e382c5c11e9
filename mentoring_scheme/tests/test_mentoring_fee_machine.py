# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .fee_common import FeeCommon

# What people do with right, and what would bend the books.
STEPS = (
    "sign",
    "sign_one",
    "bill",
    "bill",
    "pay",
    "pay_too_much",
    "cancel",
    "draft",
    "post",
    "credit",
    "reverse_and_create",
    "correct",
    "raise_price",
    "add_tax",
    "shorten_delay",
    "mentee_leaves",
    "bend_customer",
    "bend_price",
    "bend_quantity",
    "bend_line",
    "bend_text",
    "bend_posted",
    "bend_entry",
    "bend_invoice",
    "bend_copy",
)
# In words of this test alone: fees whose posted lines say something else.
LEDGER = """
    SELECT fee.id
      FROM mentoring_fee fee
      JOIN account_move_line line ON line.mentoring_fee_id = fee.id
      JOIN account_move move ON move.id = line.move_id
     WHERE move.state = 'posted'
       AND (move.partner_id <> fee.payer_id
            OR move.move_type <> 'out_invoice'
            OR line.quantity <> 1
            OR move.currency_id <> fee.currency_id
            OR move.company_id <> fee.company_id
            OR ABS(move.amount_total - fee.amount_total) > 0.004
            OR fee.amount_total > fee.amount_offered + 0.004)
"""
STRAYS = """
    SELECT line.id
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
     WHERE line.product_id = ANY(%s)
       AND line.parent_state = 'posted'
       AND line.mentoring_fee_id IS NULL
       AND line.mentoring_former_fee_id IS NULL
       AND move.move_type <> 'out_refund'
"""
OWED = """
    SELECT COALESCE(SUM(line.balance), 0), COALESCE(SUM(line.amount_residual), 0)
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      JOIN account_account account ON account.id = line.account_id
      LEFT JOIN account_move invoice ON invoice.id = move.reversed_entry_id
     WHERE account.account_type = 'asset_receivable'
       AND move.state = 'posted'
       AND EXISTS (
               SELECT FROM account_move_line charge
                WHERE charge.move_id IN (move.id, invoice.id)
                  AND %s IN (charge.mentoring_fee_id, charge.mentoring_former_fee_id)
           )
"""


@tagged("post_install", "-at_install")
class TestMentoringFeeMachine(FeeCommon):
    """Whatever finance does, by any door and on any day, the ledger says it right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        cls.stranger = cls._create_member("Sam Stranger", membership=None)
        cls.abroad = cls._set_up_abroad()
        cls.finance.company_ids += cls.abroad.company_id

    @classmethod
    def _set_up_abroad(cls):
        """Return the fee of a pair in another company, which counts in euros."""
        data = cls.setup_other_company(
            name="Other Society", currency_id=cls.setup_other_currency("EUR").id
        )
        company = data["company"]
        cls.env.user.company_ids += company
        product = cls.env["product.product"].create(
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
            scheme = cls._create_scheme(
                company_id=company.id,
                coordinator_id=False,
                fee_product_id=product.id,
                mentor_category_ids=[Command.clear()],
                mentor_member_required=False,
                mentee_member_required=False,
            )
            intake = cls._create_intake(
                scheme, date_start="2020-07-23", application_close="2020-07-22"
            )
            cls.pair_abroad = cls._create_partnership(
                intake, "Mona Abroad", "Marc Abroad"
            )
        return cls._get_seat(cls.pair_abroad, "mentee").application_id.fee_ids

    def test_any_walk(self):
        case = self

        class Walk(RuleBasedStateMachine):
            @initialize()
            def begin(self):
                self.moment = datetime(2020, 7, 21, 2)
                self.savepoint = case.env.cr.savepoint()

            @rule(
                step=st.sampled_from(STEPS),
                days=st.integers(0, 45),
                is_abroad=st.booleans(),
            )
            def take(self, step, days, is_abroad):
                self.moment += timedelta(days=days, hours=7)
                case._take(step, self.moment, is_abroad)

            @invariant()
            def ledger_is_right(self):
                case._assert_ledger("walk")

            def teardown(self):
                self.savepoint.rollback()
                self.savepoint.close()
                case.env.invalidate_all()

        self.done = set()
        run_state_machine_as_test(
            Walk,
            settings=settings(
                max_examples=4,
                stateful_step_count=10,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        # The walks went somewhere, and nobody got through what bends the books.
        self.assertLessEqual({"sign", "bill"}, self.done)
        self.assertFalse([step for step in self.done if step.startswith("bend")])

    def test_a_whole_year(self):
        """Each step once, in an order in which it has something to do."""
        self.done = set()
        moment = datetime(2020, 7, 21, 2)
        walk = (
            "sign_one raise_price add_tax shorten_delay sign bill bend_customer "
            "bend_price bend_quantity bend_line bend_text bend_posted bend_entry "
            "bend_invoice bend_copy draft post reverse_and_create post correct "
            "pay_too_much credit correct pay mentee_leaves"
        )
        for is_abroad in (False, True):
            for step in walk.split():
                moment += timedelta(days=9)
                self._take(step, moment, is_abroad)
                self._assert_ledger(step)
        self.assertLessEqual(
            {
                "sign",
                "bill",
                "draft",
                "post",
                "reverse_and_create",
                "correct",
                "pay_too_much",
                "credit",
            },
            self.done,
        )
        self.assertFalse([step for step in self.done if step.startswith("bend")])

    def _take(self, step, moment, is_abroad):
        fee = self.abroad if is_abroad else self.fee
        pair = self.pair_abroad if is_abroad else self.partnership
        books = fee.with_user(self.finance).with_company(fee.company_id)
        with freeze_time(moment), mute_logger("odoo.sql_db"):
            try:
                with self.env.cr.savepoint():
                    took_place = getattr(self, f"_step_{step}")(fee, pair, books)
                    self.env.flush_all()
            except (UserError, IntegrityError):
                took_place = False
            self.env.invalidate_all()
        if took_place:
            self.done.add(step)

    def _assert_ledger(self, step):
        self.env.flush_all()
        self.env.cr.execute(LEDGER)
        self.assertEqual(self.env.cr.fetchall(), [], step)
        products = (self.fee | self.abroad).product_id.ids
        self.env.cr.execute(STRAYS, [products])
        self.assertEqual(self.env.cr.fetchall(), [])
        for fee in self.fee | self.abroad:
            self.env.cr.execute(OWED, [fee.id])
            owed, still_open = map(float, self.env.cr.fetchone())
            self.assertAlmostEqual(
                fee.amount_billed
                + sum(fee._get_ledger_moves()[1].mapped("amount_total_signed")),
                owed,
                2,
            )
            self.assertAlmostEqual(fee.amount_open, still_open, 2)
        faults = self.env["mentoring.fee"].sudo()._get_ledger_faults()
        self.assertEqual(
            faults, [], (step, self.fee.read(["amount_total", "amount_offered"]))
        )

    # ------------------------------------------------------------------
    # The steps; each tells whether there was something to do
    # ------------------------------------------------------------------

    def _step_sign(self, fee, pair, books):
        self._sign_all(pair)
        return bool(fee.date_accepted)

    def _step_sign_one(self, fee, pair, books):
        self._sign_all(pair, roles=("mentee",))
        return True

    def _step_bill(self, fee, pair, books):
        (self.env["mentoring.fee"]._search_due() & fee)._bill_due()
        return bool(fee.move_id)

    def _register(self, books, amount):
        move = books.move_id.sudo(False)
        if move.state != "posted" or move.payment_state not in ("not_paid", "partial"):
            return False
        self.env["account.payment.register"].with_user(self.finance).with_company(
            books.company_id
        ).with_context(active_model="account.move", active_ids=move.ids).create(
            {"amount": amount}
        )._create_payments()
        return True

    def _step_pay(self, fee, pair, books):
        return self._register(books, fee.amount_open)

    def _step_pay_too_much(self, fee, pair, books):
        return self._register(books, fee.amount_open + 50.0)

    def _step_cancel(self, fee, pair, books):
        books.move_id.button_cancel()
        return bool(fee.move_id)

    def _step_draft(self, fee, pair, books):
        books.move_id.button_draft()
        return fee.move_id.state == "draft"

    def _step_post(self, fee, pair, books):
        drafts = books.move_id.filtered(lambda move: move.state == "draft")
        drafts.action_post()
        return bool(drafts)

    def _reverse(self, books):
        move = books.move_id
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.finance)
            .with_company(books.company_id)
            .with_context(active_model="account.move", active_ids=move.ids)
        )
        return wizard.create({"journal_id": move.journal_id.id})

    def _step_credit(self, fee, pair, books):
        if fee.move_id.state != "posted":
            return False
        self._reverse(books).refund_moves()
        fee.move_id.reversal_move_ids.with_user(self.finance).filtered(
            lambda move: move.state == "draft"
        ).action_post()
        return True

    def _step_reverse_and_create(self, fee, pair, books):
        if fee.move_id.state != "posted":
            return False
        self._reverse(books).modify_moves()
        return True

    def _step_correct(self, fee, pair, books):
        if not fee.move_id:
            return False
        payer = self.stranger if fee.payer_id != self.stranger else fee.partner_id
        self.env["mentoring.fee.correction"].with_user(self.finance).create(
            {"fee_id": fee.id, "payer_id": payer.id, "reason": "A wrong payer"}
        ).action_confirm()
        return True

    def _step_raise_price(self, fee, pair, books):
        fee.product_id.list_price += 30.0
        return True

    def _step_add_tax(self, fee, pair, books):
        if fee.company_id == self.env.company:
            fee.product_id.taxes_id = self.company_data["default_tax_sale"]
        return True

    def _step_shorten_delay(self, fee, pair, books):
        fee.application_id.scheme_id.billing_delay_months = 0
        return True

    def _step_mentee_leaves(self, fee, pair, books):
        seat = self._get_seat(pair, "mentee")
        if seat.state != "current":
            return False
        self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id}
        ).action_approve()
        return True

    # What bends the books: refused, or there was nothing to bend.

    def _repost(self, books, **values):
        move = books.move_id
        if move.state == "posted":
            move.button_draft()
        move.write(values)
        move.action_post()
        return bool(move)

    def _repost_line(self, books, **values):
        lines = books.move_id.invoice_line_ids
        return self._repost(
            books, invoice_line_ids=[Command.update(line.id, values) for line in lines]
        )

    def _step_bend_customer(self, fee, pair, books):
        other = self.env.company.partner_id
        if fee.move_id.mentoring_replaced_id:
            return False  # its customer may be put right
        return self._repost(books, partner_id=other.id)

    def _step_bend_price(self, fee, pair, books):
        return self._repost_line(books, price_unit=fee.amount + 10)

    def _step_bend_quantity(self, fee, pair, books):
        return self._repost_line(books, quantity=2)

    def _step_bend_line(self, fee, pair, books):
        more = Command.create({"name": "More", "price_unit": 20.0, "tax_ids": []})
        return self._repost(books, invoice_line_ids=[more])

    def _step_bend_text(self, fee, pair, books):
        line = books.move_id.invoice_line_ids
        same = Command.create({"name": "Same", "price_unit": fee.amount, "tax_ids": []})
        commands = [Command.delete(one.id) for one in line]
        return self._repost(books, invoice_line_ids=[*commands, same])

    def _step_bend_posted(self, fee, pair, books):
        move = books.move_id.with_context(skip_readonly_check=True)
        if move.state != "posted":
            return False
        return bool(
            move.line_ids.browse().create(
                {"move_id": move.id, "name": "More", "price_unit": 10.0, "tax_ids": []}
            )
        )

    def _bend_document(self, books, move_type, **line):
        move = (
            self.env["account.move"]
            .with_user(self.finance)
            .with_company(books.company_id)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.env.company.partner_id.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": books.sudo().product_id.id,
                                "price_unit": 990.0,
                                "quantity": 3,
                                "tax_ids": [],
                                **line,
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return True

    def _step_bend_entry(self, fee, pair, books):
        return self._bend_document(books, "out_receipt")

    def _step_bend_invoice(self, fee, pair, books):
        return self._bend_document(books, "out_invoice", mentoring_fee_id=fee.id)

    def _step_bend_copy(self, fee, pair, books):
        copied = books.move_id.copy()
        copied.action_post()
        return bool(copied)
