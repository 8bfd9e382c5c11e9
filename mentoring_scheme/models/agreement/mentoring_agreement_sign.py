# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .mentoring_agreement_answer import load_answers


class MentoringAgreement(models.Model):
    """From the draft to the signed text."""

    _inherit = "mentoring.agreement"

    def _get_missing_signers(self):
        """Return the current participants who have not signed."""
        self.ensure_one()
        current = self.partnership_id.participant_ids.filtered(
            lambda seat: not seat.date_left
        )
        return current - self.signature_ids.participant_id

    def _sign(self, participant, signed_by, signature, ip_address=None, signed_on=None):
        """Sign for one participant; freeze the text at the first signature.

        Both counts of signatures change with each one, so that of two people who sign
        at one moment the second is retried and sees the first.

        :param participant: the ``mentoring.participant`` who signs
        :param str signed_by: the name of the person, as signed
        :param signature: the drawing, PNG in base64
        :param str ip_address: where the request came from
        :param datetime signed_on: when it was signed, on paper or in another system;
            now by default
        :return: the signature
        :raise UserError: when it is not this person's to sign, or no longer
        """
        self.ensure_one()
        self._check_may_sign(participant)
        if not (signed_by or "").strip():
            raise ValidationError(self.env._("Please write your name."))
        if not self.digest:
            self._freeze()
        # Nobody has a right to enter signatures: only what was checked here counts.
        signatures = self.env["mentoring.agreement.signature"].sudo()
        return signatures.create(
            {
                "agreement_id": self.id,
                "participant_id": participant.id,
                "signed_by": signed_by.strip(),
                "signed_on": signed_on or fields.Datetime.now(),
                "signature": signature,
                "ip_address": ip_address,
            }
        )

    def _sign_on_paper(self, participants, signed_on, scan=None, filename=None):
        """Record that these people have signed a paper form; it counts as well (A25).

        :param datetime signed_on: when they signed
        :param scan: the form, in base64; what staff may not read has none
        :raise UserError: when it is not theirs to sign, or no longer
        """
        self.ensure_one()
        if scan and not self.staff_can_read:
            raise UserError(
                self.env._(
                    "%(agreement)s is the pair's own. Record when it was signed, and "
                    "leave the paper with them.",
                    agreement=self.display_name,
                )
            )
        if not scan and self.staff_can_read:
            raise UserError(self.env._("Please add the scan of the signed form."))
        for participant in participants:
            self._check_may_sign(participant)
        if not self.digest:
            self._freeze()
        signatures = self.env["mentoring.agreement.signature"].sudo()  # as above
        return signatures.create(
            [
                {
                    "agreement_id": self.id,
                    "participant_id": participant.id,
                    "signed_by": participant.partner_id.name,
                    "signed_on": signed_on,
                    "is_paper": True,
                    "scan": scan,
                    "scan_name": filename,
                }
                for participant in participants
            ]
        )

    def _decline(self, participant, reason):
        """Note that this person does not sign, and ask the coordinator to step in.

        The others learn that something is to be settled, and no more.

        :raise UserError: when there is nothing left to sign for this person
        """
        self.ensure_one()
        self._check_may_sign(participant)
        if not (reason or "").strip():
            raise UserError(self.env._("Please tell us why."))
        self.sudo().write(  # by this step alone
            {
                "declined_by_id": participant.id,
                "date_declined": fields.Datetime.now(),
                "decline_reason": reason.strip(),
            }
        )
        self._ask_to_call(
            self.env._(
                "%(name)s does not sign: %(agreement)s",
                name=participant.partner_id.name,
                agreement=self.name,
            )
        )
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_participant_unsettled",
            participant.other_ids,
            occasion=f"agreement {self.id} {self.date_declined}",
        )

    def _get_final_body(self, shown):
        """Return the text to be signed; with the answers, if staff may read it."""
        self.ensure_one()
        text = self._get_text()
        if not shown or not self.staff_can_read:
            return text
        rows = Markup("").join(
            Markup("<dt>%s</dt><dd style='white-space: pre-line'>%s</dd>")
            % (question, text)
            for question, text in shown
        )
        return (text or Markup("")) + Markup("<dl>%s</dl>") % rows

    def _freeze(self):
        """Fix the text and its fingerprint; nothing of it changes any more."""
        self.ensure_one()
        answers = self._find_answers()
        values = load_answers(answers).get("values", {})
        shown = self._pair_answers(values)
        sealed = [] if self.staff_can_read else shown
        Answer = self.env["mentoring.agreement.answer"]
        if shown:
            answers._freeze(values, shown)
        frozen = self.sudo()  # staff change no text, and may record who signed it
        frozen.write(
            {
                "body": self._get_final_body(shown),
                "answers_digest": Answer._get_fingerprint(sealed),
            }
        )
        # From the text as it is stored, which the database may have tidied up.
        frozen.digest = self._get_digest()

    def _check_may_sign(self, participant):
        """Refuse a signature that is not, or no longer, this participant's to give."""
        if participant.partnership_id != self.partnership_id:
            raise UserError(
                self.env._("Only the members of this partnership sign this agreement.")
            )
        if participant.state != "current":
            raise UserError(
                self.env._("This partnership is over, so there is nothing to sign.")
            )
        if participant in self.signature_ids.participant_id:
            raise UserError(
                self.env._(
                    "%(name)s has already signed this agreement.",
                    name=participant.partner_id.name,
                )
            )

    def _get_digest(self):
        """Return the SHA-256 of the text and of the sealed answers, as they stand."""
        self.ensure_one()
        text = f"{self.body or ''}{self.answers_digest or ''}"
        return hashlib.sha256(text.encode()).hexdigest()

    def _get_draft_digest(self):
        """Return a fingerprint of text and answers that nobody has signed yet."""
        self.ensure_one()
        values = load_answers(self._find_answers()).get("values", {})
        shown = self._pair_answers(values)
        answers = self.env["mentoring.agreement.answer"]._get_fingerprint(shown)
        text = self._get_text()
        return hashlib.sha256(f"{text or ''}{answers}".encode()).hexdigest()

    def _is_signed_by(self, participants):
        """Return whether each of these participants has signed."""
        self.ensure_one()
        return participants <= self.signature_ids.participant_id
