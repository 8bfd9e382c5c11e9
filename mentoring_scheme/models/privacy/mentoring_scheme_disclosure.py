# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError


class MentoringScheme(models.Model):
    """Whether what partnerships write may be disclosed; by default it may not."""

    _inherit = "mentoring.scheme"
    _step_fields = frozenset({"disclosure_since"})

    disclosure_since = fields.Datetime(
        string="Disclosures Allowed since",
        readonly=True,
        copy=False,
        tracking=True,
        help="Only what is written after this moment can be disclosed.",
    )

    def action_allow_disclosure(self):
        """Allow disclosures of what is written from now on; members' pages say so."""
        self.check_access("write")
        for scheme in self:
            if scheme.disclosure_since:
                raise UserError(
                    self.env._(
                        "%(scheme)s already allows disclosures.", scheme=scheme.name
                    )
                )
        self.sudo().disclosure_since = fields.Datetime.now()  # by this step alone
        return True

    def action_stop_disclosure(self):
        """Allow no disclosures any more; those that were granted end with it."""
        self.check_access("write")
        self.sudo().disclosure_since = False  # by this step alone
        return True
