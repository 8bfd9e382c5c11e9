# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import freeze_time, new_test_user, tagged

from .fee_common import FeeCommon
from .tour_common import BackOfficeTourCase


@tagged("post_install", "-at_install")
class TestMentoringFeeTour(FeeCommon, BackOfficeTourCase):
    """Finance bills, is paid and looks at what is overdue in the browser (A8, A9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        with freeze_time("2020-08-01 02:00:00"):
            cls._sign_all(cls.partnership)
        cls.env.flush_all()

    def test_bill_and_pay(self):
        self.finance.password = "mentoring_finance"
        self.start_tour(
            "/odoo/mentoring-fees", "mentoring_fee_bill", login="mentoring_finance"
        )
        self.env.invalidate_all()
        self.assertRecordValues(self.fee, [{"state": "paid", "amount_open": 0.0}])
        self._assert_consistent()

    def test_overdue(self):
        self.finance.password = "mentoring_finance"
        with freeze_time(fields.Datetime.now() - relativedelta(days=10)):
            self.fee.action_bill()
        self.env.flush_all()
        self.start_tour(
            "/odoo/mentoring-overdue",
            "mentoring_fee_overdue",
            login="mentoring_finance",
        )

    def test_waive(self):
        manager = new_test_user(
            self.env,
            login="mentoring_manager",
            groups="mentoring_scheme.group_mentoring_manager",
            company_id=self.env.company.id,
        )
        manager.password = "mentoring_manager"
        self.start_tour(
            "/odoo/mentoring-fees", "mentoring_fee_waive", login="mentoring_manager"
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            self.fee, [{"state": "waived", "approved_by_id": manager.id}]
        )
