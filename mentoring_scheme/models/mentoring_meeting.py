# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

UID_LINE = re.compile(rb"UID:[^\r\n]*\r?\n")


class MentoringMeeting(models.Model):
    """A meeting of a partnership: planned, held, cancelled or missed (A16, A17)."""

    _name = "mentoring.meeting"
    _description = "Mentoring Meeting"
    _order = "start desc, id desc"

    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        required=True,
        index=True,
        ondelete="restrict",
    )
    intake_id = fields.Many2one(related="partnership_id.intake_id", store=True)
    company_id = fields.Many2one(
        related="partnership_id.company_id", store=True, index=True
    )
    start = fields.Datetime(required=True)
    duration = fields.Float(string="Duration (hours)", default=1.0, required=True)
    mode = fields.Selection(
        selection=[
            ("video", "Video"),
            ("in_person", "Face to face"),
            ("phone", "Phone"),
            ("other", "Other"),
        ],
        default="video",
        required=True,
    )
    link = fields.Char(help="Where a virtual meeting takes place (promise A29).")
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("held", "Held"),
            ("cancelled", "Cancelled"),
            ("missed", "Missed"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    attendance_ids = fields.One2many(
        comodel_name="mentoring.meeting.attendance", inverse_name="meeting_id"
    )
    calendar_event_id = fields.Many2one(
        comodel_name="calendar.event", readonly=True, copy=False, ondelete="set null"
    )

    _duration_sensible = models.Constraint(
        "CHECK(duration > 0 AND duration <= 12)",
        "A meeting lasts more than nothing and at most 12 hours.",
    )

    @api.depends("start", "partnership_id.display_name")
    def _compute_display_name(self):
        for meeting in self:
            names = [meeting.partnership_id.display_name or ""]
            if meeting.start:
                start = fields.Datetime.context_timestamp(meeting, meeting.start)
                names.append(f"{start:%d %b %Y %H:%M}")
            meeting.display_name = ", ".join(names)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_partnerships({vals.get("partnership_id") for vals in vals_list})
        meetings = super().create(vals_list)
        for meeting in meetings:
            seats = meeting.partnership_id.participant_ids.filtered(
                lambda seat: seat.state == "current"
            )
            missing = seats - meeting.attendance_ids.participant_id
            meeting.attendance_ids = [
                Command.create({"participant_id": seat.id}) for seat in missing
            ]
        meetings._sync_calendar()
        return meetings

    def write(self, vals):
        result = super().write(vals)
        if {"start", "duration", "state", "link"} & vals.keys():
            self._sync_calendar()
        return result

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _check_partnerships(self, partnership_ids):
        """Refuse meetings of partnerships that are over (invariant 9)."""
        partnerships = self.env["mentoring.partnership"].browse(partnership_ids)
        for partnership in partnerships.exists():
            if partnership.state in ("completed", "ended"):
                raise UserError(
                    self.env._(
                        "%(partnership)s is over; it has no more meetings.",
                        partnership=partnership.display_name,
                    )
                )

    def _confirm(self, participant):
        """Record that this participant confirms to have taken part.

        The hours count for both once both sides have confirmed (promise A18).

        :raise UserError: for a stranger, a future or a cancelled meeting
        """
        self.ensure_one()
        attendance = self.attendance_ids.filtered(
            lambda line: line.participant_id == participant
        )
        if not attendance:
            raise UserError(
                self.env._("Only those who were invited confirm this meeting.")
            )
        if self.start > fields.Datetime.now():
            raise UserError(
                self.env._("This meeting is still to come. Confirm it afterwards.")
            )
        if self.state == "cancelled":
            raise UserError(self.env._("This meeting was cancelled."))
        if not attendance.confirmed_on:
            attendance.write(
                {"status": "present", "confirmed_on": fields.Datetime.now()}
            )
            self.state = "held"
        return attendance

    def _move(self, start):
        """Move a planned meeting to another moment, in UTC (promise A17).

        :raise UserError: when it is not planned any more, or the moment has passed
        """
        self.ensure_one()
        if self.state != "planned":
            raise UserError(self.env._("Only a planned meeting can be moved."))
        if start <= fields.Datetime.now():
            raise UserError(
                self.env._("Please choose a time to come: this one has passed.")
            )
        if start != self.start:
            self.start = start
            self._announce("moved")

    def _announce(self, what):
        """Queue a mail to all invited: the meeting is planned, moved or cancelled.

        :param str what: planned, moved, cancelled or reminder; a template for each
        """
        for meeting in self:
            notifications = self.env["mentoring.notification"]._send_once(
                f"mentoring_scheme.mail_template_meeting_{what}",
                meeting.attendance_ids,
                occasion=f"{what} {meeting.start}",
            )
            if invitation := meeting._get_invitation():
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
        """Return the calendar file of a planned meeting, as bytes; none otherwise.

        Its UID stays the same, so that a moved meeting replaces itself in a calendar.
        """
        self.ensure_one()
        event = self.sudo().calendar_event_id  # members have no calendar rights
        if not event:
            return b""
        content = event._get_ics_file().get(event.id, b"")
        uid = f"UID:mentoring-meeting-{self.id}@{self.env.cr.dbname}\r\n".encode()
        return UID_LINE.sub(uid, content)

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
            ]
        )
        Cron._commit_progress(remaining=len(coming))
        for meeting_id in coming.ids:
            meeting = self.browse(meeting_id).try_lock_for_update()
            if meeting.state == "planned":
                meeting._announce("reminder")
            if not Cron._commit_progress(1):
                break

    def _cancel(self):
        """Cancel planned meetings, with their calendar events."""
        self.filtered(lambda meeting: meeting.state == "planned").write(
            {"state": "cancelled"}
        )

    def _cancel_future(self):
        """Cancel what lies ahead of partnerships that are over (invariant 9)."""
        now = fields.Datetime.now()
        self.filtered(
            lambda meeting: (
                meeting.start > now
                and meeting.partnership_id.state in ("completed", "ended")
            )
        )._cancel()

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each meeting ahead that is over (invariant 9)."""
        meetings = self.search(
            [
                ("state", "=", "planned"),
                ("start", ">", fields.Datetime.now()),
                ("partnership_id.state", "in", ("completed", "ended")),
            ]
        )
        return [
            self.env._(
                "Invariant 9: %(meeting)s is planned though the partnership is over.",
                meeting=meeting.display_name,
            )
            for meeting in meetings
        ]

    def _sync_calendar(self):
        """Bring the calendar event in line; cancelled meetings have none.

        Calendar events are read by every colleague, so they are private and neutrally
        named.
        """
        for meeting in self:
            # Participants have no calendar rights, and staff are not invited.
            event = meeting.sudo().calendar_event_id.with_context(
                dont_notify=True, no_mail_to_attendees=True
            )
            if meeting.state in ("cancelled", "missed"):
                event.unlink()
            elif event:
                event.write(meeting._prepare_calendar_times())
            elif meeting.state == "planned":
                meeting.sudo().calendar_event_id = event.create(
                    meeting._prepare_calendar_event()
                )

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
