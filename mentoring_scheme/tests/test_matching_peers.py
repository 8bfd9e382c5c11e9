# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

if __package__:
    from .matching_common import MatchingCase, examples, matching
else:
    from matching_common import MatchingCase, examples, matching


def best_by_search(points, allowed, bonus):
    """Return the most that any division into pairs is worth."""

    def search(people):
        if not people:
            return 0
        first, *rest = people
        best = search(rest)
        for other in rest:
            if allowed[first, other]:
                left = [person for person in rest if person != other]
                best = max(best, points[first, other] + bonus + search(left))
        return best

    return search(list(range(len(points))))


class TestMatchingPeers(MatchingCase):
    """Pairs among equals (promise A41)."""

    @examples(150)
    @given(st.integers(0, 7), st.integers(0, 10**6), st.booleans())
    def test_equal_to_exhaustive_search(self, people, seed, total):
        rng = np.random.default_rng(seed)
        scores = rng.integers(0, 5001, (people, people)) * 2 / 10_000
        allowed = rng.random((people, people)) < 0.8
        objective = "total" if total else "participation"
        result = matching.assign_peers(scores, allowed, 0.2, objective=objective)
        self.assertTrue(result.optimal)
        means = matching.symmetric(scores)
        usable = allowed & allowed.T & (means >= 0.2 - 1e-9)
        points = np.rint(means * 10_000).astype(int)
        bonus = 0 if total else 10_000 * people + 1
        worth = 0
        for person, partner in enumerate(result.partners):
            if partner >= 0:
                self.assertEqual(result.partners[partner], person)
                self.assertTrue(usable[person, partner])
                worth += (points[person, partner] + bonus) / 2
        self.assertEqual(worth, best_by_search(points, usable, bonus))

    def test_a_ring_of_three_has_one_pair(self):
        """Half pairs would be worth more than any whole one."""
        scores = np.full((3, 3), 0.9)
        partners = matching.assign_peers(scores).partners
        self.assertEqual(sorted(partners >= 0), [False, True, True])

    def test_pins_stand(self):
        scores = np.array([[0, 1, 0.1], [1, 0, 0.1], [0.1, 0.1, 0]])
        partners = matching.assign_peers(scores, pins=[(0, 2)]).partners
        self.assertEqual(partners.tolist(), [2, -1, 0])

    def test_bad_input(self):
        square = np.zeros((3, 3))
        for arguments in (
            {"scores": np.zeros((2, 3))},
            {"scores": square, "pins": [(0, 1), (1, 2)]},
            {"scores": square, "pins": [(0, 0)]},
            {"scores": square, "pins": [(0, 7)]},
            {"scores": square, "objective": "lift"},
            {"scores": square, "allowed": np.ones((2, 2), bool)},
            {"scores": square + 2},
        ):
            with self.assertRaises(matching.MatchingError):
                matching.assign_peers(**arguments)
