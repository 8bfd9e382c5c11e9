# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.tools import email_normalize, escape_psql

from ...spelling import read_count, split_names, tidy


class IrFieldsConverter(models.AbstractModel):
    """Cells of applications as people write them; other models are core's alone."""

    _inherit = "ir.fields.converter"

    def _str_to_many2one(self, model, field, values, savepoint):
        """Find a record by its name or address, however it is spelt.

        Core compares letter by letter, and takes the first of several.
        """
        [record] = values
        if self._is_of_application(model) and record.get(None):
            name = tidy(record[None])
            found = self._find_spelt(field, name)
            if len(found) > 1 and field.name == "partner_id":
                raise self._format_import_error(
                    ValueError,
                    self.env._(
                        "More than one contact is found by “%s”. Write the person's "
                        "email address or member number instead, in the field "
                        "“%%(field)s”"
                    ),
                    name,
                )
            values = [{".id": str(found[0])} if len(found) == 1 else {None: name}]
        return super()._str_to_many2one(model, field, values, savepoint)

    def _find_spelt(self, field, name):
        """Return the ids of at most two records that go by a name or an address."""
        comodel = self.env[field.comodel_name].with_context(**(field.context or {}))
        address = field.comodel_name == "res.partner" and email_normalize(name)
        if address:
            people = comodel.search([("email_normalized", "=", address)], limit=2)
            if people:
                return people.ids
        found = comodel.name_search(name, operator="=", limit=2)
        if not found:
            # What stands for any letter in a search is a letter in a name.
            found = comodel.name_search(escape_psql(name), operator="=ilike", limit=2)
        return [record_id for record_id, _name in found]

    def _str_to_selection(self, model, field, value, savepoint):
        if self._is_of_application(model):
            value = tidy(value)
        return super()._str_to_selection(model, field, value, savepoint)

    def _str_to_integer(self, model, field, value, savepoint):
        if self._is_of_application(model) and isinstance(value, str):
            value = read_count(value)
        return super()._str_to_integer(model, field, value, savepoint)

    def _str_to_many2many(self, model, field, value, savepoint):
        """Take lists as people write them, and names that hold commas."""
        [record] = value
        if self._is_of_application(model) and record.get(None):
            text = ",".join(split_names(record[None])).strip(", ")
            ids = self._find_names_with_commas(field, text)
            if ids:
                value = [{".id": ",".join(map(str, ids))}]
            else:
                parts = filter(None, map(str.strip, text.split(",")))
                value = [{None: ",".join(parts)}]
        return super()._str_to_many2many(model, field, value, savepoint)

    def _find_names_with_commas(self, field, text):
        """Return the ids of the names in a list, the longest names first.

        :return: nothing when a name is unknown, so that core says which
        """
        parts = [part for part in text.split(",") if part.strip()]
        ids = []
        while parts:
            for length in range(len(parts), 0, -1):
                found = self._find_spelt(field, ",".join(parts[:length]).strip())
                if found:
                    ids.append(found[0])
                    parts = parts[length:]
                    break
            else:
                return []
        return ids

    def _is_of_application(self, model):
        return model._name == "mentoring.application"
