# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

APART = ("end_pair", "removal")


class MentoringConcern(models.Model):
    """What a decision means for the pair and for the person."""

    _inherit = "mentoring.concern"

    def action_end_partnership(self):
        """Take the step that the decision asks for, in the partnership's own room.

        After a removal from a group the others go on. Its members read no reason.
        """
        for concern in self:
            concern.check_access("write")
            if not concern.date_decided or concern.outcome not in APART:
                raise UserError(
                    self.env._("Please decide first that the partnership ends.")
                )
            # Officers have no rights to partnerships, and need none for this step.
            partnership = concern.sudo().partnership_id
            if partnership.state not in ("matched", "active"):
                raise UserError(self.env._("There is no partnership left to end."))
            if concern.outcome == "removal" and partnership.mode in ("group", "peer"):
                concern._let_go(partnership)
            else:
                partnership.end_reason = self.env._("Ended by the association.")
                partnership.action_end()
            concern._add_step(self.env._("The decision was carried out."))
        return True

    def _get_outcome(self):
        self.ensure_one()
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return outcomes.get(self.outcome, "")

    def _keep_apart(self):
        """Cancel the meetings to come of those who shall have no contact meanwhile.

        They are told that these are cancelled, and no reason.
        """
        apart = self.filtered(lambda case: case.is_open and case.interim == "separate")
        # Officers have no rights to meetings, and need none for this step.
        apart.sudo().partnership_id.meeting_ids._cancel_ahead("paused")

    def _let_go(self, partnership):
        """Let the person that the case is about leave a partnership that goes on."""
        seat = partnership._get_seat(self.sudo().about_id)  # as its caller
        # The formal way out is the one way in which a seat becomes free.
        self.env["mentoring.withdrawal"].sudo().create(
            {
                "participant_id": seat.id,
                "date_effective": partnership.intake_id._today(),
            }
        ).action_approve()

    @api.model
    def _get_people_apart(self, partners):
        """Return which of these people are not to be brought together.

        One of them has an open case about the other, or one that ended in their
        separation. For matching, which may know this one fact and no more.

        :return: set of frozensets of two ids of ``res.partner``
        """
        ids = self._flushed(partners).ids
        if not ids:
            return set()
        rows = self.env.execute_query(
            SQL(
                "SELECT reporter_id, about_id FROM mentoring_concern"
                " WHERE reporter_id IN %s AND about_id IN %s"
                " AND (is_open OR outcome IN %s)",
                tuple(ids),
                tuple(ids),
                APART,
            )
        )
        return {frozenset(row) for row in rows}

    @api.model
    def _get_removed_people(self):
        """Return who was removed from the schemes by a decision (promise A39).

        For eligibility, which may know this one fact and no more.
        """
        people = self._flushed(self.env["res.partner"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT about_id FROM mentoring_concern"
                " WHERE about_id IS NOT NULL AND outcome = 'removal'"
                " AND date_decided IS NOT NULL AND NOT is_open"
            )
        )
        return people.browse(found for [found] in rows)
