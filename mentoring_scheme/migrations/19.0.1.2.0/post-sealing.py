# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Have the job seal what stands in plain words, as soon as the server is up."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.ref("mentoring_scheme.ir_cron_seal_plain")._trigger()
