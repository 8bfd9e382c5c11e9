# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...dates import format_day


class MentoringFee(models.Model):
    """What a payer can be told in writing before the invoice; never an entry."""

    _inherit = "mentoring.fee"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_print_quote(self):
        """Print a quote for each of these fees, on a page of its own.

        :raise UserError: naming the fees that will not be invoiced
        """
        self._check_quotable()
        return self.env.ref(
            "mentoring_scheme.action_report_mentoring_fee_quote"
        ).report_action(self, config=False)

    def action_print_statement(self):
        """Print the statements of those who pay these fees.

        :raise AccessError: without the right to invoice
        """
        self.check_access("read")
        return self.payer_id.action_print_mentoring_statement()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_quotable(self):
        """Refuse a quote to who may not read the fee, and for what has no price.

        :raise UserError: with a sentence for each fee that cannot be quoted
        """
        self.check_access("read")
        # Coordinators see no books, and finance reads fees alone.
        obstacles = [fee._get_quote_obstacle() for fee in self.sudo()]
        if any(obstacles):
            raise UserError("\n".join(filter(None, obstacles)))

    def _get_quote_obstacle(self):
        """Return a sentence on why this fee cannot be quoted, or nothing."""
        self.ensure_one()
        names = {"fee": self.display_name}
        if self.move_id:
            return self.env._(
                "%(fee)s: has already been invoiced. Print the invoice instead.",
                **names,
            )
        if self.is_waived:
            return self.env._(
                "%(fee)s: has been waived, so there is nothing to quote.", **names
            )
        if self.state == "cancelled":
            return self.env._(
                "%(fee)s: has been cancelled, so there is nothing to quote.", **names
            )
        if self.currency_id.is_zero(self.amount_total):
            return self.env._(
                "%(fee)s: the price is zero, so there is nothing to quote.", **names
            )
        return None

    def _get_quote(self):
        """Return what the quote of this fee says, in the payer's language.

        The caller has asked whether the fee may be read, and reads it with sudo.
        """
        self.ensure_one()
        lang = self.payer_id.lang or self.env.lang
        fee = self.with_context(lang=lang)
        currency = fee.currency_id
        amounts = {
            "untaxed": fee.amount_total - fee.amount_tax,
            "tax": fee.amount_tax,
            "total": fee.amount_total,
        }
        return {
            "lang": lang,
            "company": fee.company_id,
            "issuer": fee.company_id.partner_id._get_letter_lines(),
            "payer": fee.payer_id._get_letter_lines(),
            "facts": fee._get_quote_facts(),
            "words": fee._get_invoice_words(),
            "amount_label": fee.env._("Amount (%(currency)s)", currency=currency.name),
            "tax_label": fee.env._(
                "Tax (%(names)s)", names=", ".join(fee.tax_ids.mapped("name"))
            ),
            "has_tax": not currency.is_zero(fee.amount_tax),
            "notes": fee._get_quote_notes(),
            **{
                name: format_amount(fee.env, amount, currency)
                for name, amount in amounts.items()
            },
        }

    def _get_quote_facts(self):
        """Return the lines under the title of a quote."""
        day = format_day(self.env, self.intake_id._today())
        facts = [self.env._("Date: %(day)s", day=day)]
        if self.purchase_order:
            facts.append(
                self.env._("Purchase order: %(order)s", order=self.purchase_order)
            )
        return facts

    def _get_quote_notes(self):
        """Return the sentences under the figures of a quote."""
        email = self.company_id.email
        return [
            self.env._("Invoiced on: %(day)s", day=self._describe_quoted_day()),
            self._describe_quoted_price(),
            self.env._("This is a quote and not a tax invoice. No payment is due yet."),
            *(
                [self.env._("Questions? Email %(email)s.", email=email)]
                if email
                else []
            ),
        ]

    def _describe_quoted_day(self):
        """Return in words when the fee will be invoiced; no day is in the past."""
        if not self.date_accepted or not self.date_due:
            return self._describe_invoicing()
        return format_day(self.env, max(self.date_due, self.intake_id._today()))

    def _describe_quoted_price(self):
        """Return a sentence on whether the price of the quote can still change."""
        if self._is_offer_fixed() and self.date_offered:
            return self.env._(
                "This price was fixed on %(day)s and will not increase.",
                day=format_day(self.env, self.date_offered),
            )
        return self.env._(
            "This is today's price. It will be fixed when the first person signs the "
            "acceptance."
        )
