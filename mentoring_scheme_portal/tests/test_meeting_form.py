# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, time

import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, freeze_time

from ..forms import MeetingForm
from .test_form import TEXTS

NAMES = ("day", "time", "minutes", "mode", "link", "start", "partnership_id")


class TestMeetingForm(TransactionCase):
    """Planning a meeting (promises A16, B4): day and time in the reader's zone."""

    def _parse(self, zone="Australia/Sydney", **posted):
        form = MeetingForm(zone, date(2027, 1, 1), date(2028, 1, 1))
        answers = {
            "day": "2027-07-23",
            "time": "13:00",
            "minutes": "60",
            "mode": "video",
            "link": "",
            **posted,
        }
        return form.parse({name: [value] for name, value in answers.items()})

    def test_start_in_utc(self):
        """13:00 in Sydney is 03:00 in winter and 02:00 in summer, in UTC (inv. 10)."""
        self.assertEqual(self._parse().values["start"], datetime(2027, 7, 23, 3, 0))
        summer = self._parse(day="2027-12-01").values["start"]
        self.assertEqual(summer, datetime(2027, 12, 1, 2, 0))
        perth = self._parse(zone="Australia/Perth").values["start"]
        self.assertEqual(perth, datetime(2027, 7, 23, 5, 0))

    def test_clocks_change(self):
        """A time that does not exist is refused; of a doubled one, the first is meant.

        In Sydney, clocks go forward on 3 October 2027 and back on 4 April 2027.
        """
        answers = self._parse(day="2027-10-03", time="02:30")
        self.assertIn("does not exist", str(answers.errors["time"]))
        doubled = self._parse(day="2027-04-04", time="02:30").values["start"]
        self.assertEqual(doubled, datetime(2027, 4, 3, 15, 30))

    @freeze_time("2027-07-23 05:00:00")  # three in the afternoon in Sydney
    def test_another_on_one_day(self):
        """Asked of what has been; a plan for tonight is no meeting entered twice."""
        day = date(2027, 7, 23)
        for clock, is_asked in (("09:00", True), ("19:00", False)):
            form = MeetingForm(
                "Australia/Sydney", date(2027, 1, 1), date(2028, 1, 1), {day: "8:00 AM"}
            )
            posted = {
                "day": ["2027-07-23"],
                "time": [clock],
                "minutes": ["60"],
                "mode": ["video"],
            }
            self.assertEqual("another" in form.parse(posted).errors, is_asked, clock)

    def test_refused(self):
        """What is missing or outside the partnership's days is named there."""
        answers = self._parse(day="2028-01-02", time="", link="ftp://example.com")
        self.assertEqual(set(answers.errors), {"day", "time", "link"})
        self.assertNotIn("start", answers.values)

    @given(posted=st.dictionaries(st.sampled_from(NAMES), st.lists(TEXTS, max_size=3)))
    @settings(max_examples=300, deadline=None)
    def test_parse_takes_anything(self, posted):
        """No post raises, and a start comes only with all its parts."""
        form = MeetingForm("Australia/Sydney", date(2027, 1, 1), date(2028, 1, 1))
        answers = form.parse(posted)
        asked = {question.name for question in form.fields}
        self.assertLessEqual(answers.values.keys(), asked | {"start"})
        self.assertEqual("start" in answers.values, not answers.errors)

    def test_monthly(self):
        """A16: the wall clock says the same all year, across daylight saving."""
        form = MeetingForm("Australia/Sydney", date(2027, 1, 1), date(2027, 12, 1))
        answers = form.parse(
            {
                "day": ["2027-01-31"],
                "time": ["18:30"],
                "minutes": ["60"],
                "mode": ["video"],
                "repeat": ["monthly"],
            }
        )
        self.assertFalse(answers.errors)
        starts = answers.values["starts"]
        zone = pytz.timezone("Australia/Sydney")
        local = [pytz.utc.localize(start).astimezone(zone) for start in starts]
        self.assertEqual({f"{moment:%H:%M}" for moment in local}, {"18:30"})
        self.assertEqual(
            [f"{moment:%d %b}" for moment in local[:4]],
            ["31 Jan", "28 Feb", "31 Mar", "30 Apr"],
        )
        self.assertEqual(len(starts), 11)
        self.assertEqual(len({moment.utcoffset() for moment in local}), 2)

    def test_monthly_in_the_hour_that_is_skipped(self):
        form = MeetingForm("Australia/Sydney", date(2027, 1, 1), date(2027, 12, 31))
        _september, october, *_later = form._get_monthly(date(2027, 9, 3), time(2, 30))
        # The clocks go forward on 3 October 2027, at two.
        zone = pytz.timezone("Australia/Sydney")
        moment = pytz.utc.localize(october).astimezone(zone)
        self.assertEqual(f"{moment:%d %b %H:%M}", "03 Oct 03:30")
