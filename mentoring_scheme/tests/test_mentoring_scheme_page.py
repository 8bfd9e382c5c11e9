# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from odoo.addons.mentoring_scheme.models.programme.mentoring_scheme_page import UNNAMED


class SchemePageCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Another one may have no name yet, and each has its own.
        cls.env["res.company"].search([("name", "=", UNNAMED)]).name = "Elsewhere"
        cls.company = cls.env.company
        cls.company.write(
            {"name": "Society of <Cataloguers>", "email": "post@cataloguers.test"}
        )
        cls.manager = new_test_user(
            cls.env,
            login="page_manager",
            groups="mentoring_scheme.group_mentoring_manager",
        )
        cls.coordinator = new_test_user(
            cls.env,
            login="page_coordinator",
            groups="mentoring_scheme.group_mentoring_user",
        )
        cls.Scheme = cls.env["mentoring.scheme"].with_user(cls.manager)

    def _read_all(self, scheme):
        """Return all that a scheme says in public, as it is read."""
        return " ".join(
            str(scheme._fill_in(text)) for text in scheme._get_public_texts()
        )


@tagged("post_install", "-at_install")
class TestReadyMadeTexts(SchemePageCase):
    """The ready-made schemes speak of the association that loads them."""

    def test_texts_name_the_association_and_nobody_else(self):
        for name in ("alia", "aiop"):
            scheme = self.Scheme._load_ready_made(name)
            words = self._read_all(scheme)
            with self.subTest(scheme=name):
                self.assertIn("Cataloguers", words)
                self.assertIn("post@cataloguers.test", words)
                for foreign in ("ALIA", "AIOP", "example.com", "{", "Institute"):
                    self.assertNotIn(foreign, words)
                self.assertNotIn("$150", "".join(scheme._get_public_texts()))
                self.assertNotIn("ALIA", scheme.name)
                self.assertFalse(scheme.missing_note)

    def test_values_are_escaped_in_html_and_not_in_plain_text(self):
        scheme = self.Scheme._load_ready_made("alia")
        self.assertIn("&lt;Cataloguers&gt;", scheme._fill_in(scheme.description))
        question = scheme.faq_ids[:1]
        self.assertIn("Society of <Cataloguers>", scheme._fill_in(question.answer))

    def test_price_is_the_product_s_with_its_tax(self):
        scheme = self.Scheme._load_ready_made("alia")
        product = scheme.sudo().fee_product_id
        product.list_price = 90
        product.taxes_id = self.env["account.tax"].create(
            {
                "name": "GST",
                "amount": 10,
                "type_tax_use": "sale",
                "price_include_override": "tax_excluded",
                "company_id": self.env.company.id,
            }
        )
        self.assertIn("99.00 including tax", scheme._fill_in(scheme.description))

    def test_texts_follow_a_change_of_the_association(self):
        scheme = self.Scheme._load_ready_made("aiop")
        self.env.company.name = "Guild of Secretaries"
        self.assertIn("Guild of Secretaries", scheme._fill_in(scheme.description))


@tagged("post_install", "-at_install")
class TestMissingWords(SchemePageCase):
    """A scheme with a word that nothing fills in is not ready for the public."""

    def setUp(self):
        super().setUp()
        self.scheme = self.Scheme._load_ready_made("alia")

    def test_unnamed_association(self):
        self.company.name = UNNAMED
        self.assertIn("no name yet", self.scheme.missing_note)

    def test_no_contact(self):
        self.env.company.email = False
        self.scheme.contact_email = False
        self.assertIn("Contact Email", self.scheme.missing_note)
        self.scheme.contact_email = "ask@cataloguers.test"
        self.assertFalse(self.scheme.missing_note)

    def test_no_price(self):
        self.scheme.sudo().fee_product_id.list_price = 0
        self.assertIn("no price", self.scheme.missing_note)
        self.scheme.fee_product_id = False
        self.assertFalse(self.scheme.missing_note)

    def test_unknown_word_in_any_text(self):
        conduct = self.scheme._get_document("conduct")
        question = self.scheme.faq_ids[:1]
        for record, field in (
            (self.scheme, "tagline"),
            (self.scheme, "process"),
            (question, "answer"),
            (conduct, "body"),
        ):
            with self.subTest(text=field):
                before = record[field]
                record[field] = "We meet in {town}"
                self.assertIn("{town}", self.scheme.missing_note)
                record[field] = before
                self.assertFalse(self.scheme.missing_note)

    def test_staff_cannot_open_an_intake(self):
        intake = self._plan()
        self.env.company.email = False
        self.scheme.contact_email = False
        with self.assertRaisesRegex(UserError, "Contact Email"):
            intake.action_open()
        self.assertEqual(intake.phase, "draft")
        self.scheme.contact_email = "ask@cataloguers.test"
        intake.action_open()
        self.assertEqual(intake.phase, "open")

    def _plan(self):
        return (
            self.env["mentoring.intake"]
            .with_user(self.coordinator)
            .create(
                {
                    "name": "Next round",
                    "scheme_id": self.scheme.id,
                    "date_start": date(2099, 7, 1),
                    "application_open": date(2020, 1, 1),
                }
            )
        )


@tagged("post_install", "-at_install")
class TestSchemeLoad(SchemePageCase):
    """Loading asks for what the texts say of the association."""

    def _ask(self, ready_made, **values):
        action = self.Scheme._get_load_action(ready_made)
        form = Form(
            self.env["mentoring.scheme.load"]
            .with_user(self.manager)
            .with_context(**action["context"])
        )
        for field, value in values.items():
            setattr(form, field, value)
        return form.save()

    def _get_loaded(self, name):
        return self.env.ref(f"mentoring_scheme.mentoring_scheme_{name}")

    def test_own_name_contact_and_price(self):
        load = self._ask("alia", name="Book People", amount=80.0)
        self.assertEqual(load.contact_email, "post@cataloguers.test")
        action = load.action_load()
        scheme = self._get_loaded("alia")
        self.assertEqual(action["res_id"], scheme.id)
        self.assertEqual(scheme.name, "Book People")
        self.assertEqual(scheme.fee_product_id.lst_price, 80.0)
        self.assertIn("80.00", self._read_all(scheme))

    def test_fee_is_asked_for(self):
        load = self._ask("alia")
        with self.assertRaisesRegex(UserError, "Taking Part Is Free"):
            load.action_load()
        load.is_free = True
        load.action_load()
        scheme = self._get_loaded("alia")
        self.assertFalse(scheme.fee_product_id)
        self.assertIn("free for mentors and for mentees", self._read_all(scheme))

    def test_a_free_scheme_can_have_a_fee(self):
        load = self._ask("aiop", is_free=False, amount=20.0)
        load.action_load()
        product = self._get_loaded("aiop").fee_product_id
        self.assertRecordValues(
            product, [{"lst_price": 20.0, "type": "service", "taxes_id": []}]
        )

    def test_loaded_before_is_opened_as_it_is(self):
        self.Scheme._load_ready_made("alia").name = "Ours"
        action = self.Scheme.action_load_alia()
        self.assertEqual(action["res_id"], self._get_loaded("alia").id)
        load = self.env["mentoring.scheme.load"].create(
            {"ready_made": "alia", "name": "Other", "contact_email": "a@b.test"}
        )
        load.action_load()
        self.assertEqual(self._get_loaded("alia").name, "Ours")

    def test_managers_alone(self):
        with self.assertRaises(AccessError):
            self.env["mentoring.scheme.load"].with_user(self.coordinator).create(
                {"ready_made": "alia", "name": "X", "contact_email": "a@b.test"}
            )

    def test_copy_takes_the_questions_along(self):
        scheme = self.Scheme._load_ready_made("aiop")
        copied = scheme.copy({"name": "Second"})
        self.assertEqual(copied.faq_ids.mapped("name"), scheme.faq_ids.mapped("name"))

    def test_coordinators_read_questions_and_managers_change_them(self):
        scheme = self.Scheme._load_ready_made("aiop")
        scheme.faq_ids = [
            Command.create({"name": "May I bring my dog?", "answer": "Please ask."})
        ]
        questions = scheme.with_user(self.coordinator).faq_ids
        self.assertIn("May I bring my dog?", questions.mapped("name"))
        with self.assertRaises(AccessError):
            questions[:1].write({"answer": "No."})
