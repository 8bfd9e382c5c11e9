# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

if __package__:
    from .matching_common import MatchingCase, examples, matching, structured
else:
    from matching_common import MatchingCase, examples, matching, structured

assign_cohorts = matching.assign_cohorts


@st.composite
def divisions(draw, mentees=6, groups=3):
    """Draw the arguments of ``assign_cohorts``."""
    rows = draw(st.integers(1, mentees))
    columns = draw(st.integers(1, groups))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (rows, columns)
    minimum = rng.integers(0, 4, columns)
    return (
        rng.integers(0, 11, shape) / 10,
        minimum,
        minimum + rng.integers(0, 3, columns),
        rng.random(shape) < draw(st.sampled_from([0.6, 1.0])),
        draw(st.sampled_from([0.0, 0.4])),
    )


def key(scores, groups, objective):
    """Return what an objective compares."""
    placed = [(row, group) for row, group in enumerate(groups) if group >= 0]
    points = sum(round(scores[pair] * 10000) for pair in placed)
    return (len(placed), points) if objective == "participation" else (points,)


def best_key(scores, minimum, maximum, allowed, threshold, objective):
    """Return the best of all divisions that keep every rule."""
    rows, columns = scores.shape
    may = allowed & (scores >= threshold)
    keys = []
    for groups in product(range(-1, columns), repeat=rows):
        sizes = [groups.count(group) for group in range(columns)]
        if all(
            not size or minimum[group] <= size <= maximum[group]
            for group, size in enumerate(sizes)
        ) and all(group < 0 or may[row, group] for row, group in enumerate(groups)):
            keys.append(key(scores, groups, objective))
    return max(keys)


class TestMatchingCohorts(MatchingCase):
    def assertKeepsSizes(self, result, minimum, maximum):
        sizes = np.bincount(result.groups[result.groups >= 0], minlength=len(minimum))
        for size, least, most, is_open in zip(
            sizes, minimum, maximum, result.is_open, strict=True
        ):
            self.assertTrue(least <= size <= most if is_open else size == 0)

    @examples(60)
    @given(divisions())
    def test_equals_exhaustive_search(self, division):
        scores, minimum, maximum, allowed, threshold = division
        for objective in ("participation", "total"):
            result = assign_cohorts(*division, (), objective)
            self.assertKeepsSizes(result, minimum, maximum)
            rows = np.flatnonzero(result.groups >= 0)
            may = allowed & (scores >= threshold)
            self.assertTrue(may[rows, result.groups[rows]].all())
            self.assertEqual(
                key(scores, result.groups, objective), best_key(*division, objective)
            )
            self.assertTrue(result.optimal)
            self.assertEqual(result.gap, 0)
            self.assertEqual(result.people_short, 0)

    def test_structured_instance(self):
        instance = structured(90, 20)
        minimum, maximum = np.full(20, 4), np.full(20, 8)
        result = assign_cohorts(
            instance.scores, minimum, maximum, instance.allowed, instance.threshold
        )
        self.assertKeepsSizes(result, minimum, maximum)
        self.assertTrue(result.optimal)
        again = assign_cohorts(
            instance.scores, minimum, maximum, instance.allowed, instance.threshold
        )
        np.testing.assert_array_equal(result.groups, again.groups)

    def test_group_that_cannot_be_filled_closes(self):
        result = assign_cohorts(np.full((3, 2), 0.5), [4, 2], [8, 2])
        self.assertEqual(result.is_open.tolist(), [False, True])
        self.assertEqual(sorted(result.groups.tolist()), [-1, 1, 1])

    def test_people_come_before_points(self):
        """However many points one more person costs."""
        scores = np.array([[1.0, 0.0]] * 3 + [[0.0, 0.0]])
        allowed = np.array([[True, True]] * 3 + [[False, True]])
        sizes = [3, 4]
        result = assign_cohorts(scores, sizes, sizes, allowed)
        self.assertEqual(result.groups.tolist(), [1, 1, 1, 1])
        self.assertTrue(result.optimal)
        result = assign_cohorts(scores, sizes, sizes, allowed, objective="total")
        self.assertEqual(result.groups.tolist(), [0, 0, 0, -1])

    def test_pins(self):
        scores = np.array([[0.1, 0.9], [0.9, 0.9], [0.9, 0.9], [0.8, 0.9]])
        result = assign_cohorts(scores, [3, 1], [3, 1], pins=[(0, 0)])
        self.assertEqual(result.groups.tolist(), [0, 0, 0, 1])
        with self.assertRaisesRegex(matching.MatchingError, "cannot all reach"):
            assign_cohorts(scores[:2], [3, 1], [3, 1], pins=[(0, 0)])

    def test_must_run(self):
        scores = np.array([[0.9, 0.1], [0.9, 0.1]])
        result = assign_cohorts(scores, [2, 2], [2, 2])
        self.assertEqual(result.groups.tolist(), [0, 0])
        result = assign_cohorts(scores, [2, 2], [2, 2], must_run=[False, True])
        self.assertEqual(result.groups.tolist(), [1, 1])
        with self.assertRaisesRegex(matching.MatchingError, "cannot all reach"):
            assign_cohorts(scores, [2, 2], [2, 2], must_run=[True, True])

    def test_nobody(self):
        result = assign_cohorts(np.zeros((0, 2)), [1, 1], [2, 2])
        self.assertEqual(result.groups.tolist(), [])
        self.assertEqual(result.is_open.tolist(), [False, False])
        result = assign_cohorts([[], []], [], [])
        self.assertEqual(result.groups.tolist(), [-1, -1])
        result = assign_cohorts([[0.5]], [1], [1], [[False]])
        self.assertEqual(result.groups.tolist(), [-1])
        with self.assertRaisesRegex(matching.MatchingError, "cannot all reach"):
            assign_cohorts(np.zeros((0, 1)), [1], [2], must_run=[True])

    def test_bad_input_is_told_in_a_sentence(self):
        scores = [[0.5, 0.5]]
        for minimum, maximum, options, words in (
            ([3, 1], [2, 1], {}, "least size of 3 and a largest of 2"),
            ([1], [1, 1], {}, "least and a largest"),
            ([-1, 0], [1, 1], {}, "Least sizes"),
            ([0, 0], [1, 1], {"objective": "quality"}, "objective"),
            ([0, 0], [1, 1], {"must_run": [True]}, "must run"),
            ([0, 0], [1, 1], {"pins": [(0, 0), (0, 1)]}, "twice"),
        ):
            with self.subTest(words=words):
                with self.assertRaisesRegex(matching.MatchingError, words):
                    assign_cohorts(scores, minimum, maximum, **options)
