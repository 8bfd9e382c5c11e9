# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import binascii
import struct

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...dates import format_day

SIZE_LIMIT = 1024 * 1024
SCAN_LIMIT = 10 * 1024 * 1024
PNG_HEADER = b"\x89PNG\r\n\x1a\n"
PIXELS_LIMIT = 4096 * 4096


class MentoringAgreementSignature(models.Model):
    """One person's signature under one agreement; it never changes (invariant 8)."""

    _name = "mentoring.agreement.signature"
    _inherit = ["mentoring.derived"]
    _description = "Signature of a mentoring agreement"
    _order = "signed_on, id"
    _rec_name = "signed_by"
    _serves_privately = True

    agreement_id = fields.Many2one(
        comodel_name="mentoring.agreement",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="agreement_id.company_id", store=True)
    participant_id = fields.Many2one(
        comodel_name="mentoring.participant",
        required=True,
        index=True,
        ondelete="restrict",
    )
    signature = fields.Image(attachment=True, max_width=1024, max_height=1024)
    is_paper = fields.Boolean(
        string="On Paper", help="Signed on a paper form, and recorded by staff."
    )
    scan = fields.Binary(attachment=True, help="The signed form, as it was scanned.")
    scan_name = fields.Char()
    signed_by = fields.Char(required=True)
    signed_on = fields.Datetime(required=True)
    ip_address = fields.Char(string="IP Address")

    _once = models.UniqueIndex(
        "(agreement_id, participant_id)",
        "This person has already signed this agreement. Reload the page to see it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        agreements = self.env["mentoring.agreement"]
        for vals in vals_list:
            agreements.browse(vals.get("agreement_id"))._check_not_refused()
            if not vals.get("is_paper"):
                self._check_signature(vals.get("signature"))
            elif vals.get("scan"):
                self._check_scan(vals)
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A signature never changes."))
        return super().write(vals)

    @api.constrains("signed_on")
    def _check_signed_on(self):
        """Refuse a paper form that is older than the match it accepts.

        In the intake's zone; online, the day is the day of signing.
        """
        for signature in self.filtered("is_paper"):
            partnership = signature.agreement_id.partnership_id
            matched = partnership.date_matched
            signed = partnership.intake_id._local_date(signature.signed_on)
            if matched and signed < matched:
                raise ValidationError(
                    self.env._(
                        "The form cannot be signed before %(day)s, when the pair was "
                        "matched.",
                        day=format_day(self.env, matched),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A signature is kept."))

    @api.model
    def _check_scan(self, vals):
        """Refuse a scan by its name or content, before it is stored."""
        checks = self.env["mentoring.application.file"]
        checks._check_filename(vals.get("scan_name") or "")
        content = self._fields["scan"].convert_to_cache(vals["scan"], self) or b""
        data = checks._decode(content)
        if len(data) > SCAN_LIMIT:
            raise ValidationError(
                self.env._("The scan is larger than 10 MB. Please make it smaller.")
            )
        checks._check_content(data, "paper")

    @api.model
    def _check_signature(self, signature):
        """Refuse what is no drawing, before an image library opens it."""
        if isinstance(signature, str):
            signature = signature.encode()
        # Base64 takes four characters for three bytes, and some programs break lines.
        if len(signature or b"") > 2 * SIZE_LIMIT:
            raise ValidationError(self._get_size_sentence())
        try:
            data = base64.b64decode(signature or b"", validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not data.startswith(PNG_HEADER):
            raise ValidationError(
                self.env._("The signature is missing. Please sign in the box.")
            )
        if len(data) > SIZE_LIMIT or self._count_pixels(data) > PIXELS_LIMIT:
            raise ValidationError(self._get_size_sentence())

    @api.model
    def _get_size_sentence(self):
        return self.env._("The signature is too large. Please draw it again.")

    @api.model
    def _count_pixels(self, data):
        """Return how many pixels a PNG says it has; a small file can hold millions."""
        width, height = struct.unpack(">II", data[16:24].ljust(8, b"\0"))
        return width * height
