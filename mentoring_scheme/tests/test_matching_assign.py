# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

if __package__:
    from .matching_common import (
        Instance,
        MatchingCase,
        all_answers,
        examples,
        instances,
        key,
        matching,
        only_sparse,
        structured,
    )
else:
    from matching_common import (
        Instance,
        MatchingCase,
        all_answers,
        examples,
        instances,
        key,
        matching,
        only_sparse,
        structured,
    )

assign = matching.assign


class TestMatchingAssign(MatchingCase):
    def assertBest(self, instance, answer, objective):
        """Check an answer against every other one."""
        self.assertTrue(instance.feasible(answer))
        first, second = key(instance, all_answers(instance), objective)
        best = max(zip(first.tolist(), second.tolist(), strict=True))
        found = key(instance, answer, objective)
        self.assertAlmostEqual(found[0], best[0], places=5)
        self.assertAlmostEqual(found[1], best[1], places=5)

    @examples(400)
    @given(instances())
    def test_equals_exhaustive_search(self, instance):
        for objective in matching.OBJECTIVES:
            self.assertBest(instance, instance.assign(objective), objective)

    @examples(120)
    @given(instances(grid=False, pins=False))
    def test_equals_exhaustive_search_on_floats(self, instance):
        for objective in ("participation", "lift"):
            self.assertBest(instance, instance.assign(objective), objective)

    @examples(120)
    @given(instances())
    def test_large_way_equals_exhaustive_search(self, instance):
        with only_sparse():
            for objective in matching.OBJECTIVES:
                self.assertBest(instance, instance.assign(objective), objective)

    @examples(120)
    @given(instances(), st.randoms(use_true_random=False))
    def test_any_record_order(self, instance, random):
        mentees, mentors = instance.scores.shape
        rows = random.sample(range(mentees), mentees)
        columns = random.sample(range(mentors), mentors)
        shuffled = Instance(
            instance.scores[np.ix_(rows, columns)],
            instance.capacity[columns],
            instance.allowed[np.ix_(rows, columns)],
            instance.threshold,
            tuple((rows.index(i), columns.index(j)) for i, j in instance.pins),
        )
        for objective in matching.OBJECTIVES:
            self.assertEqual(
                key(instance, instance.assign(objective), objective),
                key(shuffled, shuffled.assign(objective), objective),
            )

    def test_same_input_same_answer(self):
        instance = structured(80, 50)
        for objective in matching.OBJECTIVES:
            first = instance.assign(objective)
            np.testing.assert_array_equal(first, instance.assign(objective))

    def test_input_is_left_alone(self):
        instance = structured(20, 15)
        copies = [array.copy() for array in instance.arguments[:3]]
        for objective in matching.OBJECTIVES:
            instance.assign(objective, stay=np.full(20, 3))
        for array, copy in zip(instance.arguments, copies, strict=False):
            np.testing.assert_array_equal(array, copy)

    def test_both_ways_agree_on_structured_instances(self):
        instance = structured(150, 90)
        for objective in matching.OBJECTIVES:
            dense = instance.assign(objective)
            with only_sparse():
                sparse = instance.assign(objective)
            self.assertEqual(
                key(instance, dense, objective), key(instance, sparse, objective)
            )

    def test_objectives_differ(self):
        scores = np.array([[0.9, 0.5], [0.6, 0.0]])
        allowed = np.array([[True, True], [True, False]])
        self.assertEqual(assign(scores, [1, 1], allowed).tolist(), [1, 0])
        quality = assign(scores, [1, 1], allowed, 0.5, (), "quality")
        self.assertEqual(quality.tolist(), [0, -1])
        even = np.array([[1.0, 0.6], [0.6, 0.1]])
        self.assertEqual(assign(even, [1, 1]).tolist(), [1, 0])
        uneven = np.array([[1.0, 0.55], [0.6, 0.2]])
        self.assertEqual(assign(uneven, [1, 1]).tolist(), [0, 1])
        lifted = assign(uneven, [1, 1], objective="lift")
        self.assertEqual(lifted.tolist(), [1, 0])

    def test_one_more_person_outweighs_everybody_else(self):
        """All but one give up a full score so that the last is matched too."""
        size = 30
        scores = np.eye(size)
        allowed = scores > 0
        allowed[:-1] |= np.eye(size, k=1, dtype=bool)[:-1]
        allowed[-1] = False
        allowed[-1, 0] = True
        moved = [*range(1, size), 0]
        for objective in ("participation", "lift"):
            answer = assign(scores, [1] * size, allowed, objective=objective)
            self.assertEqual(answer.tolist(), moved)
            with only_sparse():
                answer = assign(scores, [1] * size, allowed, objective=objective)
            self.assertEqual(answer.tolist(), moved)
        for objective in ("total", "quality"):
            answer = assign(scores, [1] * size, allowed, objective=objective)
            self.assertEqual(answer.tolist(), [*range(size - 1), -1])

    def test_pin_overrides_score_and_threshold(self):
        scores = np.array([[0.1, 0.9], [0.9, 0.8]])
        answer = assign(scores, [1, 1], threshold=0.5, pins=[(0, 0)])
        self.assertEqual(answer.tolist(), [0, 1])

    def test_staying_breaks_ties_and_no_more(self):
        scores = np.full((2, 2), 0.5)
        for stay in ([0, 1], [1, 0]):
            self.assertEqual(assign(scores, [1, 1], stay=stay).tolist(), stay)
        better = np.array([[0.5, 0.6], [0.6, 0.5]])
        self.assertEqual(assign(better, [1, 1], stay=[0, 1]).tolist(), [1, 0])
        self.assertEqual(assign(scores, [1, 1], stay=[-1, -1]).tolist()[:1], [0])

    def test_staying_never_costs_a_match(self):
        scores = np.array([[0.9, 0.4], [0.4, 0.0]])
        allowed = np.array([[True, True], [True, False]])
        answer = assign(scores, [1, 1], allowed, stay=[0, -1])
        self.assertEqual(answer.tolist(), [1, 0])

    def test_nobody(self):
        for scores, capacity, expected in (
            ([], [], []),
            ([], [2], []),
            (np.zeros((0, 3)), [1, 1, 1], []),
            ([[], []], [], [-1, -1]),
            ([[0.5], [0.6]], [0], [-1, -1]),
        ):
            answer = assign(scores, capacity)
            self.assertEqual(answer.tolist(), expected)
            self.assertEqual(answer.dtype.kind, "i")
        nobody = assign([[1.0]], [1], [[False]])
        self.assertEqual(nobody.tolist(), [-1])

    def test_bad_input_is_told_in_a_sentence(self):
        fine = {"scores": [[0.5, 0.5]], "capacity": [1, 1]}
        for change, words in (
            ({"scores": [[0.5, np.nan]]}, "not a number"),
            ({"scores": [[0.5, np.inf]]}, "not a number"),
            ({"scores": [[0.5, 1.01]]}, "from 0 to 1"),
            ({"scores": [[0.5, -0.01]]}, "from 0 to 1"),
            ({"scores": [["a", "b"]]}, "must be a number"),
            ({"scores": [0.5, 0.5]}, "table"),
            ({"scores": [[0.5]]}, "1 mentors"),
            ({"capacity": [1, -1]}, "negative"),
            ({"capacity": [1, 0.5]}, "whole number"),
            ({"capacity": [1, np.nan]}, "whole number"),
            ({"capacity": [[1, 1]]}, "one capacity"),
            ({"allowed": [[True]]}, "shape"),
            ({"allowed": [[0.5, 1.0]]}, "true or false"),
            ({"threshold": 1.5}, "threshold"),
            ({"threshold": np.nan}, "threshold"),
            ({"threshold": "high"}, "threshold"),
            ({"objective": "best"}, "objective"),
            ({"pins": [(0, 2)]}, "take part"),
            ({"pins": [(-1, 0)]}, "take part"),
            ({"pins": [(0,)]}, "pair"),
            ({"pins": [(0, 0.5)]}, "pair"),
            ({"pins": [(0, 0), (0, 1)]}, "twice"),
            ({"pins": [(0, 0), (0, 0)]}, "twice"),
            ({"pins": [(0, 0)], "allowed": [[False, True]]}, "forbidden"),
            ({"pins": [(0, 0)], "capacity": [0, 1]}, "takes 0"),
            ({"stay": [0, 1]}, "current mentor"),
            ({"stay": [2]}, "take part"),
        ):
            with self.subTest(**change):
                with self.assertRaisesRegex(matching.MatchingError, words) as caught:
                    assign(**{**fine, **change})
                self.assertIsInstance(caught.exception, ValueError)
                self.assertRegex(str(caught.exception), r"^[A-Z].*\.$")

    def test_more_pins_than_places(self):
        with self.assertRaisesRegex(matching.MatchingError, "2 pinned .* takes 1"):
            assign(np.ones((2, 1)), [1], pins=[(0, 0), (1, 0)])
