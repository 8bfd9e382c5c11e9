# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import re
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta
from lxml import html
from PIL import Image, ImageDraw

from odoo import Command, fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user
from odoo.tools import SQL

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
HOME = "/my/mentoring"
# What differs from one answer to the next by Odoo's own doing.
CHANGING = re.compile(rb'csrf_token: "[^"]*"|name="csrf_token"[^>]*>')


def draw_signature():
    """Return a drawn signature as the browser sends it: PNG in base64."""
    image = Image.new("RGBA", (120, 40), (255, 255, 255, 0))
    ImageDraw.Draw(image).line([(5, 30), (60, 8), (115, 30)], fill=(0, 0, 90, 255))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


class MentoringPortalCase(HttpCase):
    """A scheme with an open intake, and people who sign in with name as password."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True})
        cls.fee_product = cls.env["product.product"].create(
            {
                "name": "Mentoring fee",
                "type": "service",
                "list_price": 150.0,
                "taxes_id": [Command.clear()],
            }
        )
        cls.coordinator = new_test_user(
            cls.env,
            login="portal_coordinator",
            password="portal_coordinator" * 2,
            groups="mentoring_scheme.group_mentoring_user",
        )
        cls.topics = cls.env["mentoring.topic"].create(
            [{"name": "Zines"}, {"name": "Yearbooks"}, {"name": "Xylography"}]
        )
        cls.sector = cls.env["mentoring.sector"].create({"name": "Zoo libraries"})
        cls.scheme = cls._create_scheme("Librarians' Mentoring Scheme")
        cls.intake = cls._create_intake(cls.scheme)
        cls.employer = cls.env["res.partner"].create(
            {"name": "Example Library", "is_company": True}
        )
        cls.mentor = cls._create_member("Mary Mentor", "mary")
        cls.mentee = cls._create_member("Mel Mentee", "mel", parent_id=cls.employer.id)
        cls.colleague = cls._create_member(
            "Cody Colleague", "cody", parent_id=cls.employer.id
        )
        cls.stranger = cls._create_member("Sky Stranger", "sky")

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    @classmethod
    def _create_scheme(cls, name, **values):
        survey = cls.env["survey.survey"].create(
            {
                "title": "Evaluation",
                "survey_type": "mentoring",
                "access_mode": "token",
                "question_and_page_ids": [
                    Command.create(
                        {"title": "How is it going?", "question_type": "text_box"}
                    )
                ],
            }
        )
        return cls.env["mentoring.scheme"].create(
            {
                "name": name,
                "tz": "Australia/Sydney",
                "coordinator_id": cls.coordinator.id,
                "contact_email": "mentoring@example.com",
                "mentor_min_years": 4,
                "fee_product_id": cls.fee_product.id,
                "survey_midway_mentor_id": survey.id,
                "survey_midway_mentee_id": survey.id,
                "survey_final_mentor_id": survey.id,
                "survey_final_mentee_id": survey.id,
                "document_ids": [
                    Command.create(
                        {
                            "name": "Code of Conduct",
                            "kind": "conduct",
                            "body": "<p>Keep confidences.</p>",
                        }
                    ),
                    Command.create(
                        {
                            "name": "Guidelines",
                            "kind": "guidelines",
                            "filename": "guidelines.pdf",
                            "file": base64.b64encode(PDF),
                        }
                    ),
                    Command.create(
                        {
                            "name": "For mentors only",
                            "kind": "workbook",
                            "audience": "mentor",
                            "body": "<p>Canary of the mentors' workbook.</p>",
                        }
                    ),
                ],
                "agreement_template_ids": [
                    Command.create(
                        {
                            "name": "Partnership Agreement and Plan",
                            "sequence": 10,
                            "body": "<p>{mentor} and {mentees} agree to meet.</p>",
                        }
                    ),
                    Command.create(
                        {
                            "name": "Partnership Acceptance",
                            "sequence": 20,
                            "is_acceptance": True,
                            "body": "<p>{mentees} accepts the fee of {fee}.</p>",
                        }
                    ),
                ],
                **values,
            }
        )

    @classmethod
    def _create_intake(cls, scheme, **values):
        today = fields.Date.today()
        return (
            cls.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": "Spring intake",
                    "scheme_id": scheme.id,
                    "date_start": today + relativedelta(days=30),
                    "application_open": today - relativedelta(days=30),
                    "application_close": today + relativedelta(days=20),
                    "phase": "open",
                    **values,
                }
            )
            .sudo(False)
        )

    @classmethod
    def _create_member(cls, name, login, **values):
        """Create a member who signs in; the password is the login, twice."""
        user = new_test_user(
            cls.env,
            login=login,
            groups="base.group_portal",
            name=name,
            password=login * 2,
            email=f"{login}@example.com",
            tz="Australia/Sydney",
        )
        user.partner_id.write({"free_member": True, "phone": f"0400 {login}", **values})
        return user

    @classmethod
    def _create_approved(cls, user, role, intake=None, **values):
        application = cls.env["mentoring.application"].create(
            {
                "intake_id": (intake or cls.intake).id,
                "partner_id": user.partner_id.id,
                "role": role,
                "years_experience": 10,
                "current_role": f"Canary role of {user.name}",
                "goals": f"Canary goals of {user.name}",
                "is_honest": True,
                "is_committed": True,
                "file_ids": [
                    Command.create(
                        {
                            "filename": f"canary {user.login}.pdf",
                            "file": base64.b64encode(PDF),
                        }
                    )
                ],
                **values,
            }
        )
        application._accept_conduct()
        application.action_submit()
        application.action_approve()
        return application

    @classmethod
    def _create_partnership(cls, *applications, mode="one_to_one"):
        intake = applications[0].intake_id
        Partnership = cls.env["mentoring.partnership"]
        partnership = Partnership.create(
            Partnership._prepare_partnership(
                intake, cls.env["mentoring.application"].concat(*applications), mode
            )
        )
        partnership._set_up()
        return partnership

    @classmethod
    def _create_pair(cls):
        """Match the mentor and the mentee; both have still to sign."""
        return cls._create_partnership(
            cls._create_approved(cls.mentor, "mentor"),
            cls._create_approved(cls.mentee, "mentee"),
        )

    @classmethod
    def _get_seat(cls, partnership, role):
        return partnership.participant_ids.filtered(lambda seat: seat.role == role)

    @classmethod
    def _sign_all(cls, partnership):
        for agreement in partnership.agreement_ids:
            for seat in agreement._get_missing_signers():
                agreement._sign(seat, seat.partner_id.name, draw_signature())

    # ------------------------------------------------------------------
    # The browser's part
    # ------------------------------------------------------------------

    def sign_in(self, user):
        self.authenticate(user.login, user.login * 2)

    def post(self, path, data=None, files=None, **options):
        """Post a form of the page, with its token against forged requests."""
        token = Request.csrf_token(self)
        return self.url_open(
            path, data={"csrf_token": token, **(data or {})}, files=files, **options
        )

    def read_page(self, response):
        """Return the page as a tree; it must have come."""
        self.assertEqual(response.status_code, 200, response.url)
        return html.fromstring(response.content)

    def open_page(self, path):
        return self.read_page(self.url_open(path))

    def get_text(self, page, xpath="//*[@id='wrap']"):
        """Return what a reader sees of a page, or of a part of it."""
        parts = page.xpath(xpath)
        return re.sub(r"\s+", " ", " ".join(part.text_content() for part in parts))

    def get_form(self, page):
        """Return what the page's own form would post as it stands, but no file."""
        [form] = page.xpath("//form[contains(@class, 'o_mentoring_form')]")
        answers = {}
        for name, value in form.form_values():
            if name != "csrf_token":
                answers.setdefault(name, []).append(value)
        return answers

    def strip_changing(self, response):
        """Return a page without what differs from one answer to the next.

        With a website, a page also repeats the address that was asked for.
        """
        content = CHANGING.sub(b"", response.content)
        return content.replace(urlsplit(response.url).path.encode(), b"")

    def take_snapshot(self):
        """Return a fingerprint of every row of the scheme and of what hangs on it."""
        self.env.flush_all()
        tables = [
            self.env[name]._table
            for name in self.env.registry
            if (name.startswith("mentoring.") or name in CORE_MODELS)
            and self.env[name]._auto
            and not self.env[name]._transient
        ]
        fingerprints = {}
        for table in sorted(tables):
            query = SQL(
                "SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM %s t",
                SQL.identifier(table),
            )
            [[fingerprints[table]]] = self.env.execute_query(query)
        return fingerprints


CORE_MODELS = (
    "res.partner",
    "mail.mail",
    "mail.message",
    "mail.activity",
    "calendar.event",
    "event.registration",
    "ir.attachment",
    "survey.user_input",
    "account.move",
)
