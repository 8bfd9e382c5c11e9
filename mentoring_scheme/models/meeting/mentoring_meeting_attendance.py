# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...dates import format_moment


class MentoringMeetingAttendance(models.Model):
    """One participant at one meeting, as that participant confirms it."""

    _name = "mentoring.meeting.attendance"
    _inherit = ["mentoring.derived"]
    _description = "Attendance at a mentoring meeting"
    _order = "meeting_id, id"
    _rec_name = "participant_id"

    meeting_id = fields.Many2one(
        comodel_name="mentoring.meeting", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="meeting_id.company_id", store=True)
    participant_id = fields.Many2one(
        comodel_name="mentoring.participant",
        required=True,
        index=True,
        ondelete="restrict",
    )
    status = fields.Selection(
        selection=[
            ("invited", "Invited"),
            ("present", "Present"),
            ("absent", "Absent"),
        ],
        default="invited",
        required=True,
    )
    has_notice = fields.Boolean(
        string="With Notice",
        readonly=True,
        copy=False,
        help="The person had said beforehand that they could not come.",
    )
    reported_by_id = fields.Many2one(
        comodel_name="mentoring.participant",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who reported the absence: this person, or another.",
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    is_counted = fields.Boolean(
        string="Hours Count",
        compute="_compute_is_counted",
        store=True,
        help="Whether both sides have confirmed, so that the hours count.",
    )

    pd_correction_ids = fields.One2many(
        comodel_name="mentoring.pd.correction",
        string="Corrections of the Hours",
        inverse_name="attendance_id",
    )

    _once = models.UniqueIndex(
        "(meeting_id, participant_id)",
        "This person is already on the list. Choose someone else.",
    )

    @api.depends(
        "confirmed_on",
        "status",
        "meeting_id.attendance_ids.confirmed_on",
        "meeting_id.attendance_ids.status",
    )
    def _compute_is_counted(self):
        for attendance in self:
            confirmed = attendance.meeting_id.attendance_ids.filtered(
                lambda line: line.confirmed_on and line.status == "present"
            )
            role = attendance.participant_id.role
            others = (confirmed - attendance).filtered(
                lambda line, role=role: (
                    role == "peer" or line.participant_id.role != role
                )
            )
            attendance.is_counted = attendance in confirmed and bool(others)

    def _get_local_start(self):
        """Return when the meeting is, in this person's time zone, which is named.

        Invariant 10. The zone is the account's, the application's or the intake's.
        """
        self.ensure_one()
        seat = self.participant_id
        zone = seat.partner_id.tz or seat.application_id.tz or seat.intake_id.tz
        return format_moment(self.env, self.meeting_id.start, zone)

    def _get_series_starts(self):
        """Return when the meetings of the series are, in this person's time zone."""
        self.ensure_one()
        meetings = self.meeting_id._get_series()
        lines = meetings.attendance_ids.filtered(
            lambda line: line.participant_id == self.participant_id
        )
        return [
            line._get_local_start()
            for line in lines.sorted(lambda line: line.meeting_id.start)
        ]

    def _get_others(self):
        """Return the names of the others who are invited."""
        self.ensure_one()
        others = self.meeting_id.attendance_ids - self
        return ", ".join(others.participant_id.partner_id.mapped("name"))
