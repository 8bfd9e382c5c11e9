# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Name who decided each case, so that somebody else answers its appeal."""
    cr.execute(
        """
        UPDATE mentoring_concern SET decided_by_id = handler_id
         WHERE date_decided IS NOT NULL AND decided_by_id IS NULL
        """
    )
