# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from psycopg2 import OperationalError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...dates import format_day

_logger = logging.getLogger(__name__)

# Small, so that a cron killed in mid-run has lost little.
BATCH_SIZE = 50


class MentoringFee(models.Model):
    """From the day a fee is due to its posted invoice (invariants 1 to 4)."""

    _inherit = "mentoring.fee"

    obstacles = fields.Text(
        string="What Is Missing",
        compute="_compute_obstacles",
        compute_sudo=True,  # finance reads fees alone, not the partnership behind them
        help="Why the fee cannot be billed now; one line each.",
    )
    billing_error = fields.Char(string="Not Billed Because", readonly=True, copy=False)

    def _compute_obstacles(self):
        for fee in self:
            fee.obstacles = "\n".join(fee._get_billing_obstacles())

    def action_bill(self):
        """Invoice fees that are due, and say why others are not.

        :raise UserError: with the obstacles, one line each
        """
        self.check_access("read")  # a fee of another company is none of one's own
        self.env["account.move"].check_access("create")
        fees = self.sudo()  # finance reads fees alone, not the partnership behind them
        obstacles = [
            sentence for fee in fees for sentence in fee._get_billing_obstacles()
        ]
        obstacles += [
            self.env._(
                "%(fee)s: its invoice has been credited. Use “Correct Invoice…” to "
                "invoice the fee again.",
                fee=fee.display_name,
            )
            for fee in fees.filtered(lambda fee: fee.state == "credited")
        ]
        if obstacles:
            raise UserError("\n".join(obstacles))
        if len(fees.try_lock_for_update()) < len(fees):
            raise UserError(
                self.env._(
                    "Some of these fees are being billed at this moment. Please look "
                    "again in a minute."
                )
            )
        fees.invalidate_recordset()  # another's work may have ended meanwhile
        fees.filtered(lambda fee: not fee.move_id)._bill()
        return True

    def _get_billing_obstacles(self):
        """Return sentences on what stands between this fee and a new invoice.

        The scheme's rule, and what the books lack.
        """
        return self._get_rule_obstacles() + self._get_book_obstacles()

    def _get_rule_obstacles(self):
        """Return sentences on why the scheme does not allow an invoice.

        The one place of invariants 1 to 4, asked before billing and at posting.
        """
        self.ensure_one()
        obstacles = []
        if not self._get_seat():
            obstacles.append(
                self.env._("%(fee)s: not in a partnership.", fee=self.display_name)
            )
        elif not self.date_accepted:
            obstacles.append(
                self.env._(
                    "%(fee)s: the acceptance is not signed by the mentor and the "
                    "mentee.",
                    fee=self.display_name,
                )
            )
        elif self.date_due > self.intake_id._today():
            obstacles.append(
                self.env._(
                    "%(fee)s: not to be billed before %(date)s.",
                    fee=self.display_name,
                    date=format_day(self.env, self.date_due),
                )
            )
        if self.is_waived:
            obstacles.append(
                self.env._("%(fee)s: has been waived.", fee=self.display_name)
            )
        is_new = not self._was_posted()
        if self.refund_kind == "ask" and is_new and not self.is_seated:
            obstacles.append(
                self.env._(
                    "%(fee)s: the mentee has left, and what is to be paid is decided "
                    "case by case. Waive the fee, or set the amount with “Change the "
                    "Price…”.",
                    fee=self.display_name,
                )
            )
        if self._is_billing_paused():
            obstacles.append(
                self.env._(
                    "%(fee)s: is not to be invoiced for now. It will be invoiced "
                    "later, and you need not do anything.",
                    fee=self.display_name,
                )
            )
        return obstacles

    def _is_billing_paused(self):
        """Return whether nothing is asked of this mentee at present.

        Why is nobody's who bills: neither a task nor the fee's history tells of it.
        """
        self.ensure_one()
        seat = self._get_seat()
        is_new = not self._was_posted() and not self._was_replaced()
        if not is_new or seat.state != "current":
            return False
        return seat.partnership_id.sudo().is_paused  # that alone, and of no case

    def _was_posted(self):
        """Return whether the invoice has ever been posted; a draft alone is nothing."""
        self.ensure_one()
        return self.sudo().move_id.posted_before  # coordinators see no books

    def _get_book_obstacles(self):
        """Return sentences on what finance has to set right before an invoice."""
        self.ensure_one()
        company = self.company_id
        product = self.application_id._get_fee_product().with_company(company)
        names = {"fee": self.display_name, "product": product.display_name}
        obstacles = []
        if self.move_id.state == "draft":
            obstacles.append(
                self.env._(
                    "%(fee)s: its invoice has been reset to draft. Post it again, or "
                    "delete it to have the fee billed anew.",
                    **names,
                )
            )
        if not product:
            obstacles.append(
                self.env._(
                    "%(fee)s: the scheme has no fee any more. Choose the fee's product "
                    "on the scheme, or waive this fee.",
                    **names,
                )
            )
        elif not product.active:
            obstacles.append(
                self.env._(
                    "%(fee)s: the product %(product)s is archived. Restore it, or "
                    "choose another on the scheme.",
                    **names,
                )
            )
        else:
            obstacles += self._get_account_obstacles(product, names)
        if self.currency_id.is_zero(self.amount):
            obstacles.append(
                self.env._(
                    "%(fee)s: the price is zero, so there is nothing to bill.", **names
                )
            )
        return obstacles

    def _get_account_obstacles(self, product, names):
        """Return sentences on accounts that are missing."""
        obstacles = []
        company = self.company_id
        payer = self.payer_id.with_company(company)
        if payer.property_account_receivable_id.account_type != "asset_receivable":
            obstacles.append(
                self.env._(
                    "%(fee)s: %(payer)s has no receivable account. Choose one on the "
                    "contact, under Invoicing.",
                    payer=payer.display_name,
                    **names,
                )
            )
        if not product._get_product_accounts()["income"] and not (
            self.env["account.journal"]
            .search(
                [
                    *self.env["account.journal"]._check_company_domain(company),
                    ("type", "=", "sale"),
                ],
                limit=1,
            )
            .default_account_id
        ):
            obstacles.append(
                self.env._(
                    "%(fee)s: there is no income account. Choose one on the product "
                    "%(product)s, or on its category.",
                    **names,
                )
            )
        return obstacles

    def _bill(self):
        """Create and post the invoices of fees that have none.

        The caller holds their locks and has read them after.

        :raise UserError: with the obstacles; nothing has been billed then
        """
        obstacles = [
            sentence for fee in self for sentence in fee._get_billing_obstacles()
        ]
        if obstacles:
            raise UserError("\n".join(obstacles))
        for fees in self.grouped(
            lambda fee: (fee.company_id, fee.intake_id.tz)
        ).values():
            moves = fees._in_own_time(self.env["account.move"]).create(
                [fee._prepare_invoice() for fee in fees]
            )
            moves.action_post()
        self.filtered("billing_error").billing_error = False
        self._drop_tasks()
        self._queue_invoices()
        self._log_billed()

    def _in_own_time(self, records):
        """Return accounting records in the company and the time zone of these fees.

        What core derives from today is then of the same day as ours: an invoice of the
        26th in Sydney is not due on the 25th because of the server's clock.
        """
        fee = self[:1]
        return records.with_company(fee.company_id).with_context(tz=fee.intake_id.tz)

    def _log_billed(self):
        """Write who billed what into each history, all at once (invariant 11).

        Tracking would write record by record, which is a tenth of a run's time.
        """
        self._track_discard()
        self._message_log_batch(
            bodies={
                fee.id: self.env._("Billed with %(invoice)s.", invoice=fee.move_id.name)
                for fee in self
            }
        )

    def _prepare_term(self):
        """Return the term for OCA's ``account_invoice_start_end_dates``, if it is here.

        With it, the income of the fee can be spread over the months.
        """
        partnership = self._get_seat().partnership_id
        start, end = partnership.date_start, partnership.date_end
        known = {"start_date", "end_date"} <= set(self.env["account.move.line"]._fields)
        if not known or not start or not end or start > end:
            return {}
        return {"start_date": start, "end_date": end}

    def _prepare_invoice(self):
        self.ensure_one()
        return {
            "move_type": "out_invoice",
            "is_mentoring_fee": True,
            # Whom the payer may ask; whoever happens to run the job is nobody's.
            "invoice_user_id": self.application_id.scheme_id.coordinator_id.id,
            "partner_id": self.payer_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.intake_id._today(),
            "ref": self.purchase_order or False,
            "invoice_line_ids": [Command.create(self._prepare_invoice_line())],
        }

    def _prepare_invoice_line(self):
        """Return the invoice line; it never names the mentee's partner (section 4)."""
        account = self.intake_id.sudo().analytic_account_id  # accountants' alone
        return {
            "product_id": self.product_id.id,
            **({"analytic_distribution": {account.id: 100}} if account else {}),
            **self._prepare_term(),
            "name": self._get_invoice_words(),
            "quantity": 1,
            "price_unit": self.amount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "mentoring_fee_id": self.id,
        }

    def _get_invoice_words(self):
        """Return the text of the invoice line, in the payer's language.

        The product and the intake, the months that it covers, and for whom an employer
        pays; never the partner of the mentee.
        """
        self.ensure_one()
        fee = self.with_context(lang=self.payer_id.lang or self.env.lang)
        words = [
            fee.env._(
                "%(product)s, %(intake)s",
                product=fee.product_id.display_name,
                intake=fee.intake_id.name,
            )
        ]
        partnership = fee._get_seat().partnership_id
        if partnership.date_start and partnership.date_end:
            days = [
                format_day(fee.env, day)
                for day in (partnership.date_start, partnership.date_end)
            ]
            words.append(fee.env._("%(start)s to %(end)s", start=days[0], end=days[1]))
        if fee.payer_id != fee.partner_id:
            words.append(fee.env._("For %(name)s", name=fee.partner_id.name))
        return "\n".join(words)

    @api.model
    def _search_due(self):
        """Return the fees whose day has come and that are not settled by an invoice."""
        # Read with a day of slack: each intake has its own zone.
        fees = self.search(
            [
                ("state", "in", ("pending", "due")),
                ("date_due", "<=", fields.Date.add(fields.Date.today(), days=1)),
            ]
        )
        # Finance reads fees alone, not intakes.
        return fees.filtered(lambda fee: fee.date_due <= fee.sudo().intake_id._today())

    @api.model
    def _split_due(self):
        """Return the fees that can be billed today, and those that are blocked."""
        fees = self._search_due()
        blocked = fees.filtered("obstacles")
        return fees - blocked, blocked

    @api.model
    def _cron_bill_due(self):
        """Bill what is due, in small batches; one failure never stops the rest.

        Safe to run twice and after a gap: fees are locked, read again, and billed only
        if they have no invoice yet (invariant 2).
        """
        fees = self._search_due()
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(fees))
        for ids in split_every(BATCH_SIZE, fees.ids):
            try:
                self.browse(ids)._bill_due()
            except OperationalError:
                # Another transaction came first; the next run takes what is left.
                _logger.info("Mentoring fees %s are left for the next run", ids)
                self.env.cr.rollback()
            if not Cron._commit_progress(len(ids)):
                return
        self._remind_past_deadline()

    def _bill_due(self):
        """Bill those of these fees whose day has come, one by one if need be.

        What cannot be billed says why, and gives finance one task.
        """
        fees = self.try_lock_for_update()
        fees.invalidate_recordset()
        fees = fees.filtered(
            lambda fee: fee.date_due and fee.date_due <= fee.intake_id._today()
        )
        # Nothing but the calendar has changed.
        self.env.add_to_compute(self._fields["state"], fees)
        fees = fees.filtered(
            lambda fee: fee.state == "due" and not fee._is_billing_paused()
        )
        for batch in split_every(BATCH_SIZE, fees.ids):
            self.browse(batch)._bill_batch()

    def _bill_batch(self):
        ready = self.browse()
        for fee in self:
            if obstacles := fee._get_billing_obstacles():
                fee._block(" ".join(obstacles))
            else:
                ready += fee
        if ready and ready._try_bill():
            for fee in ready:
                if error := fee._try_bill():
                    fee._block(error)

    def _try_bill(self):
        """Bill fees, all or none; return in a sentence what went wrong, if anything."""
        try:
            with self.env.cr.savepoint():
                self._bill()
        except OperationalError:
            raise
        except UserError as error:
            return str(error)
        except Exception as error:  # any failure belongs to these fees alone
            _logger.info("Mentoring fees %s were not billed", self.ids, exc_info=True)
            return self.env._(
                "Odoo could not create the invoice. Show this to the person who looks "
                "after Odoo: %(error)s",
                error=error,
            )
        return None

    def _block(self, sentence):
        """Say on a fee why it is not billed, and give finance a task, once."""
        self.ensure_one()
        sentence = sentence[:500]
        if sentence == self.billing_error:
            return
        self.billing_error = sentence
        self._drop_tasks()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self._get_finance_user().id,
            summary=self.env._("This fee cannot be billed"),
            note=sentence,
        )

    @api.model
    def _remind_past_deadline(self):
        """Give staff a task for each fee past its deadline without acceptance."""
        late = self.search(
            [
                ("state", "=", "pending"),
                ("date_accepted", "=", False),
                # Read with a day of slack: each intake has its own zone.
                ("date_deadline", "<=", fields.Date.add(fields.Date.today(), days=1)),
                ("activity_ids", "=", False),
            ]
        )
        for fee in late.filtered(
            lambda fee: (
                fee._get_seat()
                and fee.date_deadline <= fee.intake_id._today()
                and not fee._is_billing_paused()
            )
        ):
            fee.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=fee.application_id.scheme_id.coordinator_id.id or self.env.uid,
                date_deadline=fee.date_deadline,
                summary=self.env._("Ask for the signed acceptance"),
            )
