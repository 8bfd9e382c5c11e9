# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What a referee is asked about an applicant (promise B6)."""

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


class ReferenceForm:
    """The questions of one reference.

    :param known_for: how long the referee may have known the applicant
    :param recommendations: how the referee may recommend the applicant
    """

    def __init__(self, known_for: Sequence[Option], recommendations: Sequence[Option]):
        self.fields = (
            ChoiceField(
                name="known_for",
                label=_lt("How long have you known this person?"),
                options=tuple(known_for),
                is_radio=True,
                required=True,
            ),
            ChoiceField(
                name="recommendation",
                label=_lt("Do you recommend this person for the scheme?"),
                options=tuple(recommendations),
                is_radio=True,
                required=True,
            ),
            TextField(
                name="text",
                label=_lt("What would you like to tell us?"),
                help=_lt(
                    "For example how you have worked together, and what this person "
                    "would bring to the scheme."
                ),
                lines=True,
                limit=TEXT_LENGTH,
            ),
            CheckField(
                name="may_share",
                label=_lt("The applicant may read this."),
                help=_lt(
                    "Without this tick only we read what you write; the "
                    "applicant learns that it has arrived."
                ),
            ),
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; nothing is left out."""
        answers = parse(self.fields, posted)
        for name, sentence in find_missing(self.fields, answers.values).items():
            answers.errors.setdefault(name, sentence)
        return answers
