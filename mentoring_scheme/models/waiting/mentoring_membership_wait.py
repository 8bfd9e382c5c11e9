# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import SQL

# An intake in one of these phases still takes what was submitted in time.
LATE_PHASES = ("open", "matching", "running")
# Nobody decides on an application in one of these states yet.
UNSENT = ("draft", "returned")


class MentoringApplication(models.Model):
    """Join and apply: a complete application waits until its membership is paid (A7).

    The member has submitted it, and that moment counts for the deadline; its state
    stays a draft, so that nobody decides on it, and it goes on by itself.
    """

    _inherit = "mentoring.application"

    membership_product_id = fields.Many2one(
        comodel_name="product.product",
        string="Membership Chosen",
        copy=False,
        ondelete="set null",
        help="Which membership an applicant takes out who is no member yet.",
    )
    membership_move_id = fields.Many2one(
        comodel_name="account.move",
        string="Membership Invoice",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    membership_invoice_state = fields.Selection(
        selection=[
            ("open", "Not paid"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_membership_invoice_state",
        store=True,
    )
    date_pending = fields.Datetime(
        string="Submitted, Awaiting Membership",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the applicant submitted it. This moment counts for the deadline; "
        "the application goes on once the membership is paid.",
    )
    pending_note = fields.Text(
        string="Cannot Go On Because",
        readonly=True,
        copy=False,
        help="Told to the applicant by email.",
    )
    pending_state = fields.Selection(
        selection=[
            ("waiting", "Awaiting membership"),
            ("stuck", "Cannot go on"),
        ],
        string="Waits",
        compute="_compute_pending_state",
        help="Submitted by someone who is no member yet: it waits for the membership "
        "to be paid, or something else is missing, which the applicant has been told.",
    )

    @api.depends("membership_move_id.state", "membership_move_id.payment_state")
    def _compute_membership_invoice_state(self):
        for application in self:
            move = application.membership_move_id
            if not move:
                application.membership_invoice_state = False
            elif move.state == "cancel" or move.payment_state == "reversed":
                application.membership_invoice_state = "cancelled"
            elif move.payment_state in ("paid", "in_payment"):
                application.membership_invoice_state = "paid"
            else:
                application.membership_invoice_state = "open"

    @api.depends("date_pending", "pending_note", "state", "membership_invoice_state")
    def _compute_pending_state(self):
        for application in self:
            is_sent = application.date_pending and application.state in UNSENT
            waits = is_sent and application._is_awaiting_membership()
            application.pending_state = (
                "waiting" if waits else "stuck" if is_sent else False
            )

    # ------------------------------------------------------------------
    # Submitting before the membership
    # ------------------------------------------------------------------

    def _await_membership(self):
        """Invoice the chosen membership, and keep the application until it is paid.

        Pressed twice, it makes one invoice.

        :raise UserError: with one line per reason why it cannot wait
        """
        self.ensure_one()
        self._wait_for_turn()
        self._check_transition("submitted")
        obstacles = self._get_wait_obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles.values()))
        if self.membership_invoice_state != "open":
            self._join()
        self.write(
            {
                "date_pending": self.date_pending or fields.Datetime.now(),
                "pending_note": False,
            }
        )
        # Before the mail: of two that have come this far, the second is tried again.
        self.flush_recordset()
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_application_pending",
            self,
            occasion=f"invoice {self.membership_move_id.id}",
        )

    def _wait_for_turn(self):
        """Let one press of the button follow the other, of both roles' forms.

        Who comes second waits, is tried again by Odoo, and finds the invoice made.
        """
        self.env.cr.execute(
            SQL(
                "SELECT id FROM res_partner WHERE id = %s FOR NO KEY UPDATE",
                self.partner_id.id,
            )
        )

    def _get_wait_obstacles(self):
        """Return what is missing besides the membership, rule by rule."""
        self.ensure_one()
        failures = {**self._get_failed_entry_rules(), **self._get_failed_rules()}
        failures.pop("membership", None)
        if self.membership_invoice_state == "open":
            failures.pop("category", None)
            return failures
        products = self.scheme_id._get_membership_products(self.role)
        if self.membership_product_id not in products:
            failures["membership"] = self.env._(
                "Please choose the membership that you take out."
            )
        else:
            # Those that are offered to a mentor are of the category that is needed.
            failures.pop("category", None)
        return failures

    def _join(self):
        """Create and post OCA membership's own invoice for the chosen membership."""
        self.ensure_one()
        product = self.membership_product_id
        # The association issues the invoice, not the applicant who asks for it.
        issuer = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        price = product.with_company(self.company_id)._price_compute("list_price")
        try:
            invoice = issuer.partner_id.create_membership_invoice(
                product.with_env(issuer.env), price[product.id]
            )
            invoice.action_post()
        except RedirectWarning as error:
            # Accounting is not set up; the applicant cannot do anything about it.
            raise UserError(
                self.env._(
                    "We can't create the invoice for your membership at the moment. "
                    "Please email us."
                )
            ) from error
        siblings = self.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("draft", "returned")),
            ]
        )
        (self | siblings).membership_move_id = invoice.id

    def _owes_membership(self):
        """Return whether the membership rests on an invoice that is not paid yet.

        OCA membership counts who is invoiced as a member. Who joins in applying goes on
        once the invoice is paid.
        """
        self.ensure_one()
        return (
            self.membership_invoice_state == "open"
            and self.partner_id._get_membership_state(self.intake_id._today())
            == "invoiced"
        )

    def _is_awaiting_membership(self):
        """Return whether the applicant has submitted and has only to pay."""
        self.ensure_one()
        return (
            bool(self.date_pending)
            and self.state in UNSENT
            and self.membership_invoice_state != "cancelled"
            and not self.pending_note
        )

    def _take_back(self):
        """Give a waiting application back to the applicant, who edits it.

        The invoice of the membership stays as it is, and counts when it is paid. The
        application has to be submitted again, so it is taken back while it can be.

        :raise UserError: when it has gone on, or applications have closed
        """
        self.ensure_one()
        # The job may go on with it at this moment: the second waits, and sees that.
        self.lock_for_update()
        self.invalidate_recordset()
        if not self._is_awaiting_membership():
            raise UserError(
                self.env._(
                    "We now have your application, so it can no longer be "
                    "changed here. Please ask us if something is wrong."
                )
            )
        if not self._can_be_taken_back():
            raise UserError(
                self.env._(
                    "Applications have closed, so you could not submit it again. "
                    "Please ask us to change what is wrong."
                )
            )
        self.date_pending = False

    def _can_be_taken_back(self):
        """Return whether it waits, and could be submitted again today."""
        self.ensure_one()
        return self._is_awaiting_membership() and (
            self.state == "returned"
            or self._is_overridden("deadline")
            or self.intake_id.accepts_applications
        )

    @api.model
    def _domain_for_awaiting_payment(self):
        """Return the applications whose membership's invoice is to be paid."""
        return [
            ("date_pending", "!=", False),
            ("state", "in", UNSENT),
            ("membership_invoice_state", "=", "open"),
        ]

    def _get_membership_url(self):
        """Return where the applicant sees and pays the membership's invoice."""
        self.ensure_one()
        invoice = self.membership_move_id.sudo()  # the applicant's own
        return invoice.get_base_url() + invoice.get_portal_url() if invoice else ""

    # ------------------------------------------------------------------
    # Going on
    # ------------------------------------------------------------------

    def _was_pending_in_time(self):
        """Return whether it was submitted, awaiting membership, before the close (A3).

        The moment of submission counts, not the one of the payment.
        """
        self.ensure_one()
        if not self.date_pending or self.intake_id.phase not in LATE_PHASES:
            return False
        closed_at = self.intake_id.application_close_at
        return not closed_at or self.date_pending < closed_at

    @api.model
    def _cron_continue_pending(self):
        """Submit what has waited for a membership that has come by now.

        Started by the payment of an invoice, and hourly for memberships obtained
        otherwise.
        """
        Cron = self.env["ir.cron"]
        waiting = self.search(
            [("date_pending", "!=", False), ("state", "in", ("draft", "returned"))]
        )
        Cron._commit_progress(remaining=len(waiting))
        for application_id in waiting.ids:
            application = self.browse(application_id).try_lock_for_update()
            if application.date_pending:
                application._continue_pending()
            if not Cron._commit_progress(1):
                break

    def _continue_pending(self):
        """Go on with one application, or say what keeps it; never both."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                obstacle = self._submit_pending()
        except UserError as error:
            obstacle = str(error)
        if obstacle:
            self._note_pending(obstacle)

    def _submit_pending(self):
        """Submit it if the membership is there and everything else still holds.

        :return: the sentences on what else is missing; none when there is nothing to
            tell
        """
        self.ensure_one()
        if not self._is_membership_in_order():
            return self._get_invoice_obstacle()
        failures = {**self._get_failed_entry_rules(), **self._get_failed_rules()}
        if failures:
            return "\n".join(failures.values())
        moment = self.date_pending
        self.action_submit()
        self.write(
            {"date_submitted": moment, "date_pending": False, "pending_note": False}
        )
        return ""

    def _get_invoice_obstacle(self):
        """Return what is wrong with the invoice; nothing while it is to be paid."""
        self.ensure_one()
        if self.membership_invoice_state == "cancelled":
            return self.env._(
                "The invoice for your membership was cancelled. Please choose a "
                "membership again and submit your application again."
            )
        if self.membership_invoice_state == "paid":
            return self.env._(
                "Your membership is paid, but it is not valid today. Please ask the "
                "office."
            )
        return ""

    def _note_pending(self, obstacle):
        """Write down what keeps the application, and tell the applicant once."""
        self.ensure_one()
        if self.pending_note == obstacle:
            return
        self.pending_note = obstacle
        digest = hashlib.sha256(obstacle.encode()).hexdigest()[:16]
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_application_pending_missing",
            self,
            occasion=f"{self.date_pending} {digest}",
        )
