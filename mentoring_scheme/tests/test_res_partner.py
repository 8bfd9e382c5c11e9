# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from .common import MentoringCommon

VIEW = "mentoring_scheme.res_partner_view_form_history"


@tagged("post_install", "-at_install")
class TestResPartner(MentoringCommon):
    """A member's whole history is on one page, across intakes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_partnership()
        seat = cls._get_seat(cls.pair, "mentee")
        cls.member, cls.fee = seat.partner_id, seat.application_id.fee_ids
        cls.earlier = cls._create_application(
            cls.member, "mentor", intake=cls._create_intake(cls.scheme, name="Before")
        )
        cls.finance = new_test_user(
            cls.env,
            login="history_finance",
            groups="base.group_user,account.group_account_invoice",
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )

    def _open(self, user, partner=None):
        return Form((partner or self.member).with_user(user), view=VIEW)

    def test_coordinator_sees_all_from_the_contact(self):
        member = self.member.with_user(self.coordinator)
        self.assertEqual(member.mentoring_application_count, 2)
        action = member.action_view_mentoring()
        self.assertEqual(action["res_id"], member.id)
        self.assertEqual(action["views"], [(self.env.ref(VIEW).id, "form")])
        page = self._open(self.coordinator)
        self.assertEqual(len(page.mentoring_application_ids), 2)
        self.assertEqual(len(page.mentoring_participant_ids), 1)
        self.assertEqual(len(page.mentoring_fee_ids), 1)
        seat = member.mentoring_participant_ids
        self.assertEqual(seat.action_view_partnership()["res_id"], self.pair.id)

    def test_applications_alone_are_found_from_the_contact(self):
        applicant = self._create_member("Ann Applicant")
        self._create_application(applicant, "mentee")
        contact = Form(
            applicant.with_user(self.coordinator), view="base.view_partner_form"
        )
        self.assertEqual(contact.mentoring_application_count, 1)

    def test_payer_sees_the_fees_of_others(self):
        employer = self.env["res.partner"].create(
            {"name": "City Library", "is_company": True}
        )
        self.fee.payer_id = employer
        page = self._open(self.coordinator, employer)
        self.assertEqual(len(page.mentoring_fee_ids), 1)
        self.assertFalse(page.mentoring_application_ids)

    def test_finance_sees_fees_alone(self):
        page = self._open(self.finance)
        self.assertEqual(len(page.mentoring_fee_ids), 1)
        shown = set(page._view["fields"])
        self.assertIn("mentoring_fee_ids", shown)
        self.assertFalse(
            {name for name in shown if name.startswith("mentoring_")}
            - {"mentoring_fee_ids", "mentoring_fee_count"}
        )

    def test_there_are_no_checkins_on_the_page(self):
        arch = self.env["res.partner"].get_view(self.env.ref(VIEW).id)["arch"]
        self.assertNotIn("checkin", arch)
        self.assertNotIn("concern", arch)
