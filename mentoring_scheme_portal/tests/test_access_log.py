# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..access_log import HIDDEN
from .common import MentoringPortalCase

SECRET = "5ecre7-Quokka.x_y"
PATHS = (
    "/mentoring/answer/{}",
    "/mentoring/certificate/{}",
    "/mentoring/certificate/{}?lang=en_US",
    "/mentoring/login/{}",
    "/mentoring/reference/{}",
    "/survey/start/abc?answer_token={}&mentoring_link={}",
    "/survey/abc/{}",
    "/survey/print/abc?answer_token={}",
    "/web/signup?token={}&db=x",
    "/my/invoices/1?access_token={}",
)


@tagged("post_install", "-at_install", "security")
class TestAccessLog(MentoringPortalCase):
    """The log of requests opens nothing to those who read it."""

    @mute_logger("odoo.http")
    def test_requests(self):
        for path in PATHS:
            with self.assertLogs("werkzeug", logging.INFO) as log:
                self.url_open(path.format(SECRET, SECRET), allow_redirects=False)
            said = "\n".join(log.output)
            self.assertNotIn(SECRET, said)
            self.assertIn(f"GET /{path.split('/')[1]}/", said)
            self.assertIn(HIDDEN, said)

    def test_the_rest_stays(self):
        with self.assertLogs("werkzeug", logging.INFO) as log:
            self.url_open("/mentoring?page=2&search=token")
        self.assertIn("GET /mentoring?page=2&search=token HTTP", "\n".join(log.output))
