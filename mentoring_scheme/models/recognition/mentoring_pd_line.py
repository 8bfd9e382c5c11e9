# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..application.mentoring_application import ROLES


class MentoringPdLine(models.Model):
    """Hours that count towards professional development (promises A18, A24, A27).

    Read live from what they stand on: meetings that both sides have confirmed, webinars
    attended, and corrections by staff. So a statement always equals the records that it
    opens (invariant 12).
    """

    _name = "mentoring.pd.line"
    _description = "Professional Development Hours"
    _auto = False
    _order = "date desc, id desc"

    kind = fields.Selection(
        selection=[
            ("meeting", "Meeting"),
            ("webinar", "Webinar"),
            ("correction", "Correction"),
        ],
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "Member", readonly=True)
    application_id = fields.Many2one("mentoring.application", readonly=True)
    role = fields.Selection(selection=ROLES, readonly=True)
    intake_id = fields.Many2one("mentoring.intake", readonly=True)
    scheme_id = fields.Many2one("mentoring.scheme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Date(readonly=True, help="In the time zone of the intake.")
    hours = fields.Float(readonly=True)
    attendance_id = fields.Many2one("mentoring.meeting.attendance", readonly=True)
    registration_id = fields.Many2one("event.registration", readonly=True)
    correction_id = fields.Many2one("mentoring.pd.correction", readonly=True)
    subject = fields.Char(compute="_compute_subject")

    _depends = {
        "mentoring.meeting.attendance": ["is_counted", "meeting_id", "participant_id"],
        "mentoring.meeting": ["start", "duration"],
        "mentoring.participant": ["application_id", "intake_id", "partner_id"],
        "mentoring.application": [
            "company_id",
            "intake_id",
            "partner_id",
            "role",
            "scheme_id",
        ],
        "mentoring.intake": ["scheme_id", "tz"],
        "mentoring.scheme": ["pd_counts_webinars"],
        "event.registration": ["state", "event_id", "partner_id"],
        "event.event": ["date_begin", "date_end", "mentoring_intake_id"],
        "mentoring.pd.correction": [
            "application_id",
            "attendance_id",
            "date",
            "hours",
            "registration_id",
        ],
    }

    @property
    def _table_query(self):
        # Three sources share one range of ids: each third number is one source's.
        return SQL(
            """
            WITH counted AS (
                SELECT attendance.id * 3 AS id,
                       'meeting' AS kind,
                       seat.application_id,
                       (meeting.start AT TIME ZONE 'UTC' AT TIME ZONE intake.tz)::date
                           AS date,
                       meeting.duration AS hours,
                       attendance.id AS attendance_id,
                       NULL::integer AS registration_id,
                       NULL::integer AS correction_id
                  FROM mentoring_meeting_attendance attendance
                  JOIN mentoring_meeting meeting ON meeting.id = attendance.meeting_id
                  JOIN mentoring_participant seat
                    ON seat.id = attendance.participant_id
                  JOIN mentoring_intake intake ON intake.id = seat.intake_id
                 WHERE attendance.is_counted
             UNION ALL
                SELECT registration.id * 3 + 1,
                       'webinar',
                       application.id,
                       (event.date_begin AT TIME ZONE 'UTC'
                           AT TIME ZONE intake.tz)::date,
                       EXTRACT(EPOCH FROM event.date_end - event.date_begin) / 3600,
                       NULL,
                       registration.id,
                       NULL
                  FROM mentoring_application application
                  JOIN mentoring_intake intake ON intake.id = application.intake_id
                  JOIN mentoring_scheme scheme ON scheme.id = intake.scheme_id
                  JOIN event_event event ON event.mentoring_intake_id = intake.id
                  JOIN event_registration registration
                    ON registration.event_id = event.id
                   AND registration.partner_id = application.partner_id
                 WHERE registration.state = 'done'
                   AND scheme.pd_counts_webinars
                   AND EXISTS (
                           SELECT FROM mentoring_participant seat
                            WHERE seat.application_id = application.id
                       )
                   -- Once a person, who may take part in several roles.
                   AND NOT EXISTS (
                           SELECT FROM mentoring_application earlier
                             JOIN mentoring_participant seat
                               ON seat.application_id = earlier.id
                            WHERE earlier.intake_id = application.intake_id
                              AND earlier.partner_id = application.partner_id
                              AND earlier.id < application.id
                       )
             UNION ALL
                SELECT correction.id * 3 + 2,
                       'correction',
                       correction.application_id,
                       correction.date,
                       correction.hours,
                       correction.attendance_id,
                       correction.registration_id,
                       correction.id
                  FROM mentoring_pd_correction correction
            )
            SELECT counted.*,
                   application.partner_id,
                   application.role,
                   application.intake_id,
                   application.scheme_id,
                   application.company_id
              FROM counted
              JOIN mentoring_application application
                ON application.id = counted.application_id
            """
        )

    @api.depends("kind")
    def _compute_subject(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            # Coordinators need not be event officers to read what a webinar was.
            events = line.sudo().registration_id.event_id
            source = events.name if events else kinds["meeting"]
            line.subject = (
                self.env._(
                    "%(what)s, corrected: %(reason)s",
                    what=source,
                    reason=line.correction_id.reason,
                )
                if line.kind == "correction"
                else source
            )

    @api.depends("subject", "date")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.subject} ({line.date})"

    def action_correct(self):
        """Open the window that asks which hours count instead.

        :raise UserError: on a correction: what it corrected is corrected again instead
        """
        self.ensure_one()
        if self.kind == "correction":
            raise UserError(
                self.env._(
                    "This line is a correction. Correct the meeting or the webinar "
                    "itself: the corrections before are taken into account."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_pd_reversal_action"
        )
        action["context"] = {"default_line_id": self.id}
        return action

    @api.model
    def _get_statement(self, partner):
        """Return a person's hours by scheme, role and period, the latest first.

        :return: list of dict with ``scheme``, ``role`` (a label), ``period`` (a label),
            ``lines`` (recordset), ``hours`` and ``points``
        """
        lines = self.search([("partner_id", "=", partner.id)])
        roles = dict(self._fields["role"]._description_selection(self.env))
        statement = []
        for (scheme, role, period), group in lines._group_by_period().items():
            hours = sum(group.mapped("hours"))
            statement.append(
                {
                    "scheme": scheme,
                    "role": roles[role],
                    "period": period,
                    "lines": group,
                    "hours": hours,
                    "points": scheme._get_pd_points(role, hours),
                }
            )
        return statement

    @api.model
    def _get_points(self, applications):
        """Return what each application's hours are worth: application to points."""
        lines = self.search_fetch(
            [("application_id", "in", applications.ids)],
            ["application_id", "date", "hours", "intake_id", "role", "scheme_id"],
        )
        points = dict.fromkeys(applications, 0.0)
        for application, own in lines.grouped("application_id").items():
            points[application] = sum(
                scheme._get_pd_points(role, sum(group.mapped("hours")))
                for (scheme, role, _period), group in own._group_by_period().items()
            )
        return points

    def _group_by_period(self):
        """Return the lines by scheme, role and period: what a cap applies to."""
        return self.grouped(
            lambda line: (
                line.scheme_id,
                line.role,
                line.scheme_id._get_pd_period(line.intake_id, line.date),
            )
        )
