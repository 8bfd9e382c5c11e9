# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Erase nothing in a scheme that was there before, until staff set its periods (B9)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    schemes = env["mentoring.scheme"].with_context(active_test=False).search([])
    schemes.write(
        {
            "keep_declined_months": 0,
            "keep_resume_months": 0,
            "keep_reference_months": 0,
            "keep_private_months": 0,
        }
    )
