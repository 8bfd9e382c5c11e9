# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringApplication(models.Model):
    _inherit = "mentoring.application"

    def _get_portal_offer(self):
        """Return the open offer of a place: where to answer, and until when."""
        self.ensure_one()
        offer = self.place_offer_ids.filtered(lambda offer: offer.state == "offered")
        if self.state != "waitlisted" or not offer:
            return {}
        return {
            "url": offer._get_answer_url("place"),
            "last_day": offer._get_last_day(),
        }

    def _get_portal_waiting_sentence(self):
        """Tell a person on the waiting list the position as it is, and what follows."""
        self.ensure_one()
        if offer := self._get_portal_offer():
            return self.env._(
                "There's now a place for you. Please answer by %(day)s.",
                day=offer["last_day"],
            )
        return self.env._(
            "You are number %(position)s of %(count)s on the waiting list. We'll "
            "email you as soon as there's a place for you. Nothing is charged.",
            position=self.waiting_position,
            count=self.waiting_count,
        )
