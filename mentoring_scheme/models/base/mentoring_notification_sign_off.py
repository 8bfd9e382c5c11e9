# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MentoringNotification(models.Model):
    """Who signs an email, and where an answer to it goes."""

    _inherit = "mentoring.notification"

    @api.model
    def _get_sign_off(self, record):
        """Return who writes to the reader of an email about a record.

        What is about no scheme, or says with ``_is_confidential`` that coordinators
        have no part in it, is signed by the association.

        :return: dict of ``name``, which may be empty, ``association`` and ``contact``:
            the address for questions, which may be empty
        """
        is_apart = getattr(record, "_is_confidential", False)
        scheme = None if is_apart else self._find_scheme(record)
        company = record.company_id or self.env.company
        return {
            "name": scheme.coordinator_id.name if scheme else "",
            "association": company.name,
            "contact": scheme._get_contact_email() if scheme else company.email or "",
        }

    @api.model
    def _prepare_mail_values(self, record):
        """Return what the mail about a record has beside its template's values."""
        contact = self._get_sign_off(record)["contact"]
        return {"reply_to": contact} if contact else {}
