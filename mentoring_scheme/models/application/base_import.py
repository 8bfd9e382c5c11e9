# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import codecs

from odoo import models

from ...spelling import simplify


class Base_ImportImport(models.TransientModel):
    """Spreadsheets of applications as people keep them."""

    _inherit = "base_import.import"

    def _read_csv(self, options):
        """Take a file for UTF-8 if it can be read so, before core guesses.

        One curly apostrophe makes core guess another encoding, and store three odd
        letters in its place.
        """
        if not options.get("encoding") and self._is_of_applications():
            options["encoding"] = self._find_utf_8(self.file or b"")
        return super()._read_csv(options)

    def _find_utf_8(self, content):
        """Return the encoding of what can be read as UTF-8; '' if it cannot."""
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            return ""  # core's guess is as good as ours
        return "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"

    def _get_mapping_suggestion(
        self, header, fields_tree, header_types, mapping_fields
    ):
        """Know the headings that a field of an application has in people's files."""
        if self._is_of_applications() and header not in mapping_fields:
            for name, field in self.env[self.res_model]._fields.items():
                if simplify(header) in getattr(field, "headings", ()):
                    return {"field_path": [name], "distance": 0}
        return super()._get_mapping_suggestion(
            header, fields_tree, header_types, mapping_fields
        )

    def _is_of_applications(self):
        return self.res_model == "mentoring.application"
