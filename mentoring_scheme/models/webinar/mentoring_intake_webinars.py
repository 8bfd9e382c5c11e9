# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringIntake(models.Model):
    """The webinars of an intake."""

    _inherit = "mentoring.intake"

    event_ids = fields.One2many(
        comodel_name="event.event",
        inverse_name="mentoring_intake_id",
        string="Webinars",
    )
    event_count = fields.Integer(
        string="Webinar Count",
        compute="_compute_event_count",
        groups="event.group_event_registration_desk",
    )

    def _compute_event_count(self):
        counts = dict(
            self.env["event.event"]._read_group(
                [("mentoring_intake_id", "in", self.ids)],
                ["mentoring_intake_id"],
                ["__count"],
            )
        )
        for intake in self:
            intake.event_count = counts.get(intake, 0)

    def action_plan_webinars(self):
        """Open the window that plans a series of webinars."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan Webinars"),
            "res_model": "mentoring.webinar.series",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_intake_id": self.id},
        }
