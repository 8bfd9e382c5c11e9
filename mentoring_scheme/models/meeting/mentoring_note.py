# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringNote(models.Model):
    """A note that a pair shares, or a reflection for its author alone (A26, A27)."""

    _name = "mentoring.note"
    _inherit = ["mentoring.sealed"]
    _description = "Mentoring Note"
    _order = "date desc, id desc"

    author_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    visibility = fields.Selection(
        selection=[("pair", "Shared"), ("author", "Private")],
        required=True,
        readonly=True,
        default="author",
        help="Shared notes are read by the participants, private ones by their "
        "author alone.",
    )
    body = fields.Text(string="Note", required=True, sealed=True, copy=False)
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    meeting_id = fields.Many2one(
        comodel_name="mentoring.meeting",
        string="Agenda of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reader_ids = fields.Many2many(relation="mentoring_note_reader_rel")

    def _compute_display_name(self):
        """Say nothing of the content: names turn up in logs and messages."""
        for note in self:
            note.display_name = self.env._("Note %s", note.id)

    @api.model
    def _domain_for_member(self, partner):
        """Return which notes this person reads: own ones, and those written for them.

        Whoever joins a group later reads on from there, not what was said before.
        """
        return [
            "|",
            "&",
            ("visibility", "=", "author"),
            ("author_id", "=", partner.id),
            "&",
            ("visibility", "=", "pair"),
            ("reader_ids.partner_id", "=", partner.id),
        ]

    @api.model
    def _prepare_entry(self, partnership):
        author = self.env.user.partner_id
        return {**super()._prepare_entry(partnership), "author_id": author.id}

    @api.model
    def _set_agenda(self, meeting, body):
        """Write what the acting person wants to talk about at a meeting (promise B4).

        It is shared, and sealed as any note; the person's own is replaced.

        :raise UserError: when the partnership is over for this person
        """
        partnership = meeting.partnership_id
        self._check_may_write(partnership)
        mine = self._find_agendas(meeting).filtered(
            lambda note: note.author_id == self.env.user.partner_id
        )
        if not body:
            mine.unlink()
            return mine
        if not mine:
            values = {"visibility": "pair", "meeting_id": meeting.id, "body": body}
            return self._enter(partnership, values)
        mine.write({"body": body, **self._prepare_readers(partnership)})
        return mine

    @api.model
    def _find_agendas(self, meetings):
        """Return the agendas of meetings that the acting person may read."""
        return self.search_fetch(
            [("meeting_id", "in", meetings.ids)], ["author_id", "meeting_id"]
        )

    def _remove(self):
        """Delete a note of the acting person's own.

        A private one can be deleted at any time; a shared one belongs to what the
        pair keeps once the partnership is over.

        :raise UserError: when it is somebody else's, or shared and over
        """
        self.ensure_one()
        if self.author_id != self.env.user.partner_id:
            raise UserError(self.env._("Only the author of a note can delete it."))
        if self.visibility == "pair":
            self._check_may_write(self.partnership_id)
        self.unlink()
