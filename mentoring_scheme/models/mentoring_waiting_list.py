# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict

from odoo import api, fields, models

# Who is asked next: whoever has not let an offer pass, was left out of most earlier
# intakes, and has waited longest.
WAITING_ORDER = "offers_passed, times_left_out desc, date_waitlisted, id"
# Whoever lets this many offers pass is asked again by a person only.
PASSES_LIMIT = 2


class MentoringWaitingList(models.AbstractModel):
    """What an application needs to wait for a place: its turn, and what is free."""

    _name = "mentoring.waiting.list"
    _description = "Waiting for a place in a mentoring scheme"

    date_waitlisted = fields.Datetime(
        string="Waiting Since",
        readonly=True,
        copy=False,
        help="When the applicant was put on the waiting list.",
    )
    times_left_out = fields.Integer(
        readonly=True,
        copy=False,
        help="In how many earlier intakes of the scheme the applicant was accepted or "
        "waited in the same role, and was never matched. Whoever was left out most "
        "often is offered a place first.",
    )
    waiting_position = fields.Integer(
        string="Place in the List",
        compute="_compute_waiting_position",
        help="Those come first who have not let an offer pass, then those who were "
        "left out of most earlier intakes, then those who have waited longest.",
    )
    waiting_count = fields.Integer(
        string="People Waiting", compute="_compute_waiting_position"
    )

    @api.depends("state", "intake_id", "role", "date_waitlisted", "times_left_out")
    def _compute_waiting_position(self):
        waiting = self.filtered(lambda application: application.state == "waitlisted")
        queues = waiting._get_waiting_queues()
        turns = {
            application: turn
            for queue in queues.values()
            for turn, application in enumerate(queue, start=1)
        }
        for application in self:
            queue = queues.get((application.intake_id, application.role), ())
            application.waiting_position = turns.get(application._origin, 0)
            application.waiting_count = len(queue) if application in waiting else 0

    def _get_waiting_queues(self):
        """Return who waits in these intakes and roles, the next one to be asked first.

        :return: dict of (intake, role) to applications
        """
        queues = defaultdict(self.browse)
        for application in self.search(
            [
                ("state", "=", "waitlisted"),
                ("intake_id", "in", self.intake_id.ids),
                ("role", "in", list(set(self.mapped("role")))),
            ],
            order=WAITING_ORDER,
        ):
            queues[application.intake_id, application.role] |= application
        return queues

    def _get_times_left_out(self):
        """Return how often each applicant was left out before, in the same role.

        Counted are the intakes of the same scheme that began earlier, in which the
        person was accepted or waited, and was never matched.

        :return: dict of application to a number
        """
        groups = self._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("scheme_id", "in", self.scheme_id.ids),
                ("state", "in", ("approved", "waitlisted")),
                ("intake_id.phase", "not in", ("draft", "cancelled")),
                ("participant_ids", "=", False),
            ],
            ["partner_id", "scheme_id", "role", "intake_id"],
        )
        intakes = defaultdict(list)
        for partner, scheme, role, intake in groups:
            intakes[partner, scheme, role].append(intake.date_start)
        return {
            application: sum(
                start < application.intake_id.date_start
                for start in intakes[
                    application.partner_id, application.scheme_id, application.role
                ]
            )
            for application in self
        }

    def _join_waiting_list(self):
        """Note since when each of these waits, and how often each was left out."""
        now = fields.Datetime.now()
        for times, applications in self._group_by_times_left_out().items():
            applications.write({"date_waitlisted": now, "times_left_out": times})

    def _refresh_times_left_out(self):
        """Note again how often each was left out; earlier intakes may have gone on."""
        for times, applications in self._group_by_times_left_out().items():
            applications.filtered(
                lambda application, times=times: application.times_left_out != times
            ).times_left_out = times

    def _group_by_times_left_out(self):
        groups = defaultdict(self.browse)
        for application, times in self._get_times_left_out().items():
            groups[times] |= application
        return groups

    @api.model
    def _get_free_place_counts(self, intakes):
        """Return how many mentees could be offered a place.

        Free is what eligible mentors offer beyond the mentees they have, beyond the
        accepted mentees who have no mentor yet, and beyond the open offers.

        :return: dict of intake to a number, which is never below zero
        """
        mentors = self.search(
            [
                ("intake_id", "in", intakes.ids),
                ("role", "=", "mentor"),
                ("state", "in", ("approved", "matched")),
            ]
        ).filtered(
            lambda mentor: (
                mentor._get_free_places()
                and mentor.is_eligible
                and not mentor.is_paused
            )
        )
        promised = self._read_group(
            [
                ("intake_id", "in", intakes.ids),
                ("role", "=", "mentee"),
                "|",
                ("state", "=", "approved"),
                ("place_offer_ids.state", "=", "offered"),
            ],
            ["intake_id"],
            ["__count"],
        )
        free = dict.fromkeys(intakes, 0)
        for mentor in mentors:
            free[mentor.intake_id] += mentor._get_free_places()
        for intake, count in promised:
            free[intake] -= count
        return {intake: max(count, 0) for intake, count in free.items()}
