# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import format_amount, is_html_empty

TEXTS = (
    "description",
    "who_should_apply",
    "mentee_responsibilities",
    "mentor_responsibilities",
    "mutual_responsibilities",
    "mentee_benefits",
    "mentor_benefits",
)


class MentoringScheme(models.Model):
    _inherit = "mentoring.scheme"

    _page_fields = (
        "company_id",
        "contact_email",
        "contact_hours_month",
        "name",
        "pd_min_hours",
        "pd_period",
        "pd_points_cap",
        "pd_points_cap_mentor",
        "pd_points_per_hour",
    )

    @api.model
    def _domain_for_public(self):
        """Return which schemes everybody sees: the active ones of this company."""
        return [("active", "=", True), ("company_id", "=", self.env.company.id)]

    def _get_public_url(self):
        self.ensure_one()
        return f"/mentoring/{self.env['ir.http']._slug(self)}"

    def _get_period_sentences(self):
        """Tell members how long what they gave is kept (promise B9)."""
        self.ensure_one()
        periods = (
            (
                self.keep_declined_months,
                self.env._("Answers of an application that led to no match: %s."),
            ),
            (self.keep_resume_months, self.env._("The résumé of an application: %s.")),
            (
                self.keep_reference_months,
                self.env._("References for an application: %s."),
            ),
            (
                self.keep_private_months,
                self.env._("Goals and notes of a partnership: %s."),
            ),
        )
        return [
            sentence
            % (
                self.env._("until you ask us to erase them")
                if not months
                else self.env._("for 1 month after that is over")
                if months == 1
                else self.env._("for %s months after that is over", months)
            )
            for months, sentence in periods
        ]

    def _get_public_summary(self):
        """Return what the list of schemes shows of this one."""
        self.ensure_one()
        intakes = self._get_open_intakes()
        return {
            "name": self.name,
            "url": self._get_public_url(),
            "intakes": [intake._get_public_values() for intake in intakes],
        }

    def _get_public_values(self):
        """Return what the public page shows (promises A11, A13, B7, B10)."""
        self.ensure_one()
        conduct = self._get_document("conduct")
        return {
            **self._get_public_summary(),
            **{name: self._get_text(name) for name in TEXTS},
            "roles": self._get_portal_roles(),
            "fee": self._get_fee_sentence(),
            "conduct": conduct._get_portal_values("/mentoring/document/"),
            "documents": [
                document._get_portal_values("/mentoring/document/")
                for document in self._get_current_documents(["all"])
                if document.kind != "conduct"
            ],
            "contact_email": self._get_contact_email(),
        }

    def _get_text(self, name):
        text = self[name]
        return False if is_html_empty(text) else text

    def _get_open_intakes(self):
        """Return the intakes that one can apply to today, or read about already."""
        return self.intake_ids.filtered(
            lambda intake: (
                intake.phase not in ("draft", "cancelled", "closed")
                and (intake.accepts_applications or intake._opens_later())
            )
        ).sorted("date_start")

    def _get_portal_roles(self):
        """Return the roles in which one can apply, with the words on the button."""
        self.ensure_one()
        roles = []
        if set(self._get_modes()) - {"peer"}:
            roles += [
                ("mentee", self.env._("Apply as mentee")),
                ("mentor", self.env._("Apply as mentor")),
            ]
        if self.offers_peer:
            roles.append(("peer", self.env._("Apply as peer")))
        return [{"role": role, "label": label} for role, label in roles]

    def _get_fee_text(self):
        """Return the fee with its tax, in words and figures; nothing if it is free."""
        self.ensure_one()
        product = self.fee_product_id
        return self._get_price_text(product) if product else ""

    def _get_price_text(self, product):
        """Return the price of a product with its tax, in words and figures."""
        self.ensure_one()
        company = self.company_id
        taxes = product.taxes_id.filtered_domain(
            self.env["account.tax"]._check_company_domain(company)
        )
        total = taxes.compute_all(
            product.lst_price, currency=company.currency_id, product=product
        )["total_included"]
        amount = format_amount(self.env, total, company.currency_id)
        if taxes:
            return self.env._("%(amount)s including tax", amount=amount)
        return amount

    def _get_duration_text(self):
        """Return how long a partnership lasts, one and many being two terms."""
        months = self.duration_months
        if months == 1:
            return self.env._("1 month")
        return self.env._("%(count)s months", count=months)

    def _get_fee_sentence(self):
        """Return what taking part costs, and when (promises A6, A8, A9)."""
        fee = self._get_fee_text()
        mentor_product = self.mentor_fee_product_id
        if not fee and not mentor_product:
            return self.env._("Taking part is free for mentors and for mentees.")
        if mentor_product:
            return self.env._(
                "Mentees pay %(fee)s and mentors %(mentor_fee)s for %(duration)s. The "
                "fee is charged only after you have been matched and both "
                "sides have signed. Without a suitable match, nothing is charged.",
                fee=fee or self.env._("nothing"),
                mentor_fee=self._get_price_text(mentor_product),
                duration=self._get_duration_text(),
            )
        return self.env._(
            "Mentees pay %(fee)s for %(duration)s; mentors pay nothing. The "
            "fee is charged only after you have been matched and you and your mentor "
            "have both signed. Without a suitable match, nothing is charged.",
            fee=fee,
            duration=self._get_duration_text(),
        )

    def _get_contact_email(self):
        if self.contact_email:
            return self.contact_email
        self.company_id.fetch(["email"])  # of some hundred fields
        return self.company_id.email or ""

    def _get_current_documents(self, audiences):
        """Return the newest version of each text for these readers."""
        newest = {}
        documents = self.document_ids.filtered(
            lambda document: document.audience in audiences
        )
        for document in documents.sorted("version"):
            name = "" if document.kind in ("conduct", "privacy") else document.name
            newest[document.kind, document.audience, name] = document
        return (
            self.env["mentoring.document"]
            .concat(*newest.values())
            .sorted(lambda document: (document.kind, document.name))
        )
