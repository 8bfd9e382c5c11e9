# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import re
import struct
from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mentoring_scheme.tests.common import give_category

from .common import HOME, PDF, MentoringPortalCase, draw_signature

# What the page of a partnership asks the database. Core's page of an invoice asks 21
# times; whoever adds to this does so knowingly.
QUERIES = 27


@tagged("post_install", "-at_install")
class TestPortalPartnership(MentoringPortalCase):
    """The pair's own pages (promises A16-A18, A25, A38, B4, B6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.agreement, cls.acceptance = cls.partnership.agreement_ids
        cls.path = f"{HOME}/partnership/{cls.partnership.id}"

    def _next(self, page):
        return self.get_text(page, "//*[contains(@class, 'o_mentoring_next')]")

    def _plan(self, **answers):
        day = fields.Date.today() + timedelta(days=3)
        return self.post(
            f"{self.path}/meeting",
            {
                "day": day.isoformat(),
                "time": "13:00",
                "minutes": "90",
                "mode": "video",
                "link": "https://example.com/meet",
                **answers,
            },
        )

    def _sign(self, agreement, digest=None, **params):
        digest = digest if digest is not None else agreement._get_portal_digest()
        return self.make_jsonrpc_request(
            f"{HOME}/agreement/{agreement.id}/sign?digest={digest}",
            {"name": "Mel Mentee", "signature": draw_signature(), **params},
        )

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------

    def test_contacts(self):
        """Each finds who the other is and how to reach them, and the next step (A5)."""
        self.sign_in(self.mentee)
        page = self.open_page(self.path)
        text = self.get_text(page)
        for part in ("Mary Mentor", "mary@example.com", "0400 mary"):
            self.assertIn(part, text)
        self.assertIn("Read and sign: Partnership Agreement and Plan", self._next(page))
        self.assertIn("Nothing is charged before", text)
        self.assertNotIn("For mentors only", text)
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(self.path))
        self.assertIn("mel@example.com", text)
        self.assertIn("For mentors only", text)
        self.assertNotIn("Nothing is charged before", text, "the mentee's fee")

    def test_next_step(self):
        """The one next step leads through the paperwork to the meetings (A25, B4)."""
        self.sign_in(self.mentee)
        for agreement in self.partnership.agreement_ids:
            self._sign(agreement)
        self.assertIn(
            "Mary Mentor still needs to sign", self._next(self.open_page(self.path))
        )
        self._sign_all(self.partnership)
        self.assertIn(
            "arrange your next meeting", self._next(self.open_page(self.path))
        )
        self._plan()
        self.assertIn("You meet on", self._next(self.open_page(self.path)))
        meeting = self.partnership.meeting_ids
        meeting.start = fields.Datetime.now() - timedelta(hours=3)
        self.assertIn("Did you meet on", self._next(self.open_page(self.path)))
        self.post(f"{HOME}/meeting/{meeting.id}/confirm")
        evaluation = (
            self.env["mentoring.evaluation"]
            .sudo()
            .create(  # as the job does
                self.env["mentoring.evaluation"]._prepare_evaluation(
                    self._get_seat(self.partnership, "mentee"), "midway"
                )
            )
        )
        page = self.open_page(self.path)
        self.assertIn("Please answer the midway review", self._next(page))
        [link] = page.xpath("//*[contains(@class, 'o_mentoring_next')]//a")
        self.assertEqual(link.get("href"), evaluation.sudo()._get_survey_url())
        self.assertEqual(self.url_open(link.get("href")).status_code, 200)

    def test_webinars(self):
        """Webinars stand in the intake's zone; access is for the registered (A23)."""
        event = self.env["event.event"].create(
            {
                "name": "Introductory webinar",
                "mentoring_intake_id": self.intake.id,
                "date_begin": datetime(2030, 7, 23, 3, 0),
                "date_end": datetime(2030, 7, 23, 4, 0),
                "event_url": "https://example.com/webinar",
                "address_id": False,
            }
        )
        self.sign_in(self.mentee)
        page = self.open_page(self.path)
        text = self.get_text(page)
        self.assertIn("Tuesday 23 July 2030, 1:00", text)
        self.assertIn("(Sydney time)", text)
        self.assertTrue(page.xpath("//a[@href='https://example.com/webinar']"))
        [link] = page.xpath("//a[contains(@href, 'invitation.ics')]")
        calendar = self.url_open(link.get("href"))
        self.assertIn("SUMMARY:Introductory webinar", calendar.text)
        event.registration_ids.action_cancel()
        page = self.open_page(self.path)
        self.assertNotIn("You are registered", self.get_text(page))
        self.assertFalse(page.xpath("//a[@href='https://example.com/webinar']"))
        self.assertEqual(self.url_open(link.get("href")).status_code, 404)

    def test_documents(self):
        """Documents are read and downloaded by those whom they are for (A10, A26)."""
        documents = {record.name: record for record in self.scheme.document_ids}
        guidelines = documents["Guidelines"]
        self.sign_in(self.mentee)
        response = self.url_open(f"{HOME}/document/{guidelines.id}/file")
        self.assertEqual(response.content, PDF)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        workbook = f"{HOME}/document/{documents['For mentors only'].id}"
        self.assertEqual(self.url_open(workbook).status_code, 404)
        conduct = f"{HOME}/document/{documents['Code of Conduct'].id}"
        self.assertIn("Keep confidences", self.get_text(self.open_page(conduct)))
        self.sign_in(self.mentor)
        self.assertIn("Canary of the mentors", self.get_text(self.open_page(workbook)))

    def _create_alia_pair(self):
        """Match the mentor and the mentee in the ready-made scheme."""
        alia = self.env["mentoring.scheme"]._load_ready_made("alia")
        give_category(self.mentor.partner_id, alia.mentor_category_ids[0])
        intake = self._create_intake(alia)
        return self._create_partnership(
            self._create_approved(self.mentor, "mentor", intake),
            self._create_approved(self.mentee, "mentee", intake),
        )

    def _open_document(self, partnership, name):
        """Follow the link on the partner's page; return the document's own page."""
        page = self.open_page(f"{HOME}/partnership/{partnership.id}")
        links = page.xpath(
            "//section[@aria-labelledby='documents']//li"
            f"[contains(normalize-space(.), '{name}')]//a/@href"
        )
        return links and self.open_page(links[0])

    def test_a10_guidelines_stand_alone(self):
        """A10: a document of its own, and what the first meeting is about."""
        partnership = self._create_alia_pair()
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            page = self._open_document(partnership, "Guidelines")
            self.assertEqual(page.xpath("//h1")[0].text_content(), "Guidelines")
            text = self.get_text(page)
            self.assertIn("Read these guidelines together at your first meeting", text)
            self.assertNotIn("Partnership Agreement and Plan", text.split("Read")[0])
        # Who was matched is told so by mail, before that meeting.
        seats = partnership.participant_ids
        mails = self.env["mail.mail"].search(
            [("model", "=", seats._name), ("res_id", "in", seats.ids)]
        )
        told = mails.filtered(lambda mail: "guidelines together" in mail.body_html)
        self.assertEqual(told.recipient_ids, seats.partner_id)

    def test_a42_documents_by_role(self):
        """A42: mentors find what they learn from, in guidelines, workbook, courses."""
        partnership = self._create_alia_pair()
        documents = partnership.scheme_id.document_ids
        courses = documents.filtered(lambda document: document.kind == "course")
        of_mentor, of_mentee = (
            courses.filtered(lambda course, role=role: course.audience == role)
            for role in ("mentor", "mentee")
        )
        self.assertTrue(of_mentor and of_mentee)
        for user, own, others in (
            (self.mentor, of_mentor, of_mentee),
            (self.mentee, of_mentee, of_mentor),
        ):
            self.sign_in(user)
            page = self.get_text(
                self.open_page(f"{HOME}/partnership/{partnership.id}"),
                "//section[@aria-labelledby='documents']",
            )
            for document in own:
                self.assertIn(document.name, page)
                self.open_page(f"{HOME}/document/{document.id}")
            for document in others:
                response = self.url_open(f"{HOME}/document/{document.id}")
                self.assertEqual(response.status_code, 404)
            for name in ("Guidelines", "Workbook"):
                self.assertIn(name, page)
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(f"{HOME}/document/{of_mentor[0].id}"))
        for skill in ("feedback", "listening", "asking"):
            self.assertIn(skill, text.lower())

    # ------------------------------------------------------------------
    # Agreements
    # ------------------------------------------------------------------

    def test_sign(self):
        """Both sign both documents; then the partnership is active (A25, B6)."""
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            for agreement in self.partnership.agreement_ids:
                page = self.open_page(f"{HOME}/agreement/{agreement.id}")
                self.assertTrue(page.xpath("//owl-component"))
                answer = self._sign(agreement, name=user.name)
                self.assertTrue(answer["force_refresh"])
                page = self.open_page(answer["redirect_url"])
                self.assertIn("signature is recorded", self.get_text(page))
                self.assertFalse(page.xpath("//owl-component"))
                self.assertIn(user.name, self.get_text(page))
        self.assertEqual(self.partnership.state, "active")
        signature = self.acceptance.signature_ids[0]
        self.assertEqual(signature.participant_id.partner_id, self.mentee.partner_id)
        self.assertEqual(signature.signed_by, "Mel Mentee")
        self.assertEqual(signature.ip_address, "127.0.0.1")
        self.assertTrue(self.acceptance.digest)

    def test_sign_refused(self):
        """What cannot be signed is answered in a sentence, and nothing is recorded."""
        self.sign_in(self.mentee)
        self.assertIn(
            "has changed", self._sign(self.agreement, digest="0" * 64)["error"]
        )
        self.assertIn(
            "has changed", self._sign(self.agreement, digest="%C3%A9")["error"]
        )
        self.assertIn("has changed", self._sign(self.agreement, digest="")["error"])
        self.assertIn("write your name", self._sign(self.agreement, name=" ")["error"])
        self.assertIn(
            "write your name", self._sign(self.agreement, name="\x00\ud800")["error"]
        )
        for signature in ("", None, 7, "no base64!", base64.b64encode(b"x").decode()):
            answer = self._sign(self.agreement, signature=signature)
            self.assertIn("signature is missing", answer["error"])
        bomb = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 20000, 20000)
        answer = self._sign(self.agreement, signature=base64.b64encode(bomb).decode())
        self.assertIn("too large", answer["error"])
        self.assertFalse(self.agreement.signature_ids)
        self.assertFalse(self.agreement.digest)
        self._sign(self.agreement)
        self.assertIn(
            "already signed this agreement", self._sign(self.agreement)["error"]
        )
        self.assertEqual(len(self.agreement.signature_ids), 1)

    def test_sign_changed_text(self):
        """Nobody signs a text that changed since the page was opened (invariant 8)."""
        self.sign_in(self.mentee)
        shown = self.agreement._get_digest()
        self.agreement.template_id.body = "<p>{mentees} owes a castle.</p>"
        self.assertIn("has changed", self._sign(self.agreement, digest=shown)["error"])
        page = self.open_page(f"{HOME}/agreement/{self.agreement.id}")
        self.assertIn("owes a castle", self.get_text(page))
        self.assertIn("force_refresh", self._sign(self.agreement))

    def test_sign_for_nobody_else(self):
        """Who signs is who is signed in; a name in the request changes nothing."""
        self.sign_in(self.mentee)
        self._sign(
            self.agreement,
            participant_id=self._get_seat(self.partnership, "mentor").id,
            partner_id=self.mentor.partner_id.id,
        )
        [signature] = self.agreement.signature_ids
        self.assertEqual(signature.participant_id.partner_id, self.mentee.partner_id)
        self.sign_in(self.stranger)
        theirs = self._sign(self.agreement)
        missing = self.make_jsonrpc_request(
            f"{HOME}/agreement/999999/sign?digest=x", {"name": "x", "signature": "x"}
        )
        self.assertEqual(theirs, missing)
        self.assertEqual(len(self.agreement.signature_ids), 1)

    def test_agreement_pdf(self):
        """The agreement is downloaded as a PDF by those whose it is (A25)."""
        self.sign_in(self.mentee)
        self._sign(self.agreement)
        with self.allow_pdf_render():
            response = self.url_open(
                f"{HOME}/agreement/{self.agreement.id}/pdf", timeout=60
            )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    # ------------------------------------------------------------------
    # Meetings
    # ------------------------------------------------------------------

    def test_plan_meeting(self):
        """A meeting is planned in the reader's zone, for both (A16, A29, B4)."""
        self.sign_in(self.mentee)
        page = self.read_page(self._plan())
        self.assertIn("(Sydney time)", self.get_text(page, "//*[@id='plan']/../form"))
        self.assertIn("meeting is planned", self.get_text(page))
        [meeting] = self.partnership.meeting_ids
        local = fields.Datetime.context_timestamp(
            meeting.with_context(tz="Australia/Sydney"), meeting.start
        )
        self.assertEqual(f"{local:%H:%M}", "13:00")
        self.assertRecordValues(
            meeting,
            [
                {
                    "duration": 1.5,
                    "mode": "video",
                    "link": "https://example.com/meet",
                    "state": "planned",
                }
            ],
        )
        self.assertEqual(len(meeting.attendance_ids), 2)
        self.sign_in(self.mentor)
        page = self.open_page(self.path)
        self.assertTrue(page.xpath("//a[@href='https://example.com/meet']"))

    def test_plan_refused(self):
        """What is wrong with a meeting is said there; what was typed stays."""
        self.sign_in(self.mentee)
        page = self.read_page(
            self._plan(day="2099-01-01", time="", link="javascript:alert(1)")
        )
        self.assertEqual(len(page.xpath("//*[@id='summary']//li")), 3)
        [link] = page.xpath("//*[@id='field_link']")
        self.assertEqual(link.get("value"), "javascript:alert(1)")
        self.assertEqual(link.get("aria-invalid"), "true")
        self.assertFalse(self.partnership.meeting_ids)
        for value in ("\x00", "9" * 5000, "<script>"):
            answers = dict.fromkeys(("day", "time", "minutes", "mode", "link"), value)
            self.read_page(self._plan(**answers))
        self.assertFalse(self.partnership.meeting_ids)

    def test_confirm_meeting(self):
        """Hours count once both have confirmed, and not before the meeting (A18)."""
        self.sign_in(self.mentee)
        self._plan()
        meeting = self.partnership.meeting_ids
        response = self.post(f"{HOME}/meeting/{meeting.id}/confirm")
        self.assertIn("still to come", self.get_text(self.read_page(response)))
        meeting.start = fields.Datetime.now() - timedelta(days=1)
        for user, hours in ((self.mentee, 0), (self.mentor, 1.5)):
            self.sign_in(user)
            page = self.open_page(self.path)
            self.assertTrue(page.xpath("//form[contains(@action, '/confirm')]"))
            page = self.read_page(self.post(f"{HOME}/meeting/{meeting.id}/confirm"))
            self.assertFalse(page.xpath("//form[contains(@action, '/confirm')]"))
            seat = self._get_seat(self.partnership, "mentee")
            self.assertEqual(seat.hours_confirmed, hours)
        self.assertEqual(meeting.state, "held")
        self.assertIn("1.5 hours confirmed", self.get_text(page))

    def test_cancel_meeting(self):
        """Either cancels a planned meeting, and only a planned one (A17)."""
        self.sign_in(self.mentee)
        self._plan()
        meeting = self.partnership.meeting_ids
        self.sign_in(self.mentor)
        response = self.post(f"{HOME}/meeting/{meeting.id}/cancel")
        self.assertIn("meeting is cancelled", self.get_text(self.read_page(response)))
        self.assertEqual(meeting.state, "cancelled")
        self.assertFalse(meeting.calendar_event_id)
        response = self.post(f"{HOME}/meeting/{meeting.id}/cancel")
        self.assertIn("Only a planned meeting", self.get_text(self.read_page(response)))

    # ------------------------------------------------------------------
    # Leaving
    # ------------------------------------------------------------------

    def test_withdraw(self):
        """A formal request goes to the office, and can be taken back (A38)."""
        reason = self.env["mentoring.withdrawal.reason"].search([], limit=1)
        self.sign_in(self.mentee)
        page = self.open_page(f"{self.path}/withdraw")
        self.assertIn("but not why", self.get_text(page))
        response = self.post(f"{self.path}/withdraw", {"note": "Kept as typed"})
        page = self.read_page(response)
        self.assertIn("Why do you leave?", self.get_text(page, "//*[@id='summary']"))
        self.assertIn("Kept as typed", self.get_text(page, "//textarea"))
        self.assertFalse(self.partnership.participant_ids.withdrawal_ids)
        answers = {
            "reason_id": str(reason.id),
            "note": "I move to Perth.",
            "wants_rematch": "1",
            "state": "approved",
            "date_effective": "2020-01-01",
        }
        for _twice in range(2):
            response = self.post(f"{self.path}/withdraw", answers)
            self.assertIn("have your request", self.get_text(self.read_page(response)))
        seat = self._get_seat(self.partnership, "mentee")
        withdrawal = seat.withdrawal_ids
        self.assertRecordValues(
            withdrawal,
            [
                {
                    "state": "requested",
                    "reason_id": reason.id,
                    "note": "I move to Perth.",
                    "wants_rematch": True,
                    "date_effective": self.intake._today(),
                    "application_id": seat.application_id.id,
                }
            ],
        )
        self.assertEqual(withdrawal.activity_ids.user_id, self.coordinator)
        self.assertNotIn("Perth", withdrawal.activity_ids.summary)
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(self.path))
        self.assertNotIn("Perth", text)
        self.assertNotIn("withdraw from this partnership. We", text)
        self.sign_in(self.mentee)
        response = self.post(f"{HOME}/withdrawal/{withdrawal.id}/cancel")
        self.assertIn("taken your request back", response.text)
        self.assertEqual(withdrawal.state, "cancelled")
        self.assertFalse(withdrawal.activity_ids)

    def test_after_leaving(self):
        """Who has left reaches nobody, and changes nothing (A38, invariant 9)."""
        self.sign_in(self.mentee)
        self._plan()
        meeting = self.partnership.meeting_ids
        mentee = self._get_seat(self.partnership, "mentee")
        self.env["mentoring.withdrawal"].create(
            {"participant_id": mentee.id}
        ).action_approve()
        page = self.open_page(self.path)
        text = self.get_text(page)
        self.assertIn("You left this partnership", text)
        for canary in ("mary@example.com", "0400 mary", "Canary role of Mary"):
            self.assertNotIn(canary, text)
        agreement = f"{HOME}/agreement/{self.agreement.id}"
        self.assertEqual(self.url_open(agreement).status_code, 404)
        before = self.take_snapshot()
        self._plan()
        self.post(f"{HOME}/meeting/{meeting.id}/confirm")
        self.post(f"{HOME}/meeting/{meeting.id}/cancel")
        self.post(f"{self.path}/withdraw", {"reason_id": "1"})
        self.assertIn("error", self._sign(self.agreement))
        self.assertEqual(self.take_snapshot(), before)
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(self.path))
        self.assertNotIn("mel@example.com", text)
        self.assertIn("This partnership has ended", text)

    def test_completed_by_both(self):
        """A33: both say that it is complete, each in the own name, and it is."""
        conclude = f"{self.path}/conclude"
        self.sign_in(self.mentee)
        answer = self.post(conclude)
        self.assertIn("running can be completed", self.get_text(self.read_page(answer)))
        self._sign_all(self.partnership)
        seat = self._get_seat(self.partnership, "mentee")
        for data, is_said in (({}, True), ({"go_on": "1"}, False), ({}, True)):
            self.read_page(self.post(conclude, {**data, "participant_id": "1"}))
            seat.invalidate_recordset()
            self.assertEqual(bool(seat.date_concluded), is_said)
        answer = self.post(conclude)
        self.assertIn("already agreed", self.get_text(self.read_page(answer)))
        self.sign_in(self.stranger)
        self.assertEqual(self.post(conclude).status_code, 404)
        self.assertEqual(self.partnership.state, "active")
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(self.path))
        self.assertIn("Mel Mentee would complete the partnership now", text)
        self.read_page(self.post(conclude))
        self.assertEqual(self.partnership.state, "completed")

    # ------------------------------------------------------------------
    # Certificates
    # ------------------------------------------------------------------

    def _issue(self):
        self.scheme.write(
            {
                "certificate_requires_final": False,
                "certificate_requires_fee": False,
            }
        )
        self._sign_all(self.partnership)
        self.partnership.action_complete()
        seat = self._get_seat(self.partnership, "mentee")
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            return seat.application_id._issue_certificate()

    def test_certificate(self):
        """The holder downloads it; anybody who is shown it checks it (A32)."""
        certificate = self._issue()
        self.sign_in(self.mentee)
        self.assertIn(certificate.number, self.get_text(self.open_page(HOME)))
        path = f"{HOME}/certificate/{certificate.id}"
        with self.allow_pdf_render():
            response = self.url_open(path, timeout=60)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.authenticate(None, None)
        check = f"/mentoring/certificate/{certificate.access_token}"
        text = self.get_text(self.open_page(check))
        self.assertIn("This certificate is valid", text)
        for part in ("Mel Mentee", certificate.number, self.scheme.name):
            self.assertIn(part, text)
        for hidden in ("mel@example.com", "Canary", "Mary Mentor"):
            self.assertNotIn(hidden, text)
        certificate.revoke_reason = "The name was wrong"
        certificate.action_revoke()
        self.assertIn("has been revoked", self.get_text(self.open_page(check)))
        self.sign_in(self.mentee)
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_certificate_unknown(self):
        """An unknown or a broken token is answered like any page that is not there."""
        token = self._issue().access_token
        self.authenticate(None, None)
        pages = set()
        for wrong in ("x" * 32, token[:-1], token + "A"):
            response = self.url_open(f"/mentoring/certificate/{wrong}")
            self.assertEqual(response.status_code, 404, wrong)
            pages.add(self.strip_changing(response))
        self.assertEqual(len(pages), 1)
        for broken in ("%25", "a%00b", "é", token.replace(token[0], "%00")):
            response = self.url_open(f"/mentoring/certificate/{broken}")
            self.assertEqual(response.status_code, 404, broken)

    def test_certificate_number_is_no_key(self):
        """Who guesses numbers learns nothing, not even which there are (A32)."""
        certificate = self._issue()
        number = certificate.number
        digits = re.search(r"\d+$", number).group()
        following = str(int(digits) + 1).zfill(len(digits))
        self.authenticate(None, None)
        pages = set()
        for guess in (
            number.replace("/", "%2F"),
            number.replace("/", "-"),
            number.removesuffix(digits).replace("/", "-") + following,
            digits,
            following,
            str(certificate.id),
            certificate.holder_name.replace(" ", "%20"),
        ):
            response = self.url_open(f"/mentoring/certificate/{guess}")
            self.assertEqual(response.status_code, 404, guess)
            self.assertNotIn(certificate.holder_name, response.text)
            if "%" not in guess:
                pages.add(self.strip_changing(response))
        self.assertEqual(len(pages), 1)
        # So long that it cannot be guessed, and none follows from another.
        self.assertGreaterEqual(len(certificate.access_token), 32)
        self.sign_in(self.stranger)
        path = f"{HOME}/certificate/{certificate.id}"
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_survey_link_of_the_other(self):
        """A30, B8: signed in as somebody else, one neither reads nor answers it."""
        Evaluation = self.env["mentoring.evaluation"]
        evaluation = Evaluation.create(
            Evaluation._prepare_evaluation(
                self._get_seat(self.partnership, "mentee"), "midway"
            )
        )
        answers = evaluation.survey_user_input_id
        link = evaluation.sudo()._get_start_url()
        token = answers.access_token
        survey = answers.survey_id
        begin = f"/survey/begin/{survey.access_token}/{token}"
        submit = f"/survey/submit/{survey.access_token}/{token}"
        canary = {str(survey.question_ids.id): "Written by someone else"}
        for user in (self.mentor, self.stranger):
            self.sign_in(user)
            page = self.url_open(link)
            self.assertNotIn("How is it going?", page.text)
            for address, params in ((begin, {}), (submit, canary)):
                self.assertIn("error", self.make_jsonrpc_request(address, params)[1])
        self.sign_in(self.mentee)
        for wrong in (token[:-1], token + "A", "x" * 36, ""):
            page = self.url_open(link.replace(token, wrong))
            self.assertNotIn("How is it going?", page.text)
        self.assertEqual(answers.state, "new")
        self.assertFalse(answers.user_input_line_ids)
        self.assertEqual(evaluation.state, "pending")
        self.assertEqual(self.url_open(link).status_code, 200)

    def test_certificate_carries_its_check(self):
        """The paper shows where it is checked, as text and as a picture (A32)."""
        certificate = self._issue()
        report = self.env["ir.actions.report"]
        content, _kind = report._render_qweb_html(
            "mentoring_scheme.report_mentoring_certificate", certificate.ids
        )
        self.assertIn(certificate._get_check_url().encode(), content)
        self.assertIn(b"data:image/svg+xml;base64,", content)

    # ------------------------------------------------------------------
    # Evaluations
    # ------------------------------------------------------------------

    def test_shared_part(self):
        """Each answers alone; both read the shared part, and no more (A30, B8)."""
        self._sign_all(self.partnership)
        survey = self.scheme.survey_midway_mentor_id
        alone = survey.question_ids
        together = alone.copy(
            {"title": "To each other?", "mentoring_purpose": "shared"}
        )
        Evaluation = self.env["mentoring.evaluation"]
        for role, user in (("mentor", self.mentor), ("mentee", self.mentee)):
            for reader in (self.mentor, self.mentee):
                self.sign_in(reader)
                text = self.get_text(self.open_page(self.path))
                self.assertNotIn("To each other?", text, "one alone has answered")
            seat = self._get_seat(self.partnership, role)
            evaluation = Evaluation.create(
                Evaluation._prepare_evaluation(seat, "midway")
            )
            answers = evaluation.survey_user_input_id
            answers._save_lines(alone, f"alone {user.name}")
            answers._save_lines(together, f"for {role}s partner")
            answers._mark_done()
        for reader in (self.mentor, self.mentee):
            self.sign_in(reader)
            text = self.get_text(self.open_page(self.path))
            for shown in ("To each other?", "for mentors partner", "for mentees part"):
                self.assertIn(shown, text)
            self.assertNotIn("alone M", text)

    # ------------------------------------------------------------------
    # How it grows
    # ------------------------------------------------------------------

    def _count_queries(self, path):
        """Return the queries that a page takes, once everything is loaded."""
        for _warm_up in range(2):
            self.assertEqual(self.url_open(path).status_code, 200)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.url_open(path)
        return self.cr.sql_log_count - before

    def _add_partnership(self, number):
        """Match the mentor once more; hold and plan meetings with everybody."""
        intake = self._create_intake(self.scheme, name=f"Intake {number}")
        mentee = self._create_member(f"Mentee {number}", f"mentee{number}")
        partnership = self._create_partnership(
            self._create_approved(self.mentor, "mentor", intake),
            self._create_approved(mentee, "mentee", intake),
        )
        self._sign_all(partnership)
        for hours in (-30, -20, 20, 30):
            start = fields.Datetime.now() + timedelta(hours=hours + number)
            for pair in (partnership, self.partnership):
                self.env["mentoring.meeting"].create(
                    {"partnership_id": pair.id, "start": start}
                )

    def test_query_count(self):
        """The queries of the pages do not grow with partnerships and meetings."""
        self.sign_in(self.mentor)
        self._sign_all(self.partnership)
        self._add_partnership(1)
        few = {path: self._count_queries(path) for path in (HOME, self.path)}
        for number in range(2, 6):
            self._add_partnership(number)
        many = {path: self._count_queries(path) for path in (HOME, self.path)}
        self.assertEqual(many, few)

    def _fill_a_year(self, meetings, notes, goals):
        """Let the pair meet, with topics, write notes, and set goals with actions."""
        start = fields.Datetime.now() - timedelta(days=300)
        before = len(self.partnership.meeting_ids)
        held = self.env["mentoring.meeting"].create(
            [
                {
                    "partnership_id": self.partnership.id,
                    "start": start + timedelta(days=number),
                }
                for number in range(before, before + meetings)
            ]
        )
        for model, count, values in (
            ("mentoring.note", notes, {"body": "We talked.", "visibility": "pair"}),
            ("mentoring.goal", goals, {"name": "Learn"}),
            ("mentoring.message", notes, {"body": "Hello."}),
        ):
            mine = self.env[model].with_user(self.mentor).sudo()  # as the page does
            for _number in range(count):
                mine._enter(self.partnership, values)
        agendas = self.env["mentoring.note"].with_user(self.mentor).sudo()  # as above
        for meeting in held:
            agendas._set_agenda(meeting, "Topics")
            meeting._confirm(self._get_seat(self.partnership, "mentor"))

    def test_query_count_of_a_year(self):
        """Nor with the meetings, notes, goals and messages of one partnership."""
        self.sign_in(self.mentor)
        self._sign_all(self.partnership)
        paths = (self.path, f"{self.path}/plan", f"{self.path}/messages")
        self._fill_a_year(meetings=3, notes=3, goals=2)
        few = {path: self._count_queries(path) for path in paths}
        self._fill_a_year(meetings=37, notes=57, goals=8)
        many = {path: self._count_queries(path) for path in paths}
        self.assertEqual(many, few)
        self.assertLessEqual(many[self.path], QUERIES)
