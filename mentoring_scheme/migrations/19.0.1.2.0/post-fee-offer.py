# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Freeze what has been signed: it was the price of the day of the acceptance.

    The price is taken as it is kept; the days and the refund rules are those of today,
    since nobody kept the others.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    fees = env["mentoring.fee"].search([])
    unbilled = fees.filtered(lambda fee: not fee.move_id and fee.product_id)
    for fee in unbilled:
        fee.tax_ids = fee._get_taxes(fee.payer_id)
    env.add_to_compute(fees._fields["amount_total"], unbilled)
    env.add_to_compute(fees._fields["amount_carried"], fees)
    env.add_to_compute(fees._fields["amount_credited"], fees)
    env.add_to_compute(fees._fields["amount_paid"], fees)
    for fee in fees.filtered("date_accepted"):
        seat = fee._get_seat() or fee._get_seats()[-1:]
        fee.write(
            {
                "date_offered": fee.date_accepted,
                "offer_seat_id": seat.id,
                "price_offered": max(fee.amount, fee.amount_listed),
                "amount_offered": fee._get_total(max(fee.amount, fee.amount_listed))[
                    "total_included"
                ],
                "date_earliest": fee._get_billing_window()[0] or fee.date_due,
                "refund_terms": fee._get_refund_rules()._export_terms(
                    fee._get_refund_policy()
                ),
            }
        )
    env.flush_all()
