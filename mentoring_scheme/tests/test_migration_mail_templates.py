# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.modules.module import load_script
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.misc import file_path

CONTACT = "mentoring_scheme/migrations/19.0.1.3.0/post-shared-contact.py"
SCRIPT = "mentoring_scheme/migrations/19.0.1.2.0/end-mail-templates.py"
# Each script that names reworded emails, with two of them.
REWORDED = (
    (
        "mentoring_scheme/migrations/19.0.1.4.0/end-mail-templates.py",
        "place_passed",
        "application_over",
    ),
    (
        "mentoring_scheme/migrations/19.0.1.5.0/end-mail-templates.py",
        "place_offered",
        "meeting_moved",
    ),
)


@tagged("post_install", "-at_install")
class TestMigrationMailTemplates(TransactionCase):
    """An upgrade brings the emails up to date, and leaves what staff wrote."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = new_test_user(
            cls.env,
            login="mail_editor",
            groups="base.group_system,mentoring_scheme.group_mentoring_manager",
        )
        cls.submitted = cls._get_template("application_submitted")
        cls.unmatched = cls._get_template("application_unmatched")

    @classmethod
    def _get_template(cls, name):
        return cls.env.ref(f"mentoring_scheme.mail_template_{name}")

    def _migrate(self):
        self.env.flush_all()
        load_script(file_path(SCRIPT), "end_mail_templates").migrate(
            self.env.cr, "19.0.1.1.0"
        )
        self.env.invalidate_all()

    def test_former_text_is_replaced(self):
        delivered = self.submitted.body_html
        self.submitted.write({"body_html": "<p>Former</p>", "subject": "Former"})
        self._migrate()
        self.assertEqual(self.submitted.body_html, delivered)
        self.assertNotEqual(self.submitted.subject, "Former")

    def test_words_of_staff_stay(self):
        self.submitted.with_user(self.editor).body_html = "<p>Our own</p>"
        self._migrate()
        self.assertEqual(self.submitted.body_html, "<p>Our own</p>")

    def test_template_switched_off_stays_off(self):
        self.submitted.with_user(self.editor).active = False
        self._migrate()
        self.assertFalse(self.submitted.active)

    def test_words_of_staff_that_an_upgrade_wrote_into_stay(self):
        """An earlier upgrade wrote into one email as the system."""
        own = "<p>We are sorry, Dana.</p><p>Keep me on the waiting list</p>"
        self.unmatched.body_html = own
        self._migrate()
        self.assertEqual(self.unmatched.body_html, own)

    def test_contact_in_words_of_staff(self):
        """What a member shares is asked in whatever staff have written; once."""
        matched = self._get_template("participant_matched")
        delivered = str(matched.body_html)
        former = delivered.replace(
            "other._get_shared('phone')", "other.partner_id.phone"
        )
        self.assertNotEqual(former, delivered)
        matched.with_user(self.editor).body_html = f"<p>Our own</p>{former}"
        own = str(matched.body_html).replace(
            "other.partner_id.phone", "other._get_shared('phone')"
        )
        for _time in range(2):
            self.env.flush_all()
            load_script(file_path(CONTACT), "shared_contact").migrate(
                self.env.cr, "19.0.1.2.0"
            )
            self.env.invalidate_all()
            self.assertEqual(str(matched.body_html), own)

    def test_reworded_emails_are_replaced_where_nobody_wrote(self):
        for script, replaced, kept in REWORDED:
            first, second = self._get_template(replaced), self._get_template(kept)
            delivered = first.body_html
            first.write({"body_html": "<p>Former</p>"})
            second.with_user(self.editor).body_html = "<p>Our own</p>"
            for _time in range(2):
                self.env.flush_all()
                load_script(file_path(script), "reworded").migrate(
                    self.env.cr, "19.0.1.3.0"
                )
                self.env.invalidate_all()
                self.assertEqual(first.body_html, delivered)
                self.assertEqual(second.body_html, "<p>Our own</p>")
