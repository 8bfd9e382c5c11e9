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
        # Built beforehand: a page that waits for its bundle keeps all others waiting,
        # and on a busy machine Odoo's tests give these up.
        build = cls.env["ir.qweb"]._get_asset_bundle
        for bundle in ("web.assets_web", "web.assets_tests"):
            build(bundle, css=False, js=True).js()
        for bundle in ("web.assets_web", "web.assets_web_print"):
            build(bundle, css=True, js=False).css()
