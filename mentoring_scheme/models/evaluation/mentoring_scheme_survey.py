# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringScheme(models.Model):
    """The surveys that a scheme asks at midway and at the end."""

    _inherit = "mentoring.scheme"

    survey_midway_mentor_id = fields.Many2one("survey.survey", "Midway (Mentor)")
    survey_midway_mentee_id = fields.Many2one("survey.survey", "Midway (Mentee)")
    survey_final_mentor_id = fields.Many2one("survey.survey", "Final (Mentor)")
    survey_final_mentee_id = fields.Many2one("survey.survey", "Final (Mentee)")

    def _get_survey(self, kind, role):
        """Return the survey for a kind of evaluation (midway, final) and a role."""
        self.ensure_one()
        side = "mentor" if role == "mentor" else "mentee"
        return self[f"survey_{kind}_{side}_id"]
