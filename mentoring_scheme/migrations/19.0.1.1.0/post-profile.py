# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Keep as profiles what members answered before there were profiles."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    applications = env["mentoring.application"].search(
        [("state", "!=", "draft"), ("date_submitted", "!=", False)],
        order="date_submitted, id",  # the newest answer counts
    )
    env["mentoring.profile"]._keep_answers(applications)
