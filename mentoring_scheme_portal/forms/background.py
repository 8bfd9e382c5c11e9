# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""The questions on who somebody is: asked by an application and by the profile."""

from collections.abc import Sequence
from dataclasses import dataclass

from odoo.tools.translate import LazyTranslate

from .form import (
    CheckField,
    ChoiceField,
    ChoicesField,
    LinkField,
    NumberField,
    Option,
    TextField,
)

_lt = LazyTranslate(__name__)

YEARS_LIMIT = 80
PLACES_LIMIT = 20
BIO_LENGTH = 1500


@dataclass(frozen=True, kw_only=True, eq=False)
class Choices:
    """What anybody can choose from."""

    topics: Sequence[Option] = ()
    sectors: Sequence[Option] = ()
    languages: Sequence[Option] = ()
    zones: Sequence[Option] = ()
    deliveries: Sequence[Option] = ()


def ask_person(choices: Choices, is_mentee: bool = True, required: bool = True):
    """Return the questions about the person.

    :param is_mentee: ask what the person studies or has studied
    :param required: the position is needed
    """
    return (
        TextField(
            name="current_role",
            label=_lt("Current position"),
            help=_lt("For example: children's librarian, or student."),
            required=required,
            autocomplete="organization-title",
        ),
        TextField(
            name="employer",
            label=_lt("Employer or place of study"),
            autocomplete="organization",
        ),
        NumberField(
            name="years_experience",
            label=_lt("Years of experience"),
            help=_lt("Full years in the profession. Write 0 if you begin."),
            maximum=YEARS_LIMIT,
        ),
        ChoicesField(name="sector_ids", label=_lt("Sectors"), options=choices.sectors),
        *(_ask_qualification() if is_mentee else ()),
        CheckField(
            name="has_taken_part",
            label=_lt(
                "I have taken part in a mentoring scheme before, here or elsewhere."
            ),
        ),
        TextField(
            name="bio",
            label=_lt("A short introduction of yourself"),
            help=_lt("A few sentences, as you would say them at a first meeting."),
            lines=True,
            limit=BIO_LENGTH,
        ),
        LinkField(
            name="profile_url",
            label=_lt("Your page on LinkedIn or elsewhere"),
            help=_lt("The whole link, beginning with https://."),
        ),
        CheckField(
            name="shares_profile",
            label=_lt(
                "Once I am matched, my partner may read my introduction and the link. "
                "Otherwise only we do."
            ),
        ),
    )


def _ask_qualification() -> Sequence:
    return (
        TextField(
            name="qualification",
            label=_lt("Qualification"),
            help=_lt("The highest you have, or the one you are studying for."),
        ),
        NumberField(
            name="qualification_year",
            label=_lt("Year of that qualification"),
            help=_lt(
                "When you completed it, or will. Leave it empty if there is none."
            ),
            minimum=1900,
            maximum=2100,
        ),
    )


def ask_meeting(choices: Choices):
    """Return the questions about where and how to meet."""
    fields = []
    if len(choices.deliveries) > 1:
        fields.append(
            ChoiceField(
                name="delivery",
                label=_lt("Way of meeting"),
                options=choices.deliveries,
                is_radio=True,
            )
        )
    return (
        *fields,
        TextField(
            name="location",
            label=_lt("Town or region"),
            help=_lt("For meetings face to face."),
            autocomplete="address-level2",
        ),
        CheckField(
            name="can_travel",
            label=_lt("I am willing to travel to meetings in another town."),
        ),
        ChoiceField(
            name="tz",
            label=_lt("Time zone"),
            options=choices.zones,
            blank=_lt("Not stated"),
        ),
        ChoicesField(
            name="language_ids", label=_lt("Languages"), options=choices.languages
        ),
        TextField(
            name="availability",
            label=_lt("When you have time"),
            help=_lt("For example: Tuesday evenings, not in school holidays."),
            lines=True,
            limit=1000,
        ),
    )


def ask_capacity():
    """Return the question on how many mentees somebody takes."""
    return NumberField(
        name="capacity",
        label=_lt("How many mentees can you take?"),
        minimum=1,
        maximum=PLACES_LIMIT,
        blank=1,
    )
