# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.mentoring_scheme.models.match.mentoring_criterion import CRITERIA

SURVEYS = ("midway_mentor", "midway_mentee", "final_mentor", "final_mentee")


@tagged("post_install", "-at_install")
class TestMentoringSchemeReadyMade(TransactionCase):
    """The two ready-made schemes keep every promise that is a setting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {"name": "Reading Society", "email": "mentoring@reading.test"}
        )
        cls.manager = new_test_user(
            cls.env,
            login="mentoring_ready_made_manager",
            groups="mentoring_scheme.group_mentoring_manager",
        )
        cls.coordinator = new_test_user(
            cls.env,
            login="mentoring_ready_made_coordinator",
            groups="mentoring_scheme.group_mentoring_user",
        )
        Scheme = cls.env["mentoring.scheme"].with_user(cls.manager)
        cls.alia = Scheme._load_ready_made("alia").sudo()  # read the product as well
        cls.aiop = Scheme._load_ready_made("aiop").sudo()  # as above
        cls.schemes = cls.alia | cls.aiop

    def _get_words(self, scheme, *names):
        """Return texts of a scheme as plain words in small letters."""
        texts = " ".join(str(scheme[name]) for name in names)
        return " ".join(texts.lower().split())

    def _create_intake(self, scheme):
        """Create an intake with what a coordinator has to enter, and no more."""
        return (
            self.env["mentoring.intake"]
            .with_user(self.coordinator)
            .create(
                {
                    "name": "Intake",
                    "scheme_id": scheme.id,
                    "date_start": date(2020, 7, 23),
                }
            )
        )

    # ------------------------------------------------------------------
    # Loading
    # ------------------------------------------------------------------

    def test_load_by_name(self):
        self.assertEqual(
            self.env.ref("mentoring_scheme.mentoring_scheme_alia"), self.alia
        )
        self.assertEqual(
            self.env.ref("mentoring_scheme.mentoring_scheme_aiop"), self.aiop
        )
        self.assertEqual(self.alia.name, "Reading Society Mentoring Scheme")
        self.assertEqual(self.aiop.name, "Reading Society Mentoring Program")

    def test_load_twice_makes_nothing_double(self):
        counted = (
            "mentoring.scheme",
            "mentoring.document",
            "mentoring.criterion",
            "mentoring.agreement.template",
            "membership.membership_category",
            "product.product",
            "survey.survey",
        )
        before = {model: self.env[model].search_count([]) for model in counted}
        for name, scheme in (("alia", self.alia), ("aiop", self.aiop)):
            self.assertEqual(
                self.env["mentoring.scheme"]._load_ready_made(name), scheme
            )
        after = {model: self.env[model].search_count([]) for model in counted}
        self.assertEqual(after, before)

    def test_load_twice_keeps_what_staff_changed(self):
        self.alia.write({"name": "Our Scheme", "duration_months": 6, "active": False})
        again = self.env["mentoring.scheme"]._load_ready_made("alia")
        self.assertRecordValues(
            again, [{"name": "Our Scheme", "duration_months": 6, "active": False}]
        )

    def test_update_of_the_addon_keeps_loaded_schemes(self):
        """Their external ids are marked so that an update leaves them alone."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "mentoring_scheme"),
                ("name", "=like", "mentoring_scheme_a%"),
                ("model", "=", "mentoring.scheme"),
            ]
        )
        self.assertEqual(len(data), 2)
        self.assertEqual(data.mapped("noupdate"), [True, True])

    def test_unknown_name_is_refused(self):
        with self.assertRaisesRegex(
            UserError, "no ready-made scheme named acme. Choose from: alia, aiop"
        ):
            self.env["mentoring.scheme"]._load_ready_made("acme")

    def test_coordinator_cannot_load(self):
        Scheme = self.env["mentoring.scheme"].with_user(self.coordinator)
        for load in (Scheme.action_load_alia, Scheme.action_load_aiop):
            with self.assertRaises(AccessError):
                load()

    def test_what_was_loaded_opens_with_one_click(self):
        action = self.env["mentoring.scheme"].with_user(self.manager).action_load_alia()
        self.assertEqual(action["res_model"], "mentoring.scheme")
        self.assertEqual(action["res_id"], self.alia.id)

    # ------------------------------------------------------------------
    # ALIA, clause by clause
    # ------------------------------------------------------------------

    def test_a1_one_to_one_near_or_far(self):
        self.assertTrue(self.alia.offers_one_to_one)
        self.assertTrue(self.alia.offers_distance)

    def test_a2_a3_dates_of_an_intake(self):
        """A2: twelve months. A3: open two months before, closed a week before."""
        intake = self._create_intake(self.alia)
        self.assertRecordValues(
            intake,
            [
                {
                    "application_open": date(2020, 5, 23),
                    "application_close": date(2020, 7, 16),
                    "date_end": date(2021, 7, 22),
                    "is_rolling": False,
                    "tz": "Australia/Sydney",
                }
            ],
        )

    def test_a7_all_are_members(self):
        self.assertTrue(self.alia.mentor_member_required)
        self.assertTrue(self.alia.mentee_member_required)

    def test_a8_fee_of_the_mentee(self):
        product = self.alia.fee_product_id
        self.assertRecordValues(
            product,
            [
                {
                    "name": "Mentoring scheme fee",
                    "type": "service",
                    "lst_price": 150.0,
                    "sale_ok": True,
                    "purchase_ok": False,
                    "taxes_id": [],
                    "supplier_taxes_id": [],
                }
            ],
        )
        self.assertIn("mentors pay nothing", self._get_words(self.alia, "description"))

    def test_a9_two_to_three_months(self):
        self.assertEqual(self.alia.billing_delay_months, 2)
        self.assertEqual(self.alia.billing_deadline_months, 3)

    def test_a10_guidelines(self):
        self.assertGreater(len(self.alia._get_document("guidelines").body), 1000)

    def test_a11_who_should_apply(self):
        words = self._get_words(self.alia, "who_should_apply")
        for word in ("new to the sector", "more senior role", "criticism"):
            self.assertIn(word, words)

    def test_a12_time_it_takes(self):
        self.assertEqual(self.alia.contact_hours_month, 1)
        self.assertEqual(self.alia.preparation_hours_month, 2)

    def test_a13_responsibilities(self):
        for name in (
            "mentee_responsibilities",
            "mentor_responsibilities",
            "mutual_responsibilities",
            "mentee_benefits",
            "mentor_benefits",
        ):
            self.assertGreater(str(self.alia[name]).count("<li>"), 4, name)

    def test_a14_who_may_be_a_mentor(self):
        self.assertEqual(
            set(self.alia.mentor_category_ids.mapped("name")),
            {"Associate", "Library Technician"},
        )
        self.assertEqual(self.alia.mentor_min_years, 4)

    def test_a15_more_than_one_mentee(self):
        """The capacity is the mentor's own to state; the page says that it may be."""
        self.assertIn(
            "more than one mentee", self._get_words(self.alia, "who_should_apply")
        )

    def test_a18_hours_count_as_points(self):
        self.assertEqual(self.alia.pd_points_per_hour, 1)

    def test_a19_resume(self):
        self.assertTrue(self.alia.resume_required)

    def test_a20_a22_criteria(self):
        # The others ask for more in the form, or are a matter of taste.
        usual = {
            "delivery",
            "experience",
            "language",
            "preference",
            "sector",
            "timezone",
            "topic",
        }
        self.assertLess(usual, set(dict(CRITERIA)))
        for scheme in self.schemes:
            self.assertEqual(set(scheme.criterion_ids.mapped("kind")), usual)
            self.assertGreater(min(scheme.criterion_ids.mapped("weight")), 0)

    def test_a25_two_agreements(self):
        self.assertRecordValues(
            self.alia.agreement_template_ids,
            [
                {
                    "name": "Partnership Agreement and Plan",
                    "is_acceptance": False,
                    "staff_can_read": False,
                },
                {
                    "name": "Partnership Acceptance Form",
                    "is_acceptance": True,
                    "staff_can_read": True,
                },
            ],
        )
        plan, acceptance = self.alia.agreement_template_ids.mapped("body")
        for word in ("{mentor}", "{mentees}", "{scheme}", "{intake}", "{start}"):
            self.assertIn(word, plan)
            self.assertIn(word, acceptance)
        self.assertIn("{fee}", acceptance)
        self.assertNotIn("{fee}", plan)

    def test_a26_a42_papers_by_role(self):
        """A26: workbook. A42: what mentors learn from."""
        self.assertGreater(len(self.alia._get_document("workbook").body), 500)
        for scheme in self.schemes:
            for role in ("mentor", "mentee"):
                course = scheme._get_document("course", role)
                self.assertEqual(course.audience, role)
                self.assertTrue(course.body)
        skills = self._get_words(self.alia._get_document("course", "mentor"), "body")
        for word in ("listening", "asking", "feedback"):
            self.assertIn(word, skills)

    def test_a30_a31_surveys_of_each_role(self):
        for scheme in self.schemes:
            self.assertEqual(scheme.evaluation_days, 14)
            for name in SURVEYS:
                survey = scheme[f"survey_{name}_id"]
                self.assertEqual(
                    survey, self.env.ref(f"mentoring_scheme.survey_{name}")
                )
            for kind in ("midway", "final"):
                self.assertEqual(
                    scheme._get_survey(kind, "mentee"),
                    scheme[f"survey_{kind}_mentee_id"],
                )

    def test_surveys_can_be_answered_by_invitation_alone(self):
        for name in SURVEYS:
            survey = self.env.ref(f"mentoring_scheme.survey_{name}")
            self.assertRecordValues(
                survey,
                [
                    {
                        "survey_type": "mentoring",
                        "access_mode": "token",
                        "users_login_required": False,
                        "is_attempts_limited": False,
                        "questions_layout": "one_page",
                    }
                ],
            )
            self.assertGreater(survey.question_count, 15, name)
            self.assertGreater(len(survey.page_ids), 3, name)
            choices = survey.question_ids.filtered(
                lambda q: q.question_type in ("simple_choice", "multiple_choice")
            )
            self.assertTrue(choices)
            for question in choices:
                self.assertGreater(
                    len(question.suggested_answer_ids), 1, question.title
                )
            self.assertFalse(
                survey.question_ids.filtered("is_placed_before_trigger"), name
            )

    def test_a33_continue_change_or_end(self):
        for role in ("mentor", "mentee"):
            question = self.env.ref(f"mentoring_scheme.survey_midway_{role}_decision")
            self.assertEqual(
                question.suggested_answer_ids.mapped("value")[:3],
                ["Continue as it is", "Continue, with changes", "Bring it to an end"],
            )
            self.assertTrue(question.constr_mandatory)

    def test_a32_certificate(self):
        # Who signs is asked for before the first certificate is issued.
        self.assertFalse(self.alia.certificate_signatory)
        self.assertTrue(self.alia.certificate_requires_final)

    def test_a34_code_of_conduct(self):
        """It names A35 confidentiality, A37 and A38 telling, A39 misconduct."""
        for scheme in self.schemes:
            for role in ("mentor", "mentee"):
                conduct = scheme._get_document("conduct", role)
                self.assertEqual(conduct.version, 1)
                words = self._get_words(conduct, "body")
                for word in ("confidential", "you tell the", "bullying", "misconduct"):
                    self.assertIn(word, words)

    def test_a41_other_kinds_are_explained(self):
        words = self._get_words(self.alia, "description")
        for word in ("reciprocal", "peer", "reverse", "group"):
            self.assertIn(word, words)
        self.assertEqual(self.alia._get_modes(), ["one_to_one"])

    def test_own_questions(self):
        """Each scheme asks its own questions; the application keeps the answers."""
        answers = {
            self.alia: {"heard_about": "colleague", "pd_scheme_member": True},
            self.aiop: {"supports": "team", "first_contact": "Mornings, by phone"},
        }
        for scheme, properties in answers.items():
            application = self.env["mentoring.application"].create(
                {
                    "intake_id": self._create_intake(scheme).id,
                    "partner_id": self.coordinator.partner_id.id,
                    "role": "mentee",
                    "properties": properties,
                }
            )
            application.flush_recordset()
            application.invalidate_recordset()
            asked = application.read(["properties"])[0]["properties"]
            self.assertEqual({q["name"]: q["value"] for q in asked}, properties)

    # ------------------------------------------------------------------
    # AIOP, clause by clause
    # ------------------------------------------------------------------

    def test_b2_three_types(self):
        self.assertEqual(self.aiop._get_modes(), ["one_to_one", "group"])
        self.assertTrue(self.aiop.offers_distance)
        self.assertGreaterEqual(self.aiop.group_size_max, 4)

    def test_b6_one_agreement(self):
        self.assertEqual(
            self.aiop.agreement_template_ids.mapped("name"), ["Mentoring Agreement"]
        )
        body = self.aiop.agreement_template_ids.body
        for word in ("{mentor}", "{mentees}", "{start}", "{end}"):
            self.assertIn(word, body)

    def test_b7_courses(self):
        words = self._get_words(self.aiop._get_document("course", "mentor"), "body")
        self.assertIn("35 to 90 minutes", words)
        self.assertIn("associate and professional members", words)

    def test_b9_privacy_notice(self):
        for scheme in self.schemes:
            words = self._get_words(scheme._get_document("privacy"), "body")
            self.assertIn("australian privacy principles", words)
            self.assertIn("{contact}", words)

    def test_b10_queries_by_email(self):
        for scheme in self.schemes:
            self.assertEqual(scheme._get_contact_email(), "mentoring@reading.test")
            answers = " ".join(
                scheme._fill_in(answer) for answer in scheme.faq_ids.mapped("answer")
            )
            self.assertIn("rite to mentoring@reading.test", answers)

    def test_b11_all_year_round(self):
        intake = self._create_intake(self.aiop)
        self.assertRecordValues(
            intake,
            [
                {
                    "is_rolling": True,
                    "application_open": date(2020, 7, 23),
                    "application_close": False,
                    "date_end": False,
                }
            ],
        )

    def test_no_fee_for_office_professionals(self):
        self.assertFalse(self.aiop.fee_product_id)
        self.assertFalse(self.aiop.certificate_requires_fee)

    # ------------------------------------------------------------------
    # Topics and sectors
    # ------------------------------------------------------------------

    def test_topics_form_a_tree_for_all_schemes(self):
        career = self.env.ref("mentoring_scheme.mentoring_topic_career")
        self.assertGreater(len(career.child_ids), 3)
        self.assertEqual(
            self.env.ref("mentoring_scheme.mentoring_topic_career_start").complete_name,
            "Career / Starting out in the profession",
        )
        self.assertFalse(career.scheme_ids)
        shipped = self.env["ir.model.data"].search_count(
            [("module", "=", "mentoring_scheme"), ("model", "=", "mentoring.sector")]
        )
        self.assertGreaterEqual(shipped, 12)
