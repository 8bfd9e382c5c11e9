# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

ANSWER_DAYS = 30


class MentoringApplication(models.Model):
    """From an application to the waiting list, and from there to a place."""

    _inherit = "mentoring.application"

    def action_offer_place(self):
        """Offer a place to people on the waiting list, who answer by a day."""
        wrong = self.filtered(
            lambda application: (
                application.state != "waitlisted" or application.offer_expires_on
            )
        )
        if wrong:
            raise UserError(
                self.env._(
                    "%(applications)s: a place is offered to people on the waiting "
                    "list who have no open offer.",
                    applications=", ".join(wrong.mapped("display_name")),
                )
            )
        offers = self.env["mentoring.place.offer"]._offer(self)
        notice = self.env["mentoring.step.notice"]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_place_offer_action"
        )
        return notice._show(
            self.env._("1 place offered")
            if len(offers) == 1
            else self.env._("%(count)s places offered", count=len(offers)),
            notice._count_emailed(len(offers)),
            opens={**action, "domain": [("id", "in", offers.ids)], "context": {}},
            label=self.env._("Open Offers"),
        )

    def _ask_waitlist(self):
        """Ask an approved applicant without a partner whether to be kept in mind."""
        closed = ""
        if self.state == "waitlisted":
            closed = self.env._("You are already on the waiting list.")
        elif self.state != "approved":
            closed = self.env._("This application is not waiting for a partner.")
        return {
            "title": self.env._("Waiting list"),
            "question": self.env._(
                "Shall we keep you on the waiting list of %(intake)s, and email you "
                "when there's a place? It costs nothing.",
                intake=self.intake_id.name,
            ),
            "choices": [
                ("yes", self.env._("Yes, keep me on the list")),
                ("no", self.env._("No, take my application back")),
            ],
            "closed": closed,
        }

    def _take_waitlist(self, answer):
        if answer == "no":
            self.action_withdraw()
            return self.env._("Your application is taken back. Nothing is owed.")
        self.action_waitlist()
        return self.env._("Thank you. You are on the waiting list.")

    def _was_left_out(self):
        """Return whether this person was accepted or waited, and never matched."""
        self.ensure_one()
        return self.state in ("approved", "waitlisted") and not self.participant_ids

    @api.model
    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "waitlist": ANSWER_DAYS}
