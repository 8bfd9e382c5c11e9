# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestMentoringFeeOffer(FeeCommon):
    """What was signed is what is invoiced (invariant 13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            login="mentoring_offer_manager",
            groups="mentoring_scheme.group_mentoring_manager",
            company_id=cls.env.company.id,
        )
        with freeze_time("2020-07-20 00:00:00"):
            cls.spare = cls._create_approved("Ann Mentor", "mentor", intake=cls.intake)
        cls.acceptance = cls.partnership.agreement_ids.filtered("is_acceptance")

    def _sign(self, role, moment="2020-08-01 02:00:00"):
        with freeze_time(moment):
            self._sign_all(self.partnership, roles=(role,))

    def _get_text(self):
        """Return the text as it was signed, with plain spaces."""
        text = str(self.acceptance.body)
        return text.replace("\xa0", "").replace("&nbsp;", "")

    def _assert_billed(self, total, tax=0.0):
        """Signed by both, the invoice is over what the text says."""
        self._sign("mentor", "2020-08-02 02:00:00")
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(self.fee.state, "invoiced", self.fee.billing_error)
        self.assertRecordValues(
            self.fee.move_id, [{"amount_total": total, "amount_tax": tax}]
        )
        self.assertIn(f"${total:.2f} (USD)", self._get_text())
        self._assert_consistent()

    def _set_tax(self, **values):
        """Give the fee's product a GST of 10 %."""
        tax = self.company_data["default_tax_sale"].copy(
            {"name": "GST", "amount": 10.0, **values}
        )
        self.fee_product.taxes_id = [Command.set(tax.ids)]
        return tax

    # ------------------------------------------------------------------
    # What is frozen
    # ------------------------------------------------------------------

    def test_price_raised_between_the_signatures(self):
        self._sign("mentee")
        self.fee_product.list_price = 180.0
        self._assert_billed(150.0)

    def test_price_raised_before_the_first_signature(self):
        """The text follows until somebody signs."""
        self.fee_product.list_price = 180.0
        self._sign("mentee")
        self._assert_billed(180.0)

    def test_tax_on_top(self):
        """GST of 10 % excluded: the text and the invoice say 165."""
        self._set_tax(price_include_override="tax_excluded")
        self._sign("mentee")
        self.assertIn("including $15.00 of tax (GST)", self._get_text())
        self._assert_billed(165.0, tax=15.0)

    def test_tax_changed_after_the_signature(self):
        self._sign("mentee")
        self._set_tax(price_include_override="tax_excluded")
        self._assert_billed(150.0)

    def test_fiscal_position_takes_the_tax_out(self):
        """150 with GST included, for a payer without tax: 136.36, as Odoo has it."""
        tax = self._set_tax(price_include_override="tax_included")
        free = tax.copy({"name": "No tax", "amount": 0.0})
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        free.write(
            {
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(tax.ids)],
            }
        )
        self.mentee.partner_id.property_account_position_id = position
        self._sign("mentee")
        self._assert_billed(136.36)

    def test_pricelist_in_euros(self):
        """Converted on the day of the first signature, and in the scheme's currency."""
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 0.5)])
        self._use_pricelists()
        self.mentee.partner_id.property_product_pricelist = self.env[
            "product.pricelist"
        ].create(
            {
                "name": "Europe",
                "currency_id": euro.id,
                "item_ids": [
                    Command.create({"compute_price": "fixed", "fixed_price": 90.0})
                ],
            }
        )
        self._sign("mentee")
        self.setup_other_currency("EUR", rates=[("2020-08-02", 0.25)])
        self._assert_billed(180.0)

    def test_pricelist_of_a_third(self):
        """33.33 % off 150 are 100.01 (100.005, rounded up)."""
        self._use_pricelists()
        self.mentee.partner_id.property_product_pricelist = self.env[
            "product.pricelist"
        ].create(
            {
                "name": "Students",
                "item_ids": [
                    Command.create(
                        {"compute_price": "percentage", "percent_price": 33.33}
                    )
                ],
            }
        )
        self._sign("mentee")
        self._assert_billed(self.fee.amount_offered)
        self.assertIn(self.fee.amount_total, (100.0, 100.01))

    def test_delay_changed_after_the_signatures(self):
        self._sign("mentee")
        self.scheme.write({"billing_delay_months": 1, "billing_deadline_months": 2})
        self._sign("mentor")
        self.assertEqual(self.fee.date_due, date(2020, 9, 20))

    def test_terms_stand_in_the_text(self):
        """Price, payer, day and refunds are what is signed, and stay so."""
        self.scheme.refund_policy = "prorata"
        self._sign("mentee")
        text = self._get_text()
        for words in (
            "$150.00 (USD)",
            "Mel Mentee",
            "20 September 2020",
            "Refund of the remaining months",
        ):
            self.assertIn(words, text)
        self.scheme.refund_policy = "none"
        self._sign("mentor", "2020-08-02 02:00:00")
        self._run_crons_at("2020-09-20 00:00:00")
        with freeze_time("2020-12-22 02:00:00"):
            self._withdraw()
        self.assertEqual(self.fee.refund_kind, "prorata")
        self.assertEqual(self.fee.move_id.reversal_move_ids.amount_total, 87.5)

    # ------------------------------------------------------------------
    # What may still change
    # ------------------------------------------------------------------

    def _change_price(self, adjustment, value):
        wizard = (
            self.env["mentoring.fee.adjustment"]
            .with_user(self.manager)
            .create(
                {
                    "fee_ids": [Command.set(self.fee.ids)],
                    "adjustment": adjustment,
                    "value": value,
                    "reason": "Decided by the board",
                }
            )
        )
        wizard.action_confirm()

    def test_never_more_than_signed(self):
        self._sign("mentee")
        self._sign("mentor")
        with self.assertRaisesRegex(UserError, "states a lower price"):
            self._change_price("price", 500.0)
        self._change_price("percent", 50.0)
        self.assertEqual(self.fee.amount_total, 75.0)
        self._change_price("none", 0.0)
        # Whatever is written, the fee never asks for more.
        self.fee.sudo().write({"adjustment": "price", "adjustment_value": 500.0})
        self.assertEqual(self.fee.amount_total, 150.0)
        self._assert_billed(150.0)

    def test_scholarship_before_the_signature(self):
        """It stands in the text; the full price would need a new acceptance."""
        self._change_price("amount", 50.0)
        self._sign("mentee")
        self._change_price("none", 0.0)
        self.assertEqual(self.fee.amount_total, 100.0)
        self._assert_billed(100.0)

    def test_another_payer_needs_a_reason(self):
        self._sign("mentee")
        employer = self._create_member("Example Library", membership=None)
        with self.assertRaisesRegex(UserError, "names the payer"):
            self.fee.with_user(self.manager).payer_id = employer
        self._let_pay(self.fee, employer)
        self.assertEqual(self.fee.payer_id, employer)

    def test_new_partner_means_a_new_price(self):
        """After a rematch the mentee signs again, for the price of that day."""
        self._sign("mentee")
        with freeze_time("2020-08-05 02:00:00"):
            self._withdraw("mentor")
            self.fee_product.list_price = 180.0
            mentor = self.spare
            Partnership = self.env["mentoring.partnership"]
            again = Partnership.create(
                Partnership._prepare_partnership(
                    self.intake, mentor | self.mentee, "one_to_one"
                )
            )
            again._set_up()
            self._sign_all(again)
        self.assertRecordValues(
            self.fee, [{"amount_total": 180.0, "amount_offered": 180.0}]
        )

    # ------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------

    def test_due_on_the_day_of_the_invoice(self):
        """22:34 UTC on the 25th is the 26th in Sydney, and due then."""
        self.env.user.tz = "UTC"
        self._sign("mentee")
        self._sign("mentor")
        with freeze_time("2020-09-25 22:34:00"):
            self._run_crons("ir_cron_bill_due")
        self.assertRecordValues(
            self.fee.move_id,
            [
                {
                    "invoice_date": date(2020, 9, 26),
                    "date": date(2020, 9, 26),
                    "invoice_date_due": date(2020, 9, 26),
                    "state": "posted",
                }
            ],
        )

    def test_task_at_the_deadline_of_the_intake(self):
        """20 October begins in Sydney at 13:00 UTC of the 19th."""
        self._run_crons_at("2020-10-19 12:59:59")
        self.assertFalse(self.fee.activity_ids)
        self._run_crons_at("2020-10-19 13:00:00")
        self.assertEqual(self.fee.activity_ids.date_deadline, date(2020, 10, 20))

    def test_paused_pair_is_not_billed(self):
        """Nobody is asked for money while a case is open, and nobody learns why."""
        self._sign("mentee")
        self._sign("mentor")
        officer = new_test_user(
            self.env,
            login="mentoring_offer_officer",
            groups="mentoring_scheme.group_mentoring_conduct",
            company_id=self.env.company.id,
        )
        case = (
            self.env["mentoring.concern"]
            .sudo()
            .create(  # as the portal does
                {
                    "partnership_id": self.partnership.id,
                    "reporter_id": self.mentee.partner_id.id,
                    "about_id": self._get_seat(
                        self.partnership, "mentor"
                    ).partner_id.id,
                    "what": "Not said here.",
                    "handler_id": officer.id,
                    "interim": "hold",
                }
            )
        )
        self.assertTrue(self.partnership.sudo().is_paused)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(
            self.fee, [{"move_id": False, "billing_error": False, "activity_ids": []}]
        )
        with (
            freeze_time("2020-09-20 00:00:00"),
            self.assertRaisesRegex(UserError, "not to be invoiced for now"),
        ):
            self.fee.action_bill()
        case.interim = "none"
        self._run_crons_at("2020-09-21 00:00:00")
        self.assertEqual(self.fee.state, "invoiced")

    # ------------------------------------------------------------------
    # Leaving between acceptance and invoice
    # ------------------------------------------------------------------

    def _leave(self, moment, effective=None):
        with freeze_time(moment):
            seat = self._get_seat(self.partnership, "mentee")
            values = {"participant_id": seat.id}
            if effective:
                values["date_effective"] = effective
            withdrawal = self.env["mentoring.withdrawal"].create(values)
            words = withdrawal._describe_settlement(self.fee).replace("\xa0", "")
            withdrawal.action_approve()
        return words

    def test_leaving_the_day_before_billing(self):
        """No refund means the same 150 on the 19th as on the 21st."""
        self._sign("mentee")
        self._sign("mentor")
        words = self._leave("2020-09-19 02:00:00")
        self.assertIn("$150.00 will be invoiced on", words)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(self.fee, [{"state": "invoiced", "amount_billed": 150}])
        self._assert_consistent()

    def test_leaving_with_notice_before_billing(self):
        self._sign("mentee")
        self._sign("mentor")
        self._leave("2020-09-19 02:00:00", effective=date(2020, 9, 25))
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(self.fee, [{"state": "invoiced", "amount_billed": 150}])

    def test_leaving_with_a_share(self):
        """Ten of twelve months are left: 125 are let off, 25 are invoiced."""
        self.scheme.refund_policy = "prorata"
        self._sign("mentee")
        self._sign("mentor")
        words = self._leave("2020-09-19 02:00:00")
        self.assertIn("$25.00 will be invoiced on", words)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(
            self.fee,
            [{"state": "invoiced", "amount_released": 125, "amount_billed": 25}],
        )
        self._assert_consistent()

    def test_leaving_case_by_case(self):
        """Nothing is invoiced until a manager has said how much."""
        self.scheme.refund_policy = "ask"
        self._sign("mentee")
        self._sign("mentor")
        self._leave("2020-09-19 02:00:00")
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertFalse(self.fee.move_id)
        self.assertIn("case by case", self.fee.billing_error)
        self._change_price("price", 40.0)
        self._run_crons_at("2020-09-21 00:00:00")
        self.assertRecordValues(self.fee, [{"state": "invoiced", "amount_billed": 40}])

    def test_words_for_an_unpaid_invoice(self):
        """Nothing goes back of what was not paid: the rest stays to be paid."""
        self.scheme.refund_rule_ids.unlink()
        self.scheme.refund_rule_ids = [
            Command.create({"period": "any", "kind": "full", "amount_kept": 50.0})
        ]
        self._bill()
        words = self._leave("2020-12-22 02:00:00")
        self.assertEqual(
            words,
            "The invoice will be reduced by $100.00, and $50.00 stays to be paid.",
        )

    # ------------------------------------------------------------------
    # What can be chosen
    # ------------------------------------------------------------------

    def test_membership_product_is_no_fee(self):
        """It would keep everyone from posting membership invoices."""
        for name in ("fee_product_id", "mentor_fee_product_id"):
            with (
                self.assertRaisesRegex(ValidationError, "is a membership"),
                self.env.cr.savepoint(),
            ):
                self.scheme[name] = self.membership_product
        with self.assertRaisesRegex(ValidationError, "is the fee of a mentoring"):
            self.fee_product.product_tmpl_id.write(
                {
                    "membership": True,
                    "membership_date_from": date(2020, 1, 1),
                    "membership_date_to": date(2020, 12, 31),
                }
            )
