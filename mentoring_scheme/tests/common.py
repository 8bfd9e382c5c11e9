# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
from datetime import date

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw

from odoo import Command, fields
from odoo.tests import freeze_time, new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..sealing import Reader

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def draw_signature():
    """Return a drawn signature as the portal sends it: PNG in base64."""
    image = Image.new("RGBA", (120, 40), (255, 255, 255, 0))
    ImageDraw.Draw(image).line([(5, 30), (60, 8), (115, 30)], fill=(0, 0, 90, 255))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


def give_category(people, category):
    """Give people a paid membership of a category, from 2020 to 2029."""
    product = people.env["product.product"].create(
        {
            "name": f"{category.name} membership",
            "type": "service",
            "membership": True,
            "membership_date_from": date(2020, 1, 1),
            "membership_date_to": date(2029, 12, 31),
            "membership_category_id": category.id,
        }
    )
    people.env["membership.membership_line"].create(
        [
            {
                "partner_id": person.id,
                "membership_id": product.id,
                "date_from": date(2020, 1, 1),
                "date_to": date(2029, 12, 31),
                "state": "paid",
                "member_price": 200.0,
            }
            for person in people
        ]
    )


class MentoringCommon(AccountTestInvoicingCommon):
    """A scheme as ALIA's, with an open intake and people who may take part."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "mentoring_scheme.group_mentoring_manager"
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_association(cls.company_data["default_account_revenue"])

    @classmethod
    def _set_up_association(cls, revenue):
        """Create what everyone needs; ``revenue`` is the account of the fees.

        Tests that commit for real call it on an ``env`` of their own.
        """
        cls.signature = draw_signature()
        cls.resume = base64.b64encode(PDF)
        cls.category = cls.env["membership.membership_category"].create(
            {"name": "Associate"}
        )
        cls.membership_product = cls.env["product.product"].create(
            {
                "name": "Associate membership",
                "type": "service",
                "membership": True,
                "membership_date_from": date(2020, 1, 1),
                "membership_date_to": date(2029, 12, 31),
                "membership_category_id": cls.category.id,
                "list_price": 200.0,
            }
        )
        cls.fee_product = cls.env["product.product"].create(
            {
                "name": "Mentoring scheme fee",
                "type": "service",
                "list_price": 150.0,
                "taxes_id": [Command.clear()],
                "property_account_income_id": revenue.id,
            }
        )
        cls.coordinator = new_test_user(
            cls.env,
            login="mentoring_coordinator",
            groups="mentoring_scheme.group_mentoring_user",
            tz="Australia/Sydney",
            company_id=cls.env.company.id,
        )
        cls.scheme = cls._create_scheme()
        cls.intake = cls._create_intake(cls.scheme)

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    @classmethod
    def _create_survey(cls, name):
        return (
            cls.env["survey.survey"]
            .sudo()
            .create(  # survey officers' work
                {
                    "title": name,
                    "survey_type": "mentoring",
                    "access_mode": "token",
                    "user_id": False,
                    "question_and_page_ids": [
                        Command.create(
                            {"title": "How is it going?", "question_type": "text_box"}
                        )
                    ],
                }
            )
        )

    @classmethod
    def _create_scheme(cls, **values):
        survey = cls._create_survey("Evaluation")
        return cls.env["mentoring.scheme"].create(
            {
                "name": "Librarians' Mentoring Scheme",
                "tz": "Australia/Sydney",
                "coordinator_id": cls.coordinator.id,
                "mentor_category_ids": [Command.set(cls.category.ids)],
                "mentor_min_years": 4,
                "match_threshold": 0.0,
                "fee_product_id": cls.fee_product.id,
                "survey_midway_mentor_id": survey.id,
                "survey_midway_mentee_id": survey.id,
                "survey_final_mentor_id": survey.id,
                "survey_final_mentee_id": survey.id,
                "refund_rule_ids": [
                    Command.create({"period": "date", "date": "2000-01-01"})
                ],
                "criterion_ids": [
                    Command.create({"kind": "topic", "weight": 3}),
                    Command.create({"kind": "experience", "weight": 1}),
                ],
                "document_ids": [
                    Command.create(
                        {
                            "name": "Code of Conduct",
                            "kind": "conduct",
                            "body": "<p>Keep confidences.</p>",
                        }
                    )
                ],
                "agreement_template_ids": [
                    Command.create(
                        {
                            "name": "Partnership Agreement and Plan",
                            "sequence": 10,
                            "staff_can_read": False,
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

    def _upload(self, data, filename="resume.pdf", kind="resume"):
        """Attach a file to a new application, as its applicant does."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        return self.env["mentoring.application.file"].create(
            {
                "application_id": application.id,
                "filename": filename,
                "kind": kind,
                "file": base64.b64encode(data),
            }
        )

    def _get_answers(self, evaluation):
        """Return the answers as the member with the link from the email gives them."""
        visitor = self.env.ref("base.public_user")
        # The controller checks the link, and writes as superuser.
        return evaluation.survey_user_input_id.with_user(visitor).sudo()

    @classmethod
    def _create_intake(cls, scheme, **values):
        today = fields.Date.today()
        return (
            cls.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": "Intake",
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
    def _create_member(cls, name, membership="paid", **values):
        """Create a person; membership None makes one who is no member."""
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "email": f"{name.lower().replace(' ', '.')}@example.com",
                "company_id": False,
                **values,
            }
        )
        if membership:
            cls.env["membership.membership_line"].create(
                {
                    "partner_id": partner.id,
                    "membership_id": cls.membership_product.id,
                    "date_from": date(2020, 1, 1),
                    "date_to": date(2029, 12, 31),
                    "state": membership,
                    "member_price": 200.0,
                }
            )
        return partner

    @classmethod
    def _create_application(cls, partner, role, intake=None, **values):
        """Create a complete draft, or what has come of one if a state is given."""
        applications = cls.env["mentoring.application"].sudo("state" in values)
        application = applications.create(
            {
                "intake_id": (intake or cls.intake).id,
                "partner_id": partner.id,
                "role": role,
                "years_experience": 10 if role == "mentor" else 1,
                "is_honest": True,
                "is_committed": True,
                "file_ids": [
                    Command.create({"filename": "resume.pdf", "file": cls.resume})
                ],
                **values,
            }
        )
        application._accept_conduct()
        return application.sudo(cls.env.su)

    @classmethod
    def _create_approved(cls, name, role, intake=None, **values):
        application = cls._create_application(
            cls._create_member(name), role, intake=intake, **values
        )
        application.action_submit()
        application.action_approve()
        return application

    @classmethod
    def _match(cls, intake):
        """Solve and publish; return the partnerships."""
        run = cls.env["mentoring.match.run"].create({"intake_id": intake.id})
        run.action_solve()
        run.action_publish()
        return cls.env["mentoring.partnership"].search([("match_run_id", "=", run.id)])

    @classmethod
    def _create_partnership(
        cls, intake=None, mentor="Mary Mentor", mentee="Mel Mentee"
    ):
        """Create a matched pair of approved applicants."""
        applications = cls._create_approved(mentor, "mentor", intake=intake)
        applications |= cls._create_approved(mentee, "mentee", intake=intake)
        partnership = cls.env["mentoring.partnership"].create(
            cls.env["mentoring.partnership"]._prepare_partnership(
                intake or cls.intake, applications, "one_to_one"
            )
        )
        partnership._set_up()
        return partnership

    @classmethod
    def _get_seat(cls, partnership, role):
        return partnership.participant_ids.filtered(lambda seat: seat.role == role)

    @classmethod
    def _sign_all(cls, partnership, roles=("mentor", "mentee", "peer")):
        for agreement in partnership.agreement_ids:
            for seat in partnership.participant_ids:
                if seat.role in roles and seat in agreement._get_missing_signers():
                    agreement._sign(seat, seat.partner_id.name, cls.signature)

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def _run_crons(self, *names):
        """Run scheduled jobs as the server does; all of ours without a name."""
        names = names or (
            "ir_cron_update_phase",
            "ir_cron_complete_due",
            "ir_cron_ask_checkin_due",
            "ir_cron_ask_due",
            "ir_cron_bill_due",
        )
        with self.enter_registry_test_mode():
            for name in names:
                cron = self.env.ref(f"mentoring_scheme.{name}").sudo()  # system's own
                self.assertIs(cron.method_direct_trigger(), True, name)
        self.env.invalidate_all()

    def _run_crons_at(self, moment):
        with freeze_time(moment):
            self._run_crons()

    def _pay(self, invoice):
        """Register a payment, reconciled with the invoice."""
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": fields.Date.today()})._create_payments()

    def _assert_consistent(self):
        self.env.flush_all()
        self.assertEqual(self.env["mentoring.scheme"]._check_consistency(), [])

    def _unseal(self, record, user):
        """Return the texts of one record in plain words, as this person's page does."""
        own = record.with_user(user).sudo()  # as the portal does
        return own._unseal(Reader(user.id)).get(record.id, {})
