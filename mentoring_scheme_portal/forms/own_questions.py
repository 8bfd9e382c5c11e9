# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""The scheme's own questions, which Odoo defines as properties, of every type (A20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree, html
from markupsafe import Markup

from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_city

from .form import (
    TEXT_LENGTH,
    CheckField,
    ChoiceField,
    ChoicesField,
    DateField,
    FormField,
    HeadingField,
    MomentField,
    NumberField,
    Option,
    TextField,
)

_lt = LazyTranslate(__name__)

QUESTION = "question_"
# A property's number goes into JSON, and from there into a column of a report.
NUMBER_LIMIT = 10**9
MOMENT_FORMAT = "%Y-%m-%d %H:%M:%S"


def make_questions(
    definitions: Sequence[Mapping[str, Any]],
    records: Mapping[str, Sequence[Option]],
    zone: str,
    currency: str,
) -> list[FormField]:
    """Return a field for each question that the applicant can answer.

    :param definitions: as Odoo defines properties
    :param records: by name of the question, what a link to records may lead to; of a
        link that is not named here, staff alone answer
    :param zone: in which times are written
    :param currency: in which amounts are written
    """
    questions = [
        _make_question(definition, records, zone, currency)
        for definition in definitions
    ]
    return [question for question in questions if question]


def _make_question(definition, records, zone, currency):
    kind = definition["type"]
    suffix = definition.get("suffix") or ""
    common = {
        "name": QUESTION + definition["name"],
        "label": definition.get("string") or definition["name"],
        "help": _lt("In %(unit)s.", unit=suffix) if suffix else "",
    }
    numbers = {"minimum": -NUMBER_LIMIT, "maximum": NUMBER_LIMIT, "blank": None}
    linked = records.get(definition["name"])
    if kind == "separator":
        return HeadingField(name=common["name"], label=common["label"])
    if kind == "char":
        return TextField(**common)
    if kind == "text":
        return TextField(**common, lines=True, limit=TEXT_LENGTH)
    if kind == "html":
        return HtmlField(**common, lines=True, limit=TEXT_LENGTH)
    if kind in ("integer", "float"):
        return NumberField(**common, **numbers, whole=kind == "integer")
    if kind == "monetary":
        common["help"] = _lt("In %(unit)s.", unit=currency)
        return NumberField(**common, **numbers, whole=False)
    if kind == "boolean":
        return CheckField(**common)
    if kind == "date":
        return QuestionDateField(**common)
    if kind == "datetime":
        common["help"] = _lt("In %(zone)s time.", zone=format_city(zone))
        return QuestionMomentField(**common, zone=zone)
    if kind == "selection":
        options = _get_options(definition.get("selection"))
        return ChoiceField(**common, options=options, blank=_lt("No answer"))
    if kind == "tags":
        return ChoicesField(**common, options=_get_options(definition.get("tags")))
    if kind == "many2one" and linked:
        return ChoiceField(**common, options=tuple(linked), blank=_lt("No answer"))
    if kind == "many2many" and linked:
        return ChoicesField(**common, options=tuple(linked))
    return None


def _get_options(pairs):
    return tuple(Option(key=pair[0], label=pair[1]) for pair in pairs or ())


@dataclass(frozen=True, kw_only=True, eq=False)
class HtmlField(TextField):
    """A formatted text, which members write plainly: stored as paragraphs."""

    def parse(self, raws):
        text = super().parse(raws)
        lines = Markup("<br>").join(text.split("\n"))
        return str(Markup("<p>%s</p>") % lines) if text else ""

    def to_raws(self, value):
        return [text] if (text := read_html(value)) else []


def read_html(value: str) -> str:
    """Return the text of paragraphs and lines as it would be typed."""
    if not value:
        return ""
    try:
        tree = html.fragment_fromstring(value, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for line_end in tree.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    for block in tree.iter("p", "div", "li"):
        if block is not tree:
            block.tail = "\n" + (block.tail or "")
    return tree.text_content().strip()


@dataclass(frozen=True, kw_only=True, eq=False)
class QuestionDateField(DateField):
    """A day as a property stores it, an ISO string; no answer is ''."""

    def parse(self, raws):
        day = super().parse(raws)
        return day.isoformat() if day else ""

    def to_raws(self, value):
        return [value] if value else []

    def to_text(self, value):
        try:
            return super().to_text(date.fromisoformat(value or ""))
        except ValueError:
            return ""


@dataclass(frozen=True, kw_only=True, eq=False)
class QuestionMomentField(MomentField):
    """A moment as a property stores it, a string in UTC; no answer is ''."""

    def parse(self, raws):
        moment = super().parse(raws)
        return moment.strftime(MOMENT_FORMAT) if moment else ""

    def _read_stored(self, value):
        try:
            return datetime.strptime(value or "", MOMENT_FORMAT)
        except ValueError:
            return None

    def to_raws(self, value):
        return super().to_raws(self._read_stored(value))

    def to_text(self, value):
        return super().to_text(self._read_stored(value))
