# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of the matching engine share: instances and exhaustive search.

They need no database. Without Odoo, run them from the repository's root with
``PYTHONPATH=mentoring_scheme python -m unittest discover -s mentoring_scheme/tests
-p "test_matching_*.py"``.
"""

import importlib
from dataclasses import dataclass, replace
from functools import cache
from unittest import mock

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

if __package__:
    from odoo.tests import BaseCase as MatchingCase

    from .. import matching
else:
    from unittest import TestCase as MatchingCase

    import matching

__all__ = [
    "Instance",
    "MatchingCase",
    "all_answers",
    "examples",
    "instances",
    "key",
    "matching",
    "module",
    "only_sparse",
    "structured",
]


def examples(count):
    """Return settings for a property that is tried on so many examples."""
    return settings(max_examples=count, deadline=None, derandomize=True, database=None)


def module(name):
    """Return a module of the engine, whose name may be that of a function too."""
    return importlib.import_module(f"{matching.__name__}.{name}")


def only_sparse():
    """Patch the engine to solve everything the way it solves large instances."""
    return mock.patch.object(module("assign"), "DENSE_LIMIT", -1)


@dataclass(frozen=True)
class Instance:
    """Input of ``assign``."""

    scores: np.ndarray
    capacity: np.ndarray
    allowed: np.ndarray
    threshold: float = 0.0
    pins: tuple = ()

    @property
    def arguments(self):
        """The arguments of ``assign``, in their order."""
        return self.scores, self.capacity, self.allowed, self.threshold, self.pins

    def assign(self, objective="participation", **options):
        """Return the engine's answer."""
        return matching.assign(*self.arguments, objective, **options)

    def certify(self, answer, objective="participation", **options):
        """Return the engine's certificate."""
        return matching.certify(answer, *self.arguments, objective, **options)

    def explain(self, answer, objective="participation", **options):
        """Return the engine's explanation."""
        return matching.explain(answer, *self.arguments, objective, **options)

    def with_pin(self, mentee, mentor):
        """Return the instance with one pin more."""
        return replace(self, pins=(*self.pins, (mentee, mentor)))

    def may_match(self):
        """Return which pairs may be in an answer, the capacities apart."""
        may = self.allowed & (self.scores >= self.threshold)
        for mentee, mentor in self.pins:
            may[mentee] = False
            may[mentee, mentor] = True
        return may

    def feasible(self, answer):
        """Return whether an answer keeps every rule."""
        rows = np.flatnonzero(answer >= 0)
        load = np.bincount(answer[rows], minlength=len(self.capacity))
        return bool(
            self.may_match()[rows, answer[rows]].all()
            and (load <= self.capacity).all()
            and all(answer[mentee] == mentor for mentee, mentor in self.pins)
        )


@st.composite
def instances(draw, mentees=5, mentors=4, pins=True, grid=True):
    """Draw a small instance: many ties if on a grid of scores, else any floats.

    From a seed, since places must be scarce and pairs forbidden for the solver to have
    anything to weigh up.
    """
    rows = draw(st.integers(1, mentees))
    columns = draw(st.integers(1, mentors))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (rows, columns)
    instance = Instance(
        scores=rng.integers(0, 11, shape) / 10 if grid else rng.random(shape),
        capacity=rng.choice([0, 1, 2, 3], columns, p=[0.1, 0.6, 0.2, 0.1]),
        allowed=rng.random(shape) < draw(st.sampled_from([0.4, 0.7, 1.0])),
        threshold=draw(st.sampled_from([0.0, 0.3, 0.5])),
    )
    return _with_pins(rng, instance) if pins else instance


def _with_pins(rng, instance):
    left = instance.capacity.copy()
    pins = []
    for mentee, row in enumerate(instance.allowed):
        mentor = int(rng.integers(0, len(left)))
        if rng.random() < 0.2 and row[mentor] and left[mentor]:
            left[mentor] -= 1
            pins.append((mentee, mentor))
    return replace(instance, pins=tuple(pins))


@cache
def _every_answer(mentees, mentors):
    choices = [np.arange(-1, mentors)] * mentees
    return np.stack(np.meshgrid(*choices, indexing="ij"), -1).reshape(-1, mentees)


def all_answers(instance):
    """Return every answer to a small instance that keeps every rule, one a row."""
    mentees, mentors = instance.scores.shape
    answers = _every_answer(mentees, mentors)
    may = np.column_stack((instance.may_match(), np.ones(mentees, dtype=bool)))
    good = may[np.arange(mentees), answers].all(axis=1)
    for mentor, capacity in enumerate(instance.capacity):
        good &= (answers == mentor).sum(axis=1) <= capacity
    for mentee, mentor in instance.pins:
        good &= answers[:, mentee] == mentor
    return answers[good]


def key(instance, answers, objective):
    """Return what an objective compares, the pins left out: (first, second) arrays."""
    mentees = len(instance.scores)
    free = np.ones(mentees, dtype=bool)
    free[[mentee for mentee, _mentor in instance.pins]] = False
    matched = (answers >= 0) & free
    scores = instance.scores[np.arange(mentees), answers]
    count = matched.sum(axis=-1)
    if objective == "quality":
        scores = scores - instance.threshold
    elif objective == "lift":
        scores = 1 - (1 - scores) ** 2
    total = np.where(matched, scores, 0).sum(axis=-1).round(6)
    if objective in ("participation", "lift"):
        return count, total
    return total, count


def structured(mentees, mentors, seed=0, capacity=(1, 3)):
    """Return an instance as programmes have them: people in clusters, scarce places.

    Random scores are easier than these.
    """
    rng = np.random.default_rng(seed)
    sectors, topics = 8, 40
    mentee_sector = rng.integers(0, sectors, mentees)
    mentor_sector = rng.integers(0, sectors, mentors)

    def draw_topics(own):
        return [
            ((own_sector * 5 + rng.zipf(1.6, 4)) % topics).tolist()
            for own_sector in own
        ]

    criteria = [
        matching.Topics(draw_topics(mentee_sector), draw_topics(mentor_sector)),
        matching.Sector(
            mentee_sector[:, None].tolist(), mentor_sector[:, None].tolist()
        ),
        matching.Experience(
            rng.integers(0, 15, mentees).tolist(), rng.integers(5, 35, mentors).tolist()
        ),
        matching.TimeZone(
            rng.integers(0, 4, mentees).tolist(), rng.integers(0, 4, mentors).tolist()
        ),
    ]
    weights = {"topics": 5, "sector": 2, "experience": 2, "time_zone": 1}
    result = matching.score(criteria, weights, musts=["experience"])
    low, high = capacity
    return Instance(
        scores=result.scores,
        capacity=rng.integers(low, high + 1, mentors),
        allowed=result.allowed & (rng.random(result.allowed.shape) < 0.4),
        threshold=0.4,
    )
