# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import contextmanager
from datetime import timedelta

from odoo import api, models


class MentoringEvaluationDates(models.Model):
    """The due date of an open evaluation follows the midway or the end it is about."""

    _inherit = "mentoring.evaluation"

    def _get_base_name(self):
        """Return the partnership's date that an evaluation begins on."""
        self.ensure_one()
        return "date_midway" if self.kind == "midway" else "date_end"

    def _get_proposed_due(self):
        """Return the due date as the partnership's dates propose it; none if open."""
        self.ensure_one()
        base = self.partnership_id[self._get_base_name()]
        days = self.partnership_id.scheme_id.evaluation_days
        return base and base + timedelta(days=days)

    def _follows_partnership(self):
        """Return whether nobody has set another due date by hand."""
        self.ensure_one()
        return self.date_due == self._get_proposed_due()

    @api.model
    @contextmanager
    def _following(self, partnerships):
        """Move what is still to be answered with the dates of these partnerships."""
        following = partnerships.evaluation_ids.filtered(
            lambda evaluation: (
                evaluation.state == "pending" and evaluation._follows_partnership()
            )
        )
        yield
        for evaluation in following:
            if due := evaluation._get_proposed_due():
                evaluation.date_due = due
