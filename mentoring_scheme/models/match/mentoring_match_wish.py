# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

CAREER_STAGES = [
    ("1", "Student, or new to the profession"),
    ("2", "Established"),
    ("3", "Senior, or team leader"),
    ("4", "Manager"),
    ("5", "Executive, or head of an organisation"),
]
FREE_TIMES = ("daytime", "evening", "weekend")
CHOICES = (
    "first_choice_id",
    "second_choice_id",
    "third_choice_id",
    "fourth_choice_id",
    "fifth_choice_id",
)


class MentoringApplication(models.Model):
    """What an applicant wishes of a match beside the topics (promise A20)."""

    _inherit = "mentoring.application"

    career_stage = fields.Selection(selection=CAREER_STAGES)
    is_free_daytime = fields.Boolean(string="Free on Weekdays")
    is_free_evening = fields.Boolean(string="Free on Weekday Evenings")
    is_free_weekend = fields.Boolean(string="Free on Weekends")
    # self-selection
    is_listed = fields.Boolean(
        string="Shown to Mentees",
        help="The mentor agreed that mentees of the intake see name, position, topics, "
        "sectors, place and the public text, so that they can choose. No contact "
        "details.",
    )
    public_text = fields.Text(
        help="What the mentor tells mentees who choose, in own words."
    )
    first_choice_id = fields.Many2one("mentoring.application", ondelete="set null")
    second_choice_id = fields.Many2one("mentoring.application", ondelete="set null")
    third_choice_id = fields.Many2one("mentoring.application", ondelete="set null")
    fourth_choice_id = fields.Many2one("mentoring.application", ondelete="set null")
    fifth_choice_id = fields.Many2one("mentoring.application", ondelete="set null")

    def _get_career_stage(self):
        """Return the stage as a number, or None."""
        self.ensure_one()
        return int(self.career_stage) if self.career_stage else None

    def _get_free_times(self):
        """Return the keys of the times of the week at which this person is free."""
        self.ensure_one()
        return [key for key in FREE_TIMES if self[f"is_free_{key}"]]

    @api.model
    def _get_time_labels(self):
        return {
            "daytime": self.env._("weekdays"),
            "evening": self.env._("weekday evenings"),
            "weekend": self.env._("weekends"),
        }

    def _get_choices(self):
        """Return the applications that this mentee ranked, the first choice first."""
        self.ensure_one()
        choices = self.browse()
        for name in CHOICES:
            choices |= self[name]
        return choices

    def _get_ranked_partners(self):
        """Return the people wished for: the ranked ones, then those named."""
        self.ensure_one()
        return self._get_choices().partner_id | self.preferred_partner_ids

    def _get_times_left_alone(self):
        """Return how many partnerships of this application ended early (A37)."""
        self.ensure_one()
        ended = self.participant_ids.filtered(lambda seat: seat.state == "ended")
        return len(ended)
