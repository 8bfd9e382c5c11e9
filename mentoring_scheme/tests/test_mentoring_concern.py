# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..sealing import Reader
from .common import MentoringCommon

CONDUCT = "mentoring_scheme.group_mentoring_conduct"
SENTENCE = "Wombats overheard everything"


@tagged("post_install", "-at_install", "security")
class TestMentoringConcern(MentoringCommon):
    """Promises A37, A39, B1; invariant 7."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")
        cls.officer, cls.colleague = (
            cls._create_staff(name, CONDUCT) for name in ("officer", "colleague")
        )
        cls.manager = cls._create_staff(
            "boss", "mentoring_scheme.group_mentoring_manager,base.group_system"
        )
        # An officer who takes part in the partnership.
        cls.involved = cls._create_staff(
            "involved", CONDUCT, partner_id=cls.mentor.partner_id.id
        )

    @classmethod
    def _create_staff(cls, login, groups, **values):
        return new_test_user(
            cls.env,
            login=f"concern_{login}",
            groups=groups,
            **values,
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )

    def _report(self, **values):
        # As a member's own page does.
        return (
            self.env["mentoring.concern"]
            .sudo()
            .create(  # see above
                {
                    "reporter_id": self.mentee.partner_id.id,
                    "about_id": self.mentor.partner_id.id,
                    "what": SENTENCE,
                    **values,
                }
            )
        )

    def _get_mails(self, concern):
        return self.env["mail.mail"].search(
            [("model", "=", "mentoring.concern"), ("res_id", "=", concern.id)]
        )

    def _get_history(self, concern):
        """Return what the steps of a case say to its handler."""
        steps = concern.step_ids._unseal(Reader(concern.env.uid))
        return " ".join(texts["body"] for texts in steps.values())

    def _decide(self, outcome, **values):
        concern = self._report(**values).with_user(self.officer)
        concern.action_take()
        concern.write({"finding": "It is so.", "outcome": outcome})
        concern.action_decide()
        return concern

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------

    def test_open_to_officers_until_taken(self):
        concern = self._report()
        self.assertEqual(concern.partnership_id, self.partnership)
        for user in (self.officer, self.colleague):
            self.assertEqual(self._unseal(concern, user)["what"], SENTENCE)
        concern.with_user(self.officer).action_take()
        self.env.invalidate_all()
        self.assertEqual(self._unseal(concern, self.officer)["what"], SENTENCE)
        self._assert_hidden(concern, self.colleague)

    def test_hidden(self):
        """From managers, administrators, coordinators, and officers with a part."""
        concern = self._report()
        concern.file_ids = [Command.create({"filename": "a.pdf", "file": self.resume})]
        for user in (self.manager, self.coordinator, self.involved):
            for records in (concern, concern.step_ids, concern.file_ids):
                self._assert_hidden(records, user)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def _assert_hidden(self, records, user):
        self.env.invalidate_all()
        if records._name != "mentoring.concern.file":
            self.assertFalse(records._unseal(Reader(user.id)))
        mine = records.with_user(user)
        with self.assertRaises(AccessError):
            mine.read(["create_date"])
        with self.assertRaises(AccessError):
            mine.write({"create_date": "2027-01-01"})
        if mine.has_access("read") or self.env[records._name].with_user(
            user
        ).has_access("read"):
            self.assertFalse(mine.search([("id", "in", records.ids)]))

    def test_partnership_tells_nothing(self):
        """Not even that it is paused, which would tell that there is a case."""
        self._report(interim="hold")
        staff = self.partnership.with_user(self.coordinator)
        self.assertTrue(staff.sudo().is_paused)
        with self.assertRaises(AccessError):
            staff.read(["is_paused"])
        with self.assertRaises(AccessError):
            staff.read(["concern_ids"])
        with self.assertRaises(AccessError):
            staff.search([("concern_ids.what", "ilike", "wombat")])
        said = str(staff.message_ids.mapped("body"))
        self.assertNotIn("Wombat", said)
        notes = self.env["mentoring.notification"].with_user(self.manager)
        self.assertFalse(notes.search([("res_model", "=", "mentoring.concern")]))

    def test_no_chatter(self):
        for model in ("mentoring.concern", "mentoring.concern.step"):
            for name in ("message_ids", "activity_ids", "access_token"):
                self.assertNotIn(name, self.env[model]._fields)

    # ------------------------------------------------------------------
    # Mails
    # ------------------------------------------------------------------

    def test_mail_to_officers(self):
        """All who can take it are told that there is a case, and nothing of it."""
        concern = self._report()
        [mail] = self._get_mails(concern)
        told = mail.recipient_ids
        self.assertIn(self.officer.partner_id, told)
        self.assertIn(self.colleague.partner_id, told)
        self.assertNotIn(self.mentor.partner_id, told, "the accused is an officer")
        for word in ("Wombat", self.mentor.partner_id.name, "Mel"):
            self.assertNotIn(word, f"{mail.subject} {mail.body_html}")

    def test_receipt(self):
        concern = self._report()
        concern.with_user(self.officer).action_take()
        receipt = self._get_mails(concern)[:1]
        self.assertEqual(receipt.recipient_ids, self.mentee.partner_id)
        self.assertIn(concern.name, receipt.body_html)
        self.assertNotIn("Wombat", receipt.body_html)
        self.assertTrue(concern.date_receipt)

    def test_reminder_after_seven_days(self):
        concern = self._report()
        first = self._get_mails(concern)
        for days, count in ((6, 0), (7, 1), (9, 1)):
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                self._run_crons("ir_cron_remind_receipt")
            self.assertEqual(len(self._get_mails(concern) - first), count, days)

    # ------------------------------------------------------------------
    # The way of a case
    # ------------------------------------------------------------------

    def test_conflict(self):
        concern = self._report()
        with self.assertRaisesRegex(ValidationError, "part of this case"):
            concern.handler_id = self.involved
        with self.assertRaisesRegex(ValidationError, "not a conduct officer"):
            concern.handler_id = self.coordinator
        with self.assertRaisesRegex(ValidationError, "reports themselves"):
            self._report(about_id=self.mentee.partner_id.id)

    def test_hand_over(self):
        concern = self._report().with_user(self.officer)
        concern.action_take()
        concern.next_handler_id = self.colleague
        action = concern.action_hand_over()
        self.assertEqual(action["res_model"], "mentoring.concern")
        self._assert_hidden(concern, self.officer)
        self.assertEqual(self._unseal(concern, self.colleague)["what"], SENTENCE)

    def test_states_and_history(self):
        """Every step names who and when (invariant 11)."""
        concern = self._report().with_user(self.officer)
        self.assertEqual(concern.state, "new")
        concern.action_take()
        self.assertEqual(concern.state, "open")
        with self.assertRaisesRegex(UserError, "finding"):
            concern.action_decide()
        concern.write({"finding": "Not so.", "outcome": "none"})
        concern.action_decide()
        self.assertEqual(concern.state, "decided")
        self.assertEqual(
            concern.date_appeal_due, concern.date_decided + timedelta(days=14)
        )
        concern.action_close()
        self.assertEqual(concern.state, "closed")
        concern.action_reopen()
        self.assertEqual(concern.state, "decided")
        steps = concern.step_ids
        self.assertGreaterEqual(len(steps), 5)
        self.assertEqual(steps[1:].user_id, self.officer)

    def test_report_stays(self):
        concern = self._report()
        with self.assertRaisesRegex(UserError, "as it was reported"):
            concern.what = "Nothing happened"
        with self.assertRaisesRegex(UserError, "is kept"):
            concern.unlink()

    def test_appeal_needs_a_decision(self):
        with self.assertRaisesRegex(ValidationError, "no decision"):
            self._report().date_appeal = "2027-01-01"
        concern = self._report(appeal_by="reporter", appeal="Too early")
        with self.assertRaisesRegex(UserError, "Only a decision can be appealed"):
            concern.with_user(self.officer).action_appeal()

    def test_appeal_is_answered_by_somebody_else(self):
        """A39: who has decided a case does not judge the appeal against that."""
        concern = self._decide("none")
        self.assertEqual(concern.decided_by_id, self.officer)
        with self.assertRaisesRegex(UserError, "who appeals"):
            concern.action_appeal()
        concern.write({"appeal_by": "about", "appeal": "I was not heard."})
        mails = self._get_mails(concern)
        concern.action_appeal()
        self.env.invalidate_all()
        self.assertEqual(concern.state, "appealed")
        self.assertFalse(concern.handler_id)
        told = (self._get_mails(concern) - mails).recipient_ids
        self.assertIn(self.colleague.partner_id, told)
        self.assertNotIn(self.officer.partner_id, told)
        with (
            self.assertRaisesRegex(ValidationError, "another conduct officer"),
            self.env.cr.savepoint(),
        ):
            concern.action_take()
        with self.assertRaisesRegex(UserError, "appeal"):
            concern.action_close()
        other = concern.with_user(self.colleague)
        with self.assertRaisesRegex(UserError, "taken to answer"):
            other.action_answer_appeal()
        other.action_take()
        other.next_handler_id = self.officer
        with (
            self.assertRaisesRegex(ValidationError, "another conduct officer"),
            self.env.cr.savepoint(),
        ):
            other.action_hand_over()
        with self.assertRaisesRegex(UserError, "write the answer"):
            other.action_answer_appeal()
        other.write({"appeal_finding": "Heard now.", "told": "It stays as it was."})
        other.action_answer_appeal()
        self.assertEqual(other.state, "decided")
        self._assert_hidden(concern, self.officer)
        with self.assertRaisesRegex(UserError, "and once"):
            other.action_appeal()
        other.action_close()
        self.assertEqual(other.state, "closed")
        bodies = self._get_history(other)
        self.assertIn("Appealed", bodies)
        self.assertIn("The appeal was answered", bodies)

    def test_appeal_with_one_officer_alone(self):
        """The one who decided is asked to see to another; nothing gets lost."""
        self.colleague.action_archive()
        self.involved.action_archive()
        group = self.env.ref(CONDUCT)
        others = group.all_user_ids.filtered(
            lambda user: user != self.officer and not user.share
        )
        others.action_archive()
        concern = self._decide("none")
        mails = self._get_mails(concern)
        concern.write({"appeal_by": "reporter", "appeal": "I do not agree."})
        concern.action_appeal()
        [mail] = self._get_mails(concern) - mails
        self.assertEqual(mail.recipient_ids, self.officer.partner_id)
        # Not told to do what only somebody else may do.
        self.assertIn("You can't take the case yourself", mail.body_html)
        self.assertNotIn("is waiting for a conduct officer", mail.body_html)
        found = self.env["mentoring.concern"].with_user(self.officer).browse(concern.id)
        self.assertFalse(found.can_take)
        # Whoever is appointed then is told, once.
        self.colleague.action_unarchive()
        mails |= mail
        for _run in range(2):
            self._run_crons("ir_cron_remind_receipt")
        [mail] = self._get_mails(concern) - mails
        self.assertEqual(mail.recipient_ids, self.colleague.partner_id)
        self.assertTrue(concern.with_user(self.colleague).can_take)

    def test_no_officer_who_may_take_it(self):
        """An administrator without a part in it is asked to find one."""
        officers = self.env.ref(CONDUCT).all_user_ids
        officers.filtered(lambda user: not user.share).action_archive()
        administrator = self._create_staff("administrator", "base.group_system")
        concern = self._report()
        [mail] = self._get_mails(concern)
        self.assertIn(administrator.partner_id, mail.recipient_ids)
        self.assertNotIn(self.mentor.partner_id, mail.recipient_ids)
        self.assertNotIn(SENTENCE, mail.body_html)

    def test_reporter_is_told_the_outcome(self):
        """A37, A39: by a mail that says that there is one, and nothing of it."""
        concern = self._report().with_user(self.officer)
        concern.action_take()
        mails = self._get_mails(concern)
        concern.write({"finding": SENTENCE, "outcome": "warning", "told": SENTENCE})
        concern.action_decide()
        mail = self._get_mails(concern) - mails
        self.assertEqual(mail.recipient_ids, self.mentee.partner_id)
        self.assertIn(concern.name, mail.body_html)
        for word in ("Wombat", "arning", self.mentor.partner_id.name):
            self.assertNotIn(word, f"{mail.subject} {mail.body_html}")
        self.assertNotIn("/my/mentoring", mail.body_html, "without an account")
        new_test_user(
            self.env,
            login="reporter",
            groups="base.group_portal",
            partner_id=self.mentee.partner_id.id,
        )
        self.env.invalidate_all()
        self.assertTrue(concern.has_page)
        concern._tell_reporter("again")
        mail = (self._get_mails(concern) - mails - mail)[:1]
        self.assertIn(f"/my/mentoring/concern/{concern.id}", mail.body_html)

    def test_reported_by_somebody_without_an_account(self):
        """B1: by telephone, by a person who is in no list or wants no name."""
        Concern = self.env["mentoring.concern"].with_user(self.officer)
        with (
            self.assertRaisesRegex(ValidationError, "who told us"),
            self.env.cr.savepoint(),
        ):
            Concern.create({"what": SENTENCE, "about_name": "A visitor"})
        concern = Concern.create(
            {
                "reporter_name": "A caller who wants no name",
                "what": SENTENCE,
                "about_id": self.mentor.partner_id.id,
            }
        )
        concern.action_take()
        self.assertFalse(concern.date_receipt, "no one has been told yet")
        self.assertFalse(concern.has_page)
        concern.action_receipt()
        self.assertTrue(concern.date_receipt)
        concern.write({"finding": "It is so.", "outcome": "warning"})
        concern.action_decide()
        self.assertIn("please tell them", self._get_history(concern))
        concern.action_close()
        self.assertEqual(concern.state, "closed")
        with self.assertRaisesRegex(UserError, "as it was reported"):
            concern.reporter_name = "Another"
        # Both of whom nobody knows a contact are not the same person.
        Concern.create(
            {"reporter_name": "A", "about_name": "B", "what": SENTENCE}
        ).action_take()

    def test_entered_in_the_back_office(self):
        """B1: the officer's own form takes a case from raise to close (A37)."""
        with Form(self.env["mentoring.concern"].with_user(self.officer)) as form:
            form.reporter_name = "A caller"
            form.about_id = self.mentor.partner_id
            form.what = SENTENCE
        concern = form.record
        concern.action_take()
        with Form(concern) as form:
            form.interim = "hold"
            form.finding = "It is so."
            form.outcome = "none"
            form.told = "Nothing was found."
        concern.action_receipt()
        concern.action_decide()
        with Form(concern) as form:
            form.appeal_by = "reporter"
            form.appeal = "I do not agree."
        concern.action_appeal()
        other = concern.with_user(self.colleague)
        other.action_take()
        with Form(other) as form:
            form.appeal_finding = "Looked at again."
        other.action_answer_appeal()
        other.action_close()
        self.assertEqual(other.state, "closed")

    # ------------------------------------------------------------------
    # What follows for other rooms
    # ------------------------------------------------------------------

    def test_end_of_the_pair(self):
        """The handler ends it; its members read no reason (promise A39)."""
        concern = self._decide("end_pair")
        concern.action_end_partnership()
        self.assertEqual(self.partnership.state, "ended")
        self.assertEqual(self.partnership.end_reason, "Ended by the association.")
        with self.assertRaisesRegex(UserError, "no partnership left"):
            concern.action_end_partnership()

    def test_end_needs_a_decision(self):
        concern = self._report().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "decide first"):
            concern.action_end_partnership()
        with self.assertRaisesRegex(UserError, "decide first"):
            self._decide("warning").action_end_partnership()

    def test_removal_from_a_group(self):
        """The others of a group go on."""
        self.partnership.mode = "group"
        self.mentor.application_id.capacity = 3
        third = self._create_approved("Theo Third", "mentee")
        seat = self.env["mentoring.participant"].create(
            {"partnership_id": self.partnership.id, "application_id": third.id}
        )
        concern = self._decide(
            "removal",
            reporter_id=self.mentor.partner_id.id,
            about_id=seat.partner_id.id,
        )
        concern.action_end_partnership()
        self.assertEqual(seat.state, "left")
        self.assertNotEqual(self.partnership.state, "ended")

    def test_pause(self):
        concern = self._report()
        self.assertFalse(self.partnership.sudo().is_paused)
        concern.interim = "separate"
        self.assertTrue(self.partnership.sudo().is_paused)
        concern.write({"handler_id": self.officer.id, "finding": "-"})
        concern.outcome = "none"
        concern.with_user(self.officer).action_decide()
        self.assertFalse(self.partnership.sudo().is_paused)

    def test_facts_for_other_rooms(self):
        Concern = self.env["mentoring.concern"].with_user(self.coordinator)
        people = self.mentor.partner_id | self.mentee.partner_id
        self.assertFalse(Concern._get_people_apart(people))
        self._report()
        self.assertEqual(Concern._get_people_apart(people), {frozenset(people.ids)})

    def test_facts_after_a_decision(self):
        people = self.mentor.partner_id | self.mentee.partner_id
        self._decide("warning")
        Concern = self.env["mentoring.concern"].with_user(self.coordinator)
        self.assertFalse(Concern._get_people_apart(people))
        self._decide("removal")
        self.assertEqual(Concern._get_people_apart(people), {frozenset(people.ids)})
        self.assertEqual(Concern._get_removed_people(), self.mentor.partner_id)

    def test_removed_from_the_scheme(self):
        """Promise A39: whoever was removed is not approved or matched again."""
        application = self._create_approved("Rhys Removed", "mentor")
        self.assertTrue(application.is_eligible)
        concern = self._report(about_id=application.partner_id.id)
        concern.write({"outcome": "removal", "finding": "x"})
        self.env.invalidate_all()
        self.assertTrue(application.is_eligible)
        concern.sudo().date_decided = "2020-01-01"
        self.env.invalidate_all()
        self.assertFalse(application.is_eligible)
        self.assertIn("cannot take part", application.eligibility_note)
        found = application.search([("is_eligible", "=", True)])
        self.assertNotIn(application, found)

    def test_consistency(self):
        concern = self._report()
        concern.with_user(self.officer).action_take()
        self._assert_consistent()
        # What no screen allows.
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET partner_id = %s WHERE id = %s",
                self.mentor.partner_id.id,
                self.officer.id,
            )
        )
        self.env.invalidate_all()
        sentences = self.env["mentoring.scheme"]._check_consistency()
        [sentence] = [text for text in sentences if "confidential" in text]
        self.assertIn(concern.name, sentence)

    def test_file(self):
        for content, name in ((b"", "a.pdf"), (b"#!/bin/sh\n", "a.pdf"), (None, "a/b")):
            with self.assertRaises(ValidationError):
                self.env["mentoring.concern.file"].sudo().create(  # as a member's page
                    {
                        "concern_id": self._report().id,
                        "filename": name,
                        "file": content and base64.b64encode(content),
                    }
                )

    def test_no_shadow(self):
        """Coordinators read the same of a person with and without a case.

        Neither who was reported nor who reported can be told from what is refused,
        listed, counted or left out.
        """
        self._sign_all(self.partnership)
        people = self.mentor | self.mentee
        as_coordinator = self.partnership.with_user(self.coordinator)

        def look():
            self.env.flush_all()
            self.env.invalidate_all()
            Request = self.env["mentoring.erasure.request"].with_user(self.coordinator)
            requests = [
                Request.create({"partner_id": seat.partner_id.id}) for seat in people
            ]
            fields = [
                name
                for name, field in as_coordinator._fields.items()
                if as_coordinator._has_field_access(field, "read")
                and name not in ("activity_ids", "message_ids", "write_date")
            ]
            seen = {
                "partnership": as_coordinator.read(fields),
                "health": as_coordinator.search([("health", "!=", "good")]).ids,
                "obstacles": [
                    seat.application_id.with_user(
                        self.coordinator
                    )._get_certificate_obstacles()
                    for seat in people
                ],
                "requests": [request.obstacles for request in requests],
                "tasks": self.env["mail.activity"]
                .with_user(self.coordinator)
                .search([])
                .mapped("summary"),
                "mails": self.env["mentoring.notification"]
                .with_user(self.coordinator)
                .search([("template_id.name", "ilike", "pause")])
                .ids,
                "today": self.env["mentoring.today"]
                .with_user(self.coordinator)
                .get_today(),
            }
            Request.sudo().browse([one.id for one in requests]).unlink()  # as before
            return seen

        before = look()
        self._report(interim="separate")
        self.assertTrue(self.partnership.sudo().is_paused)
        self.assertEqual(look(), before)
        for search in ([("is_paused", "=", True)], [("is_paused", "=", False)]):
            with self.assertRaises(AccessError):
                as_coordinator.search(search)

    def test_pause_stops_mails(self):
        """Nothing is asked of members who were told to wait."""
        Evaluation = self.env["mentoring.evaluation"].sudo()  # as the job does
        self.partnership.intake_id.date_midway = "2020-01-01"
        self.partnership.sudo().date_midway = "2020-01-01"
        self.assertTrue(Evaluation._get_participants_to_ask("midway"))
        self._report(interim="hold")
        self.assertFalse(Evaluation._get_participants_to_ask("midway"))
