# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain


class MentoringParticipant(models.Model):
    """What follows when the membership of a participant lapses (promise A7)."""

    _inherit = "mentoring.participant"

    @api.model
    def _find_lapsed(self):
        """Return who takes part and is no member any more, or was none until now."""
        running = Domain("state", "in", ("matched", "active"))
        groups = self.env["mentoring.partnership"]._read_group(running, ["scheme_id"])
        schemes = self.env["mentoring.scheme"].union(*(scheme for [scheme] in groups))
        kept = self.env["mentoring.application"]._domain_membership_kept(schemes)
        lapsed = Domain("date_lapsed", "!=", False)
        return self.search(
            Domain("state", "=", "current")
            & Domain("partnership_id", "any", running)
            & (lapsed | Domain("application_id", "any", ~kept))
        )

    def _follow_membership(self):
        """Give notice of a lapse, put on hold after the grace, release on renewal.

        Never silently out (invariant 6): each step is told to the person.

        :return: what happened, as a sentence for the history; None if nothing
        """
        self.ensure_one()
        today = self.intake_id._today()
        grace = self.partnership_id.scheme_id.lapse_grace_days
        if self.application_id._is_membership_in_order():
            if not self.date_lapsed:
                return None
            self.write({"date_lapsed": False, "is_on_hold": False})
            self._notify_lapse("participant_renewed", today)
            return self.env._("%s is a member again.", self.partner_id.name)
        if not self.date_lapsed:
            self.date_lapsed = today
            self._notify_lapse("participant_lapsed", today)
            return self.env._(
                "The membership of %(name)s has lapsed. Grace period in days: "
                "%(days)s.",
                name=self.partner_id.name,
                days=grace,
            )
        if not self.is_on_hold and (today - self.date_lapsed).days >= grace:
            self.is_on_hold = True
            self._notify_lapse("participant_on_hold", today)
            return self.env._(
                "%s is on hold: the membership was not renewed.", self.partner_id.name
            )
        return None

    def _get_hold_date(self):
        """Return the day on which a lapsed participant goes on hold."""
        self.ensure_one()
        days = self.partnership_id.scheme_id.lapse_grace_days
        return self.date_lapsed and fields.Date.add(self.date_lapsed, days=days)

    def _notify_lapse(self, template, today):
        self.env["mentoring.notification"]._send_once(
            f"mentoring_scheme.mail_template_{template}",
            self,
            occasion=str(today),
            by_day=True,
        )
