# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# What may hold something that is due, what goes with another after it.
RETENTION_ROOMS = (
    "mentoring.application",
    "mentoring.application.file",
    "mentoring.reference",
    "mentoring.partnership",
)


class MentoringScheme(models.Model):
    """How long a scheme keeps what is personal, and the job that keeps to it (B9).

    Never erased are fees, invoices, hours and certificates: the books and the people's
    own proof of what they did.
    """

    _inherit = "mentoring.scheme"

    keep_declined_months = fields.Integer(
        string="Applications Without a Match (months)",
        default=12,
        help="How long the answers and papers are kept of applications that were "
        "declined or withdrawn, or found no match in an intake that is over. That "
        "someone applied stays. Zero: they are kept.",
    )
    keep_resume_months = fields.Integer(
        string="Résumés (months)",
        default=12,
        help="How long a résumé is kept once the application is over, that of someone "
        "who took part as well. Zero: they are kept.",
    )
    keep_reference_months = fields.Integer(
        string="References (months)",
        default=12,
        help="How long what a referee wrote is kept once the application is over. "
        "Zero: it is kept.",
    )
    keep_private_months = fields.Integer(
        string="Goals, Notes and Messages of Pairs (months)",
        default=24,
        help="How long the goals, notes and messages of a pair are kept once their "
        "partnership is over. No one but the pair reads them, before and after. Zero: "
        "they are kept.",
    )

    _periods_positive = models.Constraint(
        "CHECK(keep_declined_months >= 0 AND keep_resume_months >= 0"
        " AND keep_reference_months >= 0 AND keep_private_months >= 0)",
        "A period can't be below zero. Enter 0 to keep everything for ever.",
    )

    @api.model
    def _cron_erase_due(self):
        """Erase what is due, one by one, and count it in the register."""
        Cron = self.env["ir.cron"]
        self.env["mentoring.partnership"]._warn_of_erasure()
        # A day of slack: the intakes' zones decide.
        soon = fields.Date.add(fields.Date.today(), days=1)
        due = [
            (model, record_id)
            for model in RETENTION_ROOMS
            for record_id in self.env[model]
            .search([("date_erase", "<=", soon)], order="date_erase, id")
            .ids
        ]
        Cron._commit_progress(remaining=len(due))
        for model, record_id in due:
            record = self.env[model].browse(record_id)
            # What went with an application is gone by now, and is not locked.
            if record.try_lock_for_update(allow_referencing=True):
                self._erase_due(record)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _erase_due(self, record):
        """Erase one record; an error is left for the next night, and stops no other."""
        if not record._is_erasure_due():
            return
        kind, scheme = record._get_erasure_kind(), record.intake_id.scheme_id
        try:
            with self.env.cr.savepoint():
                self.env["mentoring.erasure"]._note(scheme, kind, record._erase())
        except (UserError, IntegrityError):
            _logger.exception("%s %s could not be erased", record._name, record.id)
