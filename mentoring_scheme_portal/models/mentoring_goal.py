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
    def _get_portal_list(self, partnership, reader):
        """Return what the pair's page shows of its goals, the open ones first.

        :param Reader reader: the capability to read them
        """
        person = self.env.user.partner_id
        goals = self.search(
            [("partnership_id", "=", partnership.id), *self._domain_for_member(person)]
        )
        texts = goals._unseal(reader)
        return [
            goal._get_portal_values(texts[goal.id])
            for goal in goals
            if goal.id in texts
        ]

    @api.model
    def _get_portal_overview(self, partnership, reader):
        """Return what the partnership's page shows of its goals.

        :param Reader reader: the capability to read them
        """
        goals = self.search_fetch(
            [("partnership_id", "=", partnership.id)], ["is_done", "progress"]
        )
        to_reach = goals.filtered(lambda goal: not goal.is_done)[:OVERVIEW]
        texts = to_reach._unseal(reader, ["name"]) if to_reach else {}
        reached = goals.filtered("is_done")
        return {
            "count": len(goals),
            "reached": len(reached),
            "next": [
                {**texts[goal.id], "progress": goal.progress}
                for goal in to_reach
                if goal.id in texts
            ],
        }

    def _get_portal_values(self, texts):
        """Return what a page shows of a goal.

        :param texts: its plain texts by name
        """
        self.ensure_one()
        described = GoalForm().describe(self._get_answers(texts))
        return {
            "id": self.id,
            **texts,
            "deadline": format_day(self.env, self.date_deadline),
            "progress": self.progress,
            "before": described["rating_before"],
            "after": described["rating_after"],
            "is_done": self.is_done,
            "revision": self.revision,
        }

    def _portal_add_action(self, values, reader):
        """Write down an action towards this goal, as the acting member; once.

        :param Reader reader: the capability to read what was just written
        :raise UserError: when the partnership is over for this member
        """
        self.ensure_one()
        actions = self.env["mentoring.goal.action"].sudo()  # members have no rights
        values = {**values, "goal_id": self.id}
        return actions._enter_once(self.partnership_id, values, reader)

    def _get_portal_actions(self, reader):
        """Return what the goal's page shows of its actions, the open ones first.

        :param Reader reader: the capability to read them
        """
        self.ensure_one()
        actions = self.env["mentoring.goal.action"].sudo()  # members have no rights
        actions = actions.search([("goal_id", "=", self.id)])
        texts = actions._unseal(reader)
        return [
            {
                "id": action.id,
                **texts[action.id],
                "owner": action.owner_id.partner_id.name or self.env._("All together"),
                "due": format_day(self.env, action.date_due),
                "is_done": action.is_done,
            }
            for action in actions
            if action.id in texts
        ]

    def _get_answers(self, texts):
        """Return the goal as the form's typed answers, by name of the question.

        :param texts: its plain texts by name
        """
        self.ensure_one()
        return {
            question.name: texts.get(question.name, self[question.name])
            for question in GoalForm().fields
        }

    def _get_portal_conflict(self, values, texts):
        """Return where these answers and what stands now differ, both as texts.

        :param values: the answers that were refused
        :param texts: the goal's plain texts by name
        """
        self.ensure_one()
        form = GoalForm()
        current, mine = form.describe(self._get_answers(texts)), form.describe(values)
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
