# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import float_compare

from .fee_common import FeeCommon


class RefundCommon(FeeCommon):
    """A billed fee of 150, from 23 July 2020 to 22 July 2021."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        cls.reason = cls.env.ref("mentoring_scheme.withdrawal_reason_job")
        with freeze_time("2020-07-20 00:00:00"):
            cls.second_mentor = cls._create_approved(
                "Second Mentor", "mentor", intake=cls.intake
            )

    def _set_rules(self, *rules):
        self.scheme.refund_rule_ids = [
            Command.clear(),
            *(Command.create({"sequence": n, **rule}) for n, rule in enumerate(rules)),
        ]

    def _leave(self, day, **values):
        """Let the mentee leave on a day; return the credit notes of the fee."""
        seat = self.mentee.participant_ids.sorted("id")[-1:]
        with freeze_time(f"{day} 02:00:00"):
            self.env["mentoring.withdrawal"].create(
                {
                    **(
                        {"participant_id": seat.id}
                        if seat.state == "current"
                        else {"application_id": self.mentee.id}
                    ),
                    **values,
                }
            ).action_approve()
        return self.fee.move_id.reversal_move_ids

    def _rematch(self, day):
        with freeze_time(f"{day} 02:00:00"):
            Partnership = self.env["mentoring.partnership"]
            partnership = Partnership.create(
                Partnership._prepare_partnership(
                    self.intake, self.mentee | self.second_mentor, "one_to_one"
                )
            )
            partnership._set_up()
        return partnership

    def _pay_at(self, day, invoice=None):
        with freeze_time(f"{day} 02:00:00"):
            self._pay(invoice or self.fee.move_id)

    def _post_at(self, day, moves):
        with freeze_time(f"{day} 02:00:00"):
            moves.action_post()


@tagged("post_install", "-at_install")
class TestMentoringRefundRule(RefundCommon):
    """Invariant 9: what a mentee who leaves gets back, by the scheme's rules."""

    def test_first_that_fits(self):
        """From top to bottom; what fits none is settled as the scheme says else."""
        self._set_rules(
            {"reason_ids": self.reason.ids, "kind": "full"},
            {"period": "midway", "kind": "percent", "percentage": 20},
        )
        self.scheme.refund_policy = "ask"
        self._bill()
        find = self.scheme.refund_rule_ids._find
        other = self.env.ref("mentoring_scheme.withdrawal_reason_other")
        late, early = date(2021, 6, 1), date(2020, 10, 1)
        self.assertEqual(find(self.fee, late, self.reason).kind, "full")
        self.assertEqual(find(self.fee, early, self.reason).kind, "full")
        self.assertEqual(find(self.fee, early, other).kind, "percent")
        self.assertFalse(find(self.fee, late, other))
        self.assertEqual(self.fee._get_refund(late, late, other), ("ask", 0.0))

    def test_periods_end_with_their_day(self):
        self._bill()
        for period, days, last in (
            ("date", 0, date(2020, 11, 21)),
            ("before_start", 7, date(2020, 7, 16)),
            ("after_match", 14, date(2020, 8, 3)),
            ("after_start", 30, date(2020, 8, 22)),
            ("midway", 0, self.partnership.date_midway - timedelta(days=1)),
        ):
            with self.subTest(period=period):
                self._set_rules(
                    {"period": period, "days": days, "date": date(2020, 11, 21)}
                )
                rule = self.scheme.refund_rule_ids
                nothing = self.env["mentoring.withdrawal.reason"]
                self.assertTrue(rule._find(self.fee, last, nothing))
                after = last + timedelta(days=1)
                self.assertFalse(rule._find(self.fee, after, nothing))

    def test_rule_of_one_intake(self):
        other = self._create_intake(self.scheme, name="Another")
        self._set_rules({"intake_id": other.id}, {"kind": "none"})
        self._bill()
        self.assertFalse(self._leave("2020-12-22"))
        self.assertEqual(self.fee.refund_kind, "none")

    def test_notice_decides_and_the_last_day_counts(self):
        """Notice in time gets the rule; the months are those after the last day."""
        self._set_rules({"period": "date", "date": "2020-11-21", "kind": "prorata"})
        self._bill()
        credit = self._leave(
            "2020-12-01", date_notice="2020-11-21", date_effective="2020-12-22"
        )
        self.assertEqual(credit.amount_total, 87.5)

    def test_task_goes_to_finance(self):
        """Whoever posts credit notes gets the task; the fee says what was given."""
        self._set_rules({"amount_kept": 50.0})
        self._bill()
        credit = self._leave("2020-12-22")
        self.assertRecordValues(
            credit,
            [{"state": "draft", "move_type": "out_refund", "amount_total": 100.0}],
        )
        task = self.fee.activity_ids
        self.assertTrue(task.user_id.has_group("account.group_account_invoice"))
        self.assertEqual(task.user_id, self.fee._get_finance_user())
        self.assertEqual(self.fee.refund_kind, "full")
        self.assertEqual(self.fee.date_settled, date(2020, 12, 22))
        self.fee._settle_departure(date(2020, 12, 23))
        self.assertEqual(self.fee.move_id.reversal_move_ids, credit)
        self.assertEqual(self.fee.activity_ids, task)

    def test_case_by_case(self):
        """The coordinator decides; nothing is drafted."""
        self._set_rules({"kind": "ask"})
        self._bill()
        self.assertFalse(self._leave("2020-12-22"))
        self.assertEqual(self.fee.activity_ids.user_id, self.coordinator)

    def test_kept_more_than_is_left(self):
        """Nobody pays for leaving."""
        self._set_rules({"kind": "prorata", "amount_kept": 500.0})
        self._bill()
        self.assertFalse(self._leave("2020-12-22"))

    def test_credited_before(self):
        """What was credited by hand is not given back twice."""
        self.scheme.refund_policy = "full"
        self._bill()
        with freeze_time("2020-10-01 02:00:00"):
            goodwill = self.fee.move_id._reverse_moves()
            goodwill.invoice_line_ids.price_unit = 50.0
            goodwill.action_post()
        refund = self._leave("2020-12-22") - goodwill
        self.assertEqual(refund.amount_total, 100.0)
        self._post_at("2020-12-22", refund)
        self.assertEqual(self.fee.state, "credited")
        self.assertEqual(self.fee.amount_credited, 150.0)

    def test_nothing_beside_the_fee(self):
        """Finance puts nothing else on a fee's invoice, so all of it can go back."""
        self.scheme.refund_policy = "full"
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self._run_crons_at("2020-09-20 00:00:00")
        with freeze_time("2020-09-21 00:00:00"):
            invoice = self.fee.move_id
            invoice.button_draft()
            with (
                self.assertRaisesRegex(UserError, "nothing else is invoiced with it"),
                self.env.cr.savepoint(),
            ):
                invoice.invoice_line_ids = [
                    Command.create(
                        {"name": "Workbook", "price_unit": 30.0, "tax_ids": False}
                    )
                ]
                invoice.action_post()
            invoice.action_post()
        self.assertEqual(self._leave("2020-12-22").amount_total, 150.0)

    def test_decision_is_shown_before(self):
        """The coordinator reads what will go back before approving."""
        self.scheme.refund_policy = "prorata"
        seat = self._get_seat(self.partnership, "mentee")
        withdrawal = self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id, "date_effective": "2020-12-22"}
        )
        self.assertIn("nothing is owed", withdrawal.settlement)
        self._bill()
        withdrawal = withdrawal.with_user(self.coordinator)
        withdrawal.invalidate_recordset()
        self.assertIn("87.50", withdrawal.settlement)
        withdrawal.wants_rematch = True
        self.assertIn("next partner", withdrawal.settlement)

    # ------------------------------------------------------------------
    # Rematch
    # ------------------------------------------------------------------

    def test_rematch_carries_the_fee_over(self):
        """One fee for the intake: nothing goes back, and nothing is charged again."""
        self.scheme.refund_policy = "full"
        self._bill()
        self._pay_at("2020-09-25")
        self.assertFalse(self._leave("2020-12-22", wants_rematch=True))
        self.assertEqual(self.mentee.state, "approved")
        self.assertEqual(self.fee.state, "paid")
        partnership = self._rematch("2021-01-10")
        with freeze_time("2021-01-12 02:00:00"):
            self._sign_all(partnership)
        self._run_crons_at("2021-06-01 00:00:00")
        self.assertEqual(self.mentee.fee_ids, self.fee)
        self.assertEqual(len(self.fee.move_line_ids), 1)
        self.assertTrue(self.fee.is_seated)
        self._assert_consistent()

    def test_months_left_after_a_rematch(self):
        """The paid term began with the first mentor: three of twelve months left."""
        self.scheme.refund_policy = "prorata"
        self._bill()
        self._leave("2020-12-22", wants_rematch=True)
        self._rematch("2021-01-10")
        self.assertEqual(self._leave("2021-04-22").amount_total, 37.5)

    def test_returned_and_left_again(self):
        """Each departure is settled, and what went back before counts."""
        self.scheme.refund_policy = "prorata"
        self._bill()
        first = self._leave("2021-04-22")
        self.assertEqual(first.amount_total, 37.5)
        self.assertEqual(self.mentee.state, "withdrawn")
        self._rematch("2021-04-25")
        self.assertEqual(self.mentee.state, "matched")
        # Nothing more is owed for months that were given back already.
        self.assertEqual(self._leave("2021-05-22"), first)
        self.assertEqual(self.fee.date_settled, date(2021, 5, 22))
        self._rematch("2021-05-25")
        self._set_rules({"reason_ids": [Command.set(self.reason.ids)], "kind": "full"})
        second = self._leave("2021-06-22", reason_id=self.reason.id) - first
        self.assertEqual(second.amount_total, 112.5)
        newest = self.env["mentoring.withdrawal"].search(
            [("application_id", "=", self.mentee.id)], order="id desc", limit=1
        )
        self.assertIn("Settled on", newest.settlement)
        self.fee._settle_departure(date(2021, 6, 23))
        self.assertEqual(self.fee.move_id.reversal_move_ids, first | second)

    def test_returned_and_completed(self):
        """Who came back and stayed to the end has completed, and not withdrawn."""
        self._bill()
        self._leave("2020-12-22")
        partnership = self._rematch("2021-01-10")
        with freeze_time("2021-01-12 02:00:00"):
            self._sign_all(partnership)
        self._run_crons_at("2021-08-01 00:00:00")
        self.assertEqual(partnership.state, "completed")
        self.assertEqual(self.mentee.state, "completed")

    def test_returned_and_wants_another(self):
        """Who came back, and asks for a new partner, is free for one."""
        self._bill()
        self._leave("2020-12-22")
        self._rematch("2021-01-10")
        self._leave("2021-02-22", wants_rematch=True)
        self.assertEqual(self.mentee.state, "approved")

    def test_mentor_left(self):
        """The months since the mentor left are not charged."""
        self._set_rules({"departure": "partner", "kind": "prorata"})
        self._bill()
        with freeze_time("2020-12-22 02:00:00"):
            self._withdraw("mentor")
        self.assertEqual(self._leave("2021-02-22").amount_total, 87.5)

    # ------------------------------------------------------------------
    # Credit for the next intake
    # ------------------------------------------------------------------

    def _join_next(self, day, price=150.0, **values):
        """Let the mentee take part again; return the fee once it is billed."""
        with freeze_time(f"{day} 02:00:00"):
            self.fee_product.list_price = price
            intake = self._create_intake(self.scheme, name="Next")
            mentee = self._create_application(
                self.mentee.partner_id, "mentee", intake=intake, **values
            )
            mentee.action_submit()
            mentee.action_approve()
            mentor = self._create_approved(f"Mentor {day}", "mentor", intake=intake)
            Partnership = self.env["mentoring.partnership"]
            partnership = Partnership.create(
                Partnership._prepare_partnership(intake, mentor | mentee, "one_to_one")
            )
            partnership._set_up()
            self._sign_all(partnership)
        fee = mentee.fee_ids
        with freeze_time(fee.date_due + timedelta(days=1)):
            self._run_crons("ir_cron_bill_due")
        self.assertEqual(fee.move_id.state, "posted")
        return fee

    def _leave_with_credit(self, **rule):
        self._set_rules({"kind": "credit", **rule})
        self._bill()
        self._pay_at("2020-09-25")
        return self._leave("2020-12-22")

    def test_credit_is_taken_off_the_next_fee(self):
        """Once and to the cent: the ledger itself carries it."""
        credit = self._leave_with_credit(amount_kept=33.34)
        self.assertEqual(credit.amount_total, 116.66)
        self._post_at("2020-12-23", credit)
        self.assertEqual(self.fee.amount_open, -116.66)
        fee = self._join_next("2021-03-01")
        self.assertRecordValues(
            fee, [{"state": "invoiced", "amount_open": 33.34, "amount_billed": 150.0}]
        )
        self.assertRecordValues(
            self.fee, [{"amount_open": 0.0, "carried_to_id": fee.id}]
        )
        again = self._join_next("2022-03-01")
        self.assertEqual(again.amount_open, 150.0)
        self._assert_consistent()

    def test_credit_pays_a_whole_fee(self):
        """The rest waits for the fee after."""
        self._post_at("2020-12-23", self._leave_with_credit())
        fee = self._join_next("2021-03-01", price=100.0)
        self.assertRecordValues(fee, [{"state": "paid", "amount_open": 0.0}])
        self.assertEqual(self.fee.amount_open, -50.0)
        third = self._join_next("2022-03-01", price=100.0)
        self.assertEqual(third.amount_open, 50.0)
        self.assertEqual(self.fee.amount_open, 0.0)
        self._assert_consistent()

    def test_credit_posted_after_the_next_invoice(self):
        credit = self._leave_with_credit()
        fee = self._join_next("2021-03-01", price=200.0)
        self.assertEqual(fee.amount_open, 200.0)
        self._post_at("2021-06-01", credit)
        self.assertEqual(fee.amount_open, 50.0)
        self.assertEqual(self.fee.carried_to_id, fee)
        self._assert_consistent()

    def test_credit_survives_a_reset(self):
        """The next invoice reset to draft and posted again is credited once."""
        self._post_at("2020-12-23", self._leave_with_credit())
        fee = self._join_next("2021-03-01", price=200.0)
        with freeze_time("2021-06-01 02:00:00"):
            fee.move_id.button_draft()
            fee.move_id.action_post()
        self.assertEqual(fee.amount_open, 50.0)
        self.assertEqual(self.fee.amount_open, 0.0)
        self._assert_consistent()

    def test_unpaid_leaves_no_credit(self):
        """Who has paid nothing has nothing to carry over."""
        self._set_rules({"kind": "credit"})
        self._bill()
        self._post_at("2020-12-23", self._leave("2020-12-22"))
        self.assertRecordValues(self.fee, [{"state": "credited", "amount_open": 0.0}])
        self.assertEqual(self._join_next("2021-03-01").amount_open, 150.0)

    def test_credit_of_another_payer(self):
        """An employer's money is not spent on its former employee: finance decides."""
        self._post_at("2020-12-23", self._leave_with_credit())
        fee = self._join_next(
            "2021-03-01",
            payer="employer",
            payer_name="New Library",
            payer_email="pay@new.example.com",
        )
        self.assertEqual(fee.amount_open, 150.0)
        self.assertEqual(self.fee.amount_open, -150.0)
        self.assertIn(
            "Pay a credit back: the next fee has another payer",
            self.fee.activity_ids.mapped("summary"),
        )

    # ------------------------------------------------------------------
    # Whatever the rule, the money adds up
    # ------------------------------------------------------------------

    def test_money_adds_up(self):
        """Invariants 9 and 12, for any rule, price, tax, day and payment."""
        tax = self.company_data["default_tax_sale"].copy({"name": "Tested"})
        included = tax.copy(
            {"name": "Included", "price_include_override": "tax_included"}
        )

        @settings(
            max_examples=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            kind=st.sampled_from(["none", "prorata", "full", "percent", "credit"]),
            cents=st.integers(1, 500000),
            kept=st.integers(0, 30000),
            percentage=st.floats(0, 100),
            tax=st.sampled_from([None, tax, included]),
            days=st.integers(0, 300),
            is_paid=st.booleans(),
        )
        def run(kind, cents, kept, percentage, tax, days, is_paid):
            savepoint = self.env.cr.savepoint()
            try:
                self.fee_product.write(
                    {
                        "list_price": cents / 100,
                        "taxes_id": [Command.set(tax.ids if tax else [])],
                    }
                )
                self._set_rules(
                    {
                        "kind": kind,
                        "amount_kept": kept / 100,
                        "percentage": percentage,
                    }
                )
                self._sign_once()
                self._run_crons_at("2020-09-20 00:00:00")
                if is_paid:
                    self._pay_at("2020-09-21")
                day = date(2020, 9, 22) + timedelta(days=days)
                credit = self._leave(day)
                self._assert_adds_up(credit, day, is_paid, exact=tax != tax_on_top)
            finally:
                savepoint.rollback()
                savepoint.close()

        tax_on_top = tax
        run()

    def _sign_once(self):
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self.env.flush_all()

    def _assert_adds_up(self, credit, day, is_paid, exact):
        fee = self.fee
        rule = self.scheme.refund_rule_ids
        billed = fee.amount_billed
        share = {
            "none": 0,
            "prorata": fee._get_share_left(day),
            "percent": rule.percentage / 100,
        }.get(rule.kind, 1)
        due_back = max(billed * share - rule.amount_kept, 0) if share else 0
        given = sum(credit.mapped("amount_total"))
        # A tax on top does not divide into every cent.
        off = abs(given - due_back)
        self.assertLessEqual(
            float_compare(off, 0.005 if exact else 0.015, precision_digits=4), 0
        )
        self.assertLessEqual(float_compare(given, billed, precision_digits=2), 0)
        if credit:
            self._post_at(day, credit)
        self.assertAlmostEqual(fee.amount_credited, given, places=2)
        self.assertAlmostEqual(
            fee.amount_open, billed - given - (billed if is_paid else 0), places=2
        )
        self._assert_consistent()


@tagged("post_install", "-at_install")
class TestRealRefundPolicies(RefundCommon):
    """The fee policies that real associations publish can each be set up and hold."""

    def _create_fee_product(self, name, price):
        return self.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "taxes_id": False,
                "property_account_income_id": (
                    self.fee_product.property_account_income_id.id
                ),
            }
        )

    def test_alia(self):
        """A9: two to three months after the match and the acceptance; nil after."""
        self._bill()
        self.assertFalse(self._leave("2020-12-22"))
        self.assertEqual(self.fee.state, "invoiced")

    def test_directing_change(self):
        """Mentor and mentee pay within 14 days of the match; free up to a date."""
        mentor_fee = self._create_fee_product("Mentor fee", 700.0)
        self.scheme.write(
            {
                "mentor_fee_product_id": mentor_fee.id,
                "billing_trigger": "days",
                "billing_days": 14,
            }
        )
        self.fee_product.list_price = 1500.0
        with freeze_time("2020-07-20 02:00:00"):
            pair = self._create_partnership(self.intake, "Dora Director", "Eve Board")
        fees = pair.participant_ids.application_id.fee_ids
        self.assertEqual(set(fees.mapped("date_deadline")), {date(2020, 8, 3)})
        with freeze_time("2020-07-28 02:00:00"):
            self._sign_all(pair, roles=("mentor",))
        self._run_crons_at("2020-07-28 03:00:00")
        self.assertFalse(fees.move_id)
        with freeze_time("2020-07-30 02:00:00"):
            self._sign_all(pair)
        self._run_crons_at("2020-07-30 03:00:00")
        self.assertEqual(sorted(fees.move_id.mapped("amount_untaxed")), [700.0, 1500.0])
        self._set_rules({"period": "date", "date": "2020-08-15", "kind": "full"})
        self.mentee = self._get_seat(pair, "mentor").application_id
        self.fee = self.mentee.fee_ids
        self.assertEqual(self._leave("2020-08-15").amount_total, 700.0)
        self._assert_consistent()

    def test_nawo(self):
        """Others than members pay more; free up to 21 November; unpaid, given up."""
        self._use_pricelists()
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Not a member",
                "item_ids": [
                    Command.create({"compute_price": "fixed", "fixed_price": 850.0})
                ],
            }
        )
        self.scheme.mentee_member_required = False
        self.fee_product.list_price = 750.0
        self.mentee.partner_id.property_product_pricelist = pricelist
        self.intake.write({"billing_trigger": "date", "billing_date": "2020-11-21"})
        self._set_rules({"period": "date", "date": "2020-11-21", "kind": "full"})
        self._sign_at("2020-08-01")
        self._run_crons_at("2020-11-21 00:00:00")
        self.assertEqual(self.fee.move_id.amount_untaxed, 850.0)
        self.scheme.overdue_release_days = 7
        with freeze_time("2020-11-27 20:00:00"):  # the 28th in Sydney
            self._run_crons("ir_cron_ask_unpaid")
            self.assertEqual(self.mentee.withdrawal_ids.state, "requested")
            self.mentee.withdrawal_ids.action_approve()
        self.assertEqual(self.mentee.state, "withdrawn")
        self.assertFalse(self.fee.move_id.reversal_move_ids)

    def _sign_at(self, day):
        with freeze_time(f"{day} 02:00:00"):
            self._sign_all(self.partnership)

    def test_hba(self):
        """At once when both have signed; free up to a date; then case by case."""
        self.scheme.write({"billing_delay_months": 0, "refund_policy": "ask"})
        self._set_rules({"period": "date", "date": "2021-02-10", "kind": "full"})
        self._sign_at("2020-08-01")
        self._run_crons_at("2020-08-01 03:00:00")
        self.assertEqual(self.fee.state, "invoiced")
        self.assertFalse(self._leave("2021-02-11"))
        self.assertEqual(self.fee.activity_ids.user_id, self.coordinator)

    def test_ciep(self):
        """No refund; hardship is considered."""
        hardship = self.env["mentoring.withdrawal.reason"].create({"name": "Hardship"})
        self._set_rules({"reason_ids": hardship.ids, "kind": "ask"})
        self._bill()
        self.assertFalse(self._leave("2020-10-01", reason_id=hardship.id))
        self.assertEqual(self.fee.refund_kind, "ask")

    def test_nzbwn(self):
        """One price for each mentee of a group."""
        self.scheme.offers_group = True
        with freeze_time("2020-07-20 02:00:00"):
            people = self._create_approved(
                "Gail Group", "mentor", intake=self.intake, capacity=6
            )
            for number in range(3):
                people |= self._create_approved(
                    f"Grown {number}", "mentee", intake=self.intake
                )
            Partnership = self.env["mentoring.partnership"]
            group = Partnership.create(
                Partnership._prepare_partnership(self.intake, people, "group")
            )
            group._set_up()
            self._sign_all(group)
        self._run_crons_at("2020-09-20 00:00:00")
        fees = group.participant_ids.application_id.fee_ids
        self.assertEqual(fees.move_id.mapped("amount_untaxed"), [150.0] * 3)
        self._assert_consistent()

    def test_mentor_her(self):
        """Full until seven days before the start, then less a fee of 50."""
        self._set_rules(
            {"period": "before_start", "days": 7, "kind": "full"},
            {"kind": "full", "amount_kept": 50.0},
        )
        self._bill()
        nothing = self.env["mentoring.withdrawal.reason"]
        for day, back in ((date(2020, 7, 16), 150.0), (date(2020, 7, 17), 100.0)):
            self.assertEqual(self.fee._get_refund(day, day, nothing)[1], back)
        self.assertEqual(self._leave("2020-10-01").amount_total, 100.0)

    def test_mentor_her_next_intake(self):
        """Whoever leaves may have the fee kept for the next intake."""
        reason = self.env["mentoring.withdrawal.reason"].create({"name": "Next time"})
        self._set_rules({"reason_ids": reason.ids, "kind": "credit"})
        self._bill()
        self._leave("2020-10-01", reason_id=reason.id)
        self.assertEqual(self.fee.refund_kind, "credit")

    def test_femmepalette(self):
        """The second match that fails is refunded; a mentor who drops out, by month."""
        self._set_rules(
            {"match_min": 2, "kind": "full"},
            {"departure": "partner", "kind": "prorata"},
        )
        self._bill()
        nothing = self.env["mentoring.withdrawal.reason"]
        self._leave("2020-12-22", wants_rematch=True)
        with freeze_time("2020-12-23"):
            today = date(2020, 12, 23)
            self.assertEqual(self.fee._get_refund(today, today, nothing)[0], "none")
        self._rematch("2021-01-05")
        with freeze_time("2021-01-20 02:00:00"):
            self._withdraw("mentor")
        self.assertEqual(self._leave("2021-01-25").amount_total, 150.0)

    def test_reseau_mentorat(self):
        """Members only, and a fee that is the local scheme's own."""
        self.scheme.fee_product_id = self._create_fee_product("Local service", 60.0)
        self.assertTrue(self.scheme.mentee_member_required)
        with freeze_time("2020-07-20 02:00:00"):
            pair = self._create_partnership(self.intake, "Lea Local", "Lou Local")
            self._sign_all(pair)
        self._run_crons_at("2020-09-20 00:00:00")
        fees = pair.participant_ids.application_id.fee_ids
        self.assertEqual(fees.move_id.amount_untaxed, 60.0)

    def test_iped(self):
        """A mentor's honorarium is a bill like any other, also for the same product."""
        mentor = self._get_seat(self.partnership, "mentor").partner_id
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": mentor.id,
                "invoice_date": date(2020, 10, 1),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.fee_product.id,
                            "price_unit": 200.0,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self._assert_consistent()
