# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..member.res_partner_login import STATES_TO_INVITE


class MentoringApplication(models.Model):
    _inherit = "mentoring.application"

    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        if applications.filtered(lambda a: a.source in ("import", "paper")):
            self._wake_invitations()
        return applications

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in STATES_TO_INVITE:
            self._wake_invitations()
        return result

    @api.model
    def _wake_invitations(self):
        """Start the job soon that invites people without a login."""
        if self.env.context.get("install_mode"):
            return  # demonstration data; the job runs hourly in any case
        job = self.env.ref(
            "mentoring_scheme.ir_cron_invite_members", raise_if_not_found=False
        )
        if job:
            job.sudo()._trigger()  # the job is the system's
