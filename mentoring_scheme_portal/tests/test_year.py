# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A whole year by clicks and keys alone, from an empty database.

The longest test of all; ``make year`` runs it alone.
"""

from odoo.tests import tagged

from .year.common import YearCase
from .year.ending import EndChapter
from .year.intake import IntakeChapter
from .year.match import MatchChapter
from .year.mentoring import MentoringChapter
from .year.set_up import SetUpChapter

# The most clicks that a person may need for a way, logging in (3) included. To choose
# from a list or a file counts as one click; to type counts as none. Who signs and
# evaluates most is a mentor of two, later three.
MOST_CLICKS = {
    "intake": 10,
    "ask for a login": 4,
    "apply": 29,
    "review": 11,
    "match": 14,
    "sign": 35,
    "plan a meeting": 7,
    "confirm a meeting": 5,
    "withdraw": 7,
    "approve a withdrawal": 10,
    "raise a concern": 9,
    "evaluate": 33,
    "fees paid": 12,
    "certificates": 10,
    "duplicate": 9,
}


@tagged("post_install", "-at_install")
class TestYear(
    SetUpChapter, IntakeChapter, MatchChapter, MentoringChapter, EndChapter, YearCase
):
    """Administrator, coordinator, members, finance and conduct officer in one year."""

    def test_year(self):
        for play in (
            self.play_set_up,
            self.play_intake,
            self.play_applications,
            self.play_match,
            self.play_signatures,
            self.play_billing,
            self.play_meeting,
            self.play_withdrawal,
            self.play_concern,
            self.play_midway,
            self.play_next_year,
            self.play_end,
            self.play_certificates,
        ):
            with self.chapter(play.__name__):
                play()
        for way, most in MOST_CLICKS.items():
            self.assert_clicks(way, most)
