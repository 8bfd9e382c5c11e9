# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""Planning a meeting (promises A16, A17, B4): a moment in the reader's time zone."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_city

from .form import (
    Answers,
    CheckField,
    ChoiceField,
    DateField,
    LinkField,
    Option,
    TimeField,
    find_missing,
    parse,
)

_lt = LazyTranslate(__name__)

# Meetings of a series at most.
MONTHS = 24
# Minutes that a meeting can last.
DURATIONS = (15, 30, 45, 60, 90, 120, 180, 240)
MODES = (
    Option(key="video", label=_lt("Video")),
    Option(key="in_person", label=_lt("Face to face")),
    Option(key="phone", label=_lt("Phone")),
    Option(key="other", label=_lt("Other")),
)


class MeetingForm:
    """The questions of one meeting, between the first and the last day that it can be.

    :param zone: name of the reader's time zone, in which day and time are meant
    :param taken: the days on which there was a meeting, each with the meeting in words
    """

    def __init__(
        self,
        zone: str,
        first: date,
        last: date,
        taken: Mapping[date, str] | None = None,
    ):
        self.zone = zone
        self.taken = taken or {}
        self.last = last
        self.fields = (
            DateField(
                name="day", label=_lt("Day"), minimum=first, maximum=last, required=True
            ),
            TimeField(
                name="time",
                label=_lt("Time (%(city)s time)", city=format_city(zone)),
                required=True,
            ),
            ChoiceField(
                name="minutes",
                label=_lt("How long"),
                options=tuple(
                    Option(key=minutes, label=_get_duration_label(minutes))
                    for minutes in DURATIONS
                ),
                required=True,
            ),
            ChoiceField(
                name="mode", label=_lt("How you meet"), options=MODES, required=True
            ),
            LinkField(
                name="link",
                label=_lt("Link of the video meeting"),
                help=_lt("If you already have one."),
            ),
            ChoiceField(
                name="repeat",
                label=_lt("How often"),
                options=(
                    Option(key="once", label=_lt("Once")),
                    Option(
                        key="monthly",
                        label=_lt("Every month, until the partnership ends"),
                    ),
                ),
            ),
        )

    def keep_time_only(self):
        """Ask for day and time alone, to move a meeting; return the form."""
        self.fields = self.fields[:2]
        return self

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; ``start`` among the values is in UTC, without zone."""
        answers = parse(self.fields, posted)
        missing = find_missing(self.fields, answers.values)
        for name, sentence in missing.items():
            answers.errors.setdefault(name, sentence)
        if not answers.errors:
            self._set_start(answers)
            self._ask_if_another(answers, posted)
        return answers

    def _ask_if_another(self, answers, posted):
        """Ask about a second meeting on one day of the past: both may have entered one.

        The box is part of the form only then.
        """
        taken = self.taken.get(answers.values["day"])
        start = answers.values.get("start")
        now = datetime.now(pytz.utc).replace(tzinfo=None)
        if not taken or not start or start > now:
            return
        box = CheckField(name="another", label=_lt("It was another meeting."))
        self.fields += (box,)
        if not box.parse(posted.get(box.name, ())):
            answers.errors[box.name] = _lt(
                "There is already a meeting on that day: %(meeting)s. If this was "
                "another one, please tick the box.",
                meeting=taken,
            )

    def _set_start(self, answers):
        if answers.values.get("repeat") == "monthly":
            answers.values["starts"] = self._get_monthly(
                answers.values["day"], answers.values["time"]
            )
        local = datetime.combine(answers.values["day"], answers.values["time"])
        zone = pytz.timezone(self.zone)
        try:
            moment = zone.localize(local, is_dst=None)
        except pytz.NonExistentTimeError:
            answers.errors["time"] = _lt(
                "This time does not exist on that day: the clocks go forward. Please "
                "choose another one."
            )
            return
        except pytz.AmbiguousTimeError:
            moment = zone.localize(local, is_dst=True)  # the first of the two
        answers.values["start"] = moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_monthly(self, day, time):
        """Return a moment a month, in UTC, up to the last day.

        The clock on the wall says the same at each of them, also across a change to or
        from daylight saving time; an hour that is skipped becomes the one after.
        """
        zone = pytz.timezone(self.zone)
        moments = []
        for month in range(MONTHS):
            local = datetime.combine(day + relativedelta(months=month), time)
            if month and local.date() > self.last - timedelta(days=1):
                break
            moment = zone.normalize(zone.localize(local, is_dst=False))
            moments.append(moment.astimezone(pytz.utc).replace(tzinfo=None))
        return moments


def _get_duration_label(minutes):
    if minutes < 60:
        return _lt("%(minutes)s minutes", minutes=minutes)
    if minutes == 60:
        return _lt("1 hour")
    return _lt("%(hours)g hours", hours=minutes / 60)
