# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class IrFieldsConverter(models.AbstractModel):
    _inherit = "ir.fields.converter"

    def _str_to_many2one(self, model, field, values, savepoint):
        """Refuse a name that several people have: core would take the first one."""
        if self._names_applicant(model, field):
            [record] = values
            name = record.get(None)
            found = name and self.env["res.partner"].name_search(
                name, operator="=", limit=2
            )
            if found and len(found) > 1:
                raise self._format_import_error(
                    ValueError,
                    self.env._(
                        "More than one contact is found by “%s”. Write the person's "
                        "email address or member number instead, in the field "
                        "“%%(field)s”"
                    ),
                    name,
                )
        return super()._str_to_many2one(model, field, values, savepoint)

    def _names_applicant(self, model, field):
        return model._name == "mentoring.application" and field.name == "partner_id"

    def _str_to_many2many(self, model, field, value, savepoint):
        """Let the names of topics and sectors hold commas, as an export writes them."""
        if model._name == "mentoring.application":
            [record] = value
            if record.get(None):
                ids = self._find_names_with_commas(field, record[None])
                if ids:
                    value = [{".id": ",".join(map(str, ids))}]
        return super()._str_to_many2many(model, field, value, savepoint)

    def _find_names_with_commas(self, field, text):
        """Return the ids of the names in a list, the longest names first.

        :return: nothing when a name is unknown, so that core says which
        """
        parts = text.split(",")
        comodel = self.env[field.comodel_name].with_context(**(field.context or {}))
        ids = []
        while parts:
            for length in range(len(parts), 0, -1):
                name = ",".join(parts[:length]).strip()
                if found := comodel.name_search(name, operator="=", limit=1):
                    ids.append(found[0][0])
                    parts = parts[length:]
                    break
            else:
                return []
        return ids
