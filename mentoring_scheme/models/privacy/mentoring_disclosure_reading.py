# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringDisclosureReading(models.Model):
    """One look at what a partnership wrote: who took it, and when (promise B1)."""

    _name = "mentoring.disclosure.reading"
    _description = "Reading of a disclosure"
    _order = "date desc, id desc"
    _rec_name = "date"

    disclosure_id = fields.Many2one(
        comodel_name="mentoring.disclosure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="disclosure_id.company_id", store=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Read by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(
        string="Read on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )

    @api.model
    def _note(self, disclosure, reader):
        """Note that a person reads; in the transaction that gives the answer."""
        readings = self.sudo()  # nobody else writes here
        return readings.create({"disclosure_id": disclosure.id, "user_id": reader.uid})

    def write(self, vals):
        """Refuse: what was noted stays."""
        if self:
            raise UserError(self.env._("The register of readings can't be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register of readings can't be changed."))
