# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

STAFF = "mentoring_scheme.group_mentoring_user"
# What a coordinator may write on a contact, and nothing else of it.
FIELDS = (
    "name",
    "email",
    "phone",
    "street",
    "street2",
    "city",
    "zip",
    "state_id",
    "country_id",
    "lang",
)


class MentoringContact(models.TransientModel):
    """Create or correct the contact of a member or applicant.

    Odoo's group for contacts would let a coordinator change every customer, supplier
    and bank account, and merge and delete contacts. This window writes a few fields of
    people who are members or applicants.
    """

    _name = "mentoring.contact"
    _description = "Create or Correct a Contact"

    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact")
    name = fields.Char(required=True)
    email = fields.Char(required=True)
    phone = fields.Char()
    street = fields.Char()
    street2 = fields.Char(string="Street 2")
    city = fields.Char()
    zip = fields.Char(string="Postcode")
    state_id = fields.Many2one(
        comodel_name="res.country.state",
        domain="[('country_id', '=', country_id)]",
    )
    country_id = fields.Many2one(
        comodel_name="res.country",
        default=lambda self: self.env.company.country_id,
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        default=lambda self: self._default_lang(),
    )
    invite = fields.Boolean(
        string="Send an Invitation to Log In",
        help="Odoo emails a link with which this person chooses a password.",
    )
    has_login = fields.Boolean(
        string="Member Has a Login", compute="_compute_has_login"
    )
    is_email_changed = fields.Boolean(
        string="Email Address Will Change", compute="_compute_is_email_changed"
    )

    @api.model
    def _default_lang(self):
        company = self.env.company.partner_id
        return self.env.lang or company.lang or "en_US"

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        if partner:
            self._check_may_correct(partner)
            for name in set(FIELDS) & set(fields_list):
                value = partner[name]
                values[name] = value.id if name.endswith("_id") else value
            values["lang"] = values.get("lang") or self._default_lang()
        return values

    @api.depends("partner_id")
    def _compute_has_login(self):
        for contact in self:
            # Coordinators read no one's logins.
            contact.has_login = bool(contact.partner_id.sudo().user_ids)

    @api.depends("email", "partner_id")
    def _compute_is_email_changed(self):
        for contact in self:
            before = contact.partner_id.email
            contact.is_email_changed = bool(before) and (
                email_normalize(before) != email_normalize(contact.email)
            )

    @api.model
    def _check_may_correct(self, partner):
        """Refuse contacts that are no business of the schemes.

        :raise AccessError:
        """
        if not self.env.user.has_group(STAFF):
            raise AccessError(self.env._("Coordinators look after members' contacts."))
        partner.check_access("read")
        domain = partner._domain_for_mentoring_logins() & Domain("id", "=", partner.id)
        # Logins are administrators'; here only whether it is a colleague's.
        works_here = any(not user.share for user in partner.sudo().user_ids)
        if works_here or not partner.search_count(domain, limit=1):
            raise AccessError(
                self.env._(
                    "%s is not a member or applicant. Ask an administrator or someone "
                    "who may change contacts.",
                    partner.display_name,
                )
            )

    def action_confirm(self):
        """Create the contact, or write what was corrected.

        :raise UserError: when the address is somebody's already
        """
        self.ensure_one()
        if self.partner_id:
            self._check_may_correct(self.partner_id)
        elif not self.env.user.has_group(STAFF):
            raise AccessError(self.env._("Coordinators look after members' contacts."))
        self._check_email()
        # Contacts are others' to change; what is written is checked above.
        contacts = self.env["res.partner"].sudo()
        values = {
            name: self[name].id if name.endswith("_id") else self[name]
            for name in FIELDS
        }
        if self.partner_id:
            partner = contacts.browse(self.partner_id.id)
            partner.write(self._keep_changed(partner, values))
        else:
            partner = contacts.create(values)
        if self.invite:
            refused = partner._mentoring_invite()
            if refused:
                raise UserError("\n".join(refused.values()).capitalize())
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": partner.id,
            "views": [(False, "form")],
        }

    def _keep_changed(self, partner, values):
        """Return the values that differ, and note them in the contact's history."""
        changed = {}
        for name, value in values.items():
            before = partner[name].id if name.endswith("_id") else partner[name]
            if (before or False) != (value or False):
                changed[name] = value
        if changed:
            labels = [
                str(partner._fields[name]._description_string(self.env))
                for name in changed
            ]
            partner._message_log(
                body=self.env._("Corrected: %s.", ", ".join(sorted(labels)))
            )
        return changed

    def _check_email(self):
        """Refuse an address that is not valid, or that another contact has.

        :raise UserError:
        """
        address = email_normalize(self.email)
        if not address:
            raise UserError(
                self.env._("“%s” is not a valid email address.", self.email)
            )
        others = self.env["res.partner"].search(
            [("email_normalized", "=", address), ("id", "!=", self.partner_id.id)],
            limit=1,
        )
        if others:
            raise UserError(
                self.env._(
                    "%(name)s already has the address %(address)s. Use that contact: "
                    "a second one would have no membership.",
                    name=others.display_name,
                    address=address,
                )
            )
