# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringSchemeLoad(models.TransientModel):
    """Ask for what a ready-made scheme says of the association that loads it."""

    _name = "mentoring.scheme.load"
    _description = "Load a Ready-Made Scheme"

    ready_made = fields.Selection(
        selection=[
            ("alia", "For a librarians' association: a yearly intake, with a fee"),
            ("aiop", "For an office professionals' association: all year, free"),
        ],
        string="Scheme",
        required=True,
        default="alia",
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    contact_email = fields.Char(
        required=True,
        default=lambda self: self._default_contact_email(),
        help="Members and visitors send their questions to this address.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", default=lambda self: self._default_currency_id()
    )
    is_free = fields.Boolean(
        string="Taking Part Is Free",
        compute="_compute_is_free",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount = fields.Monetary(
        string="Fee for a Mentee",
        help="What a mentee pays for the whole time, including any tax.",
    )

    def _default_contact_email(self):
        return self.env.company.email

    def _default_currency_id(self):
        return self.env.company.currency_id

    @api.depends("ready_made")
    def _compute_name(self):
        for load in self:
            load.name = self.env["mentoring.scheme"]._propose_name(
                load.ready_made or "alia"
            )

    @api.depends("ready_made")
    def _compute_is_free(self):
        for load in self:
            load.is_free = load.ready_made == "aiop"

    def action_load(self):
        """Load the scheme with these answers, and open it.

        A scheme that has been loaded before is opened as it is.

        :raise UserError: when there is no fee, although taking part is not free
        """
        self.ensure_one()
        Scheme = self.env["mentoring.scheme"]
        if scheme := Scheme._get_ready_made(self.ready_made):
            return scheme._get_form_action()
        if not self.is_free and self.amount <= 0:
            raise UserError(
                self.env._(
                    "Enter the “Fee for a Mentee”, or tick “Taking Part Is Free”."
                )
            )
        scheme = Scheme._load_ready_made(self.ready_made)
        scheme.write({"name": self.name, "contact_email": self.contact_email})
        scheme._set_fee(0.0 if self.is_free else self.amount)
        return scheme._get_form_action()
