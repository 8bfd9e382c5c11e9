# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MentoringTask(models.AbstractModel):
    """What staff are given tasks for: a task closes once its cause is gone.

    Whatever way the cause goes: by a button, a member's page, a call or a job. So the
    closing stands on the fields that the cause is read from, and not in those ways.
    """

    _name = "mentoring.task"
    _description = "Cause of a staff task"

    def _get_task_causes(self):
        """Return the kinds of task that records of this model are the cause of.

        :return: dict of kind to a pair: the stored fields that the cause is read from,
            and the name of the method that returns the records where it stands
        """
        return {}

    def write(self, vals):
        result = super().write(vals)
        self._close_idle_tasks(vals.keys())
        for names, _standing in self._get_task_causes().values():
            # What is computed closes its tasks now, and not with the next page.
            for name in names:
                self.sudo().mapped(name)  # nothing is shown
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_tasks(self):
        self._find_tasks([*self._get_task_causes()], self.ids).unlink()

    def _compute_field_value(self, field):
        """Close tasks when what they hang on is computed anew, as core does in sale."""
        result = super()._compute_field_value(field)
        if field.store:
            self._close_idle_tasks({field.name})
        return result

    def _close_idle_tasks(self, changed):
        """Close the tasks that one of these fields has taken the cause from."""
        for kind, (names, standing) in self._get_task_causes().items():
            # What a form shows unsaved has no tasks.
            if not changed.isdisjoint(names) and (ids := self.filtered("id").ids):
                tasks = self._find_tasks([kind], ids)
                if tasks:
                    causes = self.browse(tasks.mapped("mentoring_cause_id"))
                    idle = causes - getattr(causes, standing)()
                    tasks.filtered(
                        lambda task, idle=idle: task.mentoring_cause_id in idle.ids
                    ).unlink()

    @api.model
    def _find_tasks(self, kinds, ids):
        """Return the open tasks of these kinds that have these causes."""
        activities = self.env["mail.activity"].sudo()  # others' tasks, members act too
        if not kinds or not ids:
            return activities
        return activities.search(
            [("mentoring_cause_id", "in", ids), ("mentoring_kind", "in", kinds)]
        )

    @api.model
    def _find_with_task(self, kind):
        """Return the records of this model that are the cause of an open task."""
        activities = self.env["mail.activity"].sudo()  # others' tasks
        tasks = activities.search([("mentoring_kind", "=", kind)])
        return self.browse(tasks.mapped("mentoring_cause_id")).exists()

    def _give_task(self, kind, host, user, summary, **values):
        """Give somebody a task of this kind, unless there is one already.

        :param str kind: one of those that the model declares
        :param host: the record on which the task is shown
        :param user: who is to do it; somebody else does who may, if that person may not
        :param values: further values of the activity, such as a note or a deadline
        :return: the task; none if there is one already
        """
        self.ensure_one()
        if kind not in self._get_task_causes():
            raise ValueError(f"{self._name} declares no cause of {kind}")
        if self._find_tasks([kind], self.ids):
            return self.env["mail.activity"]
        return host.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self._get_task_user(host, user).id,
            summary=summary,
            mentoring_kind=kind,
            mentoring_cause_id=self.id,
            **values,
        )

    def _get_task_user(self, host, user):
        """Return who does a task: somebody who can open the record, and has no part.

        Nobody is told to do what they may not do, or what is about themselves.
        """
        people = self._get_task_people()
        group = self.env.ref("mentoring_scheme.group_mentoring_user")
        staff = group.sudo().all_user_ids.filtered(  # members act, too
            lambda other: host.company_id in other.company_ids
        )
        able = (user.sudo() | staff.sorted("id")).filtered(
            lambda other: (
                other.active
                and not other.share
                # In the companies of that person, not those of whoever acts.
                and host.with_user(other)
                .with_context(allowed_company_ids=other.company_ids.ids)
                .has_access("write")
            )
        )
        apart = able.filtered(lambda other: other.partner_id not in people)
        system = self.env.ref("base.group_system").sudo().all_user_ids  # last resort
        return (apart or able or system.sorted("id"))[:1]

    def _get_task_people(self):
        """Return who has a part in what the task is about."""
        if "partnership_id" not in self._fields:
            return self.env["res.partner"]
        return self.sudo().partnership_id.participant_ids.partner_id  # names nobody
