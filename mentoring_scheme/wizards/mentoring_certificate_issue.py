# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MentoringCertificateIssue(models.TransientModel):
    """Show certificates before they are issued: once issued, they never change."""

    _name = "mentoring.certificate.issue"
    _description = "Issue Certificates"

    line_ids = fields.One2many(
        comodel_name="mentoring.certificate.issue.line",
        inverse_name="issue_id",
        string="Certificates",
    )
    ready_count = fields.Integer(string="Ready", compute="_compute_ready_count")
    missing_count = fields.Integer(string="Not Yet", compute="_compute_ready_count")
    gaps = fields.Text(
        string="Missing on the Certificates",
        compute="_compute_gaps",
        help="What a certificate would show that no one has entered.",
    )

    @api.depends("line_ids.is_ready", "line_ids.is_selected")
    def _compute_ready_count(self):
        for issue in self:
            issue.ready_count = len(issue._get_ready_lines())
            issue.missing_count = len(
                issue.line_ids.filtered(lambda line: not line.is_ready)
            )

    @api.depends("line_ids.application_id")
    def _compute_gaps(self):
        for issue in self:
            schemes = issue.line_ids.application_id.scheme_id
            sentences = [
                sentence
                for scheme in schemes
                for sentence in scheme._get_certificate_gaps()
            ]
            issue.gaps = "\n".join(dict.fromkeys(sentences))

    @api.model
    def _open(self, applications):
        """Open the window for these applications."""
        issue = self.create(
            {
                "line_ids": [
                    Command.create({"application_id": application.id})
                    for application in applications
                ]
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Issue Certificates"),
            "res_model": self._name,
            "res_id": issue.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_ready_lines(self):
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.is_ready and line.is_selected)

    def action_issue(self):
        """Issue what is ready; certificates that these replace are revoked.

        :return: a notice that says what was done, with a link to the certificates
        :raise UserError: when nothing is ready, or a certificate would show a
            placeholder
        """
        self.ensure_one()
        applications = self._get_ready_lines().application_id
        applications.check_access("write")
        if self.gaps:
            raise UserError(
                self.env._("No certificate can be issued yet:\n%s", self.gaps)
            )
        if not applications:
            raise UserError(
                self.env._("None of these people has met all conditions yet.")
            )
        replaced = applications.certificate_ids.filtered(
            lambda certificate: certificate.state == "issued"
        )
        if replaced:
            replaced.action_revoke()  # a manager's step
        certificates = self.env["mentoring.certificate"]._issue(applications)
        return self._get_notice(certificates)

    def _get_notice(self, certificates):
        """Say what was issued, with a button that opens it."""
        count = len(certificates)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_certificate_action"
        )
        notice = self.env["mentoring.step.notice"]
        return notice._show(
            self.env._("1 certificate issued")
            if count == 1
            else self.env._("%(count)s certificates issued", count=count),
            notice._count_emailed(count),
            opens={
                **action,
                "domain": [("id", "in", certificates.ids)],
                "context": {},
            },
            label=self.env._("Open Certificates"),
        )
