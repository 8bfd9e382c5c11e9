# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import binascii
import io
import re
import zipfile
import zlib

from PIL import Image

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ...uploads import (
    Unreadable,
    has_active_content,
    is_phone_photo,
    rebuild_name,
)

FILE_KINDS = [
    ("resume", "Résumé"),
    ("reference", "Reference"),
    ("paper", "Paper form"),
    ("other", "Other"),
]
ALLOWED_TYPES = {
    "application/pdf": (".pdf",),
    "application/msword": (".doc",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        ".docx",
    ),
    "application/vnd.oasis.opendocument.text": (".odt",),
}
SCAN_TYPES = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
NAME_LENGTH = 120
ARCHIVE_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
}
UNPACKED_LIMIT = 100 * 1024 * 1024
ENTRIES_LIMIT = 5000
CHUNK = 1024 * 1024
PIXEL_LIMIT = 100 * 1000 * 1000
# Where browsers look for a web page, and what they take for one.
PAGE_LENGTH = 1024
PAGE = re.compile(rb"<\s*(!doctype\s+html|html|head|body|script|svg|iframe)", re.I)
MACROS = re.compile(
    r"vbaProject|vbaData|(^|/)(Basic|Scripts|embeddings|activeX)/"
    r"|\.(exe|dll|com|bat|cmd|js|vbs|ps1|sh)$",
    re.I,
)


class MentoringApplicationFile(models.Model):
    """A résumé or other paper of an applicant, checked before anything is stored.

    In a model of its own, without chatter, so that ``/web/content`` checks record and
    field (design section 4).
    """

    _name = "mentoring.application.file"
    _inherit = ["mentoring.derived", "mentoring.retention"]
    _description = "File of a mentoring application"
    _order = "id"
    _rec_name = "filename"
    _serves_privately = True

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        ondelete="cascade",
        index=True,
    )
    intake_id = fields.Many2one(related="application_id.intake_id")
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    kind = fields.Selection(selection=FILE_KINDS, required=True, default="resume")
    filename = fields.Char(required=True)
    file = fields.Binary(attachment=True, required=True)
    preview = fields.Selection(
        selection=[("pdf", "PDF"), ("image", "Picture"), ("none", "Download only")],
        compute="_compute_preview",
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_upload(vals) for vals in vals_list]
        # Images are stored as they are: core would decode them before any limit.
        return super(
            MentoringApplicationFile, self.with_context(image_no_postprocess=True)
        ).create(vals_list)

    def write(self, vals):
        if not vals.keys() & {"file", "filename", "kind"}:
            return super().write(vals)
        for record in self.with_context(image_no_postprocess=True):
            whole = record._prepare_upload(
                {
                    "application_id": record.application_id.id,
                    "kind": record.kind,
                    "filename": record.filename,
                    "file": record.file,
                    **vals,
                }
            )
            super(MentoringApplicationFile, record).write(
                {**vals, "filename": whole["filename"]}
            )
        return True

    @api.model
    def _prepare_upload(self, vals):
        """Return the values of a file as it may be stored: named by what it is.

        :param dict vals: the values of a new file, ``file`` in base64
        :raise ValidationError: with a sentence for the person who uploads, when the
            name, the size or the content is refused
        """
        self._check_filename(vals.get("filename") or "")
        content = self._fields["file"].convert_to_cache(vals.get("file"), self) or b""
        data = self._decode(content)
        if not data:
            raise ValidationError(
                self.env._("The file is empty. Please choose another one.")
            )
        application = self.env["mentoring.application"].browse(
            vals.get("application_id")
        )
        limit = application.scheme_id.upload_limit_mb or 10
        if len(data) > limit * 1024 * 1024:
            raise ValidationError(
                self.env._(
                    "The file has %(size).1f MB; at most %(limit)s MB are accepted. "
                    "Please make it smaller.",
                    size=len(data) / 1024 / 1024,
                    limit=limit,
                )
            )
        kind = vals.get("kind") or "resume"
        suffixes = self._check_content(data, kind)
        return {**vals, "filename": self._rebuild_filename(vals, kind, suffixes)}

    @api.model
    def _rebuild_filename(self, vals, kind, suffixes):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return rebuild_name(vals["filename"], suffixes, kinds[kind])

    @api.model
    def _decode(self, content):
        """Return the bytes of a base64 value, or nothing if it is not base64."""
        try:
            return base64.b64decode(content)
        except (binascii.Error, ValueError):
            return b""

    @api.model
    def _check_filename(self, filename):
        if not filename.strip():
            raise ValidationError(self.env._("The file needs a name."))
        if len(filename) > NAME_LENGTH:
            raise ValidationError(
                self.env._(
                    "The name of the file is longer than %(limit)s characters. Please "
                    "rename it.",
                    limit=NAME_LENGTH,
                )
            )
        if any(
            not character.isprintable() or character in '/\\:*?"<>|'
            for character in filename
        ):
            raise ValidationError(
                self.env._(
                    "The name of the file holds characters that are not allowed. "
                    "Please rename it."
                )
            )

    @api.model
    def _check_content(self, data, kind):
        """Accept by content, never by name: PDF, DOC(X), ODT, and scans of paper.

        :return: the endings that a name of this kind has, the usual one first
        :raise ValidationError: with a sentence for the person who uploads
        """
        mimetype = guess_mimetype(data)
        allowed = dict(ALLOWED_TYPES)
        if kind == "paper":
            allowed.update(SCAN_TYPES)
        if mimetype not in allowed:
            raise ValidationError(self._describe_accepted(data, kind))
        is_archive = mimetype in ARCHIVE_TYPES
        # One file that two programs read as two things is meant to deceive one of them.
        if zipfile.is_zipfile(io.BytesIO(data)) != is_archive or self._is_page(data):
            raise self._refuse_unreadable()
        if is_archive:
            self._check_archive(data)
        elif mimetype in SCAN_TYPES:
            self._check_image(data)
        self._check_active_content(data, mimetype)
        return allowed[mimetype]

    @api.model
    def _describe_accepted(self, data, kind):
        """Return in words what to upload in place of a file that is refused."""
        if is_phone_photo(data) and kind == "paper":
            return self.env._(
                "This photo is in a format of phones (HEIC) that many computers can't "
                "open. Please upload it as JPEG: make a screenshot of the photo, or "
                "email it to yourself and upload what arrives. You can also set the "
                "camera of your phone to the most compatible format."
            )
        if kind == "paper":
            return self.env._(
                "This kind of file is not accepted. Please upload a PDF, Word or "
                "OpenDocument file, or a picture as JPEG or PNG."
            )
        return self.env._(
            "This kind of file is not accepted. Please upload a PDF, Word or "
            "OpenDocument file."
        )

    @api.model
    def _check_active_content(self, data, mimetype):
        """Refuse a document that runs, fetches or carries something."""
        try:
            is_active = has_active_content(data, mimetype)
        except Unreadable as error:
            raise self._refuse_unreadable() from error
        if is_active:
            raise ValidationError(
                self.env._(
                    "The file does more than show text: it runs a script, loads "
                    "something from elsewhere or has other files in it. Please print "
                    "it to a new PDF, and upload that."
                )
            )

    @api.model
    def _is_page(self, data):
        """Return whether a browser might take the beginning for a web page."""
        return bool(PAGE.search(data[:PAGE_LENGTH]))

    @api.model
    def _check_archive(self, data):
        """Refuse a word processor file that runs something or unpacks to too much."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
                if any(MACROS.search(entry.filename) for entry in entries):
                    raise ValidationError(
                        self.env._(
                            "The file holds macros or programs. Please save it without "
                            "them, for example as PDF."
                        )
                    )
                is_sensible = (
                    len(entries) <= ENTRIES_LIMIT
                    and self._get_unpacked_size(archive, entries) <= UNPACKED_LIMIT
                )
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
            is_sensible = False  # broken, encrypted or packed in a way of its own
        if not is_sensible:
            raise self._refuse_unreadable()

    @api.model
    def _get_unpacked_size(self, archive, entries):
        """Return how much really comes out, or somewhat more than is sensible.

        What the file says of itself may be a lie.
        """
        size = 0
        for entry in entries:
            with archive.open(entry) as member:
                while chunk := member.read(CHUNK):
                    size += len(chunk)
                    if size > UNPACKED_LIMIT:
                        return size
        return size

    @api.model
    def _check_image(self, data):
        """Refuse a scan that is no picture, or one of far too many pixels."""
        try:
            with Image.open(io.BytesIO(data)) as image:
                is_sensible = image.width * image.height <= PIXEL_LIMIT
                image.verify()
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            is_sensible = False
        if not is_sensible:
            raise self._refuse_unreadable()

    @api.model
    def _refuse_unreadable(self):
        return ValidationError(
            self.env._(
                "The file can't be read. Please save it again without a password, for "
                "example as PDF."
            )
        )

    # ------------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------------

    @api.depends(
        "kind", "application_id.date_over", "intake_id.scheme_id.keep_resume_months"
    )
    def _compute_date_erase(self):
        return super()._compute_date_erase()

    def _get_retention(self):
        """A résumé has a period of its own; other papers go with the answers."""
        self.ensure_one()
        if self.kind != "resume":
            return False, 0
        application = self.application_id
        return application.date_over, application.scheme_id.keep_resume_months

    def _get_erasure_kind(self):
        return "resume"

    def _erase(self):
        count = len(self)
        self.unlink()
        return count

    # ------------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------------

    @api.depends("file")
    def _compute_preview(self):
        """Tell by the stored type what the office can look at beside the answers."""
        attachments = (
            self.env["ir.attachment"]
            .sudo()  # only the type, of files that the reader has access to
            .search_fetch(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "in", self.ids),
                ],
                ["res_id", "mimetype"],
            )
        )
        types = {attachment.res_id: attachment.mimetype for attachment in attachments}
        for record in self:
            mimetype = types.get(record._origin.id)
            if mimetype == "application/pdf":
                record.preview = "pdf"
            else:
                record.preview = "image" if mimetype in SCAN_TYPES else "none"
