# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.image import image_data_uri
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_moment

from ..forms import AgreementForm

_lt = LazyTranslate(__name__)

LABELS = {
    "open": (_lt("To sign"), "warning"),
    "partial": (_lt("Partly signed"), "warning"),
    "signed": (_lt("Signed by all"), "success"),
    # Nobody learns from it who did not sign.
    "declined": (_lt("To be settled"), "warning"),
    "superseded": (_lt("Replaced by a new version"), "secondary"),
}


class MentoringAgreement(models.Model):
    _inherit = "mentoring.agreement"

    _page_fields = (
        "amends_id",
        "declined_by_id",
        "digest",
        "has_refusal",
        "name",
        "partnership_id",
        "state",
        "template_id",
        "version",
    )

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
        """Return whether this seat's signature is still wanted, and can be given."""
        self.ensure_one()
        return (
            seat._is_active_seat()
            and not self._is_signed_by(seat)
            and (bool(self.digest) or not self.has_refusal)
        )

    def _can_be_filled_by(self, seat):
        """Return whether this seat's person may still change the answers."""
        self.ensure_one()
        return (
            bool(self.template_id.question_ids)
            and not self.digest
            and seat._is_active_seat()
        )

    def _can_be_amended_by(self, seat):
        self.ensure_one()
        return (
            self.state == "signed"
            and not self.amendment_ids
            and bool(self.template_id.question_ids)
            and seat._is_active_seat()
        )

    def _get_agreement_form(self):
        """Return the questions that this agreement's template asks."""
        self.ensure_one()
        return AgreementForm(
            [
                (
                    question.id,
                    {
                        "kind": question.kind,
                        "label": question.name,
                        "help": question.help or "",
                        "choices": question._get_choices(),
                        "required": question.is_required,
                    },
                )
                for question in self.template_id.question_ids
            ]
        )

    def _portal_fill(self, values, revision):
        """Write the answers for the acting member, who has read this revision.

        :raise UserError: when they have changed since, or somebody has signed
        """
        self.ensure_one()
        answers = self.env["mentoring.agreement.answer"]
        return answers._fill(self, values, revision)

    def _portal_decline(self, reason):
        """Note that the acting member does not sign.

        :raise UserError: when there is nothing left to sign, or no reason is given
        """
        self.ensure_one()
        return self._decline(self.partnership_id._get_acting_seat(), reason)

    def _portal_amend(self):
        """Open a new version for the acting member.

        :raise UserError: when this one is not signed, or replaced already
        """
        self.ensure_one()
        return self._amend(self.partnership_id._get_acting_seat())

    def _get_portal_conflict(self, values, reader):
        """Return where these answers and what stands now differ, both as texts.

        :param Reader reader: the capability to read what stands
        """
        self.ensure_one()
        answers = self._find_answers()
        current = answers._get_values(reader)
        return {
            # Who writes has an account of their own; members read no accounts.
            "by": answers.sudo().write_uid.name,
            "differences": [
                {
                    "label": question.name,
                    "theirs": current.get(str(question.id), ""),
                    "mine": values.get(str(question.id), ""),
                }
                for question in self.template_id.question_ids
                if current.get(str(question.id), "") != values.get(str(question.id), "")
            ],
        }

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
        if missing := not self.digest and self._get_missing_answers():
            raise UserError(
                self.env._(
                    "Please fill in first: %(questions)s",
                    questions=", ".join(missing.mapped("name")),
                )
            )
        return self._sign(seat, signed_by, signature, ip_address=ip_address)

    def _get_portal_digest(self):
        """Return the fingerprint of the text that is shown to the signer."""
        return self.digest or self._get_draft_digest()

    def _get_portal_answers(self, reader):
        """Return what the pair has filled in beside the text."""
        return [
            {"question": question, "answer": answer}
            for question, answer in self._get_sealed_answers(reader)
        ]

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
            "name": self._get_title(),
            "url": self._get_portal_url(),
            "label": str(label),
            "tone": tone,
            "signed": self.signature_ids.participant_id.partner_id.mapped("name"),
            "missing": missing if seat._is_active_seat() else [],
            "can_sign": self._can_be_signed_by(seat),
        }

    def _get_portal_refusals(self, seat):
        """Return the questions whose answers keep everyone from signing."""
        self.ensure_one()
        if not seat._is_active_seat() or not self._is_refused():
            return []
        # A form on paper says so as well.
        refused = self._get_refused_questions() or self._get_consent_questions()
        return refused.mapped("name")

    def _get_portal_values(self, seat, reader):
        """Return what the agreement's own page shows to this seat's person.

        :param Reader reader: the capability to read the answers
        """
        self.ensure_one()
        zone = seat._get_portal_zone()
        return {
            **self._get_portal_summary(seat),
            "can_fill": self._can_be_filled_by(seat),
            "body": self._get_text(),
            "answers": self._get_portal_answers(reader),
            "refused": self._get_portal_refusals(seat),
            "unanswered": []
            if self.digest
            else self._get_missing_answers().mapped("name"),
            "is_sealed": not self.staff_can_read,
            "disclosure_words": self.partnership_id._get_disclosure_words(),
            "is_frozen": bool(self.digest),
            "can_amend": self._can_be_amended_by(seat),
            "amendment_url": self.amendment_ids[:1]._get_portal_url()
            if self.amendment_ids
            else "",
            "amended_url": self.amends_id._get_portal_url() if self.amends_id else "",
            "partners": seat._get_partner_names(),
            "has_declined": self.declined_by_id == seat and self.state == "declined",
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
                    "image": image_data_uri(signature.signature)
                    if signature.signature
                    else "",
                }
                for signature in self.signature_ids
            ],
        }
