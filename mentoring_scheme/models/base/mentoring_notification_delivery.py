# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize_all

STAFF = "mentoring_scheme.group_mentoring_user"
UNDELIVERED = ("failed", "bounced")
# Which field of a record leads towards its scheme; the first that there is.
TO_SCHEME = (
    "scheme_id",
    "intake_id",
    "partnership_id",
    "participant_id",
    "application_id",
)


class MentoringNotification(models.Model):
    _inherit = "mentoring.notification"

    recipient_id = fields.Many2one(
        comodel_name="res.partner",
        string="To",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    recipient_email = fields.Char(string="Address", readonly=True)
    delivery_state = fields.Selection(
        selection=[
            ("waiting", "Waiting to be sent"),
            ("sent", "Sent"),
            ("failed", "Not sent"),
            ("bounced", "Returned"),
            ("off", "Switched off"),
        ],
        string="Status",
        readonly=True,
        default="waiting",
        index=True,
    )
    failure_reason = fields.Text(string="Why It Was Not Delivered", readonly=True)
    is_dismissed = fields.Boolean(
        string="Dismissed",
        readonly=True,
        help="Someone has dealt with it in another way, such as a phone call.",
    )

    # ------------------------------------------------------------------
    # Queuing
    # ------------------------------------------------------------------

    def _queue(self, sender, record):
        """Note who the mail is for; leave out what the scheme has switched off."""
        if self._is_switched_off(record):
            self.write({"delivery_state": "off"})
            return
        super()._queue(sender, record)
        mail = self.sudo().mail_id  # the queue is the system's
        addresses = mail.recipient_ids.mapped("email") or [mail.email_to or ""]
        address = ", ".join(filter(None, addresses))
        can_be_sent = bool(email_normalize_all(address))
        self.write(
            {
                "recipient_id": mail.recipient_ids[:1].id,
                "recipient_email": address,
                # Staff hear of it now, and not when the queue has been worked off.
                "delivery_state": "waiting" if can_be_sent else "failed",
                "failure_reason": not can_be_sent and self._explain_address(address),
                "is_dismissed": False,
            }
        )

    def _explain_address(self, address):
        if not address:
            return self.env._("There is no email address.")
        return self.env._("“%(address)s” is not an email address.", address=address)

    def _is_switched_off(self, record):
        """Return whether this record's scheme does not send the mail."""
        self.ensure_one()
        scheme = self._find_scheme(record.sudo())  # members read no schemes
        return bool(scheme) and self.template_id in scheme.template_off_ids

    def _find_scheme(self, record):
        """Return the scheme that a record belongs to, directly or through another."""
        while record and record._name != "mentoring.scheme":
            names = [name for name in TO_SCHEME if name in record._fields]
            record = record[names[0]] if names else None
        return record

    # ------------------------------------------------------------------
    # How it went
    # ------------------------------------------------------------------

    def _note_delivery(self, reason, kind):
        """Note that these mails were sent, or why not."""
        kinds = dict(
            self.env["mail.mail"]
            ._fields["failure_type"]
            ._description_selection(self.env)
        )
        for row in self:
            mail = row.sudo().mail_id  # the queue is the system's
            row.write(
                {
                    "delivery_state": "failed" if kind else "sent",
                    "failure_reason": kind
                    and (reason or mail.failure_reason or kinds.get(kind, kind)),
                }
            )

    def _note_bounce(self):
        """Note that the newest mail to an address came back."""
        for row in self:
            row.write(
                {
                    "delivery_state": "bounced",
                    "failure_reason": self.env._(
                        "The email server of %s returned the email.",
                        row.recipient_email,
                    ),
                }
            )

    def _retry(self, now):
        result = super()._retry(now)
        self.delivery_state = "waiting"
        return result

    # ------------------------------------------------------------------
    # What staff do
    # ------------------------------------------------------------------

    def _for_staff(self):
        """Return the rows with the system's rights, after asking for the user's.

        :raise AccessError:
        """
        self.check_access("read")
        if not self.env.user.has_group(STAFF):
            raise AccessError(self.env._("Coordinators look after these emails."))
        return self.sudo()  # the register is written by the system alone

    def action_send_again(self):
        """Send again what did not arrive, to the address that there is now."""
        rows = self._for_staff()
        wrong = rows.filtered(lambda row: row.delivery_state not in UNDELIVERED)
        if wrong:
            raise UserError(
                self.env._("Only emails that were not delivered can be sent again.")
            )
        for row in rows:
            record = self.env[row.res_model].sudo().browse(row.res_id).exists()
            if not record:
                raise UserError(
                    self.env._("What this email was about has been deleted since.")
                )
            row._send_again(record)
        return True

    def _send_again(self, record):
        """Make the mail anew, for the address that there is now."""
        self.ensure_one()
        self.mail_id.unlink()
        if self.res_model == "res.users":
            # An invitation holds a link, which is made anew and has a row of its own.
            self.is_dismissed = True
            refused = record.partner_id._mentoring_invite()
            if refused:
                raise UserError(
                    self.env._(
                        "%(name)s: %(reason)s",
                        name=record.partner_id.display_name,
                        reason=" ".join(refused.values()),
                    )
                )
        else:
            self._queue(self.template_id, record)

    def action_dismiss(self):
        """Take emails off the list that someone has dealt with otherwise."""
        self._for_staff().is_dismissed = True
        return True

    def action_correct_address(self):
        """Open the window in which the recipient's address is corrected."""
        self.ensure_one()
        row = self._for_staff()
        if not row.recipient_id:
            raise UserError(
                self.env._(
                    "This email went to %(address)s, which is not a contact's address. "
                    "Correct it on the record that the email is about.",
                    address=row.recipient_email or self.env._("no address"),
                )
            )
        return row.recipient_id.with_env(self.env).action_mentoring_correct()

    def action_open_record(self):
        """Open what the email is about."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
