# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringSchemeCopy(models.Model):
    """Duplicate a scheme whole, without its intakes."""

    _inherit = "mentoring.scheme"

    def copy_data(self, default=None):
        """Copy the texts in the versions that they have.

        A refund rule for one intake stays behind, since that intake does.
        """
        vals_list = super().copy_data(default=default)
        for scheme, vals in zip(self, vals_list, strict=True):
            if not default or "name" not in default:
                vals["name"] = self.env._("%(scheme)s (copy)", scheme=scheme.name)
            if not default or "document_ids" not in default:
                # A text that is copied alone becomes the next version of itself.
                lines = zip(
                    scheme.document_ids.sorted("id"), vals["document_ids"], strict=True
                )
                for document, (_create, _id, line) in lines:
                    line["version"] = document.version
            if not default or "refund_rule_ids" not in default:
                vals["refund_rule_ids"] = [
                    command
                    for command in vals["refund_rule_ids"]
                    if not command[2].get("intake_id")
                ]
        return vals_list
