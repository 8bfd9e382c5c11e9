# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The score of every pair: the weighted mean of the criteria that apply to it.

What a blank answer is worth. A criterion that either side left blank drops out and the
mean is taken over the rest. But a blank answer never scores better than an honest one:
if the lowest points that those who did answer get on that criterion, with the same
person on the other side, would lower the mean, they are counted instead. So nobody
gains by leaving a question blank over anybody who answered it and is otherwise alike,
with any partner; and where nobody answered, nobody is punished.

The score T of a pair is thus the one number with

    T × all weights = Σ weight × points (answered) + Σ weight × min(T, lowest) (blank)
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .problem import BASIS_POINTS, MatchingError

# Weights are told apart to this fraction.
WEIGHT_UNIT = 1000
# Integers below this are exact in float32, whatever the order they are added in.
EXACT_FLOAT32 = 2**24
BLOCK_ROWS = 128


@dataclass(frozen=True)
class CriterionPoints:
    """What one criterion adds to one pair's score."""

    code: str
    weight: float
    """As staff set it."""
    score: int | None
    """Points on the criterion itself, 0 to 10000; None where a side is blank."""
    points: int
    """Its part of the shown score."""
    missing: bool
    """Left blank by one side or both."""
    counted: bool
    """False for a blank that dropped out; True also for a blank counted at the lowest
    points of those who answered."""
    explanation: tuple
    """(code, parameters), see :meth:`Criterion.explain`."""


@dataclass(frozen=True)
class ScoreResult:
    """Scores of all pairs, and what each is made of."""

    criteria: tuple
    weights: tuple
    """Weight of each criterion, as staff set it."""
    musts: dict
    """Per must criterion its code and for which pairs it is one, as a boolean array
    that broadcasts to mentees × mentors."""
    basis_points: np.ndarray
    """Scores as integers from 0 to 10000 (mentees × mentors)."""
    allowed: np.ndarray
    """False where a must is not met, or cannot be told for a blank (boolean)."""
    unknown: np.ndarray
    """True where no criterion applies: the score is 0 for want of answers (boolean)."""
    _units: tuple
    _lowest: tuple

    @property
    def scores(self):
        """Scores as floats in [0, 1]."""
        return self.basis_points / BASIS_POINTS

    @property
    def incomplete(self):
        """True where a blank answer left out a criterion that has a weight."""
        shape = self.basis_points.shape
        incomplete = np.zeros(shape, dtype=bool)
        for criterion, unit in zip(self.criteria, self._units, strict=True):
            if unit:
                incomplete |= ~criterion.applies
        return incomplete

    def breakdown(self, mentee, mentor, out_of=100):
        """Return the parts of one pair's score, one per criterion with a weight.

        :param out_of: the full score that is shown, at most 10000
        :return: list of :class:`CriterionPoints`; their ``points`` add up to
            :meth:`shown` exactly, by largest remainder
        """
        parts = self._parts(mentee, mentor)
        whole = sum(weight for weight, points in parts if points is not None)
        rounded = _largest_remainder(
            [weight * points * out_of if points else 0 for weight, points in parts],
            max(whole, 1) * BASIS_POINTS,
            self.shown(mentee, mentor, out_of),
        )
        breakdown = []
        for index, criterion in enumerate(self.criteria):
            if not self._units[index]:
                continue
            score = criterion.points(mentee, mentor)
            breakdown.append(
                CriterionPoints(
                    code=criterion.code,
                    weight=self.weights[index],
                    score=score,
                    points=rounded[index],
                    missing=score is None,
                    counted=parts[index][1] is not None,
                    explanation=criterion.explain(mentee, mentor),
                )
            )
        return breakdown

    def shown(self, mentee, mentor, out_of=100):
        """Return one pair's score as a whole number out of ``out_of``."""
        score = int(self.basis_points[mentee, mentor])
        return (2 * score * out_of + BASIS_POINTS) // (2 * BASIS_POINTS)

    def _parts(self, mentee, mentor):
        """Return (weight, points that count or None) for each criterion of one pair."""
        parts = []
        for unit, criterion, lowest in zip(
            self._units, self.criteria, self._lowest, strict=True
        ):
            points = criterion.points(mentee, mentor)
            blank = points is None
            low = lowest.of_pair(criterion, mentee, mentor) if blank else None
            parts.append((unit, points, low, blank))
        if not any(blank for *_rest, blank in parts):
            return [(unit, points) for unit, points, *_rest in parts]
        whole = sum(unit for unit, points, _low, _blank in parts if points is not None)
        if not whole:
            return [(unit, None) for unit, *_rest in parts]
        score = math.inf
        while True:
            counted = [
                (unit, low if blank and low < score else points)
                for unit, points, low, blank in parts
            ]
            if score == math.inf:
                # To begin with every blank drops out.
                counted = [(unit, points) for unit, points, *_rest in parts]
            earned = sum(
                unit * points for unit, points in counted if points is not None
            )
            whole = sum(unit for unit, points in counted if points is not None)
            if Fraction(earned, whole) == score:
                return counted
            score = Fraction(earned, whole)


def score(criteria, weights, musts=()):
    """Score every pair.

    :param criteria: :class:`Criterion` objects, all over the same people
    :param weights: {code: weight}, numbers of 0 or more, told apart to 1/1000; a
        criterion without a weight has 0
    :param musts: codes of the criteria that a pair must score on, or {code: where},
        ``where`` being True or a boolean array that broadcasts to mentees × mentors
        (such as a column for the mentees who insist). A blank answer does not meet a
        must
    :return: a :class:`ScoreResult`
    :raises MatchingError: no criteria, different people, weights that are negative or
        all zero, or a code that no criterion has
    """
    criteria = tuple(criteria)
    shape = _check_criteria(criteria)
    units = _check_weights(criteria, weights)
    musts = _check_musts(criteria, musts, shape)
    lowest = tuple(_Lowest.of(criterion) for criterion in criteria)
    weighted = [
        _Weighted(unit, criterion, low)
        for unit, criterion, low in zip(units, criteria, lowest, strict=True)
        if unit
    ]
    basis_points, unknown = _score_all(weighted, shape)
    return ScoreResult(
        criteria=criteria,
        weights=tuple(weights.get(criterion.code, 0) for criterion in criteria),
        musts=musts,
        basis_points=basis_points,
        allowed=_allowed(criteria, musts, shape),
        unknown=unknown,
        _units=units,
        _lowest=lowest,
    )


def score_blocks(criteria, weights, musts=()):
    """Score every pair a few mentees at a time, where all at once would not fit.

    Same arguments and scores as :func:`score`.

    :return: iterator of (mentees' positions, their basis points with all mentors,
        where their musts are met)
    :raises MatchingError: as :func:`score`
    """
    criteria = tuple(criteria)
    shape = _check_criteria(criteria)
    units = _check_weights(criteria, weights)
    musts = _check_musts(criteria, musts, shape)
    weighted = [
        _Weighted(unit, criterion, _Lowest.of(criterion))
        for unit, criterion in zip(units, criteria, strict=True)
        if unit
    ]
    mentee_groups, mentor_groups = _prepare_blocks(weighted, shape)
    for rows in _blocks(mentee_groups):
        block = np.zeros((len(rows), shape[1]), dtype=np.int32)
        picked = [part.pick(rows) for part in weighted]
        for columns in mentor_groups:
            block[:, columns] = _score_block(weighted, picked, rows, columns)
        unknown = np.ones(block.shape, dtype=bool)
        for part in weighted:
            criterion = part.criterion
            answered = criterion.mentee_answered[rows][:, None]
            unknown &= ~(answered & criterion.mentor_answered)
        block[unknown] = 0
        yield rows, block, _allowed_rows(criteria, musts, rows, shape)


# ----------------------------------------------------------------------
# Checks
# ----------------------------------------------------------------------


def _check_criteria(criteria):
    if not criteria:
        raise MatchingError("Choose at least one criterion.")
    shapes = {criterion.shape for criterion in criteria}
    if len(shapes) > 1:
        raise MatchingError("The criteria are not about the same people.")
    codes = [criterion.code for criterion in criteria]
    if len(set(codes)) < len(codes):
        raise MatchingError("Two criteria have the same code.")
    return shapes.pop()


def _check_weights(criteria, weights):
    """Return the weights as small integers in the same proportions."""
    _check_codes(criteria, weights)
    units = []
    for criterion in criteria:
        weight = weights.get(criterion.code, 0)
        if not math.isfinite(weight) or weight < 0:
            raise MatchingError(
                f"The weight of {criterion.code!r} must be a number of 0 or more."
            )
        units.append(round(weight * WEIGHT_UNIT))
    divisor = math.gcd(*units)
    if not divisor:
        raise MatchingError("Give at least one criterion a weight above zero.")
    if sum(units) // divisor > 10**9:
        raise MatchingError("The weights are too large.")
    return tuple(unit // divisor for unit in units)


def _check_musts(criteria, musts, shape):
    if not isinstance(musts, dict):
        musts = dict.fromkeys(musts, True)
    _check_codes(criteria, musts)
    checked = {}
    for code, where in musts.items():
        where = np.asarray(where, dtype=bool)
        try:
            np.broadcast_to(where, shape)
        except ValueError as error:
            raise MatchingError("A must is given for other people.") from error
        checked[code] = where
    return checked


def _check_codes(criteria, codes):
    unknown = set(codes) - {criterion.code for criterion in criteria}
    if unknown:
        raise MatchingError(f"There is no criterion {min(unknown)!r}.")


def _allowed(criteria, musts, shape):
    return _allowed_rows(criteria, musts, slice(None), shape)


def _allowed_rows(criteria, musts, rows, shape):
    """Return where some mentees meet the musts with each mentor."""
    count = len(np.arange(shape[0])[rows])
    allowed = np.ones((count, shape[1]), dtype=bool)
    for criterion in criteria:
        if criterion.code in musts:
            # Person who left it blank does not meet it.
            answered = criterion.mentee_answered[rows]
            scored = criterion.table[criterion.mentee_keys[rows][answered]] > 0
            met = np.zeros((count, shape[1]), dtype=bool)
            met[answered] = scored.take(criterion.mentor_keys, axis=1)
            met[:, ~criterion.mentor_answered] = False
            where = musts[criterion.code]
            if not where.all():
                met |= ~np.broadcast_to(where, shape)[rows]
            allowed &= met
    return allowed


def _padded_keys(criterion):
    """Return everybody's keys, a blank's being one past the end of the table."""
    rows, columns = criterion.table.shape
    return (
        np.where(criterion.mentee_answered, criterion.mentee_keys, rows),
        np.where(criterion.mentor_answered, criterion.mentor_keys, columns),
    )


# ----------------------------------------------------------------------
# Scores
# ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Lowest:
    """The lowest points on a criterion among those who answered; inf for nobody."""

    by_mentor: np.ndarray
    """With each mentor, for a mentee who left it blank."""
    by_mentee: np.ndarray
    """With each mentee, for a mentor who left it blank."""
    overall: float

    @classmethod
    def of(cls, criterion):
        """Return the lowest points on a criterion, or None if everybody answered."""
        if criterion.mentee_answered.all() and criterion.mentor_answered.all():
            return None
        rows = np.unique(criterion.mentee_keys[criterion.mentee_answered])
        columns = np.unique(criterion.mentor_keys[criterion.mentor_answered])
        table = criterion.table
        by_column = _least(table[rows], axis=0)
        if len(columns) < table.shape[1]:
            table = table[:, columns]
        by_row = _least(table, axis=1)
        return cls(
            by_mentor=by_column[criterion.mentor_keys],
            by_mentee=by_row[criterion.mentee_keys],
            overall=float(min(by_column[columns], default=np.inf)),
        )

    def of_pair(self, criterion, mentee, mentor):
        """Return what a blank between two people counts for at most."""
        if criterion.mentor_answered[mentor]:
            low = self.by_mentor[mentor]
        elif criterion.mentee_answered[mentee]:
            low = self.by_mentee[mentee]
        else:
            low = self.overall
        return math.inf if low == np.inf else int(low)


def _least(table, axis):
    if not table.shape[axis]:
        return np.full(table.shape[1 - axis], np.inf)
    return table.min(axis=axis).astype(np.float64)


class _Weighted:
    """A criterion at work: its points times its weight, 0 for a blank.

    Where the lowest points are 0, a blank that is counted at them is nothing but those
    0 points. Only where they are above 0 for somebody (``soft``) a blank may drop out.
    """

    def __init__(self, unit, criterion, lowest):
        self.unit = unit
        self.criterion = criterion
        self.lowest = lowest
        self.soft = self._is_soft()

    def _is_soft(self):
        mentee_answered = self.criterion.mentee_answered
        mentor_answered = self.criterion.mentor_answered
        lowest = self.lowest
        if lowest is None:
            return False
        mentee_blank = not mentee_answered.all()
        mentor_blank = not mentor_answered.all()
        return bool(
            (mentee_blank and (lowest.by_mentor[mentor_answered] > 0).any())
            or (mentor_blank and (lowest.by_mentee[mentee_answered] > 0).any())
            or (mentee_blank and mentor_blank and lowest.overall > 0)
        )

    def prepare(self, dtype):
        """Set what the points are counted in, and where everybody stands."""
        self.dtype = dtype
        self.mentee_keys, self.mentor_keys = _padded_keys(self.criterion)

    def pick(self, rows):
        """Return the weighed points of some mentees, 0 at the end for a blank.

        A block at a time: the table of a criterion may be as large as all the pairs.
        """
        table = self.criterion.table
        keys = self.mentee_keys[rows]
        answered = keys < table.shape[0]
        points = np.zeros((len(rows), table.shape[1] + 1), dtype=self.dtype)
        # Widened before it is multiplied: 16 bits would wrap.
        points[answered, :-1] = table[keys[answered]]
        points *= self.unit
        return points

    def blank(self, rows, columns):
        """Return what the blanks of a block count at most, or None if it has none.

        The mentees of the block either all answered or all did not, and so the mentors.
        """
        mentee_answered = self.criterion.mentee_answered[rows[0]]
        mentor_answered = self.criterion.mentor_answered[columns[0]]
        if mentee_answered and mentor_answered:
            return None
        if mentor_answered:
            return self.lowest.by_mentor[columns]
        if mentee_answered:
            return self.lowest.by_mentee[rows][:, None]
        return self.lowest.overall


def _score_all(weighted, shape):
    """Return the basis points of all pairs, and where nothing applies.

    People are taken in groups that left the same soft questions blank, so that within
    a block of pairs the same criteria may drop out.
    """
    basis_points = np.zeros(shape, dtype=np.int32)
    mentee_groups, mentor_groups = _prepare_blocks(weighted, shape)
    for rows in _blocks(mentee_groups):
        picked = [part.pick(rows) for part in weighted]
        for columns in mentor_groups:
            block = _score_block(weighted, picked, rows, columns)
            if len(mentor_groups) == 1:
                basis_points[rows] = block
            else:
                basis_points[np.ix_(rows, columns)] = block
    unknown = _nothing_applies([part.criterion for part in weighted], shape)
    basis_points[unknown] = 0
    return basis_points, unknown


def _prepare_blocks(weighted, shape):
    """Set the tables; return the groups of mentees and of mentors to go by."""
    exact32 = sum(part.unit for part in weighted) * BASIS_POINTS < EXACT_FLOAT32
    for part in weighted:
        part.prepare(np.float32 if exact32 else np.float64)
    soft = [part.criterion for part in weighted if part.soft]
    return (
        _groups([c.mentee_answered for c in soft], shape[0]),
        _groups([c.mentor_answered for c in soft], shape[1]),
    )


def _nothing_applies(criteria, shape):
    """Return the pairs to which no criterion applies."""
    nothing = np.ones(shape, dtype=bool)
    for criterion in criteria:
        if criterion.mentee_answered.all() and criterion.mentor_answered.all():
            return np.zeros(shape, dtype=bool)
        nothing &= ~criterion.applies
    return nothing


def _score_block(weighted, picked, rows, columns):
    """Score some mentees with some mentors, each group with the same soft blanks."""
    earned = np.zeros((len(rows), len(columns)), dtype=picked[0].dtype)
    whole = 0
    blanks = []
    for part, points in zip(weighted, picked, strict=True):
        lowest = part.blank(rows, columns) if part.soft else None
        if lowest is None:
            earned += points.take(part.mentor_keys[columns], axis=1)
            whole += part.unit
        else:
            blanks.append((part.unit, lowest))
    if not whole:
        # Nothing applies that could be rounded.
        return 0
    mean = _mean(earned.astype(np.float64), whole, blanks)
    mean += 0.5
    return np.floor(mean, out=mean)


def _mean(earned, whole, blanks):
    """Return the mean over what applies, a blank counted where that lowers it."""
    mean = earned / whole
    if not blanks:
        return mean
    # Each round counts fewer blanks than the one before, or is the last.
    for _round in range(len(blanks) + 1):
        total, weights = earned, whole
        for unit, low in blanks:
            counts = low < mean
            total = total + np.where(counts, unit * low, 0.0)
            weights = weights + unit * counts
        better = total / weights
        if np.array_equal(better, mean):
            break
        mean = better
    return mean


def _groups(answered, people):
    """Return the people in groups that answered the same of some questions."""
    everyone = np.arange(people)
    if not people or not answered:
        return [everyone]
    patterns = np.stack(answered, axis=1)
    if patterns.all():
        return [everyone]
    _patterns, group = np.unique(patterns, axis=0, return_inverse=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _blocks(groups):
    for group in groups:
        for start in range(0, len(group), BLOCK_ROWS):
            yield group[start : start + BLOCK_ROWS]


def _largest_remainder(numerators, denominator, total):
    """Round fractions of one denominator to whole numbers that add up to a total."""
    rounded = [numerator // denominator for numerator in numerators]
    by_remainder = sorted(
        range(len(numerators)), key=lambda index: -(numerators[index] % denominator)
    )
    for index in by_remainder[: total - sum(rounded)]:
        rounded[index] += 1
    return rounded
