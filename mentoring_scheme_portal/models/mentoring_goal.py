# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_day

from ..forms import GoalForm

# How many goals the partnership's page shows.
OVERVIEW = 3


class MentoringGoal(models.Model):
    _inherit = "mentoring.goal"

    @api.model
    def _get_portal_list(self, partnership):
        """Return what the pair's page shows of its goals, the open ones first."""
        person = self.env.user.partner_id
        goals = self.search(
            [("partnership_id", "=", partnership.id), *self._domain_for_member(person)]
        )
        return [goal._get_portal_values() for goal in goals]

    @api.model
    def _get_portal_overview(self, partnership):
        """Return what the partnership's page shows of its goals."""
        goals = self.search_fetch(
            [("partnership_id", "=", partnership.id)], ["is_done", "name", "progress"]
        )
        to_reach = goals.filtered(lambda goal: not goal.is_done)
        return {
            "count": len(goals),
            "reached": len(goals) - len(to_reach),
            "next": [
                {"name": goal.name, "progress": goal.progress}
                for goal in to_reach[:OVERVIEW]
            ],
        }

    def _get_portal_values(self):
        self.ensure_one()
        texts = GoalForm().describe(self._get_answers())
        return {
            "id": self.id,
            "name": self.name,
            "measure": self.measure or "",
            "deadline": format_day(self.env, self.date_deadline),
            "progress": self.progress,
            "before": texts["rating_before"],
            "after": texts["rating_after"],
            "is_done": self.is_done,
            "revision": self.revision,
        }

    def _portal_add_action(self, values):
        """Write down an action towards this goal, as the acting member.

        :raise UserError: when the partnership is over for this member
        """
        self.ensure_one()
        actions = self.env["mentoring.goal.action"].sudo()  # members have no rights
        return actions._enter(self.partnership_id, {**values, "goal_id": self.id})

    def _get_portal_actions(self):
        """Return what the goal's page shows of its actions, the open ones first."""
        self.ensure_one()
        actions = self.env["mentoring.goal.action"].sudo()  # members have no rights
        return [
            {
                "id": action.id,
                "name": action.name,
                "owner": action.owner_id.partner_id.name or self.env._("All together"),
                "due": format_day(self.env, action.date_due),
                "is_done": action.is_done,
            }
            for action in actions.search([("goal_id", "=", self.id)])
        ]

    def _get_answers(self):
        """Return the goal as the form's typed answers, by name of the question."""
        self.ensure_one()
        return {question.name: self[question.name] for question in GoalForm().fields}

    def _get_portal_conflict(self, values):
        """Return where these answers and what stands now differ, both as texts."""
        self.ensure_one()
        form = GoalForm()
        current, mine = form.describe(self._get_answers()), form.describe(values)
        return {
            # Who writes has an account of their own; members read no accounts.
            "by": self.sudo().write_uid.name,
            "differences": [
                {
                    "label": str(question.label),
                    "theirs": current[question.name],
                    "mine": mine[question.name],
                }
                for question in form.fields
                if question.name in values
                and current[question.name] != mine[question.name]
            ],
        }
