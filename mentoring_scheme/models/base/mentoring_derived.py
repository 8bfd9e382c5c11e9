# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringDerived(models.AbstractModel):
    """What follows from other records or from a step is entered by nobody.

    Odoo stores whatever a client sends for a field that screens show as read-only, and
    whoever a seat belongs to, when a fee falls due or who has signed decides who reads
    and who pays (invariants 1 to 5, 7 and 15). The system's own steps run as superuser,
    which no client can ask for.
    """

    _name = "mentoring.derived"
    _description = "Mentoring record with fields that no one enters"

    # Beside what is computed: what the model's own steps alone write.
    _step_fields = frozenset()

    def _has_field_access(self, field, operation):
        """Let nobody write such a field; core asks for each, and for each default."""
        if operation == "write" and not self.env.su and self._is_derived(field):
            return False
        return super()._has_field_access(field, operation)

    def _is_derived(self, field):
        is_computed = field.store and field.compute and field.readonly
        return bool(is_computed) or field.name in self._step_fields
