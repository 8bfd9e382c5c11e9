# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


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
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, precompute=True
    )
    run_state = fields.Selection(related="run_id.state")
    intake_id = fields.Many2one(related="run_id.intake_id", store=True, precompute=True)
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
    is_priced = fields.Boolean(
        string="Gain Calculated",
        readonly=True,
        help="What it would cost the whole has been worked out.",
    )
    is_proposed = fields.Boolean(string="Proposed", readonly=True)
    is_pinned = fields.Boolean(string="Kept Together", readonly=True)
    is_forbidden = fields.Boolean(string="Kept Apart", readonly=True)
    is_request = fields.Boolean(
        string="Asked for",
        readonly=True,
        help="The two named each other, so they are kept together.",
    )
    conflicts = fields.Json(readonly=True)
    has_conflict = fields.Boolean(
        string="Conflict of Interest",
        compute="_compute_has_conflict",
        store=True,
        precompute=True,
    )
    conflict_note = fields.Char(string="Please Note", compute="_compute_conflict_note")
    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    publish_error = fields.Text(string="Not Published Because", readonly=True)

    _once = models.UniqueIndex(
        "(run_id, mentee_application_id, mentor_application_id)",
        "This pair is already in the run. Change the one that is there.",
    )
    _pin_or_forbid = models.Constraint(
        "CHECK(NOT (is_pinned AND is_forbidden))",
        "A pair can't be kept together and kept apart. Choose one of the two.",
    )

    @api.depends("breakdown")
    def _compute_explanation(self):
        """Word the points per criterion, which add up to the score."""
        for candidate in self:
            rows = [
                Markup("<tr><td>%s</td><td class='text-end'>%s</td><td>%s</td></tr>")
                % (part["label"], f"{part['points']:g}", part["sentence"])
                for part in candidate._get_parts()
            ]
            candidate.explanation = Markup(
                "<table class='table table-sm'>%s</table>"
            ) % Markup("").join(rows)

    @api.depends("conflicts")
    def _compute_has_conflict(self):
        for candidate in self:
            candidate.has_conflict = bool(candidate.conflicts)

    @api.depends("conflicts")
    def _compute_conflict_note(self):
        """Word what speaks against a pair; a confidential reason is never told."""
        Conflict = self.env["mentoring.match.conflict"]
        for candidate in self:
            kinds = candidate.conflicts or []
            candidate.conflict_note = " ".join(map(Conflict._get_sentence, kinds))

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
            peers = candidate.run_id.mode == "peer"
            expected = ("peer", "peer") if peers else ("mentor", "mentee")
            if (mentor.role, mentee.role) != expected or mentor == mentee:
                raise ValidationError(
                    self.env._("A pair is two different peers' applications.")
                    if peers
                    else self.env._(
                        "A pair is one mentor's application and one mentee's."
                    )
                )
            intake = candidate.run_id.intake_id
            if mentor.intake_id != intake or mentee.intake_id != intake:
                raise ValidationError(
                    self.env._("Both have to have applied to the intake of this run.")
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_pin(self):
        """Keep these pairs together, whatever the score, in the next solution."""
        self._decide({"is_pinned": True, "is_forbidden": False})
        return True

    def action_forbid(self):
        """Never propose these pairs in this run."""
        self._decide({"is_forbidden": True, "is_pinned": False, "is_proposed": False})
        return True

    def action_clear(self):
        """Take back a pin or a prohibition."""
        self._decide({"is_pinned": False, "is_forbidden": False})
        return True

    def action_take(self):
        """Take this pair instead of what is proposed, and solve the rest around it."""
        for candidate in self:
            run = candidate.run_id
            run._check_open()
            run._remember()
            rivals = run.candidate_ids.filtered(
                lambda other, pair=candidate: (
                    other.is_pinned
                    and other != pair
                    and other.mentee_application_id == pair.mentee_application_id
                )
            )
            rivals.is_pinned = False
            candidate.write({"is_pinned": True, "is_forbidden": False})
            run._solve()
        return True

    def action_swap(self):
        """Let two proposed pairs exchange their mentors, and solve the rest again."""
        if (
            len(self) != 2
            or len(self.run_id) != 1
            or not all(self.mapped("is_proposed"))
        ):
            raise UserError(
                self.env._("Choose two proposed pairs of one run to swap mentors.")
            )
        one, other = self
        run = self.run_id
        run._check_open()
        run._remember()
        self.is_pinned = False
        for mentee, mentor in (
            (one.mentee_application_id, other.mentor_application_id),
            (other.mentee_application_id, one.mentor_application_id),
        ):
            run._get_candidate(mentee.id, mentor.id).write(
                {"is_pinned": True, "is_forbidden": False}
            )
        run._solve()
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _decide(self, vals):
        """Note what was decided before, decide, and ask for a new solution."""
        self._check_open()
        self.run_id._remember()
        for run, pairs in self.grouped("run_id").items():
            proposed = all(pairs.mapped("is_proposed"))
            agrees = vals.get("is_pinned") and proposed
            pairs.write(vals)
            if run.state == "done" and not agrees:
                run.needs_solving = True

    def _check_open(self):
        for run in self.run_id:
            run._check_open()

    def _get_price_sentence(self):
        """Say what the whole loses if this pair is taken instead."""
        self.ensure_one()
        if not self.is_priced:
            return ""
        parts = []
        if self.price_pairs > 0:
            parts.append(
                self.env._("matches %(count)s fewer in all", count=self.price_pairs)
            )
        elif self.price_pairs < 0:
            parts.append(
                self.env._("matches %(count)s more in all", count=-self.price_pairs)
            )
        if self.price_total > 0:
            parts.append(
                self.env._("lowers the total by %(points)g", points=self.price_total)
            )
        elif self.price_total < 0:
            parts.append(
                self.env._("raises the total by %(points)g", points=-self.price_total)
            )
        return ", ".join(parts) or self.env._("changes nothing for the others")

    def _get_parts(self):
        """Return the parts of the score as plain values, in words."""
        self.ensure_one()
        Criterion = self.env["mentoring.criterion"]
        labels = {
            criterion._get_code(): criterion.display_name
            for criterion in self.run_id.scheme_id.criterion_ids
        }
        kinds = dict(Criterion._fields["kind"]._description_selection(self.env))
        return [
            {
                "label": labels.get(part["code"], kinds.get(part["code"], "")),
                "points": part["points"],
                "missing": part["missing"],
                "sentence": Criterion._get_sentence(*part["explanation"]),
            }
            for part in self.breakdown or []
        ]
