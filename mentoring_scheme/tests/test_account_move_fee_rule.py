# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestAccountMoveFeeRule(FeeCommon):
    """Invariant 13: what is posted for a fee says what the fee says, by any door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        cls.stranger = cls._create_member("Sam Stranger", membership=None)
        cls.other_product = cls.env["product.product"].create(
            {"name": "Local delivery", "type": "service", "list_price": 10.0}
        )
        with freeze_time("2020-07-20 00:00:00"):
            cls.other = cls._create_partnership(cls.intake, "Ann Mentor", "Otto Other")
            cls.unbilled = [
                cls._create_partnership(cls.intake, f"Mentor {name}", f"Mentee {name}")
                for name in ("One", "Two", "Three", "Four")
            ]
        with freeze_time("2020-08-01 02:00:00"):
            cls._sign_all(cls.other)
        cls.tax = cls.company_data["default_tax_sale"]

    def setUp(self):
        super().setUp()
        self._bill()
        self.invoice = self.fee.move_id.with_user(self.finance)
        self.line = self.invoice.invoice_line_ids
        self.enterContext(freeze_time("2020-09-21 02:00:00"))

    def _refuse(self, doors):
        """Each door is refused, and leaves the ledger as the fees have it."""
        for name, door in doors.items():
            with self.subTest(door=name):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    door()
                    self.env.flush_all()
                self.env.invalidate_all()
                self._assert_consistent()
                self.assertEqual(self.fee.move_id.amount_total, 150.0)
                self.assertEqual(self.fee.payer_id, self.mentee.partner_id)

    def _repost(self, **values):
        """Reset the invoice to draft, change it, and confirm it."""
        self.invoice.button_draft()
        self.invoice.write(values)
        self.invoice.action_post()

    def _repost_line(self, **values):
        self._repost(invoice_line_ids=[Command.update(self.line.id, values)])

    def _add(self, **values):
        return Command.create(
            {
                "name": "More",
                "quantity": 1,
                "price_unit": 200.0,
                "tax_ids": [],
                **values,
            }
        )

    def test_draft_and_repost(self):
        """Reset to draft, changed, and confirmed."""
        self._refuse(
            {
                "customer": lambda: self._repost(partner_id=self.stranger.id),
                "quantity": lambda: self._repost_line(quantity=2),
                "price": lambda: self._repost_line(price_unit=1500.0),
                "price of zero": lambda: self._repost_line(price_unit=0.0),
                "discount": lambda: self._repost_line(discount=50.0),
                "tax": lambda: self._repost_line(tax_ids=[Command.set(self.tax.ids)]),
                "product": lambda: self._repost_line(
                    product_id=self.other_product.id, price_unit=10.0
                ),
                "line added": lambda: self._repost(
                    invoice_line_ids=[self._add(product_id=self.other_product.id)]
                ),
                "text instead": lambda: self._repost(
                    invoice_line_ids=[
                        Command.delete(self.line.id),
                        self._add(price_unit=150.0),
                    ]
                ),
                "fee taken off": lambda: self._repost_line(mentoring_fee_id=False),
                "forgotten": lambda: self._repost(is_mentoring_fee=False),
                "currency": lambda: self._repost(
                    currency_id=self.setup_other_currency("EUR").id
                ),
            }
        )
        # Posted again as it was, nothing is in the way.
        self._repost()
        self.assertEqual(self.fee.state, "invoiced")
        self._assert_consistent()

    def test_rpc_on_what_is_posted(self):
        """Core guards commands, not what is written or created on its own."""
        loose = {
            "skip_readonly_check": True,
            "check_move_validity": False,
            "force_delete": True,
        }
        invoice = self.invoice.with_context(**loose)
        line = self.line.with_context(**loose)
        receivable = (self.invoice.line_ids - self.line).with_context(**loose)
        Line = line.browse()
        more = {"move_id": invoice.id, "name": "More", "price_unit": 150.0}
        self._refuse(
            {
                "line created": lambda: Line.create(more),
                "fee product created": lambda: Line.create(
                    {**more, "product_id": self.fee_product.id}
                ),
                "price": lambda: line.write({"price_unit": 1.0}),
                "quantity": lambda: line.write({"quantity": 3}),
                "product": lambda: line.write({"product_id": self.other_product.id}),
                "fee": lambda: line.write({"mentoring_fee_id": False}),
                "former": lambda: line.write(
                    {"mentoring_fee_id": False, "mentoring_former_fee_id": self.fee.id}
                ),
                "customer": lambda: invoice.write({"partner_id": self.stranger.id}),
                "customer of a line": lambda: receivable.write(
                    {"partner_id": self.stranger.id}
                ),
                "commands": lambda: invoice.write(
                    {"invoice_line_ids": [self._add(product_id=self.fee_product.id)]}
                ),
                "line deleted": line.unlink,
                "amounts": lambda: receivable.write({"debit": 1.0}),
                "payer of the fee": lambda: self._let_pay(self.fee, self.stranger),
            }
        )

    def _create_entry(self, move_type, **line):
        invoice = (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.mentee.partner_id.id,
                    "invoice_date": date(2020, 9, 21),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.fee_product.id,
                                "price_unit": 150.0,
                                "tax_ids": [],
                                **line,
                            }
                        )
                    ],
                }
            )
        )
        invoice.action_post()

    def _post_journal_entry(self, **line):
        accounts = self.company_data
        entry = (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": "entry",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": accounts["default_account_revenue"].id,
                                "product_id": self.fee_product.id,
                                "credit": 150.0,
                                **line,
                            }
                        ),
                        Command.create(
                            {
                                "account_id": accounts["default_account_receivable"].id,
                                "partner_id": self.mentee.partner_id.id,
                                "debit": 150.0,
                            }
                        ),
                    ],
                }
            )
        )
        entry.action_post()

    def _import_invoice(self):
        fields = ["move_type", "partner_id/.id", "invoice_date"]
        fields += [f"invoice_line_ids/{name}" for name in ("product_id/.id",)]
        fields += ["invoice_line_ids/price_unit"]
        row = ["out_invoice", str(self.mentee.partner_id.id), "2020-09-21"]
        row += [str(self.fee_product.id), "150"]
        Move = self.env["account.move"].with_user(self.finance)
        loaded = Move.load(fields, [row])
        self.assertTrue(loaded["ids"], loaded["messages"])
        Move.browse(loaded["ids"]).action_post()

    def test_other_documents(self):
        """The fee's product stands on nothing else that is posted."""
        self._refuse(
            {
                "invoice": lambda: self._create_entry("out_invoice"),
                "receipt": lambda: self._create_entry("out_receipt"),
                "vendor's credit note": lambda: self._create_entry("in_refund"),
                "credit note": lambda: self._create_entry("out_refund"),
                "entry": self._post_journal_entry,
                "import": self._import_invoice,
                "duplicate": lambda: self.invoice.copy().action_post(),
                "reversed credit note": lambda: (
                    self.invoice._reverse_moves(cancel=True)._reverse_moves()._post()
                ),
            }
        )

    def test_fee_on_another_document(self):
        """By RPC: the fee named on a document of one's own making."""
        due = self.other.participant_ids.application_id.fee_ids
        due.move_id.button_cancel()
        own = {"mentoring_fee_id": due.id}
        self._refuse(
            {
                "another customer": lambda: self._create_entry("out_invoice", **own),
                "three times": lambda: self._create_entry(
                    "out_invoice", quantity=3, price_unit=990.0, **own
                ),
                "receipt": lambda: self._create_entry("out_receipt", **own),
                "entry": lambda: self._post_journal_entry(**own),
            }
        )
        self.assertFalse(due.move_id)

    def test_honorarium(self):
        """A mentor's bill and receipt may have the same product."""
        self._create_entry("in_invoice")
        self._create_entry("in_receipt")
        self._assert_consistent()

    def _give_fee(self, fee):
        """By RPC: an invoice without the fee, posted, and then given it."""
        values = {
            "move_type": "out_invoice",
            "partner_id": fee.payer_id.id,
            "invoice_date": date(2020, 9, 21),
            "invoice_line_ids": [self._add(price_unit=150.0)],
        }
        move = self.env["account.move"].with_user(self.finance).create(values)
        move.action_post()
        return move.invoice_line_ids.write(
            {"product_id": self.fee_product.id, "mentoring_fee_id": fee.id}
        )

    def _create_line(self, fee):
        """By RPC: another line of the fee's on a posted invoice of no fee."""
        move = self.env["account.move"].with_user(self.finance)
        move = move.create(
            {
                "move_type": "out_invoice",
                "partner_id": fee.payer_id.id,
                "invoice_date": date(2020, 9, 21),
                "invoice_line_ids": [self._add(price_unit=1.0)],
            }
        )
        move.action_post()
        move.invoice_line_ids.browse().with_context(check_move_validity=False).create(
            {"move_id": move.id, "price_unit": 150.0, "mentoring_fee_id": fee.id}
        )

    def test_fee_given_to_what_is_posted(self):
        """Neither unsigned, nor waived, nor without a place, nor before its day."""
        unsigned, waived, left, early = (
            pair.participant_ids.application_id.fee_ids for pair in self.unbilled
        )
        for pair in (self.unbilled[1], self.unbilled[3]):
            with freeze_time("2020-08-01 02:00:00"):
                self._sign_all(pair)
        waived.waive_reason = "Hardship"
        waived.action_waive()
        seat = left.application_id.participant_ids
        self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id}
        ).action_approve()
        self.assertEqual(left.state, "cancelled")

        def give_early():
            with freeze_time("2020-08-05 02:00:00"):
                self._give_fee(early)

        self._refuse(
            {
                "unsigned": lambda: self._give_fee(unsigned),
                "waived": lambda: self._give_fee(waived),
                "cancelled": lambda: self._give_fee(left),
                "before its day": give_early,
                "line created": lambda: self._create_line(unsigned),
            }
        )
        self.assertFalse((unsigned | waived | left | early).move_id)
        # A fee that may be billed can be given one.
        self.assertTrue(self._give_fee(early))
        self._assert_consistent()

    def test_waived_in_the_books(self):
        """Nor is a fee waived that a posted invoice charges."""
        with self.assertRaisesRegex(UserError, "has been waived"):
            self.fee.sudo().is_waived = True  # as the step does

    def test_figures(self):
        """What is computed from the lines is written by nobody."""
        lines = self.invoice.line_ids.with_context(check_move_validity=False)
        owed = lines - self.line
        names = ("amount_total", "amount_residual", "amount_untaxed", "amount_tax")
        self._refuse(
            {
                "all": lambda: self.invoice.write(dict.fromkeys(names[:3], 500)),
                **{
                    name: lambda name=name: self.invoice.write({name: 500})
                    for name in names
                },
                "name": lambda: self.invoice.write(
                    {"invoice_partner_display_name": "Sam Stranger"}
                ),
                "paid": lambda: self.invoice.write({"payment_state": "paid"}),
                "residual": lambda: owed.write({"amount_residual": 500}),
                "settled": lambda: owed.write({"reconciled": True}),
                "state": lambda: self.line.write({"parent_state": "cancel"}),
            }
        )
        # Core's own button, which writes the state of the payment.
        self.invoice.action_toggle_block_payment()
        self.assertEqual(self.invoice.payment_state, "blocked")
        self.invoice.action_toggle_block_payment()
        self.assertEqual(self.invoice.payment_state, "not_paid")

    def test_credit_over_and_above(self):
        """No more is credited than was invoiced, and to nobody else."""

        def credit(**values):
            note = self.invoice._reverse_moves()
            note.write(values)
            note.action_post()

        note = self.invoice._reverse_moves()
        more = [Command.update(note.invoice_line_ids.id, {"price_unit": 151.0})]
        self._refuse(
            {
                "more": lambda: (
                    note.write({"invoice_line_ids": more}),
                    note.action_post(),
                ),
                "another customer": lambda: credit(partner_id=self.stranger.id),
                "twice": lambda: (credit(), credit()),
            }
        )

    def test_merge_of_contacts(self):
        """Fee and entry follow the payer into another contact together."""
        twin = self.env["res.partner"].create(
            {"name": "Mel Mentee", "email": self.mentee.partner_id.email}
        )
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.mentee.partner_id | twin).ids, twin
        )
        self.env.invalidate_all()
        self.assertEqual(self.fee.payer_id, twin)
        self.assertEqual(self.fee.move_id.partner_id, twin)
        self._assert_consistent()

    def test_ordinary_invoices_are_free(self):
        """The rule is about fees alone."""
        self._create_entry("out_invoice", product_id=self.other_product.id)
        self._create_entry("out_receipt", product_id=self.membership_product.id)
        self._assert_consistent()

    def test_consistency_sees_what_the_rule_would_refuse(self):
        """The same rule over the whole ledger, in words of the database's own."""
        self.env.flush_all()
        line, move = self.fee.move_line_ids, self.fee.move_id
        receivable = move.line_ids - line
        bent = {
            "customer": (move, "partner_id", self.stranger.id),
            "kind": (move, "move_type", "out_receipt"),
            "total": (move, "amount_total", 1500),
            "quantity": (line, "quantity", 2),
            "price": (line, "price_unit", 0),
            "discount": (line, "discount", 10),
            "product": (line, "product_id", self.other_product.id),
            "income": (line, "balance", -1),
            "receivable": (receivable, "balance", 1),
            "fee": (line, "mentoring_fee_id", None),
            "signed": (self.fee, "amount_offered", 1),
            "waived": (self.fee, "is_waived", True),
            "accepted": (self.fee, "date_accepted", None),
        }
        for name, (record, column, value) in bent.items():
            with self.subTest(bent=name):
                savepoint = self.env.cr.savepoint()
                self.env.cr.execute(
                    f"UPDATE {record._table} SET {column} = %s WHERE id = %s",
                    [value, record.id],
                )
                self.env.invalidate_all()
                self.assertTrue(self.env["mentoring.fee"]._get_ledger_faults())
                savepoint.rollback()
                savepoint.close()
                self.env.invalidate_all()
        self.assertEqual(self.env["mentoring.fee"]._get_ledger_faults(), [])
