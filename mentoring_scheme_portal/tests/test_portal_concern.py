# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from datetime import timedelta

from odoo.tests import new_test_user, tagged

from odoo.addons.mentoring_scheme.sealing import Reader

from .common import PDF, MentoringPortalCase

SENTENCE = "Bilbies were shouted at"


@tagged("post_install", "-at_install")
class TestPortalConcern(MentoringPortalCase):
    """Promises A37, A39: raised in confidence, and followed by the reporter alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env,
            login="portal_officer",
            groups="mentoring_scheme.group_mentoring_conduct",
        )
        cls.partnership = cls._create_pair()
        cls.page = f"/my/mentoring/partnership/{cls.partnership.id}"

    def _answers(self, **values):
        return {
            "about_id": str(self.mentor.partner_id.id),
            "what": SENTENCE,
            "date_incident": "2026-01-02",
            "may_tell": "no",
            **values,
        }

    def _find(self):
        domain = [("partnership_id", "=", self.partnership.id)]
        concern = self.env["mentoring.concern"].search(domain)
        if concern:
            self.assertEqual(self._read(concern, "what"), SENTENCE)
        return concern

    def _read(self, concern, name):
        """Return what an officer's form says, as long as nobody has the case."""
        reader = Reader(self.officer.id)
        return concern._unseal(reader, [name])[concern.id][name]

    def test_raise(self):
        self.sign_in(self.mentee)
        page = self.open_page(f"{self.page}/concern")
        self.assertIn("Mary Mentor", self.get_text(page))
        answer = self.post(
            f"{self.page}/concern",
            self._answers(),
            files={"file": ("proof.pdf", PDF, "application/pdf")},
        )
        self.assertIn("within seven days", self.get_text(self.read_page(answer)))
        concern = self._find()
        self.assertRecordValues(
            concern,
            [
                {
                    "reporter_id": self.mentee.partner_id.id,
                    "about_id": self.mentor.partner_id.id,
                    "partnership_id": self.partnership.id,
                    "may_tell": "no",
                    "state": "new",
                }
            ],
        )
        file = concern.file_ids
        self.assertEqual(file.filename, "proof.pdf")
        self.assertEqual(base64.b64decode(file.with_context(bin_size=False).file), PDF)

    def test_reporter_sees_state_alone(self):
        self.sign_in(self.mentee)
        self.post(f"{self.page}/concern", self._answers())
        concern = self._find().with_user(self.officer)
        concern.action_take()
        concern.write({"finding": "A private finding", "outcome": "none"})
        concern.step_ids.create({"concern_id": concern.id, "body": "A private step"})
        page = self.get_text(self.open_page(f"/my/mentoring/concern/{concern.id}"))
        self.assertIn("looking into it", page)
        concern.told = "We have spoken with both."
        concern.action_decide()
        page = self.get_text(self.open_page(f"/my/mentoring/concern/{concern.id}"))
        self.assertIn("We have spoken with both.", page)
        self.assertNotIn("private", page)
        self.assertIn(concern.name, self.get_text(self.open_page(self.page)))

    def test_the_other_sees_nothing(self):
        self.sign_in(self.mentee)
        self.post(f"{self.page}/concern", self._answers())
        concern = self._find()
        self.sign_in(self.mentor)
        answer = self.url_open(f"/my/mentoring/concern/{concern.id}")
        self.assertEqual(answer.status_code, 404)
        page = self.url_open(self.page).text
        self.assertNotIn(concern.name, page)
        self.assertNotIn(SENTENCE, page)

    def test_refused(self):
        """Each with a sentence, and what was typed is kept."""
        self.sign_in(self.mentee)
        for values, sentence in (
            ({"what": ""}, "What happened?"),
            ({"about_id": "0"}, "choose someone"),
            ({"about_id": str(self.stranger.partner_id.id)}, "not offered"),
            ({"date_incident": "2199-01-01"}, "Please choose a day"),
            ({"may_tell": "perhaps"}, "not offered"),
        ):
            answer = self.post(f"{self.page}/concern", self._answers(**values))
            page = self.get_text(self.read_page(answer))
            self.assertIn(sentence, page, values)
        answer = self.post(
            f"{self.page}/concern",
            self._answers(),
            files={"file": ("run.sh", b"#!/bin/sh\n", "application/pdf")},
        )
        self.assertIn("not accepted", self.get_text(self.read_page(answer)))
        self.assertFalse(self._find())

    def test_appeal(self):
        """A39: the reporter appeals on the page, once and in time."""
        self.sign_in(self.mentee)
        self.post(f"{self.page}/concern", self._answers())
        concern = self._find().with_user(self.officer)
        page = f"/my/mentoring/concern/{concern.id}"
        concern.action_take()
        concern.write({"finding": "-", "outcome": "none", "told": "Nothing found."})
        refused = self.post(f"{page}/appeal", {"grounds": "Too early"})
        self.assertIn("cannot be appealed", self.get_text(self.read_page(refused)))
        concern.action_decide()
        concern.action_close()
        for user in (self.mentor, self.stranger):
            self.sign_in(user)
            answer = self.post(f"{page}/appeal", {"grounds": "Mine"})
            self.assertEqual(answer.status_code, 404)
        self.sign_in(self.mentee)
        refused = self.read_page(self.post(f"{page}/appeal", {"grounds": " \x00"}))
        self.assertIn("write why", self.get_text(refused, "//*[@id='summary']"))
        for _twice in range(2):
            answer = self.post(f"{page}/appeal", {"grounds": "<b>Not</b> so"})
        self.assertIn("cannot be appealed", self.get_text(self.read_page(answer)))
        concern = concern.sudo()  # no longer the officer's
        concern.invalidate_recordset()
        self.assertEqual(concern.state, "appealed")
        self.assertEqual(self._read(concern, "appeal"), "<b>Not</b> so")
        self.assertFalse(concern.handler_id)
        text = self.get_text(self.open_page(page))
        self.assertIn("an appeal is being looked into", text)

    def test_appeal_in_time(self):
        """A39: until the last day that the page names, and not after it."""
        self.sign_in(self.mentee)
        self.post(f"{self.page}/concern", self._answers())
        concern = self._find().with_user(self.officer)
        concern.action_take()
        concern.write({"finding": "-", "outcome": "none"})
        concern.action_decide()
        # In the intake's zone, wherever the reporter is.
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            self.mentee.tz = zone
            for days, is_offered in ((14, True), (15, False)):
                decided = self.intake._today() - timedelta(days=days)
                concern.sudo().date_decided = decided  # time passes
                page = self.open_page(f"/my/mentoring/concern/{concern.id}")
                self.assertEqual(bool(page.xpath("//textarea")), is_offered, days)

    def test_pause(self):
        """Both are asked to wait, and told no reason."""
        self.sign_in(self.mentee)
        self.post(f"{self.page}/concern", self._answers())
        self._find().interim = "hold"
        self.env.flush_all()
        for user in (self.mentor, self.mentee):
            self.sign_in(user)
            page = self.get_text(self.open_page(self.page))
            self.assertIn("asked you to wait", page)

    def test_somebody_else(self):
        """Also about a person who takes no part."""
        self.sign_in(self.mentor)
        self.post(
            f"{self.page}/concern", self._answers(about_id="0", about_name="A visitor")
        )
        self.assertEqual(self._read(self._find(), "about_name"), "A visitor")
