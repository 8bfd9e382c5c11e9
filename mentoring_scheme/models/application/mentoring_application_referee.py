# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class MentoringApplication(models.Model):
    """Whom an applicant names as referee."""

    _inherit = "mentoring.application"

    # referee
    referee_name = fields.Char(string="Referee")
    referee_email = fields.Char()
    referee_relationship = fields.Char(
        string="Referee's Relationship",
        help="How the referee knows the applicant, for example as a manager.",
    )
    reference_ids = fields.One2many(
        comodel_name="mentoring.reference",
        inverse_name="application_id",
        string="References",
    )

    @api.constrains("referee_email", "partner_id")
    def _check_referee_email(self):
        for application in self.filtered("referee_email"):
            address = email_normalize(application.referee_email)
            if not address:
                raise ValidationError(
                    self.env._(
                        "%(address)s is not an email address. The referee is asked by "
                        "email: write it like name@example.com.",
                        address=application.referee_email,
                    )
                )
            if address == application.partner_id.email_normalized:
                raise ValidationError(
                    self.env._(
                        "Please name someone else as referee: %(address)s is the "
                        "applicant's own address.",
                        address=address,
                    )
                )

    def _ask_referee(self):
        """Ask the referees whom these applicants name, where the scheme wants them."""
        asking = self.filtered(
            lambda application: application.scheme_id.referee_required != "no"
        )
        references = self.env["mentoring.reference"].sudo()  # members have no access
        references._ask(asking.sudo())  # as above
