# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What else could be: the next best mentors and their price, and why nobody was found.

The price of giving a mentee another mentor is what the best answer with that pair
weighs less. Whoever loses the place moves on, and the next, until somebody takes a free
place, stays out, or comes to the place that the mentee left: a shortest path in the
graph of exchanges between mentors.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import (
    NegativeCycleError,
    csgraph_from_dense,
    floyd_warshall,
)

from .certify import (
    best_unmatched,
    certify_problem,
    cheapest_mentees,
    exchange_gains,
)
from .problem import STAY_BONUS, MatchingError, build_problem

# All shortest paths take a second at 1,000 mentors and grow with the cube.
EXACT_LIMIT = 1_700


@dataclass(frozen=True)
class Alternative:
    """Another mentor for a mentee, and what that would cost the whole."""

    mentor: int
    score: float
    """The pair's own score, in [0, 1]."""
    pairs: int
    """How many fewer people would be matched; below 0: more."""
    total: float
    """By how much the total of scores would fall (for ``lift`` and ``quality``: what
    they count instead; with ``stay`` its bonus included); below 0: rise."""
    exact: bool
    """False: the price is at least this."""


@dataclass(frozen=True)
class Unmatched:
    """Why a mentee has no mentor.

    ``code`` is one of ``no_allowed`` (no pair passes the hard rules),
    ``below_threshold`` (none of those reaches the threshold), ``no_capacity`` (no
    mentor of those takes anybody), ``crowded_out`` (others hold their places), and
    ``place_free`` (one has a place: the answer is not the best).
    """

    code: str
    mentors: tuple = ()
    """The mentors nearest to a match, the best first."""
    crowded_out_by: tuple = ()
    """For each of them the mentees who hold the places."""


@dataclass(frozen=True)
class Explanation:
    """Alternatives and reasons for one answer."""

    alternatives: list
    """Per mentee a list of :class:`Alternative`, the best score first; none for a
    pinned mentee."""
    unmatched: dict
    """:class:`Unmatched` per mentee without a mentor."""


def explain(
    answer,
    scores,
    capacity,
    allowed=None,
    threshold=0.0,
    pins=(),
    objective="participation",
    *,
    stay=None,
    stay_bonus=STAY_BONUS,
    count=3,
    exact_limit=EXACT_LIMIT,
):
    """Explain an optimal answer.

    :param answer: each mentee's mentor or -1, as :func:`assign` returns it; the other
        arguments are those of :func:`assign`
    :param count: how many alternatives and mentors to name
    :param exact_limit: number of mentors above which prices are lower bounds
    :return: an :class:`Explanation`
    :raises MatchingError: bad input, or an answer that is not the best one
    """
    problem = build_problem(
        scores,
        capacity,
        allowed,
        threshold,
        pins,
        objective,
        stay=stay,
        stay_bonus=stay_bonus,
    )
    answer = problem.check_answer(answer)
    return Explanation(
        alternatives=_alternatives(problem, answer, count, exact_limit),
        unmatched=_unmatched(problem, answer, count),
    )


# ----------------------------------------------------------------------
# Alternatives
# ----------------------------------------------------------------------


def _alternatives(problem, answer, count, exact_limit):
    candidates = [
        _best(problem.scores[mentee], row > 0, count, answer[mentee])
        for mentee, row in enumerate(problem.weights)
    ]
    mentees = np.repeat(np.arange(problem.mentees), [len(c) for c in candidates])
    mentors = np.array([mentor for c in candidates for mentor in c], dtype=np.int64)
    exact = problem.mentors <= exact_limit
    price = _exact_prices if exact else _lower_prices
    prices = iter(price(problem, answer, mentees, mentors))
    alternatives = []
    for mentee, chosen in enumerate(candidates):
        row = []
        for mentor in chosen:
            pairs, total = problem.split(next(prices))
            score = float(problem.scores[mentee, mentor])
            row.append(Alternative(int(mentor), score, pairs, total, exact))
        alternatives.append(row)
    return alternatives


def _best(scores, candidates, count, current=-1):
    """Return the best candidates by score, then by position."""
    mentors = np.flatnonzero(candidates)
    mentors = mentors[mentors != current]
    return mentors[np.argsort(-scores[mentors], kind="stable")[:count]]


def _exact_prices(problem, answer, mentees, mentors):
    """Return what each pair (mentee, mentor) costs if it must be in the answer."""
    outside = problem.mentors
    distances = _exchange_distances(problem, answer)
    now = np.where(answer >= 0, answer, outside)[mentees]
    held = np.zeros(len(mentees))
    matched = now < outside
    held[matched] = problem.weights[mentees[matched], now[matched]]
    return held - problem.weights[mentees, mentors] + distances[mentors, now]


def _exchange_distances(problem, answer):
    """Return the least cost of passing one mentee on from each mentor to each other.

    One node more stands for being outside: an unmatched mentee, or a free place.
    """
    outside = problem.mentors
    costs = np.full((outside + 1, outside + 1), np.inf)
    costs[:outside, :outside] = -exchange_gains(problem, answer)
    has_place = problem.load(answer) < problem.free_capacity
    costs[:outside, outside] = np.where(has_place, 0, cheapest_mentees(problem, answer))
    # A place may be left free, or be filled by somebody unmatched.
    costs[outside, :outside] = -best_unmatched(problem, answer)
    np.fill_diagonal(costs, 0)
    # Zero costs are edges too: only infinite ones are none.
    graph = csgraph_from_dense(costs, null_value=np.inf)
    try:
        return floyd_warshall(graph)
    except NegativeCycleError as error:
        raise MatchingError(
            "Alternatives can be priced only for the best answer, which this is not."
        ) from error


def _lower_prices(problem, answer, mentees, mentors):
    """Return what each pair costs at least: its reduced cost under proven prices."""
    certificate = certify_problem(problem, answer)
    if not certificate.optimal:
        raise MatchingError(
            "Alternatives can be priced only for the best answer, which this is not."
        )
    prices = certificate.mentee_prices[mentees] + certificate.mentor_prices[mentors]
    return prices - problem.weights[mentees, mentors].astype(np.int64)


# ----------------------------------------------------------------------
# Unmatched
# ----------------------------------------------------------------------


def _unmatched(problem, answer, count):
    eligible = problem.eligible
    places = problem.capacity > np.bincount(
        answer[answer >= 0], minlength=problem.mentors
    )
    held_by = {}
    for mentee in np.flatnonzero(answer >= 0).tolist():
        held_by.setdefault(int(answer[mentee]), []).append(mentee)
    return {
        mentee: _reason(problem, mentee, eligible[mentee], places, held_by, count)
        for mentee in np.flatnonzero(answer < 0).tolist()
    }


def _reason(problem, mentee, eligible, places, held_by, count):
    scores = problem.scores[mentee]
    if problem.allowed is None:
        allowed = np.ones(problem.mentors, dtype=bool)
    else:
        allowed = problem.allowed[mentee]
    for code, candidates, kept in (
        ("no_allowed", allowed, None),
        ("below_threshold", eligible, allowed),
        ("no_capacity", eligible & (problem.capacity > 0), eligible),
    ):
        if not candidates.any():
            nearest = () if kept is None else _best(scores, kept, count).tolist()
            return Unmatched(code, tuple(nearest))
    free = eligible & places
    if free.any():
        return Unmatched("place_free", tuple(_best(scores, free, count).tolist()))
    taken = _best(scores, eligible & (problem.capacity > 0), count).tolist()
    return Unmatched(
        "crowded_out", tuple(taken), tuple(tuple(held_by[mentor]) for mentor in taken)
    )
