# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase

from ..forms import ApplicationForm, Offer, Option
from .test_form import TEXTS

TOPICS = tuple(Option(key=key, label=f"Topic {key}") for key in (10, 11, 12, 13))
QUESTIONS = (
    {"name": "a", "type": "char", "string": "A line"},
    {"name": "b", "type": "text", "string": "A text"},
    {"name": "c", "type": "integer", "string": "A whole number", "suffix": "km"},
    {"name": "d", "type": "float", "string": "A number"},
    {"name": "e", "type": "boolean", "string": "A box"},
    {
        "name": "f",
        "type": "selection",
        "string": "A choice",
        "selection": [["x", "X"], ["y", "Y"]],
    },
    {
        "name": "g",
        "type": "tags",
        "string": "Some choices",
        "tags": [["p", "P", 1], ["q", "Q", 2]],
    },
    {"name": "h", "type": "date", "string": "A day"},
    {"name": "i", "type": "separator", "string": "A heading"},
    {"name": "j", "type": "many2one", "string": "A record", "comodel": "res.country"},
    {"name": "k", "type": "many2many", "string": "Records", "comodel": "res.country"},
    {"name": "l", "type": "datetime", "string": "A moment"},
    {"name": "m", "type": "monetary", "string": "An amount"},
    {"name": "n_html", "type": "html", "string": "A formatted text"},
    {"name": "o", "type": "many2one", "string": "The staff's", "comodel": "res.users"},
)
MEMBERSHIPS = (Option(key=8, label="Associate"), Option(key=9, label="Student"))
RECORDS = tuple(Option(key=key, label=f"Record {key}") for key in (5, 6))


def make_form(role, **values):
    return ApplicationForm(
        Offer(
            role=role,
            topics=TOPICS,
            zones=(Option(key="UTC", label="UTC"),),
            deliveries=(
                Option(key="either", label="Either"),
                Option(key="distance", label="Distance"),
            ),
            questions=QUESTIONS,
            records={"j": RECORDS, "k": RECORDS},
            zone="Australia/Sydney",
            currency="AUD",
            fee="150 a year." if role == "mentee" else "",
            memberships=MEMBERSHIPS,
            conduct_token="5",
            commitment="I will take the time.",
            **values,
        )
    )


class TestApplicationForm(TransactionCase):
    """What is asked of whom, and what is read (promises A15, A19, A20, A36, B6)."""

    def _get_names(self, form):
        return {question.name for question in form.fields}

    def test_questions_by_role(self):
        """A mentor says how many mentees; a mentee says who pays (A15, B6)."""
        mentor = self._get_names(make_form("mentor"))
        mentee = self._get_names(make_form("mentee"))
        self.assertIn("capacity", mentor)
        self.assertNotIn("capacity", mentee)
        self.assertIn("payer", mentee)
        self.assertNotIn("payer", mentor)
        for name in ("is_honest", "is_committed", "accept_conduct", "goals"):
            self.assertIn(name, mentor & mentee)

    def test_own_questions(self):
        """The scheme's own questions are asked by their kind (A20); staff's are not."""
        form = make_form("mentee")
        answers = form.parse(
            {
                "question_a": ["line"],
                "question_b": ["one\ntwo"],
                "question_c": ["-7"],
                "question_d": ["1.25"],
                "question_e": ["1"],
                "question_f": ["y"],
                "question_g": ["q", "p"],
                "question_h": ["2027-07-31"],
                "question_i": ["x"],
                "question_j": ["6"],
                "question_k": ["6", "5"],
                "question_l": ["2027-01-31T09:30"],
                "question_m": ["12,50"],
                "question_n_html": ["<b>one</b>\r\ntwo & three"],
                "question_o": ["1"],
            }
        )
        self.assertFalse(answers.errors)
        own = {
            name: value
            for name, value in answers.values.items()
            if name.startswith("question_")
        }
        self.assertEqual(
            own,
            {
                "question_a": "line",
                "question_b": "one\ntwo",
                "question_c": -7,
                "question_d": 1.25,
                "question_e": True,
                "question_f": "y",
                "question_g": ["p", "q"],
                "question_h": "2027-07-31",
                "question_j": 6,
                "question_k": [5, 6],
                # Sydney is eleven hours ahead in summer.
                "question_l": "2027-01-30 22:30:00",
                "question_m": 12.5,
                "question_n_html": "<p>&lt;b&gt;one&lt;/b&gt;<br>two &amp; three</p>",
            },
        )
        texts = {
            question.name: question.to_text(own[question.name])
            for question in form.fields
            if question.name in own
        }
        self.assertEqual(texts["question_n_html"], "<b>one</b>\ntwo & three")
        self.assertEqual(texts["question_k"], "Record 5, Record 6")
        self.assertEqual(texts["question_l"], "31 January 2027, 09:30 (Sydney time)")

    def test_records_of_others(self):
        """A record that is not offered cannot be named (bad input: others' ids)."""
        form = make_form("mentee")
        errors = form.parse({"question_j": ["7"], "question_k": ["5", "7"]}).errors
        self.assertEqual(set(errors), {"question_j", "question_k"})

    def test_moments_at_the_change_of_clocks(self):
        """An hour that is left out is refused; of one that comes twice, the first."""
        form = make_form("mentee")
        answers = form.parse({"question_l": ["2027-10-03T02:30"]})
        self.assertIn("does not exist", str(answers.errors["question_l"]))
        answers = form.parse({"question_l": ["2027-04-04T02:30"]})
        self.assertEqual(answers.values["question_l"], "2027-04-03 15:30:00")

    def test_steps(self):
        """Every question stands in one step; a step reads its own alone (issue 3)."""
        for role in ("mentor", "mentee", "peer"):
            form = make_form(role)
            names = [step.name for step in form.steps]
            self.assertEqual(names[0], "person")
            self.assertEqual(names[-1], "review")
            self.assertEqual("payer" in names, role == "mentee")
            asked = [question.name for step in form.steps for question in step.fields]
            self.assertEqual(len(asked), len(set(asked)))
            self.assertTrue(all(str(step.title) for step in form.steps))
        step = form.get_step("topics")
        answers = form.parse({"topic_ids": ["10"], "goals": ["x"]}, step)
        self.assertEqual(answers.values, {"topic_ids": [10]})
        self.assertEqual(form.move("person", -1).name, "person")
        self.assertEqual(form.move("person", 1).name, "topics")
        self.assertEqual(form.move("review", 1).name, "review")
        self.assertIsNone(form.get_step("nothing"))

    def test_available(self):
        """Nobody is available until a day before the first."""
        form = make_form("mentee")
        answers = form.parse(
            {"available_from": ["2027-03-02"], "available_until": ["2027-03-01"]}
        )
        self.assertEqual(list(answers.errors), ["available_until"])

    def test_ranked_topics(self):
        """A ranked topic counts as ticked; the same one twice is refused."""
        form = make_form("mentee")
        answers = form.parse(
            {
                "topic_ids": ["12"],
                "first_topic_id": ["10"],
                "second_topic_id": ["10"],
                "third_topic_id": [""],
            }
        )
        self.assertEqual(answers.values["topic_ids"], [10, 12])
        self.assertEqual(answers.values["first_topic_id"], 10)
        self.assertIsNone(answers.values["third_topic_id"])
        self.assertEqual(list(answers.errors), ["second_topic_id"])

    def test_payer(self):
        """An employer's details are needed when the employer pays, and only then."""
        form = make_form("mentee")
        employer = {"payer": ["employer"], "payer_email": ["not an address"]}
        self.assertIn("payer_email", form.parse(employer).errors)
        own = {"payer": ["self"], "payer_email": ["not an address"]}
        answers = form.parse(own)
        self.assertFalse(answers.errors)
        self.assertNotIn("payer_email", answers.values)
        missing = form.find_missing({"payer": "employer", "payer_name": "Library"})
        self.assertIn("payer_email", missing)
        self.assertNotIn("payer_name", missing)
        self.assertNotIn("payer_email", form.find_missing({"payer": "self"}))

    def test_declarations_needed(self):
        """Honesty and commitment are declared before submission (A12, A36)."""
        form = make_form("mentor")
        missing = form.find_missing(
            {
                "current_role": "Librarian",
                "topic_ids": [10],
                "membership_product_id": 8,
                "is_committed": True,
            }
        )
        self.assertEqual(list(missing), ["is_honest"])

    @given(
        role=st.sampled_from(["mentor", "mentee", "peer"]),
        data=st.data(),
    )
    @settings(max_examples=300, deadline=None)
    def test_parse_takes_anything(self, role, data):
        """No post raises; only what is asked comes back, and can be posted again."""
        form = make_form(role)
        names = sorted(self._get_names(form) | {"partner_id", "state", "intake_id"})
        posted = data.draw(
            st.dictionaries(st.sampled_from(names), st.lists(TEXTS, max_size=3))
        )
        answers = form.parse(posted)
        asked = self._get_names(form)
        self.assertLessEqual(answers.values.keys() | answers.errors.keys(), asked)
        form.find_missing(answers.values)
        shown = {
            question.name: question.to_raws(answers.values[question.name]) or [""]
            for question in form.fields
            if question.name in answers.values
        }
        again = form.parse(shown)
        self.assertFalse({name: str(error) for name, error in again.errors.items()})
        for name, value in answers.values.items():
            self.assertEqual(again.values[name], value, name)
