# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

from .mentoring_partnership import MATCHED_MAIL, SEATS


class MentoringParticipantSeat(models.Model):
    """Who may be given a seat: people whom somebody has approved, in their role.

    A seat makes its holder a participant, who is emailed and invoiced, so the decision
    on the application comes first, whoever makes the seat.
    """

    _inherit = "mentoring.participant"

    @api.model_create_multi
    def create(self, vals_list):
        # Before the seat: with it, the application counts as matched.
        defaults = self.default_get(["application_id", "partnership_id", "role"])
        for vals in vals_list:
            self._check_seat({**defaults, **vals})
        seats = super().create(vals_list)
        # What follows from a seat is told before the next step: who leaves again at
        # once was matched in between.
        seats.application_id.mapped("state")
        seats._welcome()
        return seats

    def _welcome(self):
        """Tell everyone of those who join a partnership that has been announced.

        Whoever is in a group learns who reads on from here, and the newcomer gets what
        the others got when they were matched.
        """
        for partnership, newcomers in self.grouped("partnership_id").items():
            others = partnership.participant_ids - newcomers
            if not others._are_told():
                continue
            partnership._set_up()
            for newcomer in newcomers:
                self.env["mentoring.notification"]._send_once(
                    "mentoring_scheme.mail_template_participant_joined",
                    others.filtered(lambda seat: seat.state == "current"),
                    occasion=f"seat {newcomer.id}",
                )

    def _are_told(self):
        """Return whether any of these people has been emailed about the match."""
        template = self.env.ref(MATCHED_MAIL, raise_if_not_found=False)
        if not template:  # staff have deleted it, so nobody is
            return False
        return bool(
            self.env["mentoring.notification"]
            .sudo()  # whoever gives a seat need not be able to read what was sent
            .search_count(
                [
                    ("template_id", "=", template.id),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                ],
                limit=1,
            )
        )

    @api.model
    def _is_approved(self, application):
        """Return whether this person was approved, and was not declined since.

        Who was matched, withdrew and comes back was approved before.
        """
        if application.state == "withdrawn":
            return bool(application.sudo().participant_ids)  # that there was a seat
        return application.state in ("approved", "matched")

    @api.model
    def _check_seat(self, vals):
        """Refuse a seat for whom nobody approved, or in what is over.

        :raise UserError: naming the person, or the partnership
        """
        application = self.env["mentoring.application"].browse(
            vals.get("application_id")
        )
        partnership = self.env["mentoring.partnership"].browse(
            vals.get("partnership_id")
        )
        if application and not self._is_approved(application):
            raise UserError(
                self.env._(
                    "%(application)s has not been approved, so they cannot be matched.",
                    application=application.display_name,
                )
            )
        if application and vals.get("role", application.role) != application.role:
            raise UserError(
                self.env._(
                    "%(application)s: people take part in the role that they applied "
                    "for.",
                    application=application.display_name,
                )
            )
        if partnership.state in ("completed", "ended"):
            raise UserError(
                self.env._(
                    "%(partnership)s is over, so no one can join it.",
                    partnership=partnership.display_name,
                )
            )

    @api.constrains("partnership_id", "role")
    def _check_roles(self):
        """A partnership has no more people of a role than its way of mentoring has.

        That nobody is missing is checked with the whole: seats may come one by one.
        """
        for partnership in self.partnership_id:
            roles = partnership.participant_ids.mapped("role")
            for role, most in SEATS[partnership.mode].items():
                if most is not None and roles.count(role) > most:
                    partnership._refuse_roles()

    def write(self, vals):
        """People keep the role that they were matched in."""
        if "role" in vals and self.filtered(lambda seat: seat.role != vals["role"]):
            raise UserError(
                self.env._(
                    "People keep the role that they were matched in. Let the person "
                    "leave by a withdrawal, and apply in the other role."
                )
            )
        return super().write(vals)
