# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Show fees as credited that were paid, and then credited in full."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    fees = env["mentoring.fee"].search([("amount_credited", "!=", 0)])
    env.add_to_compute(fees._fields["state"], fees)
    fees.flush_recordset(["state"])
