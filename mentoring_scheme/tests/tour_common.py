# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import HttpCase
from odoo.tools.misc import file_path

# Debian's package of Odoo lacks it; the browser would report the gap as an error.
CAMERA = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class BackOfficeTourCase(HttpCase):
    """A tour through the back office, whichever package Odoo comes from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            file_path(CAMERA)
        except FileNotFoundError:
            cls.env["ir.asset"].create(
                {
                    "name": "Without the camera",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": CAMERA,
                }
            )
