# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringApplication(models.Model):
    """The code of conduct that an applicant accepts."""

    _inherit = "mentoring.application"

    conduct_document_id = fields.Many2one(
        comodel_name="mentoring.document",
        string="Code of Conduct Accepted",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    conduct_accepted_on = fields.Datetime(readonly=True, copy=False)
    lacks_conduct = fields.Boolean(
        compute="_compute_lacks_conduct",
        help="The scheme has a code of conduct, and the applicant has not accepted it.",
    )

    @api.depends("conduct_document_id", "role", "scheme_id.document_ids.kind")
    def _compute_lacks_conduct(self):
        for application in self:
            scheme = application.scheme_id
            application.lacks_conduct = bool(
                scheme
                and not application.conduct_document_id
                and scheme._get_document("conduct", application.role)
            )

    def action_accept_conduct(self):
        """Record that applicants accepted the code of conduct on paper (A34)."""
        for application in self.filtered(lambda a: not a.conduct_document_id):
            application._accept_conduct()
            if not application.conduct_document_id:
                raise UserError(
                    self.env._(
                        "%(scheme)s has no code of conduct to accept. Add one among "
                        "the scheme's documents first.",
                        scheme=application.scheme_id.name,
                    )
                )
            application._message_log(
                body=self.env._(
                    "Recorded from paper: the applicant accepted %(conduct)s.",
                    conduct=application.conduct_document_id.display_name,
                )
            )
        return True

    def _accept_conduct(self):
        """Record that the applicant accepts the current code of conduct."""
        for application in self:
            conduct = application.scheme_id._get_document("conduct", application.role)
            if conduct and application.conduct_document_id != conduct:
                application.write(
                    {
                        "conduct_document_id": conduct.id,
                        "conduct_accepted_on": fields.Datetime.now(),
                    }
                )
