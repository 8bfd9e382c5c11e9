# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, time

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MentoringAgreementPaper(models.TransientModel):
    """Record who has signed an agreement on paper (promise A25)."""

    _name = "mentoring.agreement.paper"
    _description = "Record a Signed Paper Form"

    agreement_id = fields.Many2one(
        comodel_name="mentoring.agreement",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    staff_can_read = fields.Boolean(related="agreement_id.staff_can_read")
    missing_participant_ids = fields.Many2many(
        related="agreement_id.missing_participant_ids"
    )
    participant_ids = fields.Many2many(
        comodel_name="mentoring.participant",
        string="Signed by",
        compute="_compute_participant_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', missing_participant_ids)]",
    )
    date = fields.Date(
        string="Signed on",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        help="The day beside the last signature.",
    )
    consent_note = fields.Text(related="agreement_id.consent_note")
    consent = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No")],
        string="Does the Form Agree to This?",
        help="A form that does not agree is not an acceptance.",
    )
    scan = fields.Binary(string="Scan of the form", attachment=False)
    scan_name = fields.Char()

    @api.depends("agreement_id")
    def _compute_participant_ids(self):
        for wizard in self:
            missing = wizard.agreement_id.missing_participant_ids
            wizard.participant_ids = [Command.set(missing.ids)]

    @api.depends("agreement_id")
    def _compute_date(self):
        """Offer today, as it is where the intake is."""
        for wizard in self:
            intake = wizard.agreement_id.intake_id
            wizard.date = intake and intake._today()

    def action_confirm(self):
        """Record the signatures; an acceptance starts the fee as if signed online."""
        self.ensure_one()
        # Recording a form on paper is for whoever runs partnerships.
        self.agreement_id.partnership_id.check_access("write")
        if self.consent_note and self.consent != "yes":
            raise UserError(
                self.env._(
                    "A form counts only if it agrees to this: %(questions)s",
                    questions=self.consent_note,
                )
            )
        if not self.participant_ids:
            raise UserError(self.env._("Please choose who has signed."))
        if self.date > self.agreement_id.intake_id._today():
            raise UserError(self.env._("The form cannot be signed on a day to come."))
        self.agreement_id._sign_on_paper(
            self.participant_ids, self._get_moment(), self.scan, self.scan_name
        )
        return True

    def action_refuse(self):
        """Record that the form does not agree to what must be agreed to."""
        self.ensure_one()
        self.agreement_id.partnership_id.check_access("write")  # as above
        if self.consent != "no":
            raise UserError(self.env._("Please say that the form does not agree."))
        self.agreement_id._refuse_on_paper()
        return True

    def _get_moment(self):
        """Return the middle of that day in the intake's zone, in UTC."""
        zone = pytz.timezone(self.agreement_id.intake_id.tz or "UTC")
        noon = zone.localize(datetime.combine(self.date, time(12)))
        moment = noon.astimezone(pytz.utc).replace(tzinfo=None)
        return min(moment, fields.Datetime.now())
