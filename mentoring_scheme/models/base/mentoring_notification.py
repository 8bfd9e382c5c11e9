# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

ATTEMPTS = 6
LAYOUT = "mentoring_scheme.mail_layout"
# The hours between which people read what they have not waited for.
MORNING = 8
NIGHT = 21
# Why a mail was not sent that no second attempt can change.
HOPELESS = ("mail_email_invalid", "mail_email_missing", "mail_bl", "mail_optout")


class MentoringNotification(models.Model):
    """Remembers that a mail went out, so that none goes out twice."""

    _name = "mentoring.notification"
    _description = "Mentoring mail sent"
    _order = "id desc"

    template_id = fields.Many2one(
        comodel_name="mail.template", required=True, ondelete="cascade", index=True
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    occasion = fields.Char(
        required=True,
        help="What the email was sent for, such as a date or a kind of reminder.",
    )
    mail_id = fields.Many2one(
        comodel_name="mail.mail", ondelete="set null", index="btree_not_null"
    )
    attempt_count = fields.Integer(string="Attempts", default=1)
    date_retry = fields.Datetime(string="Next Attempt")
    company_id = fields.Many2one(comodel_name="res.company")

    _once = models.UniqueIndex(
        "(template_id, res_model, res_id, occasion)",
        "This email has already been sent. Please don't send it again.",
    )

    @api.model
    def _send_once(self, template_xmlid, records, occasion="first", by_day=False):
        """Queue one mail per record, unless it was queued for that occasion before.

        :param str template_xmlid: external id of the mail template
        :param records: recordset of the template's model
        :param str occasion: what tells this mail from another of the same template
        :param bool by_day: nobody waits for it, so it arrives when its reader is awake
        :return: the notifications created
        """
        if not records:
            return self.browse()
        template = self.env.ref(template_xmlid, raise_if_not_found=False)
        if not template:
            return self.browse()
        # Members act through the portal without any access to this register.
        register = self.sudo()
        known = set(
            register.search(
                [
                    ("template_id", "=", template.id),
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("occasion", "=", occasion),
                ]
            ).mapped("res_id")
        )
        fresh = records.filtered(lambda record: record.id not in known)
        created = register.create(
            [
                {
                    "template_id": template.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "occasion": occasion,
                    "company_id": record.company_id.id,
                }
                for record in fresh
            ]
        )
        # Rendering reads partners and texts the acting member has no access to.
        sender = template.sudo()
        for notification, record in zip(created, fresh, strict=True):
            notification._queue(sender, record)
            if by_day:
                notification._wait_for_day(record)
        return created

    def _queue(self, sender, record):
        """Queue the mail of this row about its record.

        :param sender: the template, with the rights to render it
        """
        self.ensure_one()
        # The button of core's light layout would lead a member to a staff record.
        self.mail_id = sender.with_company(record.company_id).send_mail(
            record.id,
            force_send=False,
            email_layout_xmlid=LAYOUT,
            # Who signs is looked up for members, who read no scheme.
            email_values=self._prepare_mail_values(record.sudo()),
        )

    def _wait_for_day(self, record):
        """Have the mail leave in the morning if it is night where its reader is."""
        self.ensure_one()
        # The queue is the system's; members act without rights to it.
        mail = self.sudo().mail_id
        zone = pytz.timezone(self._get_zone(mail, record.sudo()))
        local = pytz.utc.localize(fields.Datetime.now()).astimezone(zone)
        if not mail or MORNING <= local.hour < NIGHT:
            return
        day = local.date() + timedelta(days=local.hour >= NIGHT)
        morning = zone.localize(datetime.combine(day, time(MORNING)))
        mail.scheduled_date = morning.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_zone(self, mail, record):
        """Return the name of the reader's time zone, or of the association's."""
        intake = "intake_id" in record._fields and record.intake_id
        return (
            mail.recipient_ids[:1].tz
            or (intake and intake.tz)
            or record.company_id.partner_id.tz
            or "UTC"
        )

    @api.model
    def _recall(self, template_xmlid, record):
        """Stop the latest mail of a template to a record, if it has not left yet.

        :return: whether the mail has left, so that the person has to be told again
        """
        template = self.env.ref(template_xmlid, raise_if_not_found=False)
        # Only the system reads this register whole, and stops an email.
        latest = template and self.sudo().search(
            [
                ("template_id", "=", template.id),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ],
            limit=1,
        )
        if not latest:
            return False
        if latest.mail_id.state in ("outgoing", "exception"):
            latest.mail_id.cancel()
            # It never left, so the same occasion may come again, within this second.
            latest.occasion = f"{latest.occasion} recalled {latest.id}"
        return latest.mail_id.state != "cancel"  # a mail that was sent is deleted

    @api.model
    def _cron_retry_failed(self):
        """Queue mails again that the mail server refused, with growing pauses.

        Core leaves a mail that failed as it is. After one hour, two, four and so on it
        is tried again, six times in all. Where there is no address to send it to, it is
        not.
        """
        now = fields.Datetime.now()
        failed = self.search(
            [
                ("mail_id.state", "=", "exception"),
                ("mail_id.failure_type", "not in", HOPELESS),
                ("attempt_count", "<", ATTEMPTS),
                "|",
                ("date_retry", "=", False),
                ("date_retry", "<=", now),
            ]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(failed))
        for notification_id in failed.ids:
            notification = self.browse(notification_id).try_lock_for_update()
            if notification.mail_id.state == "exception":
                notification._retry(now)
            if not Cron._commit_progress(1):
                break

    def _retry(self, now):
        """Queue one mail again, and set the hour of the attempt after."""
        self.ensure_one()
        self.mail_id.mark_outgoing()
        self.write(
            {
                "date_retry": now + timedelta(hours=2 ** (self.attempt_count - 1)),
                "attempt_count": self.attempt_count + 1,
            }
        )
