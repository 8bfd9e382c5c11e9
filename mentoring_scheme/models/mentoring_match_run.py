# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import matching

ALTERNATIVES = 3


class MentoringMatchRun(models.Model):
    """One run of the solver over an intake (promise A22); advice until published."""

    _name = "mentoring.match.run"
    _inherit = ["mentoring.staff.thread"]
    _description = "Match Run"
    _order = "create_date desc, id desc"

    name = fields.Char(
        required=True, default=lambda self: self.env._("Proposal"), copy=False
    )
    intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    scheme_id = fields.Many2one(related="intake_id.scheme_id", store=True)
    company_id = fields.Many2one(related="intake_id.company_id", store=True, index=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("done", "Solved"),
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
    objective = fields.Selection(
        selection=[
            ("participation", "Most people matched"),
            ("total", "Best total"),
            ("quality", "Only good pairs"),
            ("lift", "Lift the weakest pairs"),
        ],
        default="participation",
        required=True,
        tracking=True,
        help="What the proposal is best at.",
    )
    threshold = fields.Float(
        string="Lowest Acceptable Score",
        compute="_compute_threshold",
        store=True,
        readonly=False,
        tracking=True,
        help="Pairs below this score (0 to 1) are not proposed.",
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
    date_solved = fields.Datetime(string="Solved on", readonly=True, copy=False)
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
    score_mean = fields.Float(
        string="Mean Score", compute="_compute_figures", store=True, aggregator="avg"
    )
    score_lowest = fields.Float(
        string="Weakest Pair", compute="_compute_figures", store=True, aggregator="min"
    )

    _threshold_range = models.Constraint(
        "CHECK(threshold >= 0 AND threshold <= 1)",
        "The lowest acceptable score lies between 0 and 1.",
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
            run.score_mean = sum(scores) / len(scores) if scores else 0
            run.score_lowest = min(scores, default=0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if self.filtered(lambda run: run.state == "published"):
            raise UserError(
                self.env._("A published run is kept: it says why people were matched.")
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_solve(self):
        """Find the best assignment over all approved applications.

        Pins and forbidden pairs of an earlier solution of the same run are kept.
        """
        for run in self:
            run._check_open()
            run._solve()
        return True

    def action_publish(self):
        """Make the proposal real: create the partnerships, and tell all members (A5).

        Only a person publishes, never a scheduled job.
        """
        if self.env.context.get("cron_id"):
            raise UserError(self.env._("Only a person publishes a match."))
        for run in self:
            # Two people may press the button at one moment.
            run.lock_for_update()
            run.invalidate_recordset()
            run._check_publishable()
            run._publish()
        return True

    def action_discard(self):
        """Discard runs that were not published."""
        self.filtered(lambda run: run.state != "published").state = "discarded"
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_open(self):
        self.ensure_one()
        if self.state not in ("draft", "done"):
            raise UserError(
                self.env._(
                    "%(run)s has been published or discarded. Start a new run.",
                    run=self.name,
                )
            )

    def _check_publishable(self):
        """Refuse a proposal that is empty, or no longer true."""
        self.ensure_one()
        if self.state != "done":
            raise UserError(
                self.env._(
                    "%(run)s has no open proposal. Solve it first.", run=self.name
                )
            )
        proposed = self.candidate_ids.filtered("is_proposed")
        if not proposed:
            raise UserError(self.env._("There is no pair to publish."))
        mentees = proposed.mentee_application_id
        mentors = proposed.mentor_application_id
        gone = mentees.filtered(lambda a: a.state != "approved") | mentors.filtered(
            lambda a: a.state not in ("approved", "matched")
        )
        gone |= (mentees | mentors).filtered(lambda a: not a.is_eligible)
        if gone:
            raise UserError(
                self.env._(
                    "Since the run was solved, this has changed: %(applications)s. "
                    "Please solve it again.",
                    applications=", ".join(gone.mapped("display_name")),
                )
            )

    def _get_mentees(self):
        """Return the approved mentees, in the order of their ids."""
        self.ensure_one()
        return self._search_pool("mentee", ("approved",))

    def _get_mentors(self):
        """Return the mentors with a free place, in the order of their ids."""
        self.ensure_one()
        pool = self._search_pool("mentor", ("approved", "matched"))
        return pool.filtered(lambda mentor: mentor._get_free_places())

    def _search_pool(self, role, states):
        applications = self.env["mentoring.application"].search(
            [
                ("intake_id", "=", self.intake_id.id),
                ("role", "=", role),
                ("state", "in", states),
            ],
            order="id",
        )
        return applications.filtered("is_eligible")

    def _solve(self):
        """Score all pairs, find the optimum, and store what staff need to judge it."""
        self.ensure_one()
        mentees, mentors = self._get_mentees(), self._get_mentors()
        self._check_pool(mentees, mentors)
        criteria = self.scheme_id.criterion_ids.filtered("weight")
        try:
            result = matching.score(
                [criterion._build(mentees, mentors) for criterion in criteria],
                {criterion.kind: criterion.weight for criterion in criteria},
                criteria.filtered("is_must").mapped("kind"),
            )
            answer = matching.assign(
                result.scores,
                [mentor._get_free_places() for mentor in mentors],
                result.allowed & self._get_allowed(mentees, mentors),
                self.threshold,
                self._get_pins(mentees, mentors),
                self.objective,
            )
        except matching.MatchingError as error:
            raise UserError(str(error)) from error
        self._store_candidates(mentees, mentors, result, answer)
        self.write(
            {
                "state": "done",
                "date_solved": fields.Datetime.now(),
                "unmatched_ids": mentees.browse(
                    [
                        mentee.id
                        for mentee, mentor in zip(mentees, answer, strict=True)
                        if mentor < 0
                    ]
                ),
            }
        )

    def _check_pool(self, mentees, mentors):
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
        if not self.scheme_id.criterion_ids.filtered("weight"):
            raise UserError(
                self.env._(
                    "%(scheme)s has no matching criteria. Give at least one a weight.",
                    scheme=self.scheme_id.name,
                )
            )

    def _get_pins(self, mentees, mentors):
        """Return the pinned pairs as positions in the score matrix."""
        rows = {mentee.id: index for index, mentee in enumerate(mentees)}
        columns = {mentor.id: index for index, mentor in enumerate(mentors)}
        return [
            (rows[pin.mentee_application_id.id], columns[pin.mentor_application_id.id])
            for pin in self.candidate_ids.filtered("is_pinned")
            if pin.mentee_application_id.id in rows
            and pin.mentor_application_id.id in columns
        ]

    def _get_allowed(self, mentees, mentors):
        """Return which pairs no rule forbids, mentees × mentors (invariant 5)."""
        allowed = np.ones((len(mentees), len(mentors)), dtype=bool)
        past = self._get_past_pairs(mentees, mentors)
        forbidden = {
            (pair.mentee_application_id, pair.mentor_application_id)
            for pair in self.candidate_ids.filtered("is_forbidden")
        }
        for row, mentee in enumerate(mentees):
            for column, mentor in enumerate(mentors):
                allowed[row, column] = (
                    mentee.partner_id != mentor.partner_id
                    and (mentee, mentor) not in forbidden
                    and (mentee.partner_id, mentor.partner_id) not in past
                    and mentor.partner_id not in mentee.excluded_partner_ids
                    and mentee.partner_id not in mentor.excluded_partner_ids
                    and not self._have_same_employer(mentee, mentor)
                )
        return allowed

    @api.model
    def _have_same_employer(self, mentee, mentor):
        employer = mentee.partner_id.parent_id
        return bool(employer) and employer == mentor.partner_id.parent_id

    @api.model
    def _get_past_pairs(self, mentees, mentors):
        """Return the (mentee, mentor) people who have been partners before."""
        people = (mentees | mentors).partner_id
        partnerships = self.env["mentoring.partnership"].search(
            [("mentor_id", "in", people.ids), ("mentee_ids", "in", people.ids)]
        )
        return {
            (mentee, partnership.mentor_id)
            for partnership in partnerships
            for mentee in partnership.mentee_ids
        }

    def _store_candidates(self, mentees, mentors, result, answer):
        """Keep the proposed pair, the pins, and the next best mentors of each mentee."""
        decided = self.candidate_ids.filtered(lambda c: c.is_pinned or c.is_forbidden)
        (self.candidate_ids - decided).unlink()
        known = {
            (pair.mentee_application_id, pair.mentor_application_id): pair
            for pair in decided
        }
        decided.is_proposed = False
        vals_list = []
        for row, mentee in enumerate(mentees):
            best = np.argsort(-result.basis_points[row], kind="stable")
            columns = [c for c in best[: ALTERNATIVES + 1] if result.allowed[row, c]]
            if answer[row] >= 0 and answer[row] not in columns:
                columns.append(answer[row])
            for column in columns:
                vals = self._prepare_candidate(
                    mentee, mentors[column], result, row, column
                )
                vals["is_proposed"] = bool(column == answer[row])
                if pair := known.get((mentee, mentors[column])):
                    pair.write(vals)
                else:
                    vals_list.append(vals)
        self.env["mentoring.match.candidate"].create(vals_list)

    def _prepare_candidate(self, mentee, mentor, result, row, column):
        return {
            "run_id": self.id,
            "mentee_application_id": mentee.id,
            "mentor_application_id": mentor.id,
            "score": result.shown(row, column),
            "breakdown": [
                {
                    "code": part.code,
                    "points": part.points,
                    "missing": part.missing,
                    "explanation": [part.explanation[0], part.explanation[1]],
                }
                for part in result.breakdown(row, column)
            ],
        }

    def _publish(self):
        """Create the partnerships of the proposed pairs, and set them up."""
        self.ensure_one()
        Partnership = self.env["mentoring.partnership"]
        vals_list = []
        proposed = self.candidate_ids.filtered("is_proposed")
        for mentor, pairs in proposed.grouped("mentor_application_id").items():
            if self.scheme_id.offers_group and mentor.mode == "group":
                vals_list.append(self._prepare_partnership(pairs, "group"))
            else:
                vals_list += [
                    self._prepare_partnership(pair, "one_to_one") for pair in pairs
                ]
        partnerships = Partnership.create(vals_list)
        partnerships._set_up()
        self.write(
            {
                "state": "published",
                "date_published": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        # Told at once that nothing is charged (A6).
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_application_unmatched",
            self.unmatched_ids.filtered(lambda a: a.state == "approved"),
            occasion=f"run {self.id}",
        )
        return partnerships

    def _prepare_partnership(self, pairs, mode):
        applications = pairs.mentor_application_id | pairs.mentee_application_id
        return {
            **self.env["mentoring.partnership"]._prepare_partnership(
                self.intake_id, applications, mode
            ),
            "match_run_id": self.id,
            "score": sum(pairs.mapped("score")) / len(pairs),
        }
