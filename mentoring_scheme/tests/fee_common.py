# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.tests import freeze_time, new_test_user

from .common import MentoringCommon


class FeeCommon(MentoringCommon):
    """A pair matched on 20 July 2020, and its fee (promise A9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2020-07-20 00:00:00"):
            cls.intake = cls._create_intake(
                cls.scheme,
                date_start=date(2020, 7, 23),
                application_close=date(2020, 7, 22),
            )
            cls.partnership = cls._create_partnership(cls.intake)
        cls.mentee = cls._get_seat(cls.partnership, "mentee").application_id
        cls.fee = cls.mentee.fee_ids

    def _invoice(self, **line):
        """Return a draft invoice as finance staff would write it by hand."""
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.mentee.partner_id.id,
                "invoice_date": date(2020, 10, 1),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.fee_product.id,
                            "price_unit": 150.0,
                            "tax_ids": [Command.clear()],
                            **line,
                        }
                    )
                ],
            }
        )

    @classmethod
    def _use_pricelists(cls):
        """Switch pricelists on, as in Odoo's settings."""
        cls.env.ref("base.group_user").implied_ids += cls.env.ref(
            "product.group_product_pricelist"
        )

    def _bill(self):
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self._run_crons_at("2020-09-20 00:00:00")
        self.assertEqual(self.fee.state, "invoiced")

    def _withdraw(self, role="mentee"):
        """Let a person of the mentee's present partnership leave today."""
        seats = self.mentee.participant_ids.partnership_id.participant_ids
        seat = seats.filtered(lambda s: s.role == role and s.state == "current")
        if seat:
            self.env["mentoring.withdrawal"].create(
                {"participant_id": seat.id}
            ).action_approve()
        return bool(seat)

    @staticmethod
    def _let_pay(fee, payer):
        """Have someone else pay than the signed text says."""
        fee.write({"payer_id": payer.id, "payer_reason": "The employer changed"})

    @classmethod
    def _new_finance(cls):
        return new_test_user(
            cls.env,
            login="mentoring_finance",
            groups="account.group_account_invoice",
            company_id=cls.env.company.id,
        )
