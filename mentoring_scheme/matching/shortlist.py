# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Very many people in little memory: the best few of either side, and what is lost.

Pairs are scored a block at a time, and only those are kept that are among a mentee's or
a mentor's best. Keeping the best of the mentees alone would lose matches. Prices found
on what was kept are then held against all pairs, so that the answer comes with a proof
of how far it can be from the optimum over all of them.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .problem import (
    BASIS_POINTS,
    EXACT_LIMIT,
    MatchingError,
    check_capacity,
    check_threshold,
)
from .score import score_blocks

ROUNDS = 2000


@dataclass(frozen=True)
class Shortlisted:
    """The best answer over the shortlisted pairs, and its proven gap."""

    answer: np.ndarray
    """Each mentee's mentor, or -1."""
    total: float
    """Sum of the scores."""
    pairs_short: int
    """How many more people the best over all pairs can match at most."""
    score_short: float
    """How much more it can score then at most, in full scores."""
    edges: int
    """How many pairs were kept."""

    @property
    def gap(self):
        """By which share the best can score more, with as many people matched."""
        return self.score_short / (self.total + self.score_short or 1.0)


def assign_shortlisted(
    criteria, weights, capacity, musts=(), threshold=0.0, forbidden=None, keep=50
):
    """Match most people, then for the best total, over the best few of either side.

    :param criteria: as for :func:`score`, and so ``weights`` and ``musts``
    :param capacity: how many mentees each mentor takes, whole numbers
    :param threshold: least score of a pair, in [0, 1]
    :param forbidden: function from mentees' positions to a boolean array (those mentees
        × mentors) of the pairs that are never matched; None: all may be
    :param keep: how many pairs of each mentee and of each mentor are kept
    :return: :class:`Shortlisted`
    :raises MatchingError: bad input, or too many people to be exact
    """
    capacity = check_capacity(capacity)
    least = round(check_threshold(threshold) * BASIS_POINTS)
    if keep < 1:
        raise MatchingError("Keep at least one pair of each person.")

    def blocks():
        for rows, points, allowed in score_blocks(criteria, weights, musts):
            points = np.where(allowed & (points >= least), points, -1)
            if forbidden is not None:
                points[forbidden(rows)] = -1
            points[:, capacity == 0] = -1
            yield rows, points

    rows, columns, points = _shortlist(blocks(), len(capacity), keep)
    mentees = criteria[0].shape[0]
    pairs = int(min(mentees, capacity.sum()))
    bonus = (BASIS_POINTS + 1) * max(pairs, 1)
    if 3 * bonus * max(pairs, 1) >= EXACT_LIMIT:
        raise MatchingError("There are too many people to match them exactly.")
    gains = points.astype(np.int64) + bonus
    answer = _solve(rows, columns, gains, mentees, capacity)
    prices = _mentor_prices(rows, columns, gains, answer, capacity)
    bound = int((prices * capacity).sum())
    for _rows, block in blocks():
        surplus = np.where(block >= 0, block + bonus - prices, 0)
        bound += int(surplus.max(axis=1, initial=0).sum())
    taken = answer[rows] == columns
    weight = int(gains[taken].sum())
    # The bonus outweighs all scores, so the rest is less than one bonus.
    pairs_short, points_short = divmod(bound - weight, bonus)
    return Shortlisted(
        answer=answer,
        total=float(points[taken].sum()) / BASIS_POINTS,
        pairs_short=int(pairs_short),
        score_short=points_short / BASIS_POINTS,
        edges=len(rows),
    )


def _shortlist(blocks, mentors, keep):
    """Return the pairs that are among the best of either side, each once."""
    found = []
    best_points = np.full((0, mentors), -1, dtype=np.int32)
    best_rows = np.zeros((0, mentors), dtype=np.int64)
    for rows, points in blocks:
        order = _best(points, keep, axis=1)
        chosen = np.take_along_axis(points, order, axis=1)
        found.append(_flat(np.repeat(rows, order.shape[1]), order, chosen))
        best_points = np.concatenate((best_points, points))
        best_rows = np.concatenate(
            (best_rows, np.broadcast_to(rows[:, None], points.shape))
        )
        order = _best(best_points, keep, axis=0)
        best_points = np.take_along_axis(best_points, order, axis=0)
        best_rows = np.take_along_axis(best_rows, order, axis=0)
    columns = np.broadcast_to(np.arange(mentors), best_rows.shape)
    found.append(_flat(best_rows.ravel(), columns, best_points))
    rows, columns, points = (np.concatenate(part) for part in zip(*found, strict=True))
    _keys, once = np.unique(rows * mentors + columns, return_index=True)
    return rows[once], columns[once], points[once]


def _flat(rows, columns, points):
    kept = points.ravel() >= 0
    return rows[kept], columns.ravel()[kept], points.ravel()[kept]


def _best(points, keep, axis):
    """Return the positions of the best, in no order."""
    if points.shape[axis] <= keep:
        return np.broadcast_to(
            np.expand_dims(np.arange(points.shape[axis]), 1 - axis), points.shape
        )
    order = np.argpartition(-points, keep - 1, axis=axis)
    return order.take(np.arange(keep), axis=axis)


def _solve(rows, columns, gains, mentees, capacity):
    """Solve over the kept pairs, with a private dummy column for each mentee."""
    slots = np.minimum(capacity, np.bincount(columns, minlength=len(capacity)))
    first = np.concatenate(([0], np.cumsum(slots)[:-1])).astype(np.int64)
    copies = slots[columns]
    nth = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    slot_count = int(slots.sum())
    dummy = int(gains.max(initial=0)) + 1
    everyone = np.arange(mentees)
    graph = csr_matrix(
        (
            np.concatenate(
                (np.repeat(dummy - gains, copies), np.full(mentees, dummy))
            ).astype(np.float64),
            (
                np.concatenate((np.repeat(rows, copies), everyone)).astype(np.int32),
                np.concatenate(
                    (np.repeat(first[columns], copies) + nth, slot_count + everyone)
                ).astype(np.int32),
            ),
        ),
        shape=(mentees, slot_count + mentees),
    )
    answer = np.full(mentees, -1, dtype=np.int64)
    if mentees:
        chosen, places = min_weight_full_bipartite_matching(graph)
        matched = places < slot_count
        owners = np.repeat(np.arange(len(capacity)), slots)
        answer[chosen[matched]] = owners[places[matched]]
    return answer


def _mentor_prices(rows, columns, gains, answer, capacity):
    """Return prices of the mentors' places under which nobody kept would move.

    Raised step by step along the exchanges; a ceiling keeps them from rising for ever.
    """
    held = answer[rows] == columns
    worth = np.zeros(len(answer), dtype=np.int64)
    worth[rows[held]] = gains[held]
    load = np.bincount(answer[answer >= 0], minlength=len(capacity))
    ceilings = np.zeros(len(capacity), dtype=np.int64)
    full = (load >= capacity) & (load > 0)
    lowest = np.full(len(capacity), np.iinfo(np.int64).max)
    np.minimum.at(lowest, columns[held], gains[held])
    ceilings[full] = lowest[full]
    prices = np.zeros(len(capacity), dtype=np.int64)
    placed = answer >= 0
    for _round in range(ROUNDS):
        surplus = np.zeros(len(answer), dtype=np.int64)
        surplus[placed] = worth[placed] - prices[answer[placed]]
        wanted = prices.copy()
        np.maximum.at(wanted, columns, gains - surplus[rows])
        wanted = np.minimum(wanted, ceilings)
        if np.array_equal(wanted, prices):
            break
        prices = np.maximum(prices, wanted)
    return prices
