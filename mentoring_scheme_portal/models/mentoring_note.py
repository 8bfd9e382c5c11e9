# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_day


class MentoringNote(models.Model):
    _inherit = "mentoring.note"

    @api.model
    def _get_portal_list(self, partnership, reader):
        """Return what the acting person's page shows of the notes, the latest first.

        :param Reader reader: the capability to read them
        """
        person = self.env.user.partner_id
        notes = self.search(
            [
                ("partnership_id", "=", partnership.id),
                ("meeting_id", "=", False),  # an agenda stands with its meeting
                *self._domain_for_member(person),
            ]
        )
        seat = partnership._get_acting_seat()
        is_current = seat._is_active_seat()
        texts = notes._unseal(reader)
        return [
            {**note._get_portal_values(person, is_current), **texts[note.id]}
            for note in notes
            if note.id in texts
        ]

    def _get_portal_values(self, person, is_current):
        self.ensure_one()
        is_mine = self.author_id == person
        return {
            "id": self.id,
            "author": self.author_id.name,
            "date": format_day(self.env, self.date),
            "is_private": self.visibility == "author",
            "can_delete": is_mine and (is_current or self.visibility == "author"),
        }
