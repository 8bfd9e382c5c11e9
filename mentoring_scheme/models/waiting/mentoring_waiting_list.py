# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from .mentoring_place_offer import PASSED

# Who is asked next: whoever has not let an offer pass, was left out of most earlier
# intakes, and has waited longest.
WAITING_ORDER = "offers_passed, times_left_out desc, date_waitlisted, id"
# Whoever lets this many offers pass is asked again by a person only.
PASSES_LIMIT = 2


class MentoringApplication(models.Model):
    """What an application needs to wait for a place: its turn, and what is free."""

    _inherit = "mentoring.application"

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
        "waited in the same role, and was never matched. Applicants who were left out "
        "most often are offered a place first.",
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
    place_offer_ids = fields.One2many(
        comodel_name="mentoring.place.offer",
        inverse_name="application_id",
        string="Offers of a Place",
    )
    offers_passed = fields.Integer(
        compute="_compute_offers_passed",
        store=True,
        help="Places that were offered and not taken. Someone who let one pass is "
        "asked again after everyone else.",
    )
    offer_expires_on = fields.Date(
        string="Answer by",
        compute="_compute_offer_expires_on",
        search="_search_offer_expires_on",
        help="A place is offered; the last day to answer.",
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

    @api.depends("place_offer_ids.state")
    def _compute_offers_passed(self):
        for application in self:
            application.offers_passed = len(
                application.place_offer_ids.filtered(lambda o: o.state in PASSED)
            )

    @api.depends("place_offer_ids.state", "place_offer_ids.date_expiry")
    def _compute_offer_expires_on(self):
        for application in self:
            offers = application.place_offer_ids.filtered(
                lambda o: o.state == "offered"
            )
            application.offer_expires_on = offers[:1].date_expiry

    def _search_offer_expires_on(self, operator, value):
        if operator == "in" and set(value) == {False}:
            return Domain("place_offer_ids", "not any", [("state", "=", "offered")])
        return Domain(
            "place_offer_ids",
            "any",
            [("state", "=", "offered"), ("date_expiry", operator, value)],
        )

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

    def _cancel_open_offers(self):
        """Take back what was offered to people who leave the waiting list."""
        offers = self.sudo().place_offer_ids  # withdrawing members have no access
        offers.filtered(lambda offer: offer.state == "offered")._close("cancelled")

    @api.model
    def _cron_offer_places(self):
        """Close offers that nobody answered, then offer what is free to the next."""
        Cron = self.env["ir.cron"]
        Offer = self.env["mentoring.place.offer"]
        expired = Offer.search(
            [("state", "=", "offered"), ("expires_at", "<=", fields.Datetime.now())]
        )
        intakes = self.search(
            [
                ("state", "=", "waitlisted"),
                ("role", "=", "mentee"),
                ("intake_id.phase", "in", ("open", "matching", "running")),
            ]
        ).intake_id
        self.env["mentoring.intake"]._find_with_task("places")._close_idle_offers()
        Cron._commit_progress(remaining=len(expired) + len(intakes))
        for offer_id in expired.ids:
            if offer := Offer.browse(offer_id).try_lock_for_update():
                offer._expire()
            if not Cron._commit_progress(1):
                return
        for intake_id in intakes.ids:
            intake = intakes.browse(intake_id)
            # Members may go on applying meanwhile.
            if intake.try_lock_for_update(allow_referencing=True):
                self._offer_free_places(intake)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _offer_free_places(self, intake):
        """Offer the free places of an intake in turn, or ask staff to do so.

        Not while applications for a dated intake are open: its places are for them.
        """
        if intake.phase not in ("matching", "running") and not (
            intake.is_rolling and intake.phase == "open"
        ):
            return
        waiting = self._domain_waiting(intake)
        self.search(waiting)._refresh_times_left_out()
        next_ones = self._get_next_to_offer(intake)
        if not next_ones:
            return
        if intake.scheme_id.place_offer_mode == "automatic":
            self.env["mentoring.place.offer"]._offer(next_ones)
        else:
            self._ask_staff_to_offer(intake)

    @api.model
    def _domain_waiting(self, intake):
        """Return who waits for a mentor in an intake and has no open offer."""
        return [
            ("intake_id", "=", intake.id),
            ("role", "=", "mentee"),
            ("state", "=", "waitlisted"),
            ("place_offer_ids", "not any", [("state", "=", "offered")]),
        ]

    @api.model
    def _get_next_to_offer(self, intake):
        """Return whose turn it is to be offered the free places of an intake."""
        free = self._get_free_place_counts(intake)[intake]
        in_turn = [*self._domain_waiting(intake), ("offers_passed", "<", PASSES_LIMIT)]
        waiting = self.search(in_turn, order=WAITING_ORDER).filtered("is_eligible")
        return waiting[:free]

    @api.model
    def _ask_staff_to_offer(self, intake):
        """Give the coordinator one task, while there are places to offer."""
        intake._give_task(
            "places",
            intake,
            intake.coordinator_id,
            self.env._("Offer free places"),
            # Without names or figures: both may change while the task waits.
            note=self.env._(
                "A place is available. Open “Waiting List”, choose the next applicants "
                "and click “Offer a Place”."
            ),
        )
