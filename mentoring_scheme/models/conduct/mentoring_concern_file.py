# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SIZE_LIMIT_MB = 10


class MentoringConcernFile(models.Model):
    """What was handed in with a confidential case."""

    _name = "mentoring.concern.file"
    _description = "File of a confidential case"
    _rec_name = "filename"
    _serves_privately = True

    concern_id = fields.Many2one(
        comodel_name="mentoring.concern",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="concern_id.company_id", store=True)
    filename = fields.Char(required=True)
    file = fields.Binary(attachment=True, required=True)

    def _BaseModel__ensure_xml_id(self, skip=False):  # pylint: disable=C0103
        """Give no external id, as a case has none."""
        return ((record, "") for record in self)

    @api.model_create_multi
    def create(self, vals_list):
        return super(
            MentoringConcernFile, self.with_context(image_no_postprocess=True)
        ).create([self._prepare_upload(vals) for vals in vals_list])

    def write(self, vals):
        if not vals.keys() & {"file", "filename"}:
            return super().write(vals)
        for record in self.with_context(image_no_postprocess=True):
            values = {"filename": record.filename, "file": record.file, **vals}
            super(MentoringConcernFile, record).write(
                {**vals, "filename": record._prepare_upload(values)["filename"]}
            )
        return True

    @api.model
    def _prepare_upload(self, vals):
        """Return the values of a file as it may be stored: named by what it is.

        :raise ValidationError: with a sentence for the person who uploads, when the
            name, the size or the content is refused
        """
        checks = self.env["mentoring.application.file"]
        checks._check_filename(vals.get("filename") or "")
        content = self._fields["file"].convert_to_cache(vals.get("file"), self) or b""
        data = checks._decode(content)
        if not data:
            raise ValidationError(
                self.env._("The file is empty. Please choose another one.")
            )
        if len(data) > SIZE_LIMIT_MB * 1024 * 1024:
            raise ValidationError(
                self.env._(
                    "The file is larger than %(limit)s MB. Please make it smaller.",
                    limit=SIZE_LIMIT_MB,
                )
            )
        # Pictures and scans are what shows something.
        suffixes = checks._check_content(data, "paper")
        filename = checks._rebuild_filename(vals, "paper", suffixes)
        return {**vals, "filename": filename}
