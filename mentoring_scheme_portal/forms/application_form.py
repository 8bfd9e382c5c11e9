# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""The application form: what is asked of whom, and how the answers are read.

Promises A11, A14, A15, A19, A20, A36 and B6. Plain Python, as ``form`` is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo.tools.translate import LazyTranslate

from .form import (
    TEXT_LENGTH,
    Answers,
    CheckField,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    FormField,
    NumberField,
    Option,
    Section,
    TextField,
    find_missing,
    parse,
)

_lt = LazyTranslate(__name__)

YEARS_LIMIT = 80
QUESTION = "question_"
RANKS = ("first_topic_id", "second_topic_id", "third_topic_id")
PAYER_NEEDS = ("payer_name", "payer_email")
PAYER_DETAILS = (*PAYER_NEEDS, "payer_vat", "purchase_order")
# A property's number goes into JSON, and from there into a column of a report.
NUMBER_LIMIT = 10**9


@dataclass(frozen=True, kw_only=True, eq=False)
class Offer:
    """What this applicant can choose from, as the scheme has it today.

    :param questions: the scheme's own questions, as Odoo defines properties
    :param conduct_token: names the code of conduct that is to be accepted; '' for none
    :param commitment: the sentence on the time it takes
    """

    role: str
    topics: tuple[Option, ...] = ()
    sectors: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    zones: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    deliveries: tuple[Option, ...] = ()
    questions: tuple[Mapping[str, Any], ...] = ()
    asks_payer: bool = False
    conduct_token: str = ""
    commitment: str = ""


class ApplicationForm:
    """The questions of one application, in sections."""

    def __init__(self, offer: Offer):
        self.offer = offer
        sections = (
            self._ask_about_person(),
            self._ask_topics(),
            self._ask_way_of_meeting(),
            self._ask_aims(),
            self._ask_own_questions(),
            Section(name="papers", title=_lt("Your résumé")),
            self._ask_payer(),
            self._ask_declarations(),
        )
        self.sections = tuple(
            section
            for section in sections
            if section.fields or section.name == "papers"
        )
        self.fields: tuple[FormField, ...] = tuple(
            question for section in self.sections for question in section.fields
        )

    # ------------------------------------------------------------------
    # Reading answers
    # ------------------------------------------------------------------

    def parse(self, posted: Mapping[str, Sequence[str]]) -> Answers:
        """Read what was posted; a topic that is ranked counts as ticked, and of a payer
        nothing is asked when the applicants pay themselves.
        """
        answers = parse(self.fields, posted)
        self._check_ranks(answers)
        if answers.values.get("payer") == "self":
            for name in PAYER_DETAILS:
                answers.values.pop(name, None)
                answers.errors.pop(name, None)
        return answers

    def _check_ranks(self, answers):
        chosen = []
        for rank in RANKS:
            topic = answers.values.get(rank)
            if topic and topic in chosen:
                del answers.values[rank]
                answers.errors[rank] = _lt(
                    "You have chosen this topic above already. Please choose another "
                    "one, or none."
                )
            elif topic:
                chosen.append(topic)
        if chosen and "topic_ids" in answers.values:
            ticked = {*answers.values["topic_ids"], *chosen}
            answers.values["topic_ids"] = [
                option.key for option in self.offer.topics if option.key in ticked
            ]

    def find_missing(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what has to be answered before these answers can be submitted."""
        missing = find_missing(self.fields, values)
        if values.get("payer") == "employer":
            payer_fields = [
                question for question in self.fields if question.name in PAYER_NEEDS
            ]
            for question in payer_fields:
                if not values.get(question.name):
                    missing[question.name] = _lt(
                        "%(question)s: your employer pays, so we need this for the "
                        "invoice.",
                        question=question.label,
                    )
        return missing

    # ------------------------------------------------------------------
    # Questions
    # ------------------------------------------------------------------

    def _is(self, role):
        return self.offer.role == role

    def _ask_about_person(self):
        return Section(
            name="person",
            title=_lt("About you"),
            fields=(
                TextField(
                    name="current_role",
                    label=_lt("Current position"),
                    help=_lt("For example: children's librarian, or student."),
                    required=True,
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
                *self._choices("sector_ids", _lt("Sectors"), self.offer.sectors),
            ),
        )

    def _ask_topics(self):
        if not self.offer.topics:
            return Section(name="topics", title="")
        ranks = (
            _lt("Most important topic"),
            _lt("Second topic"),
            _lt("Third topic"),
        )
        return Section(
            name="topics",
            title=_lt("Topics you can help with")
            if self._is("mentor")
            else _lt("Topics you want to work on"),
            fields=(
                ChoicesField(
                    name="topic_ids",
                    label=_lt("Topics"),
                    help=_lt("Tick all that apply."),
                    options=self.offer.topics,
                    required=True,
                ),
                *(
                    ChoiceField(
                        name=name,
                        label=label,
                        options=self.offer.topics,
                        blank=_lt("No preference"),
                    )
                    for name, label in zip(RANKS, ranks, strict=True)
                ),
            ),
        )

    def _ask_way_of_meeting(self):
        fields = []
        if len(self.offer.kinds) > 1 and not self._is("peer"):
            fields.append(
                ChoiceField(
                    name="mode",
                    label=_lt("Kind of mentoring"),
                    options=self.offer.kinds,
                    is_radio=True,
                )
            )
        if len(self.offer.deliveries) > 1:
            fields.append(
                ChoiceField(
                    name="delivery",
                    label=_lt("Way of meeting"),
                    options=self.offer.deliveries,
                    is_radio=True,
                )
            )
        if self._is("mentor"):
            fields.append(
                NumberField(
                    name="capacity",
                    label=_lt("How many mentees can you take?"),
                    minimum=1,
                    maximum=20,
                    blank=1,
                )
            )
        fields += [
            TextField(
                name="location",
                label=_lt("Town or region"),
                help=_lt("For meetings face to face."),
                autocomplete="address-level2",
            ),
            ChoiceField(
                name="tz",
                label=_lt("Time zone"),
                options=self.offer.zones,
                blank=_lt("Not stated"),
            ),
            *self._choices("language_ids", _lt("Languages"), self.offer.languages),
            TextField(
                name="availability",
                label=_lt("When you have time"),
                help=_lt("For example: Tuesday evenings, not in school holidays."),
                lines=True,
                limit=1000,
            ),
        ]
        return Section(
            name="meeting", title=_lt("How you would like to meet"), fields=(*fields,)
        )

    def _ask_aims(self):
        mentor = self._is("mentor")
        return Section(
            name="aims",
            title=_lt("What you hope for"),
            fields=(
                self._text(
                    "goals",
                    _lt("Why you would like to be a mentor")
                    if mentor
                    else _lt("Your goals for the coming year"),
                    _lt(
                        "What you can offer, and what you would like to learn yourself."
                    )
                    if mentor
                    else _lt("What should be different when the year is over?"),
                    required=not mentor,
                ),
                self._text(
                    "must_have",
                    _lt("Must have"),
                    _lt("Without this a match would make no sense for you."),
                ),
                self._text(
                    "nice_to_have",
                    _lt("Nice to have"),
                    _lt("Good to have, and you could do without."),
                ),
                self._text(
                    "preference_note",
                    _lt("People you would, or would not, like to be matched with"),
                    _lt("Names and, if you like, why. Only the office reads this."),
                ),
                self._text(
                    "anything_else",
                    _lt("Anything else that helps us find a good match"),
                    "",
                ),
            ),
        )

    def _ask_own_questions(self):
        fields = [self._question(definition) for definition in self.offer.questions]
        return Section(
            name="questions",
            title=_lt("A few more questions"),
            fields=tuple(question for question in fields if question),
        )

    def _ask_payer(self):
        if not self.offer.asks_payer:
            return Section(name="payer", title="")
        return Section(
            name="payer",
            title=_lt("Who pays the fee"),
            text=_lt(
                "Nothing is charged now. The invoice comes only after you have been "
                "matched and you and your mentor have both signed."
            ),
            fields=(
                ChoiceField(
                    name="payer",
                    label=_lt("The invoice goes to"),
                    options=(
                        Option(key="self", label=_lt("Me")),
                        Option(key="employer", label=_lt("My employer")),
                    ),
                    is_radio=True,
                ),
                TextField(name="payer_name", label=_lt("Name of the employer")),
                EmailField(name="payer_email", label=_lt("Email address for invoices")),
                TextField(name="payer_vat", label=_lt("ABN or tax number"), limit=40),
                TextField(
                    name="purchase_order",
                    label=_lt("Purchase order number"),
                    help=_lt("If your employer asks for one on the invoice."),
                    limit=60,
                ),
            ),
        )

    def _ask_declarations(self):
        fields = [
            CheckField(
                name="is_honest",
                label=_lt("What I have written here is true and complete."),
                required=True,
            ),
            CheckField(name="is_committed", label=self.offer.commitment, required=True),
        ]
        if self.offer.conduct_token:
            fields.append(
                CheckField(
                    name="accept_conduct",
                    label=_lt("I have read the code of conduct and will keep to it."),
                    token=self.offer.conduct_token,
                )
            )
        return Section(
            name="declarations", title=_lt("Your declarations"), fields=(*fields,)
        )

    # ------------------------------------------------------------------
    # Kinds of questions
    # ------------------------------------------------------------------

    def _text(self, name, label, help_text, required=False):
        return TextField(
            name=name,
            label=label,
            help=help_text,
            required=required,
            lines=True,
            limit=TEXT_LENGTH,
        )

    def _choices(self, name, label, options):
        if options:
            yield ChoicesField(name=name, label=label, options=options)

    def _question(self, definition):
        """Return the field for a question of the scheme's own; None for a separator and
        for kinds that only staff can answer, such as links to records.
        """
        kind = definition["type"]
        common = {
            "name": QUESTION + definition["name"],
            "label": definition.get("string") or definition["name"],
        }
        if kind == "char":
            return TextField(**common)
        if kind == "text":
            return TextField(**common, lines=True, limit=TEXT_LENGTH)
        if kind in ("integer", "float"):
            return NumberField(
                **common,
                minimum=-NUMBER_LIMIT,
                maximum=NUMBER_LIMIT,
                whole=kind == "integer",
                blank=None,
            )
        if kind == "boolean":
            return CheckField(**common)
        if kind == "date":
            return QuestionDateField(**common)
        if kind == "selection":
            options = _get_options(definition.get("selection"))
            return ChoiceField(**common, options=options, blank=_lt("No answer"))
        if kind == "tags":
            return ChoicesField(**common, options=_get_options(definition.get("tags")))
        return None


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


def _get_options(pairs):
    return tuple(Option(key=pair[0], label=pair[1]) for pair in pairs or ())
