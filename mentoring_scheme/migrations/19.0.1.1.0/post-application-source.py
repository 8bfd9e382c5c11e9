# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Say of applications that members made themselves that they did."""
    cr.execute(
        "UPDATE mentoring_application a SET source = 'portal' FROM res_users u"
        " WHERE u.id = a.create_uid AND u.share"
    )
