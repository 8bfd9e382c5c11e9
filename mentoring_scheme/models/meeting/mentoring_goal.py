# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError


class MentoringGoal(models.Model):
    """What a pair wants to reach, and how it can tell (promises A26, A33, B4, B5)."""

    _name = "mentoring.goal"
    _inherit = ["mentoring.sealed"]
    _description = "Mentoring Goal"
    _order = "is_done, date_deadline, id"

    name = fields.Char(string="Goal", required=True, sealed=True, copy=False)
    measure = fields.Text(
        sealed=True,
        copy=False,
        help="How the pair can tell that the goal is reached.",
    )
    date_deadline = fields.Date(string="By")
    progress = fields.Integer(help="From 0 to 100%.")
    rating_before = fields.Integer(
        string="Where I Was at First", help="From 1 to 5; 0 is not rated."
    )
    rating_after = fields.Integer(
        string="Where I Am Now", help="From 1 to 5; 0 is not rated."
    )
    is_done = fields.Boolean(string="Reached")
    revision = fields.Integer(
        default=1,
        required=True,
        readonly=True,
        help="Grows with each change, so that one change does not overwrite another.",
    )
    reader_ids = fields.Many2many(relation="mentoring_goal_reader_rel")

    _progress_sensible = models.Constraint(
        "CHECK(progress >= 0 AND progress <= 100)",
        "Progress is between 0 and 100%. Please enter a number in between.",
    )
    _rating_sensible = models.Constraint(
        "CHECK(rating_before BETWEEN 0 AND 5 AND rating_after BETWEEN 0 AND 5)",
        "A rating is between 1 and 5. Choose one of these.",
    )

    def _compute_display_name(self):
        """Say nothing of the content: names turn up in logs and messages."""
        for goal in self:
            goal.display_name = self.env._("Goal %s", goal.id)

    def _change(self, values, revision):
        """Change a goal, as the acting person who has read this revision of it.

        :raise UserError: when somebody has changed it since, or it is over
        """
        self.ensure_one()
        self._check_may_write(self.partnership_id)
        # Of two who write at one moment the second is tried again, and sees the first.
        if self.revision != revision:
            raise UserError(
                self.env._(
                    "This goal was changed since you opened it. Please compare the "
                    "two, and save yours again if it is still right."
                )
            )
        self.write(
            {
                **values,
                "revision": revision + 1,
                **self._prepare_readers(self.partnership_id),
            }
        )
