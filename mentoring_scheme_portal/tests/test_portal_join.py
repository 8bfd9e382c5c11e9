# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import fields
from odoo.tests import freeze_time, tagged

from .application_common import RESUME, ApplicationPortalCase
from .common import HOME


@tagged("post_install", "-at_install")
class TestPortalJoin(ApplicationPortalCase):
    """Joining in applying (promises A3, A7, A21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=cls.env.company, install_demo=False
            )
        cls.stranger.partner_id.free_member = False
        cls.membership, cls.hidden = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "service",
                    "list_price": 200.0,
                    "membership": True,
                    "membership_date_from": date(2020, 1, 1),
                    "membership_date_to": date(2039, 12, 31),
                }
                for name in ("Personal membership", "Staff only membership")
            ]
        )
        cls.scheme.membership_product_ids = cls.membership

    def _apply(self, user=None, role="mentee"):
        """Fill in everything and submit; return the application and the answer."""
        user = user or self.stranger
        application, page = self._start(user, role)
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": RESUME},
            membership_product_id=str(self.membership.id),
            **self._complete(page),
        )
        return application, response

    def _pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": fields.Date.today()})._create_payments()

    def _run_job(self):
        with self.enter_registry_test_mode():
            job = self.env.ref("mentoring_scheme.ir_cron_continue_pending")
            self.assertIs(job.method_direct_trigger(), True)
        self.env.invalidate_all()

    def test_join_and_apply(self):
        """A7: choose, submit, see the invoice, pay; the rest goes by itself."""
        self.sign_in(self.stranger)
        start = self.open_page(f"{HOME}/apply/{self.intake.id}/mentee")
        self.assertIn("take out a membership in the form", self.get_text(start))
        application, response = self._apply()
        page = self.read_page(response)
        self.assertIn("One step is left", self.get_text(page))
        self.assertIn("Awaiting membership", self.get_text(page))
        self.assertIn("that counts for the close", self.get_text(page))
        self.assertEqual(application.state, "draft")
        self.assertTrue(application.date_pending)
        invoice = application.membership_move_id
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.invoice_line_ids.product_id, self.membership)
        self.assertNotEqual(
            invoice.invoice_user_id, self.stranger, "the association issues it"
        )
        [link] = page.xpath("//a[contains(text(), 'See and pay the invoice')]")
        shown = self.open_page(link.get("href"))
        self.assertIn(invoice.name, shown.text_content())
        self.assertIn("Awaiting membership", self.get_text(self.open_page(HOME)))
        self._pay(invoice)
        self._run_job()
        self.assertEqual(application.state, "submitted")
        page = self.open_page(f"{HOME}/application/{application.id}")
        self.assertIn("Received", self.get_text(page))
        self.assertNotIn("pay the invoice", self.get_text(page))

    def test_not_edited_while_waiting(self):
        """What has been submitted stays as it is; pressing twice makes one invoice."""
        application, _response = self._apply()
        path = f"{HOME}/application/{application.id}"
        response = self.post(f"{path}/edit", {"step": "review", "action": "submit"})
        self.assertEqual(response.url, f"{self.base_url()}{path}")
        self.post(f"{path}/edit", {"step": "aims", "goals": "x", "action": "save"})
        self.assertEqual(application.goals, "Share what I have learnt.")
        self.assertEqual(
            self.env["account.move"].search_count(
                [("partner_id", "=", self.stranger.partner_id.id)]
            ),
            1,
        )

    def _take_back(self, application):
        page = self.open_page(f"{HOME}/application/{application.id}")
        [form] = page.xpath("//form[contains(@action, 'take_back')]")
        return self.post(form.get("action"))

    def test_take_back(self):
        """The member edits what awaits the membership; its invoice stays and counts."""
        application, _response = self._apply()
        invoice = application.membership_move_id
        page = self.read_page(self._take_back(application))
        self.assertIn("Please submit it again", self.get_text(page))
        self.assertFalse(application.date_pending)
        self._save(
            application,
            page,
            payer="employer",
            payer_name="Example",
            payer_email="a@b.co",
        )
        self.assertEqual(application.payer, "employer")
        self._pay(invoice)
        self._run_job()
        self.assertEqual(application.state, "draft", "it is the member's to submit")
        response = self._save(application, page, "submit")
        self.assertIn("has arrived", self.get_text(self.read_page(response)))
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.membership_move_id, invoice)

    def test_take_back_and_submit_unpaid(self):
        """Submitted again, it waits for the same invoice."""
        application, _response = self._apply()
        invoice = application.membership_move_id
        page = self.read_page(self._take_back(application))
        page = self.read_page(self._save(application, page, "submit"))
        self.assertIn("Awaiting membership", self.get_text(page))
        self.assertEqual(application.membership_move_id, invoice)
        self.assertEqual(application.pending_state, "waiting")

    def test_not_taken_back(self):
        """Not after the close, when it could not be submitted again; nor gone on."""
        application, _response = self._apply()
        path = f"{HOME}/application/{application.id}"
        with freeze_time(self.intake.application_close_at):
            self.sign_in(self.stranger)
            page = self.open_page(path)
            self.assertNotIn("Edit my application", self.get_text(page))
            page = self.read_page(self.post(f"{path}/take_back"))
            self.assertIn("Applications have closed", self.get_text(page))
        self.assertTrue(application.date_pending)
        self.sign_in(self.stranger)
        self._pay(application.membership_move_id)
        self._run_job()
        page = self.read_page(self.post(f"{path}/take_back"))
        self.assertIn("now have your application", self.get_text(page))
        self.assertEqual(application.state, "submitted")

    def test_staff_see_what_waits(self):
        """A badge tells what waits from a draft, and what cannot go on."""
        application, _response = self._apply()
        self.assertEqual(application.pending_state, "waiting")
        application.membership_move_id.button_draft()
        application.membership_move_id.button_cancel()
        self._run_job()
        self.assertEqual(application.pending_state, "stuck")

    def test_membership_that_is_not_offered(self):
        """Another membership than those that are offered cannot be named."""
        application, page = self._start(self.stranger, "mentee")
        self.assertNotIn(
            "Staff only", self.get_text(self._open_step(application, "membership"))
        )
        response = self._save(
            application, page, membership_product_id=str(self.hidden.id)
        )
        error = self._get_error(self.read_page(response), "membership_product_id")
        self.assertIn("not offered", error)
        self.assertFalse(application.membership_product_id)

    def test_nothing_is_invoiced_too_early(self):
        """Without résumé or membership the form says so, and makes no invoice."""
        application, page = self._start(self.stranger, "mentee")
        complete = self._complete(page)
        page = self.read_page(self._save(application, page, "submit", **complete))
        summary = self._get_summary(page)
        self.assertIn("résumé is missing", summary)
        self.assertIn("membership", summary)
        self.assertFalse(application.membership_move_id)

    def test_members_are_not_asked(self):
        """Who is a member has no such step."""
        application, _page = self._start(self.mentee, "mentee")
        form = application._get_portal_form()
        self.assertIsNone(form.get_step("membership"))

    def test_second_role_waits_for_the_same_invoice(self):
        """Who has joined as mentee waits as mentor for the same money."""
        first, _response = self._apply()
        second, page = self._start(self.stranger, "mentor")
        self.assertEqual(second.membership_move_id, first.membership_move_id)
        response = self._save(
            second, page, "submit", files={"resume": RESUME}, **self._complete(page)
        )
        self.assertIn("Awaiting membership", self.get_text(self.read_page(response)))
        self._pay(first.membership_move_id)
        self._run_job()
        self.assertEqual((first | second).mapped("state"), ["submitted"] * 2)

    def test_invoice_cancelled(self):
        """The page says so, and lets the member choose again."""
        application, _response = self._apply()
        application.membership_move_id.button_draft()
        application.membership_move_id.button_cancel()
        self._run_job()
        page = self.open_page(HOME)
        self.assertIn("was cancelled", self.get_text(page))
        page = self._open_step(application, "membership")
        self.assertTrue(page.xpath("//input[@name='membership_product_id']"))
        page = self.read_page(self._save(application, page, "submit"))
        self.assertIn("Awaiting membership", self.get_text(page))
        self.assertEqual(application.membership_invoice_state, "open")

    def test_no_membership_on_offer(self):
        """Where none is on offer, the page says to join, and nothing is a dead end."""
        self.membership.membership_date_to = date(2021, 1, 1)
        application, page = self._start(self.stranger, "mentee")
        form = application._get_portal_form()
        self.assertIsNone(form.get_step("membership"))
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": RESUME},
            **self._complete(page),
        )
        self.assertIn("join or renew", self._get_summary(self.read_page(response)))
