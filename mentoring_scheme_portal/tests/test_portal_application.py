# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..models.mentoring_application import FILE_LIMIT
from .common import HOME, PDF, MentoringPortalCase

RESUME = ("resume.pdf", PDF, "application/pdf")


@tagged("post_install", "-at_install")
class TestPortalApplication(MentoringPortalCase):
    """Applying through the portal (promises A19, A20, A21, A34, A36, B6)."""

    def _start(self, user, role, intake=None):
        """Begin as the browser does; return the application and its page."""
        self.sign_in(user)
        intake = intake or self.intake
        response = self.post(f"{HOME}/apply/{intake.id}/{role}")
        application = self._find(user, role)
        self.assertEqual(
            response.url, f"{self.base_url()}{HOME}/application/{application.id}/edit"
        )
        return application, self.read_page(response)

    def _find(self, user, role):
        return self.env["mentoring.application"].search(
            [("partner_id", "=", user.partner_id.id), ("role", "=", role)]
        )

    def _save(self, application, page, action="save", files=None, **answers):
        """Post the page's form, with these answers changed."""
        data = {**self.get_form(page), **answers, "action": action}
        return self.post(f"{HOME}/application/{application.id}/edit", data, files=files)

    def _complete(self, page):
        """Return answers that make a form complete, apart from the résumé."""
        [conduct] = page.xpath("//input[@name='accept_conduct']")
        return {
            "current_role": "Senior librarian",
            "years_experience": "12",
            "topic_ids": [str(topic.id) for topic in self.topics[:2]],
            "first_topic_id": str(self.topics[1].id),
            "goals": "Share what I have learnt.",
            "is_honest": "1",
            "is_committed": "1",
            "accept_conduct": conduct.get("value"),
        }

    def _get_summary(self, page):
        return self.get_text(page, "//*[@id='summary']")

    def _get_error(self, page, name):
        """Return the sentence at a question, which the input must refer to."""
        [error] = page.xpath(f"//*[@id='field_{name}_error']")
        referring = page.xpath(
            f"//*[contains(@aria-describedby, 'field_{name}_error')]"
        )
        self.assertTrue(referring, name)
        return error.text_content().strip()

    # ------------------------------------------------------------------
    # The way through
    # ------------------------------------------------------------------

    def test_mentor_applies(self):
        """A mentor applies with a résumé; a confirmation is queued (A19-A21, B6)."""
        application, page = self._start(self.mentor, "mentor")
        self.assertEqual(application.state, "draft")
        self.assertIn("résumé is missing", self.get_text(page))
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": RESUME},
            capacity="2",
            anything_else="I have guide dogs.",
            **self._complete(page),
        )
        self.assertIn("has arrived", self.get_text(self.read_page(response)))
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "partner_id": self.mentor.partner_id.id,
                    "years_experience": 12,
                    "capacity": 2,
                    "current_role": "Senior librarian",
                    "topic_ids": self.topics[:2].ids,
                    "first_topic_id": self.topics[1].id,
                    "anything_else": "I have guide dogs.",
                    "is_honest": True,
                    "is_committed": True,
                }
            ],
        )
        self.assertEqual(application.file_ids.filename, "resume.pdf")
        self.assertEqual(base64.b64decode(application.file_ids.file), PDF)
        mails = self.env["mail.mail"].search(
            [("model", "=", application._name), ("res_id", "=", application.id)]
        )
        self.assertEqual(len(mails), 1)
        self.assertIn("has arrived", mails.body_html)
        self.assertEqual(mails.state, "outgoing", "queued, not sent in the request")
        # Nobody who applies follows what staff discuss.
        self.assertNotIn(
            self.mentor.partner_id, application.message_follower_ids.partner_id
        )
        shown = self.get_text(self.open_page(f"{HOME}/application/{application.id}"))
        for text in ("Senior librarian", "Yearbooks", "guide dogs", "resume.pdf"):
            self.assertIn(text, shown)

    def test_mentee_applies(self):
        """A mentee names an employer who pays; a draft waits in between."""
        application, page = self._start(self.mentee, "mentee")
        response = self._save(
            application, page, goals="Find my feet.", payer="employer"
        )
        page = self.read_page(response)
        self.assertIn("draft is saved", self.get_text(page))
        self.assertIn("invoice", self.get_text(page, "//*[@aria-labelledby='todo']"))
        self.assertEqual(application.goals, "Find my feet.")
        complete = {**self._complete(page), "goals": "Find my feet."}
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": RESUME},
            payer_name="Example Library",
            payer_email="accounts@example.com",
            purchase_order="PO 7",
            **complete,
        )
        self.read_page(response)
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "payer": "employer",
                    "payer_name": "Example Library",
                    "payer_email": "accounts@example.com",
                    "purchase_order": "PO 7",
                }
            ],
        )

    def test_own_questions(self):
        """The scheme's own questions of every kind are asked, kept and shown (A20)."""
        self.scheme.application_properties_definition = [
            {"name": "line", "type": "char", "string": "How did you hear of us?"},
            {"name": "text", "type": "text", "string": "Your first job"},
            {"name": "whole", "type": "integer", "string": "Conferences"},
            {"name": "number", "type": "float", "string": "Full-time share"},
            {"name": "box", "type": "boolean", "string": "I took part before"},
            {
                "name": "choice",
                "type": "selection",
                "string": "Stage",
                "selection": [["new", "Newcomer"], ["old", "Old hand"]],
            },
            {
                "name": "tags",
                "type": "tags",
                "string": "Interests",
                "tags": [["books", "Books", 1], ["data", "Data", 2]],
            },
            {"name": "day", "type": "date", "string": "Member since"},
            {
                "name": "office",
                "type": "many2one",
                "comodel": "res.partner",
                "string": "For the office",
            },
        ]
        application, page = self._start(self.mentee, "mentee")
        application.properties = {"office": self.employer.id}
        self.assertNotIn("For the office", self.get_text(page))
        response = self._save(
            application,
            page,
            question_line="A friend",
            question_text="Shelving",
            question_whole="3",
            question_number="0.6",
            question_box="1",
            question_choice="old",
            question_tags=["books", "data"],
            question_day="2019-02-28",
            question_office="1",
        )
        page = self.read_page(response)
        stored = {
            question["name"]: question.get("value")
            for question in application.read(["properties"], load=None)[0]["properties"]
        }
        self.assertEqual(
            stored,
            {
                "line": "A friend",
                "text": "Shelving",
                "whole": 3,
                "number": 0.6,
                "box": True,
                "choice": "old",
                "tags": ["books", "data"],
                "day": "2019-02-28",
                "office": (self.employer.id, self.employer.display_name),
            },
        )
        shown = self.get_form(page)
        self.assertEqual(shown["question_whole"], ["3"])
        self.assertEqual(shown["question_tags"], ["books", "data"])
        self.assertEqual(shown["question_day"], ["2019-02-28"])
        view = self.get_text(self.open_page(f"{HOME}/application/{application.id}"))
        self.assertIn("Old hand", view)
        self.assertIn("Books, Data", view)
        # An emptied answer is emptied.
        self._save(application, page, question_whole="", question_tags=[])
        application.invalidate_recordset()
        self.assertFalse(application.properties["whole"])
        self.assertFalse(application.properties["tags"])

    def test_returned(self):
        """What the office returns shows its remarks, and is submitted again."""
        application = self._create_approved(self.mentee, "mentee")
        application.write({"state": "returned", "return_remarks": "A newer résumé?"})
        self.sign_in(self.mentee)
        self.assertIn("A newer résumé?", self.get_text(self.open_page(HOME)))
        page = self.open_page(f"{HOME}/application/{application.id}/edit")
        self.assertIn("A newer résumé?", self.get_text(page))
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": ("newer.pdf", PDF, "application/pdf")},
            topic_ids=[str(self.topics[0].id)],
        )
        self.read_page(response)
        self.assertEqual(application.state, "submitted")
        self.assertEqual(len(application.file_ids), 2)

    def test_withdraw(self):
        """Before the match a member withdraws on a page that asks first, and may apply
        again.
        """
        application = self._create_approved(self.mentee, "mentee")
        self.sign_in(self.mentee)
        page = self.open_page(f"{HOME}/application/{application.id}/withdraw")
        self.assertIn("You owe nothing", self.get_text(page))
        self.assertEqual(application.state, "approved")
        response = self.post(f"{HOME}/application/{application.id}/withdraw")
        self.assertIn("taken your application back", response.text)
        self.assertEqual(application.state, "withdrawn")
        again, _page = self._start(self.mentee, "mentee")
        self.assertEqual(again, application)
        self.assertEqual(application.state, "draft")

    def test_start_twice(self):
        """A double click opens the draft that the first one made."""
        first, _page = self._start(self.mentee, "mentee")
        second, _page = self._start(self.mentee, "mentee")
        self.assertEqual(first, second)
        self.assertEqual(len(second), 1)

    # ------------------------------------------------------------------
    # Refusals, in words
    # ------------------------------------------------------------------

    def test_missing_answers(self):
        """Submitting too early names all that is missing, and keeps what was typed."""
        application, page = self._start(self.mentor, "mentor")
        response = self._save(
            application,
            page,
            "submit",
            current_role="Typed and kept",
            years_experience="3",
        )
        page = self.read_page(response)
        summary = self._get_summary(page)
        for text in (
            "Topics: please answer this.",
            "Please tick: What I have written here is true",
            "at least 4 years of experience; you stated 3",
            "Your résumé is missing",
            "accept the code of conduct",
        ):
            self.assertIn(text, summary)
        targets = [link.get("href") for link in page.xpath("//*[@id='summary']//a")]
        for target in targets:
            self.assertTrue(page.xpath(f"//*[@id='{target[1:]}']"), target)
        self.assertIn("#field_resume", targets)
        self.assertEqual(page.xpath("//*[@id='summary']")[0].get("role"), "alert")
        self.assertEqual(self.get_form(page)["current_role"], ["Typed and kept"])
        self.assertEqual(application.state, "draft")
        self.assertEqual(application.current_role, "Typed and kept")

    def test_declaration_needed(self):
        """Nobody submits without having declared to be honest (A36)."""
        application, page = self._start(self.mentor, "mentor")
        answers = self._complete(page)
        del answers["is_honest"]
        response = self._save(
            application, page, "submit", files={"resume": RESUME}, **answers
        )
        self.assertIn("true and complete", self._get_summary(self.read_page(response)))
        self.assertEqual(application.state, "draft")

    def test_conduct(self):
        """The version of the code that was on the page is the one accepted (A34)."""
        application, page = self._start(self.mentor, "mentor")
        self.assertIn("Keep confidences.", self.get_text(page))
        first = self.scheme._get_document("conduct", "mentor")
        second = first.copy({"body": "<p>Be kind, too.</p>"})
        response = self._save(application, page, accept_conduct=str(first.id))
        page = self.read_page(response)
        self.assertIn("has changed since", self._get_error(page, "accept_conduct"))
        self.assertIn("Be kind, too.", self.get_text(page))
        self.assertFalse(application.conduct_document_id)
        self._save(application, page, accept_conduct=str(second.id))
        self.assertEqual(application.conduct_document_id, second)
        self.assertTrue(application.conduct_accepted_on)
        page = self.open_page(f"{HOME}/application/{application.id}/edit")
        self.assertIn("version 2", self.get_text(page))
        self.assertFalse(page.xpath("//input[@name='accept_conduct']"))

    def test_answers_refused(self):
        """Each answer that cannot be taken is explained where it stands; the others are
        stored, and all stands as it was typed.
        """
        application, page = self._start(self.mentor, "mentor")
        bad = {
            "years_experience": "ten",
            "capacity": "-1",
            "current_role": "x" * 201,
            "tz": "Atlantis/Capital",
            "first_topic_id": "999999999999",
        }
        response = self._save(application, page, employer="Stored all the same", **bad)
        page = self.read_page(response)
        self.assertIn("in digits", self._get_error(page, "years_experience"))
        self.assertIn("from 1 to 20", self._get_error(page, "capacity"))
        self.assertIn("201 characters", self._get_error(page, "current_role"))
        self.assertIn("not offered", self._get_error(page, "tz"))
        for name in bad:
            [field] = page.xpath(f"//*[@id='field_{name}']")
            self.assertEqual(field.get("aria-invalid"), "true", name)
        shown = self.get_form(page)
        self.assertEqual(shown["years_experience"], ["ten"])
        self.assertEqual(shown["current_role"], ["x" * 201])
        self.assertEqual(application.employer, "Stored all the same")
        self.assertEqual(application.capacity, 1)

    def test_file_refused(self):
        """A refused file is explained, and nothing typed is lost."""
        application, page = self._start(self.mentor, "mentor")
        for name, content, sentence in (
            ("page.pdf", b"<html><script>alert(1)</script></html>", "kind of file"),
            ("empty.pdf", b"", "empty"),
            ("a" * 200 + ".pdf", PDF, "longer than"),
            ("big.pdf", PDF + b" " * 10 * 1024 * 1024, "at most 10 MB"),
        ):
            with self.subTest(name[:10]):
                response = self._save(
                    application,
                    page,
                    files={"resume": (name, content, "application/pdf")},
                    goals=f"Typed with {name[:10]}",
                )
                shown = self.read_page(response)
                self.assertIn(sentence, self._get_error(shown, "resume"))
                self.assertIn("Résumé:", self._get_summary(shown))
                self.assertEqual(application.goals, f"Typed with {name[:10]}")
                self.assertFalse(application.file_ids)

    def test_files(self):
        """A file is sent back as it was, never shown; it can be removed, and there is a
        limit.
        """
        application, page = self._start(self.mentor, "mentor")
        self._save(application, page, files={"resume": RESUME})
        self._save(application, page, files={"resume": RESUME})
        self.assertEqual(len(application.file_ids), 1, "the same file once only")
        record = application.file_ids
        response = self.url_open(f"{HOME}/file/{record.id}")
        self.assertEqual(response.content, PDF)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self._save(application, page, f"remove:{record.id}", goals="Typed, too")
        self.assertFalse(record.exists())
        self.assertEqual(application.goals, "Typed, too")
        for number in range(FILE_LIMIT + 1):
            response = self._save(
                application,
                page,
                files={"resume": (f"{number}.pdf", PDF, "application/pdf")},
            )
        self.assertEqual(len(application.file_ids), FILE_LIMIT)
        shown = self.read_page(response)
        self.assertIn("remove one first", self._get_error(shown, "resume"))

    def test_deadline(self):
        """After the close the page says exactly why not, to the second (A3)."""
        application, page = self._start(self.mentee, "mentee")
        self.intake.application_close = fields.Date.today() - relativedelta(days=2)
        close = self.intake.application_close.strftime("%d %B %Y")
        sentence = f"closed on {close} at the end of the day (Australia/Sydney time)"
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": RESUME},
            **self._complete(page),
        )
        self.assertIn(sentence, self._get_summary(self.read_page(response)))
        self.assertEqual(application.state, "draft")
        self.assertEqual(application.goals, "Share what I have learnt.")
        # Whoever comes later is told before having written anything.
        self.sign_in(self.stranger)
        start = self.open_page(f"{HOME}/apply/{self.intake.id}/mentee")
        self.assertIn(sentence, self.get_text(start))
        self.assertFalse(start.xpath("//form[contains(@action, '/apply/')]"))
        response = self.post(f"{HOME}/apply/{self.intake.id}/mentee")
        self.assertIn(
            sentence,
            self.get_text(self.read_page(response), "//*[contains(@class, 'alert-')]"),
        )
        self.assertFalse(self._find(self.stranger, "mentee"))

    def test_no_member(self):
        """Whoever is no member is told so before starting, and may prepare (A7)."""
        self.stranger.partner_id.free_member = False
        self.sign_in(self.stranger)
        start = self.open_page(f"{HOME}/apply/{self.intake.id}/mentee")
        self.assertIn("Please join or renew first", self.get_text(start))
        application, page = self._start(self.stranger, "mentee")
        response = self._save(
            application,
            page,
            "submit",
            files={"resume": RESUME},
            **self._complete(page),
        )
        self.assertIn("join or renew", self._get_summary(self.read_page(response)))
        self.assertEqual(application.state, "draft")

    def test_organisation(self):
        """An organisation's account is told that a person applies."""
        self.stranger.partner_id.is_company = True
        self.sign_in(self.stranger)
        self.assertIn(
            "signed in as an organisation", self.open_page(HOME).text_content()
        )
        path = f"{HOME}/apply/{self.intake.id}/mentor"
        self.assertIn("A person applies", self.get_text(self.open_page(path)))
        self.assertIn(
            "A person applies", self.get_text(self.read_page(self.post(path)))
        )
        self.assertFalse(self._find(self.stranger, "mentor"))

    def test_role_not_offered(self):
        """A role that the scheme does not offer is no page."""
        self.sign_in(self.stranger)
        path = f"{HOME}/apply/{self.intake.id}/peer"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(self.post(path).status_code, 404)
        self.scheme.offers_peer = True
        self.assertEqual(self.url_open(path).status_code, 200)

    def test_submitted_stays(self):
        """What has been submitted is not edited any more, whatever is posted."""
        application = self._create_approved(self.mentee, "mentee")
        self.sign_in(self.mentee)
        path = f"{HOME}/application/{application.id}/edit"
        before = self.take_snapshot()
        response = self.post(
            path, {"goals": "Changed", "action": "submit"}, files={"resume": RESUME}
        )
        self.assertEqual(
            response.url, f"{self.base_url()}{HOME}/application/{application.id}"
        )
        response = self.post(path, {"action": f"remove:{application.file_ids.id}"})
        self.read_page(response)
        self.assertEqual(self.take_snapshot(), before)

    def test_bad_input(self):
        """Nothing that is posted makes the server fail (issue, bad input)."""
        application, page = self._start(self.mentor, "mentor")
        names = list(self.get_form(page))
        for value in (
            "\x00",
            "a\x00b",
            "\u202egpj.exe",
            "9" * 5000,
            "-1",
            "1e309",
            "NaN",
            "<script>alert(1)</script>",
            "{{7*7}}",
            "0001-01-01",
            "x" * 20000,
        ):
            with self.subTest(value[:10]):
                response = self._save(application, page, **dict.fromkeys(names, value))
                shown = self.read_page(response)
                self.assertNotIn(b"<script>alert(1)", response.content)
                self.assertTrue(shown.xpath("//*[@id='summary']"))
        path = f"{HOME}/application/{application.id}/edit"
        for body in (
            b"goals=%00%ED%A0%80&topic_ids=%FF&action=",
            b"action=remove:&goals=%C3%28",
            b"action=remove:999999999999999999999",
            b"action=remove:%C2%B2",
        ):
            token = "&csrf_token=" + page.xpath("//*[@name='csrf_token']")[0].get(
                "value"
            )
            response = self.url_open(
                path,
                data=body + token.encode(),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
            self.assertEqual(response.status_code, 200, body)
        for query in (
            "?notice=x",
            "?notice=%00",
            "?notice[]=1",
            "?%00=%00",
            "?page=-1",
        ):
            for where in (HOME, f"{HOME}/apply/{self.intake.id}/mentor", path):
                self.assertEqual(self.url_open(where + query).status_code, 200, query)
        for name in ("../../etc/passwd", "a\x00b.pdf", "\u202efdp.exe", "CON.pdf"):
            files = {"resume": (name, PDF, "application/pdf")}
            self.read_page(self._save(application, page, files=files))
        for stored in application.file_ids.mapped("filename"):
            self.assertNotRegex(stored, r"[/\\\x00\u202e]")

    def test_templates_get_values(self):
        """No record reaches a template of ours, only plain values (design 4)."""
        from ..controllers.mentoring_portal import MentoringPortal

        application = self._create_approved(self.mentee, "mentee")
        draft, _page = self._start(self.mentor, "mentor")
        seen = []
        render = MentoringPortal._render_page

        def check(controller, template, title, values, **options):
            seen.append(template)
            self._assert_plain(values)
            return render(controller, template, title, values, **options)

        with patch.object(MentoringPortal, "_render_page", check):
            self.url_open(f"{HOME}/application/{draft.id}/edit")
            self.url_open(f"{HOME}/apply/{self.intake.id}/mentee")
            self.sign_in(self.mentee)
            self.url_open(HOME)
            self.url_open(f"{HOME}/application/{application.id}")
            self.url_open(f"{HOME}/application/{application.id}/withdraw")
        self.assertEqual(
            seen,
            [
                "application_form",
                "application_start",
                "home",
                "application_view",
                "application_withdraw",
            ],
        )

    def _assert_plain(self, value):
        if isinstance(value, dict):
            for part in value.values():
                self._assert_plain(part)
        elif isinstance(value, list | tuple):
            for part in value:
                self._assert_plain(part)
        else:
            self.assertIsInstance(value, str | int | float | bool | None, value)

    def test_mentor_category(self):
        """A mentor's grade of membership is told apart from the years (A14)."""
        category = self.env["membership.membership_category"].create(
            {"name": "Associate"}
        )
        self.scheme.mentor_category_ids = [Command.set(category.ids)]
        self.sign_in(self.mentor)
        page = self.open_page(f"{HOME}/apply/{self.intake.id}/mentor")
        self.assertIn("Mentors are Associate members", self.get_text(page))
