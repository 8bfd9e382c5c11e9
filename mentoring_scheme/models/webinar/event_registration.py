# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import fields, models

from ...dates import format_moment


class EventRegistration(models.Model):
    """A participant's place in a webinar."""

    _inherit = "event.registration"

    is_mentoring_released = fields.Boolean(
        string="Released",
        readonly=True,
        copy=False,
        help="Cancelled because the person left or the webinar was called off; open "
        "again if they come back, or if it takes place after all.",
    )

    def _release(self, people):
        """Cancel the registrations of people who have left."""
        released = self.filtered(
            lambda registration: (
                registration.partner_id in people
                and registration.state in ("draft", "open")
            )
        )
        released.write({"state": "cancel", "is_mentoring_released": True})

    def _take_back(self, people):
        """Open the registrations again of people who had left and are back."""
        back = self.filtered(
            lambda registration: (
                registration.partner_id in people and registration.is_mentoring_released
            )
        )
        back.is_mentoring_released = False
        back.filtered(lambda r: r.state == "cancel").action_confirm()

    def _update_mail_schedulers(self):
        """Leave the emails about webinars to core's scheduled job.

        A match is published with a hundred registrations in one click.
        """
        webinars = self.filtered("event_id.mentoring_intake_id")
        if self.env.context.get("install_mode"):
            webinars = self.browse()  # core sends nothing then, for any event
        result = super(EventRegistration, self - webinars)._update_mail_schedulers()
        if any(registration.state == "open" for registration in webinars):
            # Nobody but the system has a right to scheduled jobs.
            self.env.ref("event.event_mail_scheduler").sudo()._trigger()
        return result

    def _notify(self, what, occasion):
        """Queue an email about a webinar that has changed or was called off.

        :param str what: changed or cancelled; a template for each
        :param str occasion: what tells this email from another of the same kind
        """
        self.env["mentoring.notification"]._send_once(
            f"mentoring_scheme.mail_template_webinar_{what}", self, occasion
        )

    def _get_mentoring_moment(self):
        """Return when the webinar begins, in the reader's own time zone."""
        self.ensure_one()
        event = self.event_id
        zone = self.partner_id.tz or event.mentoring_intake_id.tz or event.date_tz
        return format_moment(self.env, event.date_begin, zone)

    def _process_attachments_for_template_post(self, mail_template):
        """Add the calendar file to the emails of webinars."""
        attachments = super()._process_attachments_for_template_post(mail_template)
        for registration in self.filtered("event_id.mentoring_intake_id"):
            event = registration.event_id
            content = not event._is_off() and event._get_mentoring_ics()
            if content:
                attachments[registration.id] = {
                    "attachments": [("webinar.ics", base64.b64encode(content))]
                }
        return attachments
