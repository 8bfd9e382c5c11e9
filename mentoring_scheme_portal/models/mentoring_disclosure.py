# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from odoo.addons.mentoring_scheme.dates import format_day


class MentoringDisclosure(models.Model):
    """What the people of a partnership see of its disclosures: when, and how often."""

    _inherit = "mentoring.disclosure"

    def _get_portal_values(self):
        """Return what the partnership's page says; neither the ground nor a name.

        An open ground would tell one person that the other has reported something.
        """
        self.ensure_one()
        days = {self._get_day(reading.date) for reading in self.reading_ids}
        closed = self.date_closed and self._get_day(self.date_closed)
        last = format_day(self.env, min(closed or self.date_until, self.date_until))
        granted = format_day(self.env, self._get_day(self.date_decided))
        if self.is_readable:
            happens = self.env._(
                "One person from our association can read what you have written for "
                "each other, until %(last)s. Two of us agreed on %(granted)s that this "
                "is necessary. Private notes stay closed.",
                last=last,
                granted=granted,
            )
        else:
            happens = self.env._(
                "From %(granted)s to %(last)s, one person from our association could "
                "read what you had written for each other. That is over.",
                granted=granted,
                last=last,
            )
        read = ", ".join(format_day(self.env, day) for day in sorted(days))
        reading = (
            self.env._("It was read on %(days)s.", days=read)
            if read
            else self.env._("It has not been read.")
        )
        return {"happens": happens, "reading": reading}
