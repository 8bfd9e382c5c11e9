# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from functools import partial

from odoo import models

from ... import dates


class IrQweb(models.AbstractModel):
    """Give emails, documents and pages the one way to write a date for a reader."""

    _inherit = "ir.qweb"

    def _prepare_environment(self, values):
        for name in ("format_day", "format_moment", "format_zone"):
            values.setdefault(name, partial(getattr(dates, name), self.env))
        return super()._prepare_environment(values)
