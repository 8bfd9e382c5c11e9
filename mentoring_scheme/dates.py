# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""Days and moments as people read them: in words, and with the zone named.

The only way to write a date for a reader, in emails, pages, documents and messages.
Months are words, since 03/04/2027 is March to some and April to others.
"""

from odoo.tools import format_date, format_datetime


def format_day(env, day):
    """Return a day such as 26 June 2027; nothing for none."""
    return format_date(env, day, date_format="d MMMM y") if day else ""


def format_local_day(env, moment, zone):
    """Return the day of a UTC moment in a time zone, such as Friday 26 June 2027."""
    return format_datetime(env, moment, tz=zone, dt_format="EEEE d MMMM y")


def format_moment(env, moment, zone):
    """Return a UTC moment in a time zone, which is named (invariant 10)."""
    if not moment:
        return ""
    local = format_datetime(env, moment, tz=zone, dt_format="EEEE d MMMM y, h:mm a")
    return f"{local} ({zone})"
