# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
from hypothesis import given

if __package__:
    from .matching_common import (
        MatchingCase,
        all_answers,
        examples,
        instances,
        key,
        matching,
        module,
        structured,
    )
else:
    from matching_common import (
        MatchingCase,
        all_answers,
        examples,
        instances,
        key,
        matching,
        module,
        structured,
    )


class TestMatchingCertify(MatchingCase):
    def assertProves(self, instance, certificate, objective):
        """Check the prices by the definition, without trusting what is said of them."""
        problem = module("problem").build_problem(*instance.arguments, objective)
        mentee_prices = certificate.mentee_prices
        mentor_prices = certificate.mentor_prices
        self.assertTrue((mentee_prices >= 0).all())
        self.assertTrue((mentor_prices >= 0).all())
        sums = mentee_prices[:, None] + mentor_prices
        self.assertTrue((sums >= problem.weights).all())
        bound = mentee_prices.sum() + (mentor_prices * problem.free_capacity).sum()
        self.assertEqual(bound, certificate.bound)

    @examples(150)
    @given(instances())
    def test_proves_every_answer_of_the_engine(self, instance):
        for objective in matching.OBJECTIVES:
            answer = instance.assign(objective)
            certificate = instance.certify(answer, objective)
            self.assertTrue(certificate.optimal)
            self.assertEqual(certificate.gap, 0)
            self.assertEqual(certificate.pairs_short, 0)
            self.assertEqual(certificate.score_short, 0)
            self.assertProves(instance, certificate, objective)

    @examples(100)
    @given(instances(mentees=4, mentors=3))
    def test_never_proves_a_worse_answer(self, instance):
        for objective in ("participation", "total"):
            answers = all_answers(instance)
            first, second = key(instance, answers, objective)
            keys = list(zip(first.tolist(), second.tolist(), strict=True))
            best = max(keys)
            for index in range(0, len(answers), max(len(answers) // 20, 1)):
                certificate = instance.certify(answers[index], objective)
                self.assertProves(instance, certificate, objective)
                self.assertEqual(certificate.optimal, keys[index] == best)
                self.assertEqual(certificate.optimal, certificate.gap == 0)

    def test_proves_structured_instances(self):
        for seed, (mentees, mentors) in enumerate([(200, 110), (120, 200), (300, 300)]):
            instance = structured(mentees, mentors, seed)
            for objective in matching.OBJECTIVES:
                answer = instance.assign(objective)
                certificate = instance.certify(answer, objective)
                self.assertTrue(certificate.optimal, (seed, objective))
                self.assertProves(instance, certificate, objective)

    def test_proves_with_pins_and_stay(self):
        instance = structured(100, 60)
        stay = instance.assign("lift")
        mentor = int(np.flatnonzero(instance.allowed[3] & (instance.capacity > 0))[-1])
        pinned = instance.with_pin(3, mentor)
        answer = pinned.assign(stay=stay)
        self.assertEqual(answer[3], mentor)
        self.assertTrue(pinned.certify(answer, stay=stay).optimal)

    def test_bounds_a_greedy_answer(self):
        instance = structured(150, 90)
        scores = np.where(instance.may_match(), instance.scores, -1)
        greedy = np.full(150, -1)
        left = instance.capacity.copy()
        for mentee in range(150):
            mentor = int(np.argmax(np.where(left > 0, scores[mentee], -1)))
            if left[mentor] and scores[mentee, mentor] >= 0:
                greedy[mentee] = mentor
                left[mentor] -= 1
        best = instance.assign()
        certificate = instance.certify(greedy)
        self.assertFalse(certificate.optimal)
        self.assertGreater(certificate.gap, 0)
        self.assertGreaterEqual(certificate.bound, instance.certify(best).weight)

    def test_refuses_an_answer_that_breaks_a_rule(self):
        scores = np.full((2, 2), 0.5)
        for answer, arguments, words in (
            ([0, 0], (scores, [1, 1]), "too many"),
            ([0, 2], (scores, [1, 1]), "take part"),
            ([0], (scores, [1, 1]), "each mentee"),
            ([0, 1], (scores, [1, 1], None, 0.6), "may not be matched"),
            ([0, 1], (scores, [1, 1], None, 0.0, [(0, 1)]), "pinned"),
        ):
            with self.subTest(answer=answer):
                with self.assertRaisesRegex(matching.MatchingError, words):
                    matching.certify(np.array(answer), *arguments)
