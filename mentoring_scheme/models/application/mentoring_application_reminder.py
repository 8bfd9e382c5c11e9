# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

CLOSE_DAYS = 7
REMINDER_DAYS = 3


class MentoringApplication(models.Model):
    """Reminders of what was begun and not sent."""

    _inherit = "mentoring.application"

    @api.model
    def _cron_remind_drafts(self):
        """Remind who has begun an application, three days before the close."""
        Cron = self.env["ir.cron"]
        drafts = self.search(
            [
                ("state", "in", ("draft", "returned")),
                ("date_pending", "=", False),
                ("intake_id", "in", self._search_closing_intakes(REMINDER_DAYS).ids),
            ]
        )
        Cron._commit_progress(remaining=len(drafts))
        for draft in drafts:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_application_draft",
                draft,
                occasion=f"close {draft.intake_id.application_close}",
                by_day=True,
            )
            if not Cron._commit_progress(1):
                break

    @api.model
    def _cron_remind_close(self):
        """A week before the close, sum up for staff and remind who may want to apply.

        Reminded are those who were left out or took part before and have not applied
        yet, unless they pause or want no such mail.
        """
        Cron = self.env["ir.cron"]
        Notification = self.env["mentoring.notification"]
        intakes = self._search_closing_intakes(CLOSE_DAYS)
        due = [(intake, self._search_to_remind(intake).ids) for intake in intakes]
        Cron._commit_progress(remaining=sum(len(ids) for _intake, ids in due))
        for intake, ids in due:
            Notification._send_once(
                "mentoring_scheme.mail_template_intake_closing",
                intake,
                occasion=f"close {intake.application_close}",
                by_day=True,
            )
            for application_id in ids:
                Notification._send_once(
                    "mentoring_scheme.mail_template_application_closing",
                    self.browse(application_id),
                    occasion=f"intake {intake.id}",
                    by_day=True,
                )
                if not Cron._commit_progress(1):
                    return
        Cron._commit_progress(0)

    @api.model
    def _search_closing_intakes(self, days):
        """Return the intakes that close within some days, by their own calendar."""
        today = fields.Date.today()
        intakes = self.env["mentoring.intake"].search(
            [
                ("phase", "=", "open"),
                # A day of slack: the zones decide below.
                ("application_close", ">=", fields.Date.add(today, days=-1)),
                (
                    "application_close",
                    "<=",
                    fields.Date.add(today, days=days + 1),
                ),
            ]
        )
        return intakes.filtered(
            lambda intake: (
                intake.accepts_applications
                and (intake.application_close - intake._today()).days <= days
            )
        )

    @api.model
    def _search_to_remind(self, intake):
        """Return the newest earlier application of each person to be reminded."""
        person = Domain("active", "=", True) & Domain("email", "!=", False)
        person &= Domain(
            "mentoring_profile_ids", "not any", [("is_invited", "=", False)]
        )
        person &= Domain(
            "mentoring_application_ids", "not any", [("intake_id", "=", intake.id)]
        )
        earlier = self.search(
            [
                ("scheme_id", "=", intake.scheme_id.id),
                ("intake_id.date_start", "<", intake.date_start),
                ("state", "not in", ("draft", "declined")),
                ("partner_id", "any", person),
            ]
        ).sorted(lambda application: application.intake_id.date_start, reverse=True)
        newest = {}
        for application in earlier:
            newest.setdefault(application.partner_id, application)
        return self.union(*newest.values()).filtered(
            lambda application: (
                not application.partner_id.mentoring_profile_ids.filtered(
                    lambda profile: profile._is_paused_on(intake.date_start)
                )
            )
        )

    def _get_closing_intake(self):
        """Return the intake of the same scheme that closes next."""
        self.ensure_one()
        return self.env["mentoring.intake"].search(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("phase", "=", "open"),
                ("application_close", "!=", False),
            ],
            order="application_close",
            limit=1,
        )
