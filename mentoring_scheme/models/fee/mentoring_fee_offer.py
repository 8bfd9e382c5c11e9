# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...dates import format_day

ADJUSTMENTS = [
    ("price", "Other price"),
    ("amount", "Scholarship over an amount"),
    ("percent", "Scholarship over a percentage"),
]


class MentoringFee(models.Model):
    """What a mentee accepts, frozen when the first person signs.

    Price, tax, currency, payer, day and refund rules then stand in the signed text,
    and are what is invoiced. Later changes of a product, a price list, the scheme's
    days or its rules touch none of it (invariant 13).
    """

    _inherit = "mentoring.fee"

    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Fee Product",
        compute="_compute_product_id",
        store=True,
        ondelete="restrict",
        help="The product of the scheme's fee; kept once there is an invoice.",
    )
    amount_listed = fields.Monetary(
        string="List Price",
        compute="_compute_offer",
        store=True,
        help="The payer's price when the first person signed the acceptance; it does "
        "not follow the product afterwards.",
    )
    tax_ids = fields.Many2many(
        comodel_name="account.tax",
        relation="mentoring_fee_tax_rel",
        string="Taxes",
        compute="_compute_offer",
        store=True,
        help="The product's taxes for this payer, frozen together with the price.",
    )
    adjustment = fields.Selection(
        selection=ADJUSTMENTS, readonly=True, copy=False, tracking=True
    )
    adjustment_value = fields.Float(
        readonly=True, copy=False, tracking=True, help="An amount, or a percentage."
    )
    adjust_reason = fields.Char(readonly=True, copy=False, tracking=True)
    approved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        tracking=True,
        help="Who granted the waiver, the scholarship or the other price.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        tracking=True,
        help="The price on the invoice, before or with tax as the product has it: the "
        "list price, less a scholarship, or the price that a manager set.",
    )
    amount_total = fields.Monetary(
        string="Total",
        compute="_compute_amount_total",
        store=True,
        help="What the payer is asked for, tax included.",
    )
    amount_tax = fields.Monetary(
        string="Tax", compute="_compute_amount_total", store=True
    )
    # frozen when the first person signs
    date_offered = fields.Date(
        string="Price Frozen on",
        readonly=True,
        copy=False,
        help="When the first person signed the acceptance that states the price.",
    )
    offer_seat_id = fields.Many2one(
        comodel_name="mentoring.participant",
        string="Accepted For",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    price_offered = fields.Monetary(
        string="Signed Price",
        readonly=True,
        copy=False,
        help="The most that can be invoiced for this acceptance.",
    )
    amount_offered = fields.Monetary(
        string="Signed Total",
        readonly=True,
        copy=False,
        help="The price in the signed text, tax included.",
    )
    date_earliest = fields.Date(
        string="Not Invoiced Before",
        readonly=True,
        copy=False,
        help="The scheme's or the intake's rule as it was when the price was frozen.",
    )
    refund_terms = fields.Json(readonly=True, copy=False)
    payer_reason = fields.Char(
        string="Reason for Another Payer",
        copy=False,
        tracking=True,
        help="Why someone else pays than the signed text says.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends(
        "application_id.role",
        "application_id.scheme_id.fee_product_id",
        "application_id.scheme_id.mentor_fee_product_id",
        "move_id",
    )
    def _compute_product_id(self):
        """Follow the scheme until there is an invoice; what was signed is the price."""
        for fee in self:
            product = fee.application_id._get_fee_product()
            is_kept = fee.move_id or not product
            fee.product_id = fee.product_id if is_kept else product

    @api.depends(
        "payer_id",
        "product_id.product_tmpl_id.list_price",
        "product_id.product_tmpl_id.taxes_id",
        "offer_seat_id",
        "application_id.participant_ids.state",
    )
    def _compute_offer(self):
        """Follow price and taxes until the first person signs.

        Without a product the price stays as it was when the mentor was allocated.
        """
        for fee in self:
            if fee._is_offer_fixed() or not fee.application_id._get_fee_product():
                fee.amount_listed = fee.amount_listed
                fee.tax_ids = fee.tax_ids
            else:
                fee.amount_listed = fee._get_price()
                fee.tax_ids = fee._get_taxes(fee.payer_id)

    @api.depends(
        "amount_listed",
        "tax_ids",
        "adjustment",
        "adjustment_value",
        "price_offered",
        "amount_released",
        "is_seated",
    )
    def _compute_amount(self):
        """Apply what a manager granted, until there is an invoice."""
        for fee in self:
            fee.amount = fee.amount if fee.move_id else fee._get_adjusted_price()

    @api.depends("amount", "tax_ids")
    def _compute_amount_total(self):
        for fee in self:
            total = fee._get_total(fee.amount)
            fee.amount_total = total["total_included"]
            fee.amount_tax = total["total_included"] - total["total_excluded"]

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Freeze at once what has already been signed when a scheme gets its fee."""
        fees = super().create(vals_list)
        for fee in fees.filtered("date_accepted"):
            fee._fix_offer(fee._get_seat().partnership_id)
        return fees

    def write(self, vals):
        """Refuse another payer than the signed text names, unless with a reason.

        Nor does a fee ever say something else than its posted invoice.
        """
        if "payer_id" in vals:
            self._check_payer_reason(vals)
        result = super().write(vals)
        if {"payer_id", "product_id", "tax_ids", "amount", "is_waived"} & vals.keys():
            # Whoever may change a fee need not see its invoice.
            self.sudo().move_line_ids.move_id._check_fee_rule()
        return result

    def _check_payer_reason(self, vals):
        """Refuse to change the payer after the first signature, without a reason."""
        fixed = self.filtered(
            lambda fee: fee._is_offer_fixed() and fee.payer_id.id != vals["payer_id"]
        )
        if fixed and not (vals.get("payer_reason") or "").strip():
            raise UserError(
                self.env._(
                    "%(fees)s: the signed acceptance names the payer. Use “Correct "
                    "Invoice…” and say why someone else pays.",
                    fees=", ".join(fixed.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _is_offer_fixed(self):
        """Return whether somebody has signed for this price, or it was invoiced."""
        self.ensure_one()
        return bool(
            self.move_id
            or self._was_replaced()
            or self.offer_seat_id.state in ("current", "completed")
            # Who has left owes what was accepted, until signing again.
            or (not self._is_taking_part() and self.offer_seat_id.date_left)
        )

    def _is_taking_part(self):
        """Return whether the mentee has a place now, or has completed."""
        states = self.application_id.participant_ids.mapped("state")
        return bool({"current", "completed"} & {*states})

    def _get_price(self):
        """Return today's price for the payer, before or with tax as the product has it.

        Never below zero, whatever the rules of a pricelist come to; and as Odoo itself
        would ask for it, where the payer's fiscal position takes a tax out of it.
        """
        self.ensure_one()
        product, company = self.product_id, self.company_id
        if not product:
            return 0.0
        pricelist = self.partner_id.with_company(company).property_product_pricelist
        if pricelist:
            # A fixed price is in the pricelist's own currency, whichever is asked for.
            price = pricelist.currency_id._convert(
                pricelist._get_product_price(product, 1.0, date=fields.Datetime.now()),
                self.currency_id,
                company,
                fields.Date.today(),
            )
        else:
            price = product.with_company(company).lst_price
        listed = self._get_product_taxes()
        price = listed._adapt_price_unit_to_another_taxes(
            price_unit=price,
            product=product,
            original_taxes=listed,
            new_taxes=self._get_taxes(self.payer_id),
        )
        return self.currency_id.round(max(price, 0.0))

    def _get_product_taxes(self):
        """Return the product's taxes in the company of the fee."""
        taxes = self.product_id.sudo().taxes_id  # coordinators read no taxes
        return taxes.filtered_domain(taxes._check_company_domain(self.company_id))

    def _get_taxes(self, payer):
        """Return the product's taxes as this payer's fiscal position maps them."""
        taxes = self._get_product_taxes()
        position = self._get_fiscal_position(payer)
        return position.map_tax(taxes) if position else taxes

    def _get_fiscal_position(self, payer):
        """Return what Odoo would apply to an invoice of this payer, if anything."""
        delivery = payer.browse(payer.address_get(["delivery"])["delivery"])
        positions = self.env["account.fiscal.position"].sudo()  # read by finance alone
        return positions.with_company(self.company_id)._get_fiscal_position(
            payer, delivery=delivery
        )

    def _get_taxes_of_other_payer(self, payer):
        """Return the taxes that were signed, as another payer's position maps them."""
        was = self._get_fiscal_position(self.payer_id)
        position = self._get_fiscal_position(payer)
        if was == position:
            return self.tax_ids.sudo()  # coordinators read no taxes
        taxes = self._get_product_taxes() if was else self.tax_ids.sudo()  # as above
        return position.map_tax(taxes) if position else taxes

    def _get_total(self, price):
        """Return the figures of one line over this price, with the fee's taxes."""
        taxes = self.tax_ids.sudo()  # coordinators read no taxes
        return taxes.compute_all(
            price, self.currency_id, 1.0, self.product_id, self.payer_id
        )

    def _get_adjusted_price(self):
        """Return the listed price after what a manager granted, and what is let off.

        Never below zero, and never more than was signed.
        """
        self.ensure_one()
        listed, value = self.amount_listed, self.adjustment_value
        price = {
            "price": value,
            "amount": listed - value,
            "percent": listed * (100 - value) / 100,
        }.get(self.adjustment, listed)
        if self._is_offer_fixed() and self.date_offered:
            price = min(price, self.price_offered)
        if self.amount_released and not self.is_seated:
            total = self._get_total(price)["total_included"]
            price *= 1 - self.amount_released / total if total else 0.0
        return self.currency_id.round(max(price, 0.0))

    def _fix_offer(self, partnership):
        """Freeze what these fees ask for: the first person signs for it now."""
        for fee in self.filtered(lambda fee: not fee._is_offer_fixed()):
            seat = partnership.participant_ids.filtered(
                lambda seat, fee=fee: seat.application_id == fee.application_id
            )
            if not seat:
                continue
            fee._reprice()
            fee.write(
                {
                    "date_offered": fee.intake_id._today(),
                    "offer_seat_id": seat.id,
                    "price_offered": fee.amount,
                    "amount_offered": fee.amount_total,
                    "date_earliest": fee._get_billing_window()[0],
                    "refund_terms": fee._get_refund_rules()._export_terms(
                        fee._get_refund_policy()
                    ),
                    # Who comes back and signs again has left nothing to settle.
                    "amount_released": 0.0,
                    "date_settled": False,
                    "refund_kind": False,
                }
            )

    def _reprice(self):
        """Look the price up again: a pricelist or a rate may have changed."""
        for name in ("product_id", "amount_listed", "tax_ids", "amount"):
            self.env.add_to_compute(self._fields[name], self)

    def _get_billing_window(self):
        """Return the earliest day of the invoice by the rules of today, and the last.

        Neither without an allocation.
        """
        self.ensure_one()
        allocated = self._get_seat().partnership_id.date_matched
        if not allocated:
            return False, False
        return self.intake_id._get_billing_policy()._get_billing_window(allocated)

    def _change_payer(self, payer, reason):
        """Let someone else pay, at the taxes of that payer, and never for more.

        :param str reason: stays in the history
        :raise UserError: when it would come to more than was signed
        """
        self.ensure_one()
        taxes = self._get_taxes_of_other_payer(payer)
        adapted = [
            self.tax_ids.sudo()._adapt_price_unit_to_another_taxes(  # read by nobody
                price_unit=price,
                product=self.product_id,
                original_taxes=self.tax_ids,
                new_taxes=taxes,
            )
            for price in (self.amount_listed, self.amount)
        ]
        before = self.amount_total
        self.write(
            {
                "payer_id": payer.id,
                "payer_reason": reason,
                "tax_ids": [Command.set(taxes.ids)],
                "amount_listed": self.currency_id.round(adapted[0]),
                "amount": self.currency_id.round(adapted[1]),
            }
        )
        if self.currency_id.compare_amounts(self.amount_total, before) > 0:
            raise UserError(
                self.env._(
                    "With the taxes of %(payer)s, %(fee)s would come to %(amount)s: "
                    "more than was accepted. A new acceptance would have to be signed.",
                    payer=payer.display_name,
                    fee=self.display_name,
                    amount=format_amount(self.env, self.amount_total, self.currency_id),
                )
            )

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _format_total(self):
        """Return the price with its tax and currency, as the signed text has it."""
        self.ensure_one()
        total = self.env._(
            "%(amount)s (%(currency)s)",
            amount=format_amount(self.env, self.amount_total, self.currency_id),
            currency=self.currency_id.name,
        )
        if self.currency_id.is_zero(self.amount_tax):
            return total
        return self.env._(
            "%(total)s, including %(tax)s of tax (%(names)s)",
            total=total,
            tax=format_amount(self.env, self.amount_tax, self.currency_id),
            names=", ".join(self.tax_ids.sudo().mapped("name")),  # read by nobody
        )

    def _describe_invoicing(self):
        """Return in words when an acceptance that is still to be signed is invoiced."""
        self.ensure_one()
        earliest = (
            self.date_earliest
            if self._is_offer_fixed()
            else self._get_billing_window()[0]
        )
        if not earliest:
            return self.env._("the day when the mentor and the mentee have signed")
        return self.env._(
            "%(day)s, or when the mentor and the mentee have both signed, if that is "
            "later",
            day=format_day(self.env, earliest),
        )

    def _get_offer_rows(self):
        """Return what the acceptance states of this fee: pairs of label and words."""
        self.ensure_one()
        payer = self.payer_id.name or self.payer_id.display_name
        return [
            (self.env._("Fee"), self._format_total()),
            (self.env._("Paid by"), payer),
            (self.env._("Invoiced on"), self._describe_invoicing()),
            (
                self.env._("If the mentee leaves after both have signed"),
                self._get_refund_rules()._describe(self._get_refund_policy()),
            ),
        ]

    @api.model
    def _get_offer_html(self, fees):
        """Return the section on the fee in an acceptance, every value escaped.

        A text for several mentees states amounts only if all pay the same: what one is
        let off is nothing to the others.
        """
        if not fees:
            return Markup("")
        rows = fees[0]._get_offer_rows()
        if len(fees) > 1:
            if len(set(fees.mapped("amount_total"))) > 1:
                rows[0] = (
                    self.env._("Fee"),
                    self.env._("the amount that each mentee's own page states"),
                )
            rows[1] = (
                self.env._("Paid by"),
                self.env._("each mentee, or the employer that the mentee named"),
            )
        shown = Markup("").join(
            Markup("<dt>%s</dt><dd>%s</dd>") % (label, words) for label, words in rows
        )
        return Markup("<dl>%s</dl>") % shown
