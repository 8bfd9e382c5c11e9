# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringParticipant(models.Model):
    """What a participant is asked to evaluate."""

    _inherit = "mentoring.participant"

    def _settle_open(self):
        result = super()._settle_open()
        self.evaluation_ids._cancel_if_over()
        return result
