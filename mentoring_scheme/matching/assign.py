# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One global optimum: which mentee goes to which mentor."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .problem import STAY_BONUS, build_problem

# Up to here the dense solver is quickest and its matrix takes 128 MB.
DENSE_LIMIT = 16_000_000


def assign(
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
    """Return the best assignment of mentees to mentors under the mentors' capacities.

    The answer is a global optimum, and the same for the same input every time.

    :param scores: mentees × mentors, floats in [0, 1]; told apart to at least a basis
        point (1/10000), far finer up to some thousands of people
    :param capacity: how many mentees each mentor takes, whole numbers
    :param allowed: mentees × mentors, boolean; False is never matched. None: all are
    :param threshold: least score of a pair, in [0, 1]; applied before solving
    :param pins: (mentee, mentor) pairs that stand whatever their score; each takes a
        place of the mentor
    :param objective: ``participation``: most people matched, then the best total score;
        ``total``: the best total score; ``quality``: the best total of what the scores
        exceed the threshold by, so that a pair just above it displaces nobody;
        ``lift``: most people matched, then the least sum of squared shortfalls from a
        full score, which lifts the weakest pairs
    :param stay: each mentee's mentor in the present draft, or -1; staying counts like
        ``stay_bonus`` of a full score, so that a re-run moves few people
    :param stay_bonus: what staying is worth, from 0 to 0.1
    :return: integer array: each mentee's mentor, or -1
    :raises MatchingError: input that makes no sense, or pins that contradict each
        other, the capacities or ``allowed``; a ``ValueError`` with a sentence
    """
    return solve(
        build_problem(
            scores,
            capacity,
            allowed,
            threshold,
            pins,
            objective,
            stay=stay,
            stay_bonus=stay_bonus,
        )
    )


def solve(problem):
    """Return the optimal answer to a :class:`Problem`: each mentee's mentor, or -1."""
    answer = problem.pinned.copy()
    if not problem.slots.any():
        return answer
    if problem.mentees * int(problem.slots.sum()) <= DENSE_LIMIT:
        rows, columns = _solve_dense(problem)
    else:
        rows, columns = _solve_sparse(problem)
    answer[rows] = columns
    return answer


def _solve_dense(problem):
    """Solve on a matrix with one column per slot; weight 0 means not matched."""
    owners = np.repeat(np.arange(problem.mentors), problem.slots)
    if np.array_equal(owners, np.arange(problem.mentors)):
        costs = -problem.weights
    else:
        costs = problem.weights.take(owners, axis=1)
        np.negative(costs, out=costs)
    rows, slots = linear_sum_assignment(costs)
    matched = costs[rows, slots] < 0
    return rows[matched], owners[slots[matched]]


def _solve_sparse(problem):
    """Solve on the pairs alone, with a private dummy column for each mentee.

    The dummies stand for staying unmatched. They make every instance feasible, keep
    the solver's feasibility check linear and, as costs start at 1, no cost is a zero
    that a sparse matrix would drop.
    """
    rows, mentors = np.nonzero(problem.weights)
    weights = problem.weights[rows, mentors]
    dummy_cost = weights.max() + 1
    # One edge for each slot of the mentor.
    slots = problem.slots
    first_slot = np.concatenate(([0], np.cumsum(slots)[:-1]))
    copies = slots[mentors]
    nth_copy = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = np.repeat(first_slot[mentors], copies) + nth_copy
    rows = np.repeat(rows, copies)
    costs = np.repeat(dummy_cost - weights, copies)

    everyone = np.arange(problem.mentees)
    slot_count = int(slots.sum())
    costs = np.concatenate((costs, np.full(problem.mentees, dummy_cost)))
    rows = np.concatenate((rows, everyone)).astype(np.int32)
    columns = np.concatenate((columns, slot_count + everyone)).astype(np.int32)
    graph = csr_matrix(
        (costs, (rows, columns)), shape=(problem.mentees, slot_count + problem.mentees)
    )
    rows, columns = min_weight_full_bipartite_matching(graph)
    matched = columns < slot_count
    owners = np.repeat(np.arange(problem.mentors), slots)
    return rows[matched], owners[columns[matched]]
