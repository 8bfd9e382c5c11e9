# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import convert

from .mentoring_scheme_page import UNNAMED

READY_MADE = {
    "alia": "data/ready_made/alia.xml",
    "aiop": "data/ready_made/aiop.xml",
}


class MentoringScheme(models.Model):
    _inherit = "mentoring.scheme"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    @api.model
    def action_load_alia(self):
        """Ask what the ready-made scheme for librarians needs to be loaded."""
        return self._get_load_action("alia")

    @api.model
    def action_load_aiop(self):
        """Ask what the ready-made scheme for office professionals needs."""
        return self._get_load_action("aiop")

    @api.model
    def _get_load_action(self, name):
        self.browse().check_access("create")
        if scheme := self._get_ready_made(name):
            return scheme._get_form_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_scheme_load_action"
        )
        action["context"] = {"default_ready_made": name}
        return action

    def _get_form_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _get_ready_made(self, name):
        """Return a ready-made scheme that was loaded before; nothing otherwise."""
        xmlid = f"mentoring_scheme.mentoring_scheme_{name}"
        return self.env.ref(xmlid, raise_if_not_found=False)

    @api.model
    def _load_ready_made(self, name):
        """Load a ready-made scheme once, with all that it needs.

        It is named after the association that loads it.

        :param str name: ``alia`` or ``aiop``
        :return: the scheme, newly loaded or as it was loaded before
        :raise UserError: when there is no such scheme
        """
        if name not in READY_MADE:
            raise UserError(
                self.env._(
                    "There is no ready-made scheme named %(name)s. Choose from: "
                    "%(names)s.",
                    name=name,
                    names=", ".join(READY_MADE),
                )
            )
        self.browse().check_access("create")
        if scheme := self._get_ready_made(name):
            return scheme
        # The file also creates external ids, a product and surveys.
        convert.convert_file(
            self.sudo().env,
            "mentoring_scheme",
            READY_MADE[name],
            idref={},
            mode="init",
            noupdate=True,
        )
        scheme = self._get_ready_made(name)
        scheme.name = self._propose_name(name)
        if zone := self._find_company_zone():
            scheme.tz = zone
        return scheme

    @api.model
    def _propose_name(self, name):
        """Return what a ready-made scheme is called in this association."""
        company = self.env.company.name
        if company == UNNAMED:
            return {
                "alia": self.env._("Mentoring Scheme"),
                "aiop": self.env._("Mentoring Program"),
            }[name]
        if name == "aiop":
            return self.env._("%(association)s Mentoring Program", association=company)
        return self.env._("%(association)s Mentoring Scheme", association=company)

    @api.model
    def _find_company_zone(self):
        """Return the time zone that the association or the user has chosen, if any."""
        return self.env.company.partner_id.tz or self.env.user.tz

    def _set_fee(self, amount):
        """Give a newly loaded scheme the association's own fee; 0 makes it free.

        :param float amount: what a mentee pays, with tax if there is one
        """
        self.ensure_one()
        self.check_access("write")
        scheme = self.sudo()  # makes the scheme's own product, as loading it does
        if not amount:
            scheme.fee_product_id = False
            return
        if not scheme.fee_product_id:
            scheme.fee_product_id = scheme.env["product.product"].create(
                {
                    "name": self.env._("Mentoring scheme fee"),
                    "type": "service",
                    "purchase_ok": False,
                    "taxes_id": False,
                    "supplier_taxes_id": False,
                }
            )
        scheme.fee_product_id.list_price = amount
