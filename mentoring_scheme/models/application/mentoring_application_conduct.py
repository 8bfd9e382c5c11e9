# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..programme.mentoring_intake_step import OVER

# Who takes part, or still may.
LIVE_STATES = ("submitted", "waitlisted", "approved", "matched")
REMINDER_DAYS = 3


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
        string="Code of Conduct Missing",
        compute="_compute_lacks_conduct",
        help="The scheme has a code of conduct, and the applicant has not accepted it.",
    )

    has_new_conduct = fields.Boolean(
        string="New Code of Conduct",
        compute="_compute_has_new_conduct",
        search="_search_has_new_conduct",
        help="There is a newer version than the one that this person agreed to.",
    )

    @api.depends(
        "state",
        "intake_id.phase",
        "conduct_document_id",
        "role",
        "scheme_id.document_ids.kind",
        "scheme_id.document_ids.version",
        "scheme_id.document_ids.active",
    )
    def _compute_has_new_conduct(self):
        for application in self:
            application.has_new_conduct = bool(application._get_new_conduct())

    def _search_has_new_conduct(self, operator, value):
        if operator != "in":
            return NotImplemented
        live = self.search(
            [
                ("state", "in", LIVE_STATES),
                ("intake_id.phase", "not in", OVER),
                ("conduct_document_id", "!=", False),
            ]
        )
        found = live.filtered("has_new_conduct").ids
        return Domain("id", "in" if True in value else "not in", found)

    def _get_new_conduct(self):
        """Return the code of conduct that has replaced the one agreed to, if any.

        Whoever has agreed to none is asked for it in applying.
        """
        self.ensure_one()
        agreed = self.conduct_document_id
        is_over = self.state not in LIVE_STATES or self.intake_id.phase in OVER
        if not agreed or is_over:
            return agreed.browse()
        return self.scheme_id._get_document("conduct", self.role) - agreed

    @api.model
    def _cron_remind_conduct(self):
        """Remind those who were asked to agree to a new code of conduct, once."""
        soon = fields.Date.add(fields.Date.today(), days=REMINDER_DAYS)
        documents = self.env["mentoring.document"].search(
            [
                ("kind", "=", "conduct"),
                ("accept_by", ">=", fields.Date.today()),
                ("accept_by", "<=", soon),
            ]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(documents))
        for document in documents:
            document._remind_to_agree()
            if not Cron._commit_progress(1):
                break

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
        for application in self.filtered(
            lambda a: not a.conduct_document_id or a.has_new_conduct
        ):
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
