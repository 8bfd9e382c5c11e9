# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""Leaving a partnership (promise A38)."""

from collections.abc import Mapping, Sequence

from odoo.tools.translate import LazyTranslate

from .form import (
    TEXT_LENGTH,
    Answers,
    CheckField,
    ChoiceField,
    Option,
    TextField,
    find_missing,
    parse,
)

_lt = LazyTranslate(__name__)


class WithdrawalForm:
    """Why somebody leaves, and whether to be matched anew."""

    def __init__(self, reasons: Sequence[Option]):
        self.fields = (
            ChoiceField(
                name="reason_id",
                label=_lt("Why do you leave?"),
                options=tuple(reasons),
                blank=_lt("Please choose"),
                required=True,
            ),
            TextField(
                name="note",
                label=_lt("What you would like to add"),
                help=_lt("Only we read this. Your partner doesn't."),
                lines=True,
                limit=TEXT_LENGTH,
            ),
            CheckField(
                name="wants_rematch",
                label=_lt("I would like to be matched with someone else."),
            ),
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted."""
        answers = parse(self.fields, posted)
        missing = find_missing(self.fields, answers.values)
        for name, sentence in missing.items():
            answers.errors.setdefault(name, sentence)
        return answers
