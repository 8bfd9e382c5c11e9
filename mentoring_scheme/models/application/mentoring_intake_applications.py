# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

# Who waits for something, until the intake is over.
OPEN_STATES = ("returned", "submitted", "waitlisted", "approved")


class MentoringIntake(models.Model):
    """The applications of an intake: how many, and whether there are mentors enough."""

    _inherit = "mentoring.intake"

    # what belongs to it
    application_ids = fields.One2many(
        comodel_name="mentoring.application", inverse_name="intake_id"
    )
    application_count = fields.Integer(
        string="Number of Applications", compute="_compute_application_count"
    )
    mentor_place_count = fields.Integer(
        string="Mentor Places",
        compute="_compute_place_counts",
        help="Mentees that the approved mentors would take.",
    )
    mentee_count = fields.Integer(
        string="Mentees Waiting", compute="_compute_place_counts"
    )
    free_place_count = fields.Integer(
        string="Free Places",
        compute="_compute_free_place_count",
        help="What eligible mentors offer beyond the mentees they have, the accepted "
        "mentees without a mentor, and the places that are being offered.",
    )
    waitlisted_count = fields.Integer(
        string="On the Waiting List", compute="_compute_waitlisted_count"
    )

    def _compute_application_count(self):
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [("intake_id", "in", self.ids)], ["intake_id"], ["__count"]
            )
        )
        for intake in self:
            intake.application_count = counts.get(intake, 0)

    def _compute_place_counts(self):
        groups = self.env["mentoring.application"]._read_group(
            [("intake_id", "in", self.ids), ("state", "in", ("approved", "matched"))],
            ["intake_id", "role", "state"],
            ["__count", "capacity:sum"],
        )
        places = dict.fromkeys(self, 0)
        waiting = dict.fromkeys(self, 0)
        for intake, role, state, count, capacity in groups:
            if role == "mentor":
                places[intake] += capacity
            elif state == "approved":
                waiting[intake] += count
        for intake in self:
            intake.mentor_place_count = places.get(intake, 0)
            intake.mentee_count = waiting.get(intake, 0)

    def _compute_free_place_count(self):
        counts = self.env["mentoring.application"]._get_free_place_counts(self)
        for intake in self:
            intake.free_place_count = counts.get(intake, 0)

    def _compute_waitlisted_count(self):
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [("intake_id", "in", self.ids), ("state", "=", "waitlisted")],
                ["intake_id"],
                ["__count"],
            )
        )
        for intake in self:
            intake.waitlisted_count = counts.get(intake, 0)

    def _settle_end(self):
        """Tell who is still in the queue, or has no partner, that it is over."""
        result = super()._settle_end()
        for intake in self:
            open_ones = intake.application_ids.filtered(
                lambda application: application.state in OPEN_STATES
            )
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_application_over",
                open_ones,
                occasion=f"{intake.phase} {intake._today()}",
                by_day=True,
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered("application_ids")
        if used:
            raise UserError(
                self.env._(
                    "%(intakes)s: members have applied, so the intake stays. "
                    "Cancel it instead.",
                    intakes=", ".join(used.mapped("name")),
                )
            )

    def action_view_applications(self):
        """Open the applications of this intake."""
        return self._get_related_action("mentoring_application_action")

    def action_view_funnel(self, step="applied", group=None, is_new=False):
        """Open the applications that one bar of the intake's progress counts.

        :param step: a step of ``mentoring.funnel``; ``group`` one of its groups
        :param is_new: only those who reached the step within the last seven days
        """
        self.ensure_one()
        Application = self.env["mentoring.application"]
        domain = Application._get_funnel_domain(self, step, group, is_new)
        labels = {key: label for key, label, _domain in Application._get_funnel_steps()}
        action = self._get_related_action("mentoring_application_action")
        return {
            **action,
            "name": labels[step],
            "display_name": labels[step],
            "domain": list(domain),
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "path": False,
        }

    def _get_closing_counts(self):
        """Return supply and demand before the close, as numbers by name."""
        self.ensure_one()
        groups = self.env["mentoring.application"]._read_group(
            [("intake_id", "=", self.id)],
            ["role", "state"],
            ["__count", "capacity:sum"],
        )
        names = ("mentor", "places", "mentee", "peer", "unsent", "review")
        counts = dict.fromkeys(names, 0)
        for role, state, count, capacity in groups:
            if state in ("submitted", "approved", "matched", "waitlisted"):
                counts[role] += count
                counts["places"] += capacity if role == "mentor" else 0
            if state in ("draft", "returned"):
                counts["unsent"] += count
            if state == "submitted":
                counts["review"] += count
        return counts

    def _get_closing_figures(self):
        """Return supply and demand before the close: pairs of a label and a number."""
        counts = self._get_closing_counts()
        labels = {
            "mentor": self.env._("Mentors who have applied"),
            "places": self.env._("Places that they offer"),
            "mentee": self.env._("Mentees who have applied"),
            "unsent": self.env._("Begun and not submitted"),
            "review": self.env._("Waiting for your review"),
        }
        if self.scheme_id.offers_peer:
            labels["peer"] = self.env._("Peers who have applied")
        return [(label, counts[name]) for name, label in labels.items()]

    def _get_closing_verdict(self):
        """Return in a sentence whether there are mentors enough."""
        counts = self._get_closing_counts()
        missing = counts["mentee"] - counts["places"]
        if missing > 0:
            return (
                self.env._("1 mentee place is missing: please look for more mentors.")
                if missing == 1
                else self.env._(
                    "%(missing)s mentee places are missing: please look for more "
                    "mentors.",
                    missing=missing,
                )
            )
        return self.env._("There is a place for everyone who has applied so far.")
