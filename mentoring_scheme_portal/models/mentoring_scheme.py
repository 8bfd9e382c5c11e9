# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools import is_html_empty

from odoo.addons.mentoring_scheme.dates import describe_days, format_day
from odoo.addons.mentoring_scheme.models.programme.mentoring_scheme_page import (
    PAGE_TEXTS,
)

TEXTS = tuple(name for name in PAGE_TEXTS if name != "tagline")
# From so many days before the closing date on, the page urges.
LAST_DAYS = 7


class MentoringScheme(models.Model):
    _inherit = "mentoring.scheme"

    date_page_seen = fields.Datetime(
        string="Public Page Seen on",
        copy=False,
        readonly=True,
        help="When someone last opened the public page from the set-up.",
    )

    _page_fields = (
        "company_id",
        "contact_email",
        "contact_hours_month",
        "disclosure_since",
        "name",
        "pd_min_hours",
        "pd_period",
        "pd_points_cap",
        "pd_points_cap_mentor",
        "pd_points_per_hour",
    )

    @api.model
    def _domain_for_public(self):
        """Return which schemes everyone sees: this company's, without a gap in a text.

        The texts are looked at by the system: whoever asks may not read them.
        """
        domain = [("active", "=", True), ("company_id", "=", self.env.company.id)]
        schemes = self.sudo().search(domain)  # a matter of the texts, not of rights
        ready = schemes.filtered(lambda scheme: scheme._is_ready_for_public())
        return [*domain, ("id", "in", ready.ids)]

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
                self.env._("Goals, notes and messages of a partnership: %s."),
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
            "tagline": self._fill_in(self.tagline or ""),
            "picture": self._get_picture_url(),
            "url": self._get_public_url(),
            "intakes": [intake._get_public_values() for intake in intakes],
            "status": self._get_public_status(intakes),
            "fee": self._get_fee_sentence(),
        }

    def _get_public_values(self):
        """Return what the public page shows (promises A11, A13, B7, B10)."""
        self.ensure_one()
        conduct = self._get_document("conduct")
        return {
            **self._get_public_summary(),
            **{name: self._get_text(name) for name in TEXTS},
            "roles": self._get_portal_roles(),
            "questions": [
                {
                    "question": self._fill_in(question.name),
                    "answer": self._fill_in(question.answer),
                }
                for question in self.faq_ids
            ],
            "memberships": self._get_membership_prices(),
            "conduct": conduct._get_portal_values("/mentoring/document/"),
            "documents": [
                document._get_portal_values("/mentoring/document/")
                for document in self._get_current_documents(["all"])
                if document.kind != "conduct"
            ],
            "contact_email": self._get_contact_email(),
        }

    def _get_picture_url(self):
        """Return where visitors find the picture; nothing where there is none."""
        self.ensure_one()
        if not self.with_context(bin_size=True).picture:
            return ""
        return f"/mentoring/picture/{self.id}?unique={int(self.write_date.timestamp())}"

    def _get_public_status(self, intakes):
        """Return whether one can apply, in a badge and a sentence.

        Of several intakes, the one that closes first is named, or else the one that
        opens first.

        :return: a dict of ``kind`` (open, last, rolling, soon, closed), ``badge``,
            ``sentence`` and ``accepts``
        """
        self.ensure_one()
        env = self.env
        accepting = intakes.filtered("accepts_applications")
        rolling = accepting.filtered("is_rolling")
        dated = (accepting - rolling).sorted("application_close_at")[:1]
        later = (intakes - accepting).sorted("application_open")[:1]
        if dated:
            days = (dated.application_close - dated._today()).days
            close = format_day(env, dated.application_close)
            if days > LAST_DAYS:
                kind, badge = "open", env._("Open for applications")
            else:
                kind, badge = "last", env._("Closing soon")
            sentence = env._(
                "Apply by %(close)s (%(when)s).",
                close=close,
                when=describe_days(env, days),
            )
        elif rolling:
            kind, badge = "rolling", env._("Open all year")
            sentence = env._("You can apply at any time.")
        elif later:
            kind, badge = "soon", env._("Opening soon")
            sentence = env._(
                "Applications open on %(open)s (%(when)s).",
                open=format_day(env, later.application_open),
                when=describe_days(env, (later.application_open - later._today()).days),
            )
        else:
            kind, badge = "closed", env._("Closed")
            sentence = self._get_closed_sentence()
        return {
            "kind": kind,
            "badge": badge,
            "sentence": sentence,
            "accepts": bool(accepting),
        }

    def _get_closed_sentence(self):
        """Return when applications closed, if there was an intake before."""
        self.ensure_one()
        last = self.intake_ids.filtered(
            lambda intake: (
                intake.phase not in ("draft", "cancelled")
                and intake.application_close
                and intake.application_close < intake._today()
            )
        ).sorted("application_close")[-1:]
        if last:
            return self.env._(
                "Applications closed on %(close)s.",
                close=format_day(self.env, last.application_close),
            )
        return self.env._("Applications are not open at the moment.")

    def _get_membership_prices(self):
        """Return what it costs to join in order to take part (promise A7).

        :return: dicts of a membership's name, price and the only role that it is for
        """
        self.ensure_one()
        needed = [
            role for role in ("mentee", "mentor") if self[f"{role}_member_required"]
        ]
        by_role = {role: self._get_membership_products(role) for role in needed}
        products = self.env["product.product"].sudo().concat(*by_role.values())
        found = []
        for product in products.sorted(lambda one: (one.lst_price, one.name or "")):
            if product.id in [line["id"] for line in found]:
                continue
            roles = [role for role in needed if product in by_role[role]]
            only = {
                "mentee": self.env._("for mentees"),
                "mentor": self.env._("for mentors"),
            }
            found.append(
                {
                    "id": product.id,
                    "name": product.name,
                    "price": self._get_price_text(product),
                    "role": only[roles[0]] if len(roles) < len(needed) else "",
                }
            )
        return found

    def _get_text(self, name):
        text = self[name]
        return False if is_html_empty(text) else self._fill_in(text)

    def _get_open_intakes(self):
        """Return the intakes that one can apply to today, or read about already."""
        return self.intake_ids.filtered(
            lambda intake: (
                intake._is_shown()
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
