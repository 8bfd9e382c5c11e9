# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount, format_date

REMINDER_DAYS = (14, 28)
FROZEN_FIELDS = {"partnership_id", "template_id", "name", "body", "digest"}


class MentoringAgreement(models.Model):
    """A document of a partnership, with one signature per participant (A25, B6)."""

    _name = "mentoring.agreement"
    _description = "Mentoring Agreement"
    _order = "partnership_id, sequence, id"

    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        required=True,
        index=True,
        ondelete="restrict",
    )
    intake_id = fields.Many2one(related="partnership_id.intake_id", store=True)
    company_id = fields.Many2one(
        related="partnership_id.company_id", store=True, index=True
    )
    template_id = fields.Many2one(
        comodel_name="mentoring.agreement.template",
        required=True,
        ondelete="restrict",
    )
    name = fields.Char(required=True)
    sequence = fields.Integer(related="template_id.sequence", store=True)
    is_acceptance = fields.Boolean(related="template_id.is_acceptance", store=True)
    staff_can_read = fields.Boolean(related="template_id.staff_can_read")
    body = fields.Html(
        string="Text",
        compute="_compute_body",
        store=True,
        help="Follows the template until the first person signs; frozen from then.",
    )
    digest = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Fingerprint of the text that was signed.",
    )
    signature_ids = fields.One2many(
        comodel_name="mentoring.agreement.signature", inverse_name="agreement_id"
    )
    signature_count = fields.Integer(compute="_compute_signature_count", store=True)
    missing_participant_ids = fields.Many2many(
        comodel_name="mentoring.participant",
        string="Still to Sign",
        compute="_compute_missing_participant_ids",
    )
    state = fields.Selection(
        selection=[
            ("open", "To sign"),
            ("partial", "Partly signed"),
            ("signed", "Signed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    date_signed = fields.Datetime(
        string="Signed by All on", compute="_compute_state", store=True
    )

    _once = models.UniqueIndex(
        "(partnership_id, template_id)",
        "The partnership has this agreement already.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("template_id.body", "partnership_id.participant_ids")
    def _compute_body(self):
        for agreement in self:
            if agreement.digest:
                agreement.body = agreement.body
            else:
                agreement.body = agreement._render_body()

    @api.depends("signature_ids")
    def _compute_signature_count(self):
        for agreement in self:
            agreement.signature_count = len(agreement.signature_ids)

    @api.depends(
        "signature_ids.participant_id", "partnership_id.participant_ids.date_left"
    )
    def _compute_missing_participant_ids(self):
        for agreement in self:
            agreement.missing_participant_ids = agreement._get_missing_signers()

    @api.depends(
        "signature_ids.participant_id", "partnership_id.participant_ids.date_left"
    )
    def _compute_state(self):
        for agreement in self:
            signers = agreement.signature_ids.participant_id
            missing = agreement._get_missing_signers()
            if signers and not missing:
                agreement.state = "signed"
                agreement.date_signed = max(agreement.signature_ids.mapped("signed_on"))
            else:
                agreement.state = "partial" if signers else "open"
                agreement.date_signed = False

    @api.depends("name", "partnership_id.display_name")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "%(name)s: %(people)s",
                name=agreement.name,
                people=agreement.partnership_id.display_name,
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    def write(self, vals):
        """Refuse any change of what somebody has signed (invariant 8)."""
        if FROZEN_FIELDS & vals.keys() and (signed := self.filtered("digest")):
            raise UserError(
                self.env._(
                    "%(agreements)s: the text has been signed and never changes. Make "
                    "a new agreement instead.",
                    agreements=", ".join(signed.mapped("display_name")),
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_unsigned(self):
        if signed := self.filtered("digest"):
            raise UserError(
                self.env._(
                    "%(agreements)s: signed agreements are kept.",
                    agreements=", ".join(signed.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _create_for(self, partnerships):
        """Create what is still missing of the schemes' agreements."""
        vals_list = []
        for partnership in partnerships:
            existing = partnership.agreement_ids.template_id
            templates = partnership.scheme_id.agreement_template_ids - existing
            vals_list += [
                {
                    "partnership_id": partnership.id,
                    "template_id": template.id,
                    "name": template.name,
                }
                for template in templates
            ]
        return self.create(vals_list)

    def _get_missing_signers(self):
        """Return the current participants who have not signed."""
        self.ensure_one()
        current = self.partnership_id.participant_ids.filtered(
            lambda seat: not seat.date_left
        )
        return current - self.signature_ids.participant_id

    def _render_body(self):
        """Return the template's text with its words filled in, every value escaped."""
        self.ensure_one()
        text = str(self.template_id.body or "")
        for word, value in self._get_body_values().items():
            text = text.replace("{%s}" % word, str(escape(value)))
        return Markup(text)  # staff's own sanitized text, with escaped values

    def _get_body_values(self):
        partnership = self.partnership_id
        scheme = partnership.scheme_id
        product = scheme.fee_product_id
        return {
            "mentor": partnership.mentor_id.name or "",
            "mentees": ", ".join(partnership.mentee_ids.mapped("name")),
            "scheme": scheme.name,
            "intake": partnership.intake_id.name,
            "start": format_date(self.env, partnership.date_start),
            "end": format_date(self.env, partnership.date_end),
            "fee": format_amount(self.env, product.list_price, scheme.currency_id)
            if product
            else self.env._("no fee"),
        }

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
            self.digest = self._get_digest()
        return self.env["mentoring.agreement.signature"].create(
            {
                "agreement_id": self.id,
                "participant_id": participant.id,
                "signed_by": signed_by.strip(),
                "signed_on": signed_on or fields.Datetime.now(),
                "signature": signature,
                "ip_address": ip_address,
            }
        )

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
                    "%(name)s has signed this agreement already.",
                    name=participant.partner_id.name,
                )
            )

    def _get_digest(self):
        """Return the SHA-256 of the text, as it stands."""
        self.ensure_one()
        return hashlib.sha256((self.body or "").encode()).hexdigest()

    def _is_signed_by(self, participants):
        """Return whether each of these participants has signed."""
        self.ensure_one()
        return participants <= self.signature_ids.participant_id

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each signed text that has changed (invariant 8)."""
        return [
            self.env._(
                "Invariant 8: the text of %(agreement)s is not what was signed.",
                agreement=agreement.display_name,
            )
            for agreement in self.search([("digest", "!=", False)])
            if agreement.digest != agreement._get_digest()
        ] + [
            self.env._(
                "Invariant 8: %(agreement)s is signed and its text is not frozen.",
                agreement=agreement.display_name,
            )
            for agreement in self.search(
                [("digest", "=", False), ("signature_ids", "!=", False)]
            )
        ]

    @api.model
    def _cron_remind_signers(self):
        """Remind those who have not signed two and four weeks after the match (A25)."""
        Cron = self.env["ir.cron"]
        unsigned = self.search(
            [
                ("state", "!=", "signed"),
                ("partnership_id.state", "=", "matched"),
                ("partnership_id.is_paused", "=", False),
            ]
        )
        partnerships = unsigned.partnership_id
        Cron._commit_progress(remaining=len(partnerships))
        for partnership in partnerships:
            waited = (partnership.intake_id._today() - partnership.date_matched).days
            reached = [day for day in REMINDER_DAYS if day <= waited]
            if reached:
                missing = self.env["mentoring.participant"].union(
                    *(
                        agreement._get_missing_signers()
                        for agreement in partnership.agreement_ids
                    )
                )
                self.env["mentoring.notification"]._send_once(
                    "mentoring_scheme.mail_template_participant_sign",
                    missing,
                    occasion=f"reminder {reached[-1]}",
                )
            if not Cron._commit_progress(1):
                break

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.display_name.replace("/", "-")
