# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring the emails that this version rewords up to date, unless staff changed them.

An email template is loaded once and never again, since staff may change it. This runs
after all addons are upgraded: an email may call what the portal addon adds.
"""

import logging

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)

REWORDED = (
    "application_closing",
    "application_conduct",
    "application_over",
    "application_waitlisted",
    "certificate_issued",
    "certificate_issued_mentor",
    "concern_decided",
    "fee_billed",
    "participant_lapsed",
    "participant_matched",
    "participant_partner_left",
    "place_offered",
    "place_passed",
    "profile_invitation",
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in REWORDED:
        template = env.ref(
            f"mentoring_scheme.mail_template_{name}", raise_if_not_found=False
        )
        # What staff write bears their name; what was loaded, the system's.
        if not template or template.write_uid.id != SUPERUSER_ID:
            continue
        try:
            with cr.savepoint():
                template.reset_template()
        except ValidationError:
            _logger.warning("The email %s keeps its former text.", name)
