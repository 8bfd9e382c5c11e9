# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What a page asks, and how the answers that come back are read.

Plain Python without database: from posted strings to typed values and, for each answer
that cannot be taken, a sentence that says what to do. Nothing that is not asked gets
through, and no input raises.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytz

from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_city

_lt = LazyTranslate(__name__)

LINE_LENGTH = 200
TEXT_LENGTH = 5000
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")
NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,6})?")
EMAIL = re.compile(r"[^@\s<>,;\"()]+@[^@\s<>,;\"()]+\.[^@\s<>,;\"().]+")


class Refusal(ValueError):
    """An answer that cannot be taken, with the sentence that says why."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def clean_text(text: str, lines: bool = False) -> str:
    """Return text without control characters and lone surrogates.

    PostgreSQL refuses the one and UTF-8 the other. Line breaks become plain, or spaces
    where one line is asked for.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    return "".join(
        character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    ).strip()


@dataclass(frozen=True, kw_only=True, eq=False)
class FormField:
    """One question.

    :param name: name of the input; for an answer that is stored, of the model's field
    :param required: needed before a form is submitted, not for saving a draft
    """

    widget: ClassVar[str]
    is_answered: ClassVar[bool] = True
    name: str
    label: Any
    help: Any = ""
    required: bool = False
    autocomplete: str = ""

    def parse(self, raws: Sequence[str]) -> Any:
        """Return the typed answer.

        :raise Refusal: when it cannot be taken
        """
        raise NotImplementedError

    def to_raws(self, value: Any) -> list[str]:
        """Return what the browser would post for this answer."""
        return [str(value)] if value or value == 0 and value is not False else []

    def to_text(self, value: Any) -> str:
        """Return the answer as it is read."""
        return ", ".join(self.to_raws(value))

    def is_asked(self) -> bool:
        """Return whether there is anything to answer."""
        return True


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadingField(FormField):
    """A heading between questions; nothing is answered."""

    widget = "heading"
    is_answered = False


@dataclass(frozen=True, kw_only=True, eq=False)
class TextField(FormField):
    """A line, or a text of several lines; no answer is ''."""

    widget = "text"
    lines: bool = False
    limit: int = LINE_LENGTH

    def parse(self, raws):
        text = clean_text(raws[0], self.lines)
        if len(text) > self.limit:
            raise Refusal(
                _lt(
                    "This has %(length)s characters; at most %(limit)s fit. Please "
                    "shorten it.",
                    length=len(text),
                    limit=self.limit,
                )
            )
        return text


@dataclass(frozen=True, kw_only=True, eq=False)
class EmailField(TextField):
    widget = "email"

    def parse(self, raws):
        text = super().parse(raws)
        if text and not EMAIL.fullmatch(text):
            raise Refusal(
                _lt("This is not an email address. Write it like name@example.com.")
            )
        return text


@dataclass(frozen=True, kw_only=True, eq=False)
class LinkField(TextField):
    """An address on the web; nothing that a browser would run."""

    widget = "url"
    limit: int = 1000

    def parse(self, raws):
        text = super().parse(raws)
        if text and not is_web_address(text):
            raise Refusal(
                _lt(
                    "This is not a web address. Copy the whole link, which begins with "
                    "https://."
                )
            )
        return text


@dataclass(frozen=True, kw_only=True, eq=False)
class NumberField(FormField):
    """A number between two bounds; no answer is ``blank``."""

    widget = "number"
    minimum: float = 0
    maximum: float = 100
    whole: bool = True
    blank: Any = 0

    def parse(self, raws):
        text = clean_text(raws[0])
        if not text:
            return self.blank
        if not (WHOLE_NUMBER if self.whole else NUMBER).fullmatch(text):
            raise Refusal(
                _lt("Please write a whole number, in digits.")
                if self.whole
                else _lt("Please write a number, in digits.")
            )
        number = int(text) if self.whole else float(text.replace(",", "."))
        if not self.minimum <= number <= self.maximum:
            raise Refusal(
                _lt(
                    "Please write a number from %(minimum)s to %(maximum)s.",
                    minimum=self.minimum,
                    maximum=self.maximum,
                )
            )
        return number

    def to_raws(self, value):
        if value is None or value is False or not self.minimum <= value <= self.maximum:
            return []  # stored as nothing, such as the year 0
        return [str(value)]


@dataclass(frozen=True, kw_only=True, eq=False)
class DateField(FormField):
    """A day; no answer is None."""

    widget = "date"
    minimum: date = date(1900, 1, 1)
    maximum: date = date(2199, 12, 31)

    def parse(self, raws):
        text = clean_text(raws[0])
        if not text:
            return None
        try:
            day = datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            raise Refusal(
                _lt("This is not a date. Write it like 2027-07-31.")
            ) from None
        if not self.minimum <= day <= self.maximum:
            raise Refusal(
                _lt(
                    "Please choose a day from %(minimum)s to %(maximum)s.",
                    minimum=f"{self.minimum:%d %B %Y}",
                    maximum=f"{self.maximum:%d %B %Y}",
                )
            )
        return day

    def to_raws(self, value):
        return [value.isoformat()] if value else []

    def to_text(self, value):
        return f"{value:%d %B %Y}" if value else ""


@dataclass(frozen=True, kw_only=True, eq=False)
class MomentField(FormField):
    """A day and time in a zone, which the help names; no answer is None.

    Read as a moment in UTC without zone.
    """

    widget = "datetime-local"
    zone: str = "UTC"
    minimum: date = date(1900, 1, 1)
    maximum: date = date(2199, 12, 31)

    def parse(self, raws):
        text = clean_text(raws[0]).replace("T", " ")
        if not text:
            return None
        local = self._read(text)
        if not self.minimum <= local.date() <= self.maximum:
            raise Refusal(
                _lt(
                    "Please choose a day from %(minimum)s to %(maximum)s.",
                    minimum=f"{self.minimum:%d %B %Y}",
                    maximum=f"{self.maximum:%d %B %Y}",
                )
            )
        try:
            moment = pytz.timezone(self.zone).localize(local, is_dst=None)
        except pytz.AmbiguousTimeError:  # clocks go back: the first of the two
            moment = pytz.timezone(self.zone).localize(local, is_dst=True)
        except pytz.NonExistentTimeError:
            raise Refusal(
                _lt(
                    "Clocks go forward in that hour, so this time does not exist. "
                    "Please choose another."
                )
            ) from None
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _read(self, text):
        for pattern in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
            try:
                return datetime.strptime(text, pattern).replace(second=0)
            except ValueError:
                continue
        raise Refusal(
            _lt("This is not a day and time. Write it like 2027-07-31 14:30.")
        )

    def _get_local(self, value):
        return pytz.utc.localize(value).astimezone(pytz.timezone(self.zone))

    def to_raws(self, value):
        return [f"{self._get_local(value):%Y-%m-%dT%H:%M}"] if value else []

    def to_text(self, value):
        return (
            f"{self._get_local(value):%d %B %Y, %H:%M} ({format_city(self.zone)} time)"
            if value
            else ""
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class TimeField(FormField):
    """A time of day; no answer is None."""

    widget = "time"

    def parse(self, raws):
        text = clean_text(raws[0])
        if not text:
            return None
        for pattern in ("%H:%M", "%H:%M:%S"):
            try:
                return datetime.strptime(text, pattern).time()
            except ValueError:
                continue
        raise Refusal(_lt("This is not a time. Write it like 14:30."))

    def to_raws(self, value):
        return [f"{value:%H:%M}"] if value is not None else []


@dataclass(frozen=True, kw_only=True, eq=False)
class Option:
    """One possible answer; ``depth`` is how far it stands below others.

    ``is_common`` tells what is shown at once from what has to be unfolded.
    """

    key: Any
    label: Any
    depth: int = 0
    is_common: bool = True


class LazyOptions(Sequence):
    """Options that are read when somebody looks at them, and not before.

    :param read: returns them
    """

    def __init__(self, read: Callable):
        self._read = read
        self._options = None

    def _get(self):
        if self._options is None:
            self._options = tuple(self._read())
        return self._options

    def __len__(self):
        return len(self._get())

    def __getitem__(self, position):
        return self._get()[position]


@dataclass(frozen=True, kw_only=True, eq=False)
class ChoiceField(FormField):
    """One of several options; no answer is None. ``blank`` is the text for none."""

    widget = "select"
    options: Sequence[Option] = ()
    is_radio: bool = False
    blank: Any = None

    def parse(self, raws):
        if not raws[0]:
            if self.blank is None:
                raise Refusal(_lt("Please choose one of the answers."))
            return None
        return _find_key(self.options, raws[0])

    def to_text(self, value):
        labels = {option.key: option.label for option in self.options}
        return str(labels.get(value, ""))

    def is_asked(self):
        return len(self.options) > 0


@dataclass(frozen=True, kw_only=True, eq=False)
class ChoicesField(FormField):
    """Any number of the options, in their order; no answer is an empty list."""

    widget = "checkboxes"
    options: Sequence[Option] = ()

    def parse(self, raws):
        chosen = {_find_key(self.options, raw) for raw in raws if raw}
        if not chosen:
            return []
        return [option.key for option in self.options if option.key in chosen]

    def to_raws(self, value):
        return [str(key) for key in value or ()]

    def to_text(self, value):
        labels = {option.key: option.label for option in self.options}
        return ", ".join(str(labels[key]) for key in value or () if key in labels)

    def is_asked(self):
        return len(self.options) > 0


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckField(FormField):
    """A box to tick. ``token`` names what is agreed to, so that nobody agrees to a text
    other than the one that was on the page.
    """

    widget = "check"
    token: str = "1"

    def parse(self, raws):
        ticked = [raw for raw in raws if raw]
        if any(raw != self.token for raw in ticked):
            raise Refusal(
                _lt(
                    "This text has changed since you opened the page. Please read it "
                    "again and tick the box."
                )
            )
        return bool(ticked)

    def to_raws(self, value):
        return [self.token] if value else []

    def to_text(self, value):
        return str(_lt("Yes") if value else _lt("No"))


@dataclass(frozen=True, kw_only=True, eq=False)
class Section:
    """Questions under one heading."""

    name: str
    title: Any
    fields: tuple[FormField, ...] = ()
    text: Any = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One page of a form that is filled in page by page."""

    name: str
    title: Any
    sections: tuple[Section, ...] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)


@dataclass
class Answers:
    """What was posted, read: typed values, and a sentence for each one refused."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Any] = field(default_factory=dict)


def parse(fields: Sequence[FormField], posted: Mapping[str, Sequence[str]]) -> Answers:
    """Read what was posted for these questions, and nothing else.

    A box that is not ticked is not posted; any other answer that is missing from a
    broken-off post is left as it is stored.
    """
    answers = Answers()
    for question in fields:
        if not question.is_answered:
            continue
        raws = [raw for raw in posted.get(question.name, ()) if isinstance(raw, str)]
        if not raws and question.widget not in ("checkboxes", "check"):
            continue
        try:
            answers.values[question.name] = question.parse(raws)
        except Refusal as refusal:
            answers.errors[question.name] = refusal.sentence
    return answers


def find_missing(
    fields: Sequence[FormField], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a sentence for each required question that has no answer."""
    return {
        question.name: (
            _lt("Please tick: %(question)s", question=question.label)
            if question.widget == "check"
            else _lt("Please answer “%(question)s”.", question=question.label)
        )
        for question in fields
        if question.required and not values.get(question.name) and question.is_asked()
    }


def check_order(answers: Answers, first: str, last: str, sentence) -> None:
    """Refuse a last day that comes before the first."""
    start, end = answers.values.get(first), answers.values.get(last)
    if start and end and end < start:
        del answers.values[last]
        answers.errors[last] = sentence


def is_web_address(text: str) -> bool:
    """Return whether this may be offered as a link to follow."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _find_key(options, raw):
    for option in options:
        if str(option.key) == raw:
            return option.key
    raise Refusal(_lt("This answer is not offered any more. Please choose another."))
