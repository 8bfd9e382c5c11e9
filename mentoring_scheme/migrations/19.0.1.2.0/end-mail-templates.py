# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring emails that nobody has changed up to the texts of this version.

An email template is loaded once and never again, since staff may change it. This runs
after all addons are upgraded: an email may call what the portal addon adds.
"""

import logging

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

_logger = logging.getLogger(__name__)

MODULES = ("mentoring_scheme", "mentoring_scheme_portal")
# The upgrade to 19.0.1.1.0 wrote into this one as the system, whoever wrote it before.
REWRITTEN = "mentoring_scheme.mail_template_application_unmatched"
REWRITTEN_WORDS = (
    "Dear In this round we have not found a mentor who fits what you seek. *No payment "
    "will be taken.* Shall we keep you on the waiting list, and write to you when a "
    "place comes free? It costs nothing. Keep me on the waiting list"
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    references = env["ir.model.data"].search(
        [("module", "in", MODULES), ("model", "=", "mail.template")]
    )
    for reference in references:
        template = env["mail.template"].browse(reference.res_id).exists()
        if template and _is_as_delivered(template, reference.complete_name):
            _reload(template, reference.complete_name)


def _is_as_delivered(template, name):
    """Return whether nobody has changed a template since it was loaded."""
    if template.write_uid.id != SUPERUSER_ID:
        return False
    if name != REWRITTEN:
        return True
    # No links at the end: they hold code.
    plain = html2plaintext(template.body_html or "", include_references=False)
    return " ".join(plain.split()) == REWRITTEN_WORDS


def _reload(template, name):
    """Reload one template; keep the former text where the new one cannot be shown."""
    try:
        with template.env.cr.savepoint():
            template.reset_template()
    except ValidationError:
        _logger.warning("The email %s keeps its former text.", name)
