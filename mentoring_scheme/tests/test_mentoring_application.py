# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import zipfile
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import PDF, MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringApplication(MentoringCommon):
    """Promises A7, A14, A15, A19, A21, A34, A36; invariant 11."""

    def test_life(self):
        """A21: submitted, returned with remarks, submitted again, approved."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        application.action_submit()
        self.assertEqual(application.state, "submitted")
        decision = self.env["mentoring.application.decision"].create(
            {
                "decision": "return",
                "application_ids": [Command.set(application.ids)],
                "message": "Please add your goals.",
            }
        )
        decision.action_confirm()
        self.assertEqual(application.state, "returned")
        self.assertEqual(application.return_remarks, "Please add your goals.")
        # A minute later, so that the second confirmation is one of its own.
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            application.action_submit()
        application.action_approve()
        self.assertEqual(application.state, "approved")
        mails = self._get_mails(application)
        self.assertEqual(len(mails), 4)
        self.assertIn("Please add your goals.", "".join(mails.mapped("body_html")))

    def _get_mails(self, record):
        return (
            self.env["mentoring.notification"]
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
            .sudo()  # the queue is the system's
            .mail_id
        )

    def test_wrong_steps(self):
        """A step that the state does not allow names who and what."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        with self.assertRaisesRegex(UserError, "Mel Mentee.*draft cannot become app"):
            application.action_approve()
        application.action_submit()
        with self.assertRaisesRegex(UserError, "Decline Reason"):
            application.action_decline()
        with self.assertRaisesRegex(UserError, "Return Remarks"):
            application.action_return()
        application.decline_reason = "All places are taken."
        application.action_decline()
        with self.assertRaisesRegex(UserError, "declined cannot become approved"):
            application.action_approve()
        application.action_reopen()
        self.assertEqual(application.state, "submitted")

    def test_membership_is_live(self):
        """A7: members, free and associate ones; read at the moment it is asked."""
        member = self._create_application(self._create_member("Paid Member"), "mentee")
        free = self._create_application(
            self._create_member("Free Member", membership=None, free_member=True),
            "mentee",
        )
        associate = self._create_application(
            self._create_member(
                "Associate Member",
                membership=None,
                associate_member_id=member.partner_id.id,
            ),
            "mentee",
        )
        waiting = self._create_application(
            self._create_member("Waiting Member", membership="waiting"), "mentee"
        )
        self.assertTrue(member.is_eligible)
        self.assertTrue(free.is_eligible)
        self.assertTrue(associate.is_eligible)
        self.assertFalse(waiting.is_eligible)
        self.assertIn("Waiting Member", waiting.eligibility_note)
        # The membership ends, and no job has run since.
        member.partner_id.member_line_ids.date_to = "2029-06-30"
        with freeze_time("2029-07-02"):
            member.invalidate_recordset()
            self.assertFalse(member.is_eligible)

    def test_mentor_rules(self):
        """A14: a category and four years; each failed rule is one line."""
        other = self.env["membership.membership_category"].create({"name": "Student"})
        self.scheme.mentor_category_ids = other
        application = self._create_application(
            self._create_member("Young Mentor"), "mentor", years_experience=3
        )
        self.assertEqual(len(application.eligibility_note.splitlines()), 2)
        self.assertIn("Student", application.eligibility_note)
        self.assertIn("you stated 3", application.eligibility_note)
        with self.assertRaisesRegex(
            UserError, "Years of experience of Young Mentor: 3"
        ):
            application.action_submit()

    def test_override(self):
        """One rule is set aside for one applicant, with its reason in the history."""
        application = self._create_application(
            self._create_member("Young Mentor"), "mentor", years_experience=3
        )
        override = self.env["mentoring.application.override"].create(
            {
                "application_id": application.id,
                "rule": "experience",
                "reason": "Ran a branch for three years",
            }
        )
        application.action_submit()
        self.assertEqual(application.state, "submitted")
        override.reason = "Ran two branches"
        history = "".join(application.message_ids.mapped("body"))
        for reason in ("Ran a branch for three years", "Ran two branches"):
            self.assertIn(reason, history)

    def test_lapse_before_approval(self):
        """A7: who lapsed since submitting is not approved."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        application.action_submit()
        application.partner_id.member_line_ids.state = "canceled"
        with self.assertRaisesRegex(UserError, "Mel Mentee is not a member"):
            application.action_approve()

    def test_conduct(self):
        """A34: accepted in its version, which then never changes (invariant 8)."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        conduct = application.conduct_document_id
        self.assertEqual(conduct.version, 1)
        with self.assertRaisesRegex(UserError, "Duplicate it"):
            conduct.body = "<p>Other words.</p>"
        newer = conduct.copy({"body": "<p>Other words.</p>"})
        self.assertEqual(newer.version, 2)
        self.assertEqual(application.conduct_document_id, conduct)
        fresh = self._create_application(self._create_member("Newer Member"), "mentee")
        self.assertEqual(fresh.conduct_document_id, newer)

    def test_conduct_not_accepted(self):
        """A34: staff let nobody in who has not accepted it; they can record it."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        application.conduct_document_id = False
        self.assertTrue(application.lacks_conduct)
        self.assertTrue(application.is_eligible)  # it is no matter of membership
        application.action_submit()
        office = application.with_user(self.coordinator)
        with self.assertRaisesRegex(UserError, "code of conduct has not been accepted"):
            office.action_approve()
        office.action_accept_conduct()
        self.assertFalse(application.lacks_conduct)
        office.action_approve()
        self.assertEqual(application.state, "approved")

    def test_organisations(self):
        """A person applies; an organisation is told so."""
        company = self.env["res.partner"].create(
            {"name": "Example Library", "is_company": True}
        )
        with self.assertRaisesRegex(ValidationError, "A person applies"):
            self._create_application(company, "mentee")

    def test_merge_of_contacts(self):
        """Two applications for one place are not merged away, and it says so."""
        first = self._create_application(self._create_member("Mel Mentee"), "mentee")
        second = self._create_application(self._create_member("Mel M."), "mentee")
        partners = first.partner_id | second.partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with self.assertRaisesRegex(UserError, "applied for the same place"):
            wizard._merge(partners.ids, first.partner_id)
        second.unlink()
        wizard._merge(partners.ids, first.partner_id, extra_checks=False)
        self.assertTrue(first.exists())

    def _zip(self, members, compression=zipfile.ZIP_STORED):
        buffer = io.BytesIO()
        # Stored plainly, as an OpenDocument's first member has to be.
        with zipfile.ZipFile(buffer, "w", compression) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return buffer.getvalue()

    def test_uploads(self):
        """A19: accepted by content, not by name; the rest with a sentence."""
        text = self._zip(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "<office/>",
            }
        )
        word = self._zip(
            {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
        )
        for data, name in ((PDF, "cv.pdf"), (text, "cv.odt"), (word, "cv.docx")):
            self.assertTrue(self._upload(data, name))
        for data, name in (
            (b"<html><script>alert(1)</script></html>", "cv.pdf"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "cv.pdf"),
            (b"MZ\x90\x00" + b"\0" * 200, "cv.pdf"),
            (self._zip({"a.txt": "x"}), "cv.docx"),
        ):
            with self.assertRaisesRegex(ValidationError, "not accepted"):
                self._upload(data, name)
        photo = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
        with self.assertRaisesRegex(ValidationError, "most compatible"):
            self._upload(photo, "form.heic", kind="paper")
        with self.assertRaisesRegex(ValidationError, "Word or OpenDocument file"):
            self._upload(photo, "cv.heic")
        with self.assertRaisesRegex(ValidationError, "JPEG or PNG"):
            self._upload(b"GIF89a" + b"\0" * 200, "form.gif", kind="paper")
        with self.assertRaisesRegex(ValidationError, "is empty"):
            self._upload(b"")
        for name in ("", " ", "../cv.pdf", "cv\x00.pdf", "a\u202efdp.exe", "x" * 500):
            with self.assertRaises(ValidationError):
                self._upload(PDF, name)
        self.scheme.upload_limit_mb = 1
        with self.assertRaisesRegex(ValidationError, "at most 1 MB"):
            self._upload(PDF + b" " * 1024 * 1024)

    def _refuse(self, data, name, kind="resume", words="can.t be read"):
        with self.assertRaisesRegex(ValidationError, words, msg=name):
            self._upload(data, name, kind)

    def _pack(self, members, **options):
        """Return a word processor file with more members."""
        return self._zip(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": "<w/>",
                **members,
            },
            **options,
        )

    def test_uploads_that_are_two_things(self):
        """A19: a file that another program reads as another type is refused."""
        archive = self._zip({"a.txt": "x"})
        self._refuse(PDF + archive, "pdf and archive.pdf")
        picture = base64.b64decode(self.signature)
        self._refuse(picture + archive, "picture and archive.png", "paper")
        page = PDF.replace(b"1 0 obj", b"<html><script>alert(1)</script>\n1 0 obj")
        self._refuse(page, "pdf and page.pdf")
        self._refuse(picture[:60] + b"<svg onload=alert(1)>", "no picture.png", "paper")

    def test_uploads_that_run(self):
        """A19: macros and programs inside a word processor file are refused."""
        for member in ("word/vbaProject.bin", "Basic/Standard/x.xml", "word/a.exe"):
            self._refuse(
                self._pack({member: "x"}), "cv.docx", words="macros or programs"
            )

    def test_uploads_that_swell(self):
        """A19: what unpacks to more than is sensible is refused, whatever it says."""
        bomb = self._pack(
            {"word/media/a.xml": b"0" * 101 * 1024 * 1024},
            compression=zipfile.ZIP_DEFLATED,
        )
        self.assertLess(len(bomb), 1024 * 1024)
        self._refuse(bomb, "bomb.docx")
        # The sizes that the archive declares are a lie.
        size = (101 * 1024 * 1024).to_bytes(4, "little")
        self._refuse(bomb.replace(size, (10).to_bytes(4, "little")), "liar.docx")
        many = self._pack({f"word/{number}.xml": "" for number in range(5001)})
        self._refuse(many, "many.docx")

    def test_scans(self):
        """B6: staff scan a paper as PDF or picture; a picture is no résumé."""
        picture = base64.b64decode(self.signature)
        self.assertEqual(self._upload(picture, "form.png", "paper").preview, "image")
        scan = self._upload(PDF, "form.pdf", "paper")
        self.assertEqual(scan.preview, "pdf")
        self._refuse(picture, "cv.png", words="not accepted")
        # Nor by declaring it one afterwards.
        record = self._upload(picture, "form.png", "paper")
        with self.assertRaisesRegex(ValidationError, "not accepted"):
            record.kind = "resume"

    def test_preview(self):
        """Staff see beside the answers what their browser can show."""
        text = self._pack({})
        self.assertEqual(self._upload(text, "cv.docx").preview, "none")
        self.assertEqual(self._upload(PDF, "cv.pdf").preview, "pdf")

    def test_upload_is_private(self):
        """A résumé is never public, and not served by its attachment's address."""
        record = self._upload(PDF)
        attachment = (
            self.env["ir.attachment"]
            .sudo()  # the test looks behind the field
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        )
        self.assertFalse(attachment.public)
        self.assertFalse(attachment.access_token)
