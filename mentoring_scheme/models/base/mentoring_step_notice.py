# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MentoringStepNotice(models.AbstractModel):
    """Say after a step of staff what was done, with a button that opens it.

    Core's notice has links to addresses only, which open another tab and cannot carry
    a filter.
    """

    _name = "mentoring.step.notice"
    _description = "Notice after a step"

    @api.model
    def _show(self, title, message="", opens=None, label=None, kind="success"):
        """Return the action that shows a notice, then reloads what is behind it.

        :param str title: what was done
        :param str message: what else happened, who was emailed, what is left
        :param dict opens: action that the notice's button runs; no button without one
        :param str label: of the button
        :param str kind: ``success`` or ``warning``; a warning stays until it is closed
        """
        return {
            "type": "ir.actions.client",
            "tag": "mentoring_step_notice",
            "params": {
                "title": title,
                "message": message,
                "type": kind,
                "sticky": kind == "warning",
                "open": opens,
                "label": label or self.env._("Open"),
            },
        }

    @api.model
    def _count_emailed(self, count):
        """Say how many people a step emails."""
        if not count:
            return self.env._("No email is sent.")
        if count == 1:
            return self.env._("1 person will be emailed.")
        return self.env._("%(count)s people will be emailed.", count=count)
