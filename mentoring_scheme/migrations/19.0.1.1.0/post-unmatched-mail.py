# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api

TEMPLATE = "mentoring_scheme.mail_template_application_unmatched"
BEFORE = " Your application stays with us, and we go on looking.</p>"
AFTER = """</p>
<p>Shall we keep you on the waiting list, and write to you when a place comes free?
It costs nothing.</p>
<p><a t-attf-href="{{ object._get_answer_url('waitlist') }}"
style="background-color: #1f4e79; padding: 8px 16px; text-decoration: none;
color: #ffffff; border-radius: 5px;">Keep me on the waiting list</a></p>"""


def migrate(cr, version):
    """Offer the waiting list in the mail to the unmatched; staff's own words stay."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(TEMPLATE, raise_if_not_found=False)
    body = str(template.body_html or "") if template else ""
    if BEFORE in body:
        template.body_html = body.replace(BEFORE, AFTER)
