# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The matching engine: plain Python over arrays, without Odoo."""

from .assign import assign
from .problem import MatchingError

__all__ = ["MatchingError", "assign"]
