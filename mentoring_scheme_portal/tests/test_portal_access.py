# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HOME, MentoringPortalCase, draw_signature

UNKNOWN = 987654
HUGE = 10**30
# Every page of a member's own: address, and the record that the number names.
PAGES = (
    ("{home}/application/{id}", "application"),
    ("{home}/application/{id}/edit", "draft"),
    ("{home}/application/{id}/withdraw", "application"),
    ("{home}/file/{id}", "file"),
    ("{home}/partnership/{id}", "partnership"),
    ("{home}/partnership/{id}/withdraw", "partnership"),
    ("{home}/agreement/{id}", "agreement"),
    ("{home}/agreement/{id}/pdf", "agreement"),
    ("{home}/certificate/{id}", "certificate"),
    ("{home}/document/{id}", "document"),
    ("{home}/document/{id}/file", "document"),
)
STEPS = (
    ("{home}/application/{id}/edit", "draft"),
    ("{home}/application/{id}/withdraw", "application"),
    ("{home}/partnership/{id}/meeting", "partnership"),
    ("{home}/partnership/{id}/withdraw", "partnership"),
    ("{home}/meeting/{id}/confirm", "meeting"),
    ("{home}/meeting/{id}/cancel", "meeting"),
    ("{home}/withdrawal/{id}/cancel", "withdrawal"),
)
# What a member must never find in another's answer.
CANARIES = (
    b"Canary",
    b"canary",
    b"mel@example.com",
    b"mary@example.com",
    b"0400 mel",
    b"0400 mary",
    b"Mary Mentor",
    b"Mel Mentee",
)


@tagged("post_install", "-at_install", "security")
class TestPortalAccess(MentoringPortalCase):
    """Nobody sees or moves what is another's (promises A35, B1; invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        mentee = cls._get_seat(cls.partnership, "mentee")
        agreement = cls.partnership.agreement_ids[0]
        agreement._sign(mentee, "Mel Mentee", draw_signature())
        other_intake = cls._create_intake(cls.scheme, name="Another intake")
        past = cls._create_partnership(
            cls._create_approved(cls.mentor, "mentor", other_intake),
            cls._create_approved(cls.mentee, "mentee", other_intake),
        )
        cls._sign_all(past)
        past.action_complete()
        cls.scheme.write(
            {"certificate_requires_final": False, "certificate_requires_fee": False}
        )
        past_mentee = cls._get_seat(past, "mentee").application_id
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            certificate = past_mentee._issue_certificate()
        draft_intake = cls._create_intake(cls.scheme, name="A third intake")
        cls.records = {
            "application": mentee.application_id,
            "draft": cls.env["mentoring.application"].create(
                {
                    "intake_id": draft_intake.id,
                    "partner_id": cls.mentee.partner_id.id,
                    "role": "mentee",
                    "goals": "Canary goals of a draft",
                }
            ),
            "file": mentee.application_id.file_ids,
            "partnership": cls.partnership,
            "agreement": agreement,
            "certificate": certificate,
            "document": cls.scheme.document_ids.filtered(
                lambda document: document.audience == "mentor"
            ),
            "meeting": cls.env["mentoring.meeting"].create(
                {
                    "partnership_id": cls.partnership.id,
                    "start": fields.Datetime.now() - timedelta(days=1),
                    "link": "https://canary.example.com",
                }
            ),
            "withdrawal": cls.env["mentoring.withdrawal"].create(
                {"participant_id": mentee.id, "note": "Canary note"}
            ),
        }
        # The guidelines have a file; the mentors' own text gets one, too.
        cls.records["document"].write(
            {"file": cls.scheme.document_ids.filtered("file").file, "filename": "w.pdf"}
        )

    def _get_path(self, pattern, record_id):
        return pattern.format(home=HOME, id=record_id)

    def _assert_unknown(self, pattern, record, read, caller):
        """Another's record is answered as one that does not exist, byte for byte."""
        foreign = read(self._get_path(pattern, record.id))
        unknown = read(self._get_path(pattern, UNKNOWN))
        huge = read(self._get_path(pattern, HUGE))
        where = f"{caller.login}: {pattern}"
        for response in (foreign, unknown, huge):
            self.assertEqual(response.status_code, 404, where)
            self.assertEqual(response.headers["Cache-Control"], "no-store", where)
        self.assertEqual(
            self.strip_changing(foreign),
            self.strip_changing(unknown),
            where,
        )
        self.assertEqual(
            self.strip_changing(foreign),
            self.strip_changing(huge),
            where,
        )
        for canary in CANARIES:
            self.assertNotIn(canary, foreign.content, where)

    def test_foreign_records(self):
        """A stranger's and a colleague's requests find nothing, and change nothing."""
        before = self.take_snapshot()
        for caller in (self.stranger, self.colleague, self.coordinator):
            if caller == self.coordinator:
                # Staff have their own pages; here they are members like others.
                self.coordinator.password = self.coordinator.login * 2
                before = self.take_snapshot()
            self.sign_in(caller)
            for pattern, name in PAGES:
                self._assert_unknown(pattern, self.records[name], self.url_open, caller)
            for pattern, name in STEPS:
                self._assert_unknown(pattern, self.records[name], self.post, caller)
            self.assertEqual(self._take_own_snapshot(), self._keep_own(before))

    def _keep_own(self, snapshot):
        """Return the fingerprints without core's tables, which signing in changes."""
        return {
            table: fingerprint
            for table, fingerprint in snapshot.items()
            if table.startswith("mentoring_")
        }

    def _take_own_snapshot(self):
        return self._keep_own(self.take_snapshot())

    def test_partner_records(self):
        """The partner in the pair sees the partnership, and not the other's papers."""
        shared = {"partnership", "agreement", "meeting", "document"}
        self.sign_in(self.mentor)
        for pattern, name in PAGES:
            if name not in shared:
                self._assert_hidden(pattern, self.records[name], self.url_open)
        for pattern, name in STEPS:
            if name not in shared:
                self._assert_hidden(pattern, self.records[name], self.post)
        page = self.url_open(f"{HOME}/partnership/{self.partnership.id}")
        for hidden in (b"Canary goals", b"Canary note", b"canary mel.pdf"):
            self.assertNotIn(hidden, page.content)
        self.sign_in(self.mentee)
        document = self._get_path("{home}/document/{id}", self.records["document"].id)
        self.assertEqual(self.url_open(document).status_code, 404)

    def _assert_hidden(self, pattern, record, read):
        foreign = read(self._get_path(pattern, record.id))
        unknown = read(self._get_path(pattern, UNKNOWN))
        self.assertEqual(foreign.status_code, 404, pattern)
        self.assertEqual(self.strip_changing(foreign), self.strip_changing(unknown))

    def test_own_pages_change_nothing(self):
        """Reading changes nothing, is never stored, and reaches every page (A35)."""
        self.sign_in(self.mentee)
        self.url_open(HOME)
        before = self.take_snapshot()
        reached = 0
        with self.allow_pdf_render():
            for pattern, name in PAGES:
                if name == "document":
                    continue
                path = self._get_path(pattern, self.records[name].id)
                response = self.url_open(path, timeout=60)
                self.assertEqual(response.status_code, 200, path)
                self.assertEqual(response.headers["Cache-Control"], "no-store", path)
                reached += 1
        self.url_open(f"{HOME}/apply/{self.intake.id}/mentor")
        response = self.url_open(HOME)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(reached, len(PAGES) - 2)
        after = self.take_snapshot()
        # The PDF of a certificate is kept with it when it is printed first.
        self.assertEqual(self._keep_own(after), self._keep_own(before))
        self.assertEqual(after["res_partner"], before["res_partner"])
        self.assertEqual(after["mail_mail"], before["mail_mail"])

    def test_steps_need_post(self):
        """What changes something is posted; an address alone changes nothing."""
        self.sign_in(self.mentee)
        before = self._take_own_snapshot()
        for path in (
            f"{HOME}/meeting/{self.records['meeting'].id}/confirm",
            f"{HOME}/meeting/{self.records['meeting'].id}/cancel",
            f"{HOME}/withdrawal/{self.records['withdrawal'].id}/cancel",
            f"{HOME}/partnership/{self.partnership.id}/meeting",
            f"{HOME}/agreement/{self.records['agreement'].id}/sign",
        ):
            self.assertIn(self.url_open(path).status_code, (404, 405, 415), path)
        self.assertEqual(self._take_own_snapshot(), before)

    @mute_logger("odoo.http")
    def test_csrf(self):
        """A post without the page's token, or with another's, is refused."""
        before = self._take_own_snapshot()
        self.sign_in(self.stranger)
        page = self.open_page(f"{HOME}/apply/{self.intake.id}/mentor")
        foreign = page.xpath("//form//*[@name='csrf_token']")[0].get("value")
        self.sign_in(self.mentee)
        apply = f"{HOME}/apply/{self.intake.id}/mentor"
        paths = [
            self._get_path(pattern, self.records[name].id) for pattern, name in STEPS
        ]
        for path in (*paths, apply):
            for data in (
                {"goals": "forged"},
                {"csrf_token": foreign, "goals": "forged"},
                {"csrf_token": "", "goals": "forged"},
            ):
                response = self.url_open(path, data=data)
                self.assertEqual(response.status_code, 400, path)
        self.assertEqual(self._take_own_snapshot(), before)

    def test_forged_fields(self):
        """What the form does not ask is not written, whatever it is called."""
        self.sign_in(self.mentee)
        draft = self.records["draft"]
        Application = self.env["mentoring.application"]
        form = draft._get_portal_form()
        step = form.find_step("goals")
        asked = {question.name for question in form.fields}
        forged = {name: "1" for name in Application._fields if name not in asked}
        forged |= {
            "state": "approved",
            "partner_id": str(self.stranger.partner_id.id),
            "intake_id": str(self.intake.id),
            "context": "{'default_state': 'approved'}",
            "access_token": "x",
        }
        moving = {"portal_step", "write_date", "write_uid"}
        names = sorted(set(Application._fields) - asked - moving)
        stored = [name for name in names if Application._fields[name].store]
        before = draft.read(stored)
        attendance = self.post(
            f"{HOME}/application/{draft.id}/edit",
            {**forged, "step": step.name, "goals": "Written", "action": "save"},
        )
        self.assertEqual(attendance.status_code, 200)
        draft.invalidate_recordset()
        self.assertEqual(draft.goals, "Written")
        self.assertEqual(draft.read(stored), before)
        self.assertEqual(draft.create_uid, self.env.user)

    def test_anonymous(self):
        """A visitor is asked to sign in, and learns nothing."""
        before = self._take_own_snapshot()
        self.authenticate(None, None)
        for pattern, name in (*PAGES, ("{home}", "application")):
            path = self._get_path(pattern, self.records[name].id)
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303, path)
            self.assertIn("/web/login", response.headers["Location"])
        for pattern, name in STEPS:
            path = self._get_path(pattern, self.records[name].id)
            response = self.url_open(path, data={"x": "1"}, allow_redirects=False)
            self.assertIn(response.status_code, (303, 400), path)
        self.assertEqual(self._take_own_snapshot(), before)

    def test_archived_and_unpublished(self):
        """What staff have not published, or have put away, is no page for anybody."""
        draft = self._create_intake(self.scheme, name="Canary draft", phase="draft")
        self.sign_in(self.stranger)
        for intake_id in (draft.id, UNKNOWN, HUGE, 0):
            path = f"{HOME}/apply/{intake_id}/mentor"
            self.assertEqual(self.url_open(path).status_code, 404)
            self.assertEqual(self.post(path).status_code, 404)
        self.assertNotIn("Canary draft", self.url_open(HOME).text)
        self.scheme.active = False
        path = f"{HOME}/apply/{self.intake.id}/mentor"
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_members_have_no_rows(self):
        """Members reach nothing personal but by these pages (design, section 4)."""
        for name in (
            "mentoring.application",
            "mentoring.application.file",
            "mentoring.partnership",
            "mentoring.participant",
            "mentoring.agreement",
            "mentoring.agreement.signature",
            "mentoring.meeting",
            "mentoring.evaluation",
            "mentoring.withdrawal",
            "mentoring.fee",
            "mentoring.certificate",
        ):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(
                    self.env[name].with_user(self.mentee).has_access(operation),
                    f"{name} {operation}",
                )
