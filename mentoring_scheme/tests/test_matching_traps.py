# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ways in which solvers go wrong without a word, each shut out by a test."""

import ast
import sys
import warnings
from pathlib import Path
from unittest import mock

import numpy as np

if __package__:
    from .matching_common import (
        MatchingCase,
        matching,
        module,
        only_sparse,
        structured,
    )
else:
    from matching_common import (
        MatchingCase,
        matching,
        module,
        only_sparse,
        structured,
    )

assign = matching.assign


class TestMatchingTraps(MatchingCase):
    def sparse_graph(self, *arguments):
        """Return the graph that the solver for large instances is given."""
        assign_module = module("assign")
        name = "min_weight_full_bipartite_matching"
        solver = getattr(assign_module, name)
        with mock.patch.object(assign_module, name, side_effect=solver) as spy:
            with only_sparse():
                assign(*arguments)
        return spy.call_args.args[0]

    def test_large_weights(self):
        """Weights far above 1e6, as participation needs them, lose nothing."""
        instance = structured(300, 160)
        problem = module("problem").build_problem(*instance.arguments)
        self.assertGreater(problem.weights.max(), 1e10)
        self.assertTrue(instance.certify(instance.assign()).optimal)

    def test_empty_row(self):
        """A mentee whom nobody may take makes nothing infeasible."""
        scores = np.array([[0.5, 0.6], [0.7, 0.8]])
        allowed = np.array([[False, False], [True, True]])
        for way in (mock.MagicMock(), only_sparse()):
            with way:
                self.assertEqual(assign(scores, [1, 1], allowed).tolist(), [-1, 1])

    def test_penalties_stay_exact(self):
        """Every sum of weights is below 2**53, however many people there are."""
        problem_module = module("problem")
        for pairs in (0, 1, 10, 1000, 4000, 10_000, 100_000):
            scale = problem_module._choose_scale(pairs)
            self.assertGreaterEqual(scale, 10_000)
            bonus = 2 * (scale + scale // 100) * pairs + 1
            self.assertLess(2 * (bonus + scale) * pairs, 2**53)
        with self.assertRaisesRegex(matching.MatchingError, "too large"):
            problem_module._choose_scale(10**6)

    def test_no_noise_in_ties(self):
        """Ties are left to the order of the records, not broken by noise."""
        problem = module("problem").build_problem(np.full((3, 3), 0.5), [1, 1, 1])
        self.assertEqual(len(np.unique(problem.weights)), 1)

    def test_zero_costs_are_not_dropped(self):
        """A pair that scores 0 is a pair, also in a sparse matrix."""
        scores = np.zeros((3, 3))
        allowed = np.eye(3, dtype=bool)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for objective in matching.OBJECTIVES:
                arguments = (scores, [1, 1, 1], allowed, 0.0, (), objective)
                with only_sparse():
                    self.assertEqual(assign(*arguments).tolist(), [0, 1, 2])
                self.assertEqual(assign(*arguments).tolist(), [0, 1, 2])
        self.assertGreaterEqual(self.sparse_graph(*arguments).data.min(), 1)

    def test_nan_and_infinity_are_refused(self):
        for value in (np.nan, np.inf, -np.inf):
            for way in (mock.MagicMock(), only_sparse()):
                with way, self.assertRaises(matching.MatchingError):
                    assign([[0.5, value]], [1, 1], [[True, False]])

    def test_indices_are_32_bits(self):
        """SciPy 1.11 refuses wider ones."""
        instance = structured(30, 20)
        graph = self.sparse_graph(*instance.arguments)
        self.assertEqual(graph.indices.dtype, np.int32)
        self.assertEqual(graph.indptr.dtype, np.int32)

    def test_more_mentees_than_places(self):
        """Infeasible for a full matching; older SciPy never returned."""
        scores = np.full((5, 2), 0.5)
        with only_sparse():
            answer = assign(scores, [1, 1])
        self.assertEqual(sorted(answer.tolist()), [-1, -1, -1, 0, 1])

    def test_every_mentee_has_a_private_dummy(self):
        """Without them SciPy's feasibility check can take exponential time."""
        instance = structured(30, 20)
        graph = self.sparse_graph(*instance.arguments)
        dummies = graph[:, -30:]
        self.assertEqual(dummies.nnz, 30)
        self.assertTrue((dummies.diagonal() > 0).all())

    def test_free_exchange_is_an_edge(self):
        """An exchange that costs 0 is not taken for none by SciPy's graphs."""
        scores = np.array([[0.5, 0.5]])
        answer = assign(scores, [1, 1])
        alternatives = matching.explain(answer, scores, [1, 1]).alternatives[0]
        self.assertEqual([(a.pairs, a.total) for a in alternatives], [(0, 0.0)])

    def test_threshold_before_solving(self):
        """Solved first and cut afterwards, this would match one person, not two."""
        scores = np.array([[0.45, 1.0, 0.0], [0.0, 0.39, 0.0], [1.0, 0.41, 0.0]])
        allowed = scores > 0
        answer = assign(scores, [1, 1, 1], allowed, 0.4)
        self.assertEqual(answer.tolist(), [1, -1, 0])
        unmasked = assign(scores, [1, 1, 1], allowed)
        kept = scores[np.arange(3), unmasked] >= 0.4
        self.assertEqual((kept & (unmasked >= 0)).sum(), 2)
        scores = np.array([[0.9, 0.39], [0.8, 0.0]])
        allowed = np.array([[True, True], [True, False]])
        cut = assign(scores, [1, 1], allowed)
        self.assertEqual(cut.tolist(), [1, 0])
        self.assertEqual(assign(scores, [1, 1], allowed, 0.4).tolist(), [0, -1])

    def test_same_pair_is_not_used_twice(self):
        """One mentee takes one place, however many the mentor has."""
        answer = assign([[0.9, 0.1], [0.8, 0.1]], [1, 3], [[True, True], [True, True]])
        self.assertEqual(answer.tolist(), [0, 1])
        self.assertEqual(assign([[1.0]], [5]).tolist(), [0])

    def test_small_integers_do_not_wrap(self):
        """Points are stored in 16 bits; times a weight they do not fit."""
        people = [["a"]] * 3
        criteria = [
            matching.Sector(people, people),
            matching.Language(people, people),
        ]
        result = matching.score(criteria, {"sector": 97, "language": 89})
        self.assertTrue((result.basis_points == 10_000).all())
        answer = matching.assign(result.scores, np.ones(3, dtype=np.int8))
        self.assertEqual(sorted(answer.tolist()), [0, 1, 2])
        many = assign(np.ones((300, 1)), np.array([200], dtype=np.uint8))
        self.assertEqual((many == 0).sum(), 200)

    def test_one_basis_point_decides_a_division(self):
        """HiGHS' default gap of 1e-4 would be content with either group."""
        scores = np.full((40, 2), 0.9)
        scores[0, 1] = 0.9001
        result = matching.assign_cohorts(scores, [40, 40], [40, 40])
        self.assertEqual(set(result.groups.tolist()), {1})

    def test_needs_nothing_but_numpy_and_scipy(self):
        folder = Path(matching.__file__).parent
        allowed = set(sys.stdlib_module_names) | {"numpy", "scipy"}
        for path in folder.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module]
                else:
                    continue
                for name in names:
                    self.assertIn(name.split(".")[0], allowed, path.name)
