# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringApplication(models.Model):
    """From the draft to the office."""

    _inherit = "mentoring.application"

    confirmation_due = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Submitted on the member's page; the confirmation goes out in a moment.",
    )

    def action_submit(self):
        """Submit drafts and returned applications; the applicant is told (A21).

        :raise UserError: with one line per failed rule
        """
        self._check_transition("submitted")
        self._check_submittable()
        self.write({"state": "submitted", "date_submitted": fields.Datetime.now()})
        if self.env.context.get("mentoring_confirm_later"):
            self.confirmation_due = fields.Datetime.now()
            # The job is the system's; the member has no right to it.
            jobs = self.env["ir.cron"].sudo()
            job_id = self.env["ir.model.data"]._xmlid_to_res_id(
                "mentoring_scheme.ir_cron_confirm", raise_if_not_found=True
            )
            jobs.browse(job_id)._trigger()
        else:
            self._follow_submission()
        return True

    def _check_submittable(self):
        """Refuse what fails a rule, in the words of whoever submits it."""
        failures = {
            application: {
                **application._get_failed_entry_rules(),
                **application._get_failed_rules(),
            }
            for application in self
        }
        if not any(failures.values()):
            return
        if self.env.user.share:
            raise UserError(self._list_failures(failures))
        raise UserError(
            "\n".join(
                sentence
                for application, sentences in failures.items()
                for sentence in application._get_staff_reasons(sentences).values()
            )
        )

    def _follow_submission(self):
        """Do what a submission leads to, and nobody need wait for."""
        self.env["mentoring.profile"]._keep_answers(self)
        self._send_mail("mail_template_application_submitted")
        self._ask_referee()

    @api.model
    def _cron_confirm(self):
        """Confirm what members have just submitted on their pages (promise A21).

        By a job of its own, started with each submission: writing the mail takes longer
        than everything that the member waits for.
        """
        Cron = self.env["ir.cron"]
        due = self.search([("confirmation_due", "!=", False)])
        Cron._commit_progress(remaining=len(due))
        for application_id in due.ids:
            application = self.browse(application_id).try_lock_for_update()
            if application.confirmation_due:
                application.confirmation_due = False
                application._follow_submission()
            if not Cron._commit_progress(1):
                break
