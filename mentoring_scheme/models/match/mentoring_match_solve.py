# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dataclasses import dataclass, field

import numpy as np

from odoo import api, models
from odoo.exceptions import UserError

from ... import matching

ALTERNATIVES = 3
# Above so many, the other aims are not worked out beside the chosen one.
COMPARE_LIMIT = 4_000_000


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
    """From the pool to the best pairs, by the matching engine."""

    _inherit = "mentoring.match.run"

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
