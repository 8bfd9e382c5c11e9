# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import fields, models


class MentoringMilestone(models.Model):
    """What a scheme proposes to each partnership, with the month for it (A10, B5)."""

    _name = "mentoring.milestone"
    _description = "Mentoring milestone"
    _order = "scheme_id, month, sequence, id"

    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    name = fields.Char(string="Milestone", required=True, translate=True)
    sequence = fields.Integer(default=10)
    month = fields.Integer(
        default=1,
        required=True,
        help="By the end of which month of the partnership: 1 is the first.",
    )

    _month_sensible = models.Constraint(
        "CHECK(month BETWEEN 1 AND 60)",
        "A milestone belongs to a month of the partnership. Enter 1 or more.",
    )

    def _get_date(self, partnership):
        """Return the day by which this partnership should be there; none if unknown."""
        self.ensure_one()
        start = partnership.date_start
        return start and start + relativedelta(months=self.month)
