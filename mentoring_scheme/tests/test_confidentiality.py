# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from . import matrix
from .access_common import WATCHED
from .common import PDF
from .test_rpc_methods import RpcCommon

SECRET = "CanaryOfTheOffice"
# What staff see: these personas alone get the bytes of a file.
FILE_READERS = ("coordinator", "manager")


@tagged("post_install", "-at_install", "security")
class TestChatter(RpcCommon):
    """What staff say on a record reaches no member (design section 4)."""

    def _log_all_kinds(self, record):
        """Log the secret in every way that core knows; return the messages."""
        messages = record._message_log(body=f"{SECRET} logged")
        for kind, subtype in (
            ("notification", "mail.mt_note"),
            ("auto_comment", "mail.mt_note"),
            ("comment", "mail.mt_note"),
            ("comment", "mail.mt_comment"),
            ("notification", "mail.mt_comment"),
        ):
            messages |= record.message_post(
                body=f"{SECRET} {kind} {subtype}",
                message_type=kind,
                subtype_xmlid=subtype,
            )
        return messages

    def test_no_member_reads_the_log(self):
        place = self.places["mentee"]
        records = [
            place[model]
            for model, room in matrix.ROOMS.items()
            if not room.transient
            and "message_ids" in self.env[model]._fields
            and place.get(model)
        ]
        self.assertGreaterEqual(len(records), 7)
        messages = {record: self._log_all_kinds(record) for record in records}
        self.env.flush_all()
        callers = [*matrix.MEMBERS, "internal", "conduct officer", "other coordinator"]
        for persona in callers:
            self._log_in(persona)
            for record, logged in messages.items():
                for what, answer in self._ask_for(record, logged):
                    self.assertNotIn(SECRET, str(answer), f"{persona}: {what}")
        # The same questions answer staff, so they are the right ones.
        self._log_in("coordinator")
        for record, logged in messages.items():
            answers = dict(self._ask_for(record, logged))
            self.assertIn(SECRET, str(answers[f"read on {record}"]))
            self.assertIn(SECRET, str(answers[f"thread of {record}"]))

    def _ask_for(self, record, messages):
        """Yield what each way of asking for messages answers."""
        ids = messages.ids
        for name, args in (
            ("read", [ids, ["body", "preview", "subject"]]),
            ("web_read", [ids, {"body": {}}]),
            ("search_read", [[("id", "in", ids)], ["body"]]),
            ("export_data", [ids, ["body"]]),
        ):
            answer, _error = self._call("mail.message", name, *args)
            yield f"{name} on {record}", answer
        for message in messages:
            answer, _error = self._call("mail.message", "read", message.ids, ["body"])
            yield f"read one on {record}", answer
        thread = {"thread_model": record._name, "thread_id": record.id}
        yield f"thread of {record}", self._post_json("/mail/thread/messages", thread)
        yield f"chatter of {record}", self._post_json("/mail/chatter_fetch", thread)

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
    def _post_json(self, path, params):
        try:
            return self.make_jsonrpc_request(path, params)
        except JsonRpcException:
            return None

    def test_members_never_follow(self):
        """Whoever tries to have a member follow, by whatever way, is left without."""
        members = self.env["res.partner"].concat(*self.people.values())
        for model in matrix.ROOMS:
            record = self.places["mentee"].get(model)
            if not record or "message_follower_ids" not in record._fields:
                continue
            record.message_subscribe(members.ids)
            record._message_subscribe(members.ids)
            record.with_context(mail_post_autofollow=True).message_post(
                body="Hello",
                partner_ids=members[:2].ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        for persona in ("mentee", "partner"):
            self._log_in(persona)
            user = self.users[persona]
            for model in ("mentoring.scheme", "mentoring.intake"):
                record = self.places["mentee"][model]
                self._call(model, "message_subscribe", record.ids, user.partner_id.ids)
                self._call(model, "message_post", record.ids, body="Hello")
        self.env.cr.execute(
            "SELECT f.res_model, p.name FROM mail_followers f"
            " JOIN res_partner p ON p.id = f.partner_id"
            " WHERE f.res_model LIKE 'mentoring.%%' AND NOT EXISTS ("
            "  SELECT FROM res_users u WHERE u.partner_id = p.id AND NOT u.share)"
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_members_say_nothing_on_records(self):
        """A member who reads an intake cannot post on it."""
        for persona in matrix.MEMBERS:
            self._log_in(persona)
            for model in ("mentoring.scheme", "mentoring.intake"):
                record = self.places["mentee"][model]
                _answer, error = self._call(
                    model, "message_post", record.ids, body="Hello"
                )
                self.assertEqual(error, "odoo.exceptions.AccessError", persona)

    def test_watched_tables_exist(self):
        """A renamed table would make the comparisons blind."""
        self.env.cr.execute("SELECT tablename FROM pg_tables")
        tables = {name for [name] in self.env.cr.fetchall()}
        self.assertFalse({*WATCHED} - tables)


@tagged("post_install", "-at_install", "security")
class TestFiles(RpcCommon):
    """Bytes are compared: core answers some refusals with 200 and a placeholder."""

    def _get_addresses(self, record, field):
        attachments = self.env["ir.attachment"].sudo()  # whoever may read them
        attachment = attachments.search(
            [
                ("res_model", "=", record._name),
                ("res_id", "in", record.ids),
                ("res_field", "=", field),
            ],
            limit=1,
        )
        self.assertTrue(attachment)
        self.assertFalse(attachment.public)
        self.assertFalse(attachment.access_token)
        path = f"{record._name}/{record.id}/{field}"
        return [
            f"/web/content/{path}",
            f"/web/content/{path}/resume.pdf",
            f"/web/content/{attachment.id}",
            f"/web/image/{path}",
            f"/web/image/{attachment.id}",
            f"/web/content?model={record._name}&id={record.id}&field={field}",
            f"/web/content?model={record._name}&id={record.id}&field={field}&download=1",
        ]

    def _assert_for_staff_alone(self, record, field, content, readers=FILE_READERS):
        addresses = self._get_addresses(record, field)
        for persona in matrix.PERSONAS:
            if persona == "public":
                self.authenticate(None, None)
            else:
                self._log_in(persona)
            answers = [
                self._fetch(address)
                for address in addresses
                if "/web/image" not in address or field != "file"
            ]
            got = [answer.content == content for answer in answers]
            for answer in answers:
                if answer.content == content:
                    self._assert_private(answer)
            if persona in readers:
                self.assertTrue(any(got), persona)
            else:
                self.assertFalse(any(got), f"{persona} gets {field} of {record}")

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
    def _fetch(self, address):
        return self.url_open(address, timeout=30)

    def _assert_private(self, answer):
        """Nobody keeps such a file, and no browser opens it as a page."""
        headers = answer.headers
        self.assertEqual(headers["Cache-Control"], "no-store", answer.url)
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff", answer.url)
        self.assertIn("sandbox", headers["Content-Security-Policy"], answer.url)
        self.assertTrue(
            headers["Content-Disposition"].startswith("attachment"), answer.url
        )

    def test_resume(self):
        """Even the owner reads it through the portal's own page alone."""
        record = self.places["mentee"]["mentoring.application.file"]
        self._assert_for_staff_alone(record, "file", PDF)

    def test_signature(self):
        record = self.places["mentee"]["mentoring.agreement.signature"]
        image = base64.b64decode(record.with_context(bin_size=False).signature)
        self._assert_for_staff_alone(record, "signature", image)

    def test_concern_file(self):
        """What was handed in with a case is read by conduct officers alone."""
        record = self.places["mentee"]["mentoring.concern.file"]
        self._assert_for_staff_alone(record, "file", PDF, ("conduct officer",))

    def test_reports(self):
        """A report is read by whoever reads its record."""
        place = self.places["mentee"]
        agreements = place["mentoring.partnership"].agreement_ids
        certificate = place["mentoring.certificate"]
        outcome = place["mentoring.outcome"]
        acceptance = agreements.filtered("is_acceptance")
        quoted = self.places["mentor"]["mentoring.fee"]
        billed = place["mentoring.fee"]
        books = (*FILE_READERS, "finance")
        # A record with each report, what its page says and no other page does, and who
        # reads it.
        pages = {
            "certificate": (certificate, certificate.number, FILE_READERS),
            "appreciation": (certificate, certificate.number, FILE_READERS),
            "agreement": (acceptance, acceptance.digest, FILE_READERS),
            "outcome": (outcome, outcome.intake_id.name, FILE_READERS),
            "pd_statement": (
                place.partner,
                place["mentoring.pd.correction"].reason,
                FILE_READERS,
            ),
            "fee_quote": (quoted, "This is a quote", books),
            "fee_statement": (billed.payer_id, billed.move_id.name, ("finance",)),
        }
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "mentoring\\_scheme.%")]
        )
        # The preview of a certificate is read by who has opened the window alone.
        reports = reports.filtered(lambda r: not self.env[r.model]._transient)
        prefix = "mentoring_scheme.report_mentoring_"
        self.assertEqual(
            set(reports.mapped("report_name")), {prefix + name for name in pages}
        )
        for name, (record, marker, readers) in pages.items():
            address = f"/report/html/{prefix}{name}/{record.id}"
            for persona in matrix.PERSONAS:
                if persona == "public":
                    self.authenticate(None, None)
                else:
                    self._log_in(persona)
                page = self._fetch(address).text
                self.assertEqual(marker in page, persona in readers, (name, persona))

    def test_upload_by_rpc(self):
        """Nobody but staff attaches a file to an application."""
        place = self.places["mentee"]
        for persona in ("mentee", "partner", "stranger", "internal", "finance"):
            self._log_in(persona)
            before = self._fingerprint()
            for model, vals in (
                (
                    "mentoring.application.file",
                    {
                        "application_id": place["mentoring.application"].id,
                        "filename": "x.pdf",
                        "file": self.resume.decode(),
                    },
                ),
                (
                    "mentoring.application",
                    {
                        "intake_id": place["mentoring.intake"].id,
                        "partner_id": self.users[persona].partner_id.id,
                        "role": "mentor",
                    },
                ),
                (
                    "ir.attachment",
                    {
                        "name": "x.pdf",
                        "res_model": "mentoring.application",
                        "res_id": place["mentoring.application"].id,
                        "datas": self.resume.decode(),
                    },
                ),
            ):
                _answer, error = self._call(model, "create", [vals])
                self.assertEqual(error, "odoo.exceptions.AccessError", (persona, model))
            self.assertEqual(self._fingerprint(), before, persona)


@tagged("post_install", "-at_install", "security")
class TestCommands(RpcCommon):
    """Writing on what one may write never reaches what one may not."""

    def test_commands_through_relations(self):
        """A member's own contact is no door to the records behind it."""
        self._log_in("mentee")
        partner = self.users["mentee"].partner_id
        application = self.places["mentee"]["mentoring.application"]
        before = self._fingerprint()
        _answer, error = self._call(
            "res.partner",
            "write",
            partner.ids,
            {
                "mentoring_application_ids": [
                    Command.update(application.id, {"state": "completed"})
                ]
            },
        )
        self.assertEqual(error, "odoo.exceptions.AccessError")
        self.assertEqual(self._fingerprint(), before)
