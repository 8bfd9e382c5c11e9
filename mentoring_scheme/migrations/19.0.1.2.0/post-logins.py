# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Write to nobody because of the upgrade; staff invite from the list of logins."""
    cr.execute(
        """
        UPDATE res_partner SET mentoring_invited_on = now() AT TIME ZONE 'UTC'
         WHERE mentoring_invited_on IS NULL
           AND id IN (SELECT partner_id FROM mentoring_application)
        """
    )
