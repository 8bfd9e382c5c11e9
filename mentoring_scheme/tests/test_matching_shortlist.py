# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

if __package__:
    from .matching_common import MatchingCase, examples, matching
else:
    from matching_common import MatchingCase, examples, matching


def people(seed, mentees, mentors):
    """Return criteria, weights and capacities of made-up people, some left blank."""
    rng = np.random.default_rng(seed)

    def lists(count):
        return [rng.choice(8, rng.integers(0, 4)).tolist() for _ in range(count)]

    criteria = [
        matching.Overlap("topics", lists(mentees), lists(mentors)),
        matching.Experience(
            rng.integers(0, 10, mentees).tolist(),
            [int(y) if rng.random() < 0.8 else None for y in range(mentors)],
        ),
    ]
    return criteria, {"topics": 3, "experience": 1}, rng.integers(0, 3, mentors)


class TestMatchingShortlist(MatchingCase):
    """The best few of either side, with a proven gap."""

    @examples(80)
    @given(st.integers(0, 12), st.integers(0, 9), st.integers(0, 10**6))
    def test_blocks_score_as_the_whole(self, mentees, mentors, seed):
        criteria, weights, _capacity = people(seed, mentees, mentors)
        whole = matching.score(criteria, weights, ["topics"])
        seen = []
        for rows, points, allowed in matching.score_blocks(
            criteria, weights, ["topics"]
        ):
            seen += rows.tolist()
            self.assertTrue(np.array_equal(points, whole.basis_points[rows]))
            self.assertTrue(np.array_equal(allowed, whole.allowed[rows]))
        self.assertEqual(sorted(seen), list(range(mentees)))

    @examples(120)
    @given(
        st.integers(1, 12),
        st.integers(1, 9),
        st.integers(1, 12),
        st.integers(0, 10**6),
    )
    def test_gap_holds(self, mentees, mentors, keep, seed):
        """No answer over all pairs beats what is proven; with all kept none is left."""
        criteria, weights, capacity = people(seed, mentees, mentors)
        found = matching.assign_shortlisted(
            criteria, weights, capacity, threshold=0.3, keep=keep
        )
        whole = matching.score(criteria, weights)
        best = matching.assign(whole.scores, capacity, threshold=0.3)
        taken = np.bincount(found.answer[found.answer >= 0], minlength=mentors)
        self.assertTrue((taken <= capacity).all())

        def worth(answer):
            rows = np.flatnonzero(answer >= 0)
            self.assertTrue((whole.scores[rows, answer[rows]] >= 0.3).all())
            return len(rows), round(float(whole.scores[rows, answer[rows]].sum()), 6)

        count, total = worth(found.answer)
        most, best_total = worth(best)
        self.assertAlmostEqual(total, found.total, places=6)
        self.assertLessEqual(count, most)
        self.assertLessEqual(most, count + found.pairs_short)
        if most == count + found.pairs_short:
            self.assertLessEqual(best_total, total + found.score_short + 1e-6)
        if keep >= max(mentees, mentors):
            self.assertEqual((count, total), (most, best_total))
            self.assertEqual((found.pairs_short, found.score_short), (0, 0))

    def test_forbidden(self):
        criteria, weights, capacity = people(1, 6, 6)
        found = matching.assign_shortlisted(
            criteria,
            weights,
            capacity + 1,
            forbidden=lambda rows: np.ones((len(rows), 6), dtype=bool),
        )
        self.assertTrue((found.answer == -1).all())

    def test_bad_input(self):
        criteria, weights, capacity = people(1, 4, 4)
        for changes in ({"keep": 0}, {"threshold": 2}, {"capacity": [-1] * 4}):
            arguments = {"capacity": capacity, **changes}
            with self.assertRaises(matching.MatchingError):
                matching.assign_shortlisted(criteria, weights, **arguments)
