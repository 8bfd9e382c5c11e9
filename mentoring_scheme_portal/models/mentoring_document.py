# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ..forms import is_web_address


class MentoringDocument(models.Model):
    _inherit = "mentoring.document"

    _page_fields = (
        "audience",
        "body",
        "filename",
        "kind",
        "name",
        "url",
        "version",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return which documents this person reads: those of own schemes and roles."""
        applications = self.env["mentoring.application"].search(
            self.env["mentoring.application"]._domain_for_member(partner)
        )
        schemes = applications.scheme_id.ids
        domain = Domain("audience", "=", "all") & Domain("scheme_id", "in", schemes)
        for role in ("mentor", "mentee"):
            own = applications.filtered(lambda record, role=role: record.role == role)
            domain |= Domain("audience", "=", role) & Domain(
                "scheme_id", "in", own.scheme_id.ids
            )
        accepted = Domain("id", "in", applications.conduct_document_id.ids)
        return list(domain | accepted)

    @api.model
    def _domain_for_public(self):
        """Return which documents everybody reads: those for everyone."""
        schemes = self.env["mentoring.scheme"].search(
            self.env["mentoring.scheme"]._domain_for_public()
        )
        return [("audience", "=", "all"), ("scheme_id", "in", schemes.ids)]

    def _get_portal_values(self, base="/my/mentoring/document/"):
        """Return what a page shows of this text.

        :param str base: where this reader finds documents
        """
        if not self:
            return {}
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        has_body = not is_html_empty(self.body)
        link = self.url if is_web_address(self.url or "") else ""
        return {
            "id": self.id,
            "name": self.name,
            "kind": kinds[self.kind],
            "version": self.version,
            "body": self.sudo().scheme_id._fill_in(self.body) if has_body else "",
            "page": f"{base}{self.id}" if has_body else "",
            # Whether there is one; its content is read only when it is sent.
            "file": f"{base}{self.id}/file"
            if self.with_context(bin_size=True).file
            else "",
            "filename": self.filename or "",
            "link": link,
        }
