# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


from odoo import api, fields, models
from odoo.exceptions import UserError

UNDO_STEPS = 20


class MentoringMatchRun(models.Model):
    """One run of the solver over an intake (promise A22); advice until published."""

    _name = "mentoring.match.run"
    _inherit = [
        "mentoring.staff.thread",
    ]
    _description = "Matching Run"
    _order = "create_date desc, id desc"

    name = fields.Char(
        required=True, default=lambda self: self.env._("Proposal"), copy=False
    )
    intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        required=True,
        index=True,
        ondelete="restrict",
    )
    scheme_id = fields.Many2one(related="intake_id.scheme_id", store=True)
    company_id = fields.Many2one(related="intake_id.company_id", store=True, index=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("done", "Proposed"),
            ("published", "Published"),
            ("discarded", "Discarded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    mode = fields.Selection(
        selection=[
            ("one_to_one", "Pairs"),
            ("group", "Groups"),
            ("peer", "Peers"),
            ("reverse", "Reverse Pairs"),
        ],
        compute="_compute_mode",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="Pairs: one mentee with one mentor, and a mentor who offers a group takes "
        "the mentees together. Groups: one mentor with several mentees, at least as "
        "many as the scheme asks for. Peers: two who applied as peers. Reverse pairs: "
        "those who asked for it, with the mentee ahead of the mentor in career stage "
        "and years.",
    )
    objective = fields.Selection(
        selection=[
            ("participation", "Most people matched"),
            ("total", "Best total score"),
            ("quality", "Only good pairs"),
            ("lift", "Raise the lowest scores"),
        ],
        string="Aim",
        default="participation",
        required=True,
        tracking=True,
        help="What the proposal is best at.",
    )
    threshold = fields.Float(
        string="Minimum Score",
        compute="_compute_threshold",
        store=True,
        readonly=False,
        tracking=True,
        help="Pairs with a lower score are not proposed.",
    )
    stay_bonus = fields.Float(
        string="Bonus for Staying",
        default=1.0,
        tracking=True,
        help="Points out of 100 that a pair gets for having been proposed before. A "
        "small bonus means that few people get another mentor when you update. Set to "
        "0 to place everyone again. It counts for pairs, not for groups.",
    )
    candidate_ids = fields.One2many(
        comodel_name="mentoring.match.candidate", inverse_name="run_id"
    )
    proposed_ids = fields.One2many(
        comodel_name="mentoring.match.candidate",
        inverse_name="run_id",
        domain=[("is_proposed", "=", True)],
        string="Proposed Pairs",
    )
    unmatched_ids = fields.Many2many(
        comodel_name="mentoring.application",
        relation="mentoring_match_run_unmatched_rel",
        string="Unmatched Mentees",
        readonly=True,
        copy=False,
    )
    unmatched_reasons = fields.Json(readonly=True, copy=False)
    is_proven = fields.Boolean(
        string="Best by This Aim",
        readonly=True,
        copy=False,
        help="No other proposal is better by the chosen aim. This has been proven.",
    )
    gap = fields.Float(
        string="Possible Improvement",
        readonly=True,
        copy=False,
        help="How much better another proposal could be, at most.",
    )
    needs_solving = fields.Boolean(
        string="Changed Since",
        readonly=True,
        copy=False,
        help="Pairs have been kept together or apart since the last update.",
    )
    decisions = fields.Json(readonly=True, copy=False, help="To undo them one by one.")
    can_undo = fields.Boolean(string="Undo Possible", compute="_compute_can_undo")
    settings = fields.Json(readonly=True, copy=False)
    closed_groups = fields.Json(readonly=True, copy=False)
    presets = fields.Json(string="Ready-Made Weightings", readonly=True, copy=False)
    date_solved = fields.Datetime(string="Updated on", readonly=True, copy=False)
    date_published = fields.Datetime(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    publish_reason = fields.Text(
        string="Reason",
        help="Why this proposal is right. A score is advice; a person decides.",
    )
    matched_count = fields.Integer(
        string="Matched", compute="_compute_figures", store=True
    )
    score_total = fields.Float(
        string="Total Score", compute="_compute_figures", store=True, aggregator="sum"
    )
    score_mean = fields.Float(
        string="Average Score", compute="_compute_figures", store=True, aggregator="avg"
    )
    score_lowest = fields.Float(
        string="Lowest Score", compute="_compute_figures", store=True, aggregator="min"
    )

    _threshold_range = models.Constraint(
        "CHECK(threshold >= 0 AND threshold <= 1)",
        "The minimum score is between 0 and 100%. Enter a number in between.",
    )
    _stay_bonus_range = models.Constraint(
        "CHECK(stay_bonus >= 0 AND stay_bonus <= 10)",
        "The bonus for staying is between 0 and 10 points. Enter a number in between.",
    )

    @api.depends("intake_id")
    def _compute_mode(self):
        """Take the first way of mentoring that the scheme offers."""
        for run in self:
            offered = run.intake_id.scheme_id._get_modes() if run.intake_id else []
            run.mode = offered[0] if offered else "one_to_one"

    @api.depends("decisions")
    def _compute_can_undo(self):
        for run in self:
            run.can_undo = bool(run.decisions)

    @api.depends("intake_id")
    def _compute_threshold(self):
        for run in self:
            run.threshold = run.intake_id.scheme_id.match_threshold

    @api.depends("candidate_ids.is_proposed", "candidate_ids.score")
    def _compute_figures(self):
        for run in self:
            scores = run.candidate_ids.filtered("is_proposed").mapped("score")
            run.matched_count = len(scores)
            run.score_total = sum(scores)
            run.score_mean = sum(scores) / len(scores) if scores else 0
            run.score_lowest = min(scores, default=0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if self.filtered(lambda run: run.state == "published"):
            raise UserError(
                self.env._(
                    "A published matching run is kept, because it says why people were "
                    "matched."
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_solve(self):
        """Find the best assignment over all approved applications.

        Pins and forbidden pairs of an earlier solution of the same run are kept. From
        the window, a large intake is left to the scheduled job.
        """
        for run in self:
            run._check_open()
            if run.env.context.get("mentoring_may_wait") and run._is_large():
                run._start_job("solve")
            else:
                run._solve()
        return True

    def action_undo(self):
        """Take back the latest decision on pairs, and solve again as it was then."""
        for run in self:
            run._check_open()
            if not run.decisions:
                raise UserError(self.env._("There is no decision to undo."))
            *earlier, latest = run.decisions
            run._restore(latest)
            run.decisions = earlier
            if run.state == "done":
                run._solve()
        return True

    def action_discard(self):
        """Discard runs that were not published."""
        self.check_access("write")
        open_runs = self.filtered(lambda run: run.state != "published" and not run.job)
        open_runs.sudo().state = "discarded"  # by this step alone
        return True

    def action_restore(self):
        """Undo a discard: the run is what it was, with its proposal if it had one."""
        self.check_access("write")
        discarded = self.filtered(lambda run: run.state == "discarded")
        for run in discarded.sudo():  # by this step alone
            run.state = "done" if run.date_solved else "draft"
        return True

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def _check_open(self):
        self.ensure_one()
        if self.state not in ("draft", "done"):
            raise UserError(
                self.env._(
                    "%(run)s has been published or discarded. Create a new matching "
                    "run.",
                    run=self.name,
                )
            )
        if self.job:
            raise UserError(
                self.env._(
                    "%(run)s is being updated at this moment. Please wait until that "
                    "is done.",
                    run=self.name,
                )
            )

    def _remember(self):
        """Note which pairs are kept together and apart, to undo what comes next."""
        for run in self:
            now = [
                [
                    pair.mentee_application_id.id,
                    pair.mentor_application_id.id,
                    pair.is_pinned,
                ]
                for pair in run.candidate_ids
                if pair.is_pinned or pair.is_forbidden
            ]
            run.decisions = [*(run.decisions or []), now][-UNDO_STEPS:]

    def _restore(self, decisions):
        """Keep together and apart what was so at an earlier moment, no other pairs."""
        self.candidate_ids.write({"is_pinned": False, "is_forbidden": False})
        for mentee_id, mentor_id, is_pinned in decisions:
            pair = self._get_candidate(mentee_id, mentor_id)
            if is_pinned and self._get_pin_obstacle(
                pair.mentee_application_id, pair.mentor_application_id
            ):
                continue  # the rules have changed since
            pair.write({"is_pinned": is_pinned, "is_forbidden": not is_pinned})

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
