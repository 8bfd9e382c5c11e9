# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_moment

# How many messages the partnership's page shows, and each page of all of them.
LATEST = 3
PER_PAGE = 20


class MentoringMessage(models.Model):
    _inherit = "mentoring.message"

    @api.model
    def _get_portal_page(self, seat, reader, page=1, count=PER_PAGE):
        """Return what a page shows of the messages, the oldest first.

        What it shows of the others counts as seen from now on.

        :param seat: the acting person's own
        :param Reader reader: the capability to read them
        :param int page: 1 has the latest ones
        :param int count: how many a page has
        """
        found, texts = self._search_unsealed(
            reader,
            [("partnership_id", "=", seat.partnership_id.id)],
            others=["author_id", "date"],
            offset=(page - 1) * count,
            limit=count + 1,  # the last tells that there are more
        )
        messages = found[:count]
        messages._mark_seen(seat)
        return {
            "messages": [
                {**message._get_portal_values(seat), **texts[message.id]}
                for message in reversed(messages)
            ],
            "earlier": page + 1 if len(found) > count else 0,
            "later": page - 1,
        }

    def _get_portal_values(self, seat):
        self.ensure_one()
        is_mine = self.author_id == seat.partner_id
        return {
            "id": self.id,
            "author": self.author_id.name,
            "date": format_moment(self.env, self.date, seat._get_portal_zone()),
            "is_mine": is_mine,
            "can_delete": is_mine and seat._can_write_messages(),
        }
