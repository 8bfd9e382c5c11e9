# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dataclasses import dataclass, field

import numpy as np
import scipy
from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .. import matching
from .mentoring_criterion import NOT_AMONG_PEERS

ALTERNATIVES = 3
# Above so many pairs to score, the window leaves solving to the scheduled job.
LARGE = 250_000
# Above so many, the other aims are not worked out beside the chosen one.
COMPARE_LIMIT = 4_000_000
UNDO_STEPS = 20


@dataclass
class Solution:
    """What the engine found, not stored yet."""

    mentees: models.BaseModel
    mentors: models.BaseModel
    result: matching.ScoreResult
    answer: np.ndarray
    """Each mentee's mentor (position), or -1."""
    is_peer: bool
    """Whether everybody may be with everybody."""
    conflicts: tuple
    """What forbids and what warns, see ``mentoring.match.conflict``."""
    is_proven: bool = False
    gap: float = 0.0
    alternatives: dict = field(default_factory=dict)
    """Per mentee (position) a list of mentor and prices."""
    unmatched: dict = field(default_factory=dict)
    """Per mentee (position) why there is nobody, the nearest mentors, and the rules."""
    closed: dict = field(default_factory=dict)
    """Per mentor (position) of a group that does not run, how many fit."""
    presets: dict = field(default_factory=dict)

    def get_pairs(self):
        """Return the proposed pairs as positions; one of equals once."""
        return [
            (row, int(column))
            for row, column in enumerate(self.answer)
            if column >= 0 and not (self.is_peer and column < row)
        ]

    def get_score(self, row, column):
        """Return the score of a pair out of 100, as its points add up to it."""
        score = self.result.shown(row, column)
        if self.is_peer:
            score = (score + self.result.shown(column, row)) / 2
        return score


class MentoringMatchRun(models.Model):
    """One run of the solver over an intake (promise A22); advice until published."""

    _name = "mentoring.match.run"
    _inherit = [
        "mentoring.staff.thread",
        "mentoring.match.job",
        "mentoring.match.board",
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
    unmatched_explanation = fields.Html(
        string="Why Unmatched", compute="_compute_unmatched_explanation", sanitize=False
    )
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
    can_undo = fields.Boolean(compute="_compute_can_undo")
    settings = fields.Json(readonly=True, copy=False)
    settings_summary = fields.Html(
        string="Settings Used", compute="_compute_settings_summary", sanitize=False
    )
    closed_groups = fields.Json(readonly=True, copy=False)
    closed_explanation = fields.Html(
        string="Groups That Do Not Run",
        compute="_compute_closed_explanation",
        sanitize=False,
    )
    presets = fields.Json(readonly=True, copy=False)
    presets_summary = fields.Html(
        string="What Other Aims Would Give",
        compute="_compute_presets_summary",
        sanitize=False,
    )
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
        "The minimum score must be between 0 and 100 percent.",
    )
    _stay_bonus_range = models.Constraint(
        "CHECK(stay_bonus >= 0 AND stay_bonus <= 10)",
        "The bonus for staying must be between 0 and 10 points.",
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

    @api.depends("settings")
    def _compute_settings_summary(self):
        """Name the weights, the threshold, the aim and the engine of the solution."""
        for run in self:
            settings = run.settings or {}
            run.settings_summary = settings and (
                Markup("<ul>%s</ul>")
                % Markup("").join(
                    Markup("<li>%s: %s</li>") % (label, value)
                    for label, value in run._get_settings_lines(settings)
                )
            )

    @api.depends("closed_groups")
    def _compute_closed_explanation(self):
        Application = self.env["mentoring.application"]
        for run in self:
            lines = [
                Markup("<li>%s</li>")
                % run._get_closed_sentence(Application.browse(int(mentor)), fitting)
                for mentor, fitting in (run.closed_groups or {}).items()
            ]
            run.closed_explanation = (
                Markup("<ul>%s</ul>") % Markup("").join(lines) if lines else False
            )

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

    @api.depends("unmatched_reasons")
    def _compute_unmatched_explanation(self):
        """Say of each mentee without a mentor why, and who came nearest."""
        Application = self.env["mentoring.application"]
        for run in self:
            lines = [
                Markup("<li><strong>%s</strong>: %s</li>")
                % (
                    Application.browse(int(mentee)).partner_id.name,
                    run._get_unmatched_sentence(
                        code, Application.browse(mentors), *told
                    ),
                )
                for mentee, (code, mentors, *told) in (
                    run.unmatched_reasons or {}
                ).items()
            ]
            run.unmatched_explanation = (
                Markup("<ul>%s</ul>") % Markup("").join(lines) if lines else False
            )

    @api.depends("presets", "objective")
    def _compute_presets_summary(self):
        """Show for each aim the people matched, the mean and the weakest pair."""
        labels = dict(self._fields["objective"]._description_selection(self.env))
        header = Markup(
            "<tr><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th>"
            "<th class='text-end'>%s</th></tr>"
        ) % (
            self.env._("Aim"),
            self.env._("Matched"),
            self.env._("Average score"),
            self.env._("Lowest score"),
        )
        row = Markup(
            "<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
            "<td class='text-end'>%s</td></tr>"
        )
        for run in self:
            rows = [
                row % (labels.get(objective, objective), *figures)
                for objective, figures in (run.presets or {}).items()
            ]
            run.presets_summary = rows and (
                Markup("<table class='table table-sm'>%s%s</table>")
                % (header, Markup("").join(rows))
            )

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

    def _get_candidate(self, mentee_id, mentor_id):
        """Return the row of a pair of applications, made if there is none yet."""
        self.ensure_one()
        known = self.candidate_ids.filtered(
            lambda pair: (
                pair.mentee_application_id.id == mentee_id
                and pair.mentor_application_id.id == mentor_id
            )
        )
        return known or self.env["mentoring.match.candidate"].create(
            {
                "run_id": self.id,
                "mentee_application_id": mentee_id,
                "mentor_application_id": mentor_id,
            }
        )

    # ------------------------------------------------------------------
    # Who takes part
    # ------------------------------------------------------------------

    def _get_pool(self, extra_places=None):
        """Return who is to be matched with whom, each in the order of ids.

        :param extra_places: {application: number}, places that mentors might add
        """
        self.ensure_one()
        if self.mode == "peer":
            peers = self._search_pool("peer", ("approved",))
            return peers, peers
        mentees, mentors = (
            self._search_pool(role, states).filtered(
                lambda a: a._is_reverse() == (self.mode == "reverse")
            )
            for role, states in (
                ("mentee", ("approved",)),
                ("mentor", ("approved", "matched")),
            )
        )
        extra = extra_places or {}
        mentors = mentors.filtered(
            lambda mentor: mentor._get_free_places() + extra.get(mentor, 0) > 0
        )
        if self.mode == "group" and self.scheme_id.offers_one_to_one:
            # Who wants a pair is left to a run of pairs.
            mentees = mentees.filtered(lambda mentee: mentee.mode != "one_to_one")
            mentors = mentors.filtered(lambda mentor: mentor.mode != "one_to_one")
        return mentees, mentors

    def _search_pool(self, role, states):
        applications = self.env["mentoring.application"].search(
            [
                ("intake_id", "=", self.intake_id.id),
                ("role", "=", role),
                ("state", "in", states),
            ],
            order="id",
        )
        return applications.filtered(lambda a: a.is_eligible and not a.is_paused)

    def _is_large(self):
        """Return whether solving takes longer than a person likes to wait."""
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [
                    ("intake_id", "=", self.intake_id.id),
                    ("state", "in", ("approved", "matched")),
                ],
                ["role"],
                ["__count"],
            )
        )
        if self.mode == "peer":
            return counts.get("peer", 0) ** 2 > LARGE
        return counts.get("mentee", 0) * counts.get("mentor", 0) > LARGE

    def _check_pool(self, mentees, mentors):
        """Refuse an intake in which nothing can be matched, and say what to do."""
        if self.intake_id.phase in ("closed", "cancelled"):
            raise UserError(
                self.env._(
                    "%(intake)s is over, so no one can be matched in it.",
                    intake=self.intake_id.name,
                )
            )
        if self.mode == "peer" and len(mentees) < 2:
            raise UserError(
                self.env._(
                    "%(intake)s needs at least two approved peers without a partner.",
                    intake=self.intake_id.name,
                )
            )
        if not mentees:
            raise UserError(
                self.env._(
                    "No approved mentee is waiting in %(intake)s. Approve applications "
                    "first.",
                    intake=self.intake_id.name,
                )
            )
        if not mentors:
            raise UserError(
                self.env._(
                    "No approved mentor in %(intake)s has a free place.",
                    intake=self.intake_id.name,
                )
            )
        if self.mode in ("group", "peer") and self.objective not in (
            "participation",
            "total",
        ):
            raise UserError(
                self.env._(
                    "For groups and peers, choose “Most people matched” or “Best total "
                    "score” as the aim."
                )
            )

    def _get_criteria(self):
        """Return the criteria that count in this run."""
        self.ensure_one()
        criteria = self.scheme_id.criterion_ids
        if self.mode == "peer":
            criteria = criteria.filtered(lambda c: c.kind not in NOT_AMONG_PEERS)
        return criteria

    # ------------------------------------------------------------------
    # Solving
    # ------------------------------------------------------------------

    def _solve(self):
        """Find the optimum, and store what staff need to judge it."""
        self.ensure_one()
        mentees, mentors = self._get_pool()
        self._check_pool(mentees, mentors)
        self._report_progress(15)
        self._pin_requests(mentees, mentors)
        solution = self._work_out(mentees, mentors)
        self._report_progress(70)
        self._store(solution)

    def _work_out(
        self,
        mentees,
        mentors,
        weights=None,
        explain=True,
        extra_places=None,
        **changes,
    ):
        """Find the optimum without storing anything.

        :param weights: {criterion: weight} instead of the scheme's
        :param explain: also work out alternatives, reasons and the other aims
        :param extra_places: {application: number}, places that mentors might add
        :param changes: another ``threshold`` or ``objective``
        :return: a :class:`Solution`
        :raise UserError: when no matching can satisfy what is asked
        """
        solve = {
            "one_to_one": self._solve_pairs,
            "group": self._solve_groups,
            "peer": self._solve_peers,
            "reverse": self._solve_pairs,
        }[self.mode]
        try:
            result = self._score(mentees, mentors, weights)
            self._report_progress(30)
            conflicts = self.env["mentoring.match.conflict"]._find(
                self.scheme_id, mentees, mentors
            )
            problem = {
                **self._prepare_problem(mentees, mentors, result, conflicts),
                **changes,
            }
            for mentor, places in (extra_places or {}).items():
                if mentor in mentors:
                    problem["capacity"][mentors.ids.index(mentor.id)] += places
            self._check_pins(problem, mentees, mentors, conflicts)
            solution = Solution(
                mentees, mentors, result, None, self.mode == "peer", conflicts
            )
            solve(solution, problem, explain)
            self._count_rules(solution)
        except matching.MatchingError as error:
            raise UserError(str(error)) from error
        return solution

    def _score(self, mentees, mentors, weights=None):
        """Return the engine's scores of all pairs by the scheme's criteria."""
        criteria = self._get_criteria()
        weights = weights or {criterion: criterion.weight for criterion in criteria}
        weighed = criteria.filtered(lambda c: weights.get(c, 0) > 0 or c.is_must)
        if not any(weights.get(criterion, 0) > 0 for criterion in weighed):
            raise UserError(
                self.env._(
                    "%(scheme)s has no matching criteria. Give at least one a weight.",
                    scheme=self.scheme_id.name,
                )
            )
        return matching.score(
            [
                criterion._build(mentees, mentors, self.mode == "reverse")
                for criterion in weighed
            ],
            {c._get_code(): weights.get(c, 0) for c in weighed},
            [criterion._get_code() for criterion in weighed.filtered("is_must")],
        )

    def _prepare_problem(self, mentees, mentors, result, conflicts):
        """Return the problem in the engine's words."""
        allowed = result.allowed.copy()
        for pairs in conflicts[0].values():
            for row, column in pairs:
                allowed[row, column] = False
        rows = {mentee.id: index for index, mentee in enumerate(mentees)}
        columns = {mentor.id: index for index, mentor in enumerate(mentors)}
        pins = []
        stay = np.full(len(mentees), -1, dtype=np.int64)
        for pair in self.candidate_ids:
            row = rows.get(pair.mentee_application_id.id)
            column = columns.get(pair.mentor_application_id.id)
            if row is None or column is None:
                continue
            if pair.is_pinned:
                pins.append((row, column))
            if pair.is_forbidden:
                allowed[row, column] = False
                if self.mode == "peer":
                    allowed[column, row] = False
            if pair.is_proposed:
                stay[row] = column
        return {
            "scores": result.scores,
            "capacity": np.array([mentor._get_free_places() for mentor in mentors]),
            "allowed": allowed,
            "threshold": self.threshold,
            "pins": pins,
            "objective": self.objective,
            "stay": stay if self.stay_bonus and (stay >= 0).any() else None,
            "stay_bonus": self.stay_bonus / 100,
        }

    def _solve_pairs(self, solution, problem, explain):
        """Solve one mentee to one mentor's place."""
        answer = matching.assign(**problem)
        certificate = matching.certify(answer, **problem)
        solution.answer = answer
        solution.is_proven = certificate.optimal
        solution.gap = certificate.gap
        self._report_progress(50)
        if not explain:
            return
        explanation = matching.explain(answer, count=ALTERNATIVES, **problem)
        for row, alternatives in enumerate(explanation.alternatives):
            solution.alternatives[row] = [
                (
                    alternative.mentor,
                    {
                        "price_pairs": alternative.pairs,
                        "price_total": round(alternative.total * 100, 1),
                        "is_priced": True,
                    },
                )
                for alternative in alternatives
            ]
        solution.unmatched = {
            row: (reason.code, list(reason.mentors))
            for row, reason in explanation.unmatched.items()
        }
        if answer.size * len(problem["capacity"]) <= COMPARE_LIMIT:
            solution.presets = self._compare_presets(problem, answer)

    def _solve_groups(self, solution, problem, explain):
        """Solve one mentor to a group with a least and a largest size (promise B2)."""
        least = max(self.scheme_id.group_size_min, 1)
        most = np.minimum(problem["capacity"], max(self.scheme_id.group_size_max, 0))
        # Whoever has no room for a group has none.
        most[most < least] = 0
        if not most.any():
            raise UserError(
                self.env._(
                    "No mentor in %(intake)s has enough free mentee places for a "
                    "group. A group needs %(least)s. Ask mentors to take more mentees, "
                    "or lower the minimum group size of the scheme.",
                    least=least,
                    intake=self.intake_id.name,
                )
            )
        self._check_pins(
            dict(problem, capacity=most),
            solution.mentees,
            solution.mentors,
            solution.conflicts,
        )
        found = matching.assign_cohorts(
            problem["scores"],
            np.where(most > 0, least, 0),
            most,
            problem["allowed"],
            problem["threshold"],
            problem["pins"],
            problem["objective"],
        )
        solution.answer = found.groups
        solution.is_proven = found.optimal
        solution.gap = found.gap
        fits = problem["allowed"] & (problem["scores"] >= problem["threshold"] - 1e-9)
        placed = np.bincount(found.groups[found.groups >= 0], minlength=len(most))
        solution.closed = {
            column: int(fits[:, column].sum())
            for column in np.flatnonzero(placed == 0).tolist()
        }
        if explain:
            self._explain_simply(solution, problem, fits)
            for row, (code, columns) in solution.unmatched.items():
                if code == "crowded_out" and not placed[fits[row]].any():
                    solution.unmatched[row] = ("group_closed", columns)

    def _solve_peers(self, solution, problem, explain):
        """Solve pairs among equals (promise A41)."""
        found = matching.assign_peers(
            problem["scores"],
            problem["allowed"],
            problem["threshold"],
            problem["pins"],
            problem["objective"],
        )
        solution.answer = found.partners
        solution.is_proven = found.optimal
        solution.gap = found.gap
        if explain:
            scores = matching.symmetric(problem["scores"])
            allowed = problem["allowed"] & problem["allowed"].T
            fits = allowed & (scores >= problem["threshold"] - 1e-9)
            self._explain_simply(
                solution, dict(problem, scores=scores, allowed=allowed), fits
            )

    @api.model
    def _count_rules(self, solution):
        """Say of whom no rule lets near anybody how many each rule keeps away."""
        for row, (code, columns) in solution.unmatched.items():
            if code != "no_allowed":
                continue
            counts = []
            for criterion in solution.result.criteria:
                if criterion.code in solution.result.musts:
                    points = criterion.table[criterion.mentee_keys[row]]
                    met = points[criterion.mentor_keys] > 0
                    met &= criterion.mentor_answered & criterion.mentee_answered[row]
                    counts.append([criterion.code, int((~met).sum())])
            counts += [
                [f"conflict {kind}", sum(pair[0] == row for pair in pairs)]
                for kind, pairs in solution.conflicts[0].items()
            ]
            told = [count for count in counts if count[1]]
            solution.unmatched[row] = (code, columns, told)

    @api.model
    def _explain_simply(self, solution, problem, fits):
        """Name the next best and the reasons, without prices."""
        allowed = problem["allowed"]
        for row, column in enumerate(solution.answer):
            order = np.argsort(-problem["scores"][row], kind="stable")
            others = [c for c in order.tolist() if fits[row, c] and c != column]
            solution.alternatives[row] = [(c, {}) for c in others[:ALTERNATIVES]]
            if column >= 0:
                continue
            near = [c for c in order.tolist() if allowed[row, c]][:ALTERNATIVES]
            if not near:
                code = "no_allowed"
            else:
                code = "crowded_out" if others else "below_threshold"
            solution.unmatched[row] = (code, others[:ALTERNATIVES] or near)

    @api.model
    def _compare_presets(self, problem, answer):
        """Return what each preset would give: people matched, mean and weakest."""
        figures = {}
        for objective in matching.OBJECTIVES:
            if objective != problem["objective"]:
                found = matching.assign(**dict(problem, objective=objective))
            else:
                found = answer
            rows = np.flatnonzero(found >= 0)
            scores = problem["scores"][rows, found[rows]] * 100
            figures[objective] = [
                len(rows),
                round(float(scores.mean()), 1) if len(rows) else 0,
                round(float(scores.min()), 1) if len(rows) else 0,
            ]
        return figures

    # ------------------------------------------------------------------
    # Pins
    # ------------------------------------------------------------------

    def _pin_requests(self, mentees, mentors):
        """Keep together those who named each other (promise B3), as far as they fit.

        Once: what staff clear stays cleared.
        """
        position = {mentor.partner_id: mentor for mentor in mentors}
        known = {
            (pair.mentee_application_id.id, pair.mentor_application_id.id)
            for pair in self.candidate_ids
            if pair.is_request or pair.is_forbidden
        }
        pinned = self.candidate_ids.filtered("is_pinned")
        busy = set(pinned.mentee_application_id.ids)
        if self.mode == "peer":
            busy |= set(pinned.mentor_application_id.ids)
        room = {mentor: mentor._get_free_places() for mentor in mentors}
        for pair in pinned:
            if pair.mentor_application_id in room:
                room[pair.mentor_application_id] -= 1
        wishes = [
            (mentee, position[partner])
            for mentee in mentees
            for partner in mentee._get_ranked_partners()
            if partner in position
            and mentee.partner_id in position[partner]._get_ranked_partners()
        ]
        if not wishes:
            return
        forbidden = self._get_forbidden(
            self.env["mentoring.application"].union(*(w[0] for w in wishes)),
            self.env["mentoring.application"].union(*(w[1] for w in wishes)),
        )
        for mentee, mentor in wishes:
            if (
                (mentee.id, mentor.id) in known
                or (mentee.id, mentor.id) in forbidden
                or mentee.id in busy
                or room[mentor] <= 0
                or self._get_unmet_criteria(mentee, mentor)
                or (self.mode == "peer" and mentor.id in busy)
            ):
                continue
            self._get_candidate(mentee.id, mentor.id).write(
                {"is_pinned": True, "is_request": True}
            )
            busy.add(mentee.id)
            if self.mode == "peer":
                busy.add(mentor.id)
            room[mentor] -= 1

    def _get_forbidden(self, mentees, mentors):
        """Return the pairs (ids of applications) that a conflict forbids."""
        forbids, _warns = self.env["mentoring.match.conflict"]._find(
            self.scheme_id, mentees, mentors
        )
        return {
            (mentees[row].id, mentors[column].id): kind
            for kind, pairs in forbids.items()
            for row, column in pairs
        }

    @api.model
    def _check_pins(self, problem, mentees, mentors, conflicts):
        """Refuse pins that cannot all be kept, by the people's names."""
        kept = {}
        for row, column in problem["pins"]:
            mentee, mentor = mentees[row].partner_id, mentors[column].partner_id
            if row in kept:
                raise UserError(
                    self.env._(
                        "%(mentee)s is kept together with both %(first)s and "
                        "%(second)s. Click “Release” on one of the two pairs.",
                        mentee=mentee.name,
                        first=mentors[kept[row]].partner_id.name,
                        second=mentor.name,
                    )
                )
            if not problem["allowed"][row, column]:
                raise UserError(
                    self.env._(
                        "%(mentee)s and %(mentor)s are kept together, but cannot be "
                        "matched: %(reason)s Click “Release” on this pair.",
                        mentee=mentee.name,
                        mentor=mentor.name,
                        reason=self._get_rule_sentence(row, column, conflicts),
                    )
                )
            kept[row] = column
        for column, places in enumerate(problem["capacity"]):
            count = list(kept.values()).count(column)
            if count > places:
                raise UserError(
                    self.env._(
                        "%(mentor)s is kept together with too many mentees: %(count)s, "
                        "for %(places)s free mentee places. Click “Release” on some of "
                        "these pairs.",
                        mentor=mentors[column].partner_id.name,
                        count=count,
                        places=places,
                    )
                )

    @api.model
    def _get_rule_sentence(self, row, column, conflicts):
        Conflict = self.env["mentoring.match.conflict"]
        for kind, pairs in conflicts[0].items():
            if (row, column) in pairs:
                return Conflict._get_sentence(kind)
        return self.env._(
            "They do not meet a required criterion, or are kept apart in this run."
        )

    # ------------------------------------------------------------------
    # Storing
    # ------------------------------------------------------------------

    def _store(self, solution):
        """Keep the solution, and what staff need to judge it."""
        self._store_candidates(solution)
        mentee_ids, mentor_ids = solution.mentees.ids, solution.mentors.ids
        unmatched = {
            mentee_ids[row]: [code, [mentor_ids[column] for column in columns], *told]
            for row, (code, columns, *told) in solution.unmatched.items()
        }
        self.check_access("write")
        self.sudo().write(  # by this step alone
            {"state": "done", "date_solved": fields.Datetime.now()}
        )
        self.write(
            {
                "unmatched_ids": [Command.set(list(unmatched))],
                "unmatched_reasons": unmatched,
                "closed_groups": {
                    mentor_ids[column]: fitting
                    for column, fitting in solution.closed.items()
                },
                "is_proven": solution.is_proven,
                "gap": solution.gap,
                "needs_solving": False,
                "presets": solution.presets,
                "settings": self._prepare_settings(),
                # Said of the proposal before this one.
                "publish_reason": False,
            }
        )

    def _prepare_settings(self):
        """Return what this solution was made with; it repeats without any seed."""
        return {
            "weights": [
                [criterion.display_name, criterion.weight, criterion.is_must]
                for criterion in self._get_criteria()
                if criterion.weight or criterion.is_must
            ],
            "threshold": self.threshold,
            "objective": self.objective,
            "stay_bonus": self.stay_bonus,
            "engine": f"SciPy {scipy.__version__}, NumPy {np.__version__}",
        }

    def _get_settings_lines(self, settings):
        labels = dict(self._fields["objective"]._description_selection(self.env))
        must = self.env._("must")
        weights = ", ".join(
            f"{name} {weight:g}{f' ({must})' if is_must else ''}"
            for name, weight, is_must in settings["weights"]
        )
        return [
            (self.env._("Aim"), labels.get(settings["objective"], "")),
            (
                self.env._("Minimum score"),
                f"{settings['threshold'] * 100:g}",
            ),
            (self.env._("Weights"), weights),
            (self.env._("Bonus for staying"), f"{settings['stay_bonus']:g}"),
            (
                self.env._("Solver"),
                self.env._(
                    "%(engine)s; exact, so the same input gives the same proposal and "
                    "no seed is needed",
                    engine=settings["engine"],
                ),
            ),
        ]

    def _store_candidates(self, solution):
        """Keep the proposed pairs, the pins, and each mentee's next best mentors."""
        mentees, mentors = solution.mentees, solution.mentors
        Candidate = self.env["mentoring.match.candidate"]
        decided = self.candidate_ids.filtered(
            lambda c: c.is_pinned or c.is_forbidden or c.is_request
        )
        (self.candidate_ids - decided).unlink()
        decided.write(
            {
                "is_proposed": False,
                "price_pairs": 0,
                "price_total": 0,
                "is_priced": False,
            }
        )
        known = {
            (pair.mentee_application_id.id, pair.mentor_application_id.id): pair
            for pair in decided
        }
        wanted = {pair: {"is_proposed": True} for pair in solution.get_pairs()}
        for row, alternatives in solution.alternatives.items():
            for column, prices in alternatives:
                if not solution.is_peer or (
                    (column, row) not in wanted and (row, column) not in wanted
                ):
                    wanted.setdefault((row, column), prices)
        rows = {mentee.id: row for row, mentee in enumerate(mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(mentors)}
        for mentee_id, mentor_id in known:
            if mentee_id in rows and mentor_id in columns:
                wanted.setdefault((rows[mentee_id], columns[mentor_id]), {})
        warned = self._get_conflict_kinds(solution.conflicts)
        vals_list = []
        mentee_ids, mentor_ids = mentees.ids, mentors.ids
        for (row, column), prices in sorted(wanted.items(), key=lambda item: item[0]):
            key = mentee_ids[row], mentor_ids[column]
            vals = {
                "score": solution.get_score(row, column),
                "breakdown": self._prepare_breakdown(solution, row, column),
                "conflicts": warned.get((row, column), []),
                **prices,
            }
            pair = known.get(key) or (solution.is_peer and known.get(key[::-1]))
            if pair:
                pair.write(vals)
            else:
                vals_list.append(
                    {
                        "run_id": self.id,
                        "mentee_application_id": key[0],
                        "mentor_application_id": key[1],
                        # Known here, so not worked out for each of thousands.
                        "company_id": self.company_id.id,
                        "intake_id": self.intake_id.id,
                        "has_conflict": (row, column) in warned,
                        **vals,
                    }
                )
        Candidate.create(vals_list)

    @api.model
    def _get_conflict_kinds(self, conflicts):
        """Return for each pair (positions) the kinds of its conflicts."""
        kinds = {}
        for found in conflicts:
            for kind, pairs in found.items():
                for pair in pairs:
                    kinds.setdefault(pair, []).append(kind)
        return kinds

    @api.model
    def _prepare_breakdown(self, solution, row, column):
        """Return the points per criterion, which add up to the score."""
        parts = solution.result.breakdown(row, column)
        back = solution.result.breakdown(column, row) if solution.is_peer else parts
        return [
            {
                "code": part.code,
                "points": part.points
                if other is part
                else (part.points + other.points) / 2,
                "missing": part.missing,
                "explanation": [part.explanation[0], part.explanation[1]],
            }
            for part, other in zip(parts, back, strict=True)
        ]

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _get_plain_reason(self):
        """Say in a sentence what was proposed; a person may say it better."""
        labels = dict(self._fields["objective"]._description_selection(self.env))
        return self.env._(
            "Published as proposed. Aim: %(aim)s. Pairs: %(count)s. Lowest score: "
            "%(lowest)g of 100.",
            aim=labels[self.objective],
            count=self.matched_count,
            lowest=self.score_lowest,
        )

    def _get_unmatched_sentence(self, code, mentors, rules=()):
        """Word why a mentee has no mentor.

        :param str code: as the engine has it
        :param mentors: the applications of the mentors who came nearest
        :param rules: pairs of a rule and how many mentors it keeps away
        """
        names = ", ".join(mentors.partner_id.mapped("name"))
        sentences = {
            "no_allowed": " ".join(
                (
                    self.env._("no mentor meets the rules for this mentee."),
                    *(self._get_rule_count_sentence(*rule) for rule in rules),
                )
            ),
            "below_threshold": self.env._(
                "no pair reaches the minimum score. Nearest: %(names)s.",
                names=names,
            ),
            "no_capacity": self.env._(
                "the suitable mentors have no free places: %(names)s.", names=names
            ),
            "crowded_out": self.env._(
                "the places of the suitable mentors go to others: %(names)s.",
                names=names,
            ),
            "group_closed": self.env._(
                "the suitable groups do not reach their minimum size: %(names)s.",
                names=names,
            ),
        }
        return sentences.get(code, self.env._("no place was found."))

    def _get_rule_count_sentence(self, rule, count):
        """Word how many mentors one rule keeps away."""
        if rule.startswith("conflict "):
            sentence = self.env["mentoring.match.conflict"]._get_sentence(
                rule.removeprefix("conflict ")
            )
            return self.env._(
                "%(rule)s Mentors ruled out: %(count)s.", count=count, rule=sentence
            )
        labels = {c._get_code(): c.display_name for c in self.scheme_id.criterion_ids}
        return self.env._(
            "Required criterion “%(rule)s” not met. Mentors ruled out: %(count)s.",
            count=count,
            rule=labels.get(rule, rule),
        )

    def _get_closed_sentence(self, mentor, fitting):
        """Word why a mentor's group does not run."""
        least = max(self.scheme_id.group_size_min, 1)
        name = mentor.partner_id.name
        if mentor._get_free_places() < least:
            return self.env._(
                "Free mentee places of %(name)s: %(places)s. A group needs %(least)s.",
                name=name,
                places=mentor._get_free_places(),
                least=least,
            )
        if fitting < least:
            return self.env._(
                "The group of %(name)s cannot reach its minimum size. Suitable "
                "mentees: %(fitting)s. A group needs %(least)s.",
                name=name,
                fitting=fitting,
                least=least,
            )
        return self.env._(
            "The group of %(name)s does not run. Suitable mentees: %(fitting)s, better "
            "placed in other groups.",
            name=name,
            fitting=fitting,
        )

    def _get_figures(self):
        """Return matched, total, mean and weakest pair of the proposal."""
        self.ensure_one()
        return self._summarise(
            self.candidate_ids.filtered("is_proposed").mapped("score")
        )

    @api.model
    def _summarise(self, scores):
        """Return the number, sum, mean and least of scores, to a tenth of a point."""
        total = sum(scores)
        return (
            len(scores),
            round(total, 1),
            round(total / len(scores), 1) if scores else 0,
            round(min(scores, default=0), 1),
        )

    def _get_mentors_by_mentee(self):
        """Return who is proposed to whom, by the people's names."""
        self.ensure_one()
        return {
            pair.mentee_application_id: pair.mentor_application_id
            for pair in self.candidate_ids
            if pair.is_proposed
        }
