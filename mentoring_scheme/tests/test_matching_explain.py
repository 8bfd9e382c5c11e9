# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
from hypothesis import given

if __package__:
    from .matching_common import (
        MatchingCase,
        examples,
        instances,
        key,
        matching,
        structured,
    )
else:
    from matching_common import (
        MatchingCase,
        examples,
        instances,
        key,
        matching,
        structured,
    )


class TestMatchingExplain(MatchingCase):
    def price_by_solving(self, instance, answer, mentee, mentor, objective):
        """Return (pairs, total) that a pair costs, by solving with it."""
        pinned = instance.with_pin(mentee, mentor)
        forced = pinned.assign(objective)
        now, then = (key(instance, a, objective) for a in (answer, forced))
        first, second = now[0] - then[0], now[1] - then[1]
        if objective in ("total", "quality"):
            return second, first
        return first, second

    def assertPrices(self, instance, objective, explanation, answer, mentees):
        for mentee in mentees:
            for other in explanation.alternatives[mentee]:
                pairs, total = self.price_by_solving(
                    instance, answer, mentee, other.mentor, objective
                )
                self.assertEqual(other.pairs, pairs)
                self.assertAlmostEqual(other.total, total, places=4)
                self.assertEqual(other.score, instance.scores[mentee, other.mentor])

    @examples(100)
    @given(instances())
    def test_prices_equal_solving_again(self, instance):
        for objective in matching.OBJECTIVES:
            answer = instance.assign(objective)
            explanation = instance.explain(answer, objective)
            self.assertTrue(
                all(o.exact for row in explanation.alternatives for o in row)
            )
            self.assertPrices(
                instance, objective, explanation, answer, range(len(answer))
            )

    def test_prices_on_a_structured_instance(self):
        instance = structured(120, 70)
        for objective in ("participation", "lift"):
            answer = instance.assign(objective)
            explanation = instance.explain(answer, objective)
            self.assertPrices(
                instance, objective, explanation, answer, range(0, 120, 9)
            )

    @examples(100)
    @given(instances(pins=False))
    def test_alternatives_are_the_best_by_score(self, instance):
        answer = instance.assign()
        explanation = instance.explain(answer, count=2)
        may = instance.may_match() & (instance.capacity > 0)
        for mentee, row in enumerate(explanation.alternatives):
            others = np.flatnonzero(may[mentee])
            others = sorted(
                (o for o in others if o != answer[mentee]),
                key=lambda o, scores=instance.scores[mentee]: (-scores[o], o),
            )
            self.assertEqual([other.mentor for other in row], others[:2])

    def test_lower_bounds_above_the_limit(self):
        instance = structured(120, 70)
        answer = instance.assign()
        exact = instance.explain(answer).alternatives
        bounds = instance.explain(answer, exact_limit=0).alternatives
        for exact_row, bound_row in zip(exact, bounds, strict=True):
            for price, bound in zip(exact_row, bound_row, strict=True):
                self.assertFalse(bound.exact)
                self.assertEqual(bound.mentor, price.mentor)
                self.assertLessEqual(
                    (bound.pairs, bound.total), (price.pairs, price.total)
                )

    def test_prices_only_the_best_answer(self):
        scores = np.array([[0.9, 0.1], [0.1, 0.9]])
        for limit in (0, 10):
            with self.assertRaisesRegex(matching.MatchingError, "best answer"):
                matching.explain(np.array([1, 0]), scores, [1, 1], exact_limit=limit)

    def test_pinned_mentee_has_no_alternatives(self):
        scores = np.array([[0.5, 0.4], [0.5, 0.4]])
        answer = matching.assign(scores, [1, 1], pins=[(0, 1)])
        explanation = matching.explain(answer, scores, [1, 1], pins=[(0, 1)])
        self.assertEqual(explanation.alternatives[0], [])

    def test_why_unmatched(self):
        scores = np.array(
            [[0.9, 0.9, 0.9], [0.8, 0.9, 0.9], [0.3, 0.9, 0.2], [0.9, 0.9, 0.9]]
        )
        allowed = np.array(
            [
                [True, False, False],
                [True, False, False],
                [True, False, True],
                [False, False, False],
            ]
        )
        arguments = (scores, [1, 1, 1], allowed, 0.5)
        answer = matching.assign(*arguments)
        self.assertEqual(answer.tolist(), [0, -1, -1, -1])
        reasons = matching.explain(answer, *arguments).unmatched
        self.assertEqual(set(reasons), {1, 2, 3})
        self.assertEqual(reasons[1].code, "crowded_out")
        self.assertEqual(reasons[1].mentors, (0,))
        self.assertEqual(reasons[1].crowded_out_by, ((0,),))
        self.assertEqual(reasons[2].code, "below_threshold")
        self.assertEqual(reasons[2].mentors, (0, 2))
        self.assertEqual(reasons[3].code, "no_allowed")

    def test_mentors_without_places(self):
        answer = matching.assign([[0.9]], [0])
        reasons = matching.explain(answer, [[0.9]], [0]).unmatched
        self.assertEqual(reasons[0].code, "no_capacity")
        self.assertEqual(reasons[0].mentors, (0,))

    @examples(100)
    @given(instances())
    def test_every_unmatched_mentee_has_a_reason(self, instance):
        answer = instance.assign()
        reasons = instance.explain(answer).unmatched
        self.assertEqual(set(reasons), set(np.flatnonzero(answer < 0).tolist()))
        for mentee, reason in reasons.items():
            self.assertNotEqual(reason.code, "place_free")
            if reason.code == "crowded_out":
                for mentor, by in zip(
                    reason.mentors, reason.crowded_out_by, strict=True
                ):
                    self.assertEqual(len(by), instance.capacity[mentor])
                    self.assertTrue(all(answer[other] == mentor for other in by))
            elif reason.code == "no_allowed":
                self.assertFalse(instance.allowed[mentee].any())
