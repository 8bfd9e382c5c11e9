# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_amount, format_list

from ...dates import format_day

FIGURES = ("billed", "credited", "carried", "paid", "open")


class ResPartner(models.Model):
    """The statement of a payer: every invoice of a mentoring fee, and what is open.

    It reads invoices by whom they were sent to, since a fee can have a new payer.
    """

    _inherit = "res.partner"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_print_mentoring_statement(self):
        """Print the statement of mentoring fees of each payer.

        :raise AccessError: without the right to invoice
        """
        self._check_mentoring_statement()
        return self.env.ref(
            "mentoring_scheme.action_report_mentoring_fee_statement"
        ).report_action(self, config=False)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_mentoring_statement(self):
        """Refuse a statement to everyone but finance.

        The rights on invoices do not say so: a member may read the own one.
        """
        self.check_access("read")
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("Only people who do the invoicing can print statements.")
            )

    def _get_mentoring_invoices(self):
        """Return the payer that owes for this contact, and the payer's fee invoices.

        A member who works for a payer and pays for themselves is a payer of their own:
        an employer is not told of it, nor the member of colleagues.
        """
        self.ensure_one()
        payer = self.commercial_partner_id
        invoices = self.env["account.move"].search(
            [
                ("is_mentoring_fee", "=", True),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("partner_id.commercial_partner_id", "=", payer.id),
            ],
            order="invoice_date, name, id",
        )
        private = invoices.filtered(
            lambda move: (
                move.partner_id != payer
                and move._get_charged_fees().partner_id == move.partner_id
            )
        )
        own = private.filtered(lambda move: move.partner_id == self)
        return (self, own) if own else (payer, invoices - private)

    def _get_mentoring_statements(self):
        """Return the statements of these payers, one for each company and currency."""
        papers, told = [], self.browse()
        for contact in self:
            payer, invoices = contact._get_mentoring_invoices()
            if payer in told:
                continue
            told += payer
            groups = invoices.grouped(
                lambda move: (move.company_id, move.company_currency_id)
            )
            none = self.env.company, self.env.company.currency_id
            for (company, currency), moves in (groups or {none: invoices}).items():
                papers.append(
                    payer._prepare_mentoring_statement(company, currency, moves)
                )
        return papers

    def _prepare_mentoring_statement(self, company, currency, invoices):
        """Return what one statement says, in the payer's language."""
        lang = self.lang or self.env.lang
        payer = self.with_context(lang=lang)
        env = payer.env
        rows = [payer._prepare_statement_row(move) for move in invoices]
        totals = {name: sum(row[name] for row in rows) for name in FIGURES}
        left_over = invoices._get_left_over()
        for figures in (*rows, totals):
            figures["shown"] = [
                format_amount(env, figures[name], currency) for name in FIGURES
            ]
        today = format_day(env, fields.Date.context_today(self))
        facts = [
            env._("Date: %(day)s", day=today),
            env._("Amounts in %(currency)s", currency=currency.name),
        ]
        notes = []
        if not currency.is_zero(left_over):
            notes.append(
                env._(
                    "You have paid %(amount)s too much. This amount is not deducted "
                    "above. It will be paid back, or used for another invoice.",
                    amount=format_amount(env, left_over, currency),
                )
            )
        if email := company.email:
            notes.append(env._("Questions? Email %(email)s.", email=email))
        return {
            "lang": lang,
            "company": company,
            "currency": currency,
            "payer_id": self.id,
            "issuer": company.partner_id.with_env(env)._get_letter_lines(),
            "payer": payer._get_letter_lines(),
            "facts": facts,
            "rows": rows,
            "totals": totals,
            "left_over": left_over,
            "notes": notes,
        }

    def _prepare_statement_row(self, move):
        """Return what a statement says of one invoice."""
        fees = move._get_charged_fees()
        words = [
            self.env._(
                "%(day)s, due %(due)s",
                day=format_day(self.env, move.invoice_date),
                due=format_day(self.env, move.invoice_date_due),
            ),
            format_list(self.env, fees.partner_id.mapped("name")),
        ]
        if move.ref:
            words.append(self.env._("Purchase order: %(order)s", order=move.ref))
        return {
            "number": move.name,
            "words": "\n".join(words),
            **fees._sum_ledger(move, move._get_fee_credits()),
        }
