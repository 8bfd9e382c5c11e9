# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging
import secrets

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

_logger = logging.getLogger(__name__)

FROZEN_FIELDS = {
    "application_id",
    "number",
    "holder_name",
    "role",
    "scheme_name",
    "intake_name",
    "issuer_name",
    "signatory",
    "date_from",
    "date_to",
    "hours",
    "points",
    "letter",
    "date_issued",
    "access_token",
}


class MentoringCertificate(models.Model):
    """A certificate of participation, as it was issued (promise A32, invariant 8)."""

    _name = "mentoring.certificate"
    _inherit = ["mentoring.staff.thread"]
    _description = "Mentoring Certificate"
    _order = "number desc"
    _rec_name = "number"
    _step_fields = frozenset({"state"})

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        index=True,
        ondelete="restrict",
    )
    intake_id = fields.Many2one(related="application_id.intake_id", store=True)
    partner_id = fields.Many2one(related="application_id.partner_id", store=True)
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    number = fields.Char(required=True, readonly=True, copy=False)
    access_token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(24),
        groups="mentoring_scheme.group_mentoring_user",
        help="Lets anyone with the certificate check that it is genuine.",
    )
    state = fields.Selection(
        selection=[("issued", "Issued"), ("revoked", "Revoked")],
        default="issued",
        required=True,
        readonly=True,
        tracking=True,
    )
    revoke_reason = fields.Char(tracking=True)
    # frozen contents
    holder_name = fields.Char(required=True, readonly=True)
    role = fields.Char(required=True, readonly=True)
    scheme_name = fields.Char(required=True, readonly=True)
    intake_name = fields.Char(required=True, readonly=True)
    issuer_name = fields.Char(required=True, readonly=True)
    signatory = fields.Char(readonly=True)
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    hours = fields.Float(readonly=True)
    points = fields.Float(string="PD Points", readonly=True)
    letter = fields.Html(
        string="Letter of Appreciation",
        readonly=True,
        help="For mentors, as the scheme thanked them that day.",
    )
    date_issued = fields.Date(required=True, readonly=True)

    _number_once = models.UniqueIndex(
        "(company_id, number)",
        "Two certificates can't have the same number. Change one of them.",
    )
    _one_issued = models.UniqueIndex(
        "(application_id) WHERE state = 'issued'",
        "This person already has a certificate. Revoke it to issue a new one.",
    )

    def write(self, vals):
        """Refuse any change of what was issued (invariant 8)."""
        if FROZEN_FIELDS & vals.keys():
            raise UserError(
                self.env._(
                    "A certificate never changes. Revoke it and issue a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A certificate is never deleted. Revoke it instead.")
        )

    def action_revoke(self):
        """Revoke certificates; those who check them see it at once.

        :raise UserError: without a reason (invariant 11)
        """
        self._check_revoke_reason()
        self.check_access("write")
        self.sudo().state = "revoked"  # by this step alone, which asks for the reason
        return True

    def action_reissue(self):
        """Show what new certificates say; issuing them revokes these.

        :raise UserError: without a reason
        """
        self.check_access("write")
        self._check_revoke_reason()
        return self.env["mentoring.certificate.issue"]._open(self.application_id)

    def _check_revoke_reason(self):
        """Refuse to revoke without a reason (invariant 11)."""
        if not all(certificate.revoke_reason for certificate in self):
            raise UserError(self.env._("Please say why the certificate is revoked."))

    def action_print(self):
        """Print the certificates."""
        self.check_access("read")
        return self.env.ref(
            "mentoring_scheme.action_report_mentoring_certificate"
        ).report_action(self)

    def action_print_letter(self):
        """Print the letters of appreciation.

        :raise UserError: when none of these has one
        """
        self.check_access("read")
        lettered = self.filtered("letter")
        if not lettered:
            raise UserError(
                self.env._(
                    "No letter belongs to these. Mentors get one once the scheme has a "
                    "text for it."
                )
            )
        return self.env.ref(
            "mentoring_scheme.action_report_mentoring_appreciation"
        ).report_action(lettered)

    @api.model
    def _issue(self, applications):
        """Issue the certificates of applications, and mail them to their holders."""
        # One that was revoked a moment ago makes room in the index.
        self.flush_model(["state"])
        # Nobody has a right to enter certificates: they are issued here alone.
        certificates = self.sudo().create(
            [self._prepare_certificate(application) for application in applications]
        )
        lettered = certificates.filtered("letter")
        certificates._keep_pdf("action_report_mentoring_certificate")
        lettered._keep_pdf("action_report_mentoring_appreciation")
        send = self.env["mentoring.notification"]._send_once
        template = "mentoring_scheme.mail_template_certificate_issued"
        send(template, certificates - lettered)
        send(f"{template}_mentor", lettered)
        return certificates

    def _keep_pdf(self, report):
        """Print records in one go; core keeps each PDF for the mails and for later.

        One by one, as each mail would do it, takes far longer.
        """
        if len(self) < 2:
            return
        reports = self.env["ir.actions.report"].sudo()  # who issues may print
        try:
            reports._render_qweb_pdf(f"mentoring_scheme.{report}", self.ids)
        except UserError as error:
            # Some builds of wkhtmltopdf print one at a time only, as the mails will.
            _logger.info("Certificates are printed one by one: %s", error)

    @api.model
    def _prepare_certificate(self, application):
        """Return the values of a new certificate, with the next number."""
        return {
            "number": self.env["ir.sequence"]
            .with_company(application.company_id)
            .next_by_code("mentoring.certificate"),
            **self._prepare_content(application),
        }

    @api.model
    def _prepare_content(self, application):
        """Return the contents, frozen as they are today.

        A partnership counts from the day on which this person joined it to its last
        day, whenever it was marked as completed.
        """
        scheme = application.scheme_id
        seats = application._get_counted_seats()
        roles = dict(application._fields["role"]._description_selection(self.env))
        today = application.intake_id._today()
        return {
            "application_id": application.id,
            "holder_name": application.partner_id.name,
            "role": roles[application.role],
            "scheme_name": scheme.name,
            "intake_name": application.intake_id.name,
            "issuer_name": application.company_id.name,
            "signatory": scheme._get_certificate_signatory(),
            "date_from": min((seat._get_first_day() for seat in seats), default=today),
            "date_to": max((seat._get_last_day() for seat in seats), default=today),
            "hours": sum(seats.mapped("hours_confirmed")),
            "points": self.env["mentoring.pd.line"]._get_points(application)[
                application
            ],
            "letter": self._render_letter(application, seats),
            "date_issued": today,
        }

    @api.model
    def _render_letter(self, application, seats):
        """Return the letter to a mentor, its words filled in; nothing for others."""
        text = application.scheme_id.appreciation_text
        if application.role != "mentor" or is_html_empty(text):
            return False
        values = {
            "name": application.partner_id.name,
            "scheme": application.scheme_id.name,
            "intake": application.intake_id.name,
            "hours": f"{sum(seats.mapped('hours_confirmed')):g}",
        }
        for word, value in values.items():
            text = Markup(str(text).replace("{%s}" % word, str(escape(value))))
        return text

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.number.replace("/", "-")

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
