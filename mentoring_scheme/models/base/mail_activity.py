# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    mentoring_kind = fields.Char(
        string="Mentoring Task",
        readonly=True,
        copy=False,
        help="What the task was given for. It closes once that is no longer the case.",
    )
    mentoring_cause_id = fields.Integer(
        string="Cause of the Mentoring Task",
        readonly=True,
        copy=False,
        help="The record that the task was given for; the kind says of which model.",
    )

    _mentoring_cause = models.Index(
        "(mentoring_cause_id, mentoring_kind) WHERE mentoring_kind IS NOT NULL"
    )
