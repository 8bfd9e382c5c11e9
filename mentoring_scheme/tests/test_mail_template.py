# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from ..models.base.mail_template_text import BrokenText, MailText
from .common import MentoringCommon

BODY = """<div><p>Dear <t t-out="object.partner_id.name">Alex</t>,</p>
<t t-set="x" t-value="1"/><p t-if="object.id">One</p><p t-else="">Two</p>
<p><a t-attf-href="{{ object.get_base_url() }}/my">Open</a></p></div>"""


@tagged("post_install", "-at_install")
class TestMailTemplate(MentoringCommon, MailCase):
    """Staff who are no administrators look after the schemes' emails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            login="mails_manager",
            groups="mentoring_scheme.group_mentoring_manager",
            company_id=cls.env.company.id,
        )
        cls.coordinator.sudo().email = "coordinator@example.com"
        cls.template = cls.env.ref(
            "mentoring_scheme.mail_template_application_submitted"
        )
        cls.application = cls._create_application(
            cls._create_member("Mel Mentee"), "mentee"
        )

    def _edit(self, user=None):
        window = self.env["mentoring.mail.text"].with_user(user or self.manager)
        return Form(window.with_context(default_template_id=self.template.id))

    def _preview(self, template, record):
        Preview = self.env["mail.template.preview"].with_user(self.coordinator)
        return Preview.create(
            {
                "mail_template_id": template.id,
                "resource_ref": f"{record._name},{record.id}",
            }
        )

    # ------------------------------------------------------------------
    # The words
    # ------------------------------------------------------------------

    def test_every_text_comes_back_unchanged(self):
        """Opening and saving an email changes nothing of it, in any of ours."""
        templates = self.env["mail.template"].search(
            [("model", "=like", "mentoring.%")]
        )
        self.assertGreater(len(templates), 40)
        for template in templates:
            text = MailText(template.body_html, template.subject)
            again = MailText(text.restore_body(text.body), template.subject)
            with self.subTest(template=template.name):
                self.assertNotRegex(text.body, r"\bt-|\{\{|\bobject\b")
                self.assertEqual(again.body, text.body)
                self.assertEqual(text.restore_subject(text.subject), template.subject)

    def test_manager_writes_the_words(self):
        with self._edit() as form:
            form.subject = form.subject.replace("We have", "Thank you for")
            form.body = form.body.replace("Thank you.", "Many thanks!")
        form.record.action_confirm()
        self.assertIn("Many thanks!", self.template.body_html)
        self.assertIn('t-out="object.partner_id.name', self.template.body_html)
        self.assertRegex(self.template.subject, r"Thank you for .*{{ object\.scheme_id")
        self.application.action_submit()
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn("Many thanks!", mail.body_html)
        self.assertIn("Mel Mentee", mail.body_html)
        shown = self.template.with_user(self.coordinator)
        self.assertTrue(shown.mentoring_is_changed)
        self.template.with_user(self.manager).action_mentoring_reset()
        self.assertNotIn("Many thanks!", self.template.body_html)

    def test_no_code_gets_in(self):
        """Whoever writes the words puts no code into an email, in any way."""
        text = MailText(BODY, "For {{ object.name }}")
        for body in (
            text.body + '<p t-out="object.env.cr">x</p>',
            text.body + "<t>x</t>",
            text.body + "<p>[[77 mine]]</p>",
            text.body.replace("]]", "]", 1),
            text.body.replace("link.invalid/1", "link.invalid/7"),
            "<p>All gone</p>",  # with what prepares the rest
        ):
            with self.subTest(body=body), self.assertRaises(BrokenText):
                text.restore_body(body)
        for subject in ("{{ object.env }}", "[[2 other]]", "[[1 name"):
            with self.subTest(subject=subject), self.assertRaises(BrokenText):
                text.restore_subject(subject)
        before = self.template.body_html
        window = self.env["mentoring.mail.text"].with_user(self.manager)
        for body in ("<p>[[99 x]]</p>", '<p t-out="object.env">x</p>'):
            typed = window.create(
                {"template_id": self.template.id, "subject": "A", "body": body}
            )
            # What the sanitizer has not taken out is refused.
            if "t-out" in str(typed.body) or "[[" in str(typed.body):
                with self.assertRaises(UserError):
                    typed.action_confirm()
        self.assertEqual(self.template.body_html, before)

    def test_branches_stay_together(self):
        text = MailText(BODY, "")
        self.assertIn("[[3 One / Two]]", text.body)
        restored = text.restore_body(text.body.replace("Dear", "Hello"))
        self.assertIn('<p t-if="object.id">One</p><p t-else="">Two</p>', restored)

    def test_who_may_not(self):
        """Coordinators read; others' emails and core's own doors stay closed."""
        with self.assertRaises(AccessError):
            self._edit(self.coordinator)
        for name in ("action_mentoring_edit", "action_mentoring_reset"):
            with self.assertRaises(AccessError):
                getattr(self.template.with_user(self.coordinator), name)()
        other = self.env.ref("auth_signup.portal_set_password_email")
        for name in ("action_mentoring_edit", "action_mentoring_reset"):
            with self.assertRaises(AccessError):
                getattr(other.with_user(self.manager), name)()
        for user in (self.coordinator, self.manager):
            self.assertFalse(user.has_group("mail.group_mail_template_editor"))
            with self.assertRaises(AccessError):
                self.template.with_user(user).body_html = "<p>Mine</p>"

    # ------------------------------------------------------------------
    # Looking at one
    # ------------------------------------------------------------------

    def test_preview(self):
        preview = self._preview(self.template, self.application)
        self.assertFalse(preview.error_msg)
        self.assertIn("Mel Mentee", preview.body_html)

    def test_preview_without_the_members_link(self):
        """Nobody answers for a member with the link of a preview or a composer."""
        template = self.env.ref("mentoring_scheme.mail_template_application_unmatched")
        preview = self._preview(template, self.application)
        self.assertIn("Keep me on the waiting list", preview.body_html)
        self.assertNotIn("/mentoring/answer/", preview.body_html)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.coordinator)
            .with_context(
                default_model=self.application._name,
                default_res_ids=self.application.ids,
                default_template_id=template.id,
                default_composition_mode="comment",
            )
            .create({})
        )
        self.assertNotIn("/mentoring/answer/", str(composer.body))

    def test_preview_of_what_one_may_not_read(self):
        template = self.env["mail.template"].search(
            [("model", "=", "mentoring.concern")], limit=1
        )
        with Form(
            self.env["mail.template.preview"]
            .with_user(self.coordinator)
            .with_context(default_mail_template_id=template.id)
        ) as form:
            self.assertTrue(form.no_record)

    def test_test_mail(self):
        """It goes to oneself alone."""
        preview = self._preview(self.template, self.application)
        with self.mock_mail_gateway():
            preview.action_mentoring_send_test()
        self.assertEqual(len(self._mails), 1)
        self.assertIn("coordinator@example.com", self._mails[0]["email_to"][0])
        self.assertIn("Mel Mentee", self._mails[0]["body"])

    # ------------------------------------------------------------------
    # On and off
    # ------------------------------------------------------------------

    def test_switched_off_for_one_scheme(self):
        """It is not sent, now or when it is switched on again; others send it."""
        self.scheme.with_user(self.manager).template_off_ids = self.template
        self.application.action_submit()
        row = self.env["mentoring.notification"].search(
            [("res_id", "=", self.application.id)], limit=1
        )
        self.assertEqual(row.delivery_state, "off")
        self.assertFalse(row.sudo().mail_id)
        other = self._create_intake(self._create_scheme(name="Other"))
        second = self._create_application(
            self._create_member("Nina New"), "mentee", intake=other
        )
        second.action_submit()
        row = self.env["mentoring.notification"].search(
            [("res_id", "=", second.id)], limit=1
        )
        self.assertTrue(row.sudo().mail_id)
        with self.assertRaises(AccessError):
            self.scheme.with_user(self.coordinator).template_off_ids = [Command.clear()]

    def test_some_are_always_sent(self):
        template = self.env["mail.template"].search(
            [("model", "=", "mentoring.concern")], limit=1
        )
        with self.assertRaisesRegex(ValidationError, "people must be told"):
            self.scheme.template_off_ids = template
