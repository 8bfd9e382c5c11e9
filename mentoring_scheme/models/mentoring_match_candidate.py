# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MentoringMatchCandidate(models.Model):
    """A mentor and a mentee who might be matched, with the score in points."""

    _name = "mentoring.match.candidate"
    _description = "Match Candidate"
    _order = "run_id, mentee_application_id, is_proposed desc, score desc, id"

    run_id = fields.Many2one(
        comodel_name="mentoring.match.run",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    run_state = fields.Selection(related="run_id.state")
    intake_id = fields.Many2one(related="run_id.intake_id", store=True)
    mentee_application_id = fields.Many2one(
        comodel_name="mentoring.application",
        string="Mentee",
        required=True,
        index=True,
        ondelete="cascade",
    )
    mentor_application_id = fields.Many2one(
        comodel_name="mentoring.application",
        string="Mentor",
        required=True,
        index=True,
        ondelete="cascade",
    )
    mentee_id = fields.Many2one(
        related="mentee_application_id.partner_id", string="Mentee's Name"
    )
    mentor_id = fields.Many2one(
        related="mentor_application_id.partner_id", string="Mentor's Name"
    )
    score = fields.Float(help="Out of 100.", readonly=True, aggregator="avg")
    breakdown = fields.Json(readonly=True, help="Points per criterion.")
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)
    price_pairs = fields.Integer(
        string="People Lost",
        readonly=True,
        help="How many fewer people would be matched with this pair instead.",
    )
    price_total = fields.Float(
        string="Points Lost",
        readonly=True,
        help="By how many points the scores of all would fall with this pair instead.",
    )
    is_proposed = fields.Boolean(string="Proposed", readonly=True)
    is_pinned = fields.Boolean(string="Pinned", readonly=True)
    is_forbidden = fields.Boolean(string="Forbidden", readonly=True)

    _once = models.UniqueIndex(
        "(run_id, mentee_application_id, mentor_application_id)",
        "This pair is in the run already.",
    )
    _pin_or_forbid = models.Constraint(
        "CHECK(NOT (is_pinned AND is_forbidden))",
        "A pair cannot be pinned and forbidden.",
    )

    @api.depends("breakdown")
    def _compute_explanation(self):
        """Word the points per criterion, which add up to the score."""
        Criterion = self.env["mentoring.criterion"]
        labels = dict(Criterion._fields["kind"]._description_selection(self.env))
        for candidate in self:
            rows = [
                Markup("<tr><td>%s</td><td class='text-end'>%s</td><td>%s</td></tr>")
                % (
                    labels.get(part["code"], part["code"]),
                    part["points"],
                    Criterion._get_sentence(*part["explanation"]),
                )
                for part in candidate.breakdown or []
            ]
            candidate.explanation = Markup(
                "<table class='table table-sm'>%s</table>"
            ) % Markup("").join(rows)

    @api.depends("mentor_application_id", "mentee_application_id")
    def _compute_display_name(self):
        for candidate in self:
            candidate.display_name = " – ".join(
                application.partner_id.name or ""
                for application in (
                    candidate.mentor_application_id,
                    candidate.mentee_application_id,
                )
            )

    @api.constrains("mentor_application_id", "mentee_application_id", "run_id")
    def _check_applications(self):
        for candidate in self:
            mentor = candidate.mentor_application_id
            mentee = candidate.mentee_application_id
            if mentor.role != "mentor" or mentee.role != "mentee":
                raise ValidationError(
                    self.env._("A pair is one mentor's application and one mentee's.")
                )
            intakes = mentor.intake_id | mentee.intake_id
            if intakes != candidate.run_id.intake_id:
                raise ValidationError(
                    self.env._("Both have to have applied to the intake of this run.")
                )

    def action_pin(self):
        """Keep these pairs together, whatever the score, in the next solution."""
        self._check_open()
        self.write({"is_pinned": True, "is_forbidden": False})
        return True

    def action_forbid(self):
        """Never propose these pairs in this run."""
        self._check_open()
        self.write({"is_forbidden": True, "is_pinned": False, "is_proposed": False})
        return True

    def action_clear(self):
        """Take back a pin or a prohibition."""
        self._check_open()
        self.write({"is_pinned": False, "is_forbidden": False})
        return True

    def _check_open(self):
        for run in self.run_id:
            run._check_open()
