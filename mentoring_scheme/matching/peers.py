# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pairs among equals: everybody may be with everybody, and nobody with two."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from .problem import (
    BASIS_POINTS,
    MatchingError,
    build_problem,
)

OBJECTIVES = ("participation", "total")


@dataclass(frozen=True)
class Peers:
    """Who is with whom."""

    partners: np.ndarray
    """Each person's partner, or -1."""
    optimal: bool
    """Proven to be the best."""
    gap: float
    """By which share the best can be better at most."""


def assign_peers(
    scores,
    allowed=None,
    threshold=0.0,
    pins=(),
    objective="participation",
    *,
    time_limit=60.0,
):
    """Return the best division of people into pairs.

    :param scores: people × people, floats in [0, 1]; what the one gains from the other
        and the other from the one need not be the same, a pair counts their mean
    :param allowed: people × people, boolean; a pair is allowed if it is both ways
    :param threshold: least mean score of a pair, in [0, 1]
    :param pins: pairs of people that stand whatever their score
    :param objective: ``participation``: most people paired, then the best total score;
        ``total``: the best total score
    :param time_limit: seconds; after them the best division found so far is returned
    :return: :class:`Peers`
    :raises MatchingError: bad input, contradictory pins, nothing found in time
    """
    if objective not in OBJECTIVES:
        raise MatchingError(
            f"Unknown objective {objective!r}: choose one of {', '.join(OBJECTIVES)}."
        )
    scores, allowed = _both_ways(scores, allowed)
    pinned = _check_pins(pins, allowed)
    problem = build_problem(scores, np.ones(len(scores), int), allowed, threshold)
    free = pinned < 0
    edges = problem.eligible & free[:, None] & free
    rows, columns = np.nonzero(np.triu(edges, 1))
    if not len(rows):
        return Peers(pinned, True, 0.0)
    points = np.rint(scores[rows, columns] * BASIS_POINTS)
    # One more pair outweighs any loss of score on all the others.
    bonus = BASIS_POINTS * len(scores) + 1 if objective == "participation" else 0
    chosen, bound = _solve(points + bonus, rows, columns, len(scores), time_limit)
    partners = pinned.copy()
    partners[rows[chosen]] = columns[chosen]
    partners[columns[chosen]] = rows[chosen]
    gained = float((points + bonus)[chosen].sum())
    gap = max(bound - gained, 0.0) / bound if bound else 0.0
    return Peers(partners, bound - gained < 0.5, gap)


def symmetric(scores):
    """Return what a pair of equals counts: the mean of both ways."""
    return (scores + scores.T) / 2


def _both_ways(scores, allowed):
    scores = np.asarray(scores, dtype=np.float64)
    if scores.ndim != 2 or scores.shape[0] != scores.shape[1]:
        raise MatchingError("Scores among equals are a square table.")
    if allowed is None:
        allowed = np.ones(scores.shape, dtype=bool)
    allowed = np.asarray(allowed, dtype=bool)
    if allowed.shape != scores.shape:
        raise MatchingError("The table of allowed pairs is not that of the scores.")
    allowed = allowed & allowed.T
    np.fill_diagonal(allowed, False)
    return symmetric(scores), allowed


def _check_pins(pins, allowed):
    pinned = np.full(len(allowed), -1, dtype=np.int64)
    for one, other in pins:
        if not (0 <= one < len(allowed) and 0 <= other < len(allowed)):
            raise MatchingError("A pinned pair names someone who does not take part.")
        if not allowed[one, other]:
            raise MatchingError(f"The pinned pair ({one}, {other}) is forbidden.")
        for person, partner in ((one, other), (other, one)):
            if pinned[person] not in (-1, partner):
                raise MatchingError(f"Person {person} is pinned twice.")
            pinned[person] = partner
    return pinned


def _solve(gains, rows, columns, people, time_limit):
    """Return which pairs to take, and what no division can exceed.

    Whole variables: half pairs around a ring of three would otherwise look better.
    """
    edge = np.arange(len(rows))
    incidence = coo_array(
        (np.ones(2 * len(rows)), (np.concatenate((rows, columns)), np.tile(edge, 2))),
        shape=(people, len(rows)),
    )
    most = float(gains.max()) * people
    result = milp(
        -gains,
        integrality=np.ones(len(rows)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(incidence.tocsr(), -np.inf, 1),
        options={"time_limit": float(time_limit), "mip_rel_gap": 0.4 / most},
    )
    if result.x is None:
        raise MatchingError(
            f"No division into pairs was found in {time_limit:.0f} seconds."
        )
    bound = -(result.fun if result.mip_dual_bound is None else result.mip_dual_bound)
    # Every division is worth a whole number.
    return result.x > 0.5, float(np.floor(bound + 0.4))
