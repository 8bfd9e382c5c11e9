# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringPartnership(models.Model):
    """How a partnership ends, and how that is taken back."""

    _inherit = "mentoring.partnership"

    def action_complete(self):
        """Complete active partnerships, at their end or earlier by agreement."""
        wrong = self.filtered(lambda partnership: partnership.state != "active")
        if wrong:
            raise UserError(
                self.env._(
                    "%(partnerships)s: only an active partnership can be completed.",
                    partnerships=", ".join(wrong.mapped("display_name")),
                )
            )
        self.check_access("write")
        for partnership in self.sudo():  # by this step alone
            partnership.write(
                {
                    "date_completed": partnership._get_completion_date(),
                    "reopen_reason": False,
                }
            )
        self._clear_obligations()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_partnership_action"
        )
        return self.env["mentoring.step.notice"]._show(
            self.env._("1 partnership completed")
            if len(self) == 1
            else self.env._("%(count)s partnerships completed", count=len(self)),
            self.env._("Their certificates can be issued from the applications."),
            opens={**action, "domain": [("id", "in", self.ids)], "context": {}},
            label=self.env._("Open Partnerships"),
        )

    def action_reopen(self):
        """Undo a completion, or an end that nobody has acted on.

        :raise UserError: without a reason (invariant 11), or when somebody has left or
            has been matched anew since
        """
        self.check_access("write")
        over = self.filtered(lambda p: p.state in ("completed", "ended"))
        if not all(over.mapped("reopen_reason")):
            raise UserError(
                self.env._(
                    "Please write in “%(field)s” why the partnership continues.",
                    field=self._fields["reopen_reason"]._description_string(self.env),
                )
            )
        obstacles = [obstacle for one in over if (obstacle := one._get_undo_obstacle())]
        if obstacles:
            raise UserError("\n".join(obstacles))
        over = over.sudo()  # by this step alone
        over.participant_ids.date_concluded = False
        for partnership in over:
            if partnership.state == "completed":
                partnership.date_completed = False
            else:
                partnership.write({"date_ended": False, "end_reason": False})
        return True

    def _get_undo_obstacle(self):
        """Return why an end can no longer be taken back; '' if it can."""
        self.ensure_one()
        if self.state == "completed":
            return ""
        if not self._is_viable():
            return self.env._(
                "%(partnership)s: a participant has withdrawn, so it cannot continue.",
                partnership=self.display_name,
            )
        busy = self.participant_ids.application_id.filtered(
            lambda application: (
                application.state not in ("approved", "matched")
                or not application._get_free_places()
            )
        )
        if busy:
            return self.env._(
                "%(partnership)s cannot continue: %(names)s has been matched again, or "
                "is no longer available.",
                partnership=self.display_name,
                names=", ".join(busy.partner_id.mapped("name")),
            )
        return ""

    def action_end(self):
        """End partnerships that do not go on, with nothing left open (invariant 9)."""
        self.check_access("write")
        for partnership in self.sudo():  # the date follows from the seats but for this
            if partnership.state in ("matched", "active"):
                partnership.date_ended = partnership.intake_id._today()
        self._clear_obligations()
        return True

    def _get_completion_date(self):
        """Return the day of completing it today: its last day, if that has passed."""
        self.ensure_one()
        today = self.intake_id._today()
        return min(today, self.date_end) if self.date_end else today

    def _is_viable(self):
        """Return whether enough people are left to go on."""
        self.ensure_one()
        roles = self.participant_ids.filtered(lambda s: not s.date_left).mapped("role")
        if self.mode == "peer":
            return len(roles) >= 2
        return "mentor" in roles and "mentee" in roles

    def _clear_obligations(self):
        """Leave nothing open in partnerships that are over (invariant 9)."""
        self.meeting_ids._cancel_future()
        self.participant_ids._settle_open()

    @api.model
    def _cron_check_membership(self):
        """Follow the memberships that have lapsed, until they are renewed."""
        Cron = self.env["ir.cron"]
        seats = self.env["mentoring.participant"]._find_lapsed()
        by_partnership = seats.grouped(lambda seat: seat.partnership_id.id)
        Cron._commit_progress(remaining=len(by_partnership))
        for partnership_id, lapsed in by_partnership.items():
            partnership = self.browse(partnership_id).try_lock_for_update()
            for seat in lapsed & partnership.participant_ids:
                if sentence := seat._follow_membership():
                    partnership._message_log(body=sentence)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _cron_complete_due(self):
        """Complete what has reached its end date, and end what was never signed."""
        Cron = self.env["ir.cron"]
        running = self.search(
            [
                ("state", "in", ("matched", "active")),
                # A day of slack: the zones decide below.
                ("date_end", "<=", fields.Date.today()),
            ]
        )
        Cron._commit_progress(remaining=len(running))
        for partnership_id in running.ids:
            partnership = self.browse(partnership_id).try_lock_for_update()
            if partnership and partnership.intake_id._today() > partnership.date_end:
                if partnership.state == "active":
                    partnership.action_complete()
                elif partnership.state == "matched":
                    partnership.end_reason = self.env._("Never signed by everyone.")
                    partnership.action_end()
            if not Cron._commit_progress(1):
                break
