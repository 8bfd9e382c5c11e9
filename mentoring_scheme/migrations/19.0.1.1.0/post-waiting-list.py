# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give those who wait a turn: since when is the day that they applied."""
    cr.execute(
        "UPDATE mentoring_application SET date_waitlisted = COALESCE(date_submitted,"
        " create_date) WHERE state = 'waitlisted' AND date_waitlisted IS NULL"
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    waiting = env["mentoring.application"].search([("state", "=", "waitlisted")])
    waiting._refresh_times_left_out()
