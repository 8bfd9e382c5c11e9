# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringMessage(models.Model):
    """What the people of a partnership write to each other (promises A35, B1)."""

    _name = "mentoring.message"
    _inherit = ["mentoring.sealed"]
    _description = "Mentoring Message"
    _order = "id desc"

    author_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    body = fields.Text(string="Message", required=True, sealed=True, copy=False)
    date = fields.Datetime(
        string="Written on", required=True, readonly=True, default=fields.Datetime.now
    )
    reader_ids = fields.Many2many(relation="mentoring_message_reader_rel")

    def _compute_display_name(self):
        """Say nothing of the content: names turn up in logs and messages."""
        for message in self:
            message.display_name = self.env._("Message %s", message.id)

    @api.model
    def _domain_for_member(self, partner):
        """Return which messages this person reads: those that were written for them.

        Whoever joins a group later reads on from there, not what was said before.
        """
        return [("reader_ids.partner_id", "=", partner.id)]

    @api.model
    def _prepare_entry(self, partnership):
        author = self.env.user.partner_id
        return {**super()._prepare_entry(partnership), "author_id": author.id}

    @api.model
    def _check_may_write(self, partnership):
        """Refuse also while the association has asked the people to wait."""
        allowed = super()._check_may_write(partnership)
        if partnership.sudo().is_paused:  # that alone, and of no case
            raise UserError(
                self.env._(
                    "We've asked you to wait with messages, and will be in touch."
                )
            )
        return allowed

    @api.model
    def _enter(self, partnership, values):
        message = super()._enter(partnership, values)
        message._tell_readers()
        return message

    def _tell_readers(self):
        """Tell the others that something is new, without what it says.

        Once, until they have seen what is there: then the next message tells again.
        """
        self.ensure_one()
        others = self.reader_ids.filtered(
            lambda seat: seat.partner_id != self.author_id
        )
        for seat in others:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_participant_message",
                seat,
                occasion=f"after message {seat.message_seen}",
            )

    def _mark_seen(self, seat):
        """Note up to which of these messages a person has seen what others wrote.

        It takes turns with whoever is writing: a message that is not on the page yet
        sends an email.

        :param seat: the person's own
        """
        others = self.filtered(lambda message: message.author_id != seat.partner_id)
        latest = max(others.ids, default=0)
        if latest > seat.message_seen:
            seat.partnership_id._take_turns()
            seat.message_seen = latest

    def _remove(self):
        """Delete a message of the acting person's own, as long as they may write.

        :raise UserError: when it is somebody else's, or nothing is written any more
        """
        self.ensure_one()
        if self.author_id != self.env.user.partner_id:
            raise UserError(self.env._("Only the author of a message can delete it."))
        self._check_may_write(self.partnership_id)
        self.unlink()
