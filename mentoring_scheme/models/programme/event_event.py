# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class EventEvent(models.Model):
    _inherit = "event.event"

    mentoring_intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        index="btree_not_null",
        ondelete="set null",
        help="The participants of this intake are registered by themselves (A23).",
    )

    is_mentoring_orientation = fields.Boolean(
        string="Mentoring Orientation",
        help="Attending it counts as orientation, which a certificate may ask for.",
    )

    @api.model
    def _register_participants(self, partnerships):
        """Register the people of these partnerships for the webinars to come (A24).

        The event's own mails then invite them. Safe to repeat.
        """
        now = fields.Datetime.now()
        vals_list = []
        for partnership in partnerships:
            # Coordinators need not be event officers to have members registered.
            events = partnership.intake_id.sudo().event_ids.filtered(
                lambda event: event.date_end > now
            )
            for event in events:
                people = partnership.participant_ids.partner_id
                vals_list += [
                    {"event_id": event.id, "partner_id": partner.id}
                    for partner in people - event.registration_ids.partner_id
                ]
        return self.env["event.registration"].sudo().create(vals_list)  # as above
