# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.mentoring_scheme.dates import format_day

from .portal_reading import read_lines, set_lines


class MentoringPartnership(models.Model):
    _inherit = "mentoring.partnership"

    _page_fields = (
        "company_id",
        "date_end",
        "date_matched",
        "date_start",
        "hours_held",
        "intake_id",
        "is_distance",
        "is_paused",
        "mode",
        "scheme_id",
        "state",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return in which partnerships this person has, or had, a seat."""
        return [
            ("participant_ids", "any", [("application_id.partner_id", "=", partner.id)])
        ]

    def _read_page(self):
        """Read ahead what pages show of these, by one query for each kind of record."""
        seats = read_lines(self, "participant_ids")
        # The last two are what the portal's own frame asks for.
        people = ["email", "name", "phone", "tz", "user_id", "commercial_partner_id"]
        seats.partner_id.fetch(people)
        read_lines(seats.partner_id, "mentoring_profile_ids")
        for records in (seats.application_id, self.intake_id, self.scheme_id):
            records.fetch(records._page_fields)
        agreements = read_lines(self, "agreement_ids")
        read_lines(agreements, "signature_ids", ["participant_id"])
        meetings = read_lines(self, "meeting_ids")
        attendance = ["confirmed_on", "has_notice", "is_counted", "participant_id"]
        lines = read_lines(meetings, "attendance_ids", [*attendance, "status"])
        set_lines(seats, "attendance_ids", lines)
        evaluations = read_lines(self, "evaluation_ids")
        set_lines(seats, "evaluation_ids", evaluations)

    def _get_acting_seat(self):
        """Return the seat of the acting member, the actor of all that follows."""
        self.ensure_one()
        return self._get_seat(self.env.user.partner_id)[:1]

    def _portal_plan_meeting(self, values):
        """Plan a meeting for all who take part (promises A16, A17, B4).

        :param dict values: start in UTC, or the starts of a series; minutes, mode and
            link, as the form has read them
        :raise UserError: when the acting member does not take part any more
        """
        self.ensure_one()
        seat = self._get_acting_seat()
        if not seat or not seat._is_active_seat():
            raise UserError(
                self.env._("This partnership is over; it has no more meetings.")
            )
        if self.is_paused:
            raise UserError(
                self.env._(
                    "We've asked you to wait with meetings, and will be in touch."
                )
            )
        vals = {
            "partnership_id": self.id,
            "duration": values["minutes"] / 60,
            "mode": values["mode"],
            "link": values.get("link") or False,
        }
        Meeting = self.env["mentoring.meeting"]
        if values.get("starts"):
            return Meeting._plan_series(vals, values["starts"])
        meeting = Meeting.create({**vals, "start": values["start"]})
        if meeting._is_past():
            # Whoever enters a meeting that has been was there.
            meeting._confirm(seat)
        else:
            meeting._announce("planned")
        return meeting

    def _get_portal_milestones(self, names):
        """Return the scheme's milestones that are none of these goals yet."""
        self.ensure_one()
        return [
            {
                "id": milestone.id,
                "name": milestone.name,
                "by": format_day(self.env, milestone._get_date(self)),
            }
            for milestone in self.scheme_id.milestone_ids
            if milestone.name not in names
        ]

    def _portal_add_milestone(self, number, reader):
        """Make a milestone of the scheme a goal of the member's partnership; once.

        :param Reader reader: the capability to read what was just written
        :raise UserError: when it is no milestone, or the partnership is over
        """
        self.ensure_one()
        milestone = self.scheme_id.milestone_ids.filtered(lambda m: m.id == number)
        if not milestone:
            raise UserError(self.env._("This milestone is not offered any more."))
        goals = self.env["mentoring.goal"].sudo()  # members have no access rows
        return goals._enter_once(
            self,
            {"name": milestone.name, "date_deadline": milestone._get_date(self)},
            reader,
        )

    def _portal_conclude(self, goes_on):
        """Agree for the acting member that it is complete, or take that back (A33).

        :raise UserError: when it is not running, or over
        """
        self.ensure_one()
        seat = self._get_acting_seat()
        if goes_on:
            seat._take_conclusion_back()
        else:
            seat._conclude()

    def _portal_raise_concern(self, values, upload=None):
        """Receive a concern of the acting member's, in confidence (A37, A39).

        Whoever has left may still raise one.

        :raise ValidationError: when a file cannot be taken
        """
        self.ensure_one()
        return self.env["mentoring.concern"]._portal_report(self, values, upload)

    def _portal_request_withdrawal(self, values):
        """Ask the office to let the acting member go (promise A38).

        :raise UserError: when the acting member does not take part any more
        """
        self.ensure_one()
        seat = self._get_acting_seat()
        if not seat or not seat._is_active_seat():
            raise UserError(
                self.env._("This partnership is over, so there is nothing to leave.")
            )
        return self.env["mentoring.withdrawal"]._request(seat, values)

    def _get_portal_disclosures(self):
        """Return what was opened of what is written here; nothing refused or asked."""
        self.ensure_one()
        granted = self.disclosure_ids.filtered("date_since")
        return [disclosure._get_portal_values() for disclosure in granted]
