# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.mentoring_scheme.models.programme.mentoring_scheme_page import UNNAMED

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestMentoringSetup(MockEmail, TransactionCase):
    """Each line of the set-up says what is there, and leads to where it is set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([("name", "=", UNNAMED)]).name = "Elsewhere"
        cls.company = cls.env["res.company"].create({"name": UNNAMED})
        cls.users = {
            name: new_test_user(
                cls.env,
                login=f"setup_{name}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                tz="Australia/Sydney",
            )
            for name, groups in (
                (
                    "administrator",
                    "base.group_system,mentoring_scheme.group_mentoring_manager",
                ),
                ("manager", "mentoring_scheme.group_mentoring_manager"),
                ("coordinator", "mentoring_scheme.group_mentoring_user"),
                ("clerk", "base.group_user"),
            )
        }
        cls.australia = cls.env.ref("base.au")

    def _ask(self, name="administrator"):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["mentoring.setup"].with_user(self.users[name]).get_setup()

    def _get_line(self, title, name="administrator"):
        lines = {line["title"]: line for line in self._ask(name)["lines"]}
        return lines[title]

    def _get_state(self, title):
        return self._get_line(title)["state"]

    def _press(self, button, name="administrator"):
        return self.env["mentoring.setup"].with_user(self.users[name]).press(button)

    def _load(self):
        scheme = (
            self.env["mentoring.scheme"]
            .with_user(self.users["manager"])
            ._load_ready_made("alia")
        )
        self.assertEqual(scheme.company_id, self.company)
        return scheme

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    def test_association(self):
        title = "Association"
        line = self._get_line(title)
        self.assertEqual(line["state"], "missing")
        notes = " ".join(line["notes"])
        for gap in ("name", "country", "email", "logo"):
            self.assertIn(gap, notes)
        self.company.write(
            {
                "name": "Guild of Indexers",
                "country_id": self.australia.id,
                "email": "post@indexers.test",
            }
        )
        self.assertEqual(self._get_state(title), "missing")
        self.company.logo = base64.b64encode(PIXEL)
        line = self._get_line(title)
        self.assertEqual(line["state"], "done")
        self.assertIn("Guild of Indexers, Australia", line["notes"][0])

    def test_language_of_the_country(self):
        # The country of an association without a name is a guess.
        self.company.name = "My Company"
        self.assertEqual(self._get_state("Language"), "check")
        self.company.name = "Guild of Indexers"
        self.assertEqual(self._get_state("Language"), "done")
        self.company.country_id = self.australia
        line = self._get_line("Language")
        self.assertEqual(line["state"], "check")
        self.assertEqual(line["buttons"][0]["label"], "Use English (AU)")
        self.assertIn("31/12/2027", line["notes"][0])
        action = self._press("language")
        self.assertEqual(action["tag"], "reload_context")
        self.assertEqual(self._get_state("Language"), "done")
        self.assertFalse(self._get_line("Language")["buttons"])
        self.assertEqual(set(self._get_langs()), {"en_AU"})
        contact = self.env["res.partner"].create({"name": "New"})
        self.assertEqual(contact.lang, "en_AU")
        visitor = self.env.ref("base.public_user")
        self.assertEqual(visitor.lang, "en_AU")

    def _get_langs(self):
        return [user.lang for user in self.users.values()]

    def test_time_zone(self):
        self.assertEqual(self._get_state("Time zone"), "done")
        self.users["administrator"].tz = False
        self.assertEqual(self._get_state("Time zone"), "missing")

    def test_outgoing_mail(self):
        self.env["ir.mail_server"].search([]).unlink()
        self.assertEqual(self._get_state("Outgoing email"), "missing")
        self.env["ir.mail_server"].create({"name": "Post", "smtp_host": "post.test"})
        self.assertEqual(self._get_state("Outgoing email"), "done")

    def test_accounting(self):
        title = "Accounting"
        self.assertEqual(self._get_state(title), "missing")
        self.env["account.chart.template"].try_loading(
            "generic_coa", self.company, install_demo=False
        )
        self.assertEqual(self._get_state(title), "missing")
        self.company.vat = "53004085616"
        self.assertEqual(self._get_state(title), "done")
        product = self._load().sudo().fee_product_id
        self.assertEqual(self._get_state(title), "check")
        product.taxes_id = self.env["account.tax"].search(
            [("company_id", "=", self.company.id), ("type_tax_use", "=", "sale")],
            limit=1,
        )
        self.assertEqual(self._get_state(title), "done")

    def test_memberships(self):
        self.assertEqual(self._get_state("Memberships"), "check")
        scheme = self._load()
        line = self._get_line("Memberships")
        self.assertEqual(line["state"], "missing")
        category = scheme.mentor_category_ids[0]
        today = date.today()
        self.env["product.product"].create(
            {
                "name": "Indexer membership",
                "membership": True,
                "membership_category_id": category.id,
                "membership_date_from": today.replace(month=1, day=1),
                "membership_date_to": today.replace(month=12, day=31),
                "list_price": 99,
            }
        )
        line = self._get_line("Memberships")
        self.assertEqual(line["state"], "done")
        self.assertIn("Indexer membership", line["notes"][0])

    def test_staff(self):
        line = self._get_line("Staff")
        self.assertEqual(line["state"], "missing")
        self.assertIn("conduct officer", line["notes"][1])
        for group in (
            "mentoring_scheme.group_mentoring_conduct",
            "account.group_account_invoice",
        ):
            self.users["clerk"].group_ids = [Command.link(self.env.ref(group).id)]
        line = self._get_line("Staff")
        self.assertEqual(line["state"], "done")
        self.assertIn("Conduct officers: 1", line["notes"][0])

    def test_administrators_are_no_coordinators(self):
        """Whoever sets up the system has each role; that is worth a look."""
        for group in (
            "mentoring_scheme.group_mentoring_conduct",
            "account.group_account_invoice",
        ):
            self.users["administrator"].group_ids |= self.env.ref(group)
        self.assertEqual(self._get_state("Staff"), "done")
        (self.users["manager"] | self.users["coordinator"]).active = False
        line = self._get_line("Staff")
        self.assertEqual(line["state"], "check")
        self.assertIn("only administrators are coordinators", line["notes"][-1])

    def test_scheme_fee_and_intake(self):
        for title in ("Scheme and contact", "Fee", "First intake"):
            self.assertEqual(self._get_state(title), "missing", title)
        scheme = self._load()
        self.assertEqual(self._get_state("Scheme and contact"), "missing")
        self.company.name = "Guild of Indexers"
        scheme.contact_email = "ask@indexers.test"
        line = self._get_line("Scheme and contact")
        self.assertEqual(line["state"], "done")
        self.assertIn("ask@indexers.test", line["notes"][0])
        self.assertEqual(self._get_state("Fee"), "done")
        scheme.sudo().fee_product_id.list_price = 0
        self.assertEqual(self._get_state("Fee"), "missing")
        intake = self.env["mentoring.intake"].create(
            {
                "name": "First",
                "scheme_id": scheme.id,
                "date_start": date(2099, 1, 1),
            }
        )
        self.assertEqual(self._get_state("First intake"), "check")
        intake.sudo().phase = "open"
        self.assertEqual(self._get_state("First intake"), "done")

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def test_every_button_opens_what_its_person_may_see(self):
        self._load()
        self.company.country_id = self.australia
        for name in ("administrator", "manager", "coordinator"):
            for line in self._ask(name)["lines"]:
                for button in line["buttons"]:
                    if button["name"] in ("language", "test"):
                        continue  # these do something, and have tests of their own
                    with self.subTest(user=name, button=button["name"]):
                        self._open(self._press(button["name"], name), name)

    def _open(self, action, name):
        """Load the views of a window action, as the browser does."""
        self.assertNotIn("help", action, "only a page of its own formats it")
        if action["type"] != "ir.actions.act_window":
            self.assertEqual(action["type"], "ir.actions.act_url")
            return
        model = self.env[action["res_model"]].with_user(self.users[name])
        views = action.get("views") or [(False, "form")]
        model.get_views([(view or False, kind) for view, kind in views])
        if action.get("res_id"):
            model.browse(action["res_id"]).read(["display_name"])

    def test_lines_of_others_say_who_can_do_them(self):
        line = self._get_line("Association", "coordinator")
        self.assertFalse(line["buttons"])
        self.assertIn("administrator", line["who"])
        line = self._get_line("Scheme and contact", "coordinator")
        self.assertIn("Manager", line["who"])
        self.assertFalse(self._get_line("Association")["who"])

    def test_what_is_not_offered_is_refused(self):
        self.company.country_id = self.australia
        for name, button in (
            ("coordinator", "language"),
            ("manager", "company"),
            ("coordinator", "scheme"),
            ("clerk", "test"),
        ):
            with self.subTest(user=name, button=button):
                with self.assertRaises(AccessError):
                    self._press(button, name)
        with self.assertRaises(AccessError):
            self._ask("clerk")
        with self.assertRaisesRegex(UserError, "no such step"):
            self._press("_use_language")

    def test_test_mail_goes_to_the_user_alone(self):
        self.users["coordinator"].email = False
        with self.assertRaisesRegex(UserError, "email address"):
            self._press("test", "coordinator")
        self.users["coordinator"].email = "cora@indexers.test"
        with self.mock_mail_gateway():
            action = self._press("test", "coordinator")
        self.assertIn("cora@indexers.test", action["params"]["message"])
        self.assertEqual(
            [mail["email_to"] for mail in self._mails], [["cora@indexers.test"]]
        )
