# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from datetime import date, datetime, timedelta

from lxml import html

from odoo import Command, fields
from odoo.tests import freeze_time, new_test_user, tagged

from .application_common import RESUME, ApplicationPortalCase
from .common import HOME, PDF

# What people paste, and what programs try.
STRANGE = (
    "",
    "x" * 20000,
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}<t t-out='1'/>",
    "a\x00b\x07c\x1b[31m",
    "👩🏽‍🔬 ok",
    "مرحبا \u202etxt.exe",
    "\ud800",
    "' OR 1=1 --",
    "-1",
    "0",
    "999999999999",
    "NaN",
    "2027-02-30",
)


@tagged("post_install", "-at_install")
class TestPortalApplicationInput(ApplicationPortalCase):
    """Bad input (issue 3): a message at the field, nothing lost or stored wrong."""

    def _get_path(self, application):
        return f"{HOME}/application/{application.id}/edit"

    def test_every_field_of_every_step(self):
        """Whatever is posted is stored cleanly, or explained where it stands; no page
        fails.
        """
        self._offer_everything()
        for user, role in (
            (self.mentee, "mentee"),
            (self.mentor, "mentor"),
            (self.stranger, "peer"),
        ):
            application, _page = self._start(user, role)
            form = application._get_portal_form()
            for step in form.steps:
                if step.fields:
                    self._check_step(application, step)
            missing = {field.name for field in form.fields} ^ {
                field.name for step in form.steps for field in step.fields
            }
            self.assertFalse(missing, "a field that stands on no step")

    def _offer_everything(self):
        """Have the form ask all that it can ask."""
        self.scheme.write(
            {
                "referee_required": "optional",
                "offers_group": True,
                "offers_peer": True,
                "offers_reverse": True,
                "criterion_ids": [
                    Command.create({"kind": kind, "weight": 1})
                    for kind in ("career_stage", "availability")
                ],
                "application_properties_definition": [
                    {"name": f"own_{kind}", "type": kind, "string": f"Own {kind}"}
                    for kind in ("char", "integer", "float", "date", "boolean")
                ],
            }
        )

    def _check_step(self, application, step):
        """Post each strange value to all questions of a step."""
        path = self._get_path(application)
        for value in STRANGE:
            answers = {
                question.name: value.encode("utf-8", "surrogatepass")
                for question in step.fields
            }
            response = self.post(
                path,
                {**answers, "step": step.name, "action": "save"},
                allow_redirects=False,
            )
            with self.subTest(step=step.name, value=value):
                self._check_answers(application, step, response)

    def _check_answers(self, application, step, response):
        self.assertIn(response.status_code, (200, 303))
        self.assertNotIn(b"<script>alert(1)", response.content)
        application.invalidate_recordset()
        page = html.fromstring(response.content) if response.content else None
        refused = response.status_code == 200
        self.assertEqual(bool(refused and self._get_summary(page)), refused)
        for question in step.fields:
            if refused and page.xpath(f"//*[@id='field_{question.name}_error']"):
                self.assertTrue(self._get_error(page, question.name))
            elif question.widget in ("text", "email", "url"):
                stored = self._get_stored(application, question.name)
                self.assertLessEqual(len(stored), question.limit)
                self.assertNotRegex(stored, r"[\x00-\x08\x0b-\x1f\x7f]")
        self.assertEqual(application.state, "draft")

    def _get_stored(self, application, name):
        """Return the text that is stored, of an own question of the scheme as well."""
        own = name.removeprefix("question_")
        if own == name:
            return application[name] or ""
        return application.properties.get(own) or ""

    def test_refused_by_the_model(self):
        """What only the model refuses stands at its field; the rest of the step, which
        the page says is saved, is.
        """
        self.scheme.referee_required = "optional"
        application, _page = self._start(self.mentee, "mentee")
        form = {
            **self.get_form(self._open_step(application, "referee")),
            "referee_name": ["Robin Referee"],
            "referee_email": [self.mentee.email],
        }
        page = self.read_page(
            self.post(self._get_path(application), {**form, "action": "next"})
        )
        self.assertIn("own address", self._get_error(page, "referee_email"))
        self.assertEqual(len(page.xpath("//*[@id='summary']//li")), 1)
        self.assertEqual(self.get_form(page)["referee_email"], [self.mentee.email])
        self.assertEqual(application.referee_name, "Robin Referee")
        self.assertFalse(application.referee_email)

    def test_refused_on_the_first_step(self):
        """The page stays the first one: there is nothing to go back to."""
        application, _page = self._start(self.mentee, "mentee")
        form = self.get_form(self._open_step(application, "person"))
        form["years_experience"] = ["ten"]
        page = self.read_page(
            self.post(self._get_path(application), {**form, "action": "next"})
        )
        self.assertTrue(self._get_summary(page))
        self.assertFalse(page.xpath("//button[@value='back']"))
        [current] = page.xpath("//button[@aria-current='step']")
        self.assertEqual(current.get("value"), "go:person")

    def test_refused_and_kept(self):
        """One wrong answer is explained; everything else on the page stands as it was
        typed, and is stored.
        """
        application, _page = self._start(self.mentee, "mentee")
        form = {
            **self.get_form(self._open_step(application, "person")),
            "employer": ["مكتبة 👩🏽‍🔬"],
            "bio": ["<b>I</b> & {{you}}"],
            "years_experience": ["te\x00n\x1b"],
        }
        page = self.read_page(
            self.post(self._get_path(application), {**form, "action": "next"})
        )
        self.assertIn("in digits", self._get_error(page, "years_experience"))
        shown = self.get_form(page)
        self.assertEqual(shown.pop("years_experience"), ["ten"])
        del form["years_experience"]
        self.assertEqual({name: shown[name] for name in form}, form)
        self.assertEqual(application.employer, "مكتبة 👩🏽‍🔬")
        self.assertEqual(application.bio, "<b>I</b> & {{you}}")

    def test_forged_fields(self):
        """Who applies, where and how far it is are not the page's to say."""
        application, _page = self._start(self.mentee, "mentee")
        other = self._create_intake(self.scheme, name="Other intake")
        before = (application.partner_id, application.intake_id, application.role)
        path = self._get_path(application)
        for step in application._get_portal_form().steps:
            data = {
                "step": step.name,
                "action": "next",
                "partner_id": str(self.mentor.partner_id.id),
                "intake_id": str(other.id),
                "state": "approved",
                "role": "mentor",
                "date_submitted": "2020-01-01 00:00:00",
                "date_pending": "2020-01-01 00:00:00",
                "membership_move_id": "1",
                "conduct_document_id": "1",
                "preferred_partner_ids": str(self.mentor.partner_id.id),
                "override_ids": "1",
                "portal_step": "review",
                "source": "paper",
            }
            self.read_page(self.post(path, data))
        application.invalidate_recordset()
        self.assertEqual(
            (application.partner_id, application.intake_id, application.role), before
        )
        self.assertRecordValues(
            application,
            [
                {
                    "state": "draft",
                    "date_submitted": False,
                    "date_pending": False,
                    "membership_move_id": False,
                    "conduct_document_id": False,
                    "preferred_partner_ids": [],
                    "override_ids": [],
                }
            ],
        )

    def test_others_ids(self):
        """A topic of another scheme, and another person's file, are out of reach."""
        foreign = self.env["mentoring.topic"].create(
            {
                "name": "Of another scheme",
                "scheme_ids": [Command.set(self._create_scheme("Other scheme").ids)],
            }
        )
        theirs = self._create_approved(self.mentor, "mentor").file_ids
        application, page = self._start(self.mentee, "mentee")
        for name in ("topic_ids", "first_topic_id"):
            page = self.read_page(
                self._save(application, page, **{name: str(foreign.id)})
            )
            self.assertIn("not offered", self._get_error(page, name))
        self.assertFalse(application.topic_ids | application.first_topic_id)
        self._save(application, page, f"remove:{theirs.id}")
        self.assertTrue(theirs.exists())

    def test_submitted_twice(self):
        """A second press of the button finds it done; one confirmation goes out."""
        application, page = self._start(self.mentor, "mentor")
        complete = self._complete(page)
        self._save(application, page, files={"resume": RESUME}, **complete)
        review = self.get_form(self._open_step(application, "review"))
        path = self._get_path(application)
        for _press in range(2):
            response = self.post(path, {**review, "action": "submit"})
            self.assertTrue(response.url.startswith(self.base_url() + path[:-5]))
        self.assertEqual(application.state, "submitted")
        for _run in range(2):
            self._confirm()
        mails = self.env["mail.mail"].search(
            [("model", "=", application._name), ("res_id", "=", application.id)]
        )
        self.assertEqual(len(mails), 1)

    def test_opened_before_the_close(self):
        """A form that was opened in time and sent too late is kept, not submitted."""
        application, page = self._start(self.mentor, "mentor")
        self._save(application, page, files={"resume": RESUME}, **self._complete(page))
        review = self.get_form(self._open_step(application, "review"))
        self.intake.application_close = fields.Date.today() - timedelta(days=2)
        response = self.post(
            self._get_path(application), {**review, "action": "submit"}
        )
        self.assertIn("closed on", self._get_summary(self.read_page(response)))
        self.assertEqual(application.state, "draft")
        page = self._open_step(application, "aims")
        page = self.read_page(self._save(application, page, goals="Written too late"))
        self.assertEqual(application.goals, "Written too late", "nothing is lost")

    def test_last_second(self):
        """A3: until the last second of the day in the intake's zone, on the day when
        clocks change, for an applicant in whatever zone.
        """
        # Sydney leaves summer time on 4 April 2027, so that day has 25 hours.
        last = datetime(2027, 4, 4, 13, 59, 59)
        self.intake.write(
            {
                "date_start": date(2027, 5, 1),
                "application_open": date(2027, 3, 1),
                "application_close": date(2027, 4, 4),
            }
        )
        self.assertEqual(self.intake.application_close_at, last + timedelta(seconds=1))
        for zone, user in (("Pacific/Auckland", self.mentor), ("UTC", self.mentee)):
            user.tz = zone
            with freeze_time(datetime(2027, 3, 10)):
                application = self._create_complete(user)
            with freeze_time(last + timedelta(seconds=1)):
                self.env.invalidate_all()
                failures = application._get_failed_entry_rules()
                self.assertIn("closed on 4 April 2027", failures["deadline"])
                self.assertIn("Sydney time", failures["deadline"])
            with freeze_time(last):
                self.env.invalidate_all()
                application.with_user(user).sudo()._portal_submit()
            self.assertEqual(application.state, "submitted")
            self.assertEqual(application.date_submitted, last)

    def _create_complete(self, user):
        """Return a draft of which nothing is missing."""
        application = self.env["mentoring.application"].create(
            {
                "intake_id": self.intake.id,
                "partner_id": user.partner_id.id,
                "role": "mentor",
                "years_experience": 10,
                "is_honest": True,
                "is_committed": True,
                "file_ids": [
                    Command.create(
                        {"filename": "cv.pdf", "file": base64.b64encode(PDF)}
                    )
                ],
            }
        )
        application._accept_conduct()
        return application

    def test_a41_kinds_of_mentoring(self):
        """A41: the form offers the kinds that the scheme offers, and no other."""
        application, _page = self._start(self.mentor, "mentor")
        path = self._get_path(application)
        for offered, kinds in (
            ({}, []),
            ({"offers_reverse": True}, ["one_to_one", "reverse"]),
            (
                {"offers_group": True},
                ["one_to_one", "group", "either", "reverse"],
            ),
            ({"offers_one_to_one": False}, ["group", "reverse"]),
        ):
            self.scheme.write(offered)
            page = self._open_step(application, "meeting")
            shown = [key.get("value") for key in page.xpath("//input[@name='mode']")]
            self.assertEqual(shown, kinds)
        for kind in ("one_to_one", "no such kind"):
            answers = {"step": "meeting", "action": "save", "mode": kind}
            page = self.read_page(self.post(path, answers))
            self.assertIn("not offered", self._get_error(page, "mode"))
        self._save(application, page, mode="reverse", years_experience="1")
        self.assertEqual(application.mode, "reverse")
        self.assertNotIn("years of experience", application.eligibility_note)

    def test_two_accounts_of_one_person(self):
        """Both accounts of a person lead to the one application."""
        application, _page = self._start(self.mentee, "mentee")
        second = new_test_user(
            self.env,
            login="mel_again",
            groups="base.group_portal",
            password="mel_again" * 2,
            partner_id=self.mentee.partner_id.id,
        )
        again, _page = self._start(second, "mentee")
        self.assertEqual(again, application)
        page = self._open_step(application, "aims")
        self._save(application, page, goals="Typed with the second account")
        self.assertEqual(application.goals, "Typed with the second account")

    def test_archived_person(self):
        """An account whose contact is archived is told to ask the office."""
        application, page = self._start(self.mentee, "mentee")
        complete = self._complete(page)
        self._save(application, page, files={"resume": RESUME}, **complete)
        # Core refuses to archive the contact of an account; an import may have.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET active = false WHERE id = %s",
            [self.mentee.partner_id.id],
        )
        self.env.invalidate_all()
        review = self._open_step(application, "review")
        page = self.read_page(
            self.post(
                self._get_path(application),
                {**self.get_form(review), "action": "submit"},
            )
        )
        self.assertIn("Please contact the office", self._get_summary(page))
        self.assertEqual(application.state, "draft")
