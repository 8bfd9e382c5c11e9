# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestResPartnerMembership(MentoringCommon):
    """Who is a member is read from the lines of the day, in whatever order they come.

    Nothing here presses a button or runs a job between two days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.intake._today()
        cls.student = cls.env["membership.membership_category"].create(
            {"name": "Student"}
        )
        cls.student_product = cls.env["product.product"].create(
            {
                "name": "Student membership",
                "type": "service",
                "membership": True,
                "membership_date_from": date(2020, 1, 1),
                "membership_date_to": date(2029, 12, 31),
                "membership_category_id": cls.student.id,
            }
        )

    def _add_line(self, partner, first, last, product=None, **values):
        product = product or self.membership_product
        return self.env["membership.membership_line"].create(
            {
                "partner_id": partner.id,
                "membership_id": product.id,
                "date_from": first,
                "date_to": last,
                "state": "paid",
                "member_price": 200.0,
                **values,
            }
        )

    def _assert_eligible(self, application, eligible, text=""):
        """The form, the search and the sentence say the same."""
        self.env.invalidate_all()
        note = application.eligibility_note
        self.assertEqual(application.is_eligible, eligible, note)
        found = application.search([("is_eligible", "=", True)])
        self.assertEqual(application in found, eligible)
        if text:
            self.assertIn(text, application.eligibility_staff_note)

    def test_begins_tomorrow(self):
        partner = self._create_member("Ivy Castellano", None)
        tomorrow = self.today + timedelta(days=1)
        application = self._create_application(partner, "mentee")
        self._add_line(partner, tomorrow, date(2029, 12, 31))
        self._assert_eligible(application, False, "The next membership begins on")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._assert_eligible(application, True)

    def test_category_changes_tomorrow(self):
        partner = self._create_member("Theo Lindqvist", None)
        last = self.today
        self._add_line(partner, date(2024, 1, 1), last, self.student_product)
        self._add_line(partner, last + timedelta(days=1), date(2029, 12, 31))
        application = self._create_application(partner, "mentor")
        self._assert_eligible(application, False, "is Student")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._assert_eligible(application, True)
        self.assertEqual(
            partner._get_membership_categories(last + timedelta(days=1)), self.category
        )
        self.assertEqual(partner._get_membership_categories(last), self.student)

    def test_ended_yesterday(self):
        partner = self._create_member("Noor Haddad", None)
        self._add_line(partner, date(2024, 1, 1), self.today - timedelta(days=1))
        application = self._create_application(partner, "mentee")
        self._assert_eligible(application, False, "The latest membership ended on")
        self.assertIn("Old Member", application.eligibility_note)

    def test_free_member_keeps_the_category_of_a_line(self):
        partner = self._create_member("Amos Reed", free_member=True)
        self._assert_eligible(self._create_application(partner, "mentor"), True)
        other = self._create_member("Jo Reed", None, free_member=True)
        self._assert_eligible(self._create_application(other, "mentee"), True)
        self._assert_eligible(
            self._create_application(other, "mentor"), False, "no membership category"
        )

    def test_line_without_an_end(self):
        partner = self._create_member("Lena Okafor", None)
        line = self._add_line(partner, date(2024, 1, 1), False)
        application = self._create_application(partner, "mentor")
        self._assert_eligible(application, True)
        line.date_cancel = self.today - timedelta(days=1)
        self._assert_eligible(application, False, "The latest membership ended on")

    def test_belongs_to_another_member(self):
        holder = self._create_member("Library of Example Town", is_company=True)
        middle = self._create_member("Branch", None, associate_member_id=holder.id)
        partner = self._create_member("Di Ray", None, associate_member_id=middle.id)
        application = self._create_application(partner, "mentor")
        self._assert_eligible(application, True)
        holder.member_line_ids.date_to = self.today - timedelta(days=1)
        self._assert_eligible(application, False)
        self.assertIn("Old Member", application.eligibility_note)

    def test_invoice_credited_in_part(self):
        """OCA membership counts it as cancelled; staff read by which invoice."""
        partner = self._create_member("Rui Tan", None)
        today = fields.Date.today()
        product = self.membership_product
        product.write(
            {
                "membership_date_from": date(today.year, 1, 1),
                "membership_date_to": date(today.year + 1, 12, 31),
            }
        )
        invoice = partner.create_membership_invoice(product, 200.0)
        invoice.invoice_date = today
        invoice.action_post()
        application = self._create_application(partner, "mentor")
        self._assert_eligible(application, True)
        credit = invoice._reverse_moves([{"invoice_date": today}])
        credit.invoice_line_ids.price_unit = 20.0
        credit.action_post()
        (invoice | credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        self._pay(invoice)
        self.assertEqual(partner.member_line_ids.state, "canceled")
        self._assert_eligible(application, False, invoice.name)
        self._add_line(partner, today, date(2029, 12, 31))
        self._assert_eligible(application, True)

    def test_a_past_day(self):
        partner = self._create_member("Eva Moss", None)
        self._add_line(partner, date(2025, 1, 1), date(2025, 12, 31))
        self.assertTrue(partner._is_mentoring_member(date(2025, 6, 1)))
        self.assertFalse(partner._is_mentoring_member(date(2024, 12, 31)))
        self.assertEqual(partner._get_membership_state(date(2024, 6, 1)), "none")
        self.assertEqual(partner._get_membership_state(date(2026, 1, 1)), "old")

    def test_paid_beats_invoiced(self):
        """Who owes one of two memberships is a member by the other."""
        partner = self._create_member("Kit Vale")
        self._add_line(partner, date(2020, 1, 1), date(2029, 12, 31), state="invoiced")
        people = self.env["res.partner"]
        invoiced = people.search(people._domain_invoiced_members(self.today))
        self.assertNotIn(partner, invoiced)
        partner.member_line_ids[0].state = partner.member_line_ids[1].state = "invoiced"
        invoiced = people.search(people._domain_invoiced_members(self.today))
        self.assertIn(partner, invoiced)

    def test_domain_agrees_in_each_zone(self):
        """Today is the intake's, for the search as for the form."""
        ahead = self._create_intake(self.scheme, tz="Pacific/Kiritimati")
        behind = self._create_intake(self.scheme, tz="Pacific/Pago_Pago")
        with freeze_time("2027-03-10 10:30:00"):  # the 11th, the 9th
            partner = self._create_member("Zoe Zane", None)
            self._add_line(partner, date(2027, 3, 11), date(2029, 12, 31))
            for intake, eligible in ((ahead, True), (behind, False)):
                application = self._create_application(partner, "mentee", intake)
                self._assert_eligible(application, eligible)

    def test_mentor_categories_of_a_scheme(self):
        partner = self._create_member("Max Mole", None)
        self._add_line(
            partner, date(2020, 1, 1), date(2029, 12, 31), self.student_product
        )
        application = self._create_application(partner, "mentor")
        self._assert_eligible(application, False)
        self.scheme.mentor_category_ids = [Command.link(self.student.id)]
        self._assert_eligible(application, True)
