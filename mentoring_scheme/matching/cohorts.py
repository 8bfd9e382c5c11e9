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
# Below the worth of a basis point in any total.
MIP_GAP = 1e-9


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
    is_open, bounds, proven = model.choose_open(objective, time_limit)
    groups = model.fill(is_open, objective)
    is_open = np.bincount(groups[groups >= 0], minlength=len(must_run)) > 0
    return _result(problem, groups, is_open | must_run, bounds, proven)


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

    def choose_open(self, objective, time_limit):
        """Return which groups run, the bounds (people, points) and whether proven."""
        deadline = monotonic() + time_limit
        people = None
        proven = True
        extra = []
        if objective == "participation":
            result = self._solve(np.ones(self.edges), extra, time_limit)
            # Bounds on a whole number, less the solver's tolerance.
            people = int(np.floor(_upper_bound(result) + 1e-4))
            # With the same groups open, as many whole people can be placed.
            placed = int(np.ceil(result.x[: self.edges].sum() - 1e-4))
            proven = placed == people
            ones = np.concatenate((np.ones(self.edges), np.zeros(self.groups)))
            extra = [LinearConstraint(ones[None, :], placed, np.inf)]
        left = max(deadline - monotonic(), 1.0)
        second = self._solve(self.points, extra, left, required=people is None)
        if second is None:
            return result.x[self.edges :] > 0.5, (people, np.inf), False
        points = np.floor(_upper_bound(second) * (1 + 1e-9) + 1e-4)
        is_open = second.x[self.edges :] > 0.5
        return is_open, (people, points), proven and second.status == 0

    def _solve(self, gains, extra, time_limit, required=True):
        objective = np.concatenate((-gains, np.zeros(self.groups)))
        result = milp(
            objective,
            integrality=np.repeat([0, 1], [self.edges, self.groups]),
            bounds=Bounds(
                np.concatenate((np.zeros(self.edges), self.must_run)),
                np.concatenate((np.ones(self.edges), self._may_open())),
            ),
            constraints=self._constraints() + extra,
            options={"time_limit": float(time_limit), "mip_rel_gap": MIP_GAP},
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


def _result(problem, groups, is_open, bounds, proven):
    free = np.flatnonzero((groups >= 0) & (problem.pinned < 0))
    people, points = bounds
    scored = np.rint(problem.scores[free, groups[free]] * BASIS_POINTS).sum()
    people_short = 0 if people is None else max(people - len(free), 0)
    gap = max((points - scored) / points, 0.0) if points else 0.0
    if proven and gap <= MIP_GAP:
        gap = 0.0
    return Cohorts(
        groups=groups,
        is_open=is_open,
        optimal=bool(proven and not people_short and not gap),
        people_short=people_short,
        gap=float(gap),
    )
