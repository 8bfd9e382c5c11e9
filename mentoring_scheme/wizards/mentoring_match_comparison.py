# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringMatchComparison(models.TransientModel):
    """Shows two match runs side by side."""

    _name = "mentoring.match.comparison"
    _description = "Comparison of two match runs"

    run_id = fields.Many2one(
        comodel_name="mentoring.match.run", required=True, ondelete="cascade"
    )
    other_run_id = fields.Many2one(
        comodel_name="mentoring.match.run", required=True, ondelete="cascade"
    )
    intake_id = fields.Many2one(related="run_id.intake_id")
    figures = fields.Html(compute="_compute_figures", sanitize=False)
    changes = fields.Html(compute="_compute_figures", sanitize=False)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "mentoring.match.run":
            chosen = self.env.context.get("active_ids") or []
            if len(chosen) > 2:
                raise UserError(self.env._("Choose two runs to compare."))
            values.update(zip(("run_id", "other_run_id"), chosen, strict=False))
        return values

    @api.depends("run_id", "other_run_id")
    def _compute_figures(self):
        for comparison in self:
            runs = (comparison.run_id, comparison.other_run_id)
            if not all(runs):
                comparison.figures = comparison.changes = False
                continue
            comparison.figures = comparison._render_figures(
                [run.name for run in runs], [run._get_figures() for run in runs]
            )
            before, after = (run._get_mentors_by_mentee() for run in runs)
            comparison.changes = comparison._render_changes(before, after)

    @api.model
    def _render_figures(self, names, figures):
        """Return matched, total and weakest pair of two proposals as a table."""
        labels = (
            self.env._("Matched"),
            self.env._("Total score"),
            self.env._("Average score"),
            self.env._("Lowest score"),
        )
        header = Markup("<tr><th></th>%s</tr>") % Markup("").join(
            Markup("<th class='text-end'>%s</th>") % name for name in names
        )
        rows = [
            Markup("<tr><th>%s</th>%s</tr>")
            % (
                label,
                Markup("").join(
                    Markup("<td class='text-end'>%s</td>") % f"{value:g}"
                    for value in values
                ),
            )
            for label, *values in zip(labels, *figures, strict=True)
        ]
        return Markup("<table class='table table-sm'>%s%s</table>") % (
            header,
            Markup("").join(rows),
        )

    @api.model
    def _render_changes(self, before, after):
        """Return who has another mentor in the second proposal, by name."""
        nobody = self.env._("no one")
        mentees = sorted(
            {*before, *after}, key=lambda mentee: mentee.partner_id.name or ""
        )
        rows = [
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (
                mentee.partner_id.name,
                before[mentee].partner_id.name if mentee in before else nobody,
                after[mentee].partner_id.name if mentee in after else nobody,
            )
            for mentee in mentees
            if before.get(mentee) != after.get(mentee)
        ]
        if not rows:
            return Markup("<p>%s</p>") % self.env._("All the pairs are the same.")
        return Markup(
            "<table class='table table-sm'><tr><th>%s</th><th>%s</th><th>%s</th></tr>"
            "%s</table>"
        ) % (
            self.env._("Mentee"),
            self.env._("Partner before"),
            self.env._("Partner after"),
            Markup("").join(rows),
        )
