# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""The application form: what is asked of whom, and how the answers are read.

Promises A11, A14, A15, A19, A20, A36 and B6. Plain Python, as ``form`` is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from odoo.tools.translate import LazyTranslate

from .background import Choices, ask_capacity, ask_meeting, ask_person
from .choice_form import ask_stage, ask_times
from .form import (
    TEXT_LENGTH,
    Answers,
    CheckField,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    FormField,
    Option,
    Section,
    Step,
    TextField,
    check_order,
    find_missing,
    parse,
)
from .own_questions import make_questions

_lt = LazyTranslate(__name__)

RANKS = ("first_topic_id", "second_topic_id", "third_topic_id")
PAYER_NEEDS = ("payer_name", "payer_email")
PAYER_DETAILS = (*PAYER_NEEDS, "payer_vat", "purchase_order")
REVIEW = "review"
PAPERS = "papers"


@dataclass(frozen=True, kw_only=True, eq=False)
class Offer(Choices):
    """What this applicant can choose from, as the scheme has it today.

    :param stages: of a career; none if the match does not ask for them
    :param asks_times: whether the match asks for times of the week
    :param questions: the scheme's own questions, as Odoo defines properties
    :param records: by name of such a question, the records to choose from
    :param referee: whether a referee is asked for: no, optional or required
    :param memberships: what an applicant who is no member can join with
    :param conduct_token: names the code of conduct that is to be accepted; '' for none
    :param commitment: the sentence on the time it takes
    :param fee: the sentence on what it costs and when; '' if the applicant pays nothing
    :param fee_token: names that sentence
    """

    role: str
    kinds: tuple[Option, ...] = ()
    stages: tuple[Option, ...] = ()
    asks_times: bool = False
    questions: tuple[Mapping[str, Any], ...] = ()
    records: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    referee: str = "no"
    memberships: tuple[Option, ...] = ()
    zone: str = "UTC"
    currency: str = ""
    conduct_token: str = ""
    commitment: str = ""
    fee: str = ""
    fee_token: str = "1"

    @property
    def asks_payer(self):
        return bool(self.fee)


class ApplicationForm:
    """The questions of one application, in steps."""

    def __init__(self, offer: Offer):
        self.offer = offer
        steps = (
            self._make_step(_lt("About you"), self._ask_about_person()),
            self._make_step(
                _lt("What you offer")
                if self._is("mentor")
                else _lt("What you are looking for"),
                self._ask_topics(),
                self._ask_wishes(),
            ),
            self._make_step(
                _lt("How you would like to meet"), self._ask_way_of_meeting()
            ),
            self._make_step(
                _lt("Places and preferences")
                if self._is("mentor")
                else _lt("Preferences"),
                self._ask_preferences(),
            ),
            self._make_step(
                _lt("What you hope for"), self._ask_aims(), self._ask_own_questions()
            ),
            self._make_step(_lt("Your résumé"), Section(name=PAPERS, title="")),
            self._make_step(_lt("Your referee"), self._ask_referee()),
            self._make_step(_lt("Who pays"), self._ask_payer()),
            self._make_step(_lt("Your membership"), self._ask_membership()),
            self._make_step(_lt("Your declarations"), self._ask_declarations()),
            self._make_step(_lt("Review and submit"), Section(name=REVIEW, title="")),
        )
        self.steps: tuple[Step, ...] = tuple(step for step in steps if step)
        self.fields: tuple[FormField, ...] = tuple(
            question for step in self.steps for question in step.fields
        )

    def _make_step(self, title, *sections):
        """Return a step with the sections that ask something; None for none."""
        asked = tuple(
            section
            for section in sections
            if section.fields or section.name in (PAPERS, REVIEW)
        )
        if not asked:
            return None
        return Step(name=sections[0].name, title=title, sections=asked)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def get_step(self, name: str | None) -> Step | None:
        """Return the step of that name; None when there is none."""
        return next((step for step in self.steps if step.name == name), None)

    def get_position(self, name: str | None) -> int:
        """Return the number of a step, from 0; 0 for one that is gone."""
        names = [step.name for step in self.steps]
        return names.index(name) if name in names else 0

    def move(self, name: str, by: int) -> Step:
        """Return the step before or after another, or the one at the end."""
        position = self.get_position(name) + by
        return self.steps[max(0, min(position, len(self.steps) - 1))]

    def find_step(self, field_name: str) -> Step | None:
        """Return the step that asks a question."""
        for step in self.steps:
            if any(question.name == field_name for question in step.fields):
                return step
        return None

    # ------------------------------------------------------------------
    # Reading answers
    # ------------------------------------------------------------------

    def parse(
        self, posted: Mapping[str, Sequence[str]], step: Step | None = None
    ) -> Answers:
        """Read what was posted; a topic that is ranked counts as ticked, and of a payer
        nothing is asked when the applicants pay themselves.

        :param step: the page that was posted, whose questions alone are read
        """
        answers = parse(step.fields if step else self.fields, posted)
        self._check_ranks(answers)
        check_order(
            answers,
            "available_from",
            "available_until",
            _lt("This is before the first day. Please choose a later one."),
        )
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
                    "You have already chosen this topic above. Please choose another "
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
            title="",
            fields=(
                *ask_person(self.offer, is_mentee=not self._is("mentor")),
                *ask_stage(self.offer.stages),
            ),
        )

    def _ask_topics(self):
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

    def _ask_wishes(self):
        return Section(
            name="wishes",
            title=_lt("The mentee you could help best")
            if self._is("mentor")
            else _lt("The partner you are looking for")
            if self._is("peer")
            else _lt("The mentor you are looking for"),
            fields=(
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
        return Section(
            name="meeting",
            title="",
            fields=(
                *fields,
                *ask_meeting(self.offer),
                *(ask_times() if self.offer.asks_times else ()),
                DateField(
                    name="available_from",
                    label=_lt("Available from"),
                    help=_lt("If you can't start with the intake."),
                ),
                DateField(
                    name="available_until",
                    label=_lt("Available until"),
                    help=_lt("If you already know that you can't stay to the end."),
                ),
            ),
        )

    def _ask_preferences(self):
        return Section(
            name="preferences",
            title="",
            fields=(
                *((ask_capacity(),) if self._is("mentor") else ()),
                self._text(
                    "preference_note",
                    _lt("People you would, or would not, like to be matched with"),
                    _lt(
                        "Names, or an employer with whom you would have a conflict of "
                        "interest and, if you like, why. Only we read this."
                    ),
                ),
            ),
        )

    def _ask_aims(self):
        mentor = self._is("mentor")
        return Section(
            name="aims",
            title="",
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
                    "anything_else",
                    _lt("Anything else that helps us find a good match"),
                    "",
                ),
            ),
        )

    def _ask_own_questions(self):
        offer = self.offer
        fields = make_questions(
            offer.questions, offer.records, offer.zone, offer.currency
        )
        return Section(
            name="questions", title=_lt("A few more questions"), fields=(*fields,)
        )

    def _ask_referee(self):
        if self.offer.referee == "no":
            return Section(name="referee", title="")
        needed = self.offer.referee == "required"
        return Section(
            name="referee",
            title="",
            text=_lt(
                "Someone who knows you at work. We ask this person a few questions by "
                "email, once you have submitted; please ask for agreement first."
            ),
            fields=(
                TextField(
                    name="referee_name",
                    label=_lt("Name of the referee"),
                    required=needed,
                ),
                EmailField(
                    name="referee_email",
                    label=_lt("Email address of the referee"),
                    required=needed,
                ),
                TextField(
                    name="referee_relationship",
                    label=_lt("How the referee knows you"),
                    help=_lt("For example: my manager at the city library."),
                ),
            ),
        )

    def _ask_payer(self):
        if not self.offer.asks_payer:
            return Section(name="payer", title="")
        return Section(
            name="payer",
            title="",
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

    def _ask_membership(self):
        fields = ()
        if self.offer.memberships:
            fields = (
                ChoiceField(
                    name="membership_product_id",
                    label=_lt("The membership you take out"),
                    options=self.offer.memberships,
                    is_radio=True,
                    required=True,
                ),
            )
        return Section(
            name="membership",
            title="",
            text=_lt(
                "You aren't a member yet, or your membership has run out. Choose one "
                "here: when you submit your application, you get the invoice, and your "
                "application continues automatically once it is paid. What counts for "
                "the closing date is when you submit, not when you pay."
            ),
            fields=fields,
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
        if self.offer.asks_payer:
            fields.append(
                CheckField(
                    name="accepts_fee",
                    label=_lt(
                        "I agree to what taking part costs: %(fee)s", fee=self.offer.fee
                    ),
                    required=True,
                    token=self.offer.fee_token,
                )
            )
        if self.offer.conduct_token:
            fields.append(
                CheckField(
                    name="accept_conduct",
                    label=_lt("I have read the code of conduct and will keep to it."),
                    token=self.offer.conduct_token,
                )
            )
        return Section(name="declarations", title="", fields=(*fields,))

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
