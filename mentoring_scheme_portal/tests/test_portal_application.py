# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.orm.fields_properties import Properties
from odoo.tests import tagged

from odoo.addons.mentoring_scheme.dates import format_day

from ..models.mentoring_application import FILE_LIMIT
from .application_common import RESUME, ApplicationPortalCase
from .common import HOME, PDF


@tagged("post_install", "-at_install")
class TestPortalApplication(ApplicationPortalCase):
    """Applying through the portal (promises A19, A20, A21, A34, A36, B6)."""

    # ------------------------------------------------------------------
    # The way through
    # ------------------------------------------------------------------

    def test_mentor_applies(self):
        """A mentor applies with a résumé; a confirmation is queued (A19-A21, B6)."""
        application, page = self._start(self.mentor, "mentor")
        self.assertEqual(application.state, "draft")
        self.assertIn(
            "résumé is missing", self.get_text(self._open_step(application, "review"))
        )
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
        self.assertTrue(application.confirmation_due)
        self._confirm()
        self.assertFalse(application.confirmation_due)
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
        review = self._open_step(application, "review")
        self.assertIn("invoice", self.get_text(review, "//*[@aria-labelledby='todo']"))
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

    def _define_questions(self):
        """Define an own question of every type that Odoo knows."""
        country = self.env.ref("base.au")
        self.scheme.application_properties_definition = [
            {"name": "head", "type": "separator", "string": "About conferences"},
            {"name": "line", "type": "char", "string": "How did you hear of us?"},
            {"name": "text", "type": "text", "string": "Your first job"},
            {"name": "rich_html", "type": "html", "string": "Your best day"},
            {"name": "whole", "type": "integer", "string": "Conferences"},
            {"name": "number", "type": "float", "string": "Distance", "suffix": "km"},
            {
                "name": "amount",
                "type": "monetary",
                "string": "Travel money",
                "currency_field": "currency_id",
            },
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
            {"name": "moment", "type": "datetime", "string": "Free for a call"},
            {
                "name": "land",
                "type": "many2one",
                "comodel": "res.country",
                "string": "Country of study",
                "domain": "[('code', 'in', ('AU', 'NZ'))]",
            },
            {
                "name": "lands",
                "type": "many2many",
                "comodel": "mentoring.sector",
                "string": "Other sectors",
            },
            {
                "name": "office",
                "type": "many2one",
                "comodel": "res.partner",
                "string": "For the office",
            },
            {
                "name": "secret",
                "type": "many2one",
                "comodel": "mentoring.application",
                "string": "Belongs to",
            },
        ]
        types = {
            question["type"]
            for question in self.scheme.application_properties_definition
        }
        self.assertEqual(types, set(Properties.ALLOWED_TYPES))
        return country

    def test_own_questions(self):
        """The scheme's own questions of every type are asked, kept, shown to staff and
        exported (A20).
        """
        country = self._define_questions()
        application, _page = self._start(self.mentee, "mentee")
        application.properties = {"office": self.employer.id}
        page = self._open_step(application, "aims")
        for hidden in ("For the office", "Belongs to"):
            self.assertNotIn(hidden, self.get_text(page))
        [heading] = page.xpath("//h4")
        self.assertEqual(heading.text_content(), "About conferences")
        self.assertIn("In km.", self.get_text(page))
        self.assertIn("In Sydney time.", self.get_text(page))
        self.assertNotIn("Germany", self.get_text(page))
        answers = {
            "question_line": "A friend",
            "question_text": "Shelving\nand dusting",
            "question_rich_html": "<script>1</script>\n5 > 4",
            "question_whole": "3",
            "question_number": "0.6",
            "question_amount": "99.95",
            "question_box": "1",
            "question_choice": "old",
            "question_tags": ["books", "data"],
            "question_day": "2019-02-28",
            "question_moment": "2027-01-31T09:30",
            "question_land": str(country.id),
            "question_lands": [str(self.sector.id)],
            "question_office": "1",
        }
        path = f"{HOME}/application/{application.id}/edit"
        form = {**self.get_form(page), **answers, "action": "next"}
        self.assertIn("step=papers", self.post(path, form).url)
        stored = {
            question["name"]: question.get("value")
            for question in application._read_own_questions()
        }
        self.assertEqual(
            stored,
            {
                "head": None,
                "line": "A friend",
                "text": "Shelving\nand dusting",
                "rich_html": "<p>&lt;script&gt;1&lt;/script&gt;<br>5 &gt; 4</p>",
                "whole": 3,
                "number": 0.6,
                "amount": 99.95,
                "box": True,
                "choice": "old",
                "tags": ["books", "data"],
                "day": "2019-02-28",
                "moment": "2027-01-30 22:30:00",
                "land": country.id,
                "lands": self.sector.ids,
                "office": self.employer.id,
                "secret": None,
            },
        )
        self._check_questions_shown(application, answers)
        self._check_questions_exported(application)
        self._check_questions_refused(application, country)
        # An emptied answer is emptied.
        page = self._open_step(application, "aims")
        self._save(
            application,
            page,
            question_whole="",
            question_tags=[],
            question_land="",
            question_lands=[],
            question_moment="",
            question_rich_html="",
        )
        application.invalidate_recordset()
        for name in ("whole", "tags", "land", "lands", "moment", "rich_html"):
            self.assertFalse(application.properties[name], name)
        self.assertEqual(application.properties["office"], self.employer)

    def _check_questions_shown(self, application, answers):
        """The form shows what was typed; the page and the review show it in words."""
        shown = self.get_form(self._open_step(application, "aims"))
        for name, value in answers.items():
            if name != "question_office":
                expected = value if isinstance(value, list) else [value]
                self.assertEqual([one.strip() for one in shown[name]], expected, name)
        view = self.get_text(self._open_step(application, "review"))
        for text in (
            "Old hand",
            "Books, Data",
            "<script>1</script> 5 > 4",
            "31 January 2027, 09:30 (Sydney time)",
            "Australia",
            "Zoo libraries",
        ):
            self.assertIn(text, view)

    def _check_questions_exported(self, application):
        """Staff read and export each answer by Odoo's own export."""
        staff = application.with_user(self.coordinator)
        names = [
            question["name"]
            for question in self.scheme.application_properties_definition
            if question["type"] != "separator"
        ]
        coordinator = self.coordinator
        coordinator.group_ids += self.env.ref("base.group_allow_export")
        [row] = staff.export_data([f"properties.{name}" for name in names])["datas"]
        exported = dict(zip(names, row, strict=True))
        self.assertEqual(exported["line"], "A friend")
        self.assertEqual(exported["whole"], 3)
        self.assertEqual(exported["number"], 0.6)
        self.assertEqual(exported["amount"], 99.95)
        self.assertEqual(exported["choice"], "Old hand")
        self.assertEqual(exported["tags"], "Books,Data")
        self.assertEqual(exported["land"], "Australia")
        self.assertEqual(exported["lands"], "Zoo libraries")
        self.assertEqual(str(exported["day"]), "2019-02-28")
        self.assertEqual(str(exported["moment"]), "2027-01-30 22:30:00")
        self.assertIn("5 &gt; 4", exported["rich_html"])
        self.assertTrue(exported["box"])

    def _check_questions_refused(self, application, country):
        """A record that is not offered, and a wrong answer of each kind, is refused."""
        foreign = self.env.ref("base.de")
        for name, value, sentence in (
            ("question_land", str(foreign.id), "not offered"),
            ("question_lands", "999999", "not offered"),
            ("question_whole", "three", "whole number"),
            ("question_amount", "free", "in digits"),
            ("question_moment", "yesterday", "not a day and time"),
            ("question_day", "2019-02-30", "not a date"),
            ("question_choice", "gone", "not offered"),
            ("question_rich_html", "x" * 6000, "shorten"),
        ):
            page = self._open_step(application, "aims")
            page = self.read_page(self._save(application, page, **{name: value}))
            self.assertIn(sentence, self._get_error(page, name), name)
        application.invalidate_recordset()
        self.assertEqual(application.properties["land"], country)

    def test_returned(self):
        """What the office returns shows its remarks, and is submitted again."""
        application = self._create_approved(self.mentee, "mentee")
        application.sudo().write(
            {"state": "returned", "return_remarks": "A newer résumé?"}
        )
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
            accepts_fee=self._complete(page)["accepts_fee"],
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
            "Please answer “Topics”.",
            "Please tick: What I have written here is true",
            "at least 4 years of experience; you stated 3",
            "Your résumé is missing",
            "accept the code of conduct",
        ):
            self.assertIn(text, summary)
        targets = [link.get("href") for link in page.xpath("//*[@id='summary']//a")]
        for target in targets:
            where, field = target.split("#")
            place = self.open_page(f"{HOME}/application/{application.id}/edit{where}")
            self.assertTrue(place.xpath(f"//*[@id='{field}']"), target)
        self.assertIn("?step=papers#field_resume", targets)
        self.assertEqual(page.xpath("//*[@id='summary']")[0].get("role"), "alert")
        page = self._open_step(application, "person")
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
        application, _page = self._start(self.mentor, "mentor")
        page = self._open_step(application, "declarations")
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
        page = self._open_step(application, "declarations")
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
        self.assertIn("201 characters", self._get_error(page, "current_role"))
        shown = self.get_form(page)
        self.assertEqual(shown["years_experience"], ["ten"])
        self.assertEqual(shown["current_role"], ["x" * 201])
        self.assertEqual(application.employer, "Stored all the same")
        for name, sentence in (
            ("capacity", "from 1 to 20"),
            ("tz", "not offered"),
            ("first_topic_id", "not offered"),
            ("profile_url", "not a web address"),
            ("available_from", "not a date"),
        ):
            value = bad.get(name, "javascript:alert(1)")
            page = self.read_page(self._save(application, page, **{name: value}))
            self.assertIn(sentence, self._get_error(page, name))
            [field] = page.xpath(f"//*[@id='field_{name}']")
            self.assertEqual(field.get("aria-invalid"), "true", name)
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
        close = format_day(self.env, self.intake.application_close)
        sentence = f"closed on {close} at the end of the day (Sydney time)"
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
        names = [question.name for question in application._get_portal_form().fields]
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
            "مرحبا \u2067rtl\u2069",
            "👩🏽‍🔬" * 300,
            "",
            "x" * 20000,
        ):
            with self.subTest(value[:10]):
                response = self._save(application, page, **dict.fromkeys(names, value))
                shown = self.read_page(response)
                self.assertNotIn(b"<script>alert(1)", response.content)
                self.assertTrue(shown.xpath("//h1"))
        path = f"{HOME}/application/{application.id}/edit"
        token = page.xpath("//*[@name='csrf_token']")[0].get("value")
        for body in (
            b"step=aims&goals=%00%ED%A0%80&topic_ids=%FF&action=",
            b"step=aims&action=remove:&goals=%C3%28",
            b"step=papers&action=remove:999999999999999999999",
            b"step=papers&action=remove:%C2%B2",
            b"step=topics&action=go:%00",
            b"step=%00&action=go:review",
            b"step=nothing&action=submit",
            b"action=next",
        ):
            response = self.url_open(
                path,
                data=body + f"&csrf_token={token}".encode(),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
            self.assertEqual(response.status_code, 200, body)
        for query in (
            "?notice=x",
            "?notice=%00",
            "?notice[]=1",
            "?%00=%00",
            "?page=-1",
            "?step=%00",
            "?step=nothing",
            "?step[]=1&step=2",
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
