# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

STAFF = "mentoring_scheme.group_mentoring_user"


class MentoringAddressChange(models.Model):
    """The email address of somebody who takes part was changed.

    Whoever has the address gets the links to that person's pages. So the former
    address is told, and a coordinator looks at what the member did not do.
    """

    _name = "mentoring.address.change"
    _description = "Changed email address of a participant"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Member",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    old_email = fields.Char(string="Former Address", readonly=True)
    new_email = fields.Char(string="New Address", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="Changed by", readonly=True
    )
    is_own = fields.Boolean(
        string="Changed by the Member",
        readonly=True,
        help="The member was logged in and changed it.",
    )
    is_checked = fields.Boolean(string="Checked", readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company", readonly=True, required=True, index=True
    )

    @api.model
    def _note(self, partner, old, new):
        """Write down one change, and tell the former address.

        The first address is one too: whoever has it gets the links from now on.
        """
        if email_normalize(old) == email_normalize(new):
            return self
        seats = partner.mentoring_application_ids
        change = self.create(
            {
                "partner_id": partner.id,
                "old_email": old,
                "new_email": new,
                "user_id": self.env.uid,
                "is_own": partner in self.env.user.partner_id,
                "company_id": seats[:1].company_id.id or self.env.company.id,
            }
        )
        if email_normalize(old):
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_address_change", change
            )
        return change

    def action_check(self):
        """Note that a coordinator has looked at these changes."""
        self.check_access("read")
        if not self.env.user.has_group(STAFF):
            raise AccessError(self.env._("Coordinators check changed addresses."))
        self.sudo().is_checked = True  # nothing else of a change is ever written
        return True
