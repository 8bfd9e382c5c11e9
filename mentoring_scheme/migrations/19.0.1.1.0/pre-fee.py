# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Fill new columns that would otherwise be computed as of today."""
    # Notice was given when the withdrawal was entered.
    cr.execute("ALTER TABLE mentoring_withdrawal ADD COLUMN date_notice date")
    cr.execute("UPDATE mentoring_withdrawal SET date_notice = create_date::date")
    # A pinned price stays pinned.
    cr.execute("ALTER TABLE mentoring_fee ADD COLUMN amount_listed numeric")
    cr.execute("UPDATE mentoring_fee SET amount_listed = amount")
