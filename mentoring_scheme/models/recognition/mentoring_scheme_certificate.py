# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

# What earlier versions of the ready-made schemes named: an office, and nobody in it.
PLACEHOLDERS = ("Director of Learning", "National Administration Director")


class MentoringScheme(models.Model):
    """What a certificate asks for, and what it shows of the association."""

    _name = "mentoring.scheme"
    _inherit = ["mentoring.scheme", "mentoring.task"]

    certificate_min_hours = fields.Float(string="Hours for a Certificate")
    certificate_requires_midway = fields.Boolean(string="Midway Review Needed")
    certificate_requires_final = fields.Boolean(
        string="Final Evaluation Needed", default=True
    )
    certificate_requires_fee = fields.Boolean(string="Paid Fee Needed", default=True)
    certificate_requires_orientation = fields.Boolean(
        string="Orientation Needed",
        help="One of the intake's webinars that are marked as orientation has been "
        "attended.",
    )
    certificate_automatic = fields.Boolean(
        string="Issue Automatically",
        help="Each certificate is issued and emailed as soon as its conditions are "
        "met. "
        "Otherwise staff issue them from the applications.",
    )
    appreciation_text = fields.Html(
        string="Letter of Appreciation",
        translate=True,
        help="Goes to each mentor with the certificate. These words are filled in: "
        "{name}, {scheme}, {intake}, {hours}. Empty: there is no letter.",
    )
    certificate_signatory = fields.Char(
        help="Name and office of the person who signs the certificates."
    )

    def _get_certificate_signatory(self):
        """Return who signs the certificates; nothing for what nobody has entered."""
        self.ensure_one()
        signatory = (self.certificate_signatory or "").strip()
        return False if signatory in PLACEHOLDERS else signatory

    def _get_certificate_gaps(self):
        """Return sentences on what a certificate would show that is a placeholder."""
        self.ensure_one()
        gaps = []
        company = self.company_id or self.env.company
        if company.sudo().uses_default_logo:  # coordinators set up no companies
            gaps.append(
                self.env._(
                    "%(company)s has no logo of its own yet. An administrator uploads "
                    "it under Settings, Companies.",
                    company=company.name,
                )
            )
        if not self._get_certificate_signatory():
            gaps.append(
                self.env._(
                    "%(scheme)s does not say who signs certificates. Enter a name and "
                    "position as “Certificate Signatory” on the scheme's page “PD and "
                    "Certificate”.",
                    scheme=self.name,
                )
            )
        return gaps

    def _get_task_causes(self):
        causes = super()._get_task_causes()
        names = ["certificate_signatory", "certificate_automatic"]
        return {**causes, "certificate": (names, "_filter_with_certificate_gaps")}

    def _filter_with_certificate_gaps(self):
        return self.filtered(
            lambda scheme: (
                scheme.certificate_automatic and scheme._get_certificate_gaps()
            )
        )

    def _close_idle_certificates(self):
        """Close the task where nothing is missing; a logo is the company's field."""
        self._close_idle_tasks({"certificate_automatic"})

    def _ask_for_certificate_gaps(self):
        """Give staff the task to fill in what keeps certificates from being issued."""
        for scheme in self:
            scheme._give_task(
                "certificate",
                scheme,
                scheme.coordinator_id,
                self.env._("Certificates are waiting: something is missing on them"),
                note="\n".join(scheme._get_certificate_gaps()),
            )
