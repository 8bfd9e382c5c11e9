# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, models

from ..forms import LazyOptions, Option

# What a member writes about himself, in an application and on the profile.
BACKGROUND_FIELDS = (
    "years_experience",
    "current_role",
    "employer",
    "sector_ids",
    "qualification",
    "qualification_year",
    "has_taken_part",
    "bio",
    "profile_url",
    "shares_profile",
    "location",
    "can_travel",
    "tz",
    "delivery",
    "language_ids",
    "availability",
)


class MentoringBackground(models.AbstractModel):
    _inherit = "mentoring.background"

    # ------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------

    def _convert_portal_answer(self, name, value):
        """Return an answer as the model writes it."""
        if self._fields[name].type == "many2many":
            return [Command.set(value)]
        return value

    def _convert_portal_value(self, name):
        """Return a stored value as the form answers it."""
        value = self[name]
        kind = self._fields[name].type
        if kind == "many2many":
            return value.ids
        if kind == "many2one":
            return value.id or None
        if kind in ("char", "text"):
            return value or ""
        if kind in ("date", "datetime"):
            return value or None
        return value

    # ------------------------------------------------------------------
    # Choices
    # ------------------------------------------------------------------

    def _get_portal_topics(self, schemes, get_chosen):
        """Return the topics of these schemes and the chosen ones, below their parents.

        An archived topic stays in the answers that have it.

        :param get_chosen: returns the topics that were chosen before
        """
        Topic = self.env["mentoring.topic"]
        domain = [
            "|",
            ("scheme_ids", "=", False),
            ("scheme_ids", "in", schemes.ids),
        ]
        return LazyOptions(
            lambda: self._read_topic_options(Topic.search(domain) | get_chosen())
        )

    def _read_topic_options(self, topics):
        offered = topics.sorted("complete_name")
        return [
            Option(
                key=topic.id,
                label=topic.name if topic.parent_id in offered else topic.complete_name,
                depth=self._get_topic_depth(topic, offered),
            )
            for topic in offered
        ]

    def _get_topic_depth(self, topic, offered):
        depth = 0
        while topic.parent_id in offered:
            topic = topic.parent_id
            depth += 1
        return depth

    def _get_portal_sectors(self):
        """Return the sectors, those that were chosen before included."""
        Sector = self.env["mentoring.sector"]
        return LazyOptions(
            lambda: self._get_portal_options(Sector.search([]) | self.sector_ids)
        )

    def _get_portal_languages(self):
        """Return all languages, those of the website and the chosen ones first."""
        return LazyOptions(self._read_language_options)

    def _read_language_options(self):
        languages = self.env["res.lang"].search([("active", "in", (True, False))])
        chosen = self.language_ids
        return [
            Option(
                key=language.id,
                label=language.name,
                is_common=language.active or language in chosen,
            )
            for language in languages.sorted("name")
        ]

    def _get_portal_zones(self):
        """Return all time zones."""
        return LazyOptions(lambda: self._get_portal_selection("tz"))

    def _get_portal_options(self, records):
        return tuple(
            Option(key=record.id, label=record.display_name) for record in records
        )

    def _get_portal_selection(self, name):
        return tuple(
            Option(key=key, label=label)
            for key, label in self._fields[name]._description_selection(self.env)
        )
