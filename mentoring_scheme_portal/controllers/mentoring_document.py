# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from .mentoring_portal import MentoringPortal, member_page


class MentoringDocumentPortal(MentoringPortal):
    """The scheme's texts for its members (promises A10, A26, A34, A42, B7)."""

    @member_page("/document/<int:document_id>")
    def mentoring_document(self, document_id, **_ignored):
        """Show a text."""
        document = self._own("mentoring.document", document_id)
        return self._render_page(
            "document",
            document.name,
            {"document": document._get_portal_values()},
        )

    @member_page("/document/<int:document_id>/file")
    def mentoring_document_file(self, document_id, **_ignored):
        """Send the file of a text."""
        document = self._own("mentoring.document", document_id)
        return self._send_document(document)

    def _send_document(self, document):
        if not document.file:
            raise request.not_found()
        return self._send_file(document, document.filename or document.name)
