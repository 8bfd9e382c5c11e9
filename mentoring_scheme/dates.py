# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""Days and moments as people read them: in words, and with the zone named.

The only way to write a date for a reader, in emails, pages, documents and messages.
Months are words, since 03/04/2027 is March to some and April to others. Templates have
``format_day``, ``format_moment`` and ``format_zone`` as functions.
"""

import pytz

from odoo.tools import format_date, format_datetime, format_time
from odoo.tools.misc import get_lang


def _speaks_english(env):
    return get_lang(env).code.startswith("en")


def format_day(env, day):
    """Return a day such as 26 June 2027; nothing for none."""
    if not day:
        return ""
    style = "d MMMM y" if _speaks_english(env) else "long"
    return format_date(env, day, date_format=style)


def format_weekday(env, day):
    """Return a day with its weekday, such as Saturday 26 June 2027."""
    if not day:
        return ""
    style = "EEEE d MMMM y" if _speaks_english(env) else "full"
    return format_date(env, day, date_format=style)


def format_city(zone):
    """Return the city that a time zone is named after: Sydney for Australia/Sydney."""
    return (zone or "UTC").rsplit("/", 1)[-1].replace("_", " ")


def format_zone(env, zone):
    """Return a time zone for a reader: Sydney time, not Australia/Sydney."""
    return env._("%(city)s time", city=format_city(zone))


def format_local_day(env, moment, zone):
    """Return the day of a UTC moment in a time zone, such as Saturday 26 June 2027."""
    local = pytz.utc.localize(moment).astimezone(pytz.timezone(zone or "UTC"))
    return format_weekday(env, local.date())


def format_moment(env, moment, zone):
    """Return a UTC moment in a time zone, which is named (invariant 10)."""
    if not moment:
        return ""
    if _speaks_english(env):
        time = format_datetime(env, moment, tz=zone or "UTC", dt_format="h:mm a")
    else:
        time = format_time(env, moment, tz=zone or "UTC", time_format="short")
    return env._(
        "%(day)s, %(time)s (%(zone)s)",
        day=format_local_day(env, moment, zone),
        time=time,
        zone=format_zone(env, zone),
    )


def describe_days(env, days):
    """Return in words how far away a day is that is not over."""
    if days == 0:
        return env._("today")
    if days == 1:
        return env._("tomorrow")
    return env._("in %(days)s days", days=days)
