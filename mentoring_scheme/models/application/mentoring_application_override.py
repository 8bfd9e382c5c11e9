# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

OVERRIDABLE_RULES = [
    ("deadline", "Deadline"),
    ("membership", "Membership"),
    ("category", "Membership category"),
    ("experience", "Years of experience"),
    ("resume", "Résumé"),
    ("referee", "Referee"),
]


class MentoringApplicationOverride(models.Model):
    """One rule that staff set aside for one applicant, with the reason."""

    _name = "mentoring.application.override"
    _inherit = ["mentoring.derived"]
    _description = "Eligibility override"
    _order = "id"

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    rule = fields.Selection(selection=OVERRIDABLE_RULES, required=True)
    reason = fields.Char(required=True)

    _rule_once = models.UniqueIndex(
        "(application_id, rule)", "This rule is already set aside for the applicant."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the application's history who set which rule aside, and why."""
        overrides = super().create(vals_list)
        overrides._log_reason()
        return overrides

    def write(self, vals):
        """Tell the history of a change of mind as well (invariant 11)."""
        result = super().write(vals)
        if vals.keys() & {"application_id", "rule", "reason"}:
            self._log_reason()
        return result

    def _log_reason(self):
        labels = dict(self._fields["rule"]._description_selection(self.env))
        for override in self:
            override.application_id._message_log(
                body=self.env._(
                    "The rule “%(rule)s” was set aside: %(reason)s",
                    rule=labels[override.rule],
                    reason=override.reason,
                )
            )
