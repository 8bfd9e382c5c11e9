# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringParticipant(models.Model):
    """Up to where a participant has read, which decides on the next email alone."""

    _inherit = "mentoring.participant"

    message_seen = fields.Integer(
        string="Latest Message Seen",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="The number of the latest message of the others that this person's page "
        "has shown. Staff don't see who has read what, or whether.",
    )
