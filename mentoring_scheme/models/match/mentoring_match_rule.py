# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError


class MentoringMatchRun(models.Model):
    """Pairs that staff keep together or apart."""

    _inherit = "mentoring.match.run"

    def _pin_requests(self, mentees, mentors):
        """Keep together those who named each other (promise B3), as far as they fit.

        Once: what staff clear stays cleared.
        """
        position = {mentor.partner_id: mentor for mentor in mentors}
        known = {
            (pair.mentee_application_id.id, pair.mentor_application_id.id)
            for pair in self.candidate_ids
            if pair.is_request or pair.is_forbidden
        }
        pinned = self.candidate_ids.filtered("is_pinned")
        busy = set(pinned.mentee_application_id.ids)
        if self.mode == "peer":
            busy |= set(pinned.mentor_application_id.ids)
        room = {mentor: mentor._get_free_places() for mentor in mentors}
        for pair in pinned:
            if pair.mentor_application_id in room:
                room[pair.mentor_application_id] -= 1
        wishes = [
            (mentee, position[partner])
            for mentee in mentees
            for partner in mentee._get_ranked_partners()
            if partner in position
            and mentee.partner_id in position[partner]._get_ranked_partners()
        ]
        if not wishes:
            return
        forbidden = self._get_forbidden(
            self.env["mentoring.application"].union(*(w[0] for w in wishes)),
            self.env["mentoring.application"].union(*(w[1] for w in wishes)),
        )
        for mentee, mentor in wishes:
            if (
                (mentee.id, mentor.id) in known
                or (mentee.id, mentor.id) in forbidden
                or mentee.id in busy
                or room[mentor] <= 0
                or self._get_unmet_criteria(mentee, mentor)
                or (self.mode == "peer" and mentor.id in busy)
            ):
                continue
            self._get_candidate(mentee.id, mentor.id).write(
                {"is_pinned": True, "is_request": True}
            )
            busy.add(mentee.id)
            if self.mode == "peer":
                busy.add(mentor.id)
            room[mentor] -= 1

    def _get_forbidden(self, mentees, mentors):
        """Return the pairs (ids of applications) that a conflict forbids."""
        forbids, _warns = self.env["mentoring.match.conflict"]._find(
            self.scheme_id, mentees, mentors
        )
        return {
            (mentees[row].id, mentors[column].id): kind
            for kind, pairs in forbids.items()
            for row, column in pairs
        }

    @api.model
    def _check_pins(self, problem, mentees, mentors, conflicts):
        """Refuse pins that cannot all be kept, by the people's names."""
        kept = {}
        for row, column in problem["pins"]:
            mentee, mentor = mentees[row].partner_id, mentors[column].partner_id
            if row in kept:
                raise UserError(
                    self.env._(
                        "%(mentee)s is kept together with both %(first)s and "
                        "%(second)s. Click “Release” on one of the two pairs.",
                        mentee=mentee.name,
                        first=mentors[kept[row]].partner_id.name,
                        second=mentor.name,
                    )
                )
            if not problem["allowed"][row, column]:
                raise UserError(
                    self.env._(
                        "%(mentee)s and %(mentor)s are kept together, but cannot be "
                        "matched: %(reason)s Click “Release” on this pair.",
                        mentee=mentee.name,
                        mentor=mentor.name,
                        reason=self._get_rule_sentence(row, column, conflicts),
                    )
                )
            kept[row] = column
        for column, places in enumerate(problem["capacity"]):
            count = list(kept.values()).count(column)
            if count > places:
                raise UserError(
                    self.env._(
                        "%(mentor)s is kept together with too many mentees: %(count)s, "
                        "for %(places)s free mentee places. Click “Release” on some of "
                        "these pairs.",
                        mentor=mentors[column].partner_id.name,
                        count=count,
                        places=places,
                    )
                )

    @api.model
    def _get_rule_sentence(self, row, column, conflicts):
        Conflict = self.env["mentoring.match.conflict"]
        for kind, pairs in conflicts[0].items():
            if (row, column) in pairs:
                return Conflict._get_sentence(kind)
        return self.env._(
            "They do not meet a required criterion, or are kept apart in this run."
        )
