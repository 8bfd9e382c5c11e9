# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringPartnership(models.Model):
    """The days on which a partnership is asked how it goes, and how it was."""

    _inherit = "mentoring.partnership"

    def _get_evaluation_date(self, kind):
        """Return the day that an evaluation is about; none if it is open.

        :param str kind: midway, or final: the end, or the completion before it
        """
        self.ensure_one()
        if kind == "midway":
            return self.date_midway
        ends = filter(None, (self.date_completed, self.date_end))
        return min(ends, default=False)
