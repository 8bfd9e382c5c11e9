# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringDocument(models.Model):
    """Who has agreed to a text, and who is asked to agree to a new version (A34)."""

    _inherit = "mentoring.document"

    acceptance_count = fields.Integer(
        string="Number of Acceptances", compute="_compute_acceptance_count"
    )
    outstanding_count = fields.Integer(
        string="Still to Agree",
        compute="_compute_outstanding_count",
        help="Participants who agreed to an earlier version.",
    )

    @api.depends("kind", "version", "audience", "scheme_id", "active")
    def _compute_outstanding_count(self):
        for document in self:
            document.outstanding_count = len(document._find_outstanding())

    def _find_outstanding(self):
        """Return the applications of those who agreed to an earlier version."""
        self.ensure_one()
        applications = self.env["mentoring.application"]
        if self.kind != "conduct" or not self.ids:
            return applications
        return applications.search(
            [
                ("scheme_id", "in", self.scheme_id.ids),
                ("has_new_conduct", "=", True),
            ]
        ).filtered(lambda application: application._get_new_conduct() == self)

    def action_ask_to_agree(self):
        """Ask those who take part to agree to this version, by email.

        :raise UserError: when nobody is left to be asked
        """
        self.ensure_one()
        self.check_access("write")
        if not self._find_outstanding():
            raise UserError(
                self.env._(
                    "No one has to agree to %(document)s: either a newer version "
                    "exists, or everyone who takes part has agreed to it.",
                    document=self.display_name,
                )
            )
        asked = len(self._ask_to_agree())
        return self.env["mentoring.step.notice"]._show(
            self.env._("Emails queued: %(count)s", count=asked),
            self.env._(
                "Everyone is asked once. You find who has not agreed yet by the "
                "filter “New Code of Conduct” of the applications."
            ),
            opens=self._get_outstanding_action(),
            label=self.env._("Open Applications"),
        )

    def action_view_outstanding(self):
        """Open the applications of those who have still to agree."""
        self.ensure_one()
        return self._get_outstanding_action()

    def _get_outstanding_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_application_action"
        )
        domain = [("id", "in", self._find_outstanding().ids)]
        return {**action, "domain": domain, "context": {}}

    def _ask_to_agree(self):
        """Queue the email to those who have still to agree; return what was queued."""
        return self._queue_request(self._find_outstanding(), "asked")

    def _remind_to_agree(self):
        """Remind those who were asked more than a day ago, and have still to agree."""
        asked = self.env["mentoring.notification"].search(
            [
                ("res_model", "=", "mentoring.application"),
                ("occasion", "=", self._get_occasion("asked")),
                ("create_date", "<", fields.Datetime.now() - timedelta(days=1)),
            ]
        )
        outstanding = self._find_outstanding()
        known = set(asked.mapped("res_id"))
        return self._queue_request(
            outstanding.filtered(lambda application: application.id in known),
            "reminder",
        )

    def _queue_request(self, applications, what):
        return self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_application_conduct",
            applications,
            occasion=self._get_occasion(what),
            by_day=True,
        )

    def _get_occasion(self, what):
        self.ensure_one()
        return f"document {self.id} {what}"

    def _compute_acceptance_count(self):
        Application = self.env["mentoring.application"].sudo()  # a mere count
        counts = dict(
            Application._read_group(
                [("conduct_document_id", "in", self.ids)],
                ["conduct_document_id"],
                ["__count"],
            )
        )
        for document in self:
            document.acceptance_count = counts.get(document, 0)
