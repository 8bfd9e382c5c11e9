# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The matching engine: plain Python over arrays, without Odoo."""

from .assign import assign
from .certify import Certificate, certify
from .cohorts import Cohorts, assign_cohorts
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
from .explain import Alternative, Explanation, Unmatched, explain
from .peers import Peers, assign_peers, symmetric
from .problem import OBJECTIVES, MatchingError
from .score import CriterionPoints, ScoreResult, score, score_blocks
from .shortlist import Shortlisted, assign_shortlisted

__all__ = [
    "OBJECTIVES",
    "Alternative",
    "Availability",
    "CareerStage",
    "Certificate",
    "Cohorts",
    "Criterion",
    "CriterionPoints",
    "Experience",
    "Explanation",
    "Language",
    "MatchingError",
    "MentorPreference",
    "Overlap",
    "Peers",
    "Place",
    "Priority",
    "PropertyOverlap",
    "RankedChoice",
    "ScoreResult",
    "Sector",
    "Shortlisted",
    "TimeZone",
    "Topics",
    "Unmatched",
    "assign",
    "assign_cohorts",
    "assign_peers",
    "assign_shortlisted",
    "certify",
    "describe",
    "explain",
    "score",
    "score_blocks",
    "symmetric",
]
