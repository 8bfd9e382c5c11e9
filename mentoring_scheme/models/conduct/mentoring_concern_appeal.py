# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

APPEAL_DAYS = 14


class MentoringConcern(models.Model):
    """An appeal, and its answer by somebody else."""

    _inherit = "mentoring.concern"

    date_appeal_due = fields.Date(
        string="Appeal until", compute="_compute_date_appeal_due", store=True
    )
    date_appeal = fields.Date(string="Appealed on", readonly=True, copy=False)
    appeal = fields.Text(string="Grounds of the appeal", copy=False, sealed=True)
    appeal_by = fields.Selection(
        selection=[("reporter", "The reporter"), ("about", "The other person")],
        string="Appealed by",
        copy=False,
    )
    appeal_finding = fields.Text(string="Answer to the appeal", copy=False, sealed=True)
    date_appeal_decided = fields.Date(
        string="Appeal decided on", readonly=True, copy=False
    )

    @api.depends("date_decided")
    def _compute_date_appeal_due(self):
        for concern in self:
            concern.date_appeal_due = concern.date_decided and (
                concern.date_decided + timedelta(days=APPEAL_DAYS)
            )

    @api.constrains("date_appeal", "date_decided", "date_appeal_decided", "handler_id")
    def _check_appeal(self):
        """An appeal follows a decision, and somebody else answers it."""
        for concern in self:
            if concern.date_appeal and not concern.date_decided:
                raise ValidationError(
                    self.env._("There is no decision yet that could be appealed.")
                )
            if concern.date_appeal_decided and not concern.date_appeal:
                raise ValidationError(
                    self.env._("Please enter on which day the appeal was made.")
                )
            if concern.state == "appealed" and (
                concern.handler_id and concern.handler_id == concern.decided_by_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s has decided this case, so another conduct officer "
                        "answers the appeal. If there is none, ask an administrator to "
                        "appoint one for this case.",
                        name=concern.handler_id.name,
                    )
                )

    def action_appeal(self):
        """Take in an appeal that reached the office; another officer answers it."""
        for concern in self:
            if not concern.appeal_by or not concern.appeal:
                raise UserError(
                    self.env._("Please enter who appeals, and on what grounds.")
                )
            concern.check_access("write")
            concern._receive_appeal(concern.appeal_by)
        return self._get_list_action()

    def action_answer_appeal(self):
        """Answer an appeal; the case is then decided for good."""
        for concern in self:
            if concern.state != "appealed" or not concern.handler_id:
                raise UserError(
                    self.env._("There is no appeal that you have taken to answer.")
                )
            if not concern.appeal_finding:
                raise UserError(self.env._("Please write the answer to the appeal."))
            concern.date_appeal_decided = concern._today()
            concern._add_step(self.env._("The appeal was answered."))
            concern._tell_reporter("appeal answered")
        return True

    def _receive_appeal(self, appeal_by, grounds=None):
        """Take in an appeal, and free the case for somebody who has not decided it.

        :param str appeal_by: reporter or about
        :param str grounds: in plain words; by default, those that the case holds
        :raise UserError: when there is nothing to appeal, or no longer
        """
        self.ensure_one()
        if not self.date_decided or self.date_appeal:
            raise UserError(self.env._("Only a decision can be appealed, and once."))
        text = self.appeal if grounds is None else grounds
        if not (text or "").strip():
            raise UserError(self.env._("Please write why you do not agree."))
        self._add_step(self.env._("Appealed. Another officer answers it."))
        concern = self.sudo()  # freed, it is no longer the handler's to write
        concern.write(
            {
                "date_appeal": self._today(),
                "appeal_by": appeal_by,
                **({"appeal": grounds.strip()} if grounds else {}),
                "handler_id": False,
                "date_closed": False,
            }
        )
        concern._tell_officers("mail_template_concern_received", occasion="appeal")
