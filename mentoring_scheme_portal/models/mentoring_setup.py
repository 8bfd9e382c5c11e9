# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from odoo.addons.mentoring_scheme.models.report.mentoring_setup import (
    CHECK,
    COORDINATOR,
    DONE,
    MISSING,
)


class MentoringSetup(models.AbstractModel):
    _inherit = "mentoring.setup"

    @api.model
    def _get_lines(self):
        return [
            *super()._get_lines(),
            (self.env._("Public page"), self._look_at_page(), ["page"]),
        ]

    @api.model
    def _look_at_page(self):
        """Say whether someone of the staff has looked at each scheme's page."""
        schemes = self._get_schemes()
        if not schemes:
            return MISSING, [self.env._("The public page shows a scheme.")]
        hidden = schemes.filtered("missing_note")
        if hidden:
            return MISSING, [
                self.env._(
                    "The public does not see %(schemes)s yet. Add what is missing "
                    "under “Scheme and contact”.",
                    schemes=", ".join(hidden.mapped("name")),
                )
            ]
        if not all(schemes.mapped("date_page_seen")):
            return CHECK, [
                self.env._("Look at the page as members and visitors will see it.")
            ]
        return DONE, [
            self.env._("The page is public at %(url)s.", url=self._get_page_url())
        ]

    @api.model
    def _get_page_url(self):
        return f"{self._get_schemes()[:1].get_base_url()}/mentoring"

    @api.model
    def _get_buttons(self):
        return {
            **super()._get_buttons(),
            "page": (self.env._("Open Public Page"), COORDINATOR, self._step_page),
        }

    @api.model
    def _step_page(self):
        """Open the page, and note that it has been looked at."""
        # A note of the screen's own: coordinators change nothing else of a scheme.
        shown = self._get_schemes().filtered(lambda scheme: not scheme.missing_note)
        shown.sudo().date_page_seen = fields.Datetime.now()
        return {"type": "ir.actions.act_url", "url": "/mentoring", "target": "new"}
