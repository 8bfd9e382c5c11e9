# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

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
        help="Lets whoever holds the certificate have it checked.",
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
    date_issued = fields.Date(required=True, readonly=True)

    _number_once = models.UniqueIndex(
        "(company_id, number)", "Two certificates cannot have the same number."
    )
    _one_issued = models.UniqueIndex(
        "(application_id) WHERE state = 'issued'",
        "This person has a certificate already. Revoke it to issue a new one.",
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
        """Revoke certificates; those who check them see it at once."""
        self.state = "revoked"
        return True

    def action_print(self):
        """Print the certificates."""
        self.check_access("read")
        return self.env.ref(
            "mentoring_scheme.action_report_mentoring_certificate"
        ).report_action(self)

    @api.model
    def _issue(self, application):
        """Issue the certificate of one application and mail it to its holder."""
        # One that was revoked a moment ago makes room in the index.
        self.flush_model(["state"])
        certificate = self.create(self._prepare_certificate(application))
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_certificate_issued", certificate
        )
        return certificate

    @api.model
    def _prepare_certificate(self, application):
        """Return the contents, frozen as they are today."""
        scheme = application.scheme_id
        seats = application.participant_ids.filtered(
            lambda seat: seat.state == "completed"
        )
        partnerships = seats.partnership_id
        roles = dict(application._fields["role"]._description_selection(self.env))
        return {
            "application_id": application.id,
            "number": self.env["ir.sequence"]
            .with_company(application.company_id)
            .next_by_code("mentoring.certificate"),
            "holder_name": application.partner_id.name,
            "role": roles[application.role],
            "scheme_name": scheme.name,
            "intake_name": application.intake_id.name,
            "issuer_name": application.company_id.name,
            "signatory": scheme.certificate_signatory,
            "date_from": min(partnerships.mapped("date_start")),
            "date_to": max(partnerships.mapped("date_completed")),
            "hours": sum(seats.mapped("hours_confirmed")),
            "points": self.env["mentoring.pd.line"]._get_points(application)[
                application
            ],
            "date_issued": application.intake_id._today(),
        }

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.number.replace("/", "-")

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
