# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Groups with a least and a largest size: a group either runs with enough people or
does not run at all."""

from dataclasses import dataclass
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array, hstack

from .problem import (
    BASIS_POINTS,
    EXACT_LIMIT,
    MatchingError,
    build_problem,
    check_capacity,
)

OBJECTIVES = ("participation", "total")
# What one more person is worth to begin with, in basis points, and how that grows if
# it was too little to place as many people as possible.
PERSON_WORTH = BASIS_POINTS + 1
PERSON_WORTH_GROWTH = 30
# Less than one person or point: what the solver's arithmetic may be off by.
TOLERANCE = 1e-2


@dataclass(frozen=True)
class Cohorts:
    """Who goes to which group, and which groups run."""

    groups: np.ndarray
    """Each mentee's group, or -1."""
    is_open: np.ndarray
    """True for each group that runs."""
    optimal: bool
    """Proven to be the best."""
    people_short: int
    """How many more people the best can place at most; always 0 for ``total``."""
    gap: float
    """By which share the best total of scores (with as many people placed) can be
    higher at most."""


def assign_cohorts(
    scores,
    minimum,
    maximum,
    allowed=None,
    threshold=0.0,
    pins=(),
    objective="participation",
    *,
    must_run=None,
    time_limit=60.0,
):
    """Return the best division of mentees into groups with a least and a largest size.

    :param scores: mentees × groups, floats in [0, 1], told apart to a basis point
    :param minimum: least size of each group that runs, whole numbers
    :param maximum: largest size of each group; 0: it never runs
    :param allowed: mentees × groups, boolean; None: all are
    :param threshold: least score of a mentee in a group, in [0, 1]
    :param pins: (mentee, group) pairs that stand; such a group runs
    :param objective: ``participation``: most people placed, then the best total score;
        ``total``: the best total score
    :param must_run: boolean per group: it may not be closed; None: all may
    :param time_limit: seconds; after them the best division found so far is returned
    :return: :class:`Cohorts`
    :raises MatchingError: bad input; groups that must run and cannot all be filled; no
        division found in time
    """
    if objective not in OBJECTIVES:
        raise MatchingError(
            f"Unknown objective {objective!r}: choose one of {', '.join(OBJECTIVES)}."
        )
    problem = build_problem(scores, maximum, allowed, threshold, pins, objective)
    minimum = _check_minimum(minimum, problem.capacity)
    pinned_sizes = problem.capacity - problem.free_capacity
    must_run = _check_must_run(must_run, problem.mentors) | (pinned_sizes > 0)
    if not problem.mentees or not problem.mentors:
        return _without_choice(problem, minimum, must_run)
    model = _Model(problem, np.maximum(minimum - pinned_sizes, 0), must_run)
    return model.solve(objective, time_limit)


def _check_minimum(minimum, maximum):
    try:
        minimum = check_capacity(minimum)
    except MatchingError as error:
        raise MatchingError(f"Least sizes: {error}") from error
    if minimum.shape != maximum.shape:
        raise MatchingError("Give a least and a largest size for each group.")
    bad = np.flatnonzero((minimum > maximum) & (maximum > 0))
    if len(bad):
        group = int(bad[0])
        raise MatchingError(
            f"Group {group} has a least size of {minimum[group]} and a largest of "
            f"{maximum[group]}."
        )
    return minimum


def _check_must_run(must_run, groups):
    if must_run is None:
        return np.zeros(groups, dtype=bool)
    must_run = np.asarray(must_run, dtype=bool)
    if must_run.shape != (groups,):
        raise MatchingError("Say of each group whether it must run.")
    return must_run


def _without_choice(problem, minimum, must_run):
    if (must_run & (minimum > 0)).any():
        raise MatchingError(_CANNOT_FILL)
    return Cohorts(problem.pinned.copy(), must_run, True, 0, 0.0)


_CANNOT_FILL = (
    "The groups that must run cannot all reach their least size: allow more people, "
    "lower a least size, or let a group close."
)


class _Model:
    """The mixed-integer programme: x per allowed pair, y per group.

    Only y, whether a group runs, is integer: with it fixed, the rest is a transport
    problem, solved exactly afterwards.
    """

    def __init__(self, problem, minimum, must_run):
        self.problem = problem
        self.minimum = minimum
        self.must_run = must_run
        self.rows, self.columns = np.nonzero(problem.weights)
        scores = problem.scores[self.rows, self.columns]
        self.points = np.rint(scores * BASIS_POINTS)
        self.edges = len(self.rows)
        self.groups = problem.mentors

    def solve(self, objective, time_limit):
        """Return the best :class:`Cohorts` found within so many seconds."""
        deadline = monotonic() + time_limit
        if objective == "total":
            result = self._optimize(self.points, time_limit)
            groups = self.fill(self._open(result), objective)
            return self._cohorts(groups, None, _upper_bound(result))
        # First how many people can be placed, then the best total with as many.
        result = self._optimize(np.ones(self.edges), time_limit)
        most_people = int(np.floor(_upper_bound(result) + TOLERANCE))
        groups = self.fill(self._open(result), objective)
        most_points = np.inf
        worth = PERSON_WORTH
        while True:
            left = max(deadline - monotonic(), 1.0)
            result = self._optimize(self.points + worth, left, required=False)
            if result is None:
                break
            found = self.fill(self._open(result), objective)
            groups = max(groups, found, key=self.key)
            bound = _upper_bound(result) - worth * self.key(groups)[0]
            most_points = min(most_points, bound)
            enough = worth > BASIS_POINTS * self.problem.mentees
            if self.key(found)[0] == most_people or enough or monotonic() > deadline:
                break
            worth *= PERSON_WORTH_GROWTH
        return self._cohorts(groups, most_people, most_points)

    def key(self, groups):
        """Return how many people are placed, and their points; pins left out."""
        placed = np.flatnonzero((groups >= 0) & (self.problem.pinned < 0))
        scores = self.problem.scores[placed, groups[placed]]
        return len(placed), int(np.rint(scores * BASIS_POINTS).sum())

    def _cohorts(self, groups, most_people, most_points):
        people, points = self.key(groups)
        people_short = 0 if most_people is None else max(most_people - people, 0)
        if np.isfinite(most_points):
            # Points are whole.
            most_points = np.floor(most_points + TOLERANCE)
        gap = max(most_points - points, 0.0) / most_points if most_points else 0.0
        sizes = np.bincount(groups[groups >= 0], minlength=self.groups)
        return Cohorts(
            groups=groups,
            is_open=(sizes > 0) | self.must_run,
            optimal=not people_short and not gap,
            people_short=people_short,
            gap=float(gap) if np.isfinite(most_points) else 1.0,
        )

    def _open(self, result):
        return result.x[self.edges :] > 0.5

    def _optimize(self, gains, time_limit, required=True):
        """Maximise gains per pair; None if nothing was found in time."""
        objective = np.concatenate((-gains, np.zeros(self.groups)))
        # Half a point, whatever the total: what is called optimal is.
        most = max(float(gains.max(initial=1.0)), 1.0) * max(self.problem.mentees, 1)
        result = milp(
            objective,
            integrality=np.repeat([0, 1], [self.edges, self.groups]),
            bounds=Bounds(
                np.concatenate((np.zeros(self.edges), self.must_run)),
                np.concatenate((np.ones(self.edges), self._may_open())),
            ),
            constraints=self._constraints(),
            options={"time_limit": float(time_limit), "mip_rel_gap": 0.5 / most},
        )
        if result.status == 2:
            raise MatchingError(_CANNOT_FILL)
        if result.x is None:
            if required:
                raise MatchingError(
                    f"No division into groups was found in {time_limit:.0f} seconds."
                )
            return None
        return result

    def _may_open(self):
        return (self.problem.capacity > 0) | self.must_run

    def _constraints(self):
        """One group at most per mentee; least × y ≤ size ≤ largest × y per group."""
        one = np.ones(self.edges)
        edge = np.arange(self.edges)
        shape = (self.problem.mentees, self.edges + self.groups)
        per_mentee = coo_array((one, (self.rows, edge)), shape=shape)
        sizes = coo_array((one, (self.columns, edge)), shape=(self.groups, self.edges))
        least = hstack((sizes, _diagonal(-self.minimum)))
        most = hstack((sizes, _diagonal(-self.problem.free_capacity)))
        return [
            LinearConstraint(per_mentee.tocsr(), -np.inf, 1),
            LinearConstraint(least.tocsr(), 0, np.inf),
            LinearConstraint(most.tocsr(), -np.inf, 0),
        ]

    def fill(self, is_open, objective):
        """Return each mentee's group, the best for the groups that run.

        On slots, of which the first of each group, its least size, outweigh everything
        else.
        """
        problem = self.problem
        slots = np.where(is_open, problem.free_capacity, 0)
        slots = np.minimum(slots, problem.mentees)
        owners = np.repeat(np.arange(self.groups), slots)
        nth = np.arange(len(owners)) - np.repeat(np.cumsum(slots) - slots, slots)
        needed = nth < self.minimum[owners]
        pairs = min(problem.mentees, len(owners))
        if objective == "participation":
            factor, bonus = 1, BASIS_POINTS * pairs + 1
        else:
            factor, bonus = pairs + 1, 1
        need_bonus = (BASIS_POINTS * factor + bonus) * pairs + 1
        if 3 * need_bonus * max(pairs, 1) >= EXACT_LIMIT:
            raise MatchingError("There are too many people to divide them exactly.")
        gains = np.zeros((problem.mentees, self.groups))
        gains[self.rows, self.columns] = self.points * factor + bonus
        costs = -(gains[:, owners] + need_bonus * needed) * (gains[:, owners] > 0)
        rows, chosen = linear_sum_assignment(costs)
        matched = costs[rows, chosen] < 0
        groups = problem.pinned.copy()
        groups[rows[matched]] = owners[chosen[matched]]
        sizes = np.bincount(groups[rows[matched]], minlength=self.groups)
        if (is_open & (sizes < self.minimum)).any():
            raise MatchingError(_CANNOT_FILL)
        return groups


def _diagonal(values):
    size = len(values)
    index = np.arange(size)
    return coo_array((values.astype(float), (index, index)), shape=(size, size))


def _upper_bound(result):
    """Return the proven upper bound of a maximisation."""
    bound = getattr(result, "mip_dual_bound", None)
    return -(result.fun if bound is None else bound)
