# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringScheme(models.Model):
    """What mentoring is worth as professional development."""

    _inherit = "mentoring.scheme"

    pd_points_per_hour = fields.Float(string="PD Points per Hour", default=1.0)
    pd_points_cap = fields.Float(
        string="Most Points, Mentees and Peers",
        help="What one person's hours in one period are worth at most. Zero: no cap.",
    )
    pd_points_cap_mentor = fields.Float(
        string="Most Points, Mentors",
        help="What one mentor's hours in one period are worth at most. Zero: no cap.",
    )
    pd_min_hours = fields.Float(
        string="Least Hours", help="Fewer hours in one period are worth nothing."
    )
    pd_period = fields.Selection(
        selection=[
            ("intake", "Each intake"),
            ("calendar", "Each calendar year"),
            ("financial", "Each year from July to June"),
        ],
        string="Counted by",
        default="intake",
        required=True,
        help="What the least hours and the most points apply to.",
    )
    pd_counts_webinars = fields.Boolean(
        string="Webinars Count",
        default=True,
        help="Hours of the intake's webinars count for members who attended.",
    )

    def _get_pd_points(self, role, hours):
        """Return what one person's hours in one role and period are worth (A18)."""
        self.ensure_one()
        if hours < self.pd_min_hours:
            return 0.0
        points = max(hours, 0.0) * self.pd_points_per_hour
        cap = self.pd_points_cap_mentor if role == "mentor" else self.pd_points_cap
        return min(points, cap) if cap else points

    def _get_pd_period(self, intake, date):
        """Return the label of the period that hours of this day count in."""
        self.ensure_one()
        if self.pd_period == "calendar":
            return str(date.year)
        if self.pd_period == "financial":
            first = date.year if date.month >= 7 else date.year - 1
            return self.env._(
                "July %(first)s to June %(second)s", first=first, second=first + 1
            )
        return intake.name
