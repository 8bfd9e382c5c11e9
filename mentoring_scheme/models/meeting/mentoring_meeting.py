# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import secrets
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...dates import format_moment

MOST_HOURS = 12


class MentoringMeeting(models.Model):
    """A meeting of a partnership: planned, held, cancelled or missed (A16, A17)."""

    _name = "mentoring.meeting"
    _inherit = ["mentoring.derived"]
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
    link = fields.Char(help="Where a virtual meeting takes place.")
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
    series = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Meetings that were planned together have the same one.",
    )
    cancelled_by_id = fields.Many2one(
        comodel_name="mentoring.participant",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Empty when staff cancelled it, or when the partnership ended.",
    )
    date_cancelled = fields.Datetime(readonly=True, copy=False)
    can_cancel = fields.Boolean(
        string="Cancellation Possible",
        compute="_compute_can_cancel",
        help="It is planned, and its time has not come yet.",
    )
    attendance_ids = fields.One2many(
        comodel_name="mentoring.meeting.attendance", inverse_name="meeting_id"
    )
    calendar_event_id = fields.Many2one(
        comodel_name="calendar.event", readonly=True, copy=False, ondelete="set null"
    )

    _duration_sensible = models.Constraint(
        "CHECK(duration > 0 AND duration <= 12)",
        "A meeting can last up to 12 hours. Enter a length between 0 and 12 hours.",
    )

    @api.depends("start", "partnership_id.display_name")
    def _compute_display_name(self):
        for meeting in self:
            names = [meeting.partnership_id.display_name or ""]
            if meeting.start:
                start = fields.Datetime.context_timestamp(meeting, meeting.start)
                names.append(f"{start:%d %b %Y %H:%M}")
            meeting.display_name = ", ".join(names)

    @api.depends("start", "state")
    def _compute_can_cancel(self):
        now = fields.Datetime.now()
        for meeting in self:
            meeting.can_cancel = bool(
                meeting.id
                and meeting.state == "planned"
                and meeting.start
                and meeting.start > now
            )

    @api.constrains("start", "duration", "partnership_id")
    def _check_one_at_a_time(self):
        """A pair has one meeting at a time; a second is the first again (inv. 16)."""
        self.partnership_id._take_turns()
        for meeting in self.filtered(lambda meeting: meeting.state != "cancelled"):
            if other := meeting._find_at_same_time():
                raise ValidationError(
                    self.env._(
                        "There is already a meeting of these people: %(moment)s, "
                        "%(state)s.",
                        moment=format_moment(self.env, other.start, other.intake_id.tz),
                        state=other._get_state_label(),
                    )
                )

    def _find_at_same_time(self):
        """Return a meeting of the same partnership that overlaps with this one."""
        self.ensure_one()
        end = self.start + timedelta(hours=self.duration)
        # Whoever plans a meeting need not be invited to the other.
        around = self.sudo().search(
            [
                ("partnership_id", "=", self.partnership_id.id),
                ("id", "!=", self.id),
                ("state", "!=", "cancelled"),
                ("start", "<", end),
                ("start", ">", self.start - timedelta(hours=MOST_HOURS)),
            ]
        )
        return around.filtered(
            lambda other: other.start + timedelta(hours=other.duration) > self.start
        )[:1]

    def _get_state_label(self):
        """Return the state in the reader's language, in small letters."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[self.state].lower()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_partnerships({vals.get("partnership_id") for vals in vals_list})
        meetings = super().create(vals_list)
        for meeting in meetings:
            seats = meeting.partnership_id.participant_ids.filtered(
                lambda seat: seat.state == "current"
            )
            missing = seats - meeting.attendance_ids.participant_id
            # Nobody has a right to enter who was there: members confirm.
            meeting.sudo().attendance_ids = [
                Command.create({"participant_id": seat.id}) for seat in missing
            ]
        meetings._sync_calendar()
        meetings._announce_by_staff("planned")
        return meetings

    def write(self, vals):
        before = {meeting: meeting.start for meeting in self}
        result = super().write(vals)
        if {"start", "duration", "state", "link"} & vals.keys():
            self._sync_calendar()
        moved = self.filtered(lambda meeting: meeting.start != before[meeting])
        moved._announce_by_staff("moved")
        return result

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_cancel(self):
        """Cancel planned meetings for their members, who are told."""
        self.check_access("write")
        planned = self.filtered("can_cancel")
        if not planned:
            raise UserError(
                self.env._(
                    "Only a planned meeting in the future can be cancelled. The "
                    "participants say of one whose time has passed if it took place."
                )
            )
        planned._cancel()
        planned._announce("cancelled")
        return True

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
        # Nobody has a right to enter who was there: this step is how members confirm.
        attendance = self.sudo().attendance_ids.filtered(
            lambda line: line.participant_id == participant
        )
        if not attendance:
            raise UserError(
                self.env._("Only people who were invited can confirm this meeting.")
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
            self.sudo().state = "held"  # by this step alone
        return attendance

    def _miss(self, participant, absent, has_notice=False):
        """Record, for this participant, who was not there.

        One's own absence is one's own to report, or reported by the others; whoever
        has confirmed to have been there is not reported absent by anybody else.

        :param absent: the ``mentoring.participant`` who did not come
        :param bool has_notice: they said so beforehand
        :raise UserError: when it is too early, or not theirs to report
        """
        self.ensure_one()
        lines = self.sudo().attendance_ids  # as in _confirm
        if participant not in lines.participant_id or not absent:
            raise UserError(self.env._("Please choose who was not there."))
        if absent - lines.participant_id:
            raise UserError(
                self.env._("Only people who were invited can have missed this meeting.")
            )
        if self.start > fields.Datetime.now() or self.state == "cancelled":
            raise UserError(
                self.env._("Only a meeting whose time has passed can be missed.")
            )
        away = lines.filtered(lambda line: line.participant_id in absent)
        there = away.filtered(
            lambda line: line.confirmed_on and line.participant_id != participant
        )
        if there:
            raise UserError(
                self.env._(
                    "%(names)s has confirmed to have been there. Please talk about it "
                    "with each other, or with us.",
                    names=", ".join(there.participant_id.partner_id.mapped("name")),
                )
            )
        away.write(
            {
                "status": "absent",
                "confirmed_on": False,
                "has_notice": has_notice,
                "reported_by_id": participant.id,
            }
        )
        if len(lines.filtered(lambda line: line.status != "absent")) < 2:
            self.sudo().state = "missed"  # by this step alone

    @api.model
    def _plan_series(self, vals, starts):
        """Plan meetings together, and invite to all of them by one mail (A16).

        :param dict vals: what they have in common
        :param starts: their moments, in UTC
        """
        series = secrets.token_hex(8)
        meetings = self.create([{**vals, "start": start} for start in starts])
        meetings.sudo().series = series  # by this step alone
        coming = meetings.filtered(
            lambda meeting: meeting.start > fields.Datetime.now()
        )
        if coming:
            coming.sorted("start")[0]._announce("series")
        return meetings

    def _get_series(self):
        """Return the planned meetings that were planned together with this one."""
        self.ensure_one()
        if not self.series:
            return self
        domain = [("series", "=", self.series), ("state", "=", "planned")]
        return self.search(
            [*domain, ("partnership_id", "=", self.partnership_id.id)], order="start"
        )

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

    def _cancel(self, participant=None):
        """Cancel planned meetings, with their calendar events.

        :param participant: who cancels, if it is a member
        """
        planned = self.filtered(lambda meeting: meeting.state == "planned")
        planned.sudo().write(  # by this step alone
            {
                "state": "cancelled",
                "cancelled_by_id": participant.id if participant else False,
                "date_cancelled": fields.Datetime.now(),
            }
        )

    def _get_notice_days(self):
        """Return how many whole days before the meeting it was cancelled."""
        self.ensure_one()
        notice = self.start - (self.date_cancelled or self.start)
        return max(notice.days, 0)

    def _cancel_future(self):
        """Cancel what lies ahead of partnerships that are over (invariant 9)."""
        self.filtered(
            lambda meeting: meeting.partnership_id.state in ("completed", "ended")
        )._cancel_ahead("cancelled")

    def _cancel_ahead(self, what):
        """Cancel what lies ahead, with its calendar events (promise A17).

        Those who were invited get one mail about all of it.

        :param str what: which of the mails: cancelled, for an end, or paused
        """
        now = fields.Datetime.now()
        ahead = self.filtered(
            lambda meeting: meeting.start > now and meeting.state == "planned"
        )
        ahead._cancel()
        self.env["mentoring.notification"]._send_once(
            f"mentoring_scheme.mail_template_participant_meetings_{what}",
            ahead.attendance_ids.participant_id,
            occasion=f"{what} {now}",
        )

    def _uninvite(self, seats):
        """Take those who left a group off its meetings to come, and off the calendar.

        :param seats: the ``mentoring.participant`` who do not take part any more
        """
        now = fields.Datetime.now()
        ahead = self.filtered(
            lambda meeting: meeting.start > now and meeting.state == "planned"
        )
        lines = ahead.attendance_ids.filtered(lambda line: line.participant_id in seats)
        meetings = lines.meeting_id
        lines.sudo().unlink()  # who is invited follows from who takes part
        for meeting in meetings:
            people = meeting.attendance_ids.participant_id.partner_id
            meeting._get_quiet_event().partner_ids = [Command.set(people.ids)]

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
                "%(meeting)s is planned though the partnership is over.",
                meeting=meeting.display_name,
            )
            for meeting in meetings
        ]
