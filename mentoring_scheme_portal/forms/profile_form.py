# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""The member's profile: what is filled into the next application, and the pause."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from odoo.tools.translate import LazyTranslate

from .background import Choices, ask_capacity, ask_meeting, ask_person
from .form import (
    Answers,
    CheckField,
    ChoicesField,
    DateField,
    Section,
    check_order,
    parse,
)

_lt = LazyTranslate(__name__)

BRIEF_LENGTH = 90


class ProfileForm:
    """The questions of a profile, for both roles."""

    def __init__(self, choices: Choices):
        self.sections = (
            Section(
                name="person",
                title=_lt("About you"),
                fields=ask_person(choices, required=False),
            ),
            Section(
                name="mentor",
                title=_lt("As a mentor"),
                fields=(
                    *self._ask_topics(
                        choices, "mentor_topic_ids", _lt("Topics you can help with")
                    ),
                    ask_capacity(),
                ),
            ),
            Section(
                name="mentee",
                title=_lt("As a mentee"),
                fields=self._ask_topics(
                    choices, "mentee_topic_ids", _lt("Topics you want to work on")
                ),
            ),
            Section(
                name="meeting",
                title=_lt("How you would like to meet"),
                fields=ask_meeting(choices),
            ),
            Section(
                name="pause",
                title=_lt("Pause as a mentor"),
                text=_lt(
                    "During your pause, you won't be matched again or invited to new "
                    "intakes. Your applications and partnerships stay as they are."
                ),
                fields=(
                    DateField(
                        name="paused_from",
                        label=_lt("Pause from"),
                        help=_lt("Empty, with a last day: from now."),
                    ),
                    DateField(
                        name="paused_until",
                        label=_lt("Last day of the pause"),
                        help=_lt("Empty, with a first day: until you change it."),
                    ),
                ),
            ),
            Section(
                name="shared",
                title=_lt("What your partners see"),
                text=_lt(
                    "Your partners see your name and your email address, so that you "
                    "can get in touch. You choose the rest."
                ),
                fields=(
                    CheckField(name="shares_phone", label=_lt("My phone number")),
                    CheckField(name="shares_employer", label=_lt("My employer")),
                    CheckField(name="shares_location", label=_lt("My town")),
                    CheckField(
                        name="shares_photo",
                        label=_lt("The photo of me that the association has"),
                    ),
                ),
            ),
            Section(
                name="mail",
                title=_lt("Emails from us"),
                fields=(
                    CheckField(
                        name="is_invited",
                        label=_lt("Write to me when applications open again."),
                    ),
                ),
            ),
        )
        self.fields = tuple(
            question for section in self.sections for question in section.fields
        )

    def summarise(self, section: Section, values: Mapping[str, Any]) -> str:
        """Return in a line what a section holds, for the page on which it is folded."""
        if section.name == "pause":
            parts = [
                f"{question.label}: {text}"
                for question in section.fields
                if (text := question.to_text(values.get(question.name)))
            ]
            return ", ".join(parts) or str(_lt("No pause"))
        if section.name == "shared":
            shown = [
                str(question.label)
                for question in section.fields
                if values.get(question.name)
            ]
            return ", ".join(shown) or str(_lt("Only your name and email address"))
        if section.name == "mail":
            wanted = values.get("is_invited")
            return str(_lt("When applications open") if wanted else _lt("None"))
        parts = [
            text
            for question in section.fields
            if question.widget not in ("check", "number", "url")
            and not getattr(question, "lines", False)
            and (text := question.to_text(values.get(question.name)))
        ]
        return textwrap.shorten(", ".join(parts), BRIEF_LENGTH, placeholder=" …") or (
            str(_lt("Nothing yet"))
        )

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; a pause ends after it begins."""
        answers = parse(self.fields, posted)
        check_order(
            answers,
            "paused_from",
            "paused_until",
            _lt("The pause ends before it begins. Please choose a later day."),
        )
        return answers

    def _ask_topics(self, choices, name, label):
        return (
            ChoicesField(
                name=name,
                label=label,
                help=_lt("Tick all that apply."),
                options=choices.topics,
            ),
        )
