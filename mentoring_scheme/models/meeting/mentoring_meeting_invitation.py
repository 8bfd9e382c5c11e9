# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from datetime import timedelta

from odoo import Command, api, fields, models

ENTRY = re.compile(rb"BEGIN:VEVENT.*?END:VEVENT\r?\n", re.DOTALL)
MOST_NIGHT_HOURS = 12
CALENDAR_END = b"END:VCALENDAR"
UID_LINE = re.compile(rb"UID:[^\r\n]*\r?\n")


class MentoringMeeting(models.Model):
    """What the invited hear of a meeting: emails, an entry in the calendar (A16)."""

    _inherit = "mentoring.meeting"

    def _announce_by_staff(self, what):
        """Tell the members what staff change in the back office.

        Members act without rights of their own, through their pages, which tell.
        """
        if not self.env.su:
            self.filtered(
                lambda meeting: (
                    meeting.state == "planned" and meeting.start > fields.Datetime.now()
                )
            )._announce(what)

    def _announce(self, what):
        """Queue a mail to all invited: the meeting is planned, moved or cancelled.

        :param str what: planned, moved, cancelled or reminder; a template for each
        """
        for meeting in self:
            hours_left = (meeting.start - fields.Datetime.now()) / timedelta(hours=1)
            notifications = self.env["mentoring.notification"]._send_once(
                f"mentoring_scheme.mail_template_meeting_{what}",
                meeting.attendance_ids,
                occasion=f"{what} {meeting.start}",
                # Never so late that the morning comes after the meeting.
                by_day=what == "reminder" and hours_left > MOST_NIGHT_HOURS,
            )
            of_mail = meeting._get_series() if what == "series" else meeting
            if invitation := of_mail._get_invitation():
                # Mails are the system's; members and staff have no rights to them.
                for mail in notifications.sudo().mail_id:
                    mail.attachment_ids = [
                        Command.create(
                            {
                                "name": "invitation.ics",
                                "raw": invitation,
                                "mimetype": "text/calendar",
                                "res_model": "mail.message",
                                "res_id": mail.mail_message_id.id,
                            }
                        )
                    ]

    def _get_invitation(self):
        """Return the calendar file of planned meetings, as bytes; none otherwise.

        A UID stays the same, so that a moved meeting replaces itself in a calendar.
        """
        content = b""
        for meeting in self:
            event = meeting.sudo().calendar_event_id  # members have no calendar rights
            if not event:
                continue
            uid = f"UID:mentoring-meeting-{meeting.id}@{self.env.cr.dbname}\r\n"
            part = UID_LINE.sub(uid.encode(), event._get_ics_file().get(event.id, b""))
            if content:
                # One file holds all: the entries of the next go before the end.
                entries = ENTRY.findall(part)
                content = content.replace(
                    CALENDAR_END, b"".join(entries) + CALENDAR_END, 1
                )
            else:
                content = part
        return content

    @api.model
    def _cron_remind_upcoming(self):
        """Remind all invited a day before a planned meeting (promise A16)."""
        Cron = self.env["ir.cron"]
        now = fields.Datetime.now()
        coming = self.search(
            [
                ("state", "=", "planned"),
                ("start", ">", now),
                ("start", "<=", now + timedelta(days=1)),
                ("partnership_id.is_paused", "=", False),
            ]
        )
        coming -= coming._filter_just_announced()
        Cron._commit_progress(remaining=len(coming))
        for meeting_id in coming.ids:
            meeting = self.browse(meeting_id).try_lock_for_update()
            if meeting.state == "planned":
                meeting._announce("reminder")
            if not Cron._commit_progress(1):
                break

    def _filter_just_announced(self):
        """Return the meetings of which the invited heard less than a day ahead."""
        day = timedelta(days=1)
        # Only the system reads this register whole.
        emails = self.env["mentoring.notification"].sudo()
        latest = dict(
            emails._read_group(
                [
                    ("res_model", "=", "mentoring.meeting.attendance"),
                    ("res_id", "in", self.attendance_ids.ids),
                    ("create_date", ">", fields.Datetime.now() - day),
                ],
                ["res_id"],
                ["create_date:max"],
            )
        )
        return self.filtered(
            lambda meeting: any(
                line.id in latest and latest[line.id] > meeting.start - day
                for line in meeting.attendance_ids
            )
        )

    def _sync_calendar(self):
        """Bring the calendar event in line; cancelled meetings have none.

        Calendar events are read by every colleague, so they are private and neutrally
        named.
        """
        for meeting in self:
            event = meeting._get_quiet_event()
            if meeting.state in ("cancelled", "missed"):
                event.unlink()
            elif event:
                event.write(meeting._prepare_calendar_times())
            elif meeting.state == "planned":
                # Participants have no calendar rights.
                meeting.sudo().calendar_event_id = event.create(
                    meeting._prepare_calendar_event()
                )

    def _get_quiet_event(self):
        """Return the calendar event, which sends no mails of its own: ours do."""
        self.ensure_one()
        # Participants have no calendar rights, and staff are not invited.
        event = self.sudo().calendar_event_id
        return event.with_context(dont_notify=True, no_mail_to_attendees=True)

    def _prepare_calendar_times(self):
        self.ensure_one()
        return {
            "start": self.start,
            "stop": self.start + timedelta(hours=self.duration),
            "videocall_location": self.link or False,
        }

    def _prepare_calendar_event(self):
        partners = self.attendance_ids.participant_id.partner_id
        return {
            "name": self.env._("Meeting"),
            "privacy": "private",
            "user_id": False,
            "partner_ids": [Command.set(partners.ids)],
            **self._prepare_calendar_times(),
        }
