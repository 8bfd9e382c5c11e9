# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_local_day, format_moment

from ..forms import is_web_address

_lt = LazyTranslate(__name__)

# How many meetings of the past, and of those to confirm, a page shows at once.
LATEST = 5
# How many of those to come.
NEXT = 3
# How long whoever has confirmed a meeting by mistake can take it back, in days.
TAKE_BACK_DAYS = 7
LABELS = {
    "planned": (_lt("Planned"), "info"),
    "past": (_lt("To confirm"), "warning"),
    "held": (_lt("Held"), "success"),
    "cancelled": (_lt("Cancelled"), "secondary"),
    "missed": (_lt("Missed"), "secondary"),
}


class MentoringMeeting(models.Model):
    _inherit = "mentoring.meeting"

    _page_fields = (
        "cancelled_by_id",
        "date_cancelled",
        "duration",
        "link",
        "mode",
        "partnership_id",
        "series",
        "start",
        "state",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return which meetings this person sees: those the person was invited to."""
        return [
            (
                "attendance_ids.participant_id",
                "any",
                [("application_id.partner_id", "=", partner.id)],
            )
        ]

    def _split_for_page(self, seat, is_all=False):
        """Return what a page shows of the meetings that this seat was invited to.

        :return: those to act on, first what is to be confirmed and then what is to
            come; the others, the latest first; and how many there are in all
        """
        mine = self & seat.attendance_ids.meeting_id
        coming = mine.filtered(
            lambda meeting: meeting.state == "planned" and not meeting._is_past()
        ).sorted("start")
        unconfirmed = seat.attendance_ids.filtered(lambda line: not line.confirmed_on)
        asked = (unconfirmed.meeting_id & mine).filtered(
            lambda meeting: meeting._is_asked_of(seat)
        )
        asked = asked.sorted("start", reverse=True)
        others = (mine - coming - asked).sorted("start", reverse=True)
        if is_all:
            return asked + coming, others, len(mine)
        return asked[:LATEST] + coming[:NEXT], others[:LATEST], len(mine)

    def _get_invited(self):
        return self.attendance_ids.participant_id

    def _get_attendance(self, seat):
        return self.attendance_ids.filtered(lambda line: line.participant_id == seat)

    def _is_past(self):
        self.ensure_one()
        return self.start <= fields.Datetime.now()

    def _can_be_confirmed_by(self, seat):
        """Return whether this seat's confirmation is still wanted (promise A18)."""
        self.ensure_one()
        line = self._get_attendance(seat)
        return (
            bool(line)
            and not line.confirmed_on
            and self._is_past()
            and self.state != "cancelled"
            and seat._is_active_seat()
        )

    def _is_asked_of(self, seat):
        """Return whether nobody has said yet if this seat's person was there."""
        self.ensure_one()
        return (
            self.state != "missed"
            and self._get_attendance(seat).status != "absent"
            and self._can_be_confirmed_by(seat)
        )

    def _can_be_missed_by(self, seat):
        """Return whether this seat may say who was not there; itself for longer."""
        self.ensure_one()
        confirmed_on = self._get_attendance(seat).confirmed_on
        if not confirmed_on:
            return self._is_asked_of(seat)
        latest = fields.Datetime.now() - timedelta(days=TAKE_BACK_DAYS)
        return confirmed_on > latest and seat._is_active_seat()

    def _can_be_cancelled_by(self, seat):
        self.ensure_one()
        return (
            self.can_cancel and seat in self._get_invited() and seat._is_active_seat()
        )

    def _portal_confirm(self):
        """Record that the acting member took part.

        :raise UserError: when it is too early, cancelled, or not this member's
        """
        self.ensure_one()
        seat = self.partnership_id._get_acting_seat()
        self._check_portal_seat(seat)
        return self._confirm(seat)

    def _portal_cancel(self):
        """Cancel a planned meeting for all who take part (promise A17).

        :raise UserError: when the meeting is not planned, or not this member's
        """
        self.ensure_one()
        seat = self.partnership_id._get_acting_seat()
        self._check_portal_seat(seat)
        if self.state != "planned":
            raise UserError(self.env._("Only a planned meeting can be cancelled."))
        if self._is_past():
            raise UserError(
                self.env._(
                    "The time of this meeting has passed. Please say whether it took "
                    "place."
                )
            )
        self._cancel(seat)
        self._announce("cancelled")

    def _portal_miss(self, absent_ids, has_notice):
        """Record for the acting member who was not there.

        :param absent_ids: ids of seats, as the form posted them
        :raise UserError: when it is not this member's to report, or too early
        """
        self.ensure_one()
        seat = self.partnership_id._get_acting_seat()
        self._check_portal_seat(seat)
        absent = self._get_invited().filtered(lambda other: other.id in absent_ids)
        self._miss(seat, absent, has_notice)

    def _portal_set_agenda(self, body):
        """Write what the acting member wants to talk about (promise B4)."""
        self.ensure_one()
        self._check_portal_seat(self.partnership_id._get_acting_seat())
        return self.env["mentoring.note"]._set_agenda(self, body)

    def _portal_move(self, start):
        """Move a planned meeting for all who take part (promise A17).

        :raise UserError: when it cannot be moved, or is not this member's
        """
        self.ensure_one()
        self._check_portal_seat(self.partnership_id._get_acting_seat())
        self._move(start)

    def _get_local_answers(self, seat):
        """Return day and time as this seat's person reads and writes them."""
        self.ensure_one()
        zone = pytz.timezone(seat._get_portal_zone())
        local = pytz.utc.localize(self.start).astimezone(zone)
        return {"day": local.date(), "time": local.time()}

    def _check_portal_seat(self, seat):
        if not seat or not seat._is_active_seat():
            raise UserError(
                self.env._(
                    "This partnership is over, so its meetings stay as they are."
                )
            )

    def _get_portal_when(self, seat):
        return format_moment(self.env, self.start, seat._get_portal_zone())

    def _get_portal_facts(self, seat):
        """Return what a list of meetings shows of this one to this seat's person."""
        self.ensure_one()
        lines = self.attendance_ids
        label, tone = self._get_portal_state()
        return {
            "id": self.id,
            "when": format_local_day(self.env, self.start, seat._get_portal_zone()),
            "hours": f"{self.duration:g}",
            "mode": self._get_mode_label(),
            "label": label,
            "tone": tone,
            "absent": [
                self.env._("%s (with notice)", line.participant_id.partner_id.name)
                if line.has_notice
                else line.participant_id.partner_id.name
                for line in lines
                if line.status == "absent"
            ],
            "cancelled_by": self.cancelled_by_id.partner_id.name or "",
            "notice": self._get_notice_days() if self.state == "cancelled" else 0,
            "confirmed": [
                line.participant_id.partner_id.name
                for line in lines
                if line.confirmed_on
            ],
            "counts": self._get_attendance(seat).is_counted,
            "can_confirm": self._can_be_confirmed_by(seat),
            "can_miss": self._can_be_missed_by(seat),
            "invited": [
                {
                    "id": line.participant_id.id,
                    "name": self.env._("I was not there")
                    if line.participant_id == seat
                    else line.participant_id.partner_id.name,
                }
                for line in lines
            ],
        }

    def _get_portal_values(self, seat):
        """Return what a page shows of a meeting that there is something to do about."""
        self.ensure_one()
        can_cancel = self._can_be_cancelled_by(seat)
        return {
            **self._get_portal_facts(seat),
            "when": self._get_portal_when(seat),
            "link": self.link if is_web_address(self.link or "") else "",
            "can_cancel": can_cancel,
            "can_move": can_cancel,
        }

    def _get_mode_label(self):
        return dict(self._fields["mode"]._description_selection(self.env))[self.mode]

    def _get_portal_state(self):
        """Return the state in words, and its tone."""
        self.ensure_one()
        state = self.state
        if state == "planned" and self._is_past():
            state = "past"
        label, tone = LABELS[state]
        return str(label), tone
