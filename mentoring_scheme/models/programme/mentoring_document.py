# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

DOCUMENT_KINDS = [
    ("conduct", "Code of Conduct"),
    ("guidelines", "Guidelines"),
    ("privacy", "Privacy Notice"),
    ("workbook", "Workbook"),
    ("course", "Course"),
    ("other", "Other"),
]


class MentoringDocument(models.Model):
    """A text of the scheme in one version (promises A10, A26, A34, A42, B7, B9).

    A version that somebody has accepted never changes again (invariant 8): staff
    make a new version instead.
    """

    _name = "mentoring.document"
    _description = "Mentoring scheme document"
    _order = "scheme_id, kind, version desc, id desc"

    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(selection=DOCUMENT_KINDS, required=True)
    audience = fields.Selection(
        selection=[("all", "Everyone"), ("mentor", "Mentors"), ("mentee", "Mentees")],
        required=True,
        default="all",
    )
    version = fields.Integer(required=True, default=1, copy=False)
    date_published = fields.Date(
        string="Published on", default=lambda self: fields.Date.context_today(self)
    )
    body = fields.Html(string="Text", translate=True)
    file = fields.Binary(attachment=True)
    filename = fields.Char()
    url = fields.Char(string="Link", help="Where the document or course is found.")
    changes = fields.Text(
        string="What Has Changed",
        translate=True,
        help="Read by the people who agreed to the version before, when they are asked "
        "to agree to this one.",
    )
    accept_by = fields.Date(
        string="Agree by",
        help="People who agreed to the version before are asked to agree by this day.",
    )
    active = fields.Boolean(default=True)

    _version = models.UniqueIndex(
        "(scheme_id, kind, audience, version) WHERE kind IN ('conduct', 'privacy')",
        "This version of the text exists already. Give the new text a higher number.",
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._(
                "%(name)s (version %(version)s)",
                name=document.name,
                version=document.version,
            )

    def copy_data(self, default=None):
        """A copy is the next version of the same text."""
        return [
            dict(vals, version=document.version + 1)
            for document, vals in zip(
                self, super().copy_data(default=default), strict=True
            )
        ]

    def write(self, vals):
        frozen = {"scheme_id", "kind", "version", "body", "file"}
        if frozen & vals.keys() and (accepted := self.filtered("acceptance_count")):
            raise UserError(
                self.env._(
                    "%(documents)s: members have accepted this text, so it can no "
                    "longer change. Duplicate it and edit the new version.",
                    documents=", ".join(accepted.mapped("display_name")),
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        if accepted := self.filtered("acceptance_count"):
            raise UserError(
                self.env._(
                    "%(documents)s: members have accepted this text. Archive it "
                    "instead of deleting it.",
                    documents=", ".join(accepted.mapped("display_name")),
                )
            )
