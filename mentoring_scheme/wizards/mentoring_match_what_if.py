# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models


class MentoringMatchWhatIf(models.TransientModel):
    """Tries other settings of a run in memory; the run stays as it is."""

    _name = "mentoring.match.what.if"
    _description = "What if a match run were set otherwise"

    run_id = fields.Many2one(
        comodel_name="mentoring.match.run", required=True, ondelete="cascade"
    )
    intake_id = fields.Many2one(related="run_id.intake_id")
    objective = fields.Selection(
        selection=lambda self: self._get_objectives(), string="Aim", required=True
    )
    threshold = fields.Float(string="Minimum Score", required=True)
    mentor_application_id = fields.Many2one(
        comodel_name="mentoring.application",
        string="Mentor with More Places",
        domain="[('intake_id', '=', intake_id), ('role', '=', 'mentor'), "
        "('state', 'in', ('approved', 'matched'))]",
    )
    extra_places = fields.Integer(string="More Places", default=1)
    weight_ids = fields.One2many(
        comodel_name="mentoring.match.what.if.weight",
        inverse_name="what_if_id",
        string="Weights",
    )
    figures = fields.Html(readonly=True, sanitize=False)
    changes = fields.Html(readonly=True, sanitize=False)

    @api.model
    def _get_objectives(self):
        Run = self.env["mentoring.match.run"]
        return Run._fields["objective"]._description_selection(self.env)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        run = self.env["mentoring.match.run"].browse(
            values.get("run_id") or self.env.context.get("active_id")
        )
        if run:
            values.update(
                run_id=run.id,
                objective=run.objective,
                threshold=run.threshold,
                weight_ids=[
                    Command.create(
                        {"criterion_id": criterion.id, "weight": criterion.weight}
                    )
                    for criterion in run._get_criteria()
                ],
            )
        return values

    def action_confirm(self):
        """Work out what these settings would give, and show it beside the run."""
        self.ensure_one()
        run = self.run_id
        mentees, mentors = run._get_pool(self._get_extra_places())
        run._check_pool(mentees, mentors)
        changes = {"threshold": self.threshold, "objective": self.objective}
        solution = run._work_out(
            mentees,
            mentors,
            weights={line.criterion_id: line.weight for line in self.weight_ids},
            explain=False,
            extra_places=self._get_extra_places(),
            **changes,
        )
        Comparison = self.env["mentoring.match.comparison"]
        scores = [solution.get_score(*pair) for pair in solution.get_pairs()]
        figures = [run._get_figures(), run._summarise(scores)]
        before = run._get_mentors_by_mentee()
        after = {mentees[row]: mentors[column] for row, column in solution.get_pairs()}
        self.figures = Comparison._render_figures(
            [run.name, self.env._("What if")], figures
        )
        self.changes = Comparison._render_changes(before, after)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What If"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_extra_places(self):
        if not self.mentor_application_id:
            return {}
        return {self.mentor_application_id: self.extra_places}
