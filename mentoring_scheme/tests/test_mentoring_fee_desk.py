# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestMentoringFeeDesk(FeeCommon):
    """What finance and managers do with fees, and what follows from an open invoice."""

    # Tests keep no history unless asked to.
    TRACKED = {"tracking_disable": False, "mail_notrack": False}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        cls.manager = new_test_user(
            cls.env,
            login="mentoring_fee_manager",
            groups="mentoring_scheme.group_mentoring_manager",
            company_id=cls.env.company.id,
        )
        # An invoice of 20 September is due on 30 September.
        cls.mentee.partner_id.property_payment_term_id = cls.env[
            "account.payment.term"
        ].create(
            {
                "name": "10 days",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 10}
                    )
                ],
            }
        )

    def _sign(self):
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)

    def _follow_at(self, moment):
        with freeze_time(moment):
            self._run_crons("ir_cron_follow_overdue", "ir_cron_ask_unpaid")

    def _get_mails(self, name):
        return self.env["mentoring.notification"].search(
            [
                (
                    "template_id",
                    "=",
                    self.env.ref(f"mentoring_scheme.mail_template_fee_{name}").id,
                ),
                ("res_id", "=", self.fee.id),
            ]
        )

    # ------------------------------------------------------------------
    # Overdue: reminder, hold, release
    # ------------------------------------------------------------------

    def test_payer_is_reminded_once(self):
        """Days after the invoice fell due, in the intake's zone."""
        self.scheme.overdue_remind_days = 7
        self._bill()
        self.assertEqual(self.fee.date_payment_due, date(2020, 9, 30))
        self._follow_at("2020-10-06 12:59:59")
        self.assertFalse(self._get_mails("overdue"))
        self._follow_at("2020-10-06 13:00:00")  # the 7th in Sydney, in summer time
        self._follow_at("2020-10-20 00:00:00")
        mail = self._get_mails("overdue").mail_id
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.fee.payer_id)
        self.assertIn(self.fee.move_id.name, mail.subject)
        self.assertIn("150.00", mail.body_html)
        self.assertFalse(self.fee.is_on_hold)

    def test_employer_is_reminded(self):
        """The payer gets the mail, not the mentee."""
        self.scheme.overdue_remind_days = 7
        employer = self._create_member("Example Library", membership=None)
        self.fee.payer_id = employer
        self._bill()
        self._follow_at("2020-12-01 00:00:00")
        self.assertEqual(self._get_mails("overdue").mail_id.recipient_ids, employer)

    def test_hold_and_release_by_payment(self):
        """The place goes on hold with its cause, and paying releases it."""
        self.scheme.overdue_hold_days = 30
        self._bill()
        seat = self._get_seat(self.partnership, "mentee")
        self._follow_at("2020-10-29 00:00:00")
        self.assertFalse(self.fee.is_on_hold)
        self._follow_at("2020-10-30 00:00:00")
        self._follow_at("2020-11-30 00:00:00")
        self.assertTrue(self.fee.is_on_hold)
        self.assertTrue(seat.is_fee_on_hold)
        self.assertEqual(self.partnership.health, "action")
        self.assertIn("fee overdue", self.partnership.health_cause)
        self.assertEqual(
            self._get_mails("on_hold").mail_id.recipient_ids, self.mentee.partner_id
        )
        with freeze_time("2020-12-01 00:00:00"):
            self._pay(self.fee.move_id)
            self.assertFalse(self.fee.is_on_hold)
            self.assertFalse(seat.is_fee_on_hold)
        self._follow_at("2020-12-01 01:00:00")
        self._follow_at("2020-12-02 00:00:00")
        self.assertEqual(len(self._get_mails("released")), 1)
        self.assertEqual(len(self._get_mails("on_hold")), 1)
        self._assert_consistent()

    def test_more_time_releases(self):
        """Finance grants more time; once that is over, the place is on hold again."""
        self.scheme.overdue_hold_days = 30
        self._bill()
        self._follow_at("2020-10-30 00:00:00")
        with freeze_time("2020-11-01 00:00:00"):
            invoice = self.fee.move_id
            invoice.button_draft()
            invoice.write(
                {"invoice_payment_term_id": False, "invoice_date_due": "2020-12-31"}
            )
            invoice.action_post()
        self.assertFalse(self.fee.is_on_hold)
        self._follow_at("2020-11-02 00:00:00")
        self.assertFalse(self._get_mails("released"))
        self._follow_at("2021-01-30 00:00:00")
        self.assertTrue(self.fee.is_on_hold)
        self.assertEqual(len(self._get_mails("on_hold")), 2)

    def test_no_rule_no_step(self):
        self._bill()
        self._follow_at("2021-06-01 00:00:00")
        self.assertRecordValues(
            self.fee, [{"date_reminded": False, "date_held": False}]
        )
        self.assertFalse(self.mentee.withdrawal_ids)

    def test_unpaid_place_is_given_up_by_a_person(self):
        """The coordinator is asked once an invoice; nobody is out by themselves."""
        self.scheme.overdue_release_days = 7
        self._bill()
        self._follow_at("2020-10-06 00:00:00")
        self.assertFalse(self.mentee.withdrawal_ids)
        self._follow_at("2020-10-07 00:00:00")
        self._follow_at("2020-10-08 00:00:00")
        request = self.mentee.withdrawal_ids
        self.assertRecordValues(
            request,
            [
                {
                    "state": "requested",
                    "date_notice": date(2020, 10, 7),
                    "reason_id": self.env.ref(
                        "mentoring_scheme.withdrawal_reason_unpaid"
                    ).id,
                }
            ],
        )
        self.assertEqual(request.activity_ids.user_id, self.coordinator)
        self.assertEqual(self.mentee.state, "matched")
        request.action_cancel()
        self._follow_at("2020-10-20 00:00:00")
        self.assertEqual(self.mentee.withdrawal_ids, request)

    def test_unpaid_is_not_a_reason_to_choose(self):
        self.assertNotIn(
            self.env.ref("mentoring_scheme.withdrawal_reason_unpaid"),
            self.env["mentoring.withdrawal.reason"].search([]),
        )

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    def test_posted_only(self):
        self._bill()
        self.assertFalse(self.fee.move_id.is_being_sent)

    def test_sent_by_the_queue(self):
        """Odoo's own queue makes the PDF and sends it; nothing is sent in the run."""
        self.scheme.invoice_sending = "send"
        self._bill()
        invoice = self.fee.move_id
        self.assertTrue(invoice.is_being_sent)
        self.assertFalse(invoice.is_move_sent)
        with freeze_time("2020-09-20 01:00:00"), self.enter_registry_test_mode():
            cron = self.env.ref("account.ir_cron_account_move_send")
            self.assertIs(cron.method_direct_trigger(), True)
        self.env.invalidate_all()
        self.assertFalse(invoice.is_being_sent)
        self.assertTrue(invoice.is_move_sent)

    def test_payer_without_email(self):
        """Finance is asked to send the invoice by post."""
        self.scheme.invoice_sending = "send"
        self.fee.payer_id.email = False
        self._bill()
        self.assertFalse(self.fee.move_id.is_being_sent)
        self.assertIn("has not reached the payer", self.fee.activity_ids.summary)
        self.assertEqual(self.fee.sending_error, "The payer has no email address.")

    # ------------------------------------------------------------------
    # Price: correction, scholarship, waiver
    # ------------------------------------------------------------------

    def _adjust(self, adjustment, value, reason="Granted by the board", user=None):
        wizard = self.env["mentoring.fee.adjustment"].with_user(user or self.manager)
        wizard.create(
            {
                "fee_ids": [Command.set(self.fee.ids)],
                "adjustment": adjustment,
                "value": value,
                "reason": reason,
            }
        ).with_context(**self.TRACKED).action_confirm()

    def test_scholarship_outlives_the_price(self):
        """Granted before the acceptance, it is taken off the price pinned then."""
        self._adjust("percent", 20)
        self.assertEqual(self.fee.amount, 120.0)
        self.fee_product.list_price = 200.0
        self._sign()
        self.assertRecordValues(self.fee, [{"amount_listed": 200.0, "amount": 160.0}])
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(self.fee.move_id.amount_untaxed, 160.0)

    def test_no_other_price_without_a_reason(self):
        for reason in ("", " "):
            with self.assertRaisesRegex(UserError, "say why the price is changed"):
                self._adjust("percent", 20, reason=reason)
        self.assertEqual(self.fee.amount, 150.0)

    def test_scholarship_over_an_amount(self):
        self._adjust("amount", 33.33)
        self.assertEqual(self.fee.amount, 116.67)
        self._adjust("amount", 500.0)
        self.assertEqual(self.fee.amount, 0.0)
        self._sign()
        self.assertEqual(self.fee.state, "waived")

    def test_price_is_corrected(self):
        """Invariant 11: who, when, why, and the price before stay in the history."""
        self._sign()
        self.env.cr.flush()  # what is created now keeps no history till then
        self._adjust("price", 99.0, "The old price was promised")
        self.env.cr.flush()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.fee, [{"amount": 99.0, "approved_by_id": self.manager.id}]
        )
        message = self.fee.message_ids[0]
        self.assertEqual(message.author_id, self.manager.partner_id)
        values = message.tracking_value_ids
        self.assertIn("The old price was promised", values.mapped("new_value_char"))
        self.assertIn(150.0, values.mapped("old_value_float"))
        self._adjust("none", 0, "Promised to someone else")
        self.assertEqual(self.fee.amount, 150.0)

    def test_price_of_an_invoiced_fee(self):
        self._bill()
        with self.assertRaisesRegex(UserError, "Credit the invoice in part"):
            self._adjust("price", 99.0)

    def test_wrong_figures(self):
        for adjustment, value in (("price", -1), ("amount", -1), ("percent", 101)):
            with self.subTest(adjustment=adjustment), self.assertRaises(UserError):
                self._adjust(adjustment, value)

    def test_waiver_names_who_approved(self):
        self.env["mentoring.fee.waiver"].with_user(self.manager).create(
            {"fee_ids": [Command.set(self.fee.ids)], "reason": "Hardship"}
        ).action_confirm()
        self.assertEqual(self.fee.approved_by_id, self.manager)

    # ------------------------------------------------------------------
    # Payer
    # ------------------------------------------------------------------

    def test_purchase_order_is_on_the_invoice(self):
        """The employer is invoiced, with its order; the line names no partner."""
        self.mentee.write(
            {
                "payer": "employer",
                "payer_name": "Example Library",
                "payer_email": "accounts@library.example.com",
                "purchase_order": "PO-77",
            }
        )
        self.fee.payer_id = self.mentee._get_payer()
        self._bill()
        invoice = self.fee.move_id
        self.assertRecordValues(
            invoice, [{"partner_id": self.fee.payer_id.id, "ref": "PO-77"}]
        )
        self.assertNotIn("Mary", invoice.invoice_line_ids.name)
        # From the payer and from the member to the fee, and on to the invoice.
        for partner in self.fee.payer_id | self.mentee.partner_id:
            partner = partner.with_user(self.finance)
            self.assertEqual(partner.mentoring_fee_count, 1)
            action = partner.action_view_mentoring_fees()
            self.assertEqual(
                self.env["mentoring.fee"].search(action["domain"]), self.fee
            )
        self.assertEqual(invoice.mentoring_fee_ids, self.fee)
        self.assertEqual(self.fee.action_view_invoice()["res_id"], invoice.id)

    # ------------------------------------------------------------------
    # The desk
    # ------------------------------------------------------------------

    def _filter(self, name):
        Fee = self.env["mentoring.fee"].with_user(self.finance)
        view = Fee.get_view(view_type="search")["arch"]
        domain = etree.fromstring(view).xpath(f"//filter[@name='{name}']/@domain")[0]
        return Fee.search(safe_eval(domain)).with_env(self.env)

    def test_aged(self):
        """Each open invoice stands in one column, by the days since it fell due."""
        self._bill()
        ages = ("overdue_30", "overdue_60", "overdue_90", "overdue_more")
        for day, age, days in (
            ("2020-09-30", None, 0),
            ("2020-10-01", "overdue_30", 1),
            ("2020-10-30", "overdue_30", 30),
            ("2020-10-31", "overdue_60", 31),
            ("2020-11-29", "overdue_60", 60),
            ("2020-11-30", "overdue_90", 61),
            ("2020-12-29", "overdue_90", 90),
            ("2020-12-30", "overdue_more", 91),
        ):
            with self.subTest(day=day), freeze_time(f"{day} 02:00:00"):
                self.fee.invalidate_recordset()
                found = [name for name in ages if self.fee in self._filter(name)]
                self.assertEqual(found, [age] if age else [])
                self.assertEqual(self.fee.overdue_days, days)
                self.assertEqual(self.fee in self._filter("overdue"), bool(age))

    def test_finance_reads_the_lists(self):
        """Every list of the desk opens for finance, in few queries."""
        self._bill()
        for name in ("", "_overdue", "_reconciliation"):
            view = self.env.ref(f"mentoring_scheme.mentoring_fee_view_list{name}")
            arch = etree.fromstring(view.arch)
            fields_read = {node.get("name") for node in arch.iter("field")}
            fee = self.fee.with_user(self.finance)
            self.assertTrue(fee.read(list(fields_read)))

    # ------------------------------------------------------------------
    # Wrong currency
    # ------------------------------------------------------------------

    def test_pricelist_in_another_currency(self):
        """The fee is in the company's currency, converted on the day."""
        self._use_pricelists()
        other = self.env["res.currency"].create(
            {
                "name": "XTS",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 2.0})],
            }
        )
        self.mentee.partner_id.property_product_pricelist = self.env[
            "product.pricelist"
        ].create(
            {
                "name": "Abroad",
                "currency_id": other.id,
                "item_ids": [
                    Command.create({"compute_price": "fixed", "fixed_price": 240.0})
                ],
            }
        )
        self._sign()
        self.assertEqual(self.fee.amount, 120.0)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertRecordValues(
            self.fee.move_id,
            [{"currency_id": self.env.company.currency_id.id, "amount_total": 120.0}],
        )
        self._assert_consistent()
