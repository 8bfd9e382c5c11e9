# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import numpy as np
import scipy

from odoo import Command, api, fields, models


class MentoringMatchRun(models.Model):
    """What was found, as candidates with their reasons."""

    _inherit = "mentoring.match.run"

    def _get_candidate(self, mentee_id, mentor_id):
        """Return the row of a pair of applications, made if there is none yet."""
        self.ensure_one()
        known = self.candidate_ids.filtered(
            lambda pair: (
                pair.mentee_application_id.id == mentee_id
                and pair.mentor_application_id.id == mentor_id
            )
        )
        return known or self.env["mentoring.match.candidate"].create(
            {
                "run_id": self.id,
                "mentee_application_id": mentee_id,
                "mentor_application_id": mentor_id,
            }
        )

    def _store(self, solution):
        """Keep the solution, and what staff need to judge it."""
        self._store_candidates(solution)
        mentee_ids, mentor_ids = solution.mentees.ids, solution.mentors.ids
        unmatched = {
            mentee_ids[row]: [code, [mentor_ids[column] for column in columns], *told]
            for row, (code, columns, *told) in solution.unmatched.items()
        }
        self.check_access("write")
        self.sudo().write(  # by this step alone
            {"state": "done", "date_solved": fields.Datetime.now()}
        )
        self.write(
            {
                "unmatched_ids": [Command.set(list(unmatched))],
                "unmatched_reasons": unmatched,
                "closed_groups": {
                    mentor_ids[column]: fitting
                    for column, fitting in solution.closed.items()
                },
                "is_proven": solution.is_proven,
                "gap": solution.gap,
                "needs_solving": False,
                "presets": solution.presets,
                "settings": self._prepare_settings(),
                # Said of the proposal before this one.
                "publish_reason": False,
            }
        )

    def _prepare_settings(self):
        """Return what this solution was made with; it repeats without any seed."""
        return {
            "weights": [
                [criterion.display_name, criterion.weight, criterion.is_must]
                for criterion in self._get_criteria()
                if criterion.weight or criterion.is_must
            ],
            "threshold": self.threshold,
            "objective": self.objective,
            "stay_bonus": self.stay_bonus,
            "engine": f"SciPy {scipy.__version__}, NumPy {np.__version__}",
        }

    def _store_candidates(self, solution):
        """Keep the proposed pairs, the pins, and each mentee's next best mentors."""
        mentees, mentors = solution.mentees, solution.mentors
        Candidate = self.env["mentoring.match.candidate"]
        decided = self.candidate_ids.filtered(
            lambda c: c.is_pinned or c.is_forbidden or c.is_request
        )
        (self.candidate_ids - decided).unlink()
        decided.write(
            {
                "is_proposed": False,
                "price_pairs": 0,
                "price_total": 0,
                "is_priced": False,
            }
        )
        known = {
            (pair.mentee_application_id.id, pair.mentor_application_id.id): pair
            for pair in decided
        }
        wanted = {pair: {"is_proposed": True} for pair in solution.get_pairs()}
        for row, alternatives in solution.alternatives.items():
            for column, prices in alternatives:
                if not solution.is_peer or (
                    (column, row) not in wanted and (row, column) not in wanted
                ):
                    wanted.setdefault((row, column), prices)
        rows = {mentee.id: row for row, mentee in enumerate(mentees)}
        columns = {mentor.id: column for column, mentor in enumerate(mentors)}
        for mentee_id, mentor_id in known:
            if mentee_id in rows and mentor_id in columns:
                wanted.setdefault((rows[mentee_id], columns[mentor_id]), {})
        warned = self._get_conflict_kinds(solution.conflicts)
        vals_list = []
        mentee_ids, mentor_ids = mentees.ids, mentors.ids
        for (row, column), prices in sorted(wanted.items(), key=lambda item: item[0]):
            key = mentee_ids[row], mentor_ids[column]
            vals = {
                "score": solution.get_score(row, column),
                "breakdown": self._prepare_breakdown(solution, row, column),
                "conflicts": warned.get((row, column), []),
                **prices,
            }
            pair = known.get(key) or (solution.is_peer and known.get(key[::-1]))
            if pair:
                pair.write(vals)
            else:
                vals_list.append(
                    {
                        "run_id": self.id,
                        "mentee_application_id": key[0],
                        "mentor_application_id": key[1],
                        # Known here, so not worked out for each of thousands.
                        "company_id": self.company_id.id,
                        "intake_id": self.intake_id.id,
                        "has_conflict": (row, column) in warned,
                        **vals,
                    }
                )
        Candidate.create(vals_list)

    @api.model
    def _get_conflict_kinds(self, conflicts):
        """Return for each pair (positions) the kinds of its conflicts."""
        kinds = {}
        for found in conflicts:
            for kind, pairs in found.items():
                for pair in pairs:
                    kinds.setdefault(pair, []).append(kind)
        return kinds

    @api.model
    def _prepare_breakdown(self, solution, row, column):
        """Return the points per criterion, which add up to the score."""
        parts = solution.result.breakdown(row, column)
        back = solution.result.breakdown(column, row) if solution.is_peer else parts
        return [
            {
                "code": part.code,
                "points": part.points
                if other is part
                else (part.points + other.points) / 2,
                "missing": part.missing,
                "explanation": [part.explanation[0], part.explanation[1]],
            }
            for part, other in zip(parts, back, strict=True)
        ]

    def _get_figures(self):
        """Return matched, total, mean and weakest pair of the proposal."""
        self.ensure_one()
        return self._summarise(
            self.candidate_ids.filtered("is_proposed").mapped("score")
        )

    @api.model
    def _summarise(self, scores):
        """Return the number, sum, mean and least of scores, to a tenth of a point."""
        total = sum(scores)
        return (
            len(scores),
            round(total, 1),
            round(total / len(scores), 1) if scores else 0,
            round(min(scores, default=0), 1),
        )

    def _get_mentors_by_mentee(self):
        """Return who is proposed to whom, by the people's names."""
        self.ensure_one()
        return {
            pair.mentee_application_id: pair.mentor_application_id
            for pair in self.candidate_ids
            if pair.is_proposed
        }
