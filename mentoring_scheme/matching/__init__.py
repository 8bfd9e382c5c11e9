# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The matching engine: plain Python over arrays, without Odoo."""

from .assign import assign
from .criteria import (
    Availability,
    CareerStage,
    Criterion,
    Experience,
    Language,
    MentorPreference,
    Overlap,
    Place,
    Priority,
    PropertyOverlap,
    RankedChoice,
    Sector,
    TimeZone,
    Topics,
    describe,
)
from .problem import OBJECTIVES, MatchingError
from .score import CriterionPoints, ScoreResult, score

__all__ = [
    "OBJECTIVES",
    "Availability",
    "CareerStage",
    "Criterion",
    "CriterionPoints",
    "Experience",
    "Language",
    "MatchingError",
    "MentorPreference",
    "Overlap",
    "Place",
    "Priority",
    "PropertyOverlap",
    "RankedChoice",
    "ScoreResult",
    "Sector",
    "TimeZone",
    "Topics",
    "assign",
    "describe",
    "score",
]
