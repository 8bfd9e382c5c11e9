# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Say when earlier evaluations were asked; the default would say today."""
    cr.execute(
        "ALTER TABLE mentoring_evaluation ADD COLUMN IF NOT EXISTS date_asked date"
    )
    cr.execute(
        "UPDATE mentoring_evaluation SET date_asked = create_date::date"
        " WHERE date_asked IS NULL"
    )
