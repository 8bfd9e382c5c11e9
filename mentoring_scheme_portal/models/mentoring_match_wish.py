# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.mentoring_scheme.dates import format_city, format_day
from odoo.addons.mentoring_scheme.models.match.mentoring_match_wish import CHOICES

from ..forms import Option

CHOOSING_STATES = ("submitted", "approved")
LISTING_STATES = ("draft", "returned", "submitted", "approved")


class MentoringApplication(models.Model):
    _inherit = "mentoring.application"

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _get_portal_choice_link(self):
        """Return the label of the way to this page; '' if there is nothing to do."""
        self.ensure_one()
        if self._get_portal_choice_obstacle():
            return ""
        if self.role == "mentor":
            return self.env._("Let mentees choose you")
        return self.env._("Choose mentors")

    def _get_portal_choice_obstacle(self):
        """Return why nothing can be chosen now; '' if it can."""
        self.ensure_one()
        intake = self.intake_id
        if not intake.self_selection or self.role not in ("mentor", "mentee"):
            return self.env._(
                "In this intake we make the matches, so there is nothing to choose "
                "here."
            )
        phases = ("open", "matching", "running") if intake.is_rolling else ("open",)
        if intake.phase not in phases:
            return self.env._(
                "The match has begun, so choices cannot be changed any more."
            )
        states = LISTING_STATES if self.role == "mentor" else CHOOSING_STATES
        if self.state not in states:
            return self.env._(
                "You can choose once your application is submitted, and until you are "
                "matched."
            )
        return ""

    def _get_portal_choice_deadline(self):
        """Return until when choices count, as a sentence; '' for a rolling intake."""
        self.ensure_one()
        intake = self.intake_id
        if not intake.application_close or self._get_portal_choice_obstacle():
            return ""
        return self.env._(
            "You can change this until the match begins, after %(close)s (%(zone)s "
            "time).",
            close=format_day(self.env, intake.application_close),
            zone=format_city(intake.tz),
        )

    def _check_portal_choice(self):
        if obstacle := self._get_portal_choice_obstacle():
            raise UserError(obstacle)

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    def _portal_choose(self, values):
        """Keep a mentee's ranks; nobody who is not offered gets through.

        :param dict values: by name of the rank, the id of a mentor's application
        """
        self.ensure_one()
        self._check_portal_choice()
        offered = set(self._get_portal_listed().ids)
        # Without gaps: the first that is given is the first.
        ranked = [
            values[name]
            for name in CHOICES
            if values.get(name) and values[name] in offered
        ]
        ranked += [False] * (len(CHOICES) - len(ranked))
        self.write(dict(zip(CHOICES, ranked, strict=True)))

    def _portal_list(self, values):
        """Keep whether a mentor agrees to be shown, and the mentor's own words."""
        self.ensure_one()
        self._check_portal_choice()
        self.write(
            {
                "is_listed": bool(values.get("is_listed")),
                "public_text": values.get("public_text", ""),
            }
        )

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _get_portal_choice(self):
        """Return the stored answers, by name of the question."""
        self.ensure_one()
        if self.role == "mentor":
            return {"is_listed": self.is_listed, "public_text": self.public_text or ""}
        return {name: self[name].id or None for name in CHOICES}

    def _get_portal_listed(self):
        """Return the mentors whom this mentee may choose: approved, and they agreed."""
        self.ensure_one()
        if self.role != "mentee" or self._get_portal_choice_obstacle():
            return self.browse()
        mentors = self.search(
            [
                ("intake_id", "=", self.intake_id.id),
                ("role", "=", "mentor"),
                ("state", "in", ("approved", "matched")),
                ("is_listed", "=", True),
                ("partner_id", "!=", self.partner_id.id),
            ]
        )
        return mentors.filtered(
            lambda mentor: (
                mentor._get_free_places()
                and self.partner_id not in mentor.excluded_partner_ids
                and mentor.partner_id not in self.excluded_partner_ids
            )
        ).sorted(lambda mentor: (mentor.partner_id.name or "", mentor.id))

    def _get_portal_mentor_options(self):
        return [
            Option(key=mentor.id, label=mentor.partner_id.name)
            for mentor in self._get_portal_listed()
        ]

    def _get_portal_mentors(self, search="", topic=""):
        """Return the mentors to choose from, as far as they agreed to be shown."""
        shown = []
        for mentor in self._get_portal_listed():
            listing = mentor._get_portal_listing()
            words = " ".join(map(str, listing.values())).casefold()
            if search.casefold() in words and (
                not topic or topic in map(str, mentor._get_ranked_topics().ids)
            ):
                shown.append(listing)
        return shown

    def _get_portal_mentor_topics(self, chosen=""):
        """Return the topics that these mentors offer, to filter by."""
        topics = self.env["mentoring.topic"]
        for mentor in self._get_portal_listed():
            topics |= mentor._get_ranked_topics()
        return [
            {
                "id": topic.id,
                "name": topic.complete_name,
                "is_chosen": str(topic.id) == chosen,
            }
            for topic in topics.sorted("complete_name")
        ]

    def _get_portal_listing(self):
        """Return what mentees see of a mentor: these fields and no others."""
        self.ensure_one()
        deliveries = {
            **dict(self._fields["delivery"]._description_selection(self.env)),
            "either": self.env._("Face to face or at a distance"),
        }
        return {
            "id": self.id,
            "name": self.partner_id.name,
            "position": self.current_role or "",
            "place": self.location or "",
            "delivery": deliveries[self.delivery],
            "topics": self._get_ranked_topics().mapped("name"),
            "sectors": self.sector_ids.mapped("name"),
            "languages": self.language_ids.mapped("name"),
            "text": self.public_text or "",
        }
