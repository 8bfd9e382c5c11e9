# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from odoo.tests import tagged

from .application_common import ApplicationPortalCase
from .common import HOME

PASSWORD = "a long enough password"
TOKENS = re.compile(r'csrf_token: "[^"]*"|name="csrf_token"[^>]*>|"id": "[^"]*"')


@tagged("post_install", "-at_install", "security")
class TestPortalLogin(ApplicationPortalCase):
    """Members and people who are new get a login by email; strangers learn nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.env["res.partner"].create(
            {
                "name": "Hannah Stone",
                "email": "hannah.stone@example.com",
                "free_member": True,
            }
        )
        cls.apply = f"{HOME}/apply/{cls.intake.id}/mentee"

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _set_scope(self, scope):
        self.env["ir.config_parameter"].sudo().set_param(
            "auth_signup.invitation_scope", scope
        )

    def _run_job(self):
        with self.enter_registry_test_mode():
            job = self.env.ref("mentoring_scheme.ir_cron_answer_login_requests")
            self.assertIs(job.sudo().method_direct_trigger(), True)
        self.env.invalidate_all()

    def _get_link(self, pattern):
        """Return the first link like that in the newest mail, without the host."""
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        found = re.search(
            rf'href="(?:https?://[^/"]+)?({pattern}[^"]*)"', mail.body_html
        )
        self.assertTrue(found, mail.body_html)
        return found.group(1).replace("&amp;", "&")

    def _ask(self, email):
        return self.post("/mentoring/login", {"email": email, "redirect": self.apply})

    def _choose_password(self, address):
        page = self.url_open(address)
        fields = {
            field.get("name"): field.get("value") or ""
            for field in self.read_page(page).xpath("//form//input[@name]")
        }
        fields.update(password=PASSWORD, confirm_password=PASSWORD)
        return self.post(address, fields)

    def test_member_presses_apply(self):
        """Apply, an address, the link in the mail, a password: the same contact."""
        page = self.read_page(self.url_open(self.apply))
        [link] = page.xpath("//a[contains(@href, '/mentoring/login')]")
        self.assertIn("redirect=", link.get("href"))
        contacts = self.env["res.partner"].search_count([])
        answer = self._ask("hannah.stone@example.com")
        self.assertIn("sent an email to", self.get_text(self.read_page(answer)))
        self._run_job()
        self._choose_password(self._get_link("/web/signup"))
        user = self.member.sudo().user_ids
        self.assertEqual(user.login, "hannah.stone@example.com")
        self.authenticate(user.login, PASSWORD)
        self.assertIn("Start your application", self.url_open(self.apply).text)
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)

    def test_somebody_new(self):
        """A new address is proven first; then come a name and a password."""
        self._set_scope("b2c")
        self._ask("nora@example.com")
        self._run_job()
        link = self._get_link("/mentoring/login/")
        contacts = self.env["res.partner"].search_count([])
        self.assertIn("nora@example.com", self.url_open(link).text)
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)
        page = self.read_page(self.post(link, {"name": " "}))
        self.assertIn("Please write your name", self.get_text(page))
        page = self.post(link, {"name": "Nora New"})
        self.assertIn("/web/signup", page.url)
        self._choose_password(page.url)
        user = self.env["res.users"].search([("login", "=", "nora@example.com")])
        self.assertEqual(user.partner_id.name, "Nora New")
        self.assertTrue(user.share)

    def test_same_answer(self):
        """Whether an address is known is told by no page, and nothing is looked up."""
        self._set_scope("b2c")
        doors = {
            "/mentoring/login": lambda email: {"email": email},
            "/web/signup": lambda email: {
                "login": email,
                "name": "X",
                "password": PASSWORD,
                "confirm_password": PASSWORD,
            },
            "/web/reset_password": lambda email: {"login": email},
        }
        for path, fill in doors.items():
            answers = {}
            for email in (
                "hannah.stone@example.com",
                self.mentee.email,
                "nobody@example.com",
            ):
                mails = self.env["mail.mail"].sudo().search_count([])
                answer = self.post(path, fill(email))
                text = TOKENS.sub("", answer.text).replace(email, "")
                answers[answer.status_code, text] = email
                self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
            self.assertEqual(len(answers), 1, path)
        self.assertFalse(self.member.sudo().user_ids)

    def test_signup_email_tells_nothing(self):
        """Core leads from an address that is known to the login page."""
        self._set_scope("b2c")
        for path in ("/web/signup", "/web/reset_password"):
            urls = {
                self.url_open(
                    f"{path}?signup_email={email}", allow_redirects=False
                ).headers.get("Location", "")
                for email in (self.mentee.email, "nobody@example.com")
            }
            self.assertEqual(len(urls), 1, urls)

    def test_forged_link(self):
        self.assertEqual(self.url_open("/mentoring/login/xyz").status_code, 404)
        answer = self.post("/mentoring/login/xyz", {"name": "X"})
        self.assertEqual(answer.status_code, 404)

    def test_nobody_is_led_away(self):
        self.sign_in(self.mentee)
        answer = self.url_open(
            "/mentoring/login?redirect=https://example.com", allow_redirects=False
        )
        self.assertTrue(answer.headers["Location"].endswith(HOME))

    def test_control_characters_lead_nowhere(self):
        """Browsers and libraries drop a tab, and what is left is another host."""
        self.sign_in(self.mentee)
        for path in ("/%09/evil.com", "/%0a/evil.com", "/%0a", "/%0d%0aX: y", "/a%00"):
            answer = self.url_open(
                f"/mentoring/login?redirect={path}", allow_redirects=False
            )
            self.assertEqual(answer.status_code, 303, path)
            self.assertTrue(answer.headers["Location"].endswith(HOME), path)
            answer = self.url_open(f"/web/login?redirect={path}", allow_redirects=False)
            self.assertLess(answer.status_code, 400, path)
            self.assertNotIn("evil.com", answer.headers.get("Location", ""))

    def test_sign_up_with_anothers_address(self):
        """With a link of one's own: one's own address, whatever the form says."""
        ways = {}
        for name, login in (
            ("Known", self.mentee.login),
            ("Member", self.member.email),
            ("Unknown", "nobody@example.com"),
        ):
            self.authenticate(None, None)
            person = self.env["res.partner"].create(
                {"name": name, "email": f"{name}.Own@example.com"}
            )
            person.sudo().signup_prepare()
            token = person.sudo()._generate_signup_token()
            answer = self.post(
                "/web/signup",
                {
                    "token": token,
                    "login": login,
                    "name": "X",
                    "password": PASSWORD,
                    "confirm_password": PASSWORD,
                },
            )
            self.env.invalidate_all()
            user = person.sudo().user_ids
            self.assertEqual(user.login, f"{name.lower()}.own@example.com")
            self.assertEqual(person.sudo().email_normalized, user.login)
            ways.setdefault((answer.status_code, answer.url), []).append(name)
        self.assertEqual(len(ways), 1, ways)

    def test_sign_up_without_an_address(self):
        person = self.env["res.partner"].create({"name": "No Address"})
        person.sudo().signup_prepare()
        token = person.sudo()._generate_signup_token()
        texts = set()
        for login in (self.mentee.login, "nobody@example.com"):
            answer = self.post(
                "/web/signup",
                {
                    "token": token,
                    "login": login,
                    "password": PASSWORD,
                    "confirm_password": PASSWORD,
                },
            )
            self.assertEqual(answer.status_code, 200)
            texts.add(TOKENS.sub("", answer.text).replace(token, ""))
        self.assertEqual(len(texts), 1)
        self.assertIn("no email address of yours", texts.pop())
        self.assertFalse(person.sudo().user_ids)

    def test_no_token_opens_the_list_of_addresses(self):
        """Core leads on from an address that is known, before it reads the link."""
        self.member.sudo().signup_prepare()
        own = self.member.sudo()._generate_signup_token()
        self.mentee.with_user(self.mentee)._update_last_login()
        self.assertEqual(self.mentee.sudo().state, "active")
        for path in ("/web/signup", "/web/reset_password"):
            for token in ("xyz", own):
                answer = self.url_open(
                    f"{path}?token={token}&signup_email={self.mentee.email}",
                    allow_redirects=False,
                )
                self.assertEqual(answer.status_code, 200, path)


@tagged("post_install", "-at_install")
class TestPortalHowToPay(ApplicationPortalCase):
    """An invoice that cannot be paid online says how to pay it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=cls.env.company, install_demo=False
            )
        cls.env.company.email = "office@example.com"
        cls.invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.stranger.partner_id.id,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {"name": "Membership", "price_unit": 100.0, "tax_ids": False},
                    )
                ],
            }
        )
        cls.invoice.action_post()

    def _open(self):
        self.sign_in(self.stranger)
        return self.get_text(self.open_page(f"/my/invoices/{self.invoice.id}"))

    def test_no_provider(self):
        text = self._open()
        self.assertNotIn("Pay Now", text)
        self.assertIn("ask us how to pay", text)
        self.assertIn("office@example.com", text)

    def test_bank_account(self):
        account = self.env["res.partner.bank"].create(
            {
                "acc_number": "062-000 12345678",
                "partner_id": self.env.company.partner_id.id,
            }
        )
        self.invoice.sudo().partner_bank_id = account
        text = self._open()
        self.assertIn("062-000 12345678", text)
        self.assertIn(self.invoice.payment_reference, text)
