# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.http import request


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _get_stream_from(self, record, *args, **kwargs):
        """Note that the answer holds a paper of one person's.

        How such papers are served does not depend on which of core's addresses asks for
        them; a model says so with ``_serves_privately``.
        """
        stream = super()._get_stream_from(record, *args, **kwargs)
        if request and self._is_private(record):
            request.mentoring_serves_privately = True
        return stream

    def _is_private(self, record):
        """Return whether the bytes are a paper of one person's, by either address."""
        if record._name == "ir.attachment":
            record = self.env.get(record.res_model)
        return getattr(record, "_serves_privately", False)
