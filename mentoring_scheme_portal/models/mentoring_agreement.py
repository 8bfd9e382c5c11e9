# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.image import image_data_uri
from odoo.tools.translate import LazyTranslate

from .portal_dates import format_moment

_lt = LazyTranslate(__name__)

LABELS = {
    "open": (_lt("To sign"), "warning"),
    "partial": (_lt("Partly signed"), "warning"),
    "signed": (_lt("Signed by all"), "success"),
}


class MentoringAgreement(models.Model):
    _inherit = "mentoring.agreement"

    @api.model
    def _domain_for_member(self, partner):
        """Return which agreements this person reads: those of partnerships that the
        person takes part in or completed, and those that the person has signed.
        """
        mine = [("application_id.partner_id", "=", partner.id)]
        return [
            "|",
            (
                "partnership_id.participant_ids",
                "any",
                [*mine, ("date_left", "=", False)],
            ),
            ("signature_ids.participant_id", "any", mine),
        ]

    def _is_readable_by(self, seat):
        """Return whether this seat's person reads the text; as the domain above."""
        self.ensure_one()
        return not seat.date_left or seat in self.signature_ids.participant_id

    def _can_be_signed_by(self, seat):
        """Return whether this seat's signature is still wanted."""
        self.ensure_one()
        return seat._is_active_seat() and not self._is_signed_by(seat)

    def _portal_sign(self, digest, signed_by, signature, ip_address):
        """Sign for the acting member, who has read the text with this digest (A25, B6).

        :raise UserError: when the text has changed since, or cannot be signed
        """
        self.ensure_one()
        seat = self.partnership_id._get_acting_seat()
        if not consteq(digest, self._get_portal_digest()):
            raise UserError(
                self.env._(
                    "The text has changed since you opened this page. Please open it "
                    "again, read it, and sign then."
                )
            )
        return self._sign(seat, signed_by, signature, ip_address=ip_address)

    def _get_portal_digest(self):
        """Return the fingerprint of the text that is shown to the signer."""
        return self.digest or self._get_digest()

    def _get_portal_url(self):
        self.ensure_one()
        return f"/my/mentoring/agreement/{self.id}"

    def _get_portal_summary(self, seat):
        """Return what the partnership's page shows of this agreement."""
        self.ensure_one()
        label, tone = LABELS[self.state]
        missing = self._get_missing_signers().partner_id.mapped("name")
        return {
            "id": self.id,
            "name": self.name,
            "url": self._get_portal_url(),
            "label": str(label),
            "tone": tone,
            "signed": self.signature_ids.participant_id.partner_id.mapped("name"),
            "missing": missing if seat._is_active_seat() else [],
            "can_sign": self._can_be_signed_by(seat),
        }

    def _get_portal_values(self, seat):
        """Return what the agreement's own page shows to this seat's person."""
        self.ensure_one()
        zone = seat._get_portal_zone()
        return {
            **self._get_portal_summary(seat),
            "body": self.body,
            "digest": self._get_portal_digest(),
            "is_acceptance": self.is_acceptance,
            "signer": seat.partner_id.name,
            "has_signed": self._is_signed_by(seat),
            "signatures": [
                {
                    "name": signature.participant_id.partner_id.name,
                    "role": signature.participant_id._get_role_label(),
                    "signed_by": signature.signed_by,
                    "when": format_moment(self.env, signature.signed_on, zone),
                    "image": image_data_uri(signature.signature),
                }
                for signature in self.signature_ids
            ],
        }
