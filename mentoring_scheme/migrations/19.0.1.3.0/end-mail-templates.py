# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring emails that nobody has changed up to the texts of this version.

An email template is loaded once and never again, since staff may change it. This runs
after all addons are upgraded: an email may call what the portal addon adds.
"""

import logging

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)

MODULES = ("mentoring_scheme", "mentoring_scheme_portal")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    references = env["ir.model.data"].search(
        [("module", "in", MODULES), ("model", "=", "mail.template")]
    )
    for reference in references:
        template = env["mail.template"].browse(reference.res_id).exists()
        # Staff's changes carry their names.
        if template and template.write_uid.id == SUPERUSER_ID:
            _reload(template, reference.complete_name)


def _reload(template, name):
    """Reload one template; keep the former text where the new one cannot be shown."""
    try:
        with template.env.cr.savepoint():
            template.reset_template()
    except ValidationError:
        _logger.warning("The email %s keeps its former text.", name)
