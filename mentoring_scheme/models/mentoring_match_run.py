# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
from markupsafe import Markup

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
        help="Pairs with a lower score are not proposed.",
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
        string="Proven Best",
        readonly=True,
        copy=False,
        help="No other assignment is better by the chosen aim. Proven on the answer "
        "itself, whatever found it.",
    )
    presets = fields.Json(readonly=True, copy=False)
    presets_summary = fields.Html(
        string="What Other Aims Would Give",
        compute="_compute_presets_summary",
        sanitize=False,
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

    @api.depends("unmatched_reasons")
    def _compute_unmatched_explanation(self):
        """Say of each mentee without a mentor why, and who came nearest."""
        Application = self.env["mentoring.application"]
        for run in self:
            lines = [
                Markup("<li><strong>%s</strong>: %s</li>")
                % (
                    Application.browse(int(mentee)).partner_id.name,
                    run._get_unmatched_sentence(code, Application.browse(mentors)),
                )
                for mentee, (code, mentors) in (run.unmatched_reasons or {}).items()
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
            self.env._("Mean score"),
            self.env._("Weakest pair"),
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
            if not run.try_lock_for_update():
                raise UserError(
                    self.env._(
                        "%(run)s is being published at this moment by somebody else. "
                        "Please look again in a minute.",
                        run=run.name,
                    )
                )
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
        gone |= (mentees | mentors).filtered(lambda a: not a.is_eligible or a.is_paused)
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
        return applications.filtered(lambda a: a.is_eligible and not a.is_paused)

    def _solve(self):
        """Find the optimum, and store what staff need to judge it."""
        self.ensure_one()
        mentees, mentors = self._get_mentees(), self._get_mentors()
        self._check_pool(mentees, mentors)
        try:
            result = self._score(mentees, mentors)
            problem = self._prepare_problem(mentees, mentors, result)
            self._check_pins(problem, mentees, mentors)
            answer = matching.assign(**problem)
            certificate = matching.certify(answer, **problem)
            explanation = matching.explain(answer, count=ALTERNATIVES, **problem)
            presets = self._compare_presets(problem)
        except matching.MatchingError as error:
            raise UserError(str(error)) from error
        self._store_candidates(mentees, mentors, result, answer, explanation)
        unmatched = {
            mentees[row].id: [
                reason.code,
                mentors.browse([mentors[column].id for column in reason.mentors]).ids,
            ]
            for row, reason in explanation.unmatched.items()
        }
        self.write(
            {
                "state": "done",
                "date_solved": fields.Datetime.now(),
                "unmatched_ids": mentees.browse(unmatched),
                "unmatched_reasons": unmatched,
                "is_proven": certificate.optimal,
                "presets": presets,
            }
        )

    def _score(self, mentees, mentors):
        """Return the engine's scores of all pairs by the scheme's criteria."""
        criteria = self.scheme_id.criterion_ids.filtered("weight")
        return matching.score(
            [criterion._build(mentees, mentors) for criterion in criteria],
            {criterion.kind: criterion.weight for criterion in criteria},
            criteria.filtered("is_must").mapped("kind"),
        )

    def _prepare_problem(self, mentees, mentors, result):
        """Return the problem in the engine's words."""
        return {
            "scores": result.scores,
            "capacity": [mentor._get_free_places() for mentor in mentors],
            "allowed": result.allowed & self._get_allowed(mentees, mentors),
            "threshold": self.threshold,
            "pins": self._get_pins(mentees, mentors),
            "objective": self.objective,
        }

    @api.model
    def _compare_presets(self, problem):
        """Return what each preset would give: people matched, mean and weakest."""
        figures = {}
        for objective in matching.OBJECTIVES:
            answer = matching.assign(**dict(problem, objective=objective))
            rows = np.flatnonzero(answer >= 0)
            scores = problem["scores"][rows, answer[rows]] * 100
            figures[objective] = [
                len(rows),
                round(float(scores.mean()), 1) if len(rows) else 0,
                round(float(scores.min()), 1) if len(rows) else 0,
            ]
        return figures

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

    @api.model
    def _check_pins(self, problem, mentees, mentors):
        """Refuse pins that cannot all be kept, by the people's names."""
        kept = {}
        for row, column in problem["pins"]:
            mentee, mentor = mentees[row].partner_id, mentors[column].partner_id
            if row in kept:
                raise UserError(
                    self.env._(
                        "%(mentee)s is kept together with %(first)s and with "
                        "%(second)s. Clear one of the two pairs.",
                        mentee=mentee.name,
                        first=mentors[kept[row]].partner_id.name,
                        second=mentor.name,
                    )
                )
            if not problem["allowed"][row, column]:
                raise UserError(
                    self.env._(
                        "%(mentee)s and %(mentor)s are kept together, but a rule keeps "
                        "them apart: they have been partners before, have the same "
                        "employer, one asked not to be matched with the other, or they "
                        "miss a criterion marked as a must. Clear the pair.",
                        mentee=mentee.name,
                        mentor=mentor.name,
                    )
                )
            kept[row] = column
        for column, places in enumerate(problem["capacity"]):
            count = list(kept.values()).count(column)
            if count > places:
                raise UserError(
                    self.env._(
                        "%(mentor)s is kept together with %(count)s mentees and has "
                        "room for %(places)s. Clear some of these pairs.",
                        mentor=mentors[column].partner_id.name,
                        count=count,
                        places=places,
                    )
                )

    def _get_allowed(self, mentees, mentors):
        """Return which pairs no rule forbids, mentees × mentors (invariant 5)."""
        allowed = np.ones((len(mentees), len(mentors)), dtype=bool)
        rows = {mentee.partner_id: index for index, mentee in enumerate(mentees)}
        columns = {mentor.partner_id: index for index, mentor in enumerate(mentors)}
        for mentee, mentor in self._get_forbidden_people(mentees, mentors):
            if mentee in rows and mentor in columns:
                allowed[rows[mentee], columns[mentor]] = False
        return allowed

    def _get_forbidden_people(self, mentees, mentors):
        """Return the (mentee, mentor) people who must not be matched."""
        self.ensure_one()
        forbidden = {
            (
                pair.mentee_application_id.partner_id,
                pair.mentor_application_id.partner_id,
            )
            for pair in self.candidate_ids.filtered("is_forbidden")
        }
        forbidden |= {(mentee.partner_id,) * 2 for mentee in mentees}
        forbidden |= self._get_past_pairs(mentees, mentors)
        forbidden |= self._get_colleagues(mentees, mentors)
        for mentee in mentees:
            for partner in mentee.excluded_partner_ids:
                forbidden.add((mentee.partner_id, partner))
        for mentor in mentors:
            for partner in mentor.excluded_partner_ids:
                forbidden.add((partner, mentor.partner_id))
        return forbidden

    @api.model
    def _get_colleagues(self, mentees, mentors):
        """Return the (mentee, mentor) people who have the same employer."""
        staff = mentors.partner_id.grouped("parent_id")
        return {
            (partner, colleague)
            for partner in mentees.partner_id
            if partner.parent_id
            for colleague in staff.get(partner.parent_id, ())
        }

    @api.model
    def _get_unmatched_sentence(self, code, mentors):
        """Word why a mentee has no mentor.

        :param str code: as the engine has it
        :param mentors: the applications of the mentors who came nearest
        """
        names = ", ".join(mentors.partner_id.mapped("name"))
        sentences = {
            "no_allowed": self.env._("no mentor meets the rules for this mentee."),
            "below_threshold": self.env._(
                "no pair reaches the lowest acceptable score. Nearest: %(names)s.",
                names=names,
            ),
            "no_capacity": self.env._(
                "the mentors who fit take nobody more: %(names)s.", names=names
            ),
            "crowded_out": self.env._(
                "others hold the places of the mentors who fit: %(names)s.", names=names
            ),
        }
        return sentences.get(code, self.env._("no place was found."))

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

    def _store_candidates(self, mentees, mentors, result, answer, explanation):
        """Keep the proposed pairs, the pins, and each mentee's next best mentors."""
        decided = self.candidate_ids.filtered(lambda c: c.is_pinned or c.is_forbidden)
        (self.candidate_ids - decided).unlink()
        decided.write({"is_proposed": False, "price_pairs": 0, "price_total": 0})
        known = {
            (pair.mentee_application_id, pair.mentor_application_id): pair
            for pair in decided
        }
        vals_list = []
        for row, mentee in enumerate(mentees):
            for column, prices in self._get_columns(row, answer, explanation):
                vals = {
                    **self._prepare_candidate(
                        mentee, mentors[column], result, row, column
                    ),
                    **prices,
                }
                if pair := known.get((mentee, mentors[column])):
                    pair.write(vals)
                else:
                    vals_list.append(vals)
        self.env["mentoring.match.candidate"].create(vals_list)

    @api.model
    def _get_columns(self, row, answer, explanation):
        """Return the mentors to keep for one mentee, each with what it would cost."""
        columns = [
            (
                alternative.mentor,
                {
                    "price_pairs": alternative.pairs,
                    "price_total": round(alternative.total * 100, 1),
                },
            )
            for alternative in explanation.alternatives[row]
        ]
        if answer[row] >= 0:
            columns.append((int(answer[row]), {"is_proposed": True}))
        return columns

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
