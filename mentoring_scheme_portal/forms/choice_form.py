# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What counts in a match only where the scheme says so (promise A20).

Mentees rank mentors, mentors agree to be shown, and both name stages and times.
"""

from collections.abc import Mapping, Sequence

from odoo.tools.translate import LazyTranslate

from .form import (
    TEXT_LENGTH,
    Answers,
    CheckField,
    ChoiceField,
    Option,
    TextField,
    parse,
)

_lt = LazyTranslate(__name__)

RANKS = {
    "first_choice_id": _lt("First choice"),
    "second_choice_id": _lt("Second choice"),
    "third_choice_id": _lt("Third choice"),
    "fourth_choice_id": _lt("Fourth choice"),
    "fifth_choice_id": _lt("Fifth choice"),
}


class ChoiceForm:
    """Up to five mentors, ranked."""

    def __init__(self, mentors: Sequence[Option]):
        self.fields = tuple(
            ChoiceField(
                name=name, label=label, options=tuple(mentors), blank=_lt("Nobody")
            )
            for name, label in RANKS.items()
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; nobody is ranked twice."""
        answers = parse(self.fields, posted)
        seen = set()
        for name in RANKS:
            mentor = answers.values.get(name)
            if mentor and mentor in seen:
                answers.errors[name] = _lt(
                    "You have already ranked this mentor. Please choose someone else, "
                    "or no one."
                )
            seen.add(mentor)
        return answers


class ListingForm:
    """Whether mentees see this mentor, and what the mentor tells them."""

    fields = (
        CheckField(
            name="is_listed",
            label=_lt(
                "I agree: mentees of this intake may see my name, position, topics, "
                "sectors, place, ways of meeting, languages and the text below, and "
                "rank me. They see no contact details."
            ),
        ),
        TextField(
            name="public_text",
            label=_lt("What you tell mentees about yourself"),
            help=_lt("Please don't include phone numbers, email or street addresses."),
            lines=True,
            limit=min(TEXT_LENGTH, 1500),
        ),
    )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted."""
        return parse(self.fields, posted)


def ask_stage(stages: Sequence[Option]):
    """Return the question on the career stage, if there are stages to choose from."""
    if not stages:
        return ()
    return (
        ChoiceField(
            name="career_stage",
            label=_lt("Where you are in your career"),
            options=tuple(stages),
            blank=_lt("Not stated"),
        ),
    )


def ask_times():
    """Return the questions on the times of the week."""
    return (
        CheckField(name="is_free_daytime", label=_lt("I have time on weekdays.")),
        CheckField(
            name="is_free_evening", label=_lt("I have time on weekday evenings.")
        ),
        CheckField(name="is_free_weekend", label=_lt("I have time on weekends.")),
    )
