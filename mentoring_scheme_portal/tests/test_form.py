# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import unicodedata
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase

from ..forms.form import (
    CheckField,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    LinkField,
    NumberField,
    Option,
    TextField,
    TimeField,
    clean_text,
    find_missing,
    is_web_address,
    parse,
)

OPTIONS = tuple(Option(key=key, label=f"Option {key}") for key in (3, 1, 2))
FIELDS = (
    TextField(name="line", label="Line", limit=20),
    TextField(name="lines", label="Lines", lines=True, limit=50),
    EmailField(name="email", label="Email"),
    LinkField(name="link", label="Link"),
    NumberField(name="whole", label="Whole", minimum=1, maximum=20, blank=1),
    NumberField(name="number", label="Number", maximum=1, whole=False, blank=None),
    DateField(name="day", label="Day"),
    TimeField(name="time", label="Time"),
    ChoiceField(name="choice", label="Choice", options=OPTIONS),
    ChoiceField(name="maybe", label="Maybe", options=OPTIONS, blank="None"),
    ChoicesField(name="choices", label="Choices", options=OPTIONS),
    CheckField(name="check", label="Check", token="7"),
)
NAMES = [question.name for question in FIELDS]
# What people, and programs, post: anything, and things that are nearly right.
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "L"))),
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "1e309",
            "NaN",
            "9" * 5000,
            "3",
            "7",
            "2027-02-29",
            "2028-02-29",
            "0001-01-01",
            "9999-12-31",
            "24:00",
            "09:30",
            "a@example.com",
            "javascript:alert(1)",
            "https://example.com/a?b=c",
            "https://[",
            "\x00",
            "\ud800",
            "x" * 100_000,
            "<t t-out='1'/>",
        ]
    ),
)
POSTS = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text()), st.lists(TEXTS, max_size=4)
)


class TestForm(TransactionCase):
    """Reading what was posted: promises A20 and A36, and the bad input of the issue."""

    @given(posted=POSTS)
    @settings(max_examples=400, deadline=None)
    def test_parse_takes_anything(self, posted):
        """No post raises, and nothing comes back that was not asked for."""
        answers = parse(FIELDS, posted)
        self.assertLessEqual(answers.values.keys() | answers.errors.keys(), set(NAMES))
        self.assertFalse(answers.values.keys() & answers.errors.keys())
        for sentence in answers.errors.values():
            self.assertTrue(str(sentence).endswith("."))
        for name in ("line", "lines", "email", "link"):
            self._assert_storable(answers.values.get(name, ""))
        self.assertLessEqual(len(answers.values.get("line", "")), 20)
        self.assertNotIn("\n", answers.values.get("line", ""))
        self.assertIn(answers.values.get("whole", 1), range(1, 21))
        self.assertTrue(0 <= (answers.values.get("number") or 0) <= 1)
        self.assertIn(answers.values.get("choice", 3), (1, 2, 3))
        self.assertIn(answers.values.get("maybe"), (None, 1, 2, 3))
        self.assertLessEqual(set(answers.values.get("choices", ())), {1, 2, 3})
        self.assertIn(answers.values.get("check", False), (True, False))
        link = answers.values.get("link", "")
        self.assertTrue(not link or link.startswith(("http://", "https://", "HTTP")))

    @given(posted=POSTS)
    @settings(max_examples=400, deadline=None)
    def test_parse_is_stable(self, posted):
        """What was read once is read the same when the page posts it back."""
        values = parse(FIELDS, posted).values
        shown = {
            question.name: question.to_raws(values[question.name]) or [""]
            for question in FIELDS
            if question.name in values
        }
        again = parse(FIELDS, shown)
        self.assertFalse({name: str(e) for name, e in again.errors.items()})
        for name, value in values.items():
            self.assertEqual(again.values[name], value, name)

    @given(text=TEXTS)
    @settings(deadline=None)
    def test_clean_text(self, text):
        """Cleaned text can be stored, and cleaning it twice changes nothing."""
        for lines in (True, False):
            cleaned = clean_text(text, lines)
            self._assert_storable(cleaned)
            self.assertEqual(clean_text(cleaned, lines), cleaned)

    def _assert_storable(self, text):
        text.encode()  # lone surrogates do not encode
        for character in text:
            self.assertTrue(
                character in "\n\t" or unicodedata.category(character) != "Cc"
            )

    def test_each_kind(self):
        """Each kind of question reads good answers, and says what is wrong with bad."""
        good = {
            "line": ["  Zoë\tO'Neil \r\n"],
            "lines": ["one\r\ntwo\rthree"],
            "email": ["zoe@example.com"],
            "link": ["https://example.com/meet"],
            "whole": ["20"],
            "number": ["0,5"],
            "day": ["2028-02-29"],
            "time": ["23:59:00"],
            "choice": ["2"],
            "maybe": [""],
            "choices": ["2", "3", "2"],
            "check": ["7"],
        }
        self.assertEqual(
            parse(FIELDS, good).values,
            {
                "line": "Zoë O'Neil",
                "lines": "one\ntwo\nthree",
                "email": "zoe@example.com",
                "link": "https://example.com/meet",
                "whole": 20,
                "number": 0.5,
                "day": date(2028, 2, 29),
                "time": time(23, 59),
                "choice": 2,
                "maybe": None,
                "choices": [3, 2],
                "check": True,
            },
        )
        bad = {
            "line": ["x" * 21],
            "lines": ["x" * 51],
            "email": ["zoe at example.com"],
            "link": ["javascript:alert(1)"],
            "whole": ["21"],
            "number": ["a half"],
            "day": ["2027-02-29"],
            "time": ["25:00"],
            "choice": [""],
            "maybe": ["4"],
            "choices": ["1", "4"],
            "check": ["6"],
        }
        answers = parse(FIELDS, bad)
        self.assertEqual(answers.values, {})
        errors = {name: str(sentence) for name, sentence in answers.errors.items()}
        self.assertEqual(list(errors), NAMES)
        self.assertIn("21 characters; at most 20", errors["line"])
        self.assertIn("from 1 to 20", errors["whole"])
        self.assertIn("has changed since", errors["check"])

    def test_missing(self):
        """What is needed and has no answer is named; zero is an answer to a number."""
        fields = (
            TextField(name="one", label="First question", required=True),
            CheckField(name="two", label="I agree.", required=True),
            TextField(name="three", label="Third question"),
        )
        missing = find_missing(fields, {"one": "", "two": False, "three": ""})
        self.assertEqual(
            [str(sentence) for sentence in missing.values()],
            ["Please answer “First question”.", "Please tick: I agree."],
        )
        self.assertFalse(find_missing(fields, {"one": "x", "two": True}))

    def test_web_address(self):
        """Only what leads somewhere on the web is offered as a link."""
        for text in ("https://example.com", "http://a.example.com/b?c#d"):
            self.assertTrue(is_web_address(text), text)
        for text in (
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.com",
            "https:",
            "http://[",
            "mailto:a@example.com",
        ):
            self.assertFalse(is_web_address(text), text)
