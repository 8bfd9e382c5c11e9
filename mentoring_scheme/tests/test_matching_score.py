# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

if __package__:
    from .matching_common import MatchingCase, examples, matching
else:
    from matching_common import MatchingCase, examples, matching


@st.composite
def scorings(draw, people=5, most=4):
    """Draw criteria with any points and blanks, and their weights."""
    mentees = draw(st.integers(1, people))
    mentors = draw(st.integers(1, people))
    points = st.one_of(st.sampled_from([0, 5000, 10000]), st.integers(0, 10000))
    # Mostly answered.
    answered = st.integers(0, 3).map(bool)
    criteria = []
    weights = {}
    for number in range(draw(st.integers(1, most))):
        table = [
            draw(st.lists(points, min_size=mentors, max_size=mentors))
            for _mentee in range(mentees)
        ]
        code = f"criterion_{number}"
        criteria.append(
            matching.Criterion(
                code,
                table,
                range(mentees),
                range(mentors),
                draw(st.lists(answered, min_size=mentees, max_size=mentees)),
                draw(st.lists(answered, min_size=mentors, max_size=mentors)),
            )
        )
        weights[code] = draw(st.sampled_from([0.5, 1, 2, 3, 10]))
    return criteria, weights


def lowest(criterion, mentee, mentor):
    """Return the lowest points that those who answered get in place of a blank."""
    mentees, mentors = criterion.shape
    rows = [mentee] if criterion.mentee_answered[mentee] else range(mentees)
    columns = [mentor] if criterion.mentor_answered[mentor] else range(mentors)
    points = [criterion.points(row, column) for row in rows for column in columns]
    return min((p for p in points if p is not None), default=None)


def score_by_definition(criteria, weights, mentee, mentor):
    """Return one pair's exact score: the least mean over what applies and any of the
    blanks at their lowest."""
    known, blank = [], []
    for criterion in criteria:
        weight = Fraction(weights[criterion.code])
        points = criterion.points(mentee, mentor)
        if points is not None:
            known.append((weight, points))
        elif lowest(criterion, mentee, mentor) is not None:
            blank.append((weight, lowest(criterion, mentee, mentor)))
    if not known:
        return Fraction(0)
    return min(
        sum(weight * points for weight, points in [*known, *chosen])
        / sum(weight for weight, _points in [*known, *chosen])
        for count in range(len(blank) + 1)
        for chosen in combinations(blank, count)
    )


class TestMatchingScore(MatchingCase):
    @examples(200)
    @given(scorings())
    def test_equals_the_definition(self, scoring):
        criteria, weights = scoring
        result = matching.score(criteria, weights)
        for (mentee, mentor), points in np.ndenumerate(result.basis_points):
            exact = score_by_definition(criteria, weights, mentee, mentor)
            self.assertEqual(points, (2 * exact + 1) // 2)
            applies = any(c.applies[mentee, mentor] for c in criteria)
            self.assertEqual(result.unknown[mentee, mentor], not applies)

    @examples(200)
    @given(scorings(), st.sampled_from([10, 100, 1000, 10000]))
    def test_breakdown_adds_up(self, scoring, out_of):
        criteria, weights = scoring
        result = matching.score(criteria, weights)
        for (mentee, mentor), points in np.ndenumerate(result.basis_points):
            parts = result.breakdown(mentee, mentor, out_of)
            shown = result.shown(mentee, mentor, out_of)
            self.assertEqual(sum(part.points for part in parts), shown)
            self.assertLessEqual(abs(shown - points * out_of / 10000), 0.5)
            for part, criterion in zip(parts, criteria, strict=True):
                self.assertGreaterEqual(part.points, 0)
                self.assertEqual(part.code, criterion.code)
                self.assertEqual(part.weight, weights[part.code])
                self.assertEqual(part.score, criterion.points(mentee, mentor))
                self.assertEqual(part.missing, not criterion.applies[mentee, mentor])
                self.assertTrue(part.counted or part.missing)

    @examples(200)
    @given(scorings(), st.data())
    def test_blank_never_beats_an_honest_answer(self, scoring, data):
        """A twin who leaves more blank never scores better, on either side."""
        criteria, weights = scoring
        mentees, mentors = criteria[0].shape
        mentee = data.draw(st.integers(0, mentees - 1))
        mentor = data.draw(st.integers(0, mentors - 1))
        skipped = data.draw(
            st.lists(st.booleans(), min_size=len(criteria), max_size=len(criteria))
        )
        both = [
            matching.Criterion(
                criterion.code,
                criterion.table,
                [*criterion.mentee_keys, mentee],
                [*criterion.mentor_keys, mentor],
                [
                    *criterion.mentee_answered,
                    criterion.mentee_answered[mentee] and not skip,
                ],
                [
                    *criterion.mentor_answered,
                    criterion.mentor_answered[mentor] and not skip,
                ],
            )
            for criterion, skip in zip(criteria, skipped, strict=True)
        ]
        points = matching.score(both, weights).basis_points
        self.assertTrue((points[mentees] <= points[mentee]).all())
        self.assertTrue((points[:, mentors] <= points[:, mentor]).all())

    def test_blank_drops_out_where_nobody_answered(self):
        result = matching.score(
            [
                matching.Sector([[1]], [[1]]),
                matching.Language([[]], [["en"]]),
            ],
            {"sector": 1, "language": 3},
        )
        self.assertEqual(result.basis_points.tolist(), [[10000]])
        self.assertTrue(result.incomplete[0, 0])
        language = result.breakdown(0, 0)[1]
        self.assertTrue(language.missing)
        self.assertFalse(language.counted)
        self.assertEqual(language.points, 0)
        self.assertEqual(
            language.explanation,
            ("blank", {"criterion": "language", "sides": ["mentee"]}),
        )

    def test_nothing_applies(self):
        result = matching.score([matching.Sector([[1], []], [[]])], {"sector": 1})
        self.assertEqual(result.basis_points.tolist(), [[0], [0]])
        self.assertTrue(result.unknown.all())
        self.assertEqual([p.points for p in result.breakdown(0, 0)], [0])

    def test_musts(self):
        criteria = [
            matching.Sector([[1], [2], []], [[1], [2]]),
            matching.Language([["en"]] * 3, [["en"], ["fr"]]),
        ]
        weights = {"sector": 1}
        result = matching.score(criteria, weights, musts=["sector", "language"])
        self.assertEqual(
            result.allowed.tolist(), [[True, False], [False, False], [False, False]]
        )
        insists = np.array([[True], [False], [False]])
        result = matching.score(criteria, weights, musts={"sector": insists})
        self.assertEqual(result.allowed.tolist(), [[True, False]] + [[True, True]] * 2)

    def test_bad_input_is_told_in_a_sentence(self):
        sector = matching.Sector([[1]], [[1]])
        for criteria, weights, musts, words in (
            ([], {}, (), "at least one criterion"),
            ([sector], {"sector": 0}, (), "above zero"),
            ([sector], {}, (), "above zero"),
            ([sector], {"sector": -1}, (), "0 or more"),
            ([sector], {"sector": float("nan")}, (), "0 or more"),
            ([sector], {"sector": 1, "color": 1}, (), "no criterion 'color'"),
            ([sector], {"sector": 1}, ["color"], "no criterion 'color'"),
            ([sector, sector], {"sector": 1}, (), "same code"),
            ([sector], {"sector": 1}, {"sector": [True, False]}, "other people"),
            (
                [sector, matching.Language([["en"]] * 2, [["en"]])],
                {"sector": 1},
                (),
                "same people",
            ),
        ):
            with self.subTest(words=words):
                with self.assertRaisesRegex(matching.MatchingError, words):
                    matching.score(criteria, weights, musts)

    def test_nobody(self):
        for mentees, mentors in (([], []), ([[1]], []), ([], [[1]])):
            result = matching.score([matching.Sector(mentees, mentors)], {"sector": 1})
            self.assertEqual(result.scores.shape, (len(mentees), len(mentors)))
            answer = matching.assign(result.scores, [1] * len(mentors), result.allowed)
            self.assertEqual(answer.tolist(), [-1] * len(mentees))

    def test_large_weights_stay_exact(self):
        criteria = [
            matching.Sector([[1]], [[1]]),
            matching.Language([["en"]], [["fr"]]),
        ]
        weights = {"sector": 123456.789, "language": 987654.321}
        result = matching.score(criteria, weights)
        exact = 10000 * 123456.789 / (123456.789 + 987654.321)
        self.assertEqual(result.basis_points[0, 0], round(exact))


class TestMatchingCriteria(MatchingCase):
    def assertScores(self, criterion, expected):
        np.testing.assert_array_almost_equal(criterion.score, expected, decimal=4)

    def assertWords(self, criterion, expected, names=None):
        mentees, mentors = criterion.shape
        words = [
            matching.describe(*criterion.explain(mentee, mentor), names)
            for mentee in range(mentees)
            for mentor in range(mentors)
        ]
        self.assertEqual(words, expected)

    def test_topics_ranked(self):
        criterion = matching.Topics([[1, 2]], [[1], [2], [1, 2], [3], []])
        self.assertScores(criterion, [[2 / 3, 1 / 3, 1, 0, 0]])
        self.assertEqual(criterion.applies.tolist(), [[True] * 4 + [False]])
        unranked = matching.Topics([[1, 2]], [[1], [2]], ranked=False)
        self.assertScores(unranked, [[0.5, 0.5]])

    def test_topics_tree(self):
        # 1 is above 11 and 12, and 11 above 111.
        parents = {11: 1, 12: 1, 111: 11}
        criterion = matching.Topics(
            [[11], [1], [12]], [[1], [111], [11, 1], [12]], parents
        )
        self.assertScores(
            criterion, [[0.5, 0.5, 1, 0], [1, 0.25, 1, 0.5], [0.5, 0, 0.5, 1]]
        )
        self.assertEqual(
            criterion.explain(0, 0),
            ("topics", {"shared": [], "related": [11], "wanted": [11]}),
        )
        with self.assertRaisesRegex(matching.MatchingError, "circle"):
            matching.Topics([[1]], [[2]], {1: 2, 2: 1})

    def test_topics_in_words(self):
        names = {1: "Law", 11: "Tax law", 2: "Ethics"}.get
        criterion = matching.Topics([[11, 2], []], [[1, 2], [3]], {11: 1})
        self.assertWords(
            criterion,
            [
                "In common: Ethics. Related: Tax law.",
                "Nothing in common.",
                "Left blank by the mentee.",
                "Left blank by the mentee.",
            ],
            names,
        )

    def test_sector_and_language(self):
        for make in (matching.Sector, matching.Language):
            criterion = make([["a", "b"], ["c"], None], [["b"], ["a", "c"]])
            self.assertScores(criterion, [[1, 1], [0, 1], [0, 0]])
            self.assertEqual(criterion.mentee_answered.tolist(), [True, True, False])

    def test_overlap(self):
        criterion = matching.PropertyOverlap("hobby", [["a", "b", "a"]], [["b"], ["c"]])
        self.assertScores(criterion, [[0.5, 0]])
        self.assertWords(criterion, ["In common: b.", "Nothing in common."])

    def test_availability(self):
        criterion = matching.Availability(
            [["mon", "tue", "wed"]], [["tue"], ["mon", "tue"]]
        )
        self.assertScores(criterion, [[0.5, 1]])

    def test_place(self):
        here, near, far = ("IT", "PR", "Parma"), ("IT", "PR", "Fidenza"), ("IT", "MI")
        both = ["in_person", "distance"]
        criterion = matching.Place(
            [here, here, None, None],
            [here, near, far],
            [["in_person"], both, ["distance"], ["in_person"]],
            [["in_person"], both, ["distance"]],
        )
        self.assertScores(
            criterion, [[1, 0.5, 0], [1, 0.8, 0.8], [0, 0.8, 0.8], [0, 0, 0]]
        )
        self.assertEqual(criterion.mentee_answered.tolist(), [True] * 3 + [False])
        self.assertEqual(matching.describe(*criterion.explain(0, 1)), "Both in PR.")
        self.assertEqual(matching.describe(*criterion.explain(0, 0)), "Both in Parma.")
        with self.assertRaisesRegex(matching.MatchingError, "mode"):
            matching.Place([here], [here], [["by_post"]], [both])

    def test_time_zone(self):
        criterion = matching.TimeZone([1, 11, None, float("nan")], [1, 3, -11], limit=4)
        self.assertScores(criterion, [[1, 0.5, 0], [0, 0, 0.5], [0, 0, 0], [0, 0, 0]])
        self.assertEqual(criterion.mentee_answered.tolist(), [True, True, False, False])
        self.assertEqual(matching.describe(*criterion.explain(0, 1)), "2 hours apart.")

    def test_career_stage(self):
        criterion = matching.CareerStage([2], [1, 2, 3, 4, 5, 6])
        self.assertScores(criterion, [[0, 0, 1, 1, 0.5, 0.25]])
        reverse = matching.CareerStage([5], [2, 3, 5], ideal=(-3, -1))
        self.assertScores(reverse, [[1, 1, 0.5]])
        # In reverse mentoring the mentee is the one ahead (promise A41).
        reverse = matching.CareerStage([5], [2, 3, 4, 5, 6], reverse=True)
        self.assertScores(reverse, [[0.5, 1, 1, 0, 0]])
        self.assertEqual(
            matching.describe(*reverse.explain(0, 2)),
            "The mentor is 1 career stage behind.",
        )
        self.assertWords(
            matching.CareerStage([2], [1, 3]),
            [
                "The mentor is 1 career stage behind.",
                "The mentor is 1 career stage ahead.",
            ],
        )

    def test_experience(self):
        criterion = matching.Experience([2, None], [4, 5, 7.5, 10, 30])
        self.assertScores(criterion, [[0, 0.5, 0.75, 1, 1], [0] * 5])
        reverse = matching.Experience([10], [2, 7, 8, 10, 30], reverse=True)
        self.assertScores(reverse, [[1, 0.5, 0, 0, 0]])
        with self.assertRaises(matching.MatchingError):
            matching.Experience([1], [1], least=5, full=4)

    def test_ranked_choice(self):
        criterion = matching.RankedChoice([[2, 0], []], 3)
        self.assertScores(criterion, [[0.8, 0, 1], [0, 0, 0]])
        self.assertEqual(criterion.mentee_answered.tolist(), [True, False])
        self.assertEqual(criterion.explain(0, 0), ("choice", {"rank": 2}))
        self.assertEqual(criterion.explain(0, 1), ("choice", {"rank": None}))
        with self.assertRaises(matching.MatchingError):
            matching.RankedChoice([[3]], 3)

    def test_mentor_preference(self):
        criterion = matching.MentorPreference([[1], []], 2)
        self.assertScores(criterion, [[0, 0], [1, 0]])
        self.assertEqual(criterion.mentor_answered.tolist(), [True, False])
        self.assertEqual(criterion.explain(1, 0), ("preference", {"rank": 1}))

    def test_priority(self):
        criterion = matching.Priority([0, 1, 5], 2)
        self.assertScores(criterion, [[0, 0], [0.5, 0.5], [1, 1]])
        self.assertEqual(
            matching.describe(*criterion.explain(1, 0)), "Left out before: 1 ×."
        )

    def test_any_criterion_in_words(self):
        criterion = matching.Criterion("other", [[2500]], [0], [0])
        self.assertWords(criterion, ["Scores 25 out of 100."])
