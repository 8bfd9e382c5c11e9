# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.application.mentoring_application_decision import STATE_SOURCES

# The state that each decision leads to, and the step that takes it.
DECISIONS = {
    "submit": ("submitted", "action_submit"),
    "approve": ("approved", "action_approve"),
    "waitlist": ("waitlisted", "action_waitlist"),
    "return": ("returned", "action_return"),
    "decline": ("declined", "action_decline"),
}


class MentoringApplicationDecision(models.TransientModel):
    """Shows whom a decision concerns and whom it cannot, before anything is promised.

    For a decision that applicants are told in staff's words, it asks for these words.
    """

    _name = "mentoring.application.decision"
    _description = "Decision on mentoring applications"

    decision = fields.Selection(
        selection=[
            ("submit", "Submit"),
            ("approve", "Approve"),
            ("waitlist", "Move to Waiting List"),
            ("return", "Return"),
            ("decline", "Decline"),
        ],
        required=True,
    )
    application_ids = fields.Many2many(
        comodel_name="mentoring.application", required=True
    )
    ready_ids = fields.Many2many(
        comodel_name="mentoring.application",
        compute="_compute_ready_ids",
        help="The chosen applications to which the decision can be applied.",
    )
    obstacles = fields.Text(
        compute="_compute_ready_ids",
        help="Why the decision cannot be applied to the others.",
    )
    message = fields.Text(
        string="Message to the Applicants",
        help="Goes to the applicants by email, as you write it here.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "mentoring.application":
            values["application_ids"] = [
                Command.set(self.env.context.get("active_ids", []))
            ]
        return values

    @api.depends("decision", "application_ids")
    def _compute_ready_ids(self):
        for wizard in self:
            target, _step = DECISIONS.get(wizard.decision, (None, None))
            applications = wizard.application_ids._origin
            possible = applications.filtered(
                lambda a, target=target: a.state in STATE_SOURCES.get(target, ())
            )
            obstacles = [a._get_decision_obstacle(target) for a in possible]
            wizard.ready_ids = possible.browse(
                a.id for a, why in zip(possible, obstacles, strict=True) if not why
            )
            wizard.obstacles = "\n".join(
                [
                    *filter(None, obstacles),
                    *wizard._get_state_sentences(applications - possible),
                ]
            )

    def _get_state_sentences(self, applications):
        """Say of which applications the status does not allow the decision."""
        labels = dict(applications._fields["state"]._description_selection(self.env))
        return [
            self.env._(
                "Not possible, since the status is “%(state)s”: %(names)s.",
                state=labels[state],
                names=", ".join(some.partner_id.mapped("name")),
            )
            for state, some in applications.grouped("state").items()
        ]

    def action_confirm(self):
        """Take the decision on those to whom it can be applied, and say what was done.

        :raise UserError: when it can be applied to nobody
        """
        self.ensure_one()
        applications = self.ready_ids
        if not applications:
            raise UserError(self.obstacles or self.env._("Choose an application."))
        _target, step = DECISIONS[self.decision]
        if self.decision == "return":
            applications.return_remarks = self.message
        elif self.decision == "decline":
            applications.decline_reason = self.message
        left = len(self.application_ids) - len(applications)
        notice = getattr(applications, step)()
        if self.decision == "submit":
            notice = applications._show_submitted()
        if not left:
            return notice
        params = notice["params"]
        params["message"] = " ".join((params["message"], self._get_left_sentence(left)))
        params.update(type="warning", sticky=True)
        return notice

    def _get_left_sentence(self, left):
        """Say how many of the chosen applications stay as they are."""
        if left == 1:
            return self.env._("1 application was left as it is.")
        return self.env._("%(count)s applications were left as they are.", count=left)
