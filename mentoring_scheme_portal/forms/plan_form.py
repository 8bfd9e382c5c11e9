# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What a pair wants to reach, and what it writes down (promises A26, A27, A33, B4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from odoo.tools.translate import LazyTranslate

from .form import (
    TEXT_LENGTH,
    Answers,
    CheckField,
    ChoiceField,
    DateField,
    NumberField,
    Option,
    TextField,
    find_missing,
    parse,
)

_lt = LazyTranslate(__name__)

RATINGS = (
    Option(key=1, label=_lt("1 – just beginning")),
    Option(key=2, label=_lt("2 – some experience")),
    Option(key=3, label=_lt("3 – getting along")),
    Option(key=4, label=_lt("4 – confident")),
    Option(key=5, label=_lt("5 – could teach it")),
)


class GoalForm:
    """The questions of one goal; ``is_new`` leaves out what comes later."""

    def __init__(self, is_new: bool = False):
        later = (
            NumberField(
                name="progress",
                label=_lt("Progress, from 0 to 100%"),
            ),
            ChoiceField(
                name="rating_after",
                label=_lt("Where I am now"),
                options=RATINGS,
                blank=_lt("Not rated yet"),
            ),
            CheckField(name="is_done", label=_lt("We have reached this goal.")),
        )
        self.fields = (
            TextField(name="name", label=_lt("Goal"), required=True),
            TextField(
                name="measure",
                label=_lt("How we can tell that it is reached"),
                lines=True,
                limit=TEXT_LENGTH,
            ),
            DateField(name="date_deadline", label=_lt("By when")),
            ChoiceField(
                name="rating_before",
                label=_lt("Where I was at the beginning"),
                options=RATINGS,
                blank=_lt("Not rated"),
            ),
            *(() if is_new else later),
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted."""
        answers = _parse(self.fields, posted)
        for name in ("rating_before", "rating_after"):
            if name in answers.values:
                answers.values[name] = answers.values[name] or 0
        return answers

    def describe(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the answers as they are read, by name of the question."""
        return {
            question.name: question.to_text(values.get(question.name))
            for question in self.fields
        }


class ActionForm:
    """The questions of one action.

    :param people: who can do it
    """

    def __init__(self, people: Sequence[Option]):
        self.fields = (
            TextField(name="name", label=_lt("What is to be done"), required=True),
            ChoiceField(
                name="owner_id",
                label=_lt("Who does it"),
                options=tuple(people),
                blank=_lt("All together"),
            ),
            DateField(name="date_due", label=_lt("By when")),
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted."""
        return _parse(self.fields, posted)


class NoteForm:
    """A text, and who may read it.

    :param readers: the names of the others who read what is shared
    """

    def __init__(self, readers: str):
        self.fields = (
            TextField(
                name="body",
                label=_lt("Note"),
                lines=True,
                limit=TEXT_LENGTH,
                required=True,
            ),
            ChoiceField(
                name="visibility",
                label=_lt("Who may read it"),
                options=(
                    Option(key="author", label=_lt("Only me")),
                    Option(
                        key="pair",
                        label=_lt("%(names)s and me", names=readers)
                        if readers
                        else _lt("All of this partnership"),
                    ),
                ),
                is_radio=True,
                required=True,
            ),
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted."""
        return _parse(self.fields, posted)


class MessageForm:
    """A text for the others."""

    fields = (
        TextField(
            name="body",
            label=_lt("Your message"),
            lines=True,
            limit=TEXT_LENGTH,
            required=True,
        ),
    )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted."""
        return _parse(self.fields, posted)


def _parse(fields, posted):
    answers = parse(fields, posted)
    for name, sentence in find_missing(fields, answers.values).items():
        answers.errors.setdefault(name, sentence)
    return answers
