# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""The shared way to write dates, under the name that it had here before."""

from odoo.addons.mentoring_scheme.dates import (  # noqa: F401
    format_day,
    format_local_day,
    format_moment,
)
