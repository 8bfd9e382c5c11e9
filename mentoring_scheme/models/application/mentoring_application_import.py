# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What may be imported into; later the round is over.
IMPORT_PHASES = ("draft", "open", "matching", "running")


class MentoringApplication(models.Model):
    """Applications from a spreadsheet."""

    _inherit = "mentoring.application"

    # the review
    source = fields.Selection(
        selection=[
            ("portal", "Member's own form"),
            ("paper", "Paper form"),
            ("import", "Imported"),
            ("office", "Entered by staff"),
        ],
        string="Entered from",
        required=True,
        default=lambda self: self._default_source(),
        help="A paper form needs its scan among the papers before it is submitted.",
    )

    def _default_source(self):
        return "portal" if self.env.user.share else "office"

    @api.model
    def _prepare_imported(self, vals):
        """Return the values of an imported draft.

        :raise ValidationError: with a sentence for the row
        """
        if vals.get("state", "draft") != "draft":
            self.new(vals)._refuse_imported_state()
        intake = self.env["mentoring.intake"].browse(vals.get("intake_id"))
        if intake and intake.phase not in IMPORT_PHASES:
            raise ValidationError(
                self.env._(
                    "%(intake)s is %(phase)s, so nothing can be imported into it.",
                    intake=intake.name,
                    phase=dict(
                        intake._fields["phase"]._description_selection(self.env)
                    )[intake.phase].lower(),
                )
            )
        return {"source": "import", **vals}

    def _refuse_imported_state(self):
        if self:
            raise ValidationError(
                self.env._(
                    "%(applications)s: an import makes drafts and changes no state. "
                    "Leave out the column State, then choose the drafts in the list "
                    "and click “Submit”.",
                    applications=", ".join(self.mapped("display_name")),
                )
            )

    @api.model
    def get_import_templates(self):
        """Offer a template with all columns on the import screen."""
        return [
            {
                "label": self.env._("Import Template for Applications"),
                "template": "/mentoring_scheme/static/csv/mentoring_application.csv",
            }
        ]
