# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The matching problem in integers: who may be matched, and what each pair is worth."""

import operator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

BASIS_POINTS = 10_000
STAY_BONUS = 100 / BASIS_POINTS
MOST_STAY_BONUS = 0.1
OBJECTIVES = ("participation", "total", "quality", "lift")

# Doubles hold every integer up to here, so sums of weights below it are exact.
EXACT_LIMIT = 2**53
# A score this little below the threshold is rounding, not a worse score.
THRESHOLD_TOLERANCE = 1e-9


class MatchingError(ValueError):
    """Input that no matching can satisfy; the message is meant for a person."""


@dataclass(frozen=True)
class Problem:
    """One b-matching problem, checked and in exact integers.

    An answer is worth the sum of the weights of its pairs, which is ``value_factor`` ×
    the sum of their values plus ``pair_bonus`` × their number; the objective decides
    what a value is. Every figure is a whole number that a float64 holds exactly.
    """

    scores: np.ndarray
    """Scores as given (mentees × mentors), floats in [0, 1]."""
    capacity: np.ndarray
    """Mentees each mentor takes, as given."""
    allowed: np.ndarray | None
    """Pairs the hard rules allow, whatever their score (boolean); None: all."""
    threshold: float
    pinned: np.ndarray
    """Each mentee's pinned mentor, or -1."""
    free_capacity: np.ndarray
    """Capacity that the pins leave."""
    weights: np.ndarray
    """Weight of each pair that may be matched, at least 1; 0 for every other pair."""
    scale: int
    """Units of value in one full score."""
    value_factor: int
    pair_bonus: int

    @property
    def mentees(self):
        """Number of mentees."""
        return self.scores.shape[0]

    @property
    def mentors(self):
        """Number of mentors."""
        return self.scores.shape[1]

    @property
    def eligible(self):
        """Pairs that are allowed and reach the threshold, places or not (boolean)."""
        return _eligible(self.scores, self.allowed, self.threshold)

    @cached_property
    def slots(self):
        """Places per mentor that can be of use: the free capacity, but no more than
        the number of mentees who may take one."""
        return np.minimum(self.free_capacity, np.count_nonzero(self.weights, axis=0))

    def check_answer(self, answer):
        """Return an answer as an int64 vector.

        :raises MatchingError: not one mentor or -1 per mentee, a pair that may not be
            matched, a pin that is not kept, or a mentor with too many mentees
        """
        answer = np.asarray(answer)
        if answer.shape != (self.mentees,) or answer.dtype.kind not in "iu":
            raise MatchingError("An answer gives each mentee a mentor or -1.")
        answer = answer.astype(np.int64)
        if (answer < -1).any() or (answer >= self.mentors).any():
            raise MatchingError("The answer names a mentor who does not take part.")
        pinned = self.pinned >= 0
        if not np.array_equal(answer[pinned], self.pinned[pinned]):
            raise MatchingError("The answer does not keep a pinned pair.")
        rows = np.flatnonzero((answer >= 0) & ~pinned)
        if not self.weights[rows, answer[rows]].all():
            raise MatchingError("The answer has a pair that may not be matched.")
        if (self.load(answer) > self.free_capacity).any():
            raise MatchingError("The answer gives a mentor too many mentees.")
        return answer

    def load(self, answer):
        """Return how many mentees an answer gives each mentor, pins left out."""
        free = answer[(answer >= 0) & (self.pinned < 0)]
        return np.bincount(free, minlength=self.mentors)

    def weight_of(self, answer):
        """Return the weight of an answer, its pinned pairs left out, as an integer."""
        rows = np.flatnonzero((answer >= 0) & (self.pinned < 0))
        return int(self.weights[rows, answer[rows]].sum())

    def split(self, weight):
        """Return a weight as (pairs, value in full scores), exact for differences of
        two answers' weights as well."""
        weight = int(weight)
        small, large = sorted((self.value_factor, self.pair_bonus))
        rest = (weight + large // 2) % large - large // 2
        counts = {large: (weight - rest) // large, small: rest}
        return counts[self.pair_bonus], counts[self.value_factor] / self.scale


def build_problem(
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
    """Check the input of :func:`assign` and put it in integers.

    Same arguments and errors as :func:`assign`; returns a :class:`Problem`.
    """
    if objective not in OBJECTIVES:
        raise MatchingError(
            f"Unknown objective {objective!r}: choose one of {', '.join(OBJECTIVES)}."
        )
    capacity = check_capacity(capacity)
    scores = check_scores(scores, len(capacity))
    allowed = check_allowed(allowed, scores.shape)
    threshold = check_threshold(threshold)
    pinned = check_pins(pins, scores.shape, capacity, allowed)
    stay = _check_stay(stay, scores.shape)
    stay_bonus = _check_stay_bonus(stay_bonus)

    counts = np.bincount(pinned[pinned >= 0], minlength=len(capacity))
    free_capacity = capacity - counts.astype(capacity.dtype)
    edges = _eligible(scores, allowed, threshold)
    edges[pinned >= 0] = False
    edges[:, free_capacity == 0] = False

    pairs = min(scores.shape[0], sum(free_capacity.tolist()))
    scale = _choose_scale(pairs)
    bonus = round(stay_bonus * scale)
    weights = _values(scores, threshold, objective, scale, stay, bonus)
    if objective in ("participation", "lift"):
        # One more pair outweighs any loss of value on all the others.
        top = scale + (bonus if stay is not None else 0)
        value_factor, pair_bonus = 1, 2 * top * pairs + 1
    else:
        # Among answers of equal value, the one with more people matched.
        value_factor, pair_bonus = 2 * pairs + 1, 1
        weights *= value_factor
    weights += pair_bonus
    weights *= edges
    return Problem(
        scores=scores,
        capacity=capacity,
        allowed=allowed,
        threshold=threshold,
        pinned=pinned,
        free_capacity=free_capacity,
        weights=weights,
        scale=scale,
        value_factor=value_factor,
        pair_bonus=pair_bonus,
    )


def _eligible(scores, allowed, threshold):
    eligible = scores >= threshold - THRESHOLD_TOLERANCE
    if allowed is not None:
        eligible &= allowed
    return eligible


def _choose_scale(pairs_at_most):
    """Return the finest power of ten at which every sum of weights is exact.

    Basis points at the least: scores that come in basis points are never rounded.
    """
    pairs_at_most = max(pairs_at_most, 1)
    for digits in range(9, 3, -1):
        # Weights reach about 2.2 × scale × pairs, a sum of them that × pairs; prices
        # inside the solver may reach twice that.
        if 5 * 10**digits * (pairs_at_most + 1) ** 2 < EXACT_LIMIT:
            return 10**digits
    raise MatchingError(
        f"The matching is too large to be solved exactly: {pairs_at_most} pairs."
    )


def _values(scores, threshold, objective, scale, stay, bonus):
    """Return what each pair adds to the objective, as whole numbers in float64."""
    if objective == "lift":
        values = 1.0 - scores
        np.square(values, out=values)
        np.subtract(1.0, values, out=values)
        values *= scale
    elif objective == "quality":
        values = scores - threshold
        np.maximum(values, 0.0, out=values)
        values *= scale
    else:
        values = scores * scale
    np.rint(values, out=values)
    if stay is not None:
        rows = np.flatnonzero(stay >= 0)
        values[rows, stay[rows]] += bonus
    return values


# ----------------------------------------------------------------------
# Checks
# ----------------------------------------------------------------------


def check_capacity(capacity):
    """Return the capacities as an int64 vector.

    :raises MatchingError: not whole numbers, negative, or not one per mentor
    """
    capacity = np.asarray(capacity)
    if capacity.ndim != 1:
        raise MatchingError("Give one capacity per mentor, in a plain list.")
    if capacity.size and capacity.dtype.kind not in "iu":
        if capacity.dtype.kind != "f" or not np.array_equal(
            capacity, np.floor(capacity)
        ):
            raise MatchingError("Every mentor's capacity must be a whole number.")
        if not np.isfinite(capacity).all():
            raise MatchingError("Every mentor's capacity must be a finite number.")
    capacity = capacity.astype(np.int64)
    if (capacity < 0).any():
        worst = int(np.argmin(capacity))
        raise MatchingError(
            f"Mentor {worst} has a negative capacity ({int(capacity[worst])})."
        )
    return capacity


def check_scores(scores, mentors):
    """Return the scores as a float64 matrix (mentees × mentors).

    :raises MatchingError: wrong shape, not numbers, not finite, or outside [0, 1]
    """
    try:
        scores = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise MatchingError("Every score must be a number.") from error
    if scores.ndim == 1 and not scores.size:
        scores = scores.reshape(0, mentors)
    if scores.ndim != 2:
        raise MatchingError("Scores must be a table of mentees by mentors.")
    if scores.shape[1] != mentors:
        raise MatchingError(
            f"The scores have {scores.shape[1]} mentors, the capacities {mentors}."
        )
    if not scores.size:
        return scores
    low, high = scores.min(), scores.max()
    if not (np.isfinite(low) and np.isfinite(high)):
        row, column = np.argwhere(~np.isfinite(scores))[0]
        raise MatchingError(
            f"The score of mentee {row} with mentor {column} is not a number."
        )
    if low < 0 or high > 1:
        row, column = np.argwhere((scores < 0) | (scores > 1))[0]
        raise MatchingError(
            f"The score of mentee {row} with mentor {column} is "
            f"{scores[row, column]:g}: scores run from 0 to 1."
        )
    return scores


def check_allowed(allowed, shape):
    """Return ``allowed`` as a boolean matrix of the given shape, or None.

    :raises MatchingError: wrong shape, or values other than true and false
    """
    if allowed is None:
        return None
    allowed = np.asarray(allowed)
    if not allowed.size and 0 in shape:
        return np.zeros(shape, dtype=bool)
    if allowed.shape != shape:
        raise MatchingError(
            "The table of allowed pairs has the shape "
            f"{allowed.shape}, the scores {shape}."
        )
    if allowed.dtype != bool:
        if allowed.dtype.kind not in "iu" or ((allowed != 0) & (allowed != 1)).any():
            raise MatchingError("Allowed pairs must be given as true or false.")
        allowed = allowed.astype(bool)
    return allowed


def check_threshold(threshold):
    """Return the threshold as a float.

    :raises MatchingError: not a number in [0, 1]
    """
    try:
        threshold = float(threshold)
    except (TypeError, ValueError) as error:
        raise MatchingError("The threshold must be a number.") from error
    if not 0 <= threshold <= 1:
        raise MatchingError(
            f"The threshold is {threshold:g}: thresholds run from 0 to 1."
        )
    return threshold


def check_pins(pins, shape, capacity, allowed):
    """Return each mentee's pinned mentor, or -1.

    :raises MatchingError: unknown people, a mentee pinned twice, a forbidden pair, or
        more pins than a mentor has places
    """
    mentees, mentors = shape
    pinned = np.full(mentees, -1, dtype=np.int64)
    used = np.zeros(mentors, dtype=np.int64)
    for pin in pins:
        mentee, mentor = _check_pin(pin)
        if not (0 <= mentee < mentees and 0 <= mentor < mentors):
            raise MatchingError(
                f"Pinned pair ({mentee}, {mentor}) names someone who does not take "
                "part."
            )
        if pinned[mentee] >= 0:
            raise MatchingError(
                f"Mentee {mentee} is pinned twice: to mentor {pinned[mentee]} and to "
                f"mentor {mentor}."
            )
        if allowed is not None and not allowed[mentee, mentor]:
            raise MatchingError(
                f"Mentee {mentee} is pinned to mentor {mentor}, but that pair is "
                "forbidden."
            )
        pinned[mentee] = mentor
        used[mentor] += 1
        if used[mentor] > capacity[mentor]:
            raise MatchingError(
                f"Mentor {mentor} has {used[mentor]} pinned mentees and takes "
                f"{capacity[mentor]}."
            )
    return pinned


def _check_stay_bonus(bonus):
    try:
        bonus = float(bonus)
    except (TypeError, ValueError) as error:
        raise MatchingError("The bonus for staying must be a number.") from error
    if not 0 <= bonus <= MOST_STAY_BONUS:
        raise MatchingError(
            f"The bonus for staying is {bonus:g}: it runs from 0 to {MOST_STAY_BONUS}."
        )
    return bonus


def _check_pin(pin):
    try:
        mentee, mentor = pin
        return operator.index(mentee), operator.index(mentor)
    except (TypeError, ValueError) as error:
        raise MatchingError(
            f"A pin is a pair of a mentee and a mentor, not {pin!r}."
        ) from error


def _check_stay(stay, shape):
    if stay is None:
        return None
    stay = np.asarray(stay)
    if not stay.size:
        stay = stay.astype(np.int64)
    if stay.shape != shape[:1] or stay.dtype.kind not in "iu":
        raise MatchingError("Give each mentee's current mentor, or -1, in a list.")
    if (stay < -1).any() or (stay >= shape[1]).any():
        raise MatchingError("A current mentor is someone who does not take part.")
    return stay.astype(np.int64)
