# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from http.client import HTTPConnection

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME, release_test_lock
from odoo.tools import mute_logger

from .common import HOME, MentoringPortalCase, draw_signature


@tagged("post_install", "-at_install")
class TestPortalAgreement(MentoringPortalCase):
    """Promises A25, B6: filled in together, signed, declined, changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.plan = cls.partnership.agreement_ids[0]
        cls.plan.template_id.staff_can_read = False
        cls.questions = cls.env["mentoring.agreement.question"].create(
            [
                {
                    "template_id": cls.plan.template_id.id,
                    "name": name,
                    "kind": kind,
                    "choices": "Weekly\nMonthly",
                    "is_required": kind == "choice",
                }
                for name, kind in (
                    ("How often", "choice"),
                    ("What we want", "text"),
                    ("Look back on", "date"),
                    ("Notice in days", "number"),
                )
            ]
        )
        cls.page = f"/my/mentoring/agreement/{cls.plan.id}"

    def _answers(self, *texts, revision=0):
        names = (f"answer_{question.id}" for question in self.questions)
        return {"revision": revision, **dict(zip(names, texts, strict=False))}

    def _sign(self, digest=None):
        if digest is None:
            page = self.url_open(self.page).text
            digest = page.split("/sign?digest=", 1)[1][:64]
        return self.make_jsonrpc_request(
            f"{self.page}/sign?digest={digest}",
            {"name": "Somebody", "signature": draw_signature()},
        )

    def test_fill_and_sign(self):
        self.sign_in(self.mentee)
        page = self.open_page(f"{self.page}/fill")
        self.assertIn("Only you and your partner can read this", self.get_text(page))
        self.assertEqual(self.get_form(page)["revision"], ["0"])
        self.post(
            f"{self.page}/fill",
            self._answers("Weekly", "Learn <b>a lot</b>", "2027-03-01", "3"),
        )
        self.sign_in(self.mentor)
        page = self.get_text(self.open_page(self.page))
        for text in ("Weekly", "Learn <b>a lot</b>", "01 March 2027", "3"):
            self.assertIn(text, page)
        form = self.get_form(self.open_page(f"{self.page}/fill"))
        self.assertEqual(form["revision"], ["1"])
        self.assertEqual(form[f"answer_{self.questions[2].id}"], ["2027-03-01"])
        self.assertIn("redirect_url", self._sign())
        self.assertEqual(self.plan.state, "partial")
        answer = self.post(f"{self.page}/fill", self._answers("Monthly", revision=1))
        self.assertIn("Someone has signed", self.get_text(self.read_page(answer)))

    def test_conflict_shows_both(self):
        """A conflicting edit is noticed, not overwritten."""
        self.sign_in(self.mentee)
        self.post(f"{self.page}/fill", self._answers("Weekly", "Mine"))
        self.sign_in(self.mentor)
        answer = self.post(f"{self.page}/fill", self._answers("Weekly", "Other"))
        page = self.read_page(answer)
        text = self.get_text(page)
        for words in ("has changed this", "It says now: Mine", "You wrote: Other"):
            self.assertIn(words, text)
        form = self.get_form(page)
        self.assertEqual(form["revision"], ["1"])
        self.post(f"{self.page}/fill", form)
        self.assertIn("Other", self.get_text(self.open_page(self.page)))

    def test_changed_since_the_page_was_opened(self):
        """Nobody signs other answers than those on the page."""
        self.sign_in(self.mentee)
        self.post(f"{self.page}/fill", self._answers("Weekly"))
        old = self.url_open(self.page).text.split("/sign?digest=", 1)[1][:64]
        self.post(f"{self.page}/fill", self._answers("Monthly", revision=1))
        self.assertIn("has changed since", self._sign(old)["error"])

    def test_needed_answers(self):
        self.sign_in(self.mentee)
        page = self.url_open(self.page).text
        self.assertNotIn("/sign?digest", page)
        self.assertIn("please fill in", page)
        digest = self.plan.with_user(self.mentee).sudo()._get_portal_digest()
        self.assertIn("fill in first: How often", self._sign(digest)["error"])

    def test_refused_answers(self):
        self.sign_in(self.mentee)
        for texts, sentence in (
            (("Daily",), "not offered"),
            (("Weekly", "", "yesterday"), "not a date"),
            (("Weekly", "", "", "many"), "in digits"),
        ):
            answer = self.post(f"{self.page}/fill", self._answers(*texts))
            self.assertIn(sentence, self.get_text(self.read_page(answer)))
        answer = self.post(f"{self.page}/fill", self._answers("Weekly", revision="x"))
        self.assertIn("changed since", self.get_text(self.read_page(answer)))

    def test_decline(self):
        self.sign_in(self.mentee)
        answer = self.post(f"{self.page}/decline", {"reason": "A secret doubt"})
        self.assertIn("You can still sign", self.get_text(self.read_page(answer)))
        self.assertEqual(self.plan.decline_reason, "A secret doubt")
        self.sign_in(self.mentor)
        for path in (self.page, f"/my/mentoring/partnership/{self.partnership.id}"):
            self.assertNotIn("secret", self.url_open(path).text)
        answer = self.post(f"{self.page}/decline", {"reason": ""})
        self.assertIn("tell us why", self.get_text(self.read_page(answer)))

    def test_amend(self):
        self.sign_in(self.mentee)
        self.post(f"{self.page}/fill", self._answers("Weekly"))
        answer = self.post(f"{self.page}/amend")
        self.assertIn("Only what all have", self.get_text(self.read_page(answer)))
        self._sign()
        self.sign_in(self.mentor)
        self._sign()
        answer = self.post(f"{self.page}/amend")
        page = self.get_text(self.read_page(answer))
        self.assertIn("(version 2)", page)
        self.assertIn("Weekly", page)
        self.assertIn("a new version", self.get_text(self.open_page(self.page)))

    def test_pdf_of_both(self):
        """Both members load the answers with the signatures.

        In tests the server sends the page of which the PDF is made.
        """
        self.sign_in(self.mentee)
        self.post(f"{self.page}/fill", self._answers("Weekly", "Quokkas"))
        self._sign()
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            with self.allow_pdf_render():
                answer = self.url_open(f"{self.page}/pdf")
            self.assertEqual(answer.headers["Content-Type"], "application/pdf")
            for text in ("Quokkas", self.plan.digest, "Somebody"):
                self.assertIn(text, answer.text)


@tagged("post_install", "-at_install")
class TestPortalSign(MentoringPortalCase):
    """Signing that is refused, each with a sentence (A25, B6; invariant 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.agreement = cls.partnership.agreement_ids[0]
        cls.page = f"{HOME}/agreement/{cls.agreement.id}"

    def _read_digest(self):
        """Return what the page would send, of the text that it shows."""
        return self.url_open(self.page).text.split("/sign?digest=", 1)[1][:64]

    def _sign(self, digest, **params):
        return self.make_jsonrpc_request(
            f"{self.page}/sign?digest={digest}",
            {"name": "Somebody", "signature": draw_signature(), **params},
        )

    def _leave(self, user):
        seat = self.partnership.participant_ids.filtered(
            lambda seat: seat.partner_id == user.partner_id
        )
        self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id}
        ).action_approve()

    def test_page_of_before_the_withdrawal(self):
        """A25, A38: who has left signs no more, nor does who was left alone."""
        digests = {}
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            digests[user] = self._read_digest()
        self._leave(self.mentee)
        for user, sentence in (
            (self.mentee, "not yours to sign"),
            (self.mentor, "over, so there is nothing to sign"),
        ):
            self.sign_in(user)
            self.assertIn(sentence, self._sign(digests[user])["error"])
        self.assertFalse(self.agreement.signature_ids)

    def test_page_of_before_the_partner_signed(self):
        """What the partner signed is the same text, so the page still holds."""
        self.sign_in(self.mentor)
        digest = self._read_digest()
        self.sign_in(self.mentee)
        self._sign(digest)
        self.sign_in(self.mentor)
        self.assertIn("redirect_url", self._sign(digest))
        self.assertEqual(self.agreement.state, "signed")

    def test_twice(self):
        """A second press of the button adds nothing, and changes no signature."""
        self.sign_in(self.mentee)
        digest = self._read_digest()
        self._sign(digest, name="First")
        again = self._sign(digest, name="Second")
        self.assertIn("has already signed this agreement", again["error"])
        self.assertEqual(self.agreement.signature_ids.signed_by, "First")

    def test_old_version(self):
        """The digest of a version that was replaced signs not the new one."""
        self.agreement.template_id.question_ids = [(0, 0, {"name": "How often?"})]
        self.sign_in(self.mentee)
        digest = self._read_digest()
        self._sign_all(self.partnership)
        seat = self._get_seat(self.partnership, "mentee")
        amendment = self.agreement._amend(seat)
        amendment.template_id.body = "<p>{mentees} owes a castle.</p>"
        answer = self.make_jsonrpc_request(
            f"{HOME}/agreement/{amendment.id}/sign?digest={digest}",
            {"name": "Somebody", "signature": draw_signature()},
        )
        self.assertIn("has changed", answer["error"])
        self.assertFalse(amendment.signature_ids)

    @mute_logger("odoo.http")
    def test_signed_out(self):
        """Without a session, or with one that has ended, nothing is signed."""
        self.sign_in(self.mentee)
        digest = self._read_digest()
        self.url_open("/web/session/logout", allow_redirects=False)
        body = {"params": {"name": "Somebody", "signature": draw_signature()}, "id": 1}
        answer = self.url_open(f"{self.page}/sign?digest={digest}", json=body)
        self.assertNotIn("redirect_url", answer.text)
        self.assertIn("Session", answer.json()["error"]["message"])
        self.assertFalse(self.agreement.signature_ids)

    def _announce(self, length):
        """Post what says to be of this length, and wait before sending any of it."""
        connection = HTTPConnection("127.0.0.1", self.http_port(), timeout=30)
        self.addCleanup(connection.close)
        connection.putrequest("POST", f"{self.page}/sign?digest=x")
        connection.putheader("Content-Type", "application/json")
        cookies = {
            "session_id": self.session.sid,
            TEST_CURSOR_COOKIE_NAME: self.http_request_key,
        }
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        connection.putheader("Cookie", cookie)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        return connection

    def test_signature_of_50_megabytes(self):
        """It is refused by its announced length, and not a byte of it is read."""
        self.sign_in(self.mentee)
        with release_test_lock():
            response = self._announce(50 * 1024 * 1024).getresponse()
        self.assertEqual(response.status, 200)
        self.assertIn("no-store", response.headers["Cache-Control"])
        answer = json.loads(response.read())
        self.assertIn("signature is too large", answer["result"]["error"])
        self.assertFalse(self.agreement.signature_ids)

    def test_signature_above_a_megabyte(self):
        """What is small enough to be read is refused by the model."""
        self.sign_in(self.mentee)
        answer = self._sign(self._read_digest(), signature="A" * 1_500_000)
        self.assertIn("signature is missing", answer["error"], "no drawing")
        signatures = self.env["mentoring.agreement.signature"]
        header = draw_signature()[:40]
        for size in (1_500_000, 70_000_000):
            with self.assertRaisesRegex(UserError, "too large"):
                signatures._check_signature(header + "A" * size)
        self.assertFalse(self.agreement.signature_ids)
