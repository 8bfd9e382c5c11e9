# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain


class MentoringConcernStep(models.Model):
    """One line of a case's history: who did what, and when (invariant 11)."""

    _name = "mentoring.concern.step"
    _inherit = ["mentoring.derived", "mentoring.sealed.screen"]
    _description = "Step of a confidential case"
    _order = "date, id"
    _step_fields = frozenset({"date", "user_id"})

    concern_id = fields.Many2one(
        comodel_name="mentoring.concern",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="concern_id.company_id", store=True)
    date = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now(), readonly=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    body = fields.Text(string="What was done", required=True, sealed=True)

    @api.model
    def _domain_for_reader(self, user, names):
        cases = self.env["mentoring.concern"]._domain_for_officer(user)
        return Domain("concern_id", "any", cases)

    @api.model
    def _get_new_data_key(self, vals):
        cases = self.env["mentoring.concern"].sudo()  # for the key, and no more
        return cases.browse(vals["concern_id"])._get_data_key()

    def _get_data_keys(self):
        # As above.
        return {step.id: step.sudo().concern_id._get_data_key() for step in self}
