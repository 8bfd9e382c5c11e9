# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import fields, models

# What the register calls that which was erased.
ERASURE_KINDS = [
    ("application", "Answers of applications"),
    ("resume", "Résumés"),
    ("reference", "References"),
    ("private", "Goals, notes and messages of pairs"),
    ("request", "On request of the person"),
]


class MentoringRetention(models.AbstractModel):
    """A room whose content is erased when its period is over (promise B9).

    A quality of rooms, and no room of its own: each knows by itself what of it is
    personal, from when its period runs, and what stays. The scheme says how long.
    """

    _name = "mentoring.retention"
    _description = "Content that is kept for a period"

    date_erase = fields.Date(
        string="Erased from",
        compute="_compute_date_erase",
        store=True,
        index="btree_not_null",
        help="From this day on the nightly job erases it. Empty: it is kept.",
    )

    def _compute_date_erase(self):
        """Add the scheme's period, in months, to the day from which it runs.

        Each room says what it depends on.
        """
        for record in self:
            day, months = record._get_retention()
            record.date_erase = day and months and day + relativedelta(months=months)

    def _get_retention(self):
        """Return the day from which the period runs, or nothing, and its months; no
        months are for ever.
        """
        raise NotImplementedError

    def _get_erasure_kind(self):
        """Return what the register calls it."""
        raise NotImplementedError

    def _erase(self):
        """Erase the content; what the books and the history need stays.

        :return: how many records were erased or emptied
        """
        raise NotImplementedError

    def _is_erasure_due(self):
        """Return whether the day has come where the intake is (invariant 10)."""
        self.ensure_one()
        return bool(self.date_erase) and self.date_erase <= self.intake_id._today()
