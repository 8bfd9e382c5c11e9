# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ...dates import format_day


class MentoringApplication(models.Model):
    """The partnerships that came of an application, and the places that are left."""

    _inherit = "mentoring.application"

    is_paused = fields.Boolean(
        string="Paused",
        compute="_compute_is_paused",
        search="_search_is_paused",
        help="A mentor who takes no new match when this one would begin.",
    )
    pause_note = fields.Char(compute="_compute_is_paused")
    # what came of it
    participant_ids = fields.One2many(
        comodel_name="mentoring.participant", inverse_name="application_id"
    )
    withdrawal_ids = fields.One2many(
        comodel_name="mentoring.withdrawal", inverse_name="application_id"
    )
    partnership_ids = fields.Many2many(
        comodel_name="mentoring.partnership", compute="_compute_partnership_ids"
    )
    concurrent_note = fields.Text(
        string="Takes Part Elsewhere",
        compute="_compute_concurrent_note",
        help="Partnerships in other intakes that go on while this one runs.",
    )
    # Stored, so that of two staff who give away the last place at one moment the
    # second is tried again and finds it taken (invariant 5).
    places_taken = fields.Integer(
        compute="_compute_places_taken",
        store=True,
        help="Mentees who are with this mentor now.",
    )

    @api.depends(
        "role",
        "intake_id.date_start",
        "partner_id.mentoring_profile_ids.paused_from",
        "partner_id.mentoring_profile_ids.paused_until",
    )
    def _compute_is_paused(self):
        for application in self:
            application.pause_note = application._get_pause_obstacle()
            application.is_paused = bool(application.pause_note)

    def _search_is_paused(self, operator, value):
        if operator != "in":
            return NotImplemented
        pauses = Domain("paused_from", "!=", False) | Domain(
            "paused_until", "!=", False
        )
        candidates = self.search(
            [
                ("role", "=", "mentor"),
                ("partner_id.mentoring_profile_ids", "any", pauses),
            ]
        )
        paused = candidates.filtered("is_paused").ids
        return Domain("id", "in" if True in value else "not in", paused)

    @api.depends("participant_ids.partnership_id")
    def _compute_partnership_ids(self):
        for application in self:
            application.partnership_ids = application.participant_ids.partnership_id

    @api.depends("partner_id", "intake_id.date_start", "intake_id.date_end")
    def _compute_concurrent_note(self):
        """Say where else the person takes part while this intake runs."""
        seats = self.env["mentoring.participant"].search(
            [("partner_id", "in", self.partner_id.ids), ("state", "=", "current")]
        )
        by_person = seats.grouped("partner_id")
        roles = dict(self._fields["role"]._description_selection(self.env))
        for application in self:
            person = application.partner_id._origin
            others = by_person.get(person, seats.browse()).filtered(
                lambda seat, own=application: seat._overlaps(own.intake_id)
            )
            application.concurrent_note = "\n".join(
                self.env._(
                    "%(intake)s, as %(role)s, until %(day)s",
                    intake=seat.intake_id.name,
                    role=roles[seat.role].lower(),
                    day=format_day(self.env, seat.partnership_id.date_end),
                )
                if seat.partnership_id.date_end
                else self.env._(
                    "%(intake)s, as %(role)s",
                    intake=seat.intake_id.name,
                    role=roles[seat.role].lower(),
                )
                for seat in others
            )

    @api.depends(
        "role",
        "participant_ids.state",
        "participant_ids.partnership_id.participant_ids.state",
    )
    def _compute_places_taken(self):
        for application in self:
            current = application.participant_ids.filtered(
                lambda seat: seat.state == "current"
            )
            mentees = current.partnership_id.participant_ids.filtered(
                lambda seat: seat.role == "mentee" and seat.state == "current"
            )
            application.places_taken = (
                len(mentees) if application.role == "mentor" else len(current)
            )

    def action_view_partnerships(self):
        """Open the partnerships of this application."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_partnership_action"
        )
        action["domain"] = [("participant_ids.application_id", "=", self.id)]
        action["context"] = {}  # without the menu's default filter: past ones as well
        return action

    def _get_pause_obstacle(self):
        """Return why this mentor takes no new match now; '' if there is no pause.

        A match made today begins with the intake, or today if that has begun.
        """
        self.ensure_one()
        if self.role != "mentor" or not self.intake_id:
            return ""
        profile = self.partner_id.mentoring_profile_ids.filtered(
            lambda profile: profile.company_id == self.company_id
        )
        begin = max(self.intake_id._today(), self.intake_id.date_start)
        if not profile or not profile._is_paused_on(begin):
            return ""
        return profile._get_pause_sentence()

    def _get_places(self):
        """Return how many partners this application may have at a time."""
        self.ensure_one()
        return self.capacity if self.role == "mentor" else 1

    def _get_free_places(self):
        """Return how many more mentees a mentor takes."""
        self.ensure_one()
        return max(self._get_places() - self.places_taken, 0)
