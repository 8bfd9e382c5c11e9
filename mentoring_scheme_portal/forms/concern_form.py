# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""Raising a concern in confidence (promises A37, A39)."""

from collections.abc import Mapping, Sequence
from datetime import date

from odoo.tools.translate import LazyTranslate

from .form import (
    TEXT_LENGTH,
    Answers,
    CheckField,
    ChoiceField,
    DateField,
    Option,
    TextField,
    find_missing,
    parse,
)

_lt = LazyTranslate(__name__)


class ConcernForm:
    """What happened, and what the member wishes for.

    :param people: whom it can be about; key 0 stands for somebody else
    :param today: the last day on which it can have happened
    """

    def __init__(self, people: Sequence[Option], today: date):
        self.fields = (
            ChoiceField(
                name="about_id",
                label=_lt("Whom is it about?"),
                options=tuple(people),
                blank=_lt("Please choose"),
            ),
            TextField(
                name="about_name",
                label=_lt("Name, if it is someone else"),
            ),
            TextField(
                name="what",
                label=_lt("What happened?"),
                lines=True,
                limit=TEXT_LENGTH,
                required=True,
            ),
            DateField(name="date_incident", label=_lt("On which day?"), maximum=today),
            TextField(
                name="time_incident",
                label=_lt("At what time, as far as you know?"),
            ),
            TextField(
                name="witnesses",
                label=_lt("Who else saw or heard it?"),
                lines=True,
                limit=TEXT_LENGTH,
            ),
            TextField(
                name="raised_with",
                label=_lt("Who have you already raised it with?"),
                lines=True,
                limit=TEXT_LENGTH,
            ),
            TextField(
                name="wanted_outcome",
                label=_lt("What would you like to happen?"),
                lines=True,
                limit=TEXT_LENGTH,
            ),
            ChoiceField(
                name="may_tell",
                label=_lt("May we tell the other person?"),
                options=(
                    Option(key="no", label=_lt("No")),
                    Option(key="ask", label=_lt("Ask me first")),
                    Option(key="yes", label=_lt("Yes")),
                ),
                is_radio=True,
                required=True,
            ),
            CheckField(
                name="is_in_danger",
                label=_lt("Someone is in danger now."),
                help=_lt("In an emergency, call the emergency services first."),
            ),
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; somebody has to be named."""
        answers = parse(self.fields, posted)
        missing = find_missing(self.fields, answers.values)
        for name, sentence in missing.items():
            answers.errors.setdefault(name, sentence)
        values = answers.values
        if not values.get("about_id") and not values.get("about_name"):
            answers.errors.setdefault(
                "about_id", _lt("Please choose someone, or write a name.")
            )
        return answers
