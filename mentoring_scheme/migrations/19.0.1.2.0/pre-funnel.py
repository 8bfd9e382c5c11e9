# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Leave the day of earlier approvals empty, which nobody has recorded.

    The field computed at the upgrade would say that all of them were approved today.
    """
    cr.execute(
        "ALTER TABLE mentoring_application"
        " ADD COLUMN IF NOT EXISTS date_approved timestamp"
    )
