# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MentoringAgreement(models.Model):
    """The fee in the text of an acceptance: what is signed is what is invoiced."""

    _inherit = "mentoring.agreement"

    @api.depends(
        "partnership_id.participant_ids.application_id.fee_ids.amount_total",
        "partnership_id.participant_ids.application_id.fee_ids.payer_id",
    )
    def _compute_body(self):
        return super()._compute_body()

    def _get_offered_fees(self):
        """Return the fees that this agreement is about.

        Members and coordinators read the text, not the books behind it.
        """
        self.ensure_one()
        return self.partnership_id.sudo().participant_ids.application_id.fee_ids

    def _get_fee_words(self):
        """Return the amount that stands in the text, with tax and currency."""
        fees = self._get_offered_fees()
        if not fees:
            return self.env._("no fee")
        words = list(dict.fromkeys(fee._format_total() for fee in fees))
        if len(words) > 1:
            # What one mentee is let off is nothing to the others.
            return self.env._("the amount that each mentee's own page states")
        return words[0]

    def _render_body(self):
        """Add to an acceptance what is accepted: price, payer, day and refunds."""
        self = self.with_context(lang=self._get_text_lang())  # noqa: PLW0642
        body = super()._render_body()
        if not self.is_acceptance:
            return body
        return body + self.env["mentoring.fee"]._get_offer_html(
            self._get_offered_fees()
        )

    def _get_text_lang(self):
        """Return the language of the text: the association's, whoever reads first."""
        return self.company_id.sudo().partner_id.lang or self.env.lang

    def _get_text(self):
        """Return the text as it was frozen, or as it would be frozen now."""
        self.ensure_one()
        return self.body if self.digest else self._render_body()

    def _sign(self, *args, **kwargs):
        """Tell the mentee of the fee, once everyone has signed for it."""
        signatures = super()._sign(*args, **kwargs)
        self._tell_of_fees()
        return signatures

    def _sign_on_paper(self, *args, **kwargs):
        signatures = super()._sign_on_paper(*args, **kwargs)
        self._tell_of_fees()
        return signatures

    def _tell_of_fees(self):
        if self.is_acceptance:
            fees = self._get_offered_fees()
            fees.filtered(lambda fee: not fee.move_id)._tell_accepted()

    def _freeze(self):
        """Freeze the fee together with the text that states it."""
        if self.is_acceptance:
            self._get_offered_fees()._fix_offer(self.partnership_id)
        return super()._freeze()
