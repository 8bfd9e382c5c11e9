# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import draw_signature
from .fee_common import FeeCommon
from .sealed_common import SealedCommon


@tagged("post_install", "-at_install", "security")
class TestMentoringDerived(SealedCommon):
    """Invariant 15: what staff send by RPC for fields that screens show read-only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coordinator = cls.staff["coordinator"]
        cls.manager = cls.staff["manager"]
        cls.finance = cls.staff["finance"]
        cls.fee = cls.mentee.application_id.fee_ids
        cls.env.flush_all()

    def _as(self, user, record):
        return record.with_user(user)

    def test_every_computed_field(self):
        """No stored field that is computed can be written or created, in any model."""
        places = {
            record._name: record
            for record in (
                self.partnership,
                self.mentee,
                self.mentee.application_id,
                self.fee,
                self.partnership.agreement_ids[0],
            )
        }
        for model, record in places.items():
            derived = [
                name
                for name, field in record._fields.items()
                if record._is_derived(field)
            ]
            self.assertTrue(derived, model)
            for name in derived:
                user = self.manager
                with self.assertRaises(AccessError, msg=f"{model}.{name}"):
                    self._as(user, record).write({name: False})
                with self.assertRaises(AccessError, msg=f"{model}.{name}"):
                    self.env[model].with_user(user).create({name: False})
                with self.assertRaises(AccessError, msg=f"{model}.{name}"):
                    self.env[model].with_user(user).with_context(
                        **{f"default_{name}": False}
                    ).create({})

    def test_nobody_takes_a_seat(self):
        """Invariant 7: no way into a pair's room by moving who sits in it."""
        mine = self.coordinator.partner_id
        application = self.mentee.application_id
        for record, vals in (
            (application, {"partner_id": mine.id}),
            (application, {"role": "mentor"}),
            (application, {"intake_id": self._create_intake(self.scheme).id}),
            (self.mentee, {"application_id": self.mentor.application_id.id}),
            (
                self.mentee,
                {
                    "partnership_id": self._create_partnership(
                        mentor="Ann Other", mentee="Bob Other"
                    ).id
                },
            ),
        ):
            with self.assertRaises(UserError, msg=vals):
                self._as(self.coordinator, record).write(vals)
        self.assertEqual(self.mentee.partner_id, application.partner_id)
        # What a form sends again unchanged is no change.
        self._as(self.coordinator, application).write(
            {"partner_id": application.partner_id.id, "role": application.role}
        )

    def test_nobody_seats_themselves(self):
        """Invariant 7: staff who take part are seated by a colleague."""
        self.partnership.mode = "group"
        self.mentor.application_id.capacity = 3
        mine = self._create_approved("Cory Coordinator", "mentee")
        own = self._create_application(self.coordinator.partner_id, "mentee")
        own.sudo().state = "approved"
        vals = {"partnership_id": self.partnership.id}
        self.env.cr.execute(
            SQL(
                "UPDATE mentoring_partnership SET create_date = %s WHERE id = %s",
                "2020-01-01",
                self.partnership.id,
            )
        )
        self.partnership.invalidate_recordset(["create_date"])
        seats = self.env["mentoring.participant"].with_user(self.coordinator)
        with self.assertRaises(ValidationError):
            seats.create({**vals, "application_id": own.id})
        with self.assertRaises(ValidationError):
            self._as(self.coordinator, self.partnership).write(
                {"participant_ids": [Command.create({"application_id": own.id})]}
            )
        self.assertTrue(seats.create({**vals, "application_id": mine.id}))

    def test_merge_of_a_pair(self):
        """Invariant 5: no merge makes somebody a partner of their own."""
        wizard = self.env["base.partner.merge.automatic.wizard"]
        pair = self.mentee.partner_id | self.mentor.partner_id
        with self.assertRaisesRegex(UserError, "take part in one partnership"):
            wizard._merge(pair.ids, pair[0], extra_checks=False)
        self.assertEqual(len(pair.exists()), 2)

    def test_merge_of_people_to_be_kept_apart(self):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        other = self._create_member("Olga Other")
        double = self._create_member("Olga O. Other")
        application = self._create_approved("Ann Applicant", "mentee")
        application.sudo().excluded_partner_ids = other  # the applicant's own
        with self.assertRaisesRegex(UserError, "kept apart"):
            wizard._merge(
                (other | application.partner_id).ids, other, extra_checks=False
            )
        wizard._merge((other | double).ids, double, extra_checks=False)
        self.assertEqual(application.excluded_partner_ids, double)

    def test_newcomer_reads_on_from_there(self):
        """Promise A35: what was said in a group before somebody came stays there."""
        self._write_note("mentor", body="Before")
        newcomer = self._add_third()
        self.assertFalse(self._read_by(newcomer, "mentoring.note"))
        later = self._write_note("mentor", body="After")
        self.assertEqual(self._read_by(newcomer, "mentoring.note"), later)

    def test_one_login_for_a_participant(self):
        """Invariant 7: administrators give no second login to a participant."""
        admin = self.staff["administrator"]
        for vals in (
            {"login": "second", "name": "x", "partner_id": self.mentee.partner_id.id},
        ):
            with self.assertRaisesRegex(ValidationError, "no second one"):
                self.env["res.users"].with_user(admin).create(vals)
        with self.assertRaisesRegex(ValidationError, "no login is moved"):
            admin.with_user(admin).partner_id = self.mentee.partner_id

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_merge_into_oneself(self):
        """Invariant 7: nobody merges a participant into their own contact."""
        bob = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        people = self._get_seat(bob, "mentee").partner_id | self.coordinator.partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"]
        with self.assertRaisesRegex(UserError, "ask a colleague"):
            wizard.with_user(self.coordinator).sudo()._merge(
                people.ids, self.coordinator.partner_id
            )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_nothing_forged(self):
        """Promises A25, A32, B6: no signature, certificate, hours or place by hand."""
        agreement = self.partnership.agreement_ids[0]
        for model, vals in {
            "mentoring.agreement.signature": {
                "agreement_id": agreement.id,
                "participant_id": self.mentee.id,
                "signed_by": "Forged",
                "signed_on": "2020-01-01 00:00:00",
                "is_paper": True,
                "signature": draw_signature(),
            },
            "mentoring.agreement": {
                "partnership_id": self.partnership.id,
                "template_id": agreement.template_id.id,
                "name": "x",
                "version": 9,
            },
            "mentoring.certificate": {
                "application_id": self.mentee.application_id.id,
                "number": "X",
            },
            "mentoring.place.offer": {
                "application_id": self.mentee.application_id.id,
                "date_expiry": "2030-01-01",
                "state": "accepted",
            },
            "mentoring.pd.correction": {
                "application_id": self.mentee.application_id.id,
                "date": "2030-01-01",
                "hours": 24,
                "reason": "x",
            },
            "mentoring.evaluation": {"participant_id": self.mentee.id},
        }.items():
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.manager).create(vals)
        with self.assertRaises(AccessError):
            self._as(self.manager, agreement).write({"amends_id": agreement.id})

    def test_no_state_but_by_its_step(self):
        """Invariants 1, 8 and 11: the buttons ask, check and tell; a write does not."""
        withdrawal = self.env["mentoring.withdrawal"].create(
            {"participant_id": self.mentee.id}
        )
        for record, vals in (
            (withdrawal, {"state": "approved"}),
            (self.partnership, {"state": "active"}),
            (self.partnership, {"date_completed": "2020-01-01"}),
            (self.fee, {"date_accepted": "2020-01-01"}),
            (self.fee, {"date_due": "2020-01-01"}),
            (self.fee, {"amount": 1}),
            (self.fee, {"is_waived": True}),
            (self.fee, {"approved_by_id": self.coordinator.id}),
            (self.fee, {"application_id": self.mentor.application_id.id}),
        ):
            with self.assertRaises(AccessError, msg=vals):
                self._as(self.manager, record).write(vals)
        with self.assertRaisesRegex(UserError, "why the fee is waived"):
            self._as(self.manager, self.fee).action_waive()

    def test_applications_begin_as_drafts(self):
        """Promise A14: a decision is taken by its button, which asks for the rules."""
        Application = self.env["mentoring.application"].with_user(self.coordinator)
        vals = {
            "intake_id": self.partnership.intake_id.id,
            "role": "mentor",
            "partner_id": self.env["res.partner"].create({"name": "No Member"}).id,
        }
        with self.assertRaisesRegex(UserError, "is a draft"):
            Application.create({**vals, "state": "approved"})
        with self.assertRaisesRegex(UserError, "is a draft"):
            Application.with_context(default_state="approved").create(vals)
        application = Application.create(vals)
        for state in ("approved", "matched", "completed", "waitlisted"):
            with self.assertRaises(UserError, msg=state):
                application.write({"state": state})
        application.sudo().state = "submitted"
        with self.assertRaisesRegex(UserError, "cannot be approved"):
            application.write({"state": "approved"})

    def test_kept_apart(self):
        """Invariant 5: whoever asked never to meet is not seated together by hand."""
        mentor = self._create_approved("Ada Apart", "mentor")
        mentee = self._create_approved("Abe Apart", "mentee")
        mentee.excluded_partner_ids = mentor.partner_id
        vals = {
            "intake_id": self.partnership.intake_id.id,
            "participant_ids": [
                Command.create({"application_id": application.id})
                for application in mentor | mentee
            ],
        }
        with self.assertRaisesRegex(ValidationError, "not available"):
            self.env["mentoring.partnership"].with_user(self.coordinator).create(vals)

    def test_case_history(self):
        """Invariant 11: an officer writes steps in no other's name."""
        officer = self.staff["conduct"]
        # As a member's page does.
        concern = (
            self.env["mentoring.concern"]
            .sudo()
            .create(
                {
                    "reporter_id": self.mentee.partner_id.id,
                    "what": "x",
                    "about_name": "y",
                }
            )
        )
        steps = self.env["mentoring.concern.step"].with_user(officer)
        vals = {"concern_id": concern.id, "body": "x"}
        with self.assertRaises(AccessError):
            steps.create({**vals, "user_id": self.manager.id})
        with self.assertRaises(AccessError):
            self._as(officer, concern).write({"date_decided": "2020-01-01"})
        self.assertEqual(steps.create(vals).user_id, officer)
        self._as(officer, concern).action_take()
        self.assertEqual(concern.handler_id, officer)


@tagged("post_install", "-at_install", "security")
class TestPostedFees(FeeCommon):
    """Invariants 1 and 2: ways into the books that post nothing."""

    def test_state_written(self):
        """A client may write the state of an entry, and post it so."""
        invoice = self._invoice().with_user(self._new_finance())
        with self.assertRaisesRegex(UserError, "is the fee of a mentoring scheme"):
            invoice.write({"state": "posted"})

    def test_product_put_on_a_posted_line(self):
        invoice = self._invoice(product_id=False, name="Something else")
        invoice.action_post()
        line = invoice.invoice_line_ids.with_user(self._new_finance())
        with self.assertRaisesRegex(UserError, "is the fee of a mentoring scheme"):
            line.product_id = self.fee_product

    def test_fee_kept_on_its_line(self):
        """A fee that loses its posted line would be billed again."""
        self._bill()
        line = self.fee.move_line_ids.with_user(self._new_finance())
        for vals in ({"mentoring_fee_id": False}, {"product_id": False}):
            with (
                self.assertRaisesRegex(UserError, "the invoice of a mentoring fee"),
                self.env.cr.savepoint(),
            ):
                line.write(vals)
        line.write({"mentoring_fee_id": self.fee.id, "name": "Fee"})
        self.assertEqual(self.fee.state, "invoiced")

    def test_fee_put_on_a_posted_line(self):
        invoice = self._invoice(product_id=False, name="Something else")
        invoice.action_post()
        line = invoice.invoice_line_ids.with_user(self._new_finance())
        with self.assertRaisesRegex(UserError, "the acceptance is not signed"):
            line.mentoring_fee_id = self.fee

    def test_other_entries_cost_the_same(self):
        """Schemes' products are looked up once for each change, not for each entry."""
        entries = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.mentee.partner_id.id,
                    "invoice_line_ids": [
                        Command.create({"name": "Something else", "price_unit": 10})
                    ],
                }
                for _number in range(4)
            ]
        )
        self.env.flush_all()
        with self.assertLogs("odoo.sql_db", "DEBUG") as log:
            entries.invoice_line_ids.write({"product_id": False, "price_unit": 12})
            entries.action_post()
        asked = [line for line in log.output if '"mentoring_scheme"."fee_pro' in line]
        self.assertLessEqual(len(asked), 3)
