# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringPdCorrection(models.Model):
    """A correction of somebody's hours, by reversal; it never changes (promise A18).

    What was counted wrongly is taken off whole by one entry, and what counts instead is
    put on by another, so that the way to the figure can be read.
    """

    _name = "mentoring.pd.correction"
    _inherit = ["mentoring.derived"]
    _description = "Correction of Professional Development Hours"
    _order = "id desc"

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    attendance_id = fields.Many2one(
        comodel_name="mentoring.meeting.attendance",
        string="Meeting",
        index="btree_not_null",
        ondelete="restrict",
    )
    registration_id = fields.Many2one(
        comodel_name="event.registration",
        string="Webinar",
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Date(
        required=True, help="Of what is corrected, so that it counts in that period."
    )
    hours = fields.Float(required=True)
    reason = fields.Char(required=True, help="The member reads it in the statement.")

    _one_source = models.Constraint(
        "CHECK(num_nonnulls(attendance_id, registration_id) = 1)",
        "A correction belongs to one meeting or one webinar. Choose one of the two.",
    )

    def write(self, vals):
        """Refuse: an entry never changes (invariant 8)."""
        if vals:
            raise UserError(
                self.env._(
                    "A correction never changes. Correct the meeting or the webinar "
                    "again."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A correction is never deleted. Correct it again."))

    @api.model
    def _correct(self, line, hours, reason):
        """Have other hours count for one person's meeting or webinar.

        :param line: the ``mentoring.pd.line`` of the meeting or of the webinar
        :param float hours: what counts from now on
        :raise LockError: when somebody else is correcting the same hours
        :return: the entries made: the reversal, and what counts instead unless nothing
        """
        # The row is the lock: two who correct it would both take the same hours off.
        source = line.attendance_id or line.registration_id
        source.sudo().lock_for_update()  # coordinators may not write registrations
        field = "attendance_id" if line.attendance_id else "registration_id"
        earlier = self.search([(field, "=", source.id)])
        counted = line.hours + sum(earlier.mapped("hours"))
        vals = {
            "application_id": line.application_id.id,
            field: source.id,
            "date": line.date,
            "reason": reason,
        }
        # Nobody has a right to enter corrections but by this step, which reverses.
        return self.sudo().create(
            [{**vals, "hours": entry} for entry in (-counted, hours) if entry]
        )
