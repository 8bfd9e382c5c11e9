# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError


class ReportMentoringFeeStatement(models.AbstractModel):
    """Print statements of payers.

    The refusal stands here, since a report can be fetched without its button.
    """

    _name = "report.mentoring_scheme.report_mentoring_fee_statement"
    _description = "Statement of Mentoring Fees"

    @api.model
    def _get_report_values(self, docids, data=None):
        payers = self.env["res.partner"].browse(docids or ()).exists()
        if not payers:
            raise UserError(self.env._("Please choose at least one payer."))
        payers._check_mentoring_statement()
        return {"statements": payers._get_mentoring_statements()}
