# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

# For each cause its badge. Cause, next action and badge always come together.
HEALTH_BY_CAUSE = {
    "over": "good",
    "lapsed_on_hold": "action",
    "lapsed": "watch",
    "fee_on_hold": "action",
    "poor_fit": "action",
    "doubt": "watch",
    "no_contact": "action",
    "unsigned_long": "action",
    "unsigned": "watch",
    "signing": "good",
    "missed_often": "action",
    "silent_long": "action",
    "missed": "watch",
    "silent": "watch",
    "not_started": "good",
    "well": "good",
}
# Days after the match without all signatures, and days without a meeting.
UNSIGNED_WATCH, UNSIGNED_ACTION = 14, 28
SILENT_WATCH, SILENT_ACTION = 35, 60


class MentoringPartnership(models.Model):
    """How a partnership is going: one cause, and the one next action it asks for."""

    _inherit = "mentoring.partnership"

    health = fields.Selection(
        selection=[("good", "Good"), ("watch", "Watch"), ("action", "Needs action")],
        compute="_compute_health",
        search="_search_health",
    )
    health_cause = fields.Char(string="Cause", compute="_compute_health")
    health_action = fields.Char(string="Next Action", compute="_compute_health")

    @api.depends(
        "state",
        "date_matched",
        "date_start",
        "signature_count",
        "last_meeting",
        "missed_count",
        "participant_ids.is_on_hold",
        "participant_ids.is_fee_on_hold",
        "participant_ids.date_lapsed",
        "participant_ids.checkin_ids.is_worrying",
    )
    def _compute_health(self):
        """Name one cause and one next action for each partnership."""
        for partnership in self:
            cause, details = partnership._get_health_cause()
            words, action = partnership._word_health(cause, details)
            partnership.health = HEALTH_BY_CAUSE[cause]
            partnership.health_cause = words
            partnership.health_action = action

    def _search_health(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = Domain("state", "in", ("matched", "active"))
        found = self.search(current).filtered(lambda p: p.health in value)
        domain = Domain("id", "in", found.ids)
        # What is over is in good health.
        return domain | ~current if "good" in value else domain

    def _get_health_cause(self):
        """Return the most pressing cause, and what its words need to know.

        :return: a key of ``HEALTH_BY_CAUSE``, and a dict
        """
        self.ensure_one()
        # A new form has no intake yet.
        if self.state in ("completed", "ended") or not self.intake_id:
            return "over", {}
        for find in (self._find_hold, self._find_worry):
            if found := find():
                return found
        today = self.intake_id._today()
        if self.state == "matched":
            days = (today - self.date_matched).days
            if days > UNSIGNED_ACTION:
                return "unsigned_long", {"days": days}
            return ("unsigned" if days > UNSIGNED_WATCH else "signing"), {"days": days}
        return self._find_meetings(today)

    def _find_hold(self):
        """Return whose membership or fee stops the partnership; none if nobody's."""
        lapsed = self.participant_ids.filtered("date_lapsed")
        if lapsed:
            cause = "lapsed_on_hold" if any(lapsed.mapped("is_on_hold")) else "lapsed"
            return cause, {"names": ", ".join(lapsed.partner_id.mapped("name"))}
        unpaid = self.participant_ids.filtered("is_fee_on_hold")
        if unpaid:
            return "fee_on_hold", {"names": ", ".join(unpaid.partner_id.mapped("name"))}
        return None

    def _find_worry(self):
        """Return what an answer to a check-in asks for; none if none does.

        What somebody answered has no name here: only the check-in itself tells.
        """
        seats = self.participant_ids.filtered(lambda seat: seat.state == "current")
        answers = seats.checkin_ids.filtered("is_worrying").mapped("answer")
        if "bad" in answers:
            return "poor_fit", {}
        if "unsure" in answers:
            return "doubt", {}
        if "no" in answers and not self.meeting_ids:
            return "no_contact", {}
        return None

    def _find_meetings(self, today):
        """Return what the meetings of an active partnership say."""
        last = self.last_meeting
        since = (today - (last.date() if last else self.date_start)).days
        if self.missed_count > 1:
            return "missed_often", {"count": self.missed_count}
        if since > SILENT_ACTION:
            return "silent_long", {"days": since}
        if self.missed_count:
            return "missed", {}
        if since > SILENT_WATCH:
            return "silent", {"days": since}
        return ("not_started" if since < 0 else "well"), {}

    def _word_health(self, cause, details):
        """Return a cause in words, and the next action that it asks for."""
        names, days = details.get("names", ""), details.get("days", 0)
        lapsed = self.env._("Membership has lapsed: %s.", names)
        renew = self.env._("Ask for the renewal.")
        waiting = self.env._("Waiting for signatures.")
        silent = self.env._("No meeting for %(days)s days.", days=days)
        words = {
            "over": ("", ""),
            "lapsed_on_hold": (lapsed, renew),
            "lapsed": (lapsed, renew),
            "fee_on_hold": (
                self.env._("On hold, fee overdue: %s.", names),
                self.env._("Ask for the payment."),
            ),
            "poor_fit": (
                self.env._("Someone says that it is not a good fit."),
                self.env._("Read the check-ins, and call."),
            ),
            "doubt": (
                self.env._("Someone is not sure that it is a good fit."),
                self.env._("Read the check-ins, and call."),
            ),
            "no_contact": (
                self.env._("They have not been in touch."),
                self.env._("Call the participants."),
            ),
            "unsigned_long": (
                self.env._("Not signed %(days)s days after the match.", days=days),
                self.env._("Call the participants who haven't signed."),
            ),
            "unsigned": (
                self.env._("Not signed %(days)s days after the match.", days=days),
                self.env._("Remind the participants who haven't signed."),
            ),
            "signing": (waiting, self.env._("Nothing to do yet.")),
            "missed_often": (
                self.env._(
                    "The last %(count)s meetings were missed.",
                    count=details.get("count", 0),
                ),
                self.env._("Call the participants."),
            ),
            "silent_long": (
                silent,
                self.env._("Ask the participants how it is going."),
            ),
            "missed": (
                self.env._("The last meeting was missed."),
                self.env._("Check that the next meeting takes place."),
            ),
            "silent": (silent, self.env._("Check that a meeting is planned.")),
            "not_started": (
                self.env._("Signed, and not started yet."),
                self.env._("Nothing to do yet."),
            ),
            "well": ("", ""),
        }
        return words[cause]
