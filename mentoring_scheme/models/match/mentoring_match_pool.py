# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError

from .mentoring_criterion import NOT_AMONG_PEERS

# Above so many pairs to score, the window leaves solving to the scheduled job.
LARGE = 250_000


class MentoringMatchRun(models.Model):
    """Who is matched, and by which criteria."""

    _inherit = "mentoring.match.run"

    def _get_pool(self, extra_places=None):
        """Return who is to be matched with whom, each in the order of ids.

        :param extra_places: {application: number}, places that mentors might add
        """
        self.ensure_one()
        if self.mode == "peer":
            peers = self._search_pool("peer", ("approved",))
            return peers, peers
        mentees, mentors = (
            self._search_pool(role, states).filtered(
                lambda a: a._is_reverse() == (self.mode == "reverse")
            )
            for role, states in (
                ("mentee", ("approved",)),
                ("mentor", ("approved", "matched")),
            )
        )
        extra = extra_places or {}
        mentors = mentors.filtered(
            lambda mentor: mentor._get_free_places() + extra.get(mentor, 0) > 0
        )
        if self.mode == "group" and self.scheme_id.offers_one_to_one:
            # Who wants a pair is left to a run of pairs.
            mentees = mentees.filtered(lambda mentee: mentee.mode != "one_to_one")
            mentors = mentors.filtered(lambda mentor: mentor.mode != "one_to_one")
        return mentees, mentors

    def _search_pool(self, role, states):
        applications = self.env["mentoring.application"].search(
            [
                ("intake_id", "=", self.intake_id.id),
                ("role", "=", role),
                ("state", "in", states),
            ],
            order="id",
        )
        return applications.filtered(lambda a: a.is_eligible and not a.is_paused)

    def _is_large(self):
        """Return whether solving takes longer than a person likes to wait."""
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [
                    ("intake_id", "=", self.intake_id.id),
                    ("state", "in", ("approved", "matched")),
                ],
                ["role"],
                ["__count"],
            )
        )
        if self.mode == "peer":
            return counts.get("peer", 0) ** 2 > LARGE
        return counts.get("mentee", 0) * counts.get("mentor", 0) > LARGE

    def _check_pool(self, mentees, mentors):
        """Refuse an intake in which nothing can be matched, and say what to do."""
        if self.intake_id.phase in ("closed", "cancelled"):
            raise UserError(
                self.env._(
                    "%(intake)s is over, so no one can be matched in it.",
                    intake=self.intake_id.name,
                )
            )
        if self.mode == "peer" and len(mentees) < 2:
            raise UserError(
                self.env._(
                    "%(intake)s needs at least two approved peers without a partner.",
                    intake=self.intake_id.name,
                )
            )
        if not mentees:
            raise UserError(
                self.env._(
                    "No approved mentee is waiting in %(intake)s. Approve applications "
                    "first.",
                    intake=self.intake_id.name,
                )
            )
        if not mentors:
            raise UserError(
                self.env._(
                    "No approved mentor in %(intake)s has a free place.",
                    intake=self.intake_id.name,
                )
            )
        if self.mode in ("group", "peer") and self.objective not in (
            "participation",
            "total",
        ):
            raise UserError(
                self.env._(
                    "For groups and peers, choose “Most people matched” or “Best total "
                    "score” as the aim."
                )
            )

    def _get_criteria(self):
        """Return the criteria that count in this run."""
        self.ensure_one()
        criteria = self.scheme_id.criterion_ids
        if self.mode == "peer":
            criteria = criteria.filtered(lambda c: c.kind not in NOT_AMONG_PEERS)
        return criteria
