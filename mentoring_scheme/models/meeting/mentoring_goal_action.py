# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringGoalAction(models.Model):
    """One step towards a goal: who does it, and by when (promises A33, B4)."""

    _name = "mentoring.goal.action"
    _inherit = ["mentoring.sealed"]
    _description = "Action towards a mentoring goal"
    _order = "is_done, date_due, id"

    goal_id = fields.Many2one(
        comodel_name="mentoring.goal",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    name = fields.Char(string="Action", required=True, sealed=True, copy=False)
    owner_id = fields.Many2one(
        comodel_name="mentoring.participant",
        string="Done by",
        ondelete="restrict",
        help="Empty: all together.",
    )
    date_due = fields.Date(string="By")
    is_done = fields.Boolean(string="Done")
    reader_ids = fields.Many2many(relation="mentoring_goal_action_reader_rel")

    def _compute_display_name(self):
        """Say nothing of the content: names turn up in logs and messages."""
        for action in self:
            action.display_name = self.env._("Action %s", action.id)

    def _set_done(self, is_done):
        """Tick an action off, or take that back, as the acting person.

        :raise UserError: when the partnership is over for this person
        """
        self.ensure_one()
        self._check_may_write(self.partnership_id)
        self.is_done = is_done
