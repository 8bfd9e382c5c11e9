# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib
import json

from odoo import Command, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from ..sealing import Reader
from .sealed_common import SealedCommon

SENTENCE = "Lyrebirds whisper quokka"
# What somebody who may write templates or server actions tries, for a user's id.
TRIES = (
    "env['mentoring.note'].with_user({uid}).sudo().search([]).mapped('body')",
    "env['mentoring.note'].with_user({uid}).sudo().search([]).read(['body'])",
    "env['mentoring.message'].with_user({uid}).sudo().search([]).mapped('body')",
    "env['mentoring.message'].with_user({uid}).sudo().search([])._unseal({uid})",
    "env['mentoring.message'].sudo().search([]).mapped('body')",
    "env['mentoring.goal'].with_user({uid}).sudo().search([]).mapped('name')",
    "env['mentoring.goal'].with_user({uid}).sudo()"
    "._read_group([], ['name', 'measure'])",
    "env['mentoring.agreement.answer'].with_user({uid}).sudo().search([]).mapped('content')",
    "env['mentoring.note'].with_user({uid}).sudo().search([])._unseal(env.user)",
    "env['mentoring.note'].with_user({uid}).sudo().search([])._unseal({uid})",
    "env['mentoring.note'].with_user({uid}).sudo().search([])._unseal(None)",
    "env['mentoring.note'].with_user({uid}).sudo()._search_unsealed({uid}, [])",
    "env['mentoring.note'].with_user({uid}).sudo()._search_unsealed(None, [])",
    "env['mentoring.note']._enter({uid}, {{}})",
    "env['mentoring.agreement'].with_user({uid}).sudo().search([])"
    "._find_answers().mapped('content')",
    "env['mentoring.agreement'].with_user({uid}).sudo().search([])"
    "._get_missing_answers().mapped('name')",
    "env['mentoring.concern'].sudo().search([]).web_read({{'what': {{}}}})",
    "env['mentoring.concern'].sudo().search([]).mapped('step_ids.body')",
    "env['mentoring.data.key'].sudo().search([]).read()",
    "env['mentoring.note']._seal_values({{'body': 'x'}},"
    " env['mentoring.data.key'].sudo().search([], limit=1))",
    "env.cr.execute('SELECT body FROM mentoring_note') or env.cr.fetchall()",
    "env.cr.execute('SELECT what FROM mentoring_concern') or env.cr.fetchall()",
    "'{{0.cr}} {{0.registry}} {{0._unseal}}'.format(env['mentoring.note'])",
    "'{{0._unseal.__func__.__globals__}}'.format(env['mentoring.note'])",
    "'{{0._unseal.__func__.__globals__[open_text].__globals__}}'"
    ".format(env['mentoring.note'])",
)


@tagged("post_install", "-at_install", "security")
class TestMentoringSealedText(SealedCommon):
    """Invariant 14: the database holds ciphertext, for whoever asks and however."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.note = cls._write_note("mentee", body=f"{SENTENCE} note")
        cls._write_message("mentee", f"{SENTENCE} message")
        cls._write_goal(name=f"{SENTENCE} goal", measure=SENTENCE)
        cls._fill_in(f"{SENTENCE} planned")
        cls.concern = cls._report(reporter_id=cls.mentee.partner_id.id)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _try(self, ask):
        """Return what was answered; a refusal is an answer as well."""
        try:
            with self.env.cr.savepoint():
                return str(ask())
        except Exception as error:  # whatever it is, it must not say the sentence
            return f"{error} {error.__cause__ or ''}"

    @mute_logger(
        "odoo.addons.base.models.ir_qweb", "odoo.sql_db", "odoo.tools.safe_eval"
    )
    def test_templates(self):
        """Whoever may write mail templates reads nothing by them."""
        partner = self.mentee.partner_id
        render = self.env["mail.render.mixin"].with_user(self.staff["administrator"])
        answers = []
        for uid in (self.users["mentee"].id, self.users["mentor"].id):
            for tried in TRIES:
                code = tried.format(uid=uid).replace("env", "object.env", 1)
                code = code.replace(" env", " object.env").replace(
                    "(env", "(object.env"
                )
                template = f'<p t-out="{code}"/>'
                answers.append(
                    self._try(
                        lambda template=template: render._render_template_qweb(
                            template, "res.partner", partner.ids
                        )
                    )
                )
        self._assert_silent(answers)

    @mute_logger("odoo.addons.base.models.ir_actions", "odoo.sql_db")
    def test_server_actions(self):
        """Whoever may write server actions reads nothing by them."""
        answers = []
        for uid in (self.users["mentee"].id, self.users["mentor"].id):
            for tried in TRIES:
                action = self.env["ir.actions.server"].create(
                    {
                        "name": "Tried",
                        "model_id": self.env["ir.model"]._get_id("res.partner"),
                        "state": "code",
                        "code": f"raise UserError(str({tried.format(uid=uid)}))",
                    }
                )
                answers.append(self._try(action.run))
        self._assert_silent(answers)

    def _assert_silent(self, answers):
        said = "\n".join(answers)
        self.assertIn("sealed:1:", said, "the tries find the ciphertext")
        self.assertNotIn("Lyrebirds", said)

    def test_reader(self):
        """Each person's reader opens what that person's page shows, and no more."""
        for role, opens in (("mentee", True), ("mentor", True)):
            user = self.users[role]
            self.assertEqual(bool(self._unseal(self.note, user)), opens)
        for user in self.staff.values():
            self.assertFalse(self._unseal(self.note, user), user.login)
        mentee = self.users["mentee"]
        own = self.note.with_user(mentee).sudo()  # as the portal does
        self.assertFalse(own._unseal(Reader(self.staff["manager"].id)))
        for thing in (mentee, mentee.id, None, "reader", object()):
            with self.assertRaises(AccessError):
                own._unseal(thing)

    def test_pasted(self):
        """Ciphertext that is copied to another place is sealed there as any text."""
        mentor = self.users["mentor"]
        private = self._write_note("mentee", "author", f"{SENTENCE} private")
        self.env.cr.execute(
            "SELECT body FROM mentoring_note WHERE id = %s", [private.id]
        )
        [[stolen]] = self.env.cr.fetchall()
        mine = self._write_note("mentor", body=stolen)
        self.assertEqual(self._unseal(mine, mentor)["body"], stolen)
        goal = self._write_goal(name="Mine")
        self.env.cr.execute(
            "UPDATE mentoring_goal SET name = %s WHERE id = %s", [stolen, goal.id]
        )
        self.env.invalidate_all()
        with contextlib.suppress(Exception):
            self.assertNotIn(SENTENCE, str(self._unseal(goal, mentor)))

    def test_earlier_version(self):
        """What was stored in plain words opens meanwhile, and is sealed by the job."""
        place = {
            "mentoring.note": (self.note, "body"),
            "mentoring.concern": (self.concern, "what"),
            "mentoring.concern.step": (self.concern.step_ids, "body"),
        }
        for record, name in place.values():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = 'In plain words' WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(name),
                    record.id,
                )
            )
        self.env.invalidate_all()
        mentee = self.users["mentee"]
        self.assertEqual(self._unseal(self.note, mentee)["body"], "In plain words")
        for model, (record, _name) in place.items():
            plain = self.env[model]._find_plain()
            self.assertEqual(plain, record)
            plain._seal_plain()
            self.assertFalse(self.env[model]._find_plain())
        self.assertEqual(self._unseal(self.note, mentee)["body"], "In plain words")
        reader = Reader(self.staff["conduct"].id)
        case = self.concern
        self.assertEqual(case._unseal(reader)[case.id]["what"], "In plain words")
        [step] = case.step_ids._unseal(reader).values()
        self.assertEqual(step["body"], "In plain words")

    def test_missing_master_key(self):
        """Without the key nothing opens, nothing new is written, and it is said so."""
        third = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        user = self._create_login(self._get_seat(third, "mentee"))
        notes = self.env["mentoring.note"].with_user(user).sudo()  # as the page does
        self.env.flush_all()
        key = self.env["mentoring.data.key"].sudo()._make()  # nobody has rights
        key.master = "another key"
        third.sudo().data_key_id = key  # as the system
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "Nothing is lost"):
            notes._enter(third, {"visibility": "pair", "body": SENTENCE})
        note = notes.create(
            {"partnership_id": third.id, "author_id": user.partner_id.id, "body": ""}
        )
        self.env.cr.execute(
            "UPDATE mentoring_note SET body = %s WHERE id = %s",
            [f"sealed:1:{key.id}:AAAA", note.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Nothing is lost"):
            self._unseal(note, user)

    def test_case_of_reporter(self):
        """The reporter reads what was reported; what was told, once it is decided."""
        reporter = self.users["mentee"]
        officer = self.staff["conduct"]
        self.concern.with_user(officer).action_take()
        self.concern.with_user(officer).write(
            {"told": "Not so.", "finding": "Secret.", "outcome": "none"}
        )
        reader = Reader(reporter.id)
        case = self.concern
        self.assertIn(SENTENCE, case._unseal(reader, ["what"])[case.id]["what"])
        for hidden in (["told"], ["finding"], None):
            self.assertFalse(case._unseal(reader, hidden))
        case.with_user(officer).action_decide()
        self.assertEqual(case._unseal(reader, ["told"])[case.id]["told"], "Not so.")
        self.assertFalse(case._unseal(reader, ["finding"]))
        self.assertFalse(case.step_ids._unseal(reader))
        with self.assertRaisesRegex(UserError, "cannot be duplicated"):
            case.with_user(officer).copy()


@tagged("post_install", "-at_install", "security")
class TestMentoringSealedScreen(SealedCommon, HttpCase):
    """A case's texts reach its officer's own form, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.concern = cls._report(reporter_name="A caller")
        cls.env.flush_all()

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def test_officer(self):
        officer = self.staff["conduct"]
        self.authenticate(officer.login, officer.login)
        ids = self.concern.ids
        wanted = {"what": {}, "finding": {}, "step_ids": {"fields": {"body": {}}}}
        [shown] = self._call("mentoring.concern", "web_read", ids, wanted)
        self.assertEqual((shown["what"], shown["finding"]), (SENTENCE, False))
        self.assertEqual([step["body"] for step in shown["step_ids"]], ["Received."])
        self._call("mentoring.concern", "action_take", ids)
        [saved] = self._call(
            "mentoring.concern",
            "web_save",
            ids,
            {"finding": "It is so.", "step_ids": [Command.create({"body": "Called."})]},
            wanted,
        )
        self.assertEqual((saved["what"], saved["finding"]), (SENTENCE, "It is so."))
        self.assertIn("Called.", [step["body"] for step in saved["step_ids"]])
        for method, args in (
            ("read", [ids, ["what"]]),
            ("search_read", [[], ["what"]]),
            ("export_data", [ids, ["what"]]),
            ("web_search_read", [[], {"what": {}}]),
        ):
            self.assertNotIn(
                SENTENCE, str(self._call("mentoring.concern", method, *args))
            )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_others(self):
        """Not a form of somebody else, and no action that an officer is made to run."""
        ids = self.concern.ids
        for name in ("coordinator", "manager", "finance"):
            user = self.staff[name]
            self.authenticate(user.login, user.login)
            with contextlib.suppress(Exception):
                shown = self._call("mentoring.concern", "web_read", ids, {"what": {}})
                self.assertNotIn(SENTENCE, str(shown))
        action = self.env["ir.actions.server"].create(
            {
                "name": "Tried",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "case = env['mentoring.concern'].browse(%s)\n"
                "action = {'said': str(case.web_read({'what': {}}))}" % ids,
            }
        )
        officer = self.staff["administrator"]
        self.authenticate(officer.login, officer.login)
        [shown] = self._call("mentoring.concern", "web_read", ids, {"what": {}})
        self.assertEqual(shown["what"], SENTENCE)
        said = str(self._call("ir.actions.server", "run", action.ids))
        self.assertIn("sealed:1:", said)
        self.assertNotIn(SENTENCE, said)

    def test_export_by_officer(self):
        """A spreadsheet of cases has ciphertext, and leaves no trace of them."""
        officer = self.staff["conduct"]
        self.authenticate(officer.login, officer.login)
        names = self.env["ir.model.data"].search_count([])
        for kind in ("csv", "xlsx"):
            fields = [
                {"name": name, "label": name}
                for name in ("id", "name", "what", "step_ids/id", "partnership_id/id")
            ]
            answer = self.url_open(
                f"/web/export/{kind}",
                {
                    "data": json.dumps(
                        {
                            "model": "mentoring.concern",
                            "fields": fields,
                            "ids": self.concern.ids,
                            "domain": [],
                            "import_compat": False,
                            "groupby": [],
                        }
                    ),
                    "csrf_token": http.Request.csrf_token(self),
                },
            )
            self.assertEqual(answer.status_code, 200)
            self.assertNotIn(SENTENCE.encode(), answer.content)
        self.assertEqual(self.env["ir.model.data"].search_count([]), names)
