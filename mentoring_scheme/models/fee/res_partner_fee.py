# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ..member.res_partner import BOOKS


class ResPartner(models.Model):
    """The fees of a member, and those that a contact pays for others."""

    _inherit = "res.partner"

    mentoring_fee_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        compute="_compute_mentoring_fee_ids",
        string="Mentoring Fees",
        groups=BOOKS,
        help="This person's own fees, and the fees that this contact pays for others.",
    )
    mentoring_fee_count = fields.Integer(
        compute="_compute_mentoring_fee_count",
        groups=BOOKS,
    )

    def _compute_mentoring_fee_ids(self):
        fees = self.env["mentoring.fee"].search(
            ["|", ("partner_id", "in", self.ids), ("payer_id", "in", self.ids)]
        )
        for partner in self:
            person = partner._origin
            partner.mentoring_fee_ids = fees.filtered_domain(
                ["|", ("partner_id", "=", person.id), ("payer_id", "=", person.id)]
            )

    def _compute_mentoring_fee_count(self):
        Fee = self.env["mentoring.fee"]
        counts = dict.fromkeys(self, 0)
        # One's own fees, and those that one pays for others.
        for partner, payer, count in Fee._read_group(
            ["|", ("partner_id", "in", self.ids), ("payer_id", "in", self.ids)],
            ["partner_id", "payer_id"],
            ["__count"],
        ):
            for person in partner | payer:
                if person in counts:
                    counts[person] += count
        for partner in self:
            partner.mentoring_fee_count = counts[partner]

    def action_view_mentoring_fees(self):
        """Open the mentoring fees of this person, or those that this employer pays."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_fee_action"
        )
        action["domain"] = [
            "|",
            ("partner_id", "=", self.id),
            ("payer_id", "=", self.id),
        ]
        action["context"] = {}  # without the menu's default filter: paid ones as well
        return action

    def _get_letter_lines(self):
        """Return name, address and tax number for a document, one line each."""
        self.ensure_one()
        lines = [self.display_name, *self._display_address(True).splitlines()]
        if self.vat:
            label = self.country_id.vat_label or self.env._("Tax ID")
            lines.append(f"{label} {self.vat}")
        lines = [" ".join((line or "").split()) for line in lines]
        return [line for line in lines if line]
