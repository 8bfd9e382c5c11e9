# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools.image import image_data_uri


class MentoringCertificateIssueLine(models.TransientModel):
    """One certificate as it would be issued today, or what it still lacks."""

    _name = "mentoring.certificate.issue.line"
    _description = "Certificate to be issued"

    issue_id = fields.Many2one(
        comodel_name="mentoring.certificate.issue", required=True, ondelete="cascade"
    )
    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        related="application_id.partner_id", string="Certificate for"
    )
    is_selected = fields.Boolean(string="Selected", default=True)
    is_ready = fields.Boolean(string="Ready", compute="_compute_obstacles")
    obstacles = fields.Text(string="Still Missing", compute="_compute_obstacles")
    date_from = fields.Date(string="From", compute="_compute_content")
    date_to = fields.Date(string="To", compute="_compute_content")
    hours = fields.Float(compute="_compute_content")
    points = fields.Float(string="PD Points", compute="_compute_content")
    signatory = fields.Char(string="Signed by", compute="_compute_content")
    replaces = fields.Char(
        compute="_compute_content",
        help="The certificate that is revoked when this one is issued.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("application_id")
    def _compute_obstacles(self):
        for line in self:
            obstacles = line.application_id._get_certificate_obstacles()
            line.obstacles = "\n".join(obstacles)
            line.is_ready = not obstacles

    @api.depends("application_id")
    def _compute_content(self):
        for line in self:
            draft = line._get_draft()
            line.date_from = draft.date_from
            line.date_to = draft.date_to
            line.hours = draft.hours
            line.points = draft.points
            line.signatory = draft.signatory or draft.issuer_name
            line.replaces = ", ".join(
                line.application_id.certificate_ids.filtered(
                    lambda certificate: certificate.state == "issued"
                ).mapped("number")
            )

    @api.depends("application_id")
    def _compute_preview(self):
        """Show the page as it is printed, with the letter if there is one."""
        render = self.env["ir.qweb"]._render
        for line in self:
            values = {
                "certificate": line._get_draft(),
                "image_data_uri": image_data_uri,
            }
            parts = ["certificate"]
            if values["certificate"].letter:
                parts.append("appreciation")
            line.preview = "".join(
                render(f"mentoring_scheme.report_mentoring_{part}_document", values)
                for part in parts
            )

    def _get_draft(self):
        """Return the certificate as it would be issued, which is stored nowhere."""
        self.ensure_one()
        certificates = self.env["mentoring.certificate"]
        # Nobody has a right to enter certificates, and nothing is entered here.
        content = certificates.sudo()._prepare_content(self.application_id)
        number = self.env._("given when it is issued")
        return certificates.sudo().new({**content, "number": number})  # as above

    def action_preview(self):
        """Open the certificate as it would be printed."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_print(self):
        """Print the certificate as it would be issued."""
        self.check_access("read")
        return self.env.ref(
            "mentoring_scheme.action_report_mentoring_certificate_preview"
        ).report_action(self)
