# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import MentoringPortalCase, draw_signature


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
        self.assertIn("The office cannot", self.get_text(page))
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
        self.assertIn("Somebody has signed", self.get_text(self.read_page(answer)))

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
        self.assertIn("tell the office why", self.get_text(self.read_page(answer)))

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
