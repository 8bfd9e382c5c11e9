# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bring the emails that this version rewords up to date, unless staff changed them.

After all addons are upgraded: an email may call what the portal addon adds.
"""

from odoo import SUPERUSER_ID, api

REWORDED = (
    "application_declined",
    "application_reopened",
    "application_submitted",
    "application_unmatched",
    "concern_decided",
    "concern_officer_needed",
    "concern_receipt",
    "concern_received",
    "erasure_answered",
    "fee_accepted",
    "fee_billed",
    "fee_on_hold",
    "intake_dates",
    "meeting_moved",
    "meeting_planned",
    "meeting_reminder",
    "participant_erasure",
    "participant_not_signed",
    "participant_unsettled",
    "place_offered",
    "place_withdrawn",
    "reference_asked",
    "reference_reminder",
    "webinar_cancelled",
    "webinar_registration",
    "withdrawal_approved",
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["mail.template"]._mentoring_reload(REWORDED)
