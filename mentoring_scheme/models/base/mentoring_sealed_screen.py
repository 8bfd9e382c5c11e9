# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.http import request

from ...sealing import Reader

# What the browser calls to fill a form.
SCREEN_METHODS = ("web_read", "web_save")


class MentoringSealedScreen(models.AbstractModel):
    """Sealed texts that their readers work with on a form of the back office.

    The plain texts are put into the answer to the browser, after all else has run: no
    record, cache or automation ever holds them.
    """

    _name = "mentoring.sealed.screen"
    _inherit = ["mentoring.sealed.text"]
    _description = "Sealed record with a screen of its own"

    @api.readonly
    def web_read(self, specification):
        """Read for a form; with the plain texts, for their reader's own browser."""
        with Reader.of_screen(request, self._name, SCREEN_METHODS) as reader:
            values = super().web_read(specification)
            return self._fill_screen(reader, values, specification)

    def web_save(self, vals, specification, next_id=None):
        """Save from a form, and read it again, as above."""
        with Reader.of_screen(request, self._name, SCREEN_METHODS) as reader:
            values = super().web_save(vals, specification, next_id=next_id)
            records = self.browse([record["id"] for record in values])
            return records._fill_screen(reader, values, specification)

    def _fill_screen(self, reader, values_list, specification):
        """Put the plain texts into what a form is about to show.

        :param reader: the capability, or None: then the texts stay sealed
        :param values_list: dicts of values, as ``web_read`` returns them
        """
        if not reader:
            return values_list
        names = [name for name in self._get_sealed_names() if name in specification]
        texts = self._unseal(reader, names) if names else {}
        for values in values_list:
            values.update(
                {
                    name: text or False
                    for name, text in texts.get(values["id"], {}).items()
                }
            )
        for name, wanted in specification.items():
            field = self._fields[name]
            lines = field.relational and self.env[field.comodel_name]
            if "fields" in wanted and isinstance(lines, MentoringSealedScreen):
                shown = [line for values in values_list for line in values[name]]
                ids = [line["id"] for line in shown]
                lines.browse(ids)._fill_screen(reader, shown, wanted["fields"])
        return values_list
