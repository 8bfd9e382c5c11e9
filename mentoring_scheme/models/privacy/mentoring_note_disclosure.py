# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import SQL


class MentoringNote(models.Model):
    """Notes in a disclosure: those that were shared; a private one is never opened."""

    _inherit = "mentoring.note"

    @api.model
    def _get_disclosed_condition(self):
        return SQL("visibility = 'pair'")
