# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError


class MentoringMatchStep(models.Model):
    """How far a run has come is written by its buttons, which ask and check.

    Also what the scheduled job is to do: it would publish what nobody has.
    """

    _inherit = "mentoring.match.run"
    _step_fields = frozenset(
        {"state", "job", "date_solved", "date_published", "published_by_id"}
    )

    def write(self, vals):
        """A proposal stays with the intake that it was made for."""
        if "intake_id" in vals:
            for run in self:
                if run.intake_id.id != vals["intake_id"] and (
                    run.state != "draft" or run.job or run.candidate_ids
                ):
                    raise UserError(
                        self.env._(
                            "%(run)s has been worked out for %(intake)s. Create a new "
                            "matching run for another intake.",
                            run=run.name,
                            intake=run.intake_id.name,
                        )
                    )
        return super().write(vals)
