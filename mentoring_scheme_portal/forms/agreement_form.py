# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What a pair fills in together before it signs (promise A25)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from odoo.tools.translate import LazyTranslate

from .form import (
    LINE_LENGTH,
    TEXT_LENGTH,
    Answers,
    ChoiceField,
    DateField,
    NumberField,
    Option,
    TextField,
    parse,
)

_lt = LazyTranslate(__name__)

PREFIX = "answer_"


class AgreementForm:
    """The questions of one agreement.

    :param questions: pairs of the question's number and a mapping with its ``kind``,
        ``label``, ``help``, ``choices`` and ``required``
    """

    def __init__(self, questions: Sequence[tuple[int, Mapping[str, Any]]]):
        self.numbers = {f"{PREFIX}{number}": str(number) for number, _ in questions}
        self.fields = tuple(
            _make_field(f"{PREFIX}{number}", question) for number, question in questions
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; ``values`` are texts by number of the question."""
        answers = parse(self.fields, posted)
        texts = {
            question.name: question.to_text(answers.values.get(question.name))
            for question in self.fields
        }
        answers.values = {
            self.numbers[name]: text for name, text in texts.items() if text
        }
        return answers

    def to_raws(self, values: Mapping[str, str]) -> dict[str, list[str]]:
        """Return what the browser would post for these texts."""
        raws = {}
        for question in self.fields:
            text = values.get(self.numbers[question.name], "")
            raws[question.name] = [_to_raw(question, text)] if text else []
        return raws


def _make_field(name, question):
    common = {
        "name": name,
        "label": question["label"],
        "help": question["help"],
        "required": question["required"],
    }
    kind = question["kind"]
    if kind == "date":
        return DateField(**common)
    if kind == "number":
        return NumberField(**common, maximum=10000, blank=None)
    if kind in ("choice", "tick"):
        choices = question["choices"] if kind == "choice" else [str(_lt("Yes"))]
        return ChoiceField(
            **common,
            options=tuple(Option(key=choice, label=choice) for choice in choices),
            blank=_lt("Not answered yet"),
        )
    is_text = kind == "text"
    return TextField(
        **common, lines=is_text, limit=TEXT_LENGTH if is_text else LINE_LENGTH
    )


def _to_raw(question, text):
    """Return the posted form of an answer that is kept as it is read."""
    if question.widget != "date":
        return text
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return ""
