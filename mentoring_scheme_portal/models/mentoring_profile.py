# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.tools import mute_logger

from ..forms import Choices, ProfileForm
from .mentoring_background import BACKGROUND_FIELDS

# What a member may write.
PROFILE_FIELDS = (
    *BACKGROUND_FIELDS,
    "mentor_topic_ids",
    "mentee_topic_ids",
    "capacity",
    "paused_from",
    "paused_until",
    "shares_phone",
    "shares_employer",
    "shares_location",
    "shares_photo",
    "is_invited",
)


class MentoringProfile(models.Model):
    _inherit = "mentoring.profile"

    _page_fields = (
        "company_id",
        "shares_phone",
        "shares_employer",
        "shares_location",
        "shares_photo",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return which profiles this person sees: the person's own in this company."""
        return [
            ("partner_id", "=", partner.id),
            ("company_id", "=", self.env.company.id),
        ]

    @api.model
    def _get_portal_profile(self):
        """Return the acting member's profile, unsaved before the first answer."""
        partner = self.env.user.partner_id
        found = self.search(self._domain_for_member(partner), limit=1)
        return found or self.new(self._prepare_portal_profile(partner))

    @api.model
    def _prepare_portal_profile(self, partner):
        return {
            "partner_id": partner.id,
            "company_id": self.env.company.id,
            "tz": partner.tz,
            "current_role": partner.function,
            "employer": partner.parent_id.name or partner.company_name,
            "location": partner.city,
        }

    def _get_portal_form(self):
        """Return the questions of the profile, with what there is to choose from."""
        self.ensure_one()
        schemes = self.env["mentoring.scheme"].search(
            self.env["mentoring.scheme"]._domain_for_public()
        )
        return ProfileForm(
            Choices(
                topics=self._get_portal_topics(
                    schemes,
                    lambda: (self.mentor_topic_ids | self.mentee_topic_ids)._origin,
                ),
                sectors=self._get_portal_sectors(),
                languages=self._get_portal_languages(),
                zones=self._get_portal_zones(),
                deliveries=self._get_portal_selection("delivery"),
            )
        )

    def _get_portal_answers(self):
        """Return the stored answers, by name of the question."""
        self.ensure_one()
        return {name: self._convert_portal_value(name) for name in PROFILE_FIELDS}

    def _portal_save(self, values):
        """Store a member's answers; nothing that a member may not write gets through.

        :param dict values: answers by name of the question, as the form has read them
        """
        vals = {
            name: self._convert_portal_answer(name, value)
            for name, value in values.items()
            if name in PROFILE_FIELDS
        }
        if self.id:
            self.write(vals)
            return
        partner = self.env.user.partner_id
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.create({**self._prepare_portal_profile(partner), **vals})
        except UniqueViolation:  # a double click
            return
