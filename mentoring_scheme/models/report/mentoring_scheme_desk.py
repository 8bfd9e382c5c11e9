# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

MANAGER = "mentoring_scheme.group_mentoring_manager"
# What people have to be told, whatever the scheme: cases, deletion, money, logins.
ALWAYS_SENT = (
    "mentoring.concern",
    "mentoring.erasure.request",
    "mentoring.fee",
    "mentoring.address.change",
    "mentoring.login.request",
)
# Of a participant, who otherwise may be left in peace.
ALWAYS_SENT_TEMPLATES = ("mentoring_scheme.mail_template_participant_disclosure",)


class MentoringScheme(models.Model):
    """What a manager changes around a scheme without being an administrator."""

    _inherit = "mentoring.scheme"

    template_off_ids = fields.Many2many(
        comodel_name="mail.template",
        relation="mentoring_scheme_template_off_rel",
        column1="scheme_id",
        column2="template_id",
        string="Emails Switched Off",
        domain=lambda self: [
            ("model", "=like", "mentoring.%"),
            ("model", "not in", ALWAYS_SENT),
        ],
        help="This scheme does not send these emails. People still see everything on "
        "their own pages.",
    )
    fee_price = fields.Monetary(
        string="Price",
        currency_field="price_currency_id",
        compute="_compute_fee_price",
        inverse="_inverse_fee_price",
        help="The list price of the product above. A new price counts for fees that "
        "have not been fixed yet.",
    )
    mentor_fee_price = fields.Monetary(
        string="Price for Mentors",
        currency_field="price_currency_id",
        compute="_compute_fee_price",
        inverse="_inverse_mentor_fee_price",
        help="The list price of the mentors' product.",
    )
    price_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Price Currency"
    )

    @api.constrains("template_off_ids")
    def _check_template_off_ids(self):
        for scheme in self:
            wrong = scheme.template_off_ids.filtered(
                lambda template: (
                    template.model in ALWAYS_SENT or not template._is_mentoring()
                )
            )
            for name in ALWAYS_SENT_TEMPLATES:
                always = self.env.ref(name, raise_if_not_found=False)
                if always:
                    wrong |= scheme.template_off_ids & always
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(emails)s cannot be switched off: people must be told. "
                        "Remove these emails from the list.",
                        emails=", ".join(wrong.mapped("name")),
                    )
                )

    # ------------------------------------------------------------------
    # Prices
    # ------------------------------------------------------------------

    @api.depends("fee_product_id.lst_price", "mentor_fee_product_id.lst_price")
    def _compute_fee_price(self):
        for scheme in self:
            scheme.fee_price = scheme.fee_product_id.lst_price
            scheme.mentor_fee_price = scheme.mentor_fee_product_id.lst_price

    def _inverse_fee_price(self):
        for scheme in self:
            scheme._set_price(scheme.fee_product_id, scheme.fee_price)

    def _inverse_mentor_fee_price(self):
        for scheme in self:
            scheme._set_price(scheme.mentor_fee_product_id, scheme.mentor_fee_price)

    def _set_price(self, product, price):
        """Change the list price of a fee product, and note it on the scheme.

        :raise UserError: when there is no product, or no price
        """
        self.ensure_one()
        if self.price_currency_id.compare_amounts(product.lst_price, price) == 0:
            return
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Managers change the price of a scheme."))
        if not product:
            raise UserError(self.env._("Choose a product for the fee first."))
        if price < 0:
            raise UserError(self.env._("Enter a price of 0 or more."))
        before = product.lst_price
        # Products are others' to change; of a fee product, managers change the price.
        product.sudo().lst_price = price
        self.message_post(
            body=self.env._(
                "List price of %(product)s changed from %(before)s to %(after)s.",
                product=product.display_name,
                before=self.price_currency_id.format(before),
                after=self.price_currency_id.format(price),
            )
        )

    # ------------------------------------------------------------------
    # Surveys
    # ------------------------------------------------------------------

    def action_view_surveys(self):
        """Open the surveys of this scheme with their questions."""
        self.ensure_one()
        surveys = (
            self.survey_midway_mentor_id
            | self.survey_midway_mentee_id
            | self.survey_final_mentor_id
            | self.survey_final_mentee_id
        )
        return {
            "name": self.env._("Surveys of %s", self.name),
            "type": "ir.actions.act_window",
            "res_model": "survey.survey",
            "views": [
                (self.env.ref("mentoring_scheme.survey_survey_view_list").id, "list"),
                (self.env.ref("mentoring_scheme.survey_survey_view_form").id, "form"),
            ],
            "domain": [("id", "in", surveys.ids)],
            "context": {"create": False},
        }
