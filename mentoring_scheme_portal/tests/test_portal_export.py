# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import io
import json
import zipfile

from odoo.tests import tagged

from odoo.addons.mentoring_scheme.models.privacy.mentoring_application_erasure import (
    ERASED_FIELDS,
)

from ..models.mentoring_application import PORTAL_FIELDS
from ..models.mentoring_export import EXPORTED
from .common import HOME, PDF, MentoringPortalCase

PATH = f"{HOME}/data"
# Rooms about people that are no part of the export, and why.
LEFT_OUT = {
    "mentoring.agreement.answer": "stands in the agreement",
    "mentoring.agreement.signature": "stands in the agreement",
    "mentoring.application.file": "is a file of the archive",
    "mentoring.application.override": "is the office's decision",
    "mentoring.checkin": "is one click; a worry is told by the office itself",
    "mentoring.concern.file": "a case's papers are the officer's",
    "mentoring.concern.step": "a case's work is the officer's",
    "mentoring.disclosure": "is shown on the partnership, without its reason",
    "mentoring.disclosure.reading": "is shown on the partnership",
    "mentoring.erasure.due": "is a list of what is in the others",
    "mentoring.match.candidate": "is about pairs that were never made",
    "mentoring.match.run": "is about all applicants",
    "mentoring.address.change": "is for staff to look at, and mailed to the member",
    "mentoring.meeting.attendance": "stands in the hours",
    "mentoring.partnership": "stands in the seat",
    "mentoring.pd.correction": "stands in the hours",
    "mentoring.place.offer": "is answered, and stands in the state",
    "mentoring.reference": "stands in the application, as far as it is shared",
}
APART = (
    "mentoring.application",
    "mentoring.agreement",
    "mentoring.evaluation",
    "mentoring.notification",
)

# Says nothing of a person beyond that an application was made, and what it asked for.
KEPT = {
    "accepts_fee",
    "capacity",
    "is_committed",
    "is_honest",
    "membership_product_id",
}


@tagged("post_install", "-at_install")
class TestPortalExport(MentoringPortalCase):
    """Promise B9: members take along what is held about them, or have it erased."""

    def _download(self):
        response = self.url_open(f"{PATH}/mentoring.zip")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        return json.loads(archive.read("mentoring.json")), archive

    def _write(self, user, partnership, body, visibility="author"):
        notes = self.env["mentoring.note"].with_user(user).sudo()  # as the own page
        notes._enter(partnership, {"visibility": visibility, "body": body})
        if visibility == "pair":
            notes.env["mentoring.message"]._enter(partnership, {"body": body})
            notes.env["mentoring.goal"]._enter(partnership, {"name": body})

    def test_everything_and_nothing_else(self):
        """Also what only this person may read; nothing that is another's."""
        partnership = self._create_pair()
        self._sign_all(partnership)
        self._write(self.mentee, partnership, "Mel's secret")
        self._write(self.mentor, partnership, "Mary's secret")
        self._write(self.mentor, partnership, "For us both", visibility="pair")
        self.sign_in(self.mentee)
        page = self.open_page(PATH)
        [link] = page.xpath("//a[contains(text(), 'Download everything')]")
        self.assertTrue(link.get("href").endswith("/mentoring.zip"))
        told, archive = self._download()
        self.assertEqual(
            {note["body"] for note in told["mentoring.note"]},
            {"Mel's secret", "For us both"},
        )
        self.assertEqual(
            [goal["name"] for goal in told["mentoring.goal"]], ["For us both"]
        )
        [message] = told["mentoring.message"]
        self.assertEqual(
            (message["author_id"], message["body"]), ("Mary Mentor", "For us both")
        )
        [application] = told["mentoring.application"]
        self.assertEqual(
            application["answers"]["goals"]["answer"], "Canary goals of Mel Mentee"
        )
        self.assertEqual(told["person"]["email"], "mel@example.com")
        self.assertEqual(len(told["mentoring.agreement"]), 2)
        self.assertEqual(
            archive.read("files/1 canary mel.pdf"), PDF, archive.namelist()
        )
        text = json.dumps(told)
        for other in ("Mary's secret", "goals of Mary", "0400 mary"):
            self.assertNotIn(other, text)

    def test_evaluations(self):
        """One's own answers, and not those of the partner."""
        partnership = self._create_pair()
        self._sign_all(partnership)
        evaluations = self.env["mentoring.evaluation"].sudo()  # as the job and members
        for seat in partnership.participant_ids:
            evaluation = evaluations.create(
                evaluations._prepare_evaluation(seat, "midway")
            )
            answers = evaluation.survey_user_input_id
            question = answers.survey_id.question_ids[0]
            answers._save_lines(question, f"Canary review of {seat.partner_id.name}")
            answers._mark_done()
        self.sign_in(self.mentee)
        told, _archive = self._download()
        [review] = told["mentoring.evaluation"]
        self.assertEqual(
            [answer["answer"] for answer in review["answers"]],
            ["Canary review of Mel Mentee"],
        )
        self.assertNotIn("Canary review of Mary", json.dumps(told))

    def test_no_answer_outlives_its_period(self):
        """Each thing that a member may write is emptied, or no more than a tick."""
        erased = {
            *ERASED_FIELDS,
            *self.env["mentoring.application"]._get_background_fields(),
        }
        self.assertEqual(set(PORTAL_FIELDS) - erased, KEPT)

    def test_stranger(self):
        """Whoever has told nothing gets an archive without anything."""
        self._create_pair()
        self.sign_in(self.stranger)
        self.assertNotIn("How long", self.get_text(self.open_page(PATH)))
        told, archive = self._download()
        self.assertEqual(archive.namelist(), ["mentoring.json"])
        del told["person"]
        self.assertFalse(any(told.values()), told)

    def test_no_room_is_forgotten(self):
        """Each room that leads to a person is exported, or said why not."""
        about_people = {
            name
            for name in self.env.registry
            if name.startswith("mentoring.")
            and not self.env[name]._transient
            and not self.env[name]._abstract
            and any(
                field.comodel_name
                in ("res.partner", "mentoring.application", "mentoring.participant")
                and field.type == "many2one"
                for field in self.env[name]._fields.values()
            )
        }
        named = {*EXPORTED, *LEFT_OUT, *APART}
        self.assertFalse(about_people - named, "neither exported nor left out")
        self.assertFalse({*LEFT_OUT} & {*EXPORTED, *APART})

    def test_periods_are_told(self):
        """The page says what the scheme's settings are."""
        self._create_approved(self.mentee, "mentee")
        self.scheme.write({"keep_resume_months": 7, "keep_private_months": 0})
        self.sign_in(self.mentee)
        text = self.get_text(self.open_page(PATH))
        self.assertIn("application: for 7 months after", text)
        self.assertIn("partnership: until you ask", text)

    def test_ask_to_be_erased(self):
        """One task for the coordinator, however often it is pressed; an answer."""
        self._create_approved(self.mentee, "mentee")
        self.sign_in(self.mentee)
        [form] = self.open_page(PATH).xpath("//form[contains(@action, 'erase')]")
        page = self.read_page(self.post(form.get("action")))
        self.assertIn("We have your request", self.get_text(page))
        self.assertFalse(page.xpath("//form[contains(@action, 'erase')]"))
        self.post(form.get("action"))
        request = self.env["mentoring.erasure.request"].search(
            [("partner_id", "=", self.mentee.partner_id.id)]
        )
        self.assertEqual(len(request), 1)
        self.assertEqual(request.activity_ids.user_id, self.coordinator)
        request.with_user(self.coordinator).answer = "You are being matched."
        request.with_user(self.coordinator).action_keep()
        self.assertIn("You are being matched.", self.get_text(self.open_page(PATH)))
        self.sign_in(self.stranger)
        self.assertNotIn("You asked us", self.get_text(self.open_page(PATH)))
