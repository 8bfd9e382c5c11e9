# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib
import json
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import SQL, mute_logger

from .sealed_common import SealedCommon

SENTENCE = "Lyrebirds whisper quokka"
SEALED = (
    "mentoring.goal",
    "mentoring.goal.action",
    "mentoring.message",
    "mentoring.note",
    "mentoring.agreement.answer",
)
SECRETS = {
    "mentoring.goal": ["name", "measure"],
    "mentoring.goal.action": ["name"],
    "mentoring.message": ["body"],
    "mentoring.note": ["body"],
    "mentoring.agreement.answer": ["content"],
}
# Models that have to do with members, or with what is written on records.
WALKED = (
    "mentoring.",
    "mail.",
    "res.partner",
    "res.users",
    "calendar.",
    "event.",
    "survey.",
    "account.move",
    "ir.attachment",
    "ir.logging",
)


@tagged("post_install", "-at_install", "security")
class TestMentoringNote(SealedCommon):
    """Promises A26, A27, A35, B1; invariant 7."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = cls._write_note("mentee", body=f"{SENTENCE} shared")
        cls.private = cls._write_note("mentee", "author", f"{SENTENCE} private")
        cls.goal = cls._write_goal(name=f"{SENTENCE} name", measure=SENTENCE)
        cls.plan = cls._fill_in(f"{SENTENCE} planned")
        cls.action = cls._write_action(cls.goal, f"{SENTENCE} action")
        cls.message = cls._write_message("mentee", f"{SENTENCE} message")
        cls.records = {
            "mentoring.message": cls.message,
            "mentoring.goal": cls.goal,
            "mentoring.goal.action": cls.action,
            "mentoring.agreement.answer": cls.plan,
            "mentoring.note": cls.shared | cls.private,
        }
        cls.env.flush_all()

    def test_read_by_the_pair(self):
        """Both read what is shared, the author alone what is private."""
        mentee, mentor = self.users["mentee"], self.users["mentor"]
        self.assertEqual(
            self._read_by(mentee, "mentoring.note"), self.shared | self.private
        )
        self.assertEqual(self._read_by(mentor, "mentoring.note"), self.shared)
        with self.assertRaises(AccessError):
            self.private.with_user(mentor).sudo().read(["body"])
        other = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        stranger = self._create_login(self._get_seat(other, "mentor"))
        self.assertFalse(self._read_by(stranger, "mentoring.note"))

    def test_left(self):
        """Whoever leaves keeps what was written before, and own reflections."""
        mentee = self.users["mentee"]
        self._add_third()
        self._leave(self.mentee)
        self._write_note("mentor", body="After the leaving")
        self.assertEqual(
            self._read_by(mentee, "mentoring.note"), self.shared | self.private
        )

    def test_remove(self):
        """Only the author deletes; after the end, what is private alone."""
        mentee, mentor = self.users["mentee"], self.users["mentor"]
        with self.assertRaisesRegex(UserError, "Only the author"):
            self.shared.with_user(mentor).sudo()._remove()
        self.partnership.action_end()
        with self.assertRaisesRegex(UserError, "over for you"):
            self.shared.with_user(mentee).sudo()._remove()
        with self.assertRaisesRegex(UserError, "over for you"):
            self._write_note("mentee")
        self.private.with_user(mentee).sudo()._remove()
        self.assertEqual(self._read_by(mentee, "mentoring.note"), self.shared)

    def _ask(self, model, records):
        """Yield each way of reading, and of finding out by asking."""
        names = SECRETS[model._name]
        only = [("id", "in", records.ids)]
        yield "read", lambda: model.browse(records.ids).read()
        yield (
            "web_read",
            lambda: model.browse(records.ids).web_read(dict.fromkeys(names, {})),
        )
        yield "search_read", lambda: model.search_read([], names)
        yield (
            "web_search_read",
            lambda: model.web_search_read([], dict.fromkeys(names, {})),
        )
        yield "export", lambda: model.browse(records.ids).export_data(names)
        yield "name_search", lambda: model.name_search("")
        yield "display_name", lambda: model.browse(records.ids).mapped("display_name")
        yield "count", lambda: model.search_count(only)
        yield "copy", lambda: model.browse(records.ids).copy_data()
        yield "field", lambda: model.browse(records.ids).mapped(names[0])
        yield (
            "group",
            lambda: model.formatted_read_group(only, ["create_uid"], ["__count"]),
        )
        for name in names:
            yield (
                f"search {name}",
                lambda name=name: model.search([(name, "ilike", SENTENCE)]).ids,
            )

    def _assert_sealed(self, env, who):
        for name, records in self.records.items():
            for way, ask in self._ask(env[name], records):
                self.env.invalidate_all()
                found = None
                with contextlib.suppress(AccessError, UserError):
                    found = ask()
                if found and isinstance(found, dict):  # of lists or of a length
                    found = found.get("records") or found.get("datas")
                if way == "display_name":  # which says nothing
                    found = [name for name in found or [] if SENTENCE in name]
                self.assertFalse(found, f"{who}: {way} of {name}")

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_staff_read_nothing(self):
        for name, user in self.staff.items():
            self._assert_sealed(self.env(user=user, su=False), name)
            # As code behind a button of another module, or of a server action, would.
            self._assert_sealed(self.env(user=user, su=True), f"{name} with sudo")
        # The administrator in Odoo's superuser mode.
        self._assert_sealed(
            self.env(user=self.env.ref("base.user_root"), su=True), "root"
        )

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_granted_by_another_module(self):
        """Rights that another module grants to staff open nothing to them."""
        for model in SEALED:
            model_id = self.env["ir.model"]._get_id(model)
            self.env["ir.model.access"].create(
                {
                    "name": "granted",
                    "model_id": model_id,
                    "group_id": self.env.ref("base.group_user").id,
                    **{f"perm_{right}": True for right in ("read", "write", "unlink")},
                }
            )
            self.env["ir.rule"].create(
                {
                    "name": "all",
                    "model_id": model_id,
                    "domain_force": "[(1, '=', 1)]",
                    "groups": [Command.link(self.env.ref("base.group_user").id)],
                }
            )
        for name, user in self.staff.items():
            env = self.env(user=user, su=False)
            self._assert_sealed(env, f"{name} with rights")
            for model, records in self.records.items():
                secret = SECRETS[model][0]
                with self.assertRaises(AccessError):
                    env[model].browse(records.ids).write({secret: "Changed"})
                with self.assertRaises(AccessError):
                    env[model].browse(records.ids).unlink()

    def test_nothing_points_at_them(self):
        """No field of any model leads to them or copies from them."""
        pointing = [
            f"{model._name}.{name}"
            for model in self.env.registry.values()
            for name, field in model._fields.items()
            if model._name not in SEALED
            and (
                field.comodel_name in SEALED
                or any(part in SEALED for part in (field.related or "").split("."))
            )
        ]
        self.assertFalse(pointing)
        for model in SEALED:
            self.assertFalse(
                {"message_ids", "activity_ids", "access_token", "access_url"}
                & {*self.env[model]._fields}
            )
            for kind in ("ir.ui.view", "ir.actions.report", "mail.template"):
                self.assertFalse(self.env[kind].search([("model", "=", model)]), kind)

    def _hang_records_on_it(self):
        """Let there be hours, corrections and all that might copy a note's text."""
        meeting = self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() - timedelta(days=2),
            }
        )
        notes = self.env["mentoring.note"].with_user(self.users["mentee"])
        notes.sudo()._set_agenda(meeting, f"{SENTENCE} agenda")  # as the pair's page
        for seat in (self.mentor, self.mentee):
            meeting._confirm(seat)
        self.env.flush_all()
        lines = self.env["mentoring.pd.line"].search(
            [("partner_id", "=", self.mentee.partner_id.id)]
        )
        self.env["mentoring.pd.reversal"].create(
            {"line_id": lines.id, "hours": 0.5, "reason": "It was shorter"}
        ).action_confirm()
        self._sign_all(self.partnership)
        self.partnership.action_complete()
        evaluations = self.env["mentoring.evaluation"].sudo()  # the job asks for them
        evaluations.create(evaluations._prepare_evaluation(self.mentee, "final"))
        self.scheme.certificate_requires_fee = False
        self.scheme.certificate_requires_final = False
        self.mentor.application_id._issue_certificate()
        self.env.flush_all()
        self.env.invalidate_all()

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule", "odoo.fields")
    def test_no_field_of_any_model_shows_it(self):
        """Staff read every field of every record, computed ones too, of every model
        that has to do with members; hours and their corrections are among them.
        """
        self._hang_records_on_it()
        # The walk finds the note of whoever may read it, and finds it sealed.
        author = self.env(user=self.users["mentee"], su=True)
        said = dict(self._read_all(author["mentoring.note"]))
        for name in ("body", "export"):
            self.assertIn("sealed:", said[name])
            self.assertNotIn(SENTENCE, said[name])
        self.assertIn(SENTENCE, self._unseal(self.shared, self.users["mentee"])["body"])
        walked = set()
        administrator = self.staff["administrator"]
        for user, is_su in (
            *((user, False) for user in self.staff.values()),
            (administrator, True),
        ):
            env = self.env(user=user, su=is_su)
            for name in sorted(self.env.registry):
                if not name.startswith(WALKED) or env[name]._abstract:
                    continue
                for field, text in self._read_all(env[name]):
                    self.assertNotIn(SENTENCE, text, f"{user.login}: {name}.{field}")
                    walked.add(name)
        self.assertLessEqual(
            {
                "mentoring.pd.line",
                "mentoring.pd.correction",
                "mentoring.meeting",
                "mentoring.certificate",
                "mentoring.evaluation",
                "mail.message",
                "calendar.event",
                "res.partner",
                "account.move",
            },
            walked,
        )

    def _read_all(self, model):
        """Yield each field with the text of what it says of the latest records."""
        try:
            records = model.search([], limit=80, order="id desc")
        except (AccessError, UserError):
            return
        for name, field in model._fields.items():
            if field.type in ("binary", "image"):
                continue  # their content is in no field's text, see the columns
            with contextlib.suppress(AccessError, UserError):
                yield name, str([values[name] for values in records.read([name])])
        with contextlib.suppress(AccessError, UserError):
            # An id in an export is a name that is given to the record then.
            names = [n for n, field in model._fields.items() if field.exportable]
            names.remove("id")
            yield "export", str(records.export_data(names)["datas"])

    def test_statement_of_hours_says_nothing_of_them(self):
        """The statement that finance, staff and the member print has hours alone."""
        self._hang_records_on_it()
        report = self.env["ir.actions.report"]
        content, _kind = report._render_qweb_html(
            "mentoring_scheme.report_mentoring_pd_statement",
            self.mentee.partner_id.ids,
        )
        self.assertIn(b"It was shorter", content)
        self.assertNotIn(SENTENCE.encode(), content)

    def test_stands_in_no_column(self):
        """No text of the database holds the sentence.

        The log, messages, mails, attachments and their index are among them.
        """
        self.shared.with_user(self.users["mentee"]).sudo().write(
            {"body": f"{SENTENCE} changed"}
        )
        self._write_message("mentee", f"{SENTENCE} again")
        goal = self.goal.with_user(self.users["mentor"]).sudo()
        goal._change({"name": f"{SENTENCE} changed"}, 1)
        agreement = self.plan.with_user(self.users["mentor"]).sudo().agreement_id
        agreement._sign(self.mentor, "Mary", self.signature)  # the text is frozen
        agreement._sign(self.mentee, "Mel", self.signature)
        agreement._amend(self.mentor)
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT table_name, array_agg(column_name::text)
              FROM information_schema.columns
              JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
               AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea')
             GROUP BY table_name
            """
        )
        tables = dict(self.env.cr.fetchall())
        found = set()
        for table, columns in tables.items():
            condition = SQL(" OR ").join(
                SQL("%s::text ILIKE %s", SQL.identifier(column), f"%{SENTENCE}%")
                for column in columns
            )
            self.env.cr.execute(
                SQL("SELECT 1 FROM %s WHERE %s", SQL.identifier(table), condition)
            )
            if self.env.cr.fetchone():
                found.add(table)
        self.assertIn("mail_message", tables)
        self.assertIn("ir_attachment", tables)
        self.assertFalse(found)


@tagged("post_install", "-at_install", "security")
class TestSealedOverHttp(SealedCommon, HttpCase):
    """What a browser with a staff login can ask for over the network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.note = cls._write_note("mentee", body=SENTENCE)
        cls.message = cls._write_message("mentee", SENTENCE)
        cls.goal = cls._write_goal(name=SENTENCE, measure=SENTENCE)
        cls.plan = cls._fill_in(SENTENCE)
        cls.env.flush_all()

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
    def test_rpc_and_routes(self):
        for name, user in self.staff.items():
            self.authenticate(user.login, user.login)
            for record in (self.note, self.message, self.goal, self.plan):
                model = record._name
                secret = SECRETS[model][0]
                for method, args in (
                    ("read", [record.ids]),
                    ("web_read", [record.ids, {secret: {}}]),
                    ("search_read", [[], [secret]]),
                    ("export_data", [record.ids, [secret]]),
                    ("name_search", [SENTENCE]),
                    ("formatted_read_group", [[], ["create_uid"], ["__count"]]),
                    ("write", [record.ids, {secret: "Changed"}]),
                    ("create", [{"partnership_id": self.partnership.id}]),
                    ("unlink", [record.ids]),
                ):
                    with self.assertRaises(JsonRpcException, msg=f"{name} {method}"):
                        self.make_jsonrpc_request(
                            "/web/dataset/call_kw",
                            {
                                "model": model,
                                "method": method,
                                "args": args,
                                "kwargs": {},
                            },
                        )
                self._assert_routes_silent(name, record, secret)
        self.env.invalidate_all()
        kept = self._unseal(self.note, self.users["mentee"])
        self.assertEqual(kept["body"], SENTENCE)

    def _assert_routes_silent(self, name, record, secret):
        model = record._name
        export = {
            "model": model,
            "fields": [{"name": secret, "label": "Text", "type": "text"}],
            "ids": record.ids,
            "domain": [],
            "import_compat": False,
            "groupby": [],
        }
        for path, data in (
            (f"/web/content/{model}/{record.id}/{secret}", None),
            (f"/odoo/{model}/{record.id}", None),
            ("/web/export/csv", {"data": json.dumps(export)}),
            ("/web/export/xlsx", {"data": json.dumps(export)}),
        ):
            response = self.url_open(path, data=data)
            self.assertNotIn(SENTENCE, response.text, f"{name}: {path}")
