# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Proof that an answer is the best, recovered from the answer alone.

By linear programming duality: if every mentee has a price u ≥ 0 and every place with a
mentor a price q ≥ 0, such that u + q is at least the weight of each pair that may be
matched, then no answer weighs more than the sum of all u and of capacity × q. An answer
that weighs as much is optimal, whichever way it was found. All prices are integers.
"""

from dataclasses import dataclass

import numpy as np

from .problem import STAY_BONUS, build_problem

# Prices spread along chains of mentors; beyond this many steps per mentor on average
# the search ends, and the bound is what it is.
STEPS_PER_MENTOR = 400


@dataclass(frozen=True)
class Certificate:
    """Prices that prove how good an answer is."""

    optimal: bool
    """The answer is proven to be the best."""
    gap: float
    """The most by which the best can weigh more, as a share of it; 0 if optimal."""
    pairs_short: int
    score_short: float
    """The same as a number of pairs and a total of scores: no answer has more pairs
    and scores than that added to this one's, weighed by the objective."""
    weight: int
    """What the answer weighs, in the units of the objective; pins left out."""
    bound: int
    """What no answer can exceed."""
    mentee_prices: np.ndarray
    mentor_prices: np.ndarray


def certify(
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
):
    """Prove an answer optimal, or bound how far it is from the optimum.

    :param answer: each mentee's mentor or -1, as :func:`assign` returns it; the other
        arguments are those of :func:`assign`
    :return: a :class:`Certificate`
    :raises MatchingError: bad input, or an answer that breaks the rules
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
    return certify_problem(problem, problem.check_answer(answer))


def certify_problem(problem, answer):
    """Return the :class:`Certificate` of an answer to a :class:`Problem`."""
    mentor_prices = _mentor_prices(problem, answer)
    mentee_prices = np.zeros(problem.mentees)
    if problem.mentors:
        surplus = problem.weights - mentor_prices
        # Pairs that may not be matched have weight 0 and never a surplus.
        surplus.max(axis=1, out=mentee_prices)
        np.maximum(mentee_prices, 0, out=mentee_prices)
    mentor_prices = mentor_prices.astype(np.int64)
    mentee_prices = mentee_prices.astype(np.int64)
    weight = problem.weight_of(answer)
    bound = int(mentee_prices.sum() + (mentor_prices * problem.free_capacity).sum())
    pairs_short, score_short = problem.split(bound - weight)
    return Certificate(
        optimal=bound == weight,
        gap=(bound - weight) / bound if bound else 0.0,
        pairs_short=pairs_short,
        score_short=score_short,
        weight=weight,
        bound=bound,
        mentee_prices=mentee_prices,
        mentor_prices=mentor_prices,
    )


def exchange_gains(problem, answer):
    """Return the most that moving one mentee from each mentor to each other one gains.

    Mentors × mentors; -inf where nobody can move.
    """
    gains = np.full((problem.mentors, problem.mentors), -np.inf)
    rows = np.flatnonzero((answer >= 0) & (problem.pinned < 0))
    if not len(rows):
        return gains
    rows = rows[np.argsort(answer[rows], kind="stable")]
    mentors = answer[rows]
    starts = np.flatnonzero(np.diff(mentors, prepend=-1))
    weights = problem.weights[rows]
    forbidden = weights == 0
    weights -= problem.weights[rows, mentors][:, None]
    weights[forbidden] = -np.inf
    gains[mentors[starts]] = np.maximum.reduceat(weights, starts, axis=0)
    return gains


def cheapest_mentees(problem, answer):
    """Return the least weight of a pair that each mentor has; inf for none."""
    least = np.full(problem.mentors, np.inf)
    rows = np.flatnonzero((answer >= 0) & (problem.pinned < 0))
    np.minimum.at(least, answer[rows], problem.weights[rows, answer[rows]])
    return least


def best_unmatched(problem, answer):
    """Return the most that an unmatched mentee would add with each mentor."""
    rows = np.flatnonzero(answer < 0)
    if not len(rows):
        return np.zeros(problem.mentors)
    return problem.weights[rows].max(axis=0)


def _mentor_prices(problem, answer):
    """Return the lowest prices under which nobody would rather be elsewhere.

    They exist if the answer is optimal; if not, the ceilings stop them from rising for
    ever, and the prices still give a bound.
    """
    ceilings = cheapest_mentees(problem, answer)
    ceilings[problem.load(answer) < problem.free_capacity] = 0
    ceilings[np.isinf(ceilings)] = 0
    prices = np.minimum(best_unmatched(problem, answer), ceilings)
    gains = exchange_gains(problem, answer)
    rising = np.unique(answer[(answer >= 0) & (problem.pinned < 0)])
    steps = STEPS_PER_MENTOR * problem.mentors
    while len(rising) and steps > 0:
        steps -= len(rising)
        wanted = (prices[rising, None] + gains[rising]).max(axis=0)
        raised = np.minimum(np.maximum(prices, wanted), ceilings)
        rising = np.flatnonzero(raised > prices)
        prices = raised
    return prices
