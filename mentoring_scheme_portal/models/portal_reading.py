# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading ahead what a page shows of many records."""

from collections import defaultdict

from odoo.fields import Domain


def read_lines(records, name, field_names=None):
    """Read a one2many of these records, with these fields of its lines, by one query.

    Left alone, Odoo asks twice: whose the lines are, and then for all their columns.

    :param field_names: what is read of a line; by default, what its pages show
    :return: the lines, in their own order
    """
    field = records._fields[name]
    domain = field.get_comodel_domain(records)
    domain &= Domain(field.inverse_name, "in", records.ids)
    comodel = records.env[field.comodel_name]
    names = {field.inverse_name, *(field_names or comodel._page_fields)}
    if comodel._active_name:
        names.add(comodel._active_name)
    lines = comodel.with_context(active_test=False).search_fetch(domain, names)
    lines = comodel.browse(lines.ids)
    set_lines(records, name, lines)
    return lines


def set_lines(records, name, lines):
    """Let lines that were read already be known as the one2many of these records.

    :param lines: all the lines of these records, and maybe those of others
    """
    field = records._fields[name]
    of_record = defaultdict(list)
    for line in lines:
        of_record[line[field.inverse_name].id].append(line.id)
    field._insert_cache(records, [tuple(of_record[id_]) for id_ in records.ids])
