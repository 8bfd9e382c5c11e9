# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError


class ReportMentoringFeeQuote(models.AbstractModel):
    """Print quotes of fees.

    The refusal stands here, since a report can be fetched without its button.
    """

    _name = "report.mentoring_scheme.report_mentoring_fee_quote"
    _description = "Quote of a Mentoring Fee"

    @api.model
    def _get_report_values(self, docids, data=None):
        fees = self.env["mentoring.fee"].browse(docids or ()).exists()
        if not fees:
            raise UserError(self.env._("Please choose at least one fee to quote."))
        fees._check_quotable()
        # Finance reads no partnerships, and coordinators no taxes.
        return {"quotes": [fee._get_quote() for fee in fees.sudo()]}
