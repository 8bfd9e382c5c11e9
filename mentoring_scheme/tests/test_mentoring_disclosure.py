# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..sealing import Reader
from ..sealing.grant import PLACE
from .sealed_common import SealedCommon
from .tour_common import BackOfficeTourCase

SENTENCE = "Lyrebirds whisper quokka"
READ = {"content": {}, "state": {}}


class DisclosureCommon(SealedCommon):
    """A pair that has written, before and after its scheme allows disclosures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.staff["manager"]
        cls.second = cls.staff["conduct"]
        cls.scheme = cls.partnership.scheme_id
        cls._write_note("mentee", body="Written before")
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE mentoring_note SET create_date = create_date - interval '1 day'"
        )
        cls.scheme.action_allow_disclosure()
        cls.scheme.sudo().disclosure_since -= timedelta(hours=1)  # by its step alone
        cls._write_note("mentee", body=f"{SENTENCE} note")
        cls._write_note("mentor", visibility="author", body="For me alone")
        goal = cls._write_goal(name=f"{SENTENCE} goal", measure=f"{SENTENCE} measure")
        cls._write_action(goal, f"{SENTENCE} action")
        cls._fill_in(f"{SENTENCE} planned")
        cls._write_message("mentee", f"{SENTENCE} message")
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _request(self, **values):
        disclosures = self.env["mentoring.disclosure"].with_user(self.manager)
        return disclosures.create(
            {
                "partnership_id": self.partnership.id,
                "ground": "order",
                "reason": "The order of the court of 3 March",
                **values,
            }
        )

    def _grant(self, disclosure, user=None):
        """Grant it as the second person's own screen does."""
        user = user or self.second
        disclosure.with_user(user)._grant(Reader(user.id))


@tagged("post_install", "-at_install", "security")
class TestMentoringDisclosure(DisclosureCommon):
    """What a pair wrote is opened by two people, for one, for a time (promise B1)."""

    def _read(self, disclosure, user=None):
        user = user or self.manager
        return disclosure.with_user(user)._disclose(Reader(user.id))

    def test_off_by_default(self):
        scheme = self.env["mentoring.scheme"].create({"name": "Another"})
        self.assertFalse(scheme.disclosure_since)
        self.assertFalse(self.scheme.copy().disclosure_since)
        self.scheme.action_stop_disclosure()
        with self.assertRaisesRegex(ValidationError, "doesn't allow disclosures"):
            self._request()

    def test_what_is_read(self):
        disclosure = self._request()
        self._grant(disclosure)
        text = self._read(disclosure)
        for word in ("note", "goal", "measure", "action", "planned", "message"):
            self.assertIn(f"{SENTENCE} {word}", text)
        self.assertNotIn("For me alone", text)
        self.assertNotIn("Written before", text)
        self.assertEqual(disclosure.reading_ids.user_id, self.manager)
        self._read(disclosure)
        self.assertEqual(len(disclosure.reading_ids), 2)

    def test_text_is_no_code(self):
        self._write_note("mentee", body="<script>alert(1)</script>")
        disclosure = self._request()
        self._grant(disclosure)
        text = self._read(disclosure)
        self.assertNotIn("<script", text)
        self.assertIn("&lt;script&gt;", text)

    def test_two_people(self):
        disclosure = self._request()
        with self.assertRaisesRegex(UserError, "Someone else has to decide"):
            self._grant(disclosure, self.manager)
        for name in ("coordinator", "finance"):
            with self.assertRaises(AccessError):
                self._grant(disclosure, self.staff[name])
        with self.assertRaisesRegex(UserError, "can only be granted with the button"):
            disclosure.with_user(self.second).action_grant()
        with self.assertRaises(AccessError):
            disclosure.with_user(self.second)._grant(self.second)
        with self.assertRaises(UserError):
            self._read(disclosure)

    def test_only_who_asked_reads(self):
        disclosure = self._request()
        self._grant(disclosure)
        for user in self.staff.values():
            if user != self.manager:
                with self.assertRaises(UserError):
                    self._read(disclosure, user)
        self.assertFalse(disclosure.reading_ids)

    def test_no_row_opens_anything(self):
        """What a server action writes by ``sudo`` is no grant."""
        disclosure = self._request().sudo()
        disclosure.write(
            {
                "state": "granted",
                "decided_by_id": self.second.id,
                "date_decided": fields.Datetime.now(),
                "date_since": "2020-01-01",
                "date_until": fields.Date.add(fields.Date.today(), days=9),
            }
        )
        note = self.env["mentoring.note"]
        key = self.partnership.sudo()._get_data_key()
        forged = note._seal_values({"body": str(disclosure._get_terms())}, key)["body"]
        written = json.dumps(disclosure._get_terms(), sort_keys=True)
        for proof in (False, "yes", written, forged):
            disclosure.grant_proof = proof
            with self.assertRaises(UserError):
                self._read(disclosure)
        self.assertNotIn(PLACE, map(note._get_place, note._fields))
        found = self.env["mentoring.scheme"]._check_consistency()
        self.assertIn("was not granted by two people", " ".join(found))

    def test_terms_stay(self):
        """Nothing of what was agreed can be changed afterwards."""
        other = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        for name, value in {
            "partnership_id": other.id,
            "requested_by_id": self.staff["administrator"].id,
            "date_since": "2020-01-01",
            "date_until": "2099-01-01",
        }.items():
            disclosure = self._request()
            self._grant(disclosure)
            self.env.flush_all()
            self.env.cr.execute(
                f"UPDATE mentoring_disclosure SET {name} = %s WHERE id = %s",
                [value, disclosure.id],
            )
            self.env.invalidate_all()
            for user in (self.manager, self.staff["administrator"]):
                with self.assertRaises(UserError):
                    self._read(disclosure, user)

    def test_request_stays(self):
        disclosure = self._request()
        for values in ({"reason": "Curious"}, {"days": 14}, {"ground": "asked"}):
            with self.assertRaisesRegex(UserError, "can't be changed"):
                disclosure.write(values)
        with self.assertRaises(AccessError):
            disclosure.write({"state": "granted"})
        with self.assertRaises(AccessError):
            disclosure.write({"date_until": "2099-01-01"})
        with self.assertRaisesRegex(UserError, "can't be duplicated"):
            disclosure.copy()
        with self.assertRaisesRegex(UserError, "stays in the register"):
            disclosure.sudo().unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "days_sensible"),
            self.env.cr.savepoint(),
        ):
            self._request(days=15)
            self.env.flush_all()

    def test_readings_stay(self):
        disclosure = self._request()
        self._grant(disclosure)
        self._read(disclosure)
        reading = disclosure.reading_ids.sudo()
        with self.assertRaises(UserError):
            reading.date = "2020-01-01"
        with self.assertRaises(UserError):
            reading.unlink()

    def test_its_time(self):
        disclosure = self._request(days=2)
        self._grant(disclosure)
        today = self.partnership.intake_id._today()
        self.assertEqual(disclosure.date_until, fields.Date.add(today, days=2))
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            disclosure.invalidate_recordset()
            self.assertFalse(disclosure.is_readable)
            with self.assertRaises(UserError):
                self._read(disclosure)

    def test_closed(self):
        for close in (
            lambda disclosure: disclosure.action_close(),
            lambda disclosure: self.scheme.action_stop_disclosure(),
        ):
            disclosure = self._request()
            self._grant(disclosure)
            close(disclosure)
            with self.assertRaises(UserError):
                self._read(disclosure)
        self.scheme.action_allow_disclosure()
        self.assertGreater(self.scheme.disclosure_since, disclosure.date_since)

    def test_refused(self):
        disclosure = self._request()
        with self.assertRaisesRegex(UserError, "Someone else has to decide"):
            disclosure.action_refuse()
        disclosure.with_user(self.second).action_refuse()
        with self.assertRaisesRegex(UserError, "already been decided"):
            self._grant(disclosure)
        self.assertFalse(self._get_mails(self.partnership.participant_ids))

    def _get_mails(self, records):
        return self.env["mentoring.notification"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("occasion", "like", "disclosure "),
            ]
        )

    def test_everyone_is_told(self):
        third = self._add_third()
        seat = self.partnership._get_seat(third.partner_id)
        self._leave(self.mentor)
        disclosure = self._request()
        asked = self.env["mentoring.notification"].search(
            [("res_model", "=", "mentoring.disclosure")]
        )
        self.assertEqual(asked.res_id, disclosure.id)
        self._grant(disclosure)
        told = self._get_mails(self.partnership.participant_ids)
        self.assertEqual(
            set(told.mapped("res_id")), set((self.mentor | self.mentee | seat).ids)
        )
        body = told.mail_id[:1].body_html
        self.assertIn("may now read what you have written", body)
        for hidden in ("court", SENTENCE, self.manager.name):
            self.assertNotIn(hidden, body)

    def test_nobody_told_nothing_opened(self):
        self.env.ref("mentoring_scheme.mail_template_participant_disclosure").unlink()
        disclosure = self._request()
        with self.assertRaisesRegex(UserError, "no email to tell"):
            self._grant(disclosure)

    def test_mail_cannot_be_switched_off(self):
        template = self.env.ref("mentoring_scheme.mail_template_participant_disclosure")
        with self.assertRaisesRegex(ValidationError, "cannot be switched off"):
            self.scheme.template_off_ids = [Command.link(template.id)]

    def test_own_partnership(self):
        """Who takes part neither asks, nor decides, nor sees it in the office."""
        pair = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        mentee = self._get_seat(pair, "mentee")
        member = new_test_user(
            self.env,
            login="sealed_member_of_staff",
            groups="mentoring_scheme.group_mentoring_manager",
            partner_id=mentee.partner_id.id,
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["mentoring.disclosure"].with_user(member).create(
                {"partnership_id": pair.id, "ground": "asked", "reason": "Mine"}
            )
        disclosure = self._request(partnership_id=pair.id)
        self.assertNotIn(member, disclosure._get_deciders())
        self.assertIn(self.second, disclosure._get_deciders())
        self.assertFalse(
            self.env["mentoring.disclosure"].with_user(member).search([]) & disclosure
        )
        with self.assertRaises(UserError):
            self._grant(disclosure, member)

    def test_reason_is_erased_with_the_texts(self):
        disclosure = self._request()
        self.partnership.sudo()._erase()  # the nightly job
        self.assertEqual(disclosure.reason, "Erased")
        self.assertEqual(disclosure.ground, "order")

    def test_erased(self):
        self.env["mentoring.goal.action"]._erase_in(self.partnership)
        self.env["mentoring.goal"]._erase_in(self.partnership)
        self.env["mentoring.note"]._erase_in(self.partnership)
        self.env["mentoring.message"]._erase_in(self.partnership)
        self.env["mentoring.agreement.answer"]._erase_in(self.partnership)
        disclosure = self._request()
        self._grant(disclosure)
        self.assertIn("Nothing has been written since", self._read(disclosure))


@tagged("post_install", "-at_install", "security")
class TestMentoringDisclosureScreen(DisclosureCommon, BackOfficeTourCase, HttpCase):
    """The texts reach one browser, each time on record, and nothing else."""

    def _call(self, method, *args, path="call_kw"):
        return self.make_jsonrpc_request(
            f"/web/dataset/{path}/mentoring.disclosure/{method}",
            {
                "model": "mentoring.disclosure",
                "method": method,
                "args": args,
                "kwargs": {},
            },
        )

    def _log_in(self, user):
        self.authenticate(user.login, user.login)

    @mute_logger("odoo.http")
    def test_screen(self):
        disclosure = self._request()
        self.env.flush_all()
        ids = disclosure.ids
        self._log_in(self.manager)
        with self.assertRaises(JsonRpcException):
            self._call("action_grant", ids, path="call_button")
        self._log_in(self.second)
        self._call("action_grant", ids, path="call_button")
        self.assertEqual(disclosure.state, "granted")
        with self.assertRaises(JsonRpcException):
            self._call("web_read", ids, READ)
        self._log_in(self.manager)
        self.assertNotIn(SENTENCE, str(self._call("web_read", ids, {"state": {}})))
        self.assertFalse(disclosure.reading_ids)
        [shown] = self._call("web_read", ids, READ)
        self.assertIn(SENTENCE, shown["content"])
        self.assertEqual(len(disclosure.reading_ids), 1)
        for method, args in (
            ("read", [ids, ["content"]]),
            ("search_read", [[], ["content"]]),
            ("export_data", [ids, ["content"]]),
            ("web_search_read", [[], {"content": {}}]),
        ):
            self.assertNotIn(SENTENCE, str(self._call(method, *args)))
        with self.assertRaises(JsonRpcException):
            self._call("web_save", ids, {}, READ)
        self.assertEqual(len(disclosure.reading_ids), 1)

    @mute_logger("odoo.http")
    def test_actions_that_are_run_for_somebody(self):
        """An action that the second person is made to run grants nothing."""
        disclosure = self._request()
        action = self.env["ir.actions.server"].create(
            {
                "name": "Tried",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "env['mentoring.disclosure'].browse(%s).action_grant()"
                % disclosure.ids,
            }
        )
        administrator = self.staff["administrator"]
        self._log_in(administrator)
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/ir.actions.server/run",
                {
                    "model": "ir.actions.server",
                    "method": "run",
                    "args": action.ids,
                    "kwargs": {},
                },
            )
        self.assertEqual(disclosure.state, "requested")

    def test_by_clicks(self):
        """Allowed, requested, granted and read, each as that person."""
        self.scheme.action_stop_disclosure()
        self.env.flush_all()
        self.start_tour(
            f"/odoo/mentoring-schemes/{self.scheme.id}",
            "mentoring_disclosure_allow",
            login=self.manager.login,
        )
        self.scheme.sudo().disclosure_since -= timedelta(hours=1)  # as time goes by
        self.env.flush_all()
        self.start_tour(
            f"/odoo/mentoring-partnerships/{self.partnership.id}",
            "mentoring_disclosure_request",
            login=self.manager.login,
        )
        self.start_tour(
            "/odoo/mentoring-disclosures",
            "mentoring_disclosure_grant",
            login=self.second.login,
        )
        disclosure = self.env["mentoring.disclosure"].search([], limit=1)
        self.start_tour(
            f"/odoo/mentoring-disclosures/{disclosure.id}",
            "mentoring_disclosure_read",
            login=self.manager.login,
        )
        self.assertEqual(len(disclosure.reading_ids), 1)
