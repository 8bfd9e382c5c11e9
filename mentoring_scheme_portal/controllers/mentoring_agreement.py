# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError, ValidationError
from odoo.http import request, route

from odoo.addons.mentoring_scheme.models.agreement import (
    mentoring_agreement_signature as signatures,
)
from odoo.addons.mentoring_scheme.sealing import Envelope

from ..forms.form import LINE_LENGTH, TEXT_LENGTH, clean_text
from .mentoring_portal import (
    HOME,
    SEALED_NAMES,
    MentoringPortal,
    member_page,
    member_step,
)

# Of a whole request to sign, in bytes: more is refused before it is read.
SIGNATURE_LENGTH = 2 * signatures.SIZE_LIMIT


class MentoringAgreementPortal(MentoringPortal):
    """Reading and signing what a partnership agrees on (promises A25, B6)."""

    @member_page("/agreement/<int:agreement_id>")
    def mentoring_agreement(self, agreement_id, **_ignored):
        """Show the text, who has signed, and the box to sign in."""
        return self._render_agreement(self._own("mentoring.agreement", agreement_id))

    def _render_agreement(self, agreement, failures=()):
        partnership = agreement.partnership_id
        seat = partnership._get_acting_seat()
        shown = agreement._get_portal_values(seat, self._get_reader())
        envelope = Envelope()
        shown["answers"] = envelope.close(shown["answers"], SEALED_NAMES)
        page = f"{HOME}/agreement/{agreement.id}"
        return self._render_page(
            "agreement",
            shown["name"],
            {
                "agreement": shown,
                "fill_url": f"{page}/fill",
                "decline_url": f"{page}/decline",
                "amend_url": f"{page}/amend",
                "summary": self._summarise(
                    (), {}, [(sentence, "") for sentence in failures]
                ),
                "sign_url": f"{page}/sign?digest={shown['digest']}",
                "pdf_url": f"{page}/pdf",
                "partnership_url": f"{HOME}/partnership/{partnership.id}",
                "contact_email": partnership.scheme_id._get_contact_email(),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
            envelope=envelope,
        )

    def _render_fill(
        self, agreement, posted=None, errors=None, failures=(), answers=None
    ):
        """Show the form; what was typed is kept, whatever was refused."""
        errors = errors or {}
        partnership = agreement.partnership_id
        seat = partnership._get_acting_seat()
        form = agreement._get_agreement_form()
        stored = agreement._find_answers()
        page = f"{HOME}/agreement/{agreement.id}"
        title = agreement._get_title()
        reader, envelope = self._get_reader(), Envelope()
        shared = self._describe_shared_form(
            form,
            form.to_raws(stored._get_values(reader)),
            stored.revision,
            posted,
            errors,
            lambda: agreement._get_portal_conflict(answers.values, reader),
        )
        return self._render_page(
            "agreement_fill",
            title,
            {
                "can_fill": agreement._can_be_filled_by(seat),
                "is_sealed": not agreement.staff_can_read,
                "disclosure_words": partnership._get_disclosure_words(),
                "action": f"{page}/fill",
                "back_url": page,
                **shared,
                **self._close_form(envelope, shared["fields"], shared["conflict"]),
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
            envelope=envelope,
        )

    @route(
        f"{HOME}/agreement/<int:agreement_id>/sign",
        type="jsonrpc",
        auth="user",
        website=True,
        max_content_length=SIGNATURE_LENGTH,
    )
    def mentoring_agreement_sign(
        self, agreement_id, name=None, signature=None, **_ignored
    ):
        """Sign for the acting member, as Odoo's own signature form posts it.

        :param str name: the name, as the member writes it
        :param str signature: the drawing, PNG in base64
        :return: dict that the form understands: an error, or where to go
        """
        try:
            agreement = self._own("mentoring.agreement", agreement_id)
        except NotFound:
            return {
                "error": request.env._(
                    "This agreement is not yours to sign. Please open it again from "
                    "your partnership's page."
                )
            }
        digest = request.httprequest.args.get("digest", "")
        try:
            with request.env.cr.savepoint():
                agreement._portal_sign(
                    digest if digest.isascii() else "",
                    clean_text(str(name or ""))[:LINE_LENGTH],
                    signature if isinstance(signature, str) else "",
                    request.httprequest.remote_addr,
                )
        except (UserError, ValidationError) as error:
            return {"error": str(error.args[0])}
        return {
            "force_refresh": True,
            "redirect_url": f"{HOME}/agreement/{agreement.id}?notice=signed",
        }

    @member_page("/agreement/<int:agreement_id>/fill")
    def mentoring_agreement_fill_ask(self, agreement_id, **_ignored):
        """Ask the questions of the agreement, with the answers given so far."""
        return self._render_fill(self._own("mentoring.agreement", agreement_id))

    @member_step("/agreement/<int:agreement_id>/fill")
    def mentoring_agreement_fill(self, agreement_id, **_ignored):
        """Save the answers; what somebody else changed is shown, not overwritten."""
        agreement = self._own("mentoring.agreement", agreement_id)
        posted = self._get_posted()
        answers = agreement._get_agreement_form().parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            failures = self._try(
                agreement._portal_fill, answers.values, self._get_revision(posted)
            )
        if errors or failures:
            return self._render_fill(agreement, posted, errors, failures, answers)
        return self._redirect(f"{HOME}/agreement/{agreement.id}", "filled")

    @member_step("/agreement/<int:agreement_id>/decline")
    def mentoring_agreement_decline(self, agreement_id, reason="", **_ignored):
        """Tell us that the member does not sign, and why."""
        agreement = self._own("mentoring.agreement", agreement_id)
        text = clean_text(str(reason), lines=True)[:TEXT_LENGTH]
        failures = self._try(agreement._portal_decline, text)
        if failures:
            return self._render_agreement(agreement, failures)
        return self._redirect(f"{HOME}/agreement/{agreement.id}", "declined")

    @member_step("/agreement/<int:agreement_id>/amend")
    def mentoring_agreement_amend(self, agreement_id, **_ignored):
        """Open a new version of what all have signed."""
        agreement = self._own("mentoring.agreement", agreement_id)
        failures = self._try(agreement._portal_amend)
        if failures:
            return self._render_agreement(agreement, failures)
        amendment = agreement.amendment_ids
        return self._redirect(f"{HOME}/agreement/{amendment.id}", "amended")

    @member_page("/agreement/<int:agreement_id>/pdf")
    def mentoring_agreement_pdf(self, agreement_id, **_ignored):
        """Send the agreement, with the signatures given so far, as a PDF."""
        agreement = self._own("mentoring.agreement", agreement_id)
        return self._send_report(
            "mentoring_scheme.action_report_mentoring_agreement",
            agreement,
            sealed={
                "sealed_answers": agreement._get_portal_answers(self._get_reader())
            },
        )
