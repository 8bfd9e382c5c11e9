# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What a scheme says in public, and the words that are filled in when it is read.

The texts name the association, its contact and its price by words in braces, so that
they stay right when one of these changes. A scheme with a word that nothing fills in is
not public.
"""

import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

# What Odoo calls a company that nobody has named.
UNNAMED = "My Company"
WORD = re.compile(r"\{([a-z_]+)\}")
# The scheme's own texts; those of its questions and documents come with them.
PAGE_TEXTS = (
    "tagline",
    "description",
    "process",
    "who_should_apply",
    "mentee_responsibilities",
    "mentor_responsibilities",
    "mutual_responsibilities",
    "mentee_benefits",
    "mentor_benefits",
)


class MentoringScheme(models.Model):
    _inherit = "mentoring.scheme"

    picture = fields.Image(
        max_width=1600,
        max_height=1600,
        help="Shown at the top of the public page. A wide picture fits best.",
    )
    tagline = fields.Char(
        string="In One Sentence",
        translate=True,
        help="The first sentence of the public page: what the scheme is, and for whom.",
    )
    process = fields.Html(
        string="How It Works",
        translate=True,
        help="A numbered list is shown as steps on the public page.",
    )
    faq_ids = fields.One2many(
        comodel_name="mentoring.faq",
        inverse_name="scheme_id",
        string="Questions and Answers",
        copy=True,
    )
    missing_note = fields.Text(
        string="Missing on the Public Page",
        compute="_compute_missing_note",
        help="What to fill in before the scheme can be shown to the public.",
    )

    @api.depends_context("lang")
    @api.depends(
        "name",
        "contact_email",
        "company_id.name",
        "company_id.email",
        "fee_product_id.list_price",
        "mentor_fee_product_id.list_price",
        *PAGE_TEXTS,
        "faq_ids.name",
        "faq_ids.answer",
        "document_ids.body",
        "document_ids.active",
    )
    def _compute_missing_note(self):
        for scheme in self:
            scheme.missing_note = "\n".join(scheme._get_missing_sentences())

    # ------------------------------------------------------------------
    # Words in braces
    # ------------------------------------------------------------------

    def _get_words(self):
        """Return what each word in braces stands for; empty where nobody said it."""
        self.ensure_one()
        company = self.company_id
        return {
            "association": "" if company.name == UNNAMED else company.name,
            "scheme": self.name or "",
            "contact": self._get_contact_email(),
            "fee": self._get_fee_text() or self.env._("nothing")
            if self._is_priced()
            else "",
            "cost": self._get_fee_sentence() if self._is_priced() else "",
        }

    def _get_word_gaps(self):
        """Return by word the sentence that says what is missing, and where it goes."""
        return {
            "association": self.env._(
                "The association has no name yet: its company is still called "
                "“%(name)s”. An administrator names it under Configuration, Set-up.",
                name=UNNAMED,
            ),
            "scheme": self.env._("The scheme has no name."),
            "contact": self.env._(
                "There is no address for questions. Enter the scheme's “Contact Email”."
            ),
            "fee": self._get_price_gap(),
            "cost": self._get_price_gap(),
        }

    def _get_price_gap(self):
        return self.env._(
            "The fee has no price. Enter the “Price” on the page “Fee” of the scheme."
        )

    def _get_missing_sentences(self):
        """Return a sentence for each word in the public texts that stays empty."""
        self.ensure_one()
        used = set(WORD.findall(" ".join(self._get_public_texts())))
        words = self._get_words()
        gaps = self._get_word_gaps()
        sentences = [gaps[word] for word in gaps if word in used and not words[word]]
        sentences += [
            self.env._(
                "The texts contain {%(word)s}, which is not one of the words that are "
                "filled in. Replace it with your own text.",
                word=word,
            )
            for word in sorted(used - words.keys())
        ]
        return list(dict.fromkeys(sentences))

    def _get_public_texts(self):
        """Return all texts of this scheme that members or visitors read."""
        self.ensure_one()
        questions = self.faq_ids
        return [
            str(text or "")
            for text in (
                *(self[name] for name in PAGE_TEXTS),
                *questions.mapped("name"),
                *questions.mapped("answer"),
                # Which texts there are is no secret; coordinators read them anyway.
                *self.sudo().document_ids.mapped("body"),
            )
        ]

    def _fill_in(self, text):
        """Return a text with its words filled in; as it is where it has none.

        :param text: HTML as Markup, in which the values are escaped; or plain text
        """
        self.ensure_one()
        if not text or not WORD.search(str(text)):
            return text
        words = self._get_words()
        is_html = isinstance(text, Markup)

        def replace(match):
            value = words.get(match[1], match[0])
            return str(escape(value)) if is_html else value

        # The text is staff's own, sanitized by its field; the values are escaped.
        filled = WORD.sub(replace, str(text))
        return Markup(filled) if is_html else filled

    def _is_ready_for_public(self):
        """Return whether everything that the public texts name has been filled in."""
        self.ensure_one()
        return not self._get_missing_sentences()

    def _check_ready_for_public(self):
        """Refuse to open a scheme to the public while its texts have gaps.

        :raise UserError: naming what is missing
        """
        for scheme in self:
            if sentences := scheme._get_missing_sentences():
                raise UserError(
                    self.env._(
                        "%(scheme)s cannot be shown to the public yet.\n%(missing)s",
                        scheme=scheme.name,
                        missing="\n".join(sentences),
                    )
                )

    # ------------------------------------------------------------------
    # Contact and price
    # ------------------------------------------------------------------

    def _get_contact_email(self):
        self.ensure_one()
        if self.contact_email:
            return self.contact_email
        company = self.company_id.sudo()  # visitors read no company
        company.fetch(["email"])  # of some hundred fields
        return company.email or ""

    def _is_priced(self):
        """Return whether every product that is a fee of this scheme has a price."""
        self.ensure_one()
        products = self._get_own_fee_products()
        return all(product.lst_price > 0 for product in products)

    def _get_own_fee_products(self):
        self.ensure_one()
        scheme = self.sudo()  # a price is public; coordinators may not read products
        return scheme.fee_product_id | scheme.mentor_fee_product_id

    def _get_fee_text(self):
        """Return the fee with its tax, in words and figures; nothing if it is free."""
        self.ensure_one()
        product = self.sudo().fee_product_id  # a price is public
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
        mentor_product = self.sudo().mentor_fee_product_id  # a price is public
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
