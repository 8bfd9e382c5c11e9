# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

# Ratings by fewer people are not shown: somebody could be singled out (invariant 7).
ANONYMOUS = 5
# What a figure is a share or mean of, and how many of that there have to be.
NEEDS = {
    "matched_rate": ("accepted_count", 1),
    "days_to_match": ("matched_count", 1),
    "signed_rate": ("partnership_count", 1),
    "meetings_per_pair": ("partnership_count", 1),
    "hours_per_pair": ("partnership_count", 1),
    "completion_rate": ("over_count", 1),
    "midway_satisfaction": ("midway_rater_count", ANONYMOUS),
    "final_satisfaction": ("final_rater_count", ANONYMOUS),
}


class MentoringOutcome(models.Model):
    """What came of an intake, for the association's board: one row per intake.

    Figures are those of the records that the intake's own lists open (invariant 12).
    Satisfaction is the mean of what people answered to the questions marked as ratings,
    from 0 (the least that each question offers) to 100 (the most). The database gives
    none where fewer than ``ANONYMOUS`` people rated, so that nothing built on it tells
    it either. Shares and means are no measures of pivots: their mean would be wrong.
    """

    _name = "mentoring.outcome"
    _description = "Outcomes of an intake"
    _auto = False
    _order = "date_start desc, id desc"
    _rec_name = "intake_id"
    _depends = {
        "mentoring.intake": ["scheme_id", "phase", "date_start", "tz"],
        "mentoring.application": ["intake_id", "role", "state", "date_submitted"],
        "mentoring.participant": ["application_id", "date_joined"],
        "mentoring.partnership": ["intake_id", "state", "date_matched", "hours_held"],
        "mentoring.agreement": ["partnership_id", "state", "amends_id"],
        "mentoring.meeting": ["partnership_id", "state", "duration"],
        "mentoring.evaluation": ["intake_id", "kind", "state", "survey_user_input_id"],
        "mentoring.certificate": ["intake_id", "state"],
        "mentoring.fee": [
            "intake_id",
            "amount_billed",
            "amount_credited",
            "amount_paid",
            "amount_open",
        ],
        "survey.question": ["mentoring_purpose", "scale_min", "scale_max"],
        "survey.user_input.line": ["question_id", "value_scale", "user_input_id"],
    }

    intake_id = fields.Many2one(comodel_name="mentoring.intake", readonly=True)
    scheme_id = fields.Many2one(comodel_name="mentoring.scheme", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    phase = fields.Selection(
        selection=lambda self: self.env["mentoring.intake"]._fields["phase"].selection,
        readonly=True,
    )
    date_start = fields.Date(string="Start", readonly=True)
    previous_id = fields.Many2one(
        comodel_name="mentoring.outcome",
        string="Compared with",
        readonly=True,
        help="The intake of the same scheme that began before.",
    )
    # applications
    mentor_count = fields.Integer(
        string="Mentors Applied",
        readonly=True,
        help="Applications of mentors that were submitted.",
    )
    mentee_count = fields.Integer(
        string="Mentees Applied",
        readonly=True,
        help="Applications of mentees and peers that were submitted.",
    )
    accepted_count = fields.Integer(
        string="Mentees Accepted",
        readonly=True,
        help="Mentees and peers who were approved, whether or not they were matched.",
    )
    matched_count = fields.Integer(
        string="Mentees Matched",
        readonly=True,
        help="Mentees and peers who have been in a partnership.",
    )
    matched_rate = fields.Float(
        string="Matched (%)",
        readonly=True,
        aggregator=None,
        help="Of the mentees and peers who were accepted.",
    )
    days_to_match = fields.Float(
        string="Days to the Match",
        readonly=True,
        aggregator=None,
        help="From the submission to the first partnership, in the mean.",
    )
    # partnerships
    partnership_count = fields.Integer(string="Partnerships", readonly=True)
    signed_count = fields.Integer(
        string="Signed",
        readonly=True,
        help="Partnerships in which all have signed what the scheme asks for.",
    )
    signed_rate = fields.Float(string="Signed (%)", readonly=True, aggregator=None)
    meeting_count = fields.Integer(
        string="Meetings", readonly=True, help="Meetings that were held."
    )
    meetings_per_pair = fields.Float(
        string="Meetings per Partnership", readonly=True, aggregator=None
    )
    hours = fields.Float(readonly=True, help="Hours of the meetings that were held.")
    hours_per_pair = fields.Float(
        string="Hours per Partnership", readonly=True, aggregator=None
    )
    completed_count = fields.Integer(string="Completed", readonly=True)
    ended_count = fields.Integer(
        string="Ended Early",
        readonly=True,
        help="Partnerships that ended before their time.",
    )
    over_count = fields.Integer(
        string="Over", readonly=True, help="Partnerships completed or ended early."
    )
    completion_rate = fields.Float(
        string="Completed (%)",
        readonly=True,
        aggregator=None,
        help="Of the partnerships that are over.",
    )
    certificate_count = fields.Integer(string="Certificates", readonly=True)
    # evaluations
    midway_count = fields.Integer(string="Midway Reviews Answered", readonly=True)
    midway_rater_count = fields.Integer(
        string="Midway Ratings", readonly=True, help="People who gave a rating."
    )
    midway_satisfaction = fields.Float(
        readonly=True,
        aggregator=None,
        help="Mean rating from 0 to 100. Not shown for fewer than five people.",
    )
    final_count = fields.Integer(string="Final Evaluations Answered", readonly=True)
    final_rater_count = fields.Integer(
        string="Final Ratings", readonly=True, help="People who gave a rating."
    )
    final_satisfaction = fields.Float(
        readonly=True,
        aggregator=None,
        help="Mean rating from 0 to 100. Not shown for fewer than five people.",
    )
    # fees, tax included
    amount_billed = fields.Monetary(string="Fees Billed", readonly=True)
    amount_paid = fields.Monetary(string="Fees Paid", readonly=True)
    amount_credited = fields.Monetary(
        string="Fees Credited", readonly=True, help="Credit notes, refunds included."
    )
    amount_open = fields.Monetary(string="Fees Open", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH seat AS (
                SELECT application_id, MIN(partnership.date_matched) AS date_matched
                  FROM mentoring_participant participant
                  JOIN mentoring_partnership partnership
                    ON partnership.id = participant.partnership_id
                 GROUP BY application_id
            ), application AS (
                SELECT a.intake_id,
                       COUNT(*) FILTER (WHERE a.role = 'mentor') AS mentor_count,
                       COUNT(*) FILTER (WHERE a.role <> 'mentor') AS mentee_count,
                       COUNT(*) FILTER (
                           WHERE a.role <> 'mentor'
                             AND (a.state IN ('approved', 'matched', 'completed')
                                  OR seat.application_id IS NOT NULL)
                       ) AS accepted_count,
                       COUNT(seat.application_id) FILTER (WHERE a.role <> 'mentor')
                           AS matched_count,
                       AVG(seat.date_matched - (
                           a.date_submitted AT TIME ZONE 'UTC' AT TIME ZONE intake.tz
                       )::date)
                           FILTER (WHERE a.role <> 'mentor') AS days_to_match
                  FROM mentoring_application a
                  JOIN mentoring_intake intake ON intake.id = a.intake_id
                  LEFT JOIN seat ON seat.application_id = a.id
                 WHERE a.date_submitted IS NOT NULL
                 GROUP BY a.intake_id
            ), unsigned AS (
                SELECT partnership_id
                  FROM mentoring_agreement
                 WHERE amends_id IS NULL AND state NOT IN ('signed', 'superseded')
                 GROUP BY partnership_id
            ), held AS (
                SELECT partnership_id, COUNT(*) AS count, SUM(duration) AS hours
                  FROM mentoring_meeting
                 WHERE state = 'held'
                 GROUP BY partnership_id
            ), partnership AS (
                SELECT p.intake_id,
                       COUNT(*) AS partnership_count,
                       COUNT(*) FILTER (WHERE unsigned.partnership_id IS NULL)
                           AS signed_count,
                       COUNT(*) FILTER (WHERE p.state = 'completed')
                           AS completed_count,
                       COUNT(*) FILTER (WHERE p.state = 'ended') AS ended_count,
                       COALESCE(SUM(held.count), 0) AS meeting_count,
                       COALESCE(SUM(held.hours), 0) AS hours
                  FROM mentoring_partnership p
                  LEFT JOIN unsigned ON unsigned.partnership_id = p.id
                  LEFT JOIN held ON held.partnership_id = p.id
                 GROUP BY p.intake_id
            ), rating AS (
                SELECT line.user_input_id,
                       AVG(100.0 * (line.value_scale - question.scale_min)
                           / (question.scale_max - question.scale_min)) AS mean
                  FROM survey_user_input_line line
                  JOIN survey_question question ON question.id = line.question_id
                 WHERE question.mentoring_purpose = 'rating'
                   AND question.scale_max > question.scale_min
                   AND line.answer_type = 'scale'
                   AND line.skipped IS NOT TRUE
                 GROUP BY line.user_input_id
            ), evaluation AS (
                SELECT e.intake_id,
                       COUNT(*) FILTER (WHERE e.kind = 'midway') AS midway_count,
                       AVG(rating.mean) FILTER (WHERE e.kind = 'midway') AS midway,
                       COUNT(rating.mean) FILTER (WHERE e.kind = 'midway')
                           AS midway_raters,
                       COUNT(*) FILTER (WHERE e.kind = 'final') AS final_count,
                       AVG(rating.mean) FILTER (WHERE e.kind = 'final') AS final,
                       COUNT(rating.mean) FILTER (WHERE e.kind = 'final')
                           AS final_raters
                  FROM mentoring_evaluation e
                  LEFT JOIN rating ON rating.user_input_id = e.survey_user_input_id
                 WHERE e.state = 'done'
                 GROUP BY e.intake_id
            ), certificate AS (
                SELECT intake_id, COUNT(*) AS certificate_count
                  FROM mentoring_certificate
                 WHERE state = 'issued'
                 GROUP BY intake_id
            ), fee AS (
                SELECT intake_id,
                       SUM(amount_billed) AS amount_billed,
                       SUM(amount_paid) AS amount_paid,
                       SUM(amount_credited) AS amount_credited,
                       SUM(amount_open) AS amount_open
                  FROM mentoring_fee
                 GROUP BY intake_id
            )
            SELECT intake.id, intake.id AS intake_id, intake.scheme_id,
                   intake.company_id, intake.phase, intake.date_start,
                   LAG(intake.id) OVER (
                       PARTITION BY intake.scheme_id
                           ORDER BY intake.date_start, intake.id
                   ) AS previous_id,
                   COALESCE(mentor_count, 0) AS mentor_count,
                   COALESCE(mentee_count, 0) AS mentee_count,
                   COALESCE(accepted_count, 0) AS accepted_count,
                   COALESCE(matched_count, 0) AS matched_count,
                   100.0 * matched_count / NULLIF(accepted_count, 0) AS matched_rate,
                   days_to_match,
                   COALESCE(partnership_count, 0) AS partnership_count,
                   COALESCE(signed_count, 0) AS signed_count,
                   100.0 * signed_count / partnership_count AS signed_rate,
                   COALESCE(meeting_count, 0) AS meeting_count,
                   1.0 * meeting_count / partnership_count AS meetings_per_pair,
                   COALESCE(hours, 0) AS hours,
                   1.0 * hours / partnership_count AS hours_per_pair,
                   COALESCE(completed_count, 0) AS completed_count,
                   COALESCE(ended_count, 0) AS ended_count,
                   COALESCE(completed_count + ended_count, 0) AS over_count,
                   100.0 * completed_count
                       / NULLIF(completed_count + ended_count, 0) AS completion_rate,
                   COALESCE(certificate_count, 0) AS certificate_count,
                   COALESCE(midway_count, 0) AS midway_count,
                   COALESCE(midway_raters, 0) AS midway_rater_count,
                   CASE WHEN midway_raters >= %(anonymous)s THEN midway END
                       AS midway_satisfaction,
                   COALESCE(final_count, 0) AS final_count,
                   COALESCE(final_raters, 0) AS final_rater_count,
                   CASE WHEN final_raters >= %(anonymous)s THEN final END
                       AS final_satisfaction,
                   COALESCE(amount_billed, 0) AS amount_billed,
                   COALESCE(amount_paid, 0) AS amount_paid,
                   COALESCE(amount_credited, 0) AS amount_credited,
                   COALESCE(amount_open, 0) AS amount_open
              FROM mentoring_intake intake
              LEFT JOIN application ON application.intake_id = intake.id
              LEFT JOIN partnership ON partnership.intake_id = intake.id
              LEFT JOIN evaluation ON evaluation.intake_id = intake.id
              LEFT JOIN certificate ON certificate.intake_id = intake.id
              LEFT JOIN fee ON fee.intake_id = intake.id
             WHERE intake.phase <> 'cancelled'
            """,
            anonymous=ANONYMOUS,
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_intake(self):
        """Open the intake, whose buttons list what the figures count."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mentoring.intake",
            "res_id": self.intake_id.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _get_sections(self):
        """Return the figures beside those of the intake before, in words.

        :return: list of (title, rows); a row is (label, this, before, change)
        """
        self.ensure_one()
        layout = self._get_layout()
        names = [name for _title, part in layout for name in part]
        labels = self.fields_get(names, ["string"])
        here = self._get_figures(names)
        before = self.previous_id._get_figures(names)
        return [
            (
                title,
                [
                    (
                        labels[name]["string"],
                        self._format_figure(name, here[name]),
                        self._format_figure(name, before[name]),
                        self._format_change(name, here[name], before[name]),
                    )
                    for name in part
                ],
            )
            for title, part in layout
        ]

    @api.model
    def _get_layout(self):
        """Return which figures stand under which title, in order."""
        return [
            (
                self.env._("Applications"),
                (
                    "mentor_count",
                    "mentee_count",
                    "accepted_count",
                    "matched_count",
                    "matched_rate",
                    "days_to_match",
                ),
            ),
            (
                self.env._("Partnerships"),
                (
                    "partnership_count",
                    "signed_rate",
                    "meetings_per_pair",
                    "hours_per_pair",
                    "hours",
                    "completed_count",
                    "ended_count",
                    "completion_rate",
                    "certificate_count",
                ),
            ),
            (
                self.env._("Satisfaction, from 0 to 100"),
                (
                    "midway_count",
                    "midway_satisfaction",
                    "final_count",
                    "final_satisfaction",
                ),
            ),
            (
                self.env._("Fees, tax included"),
                ("amount_billed", "amount_paid", "amount_credited", "amount_open"),
            ),
        ]

    def _get_figures(self, names):
        """Return figures by name; None where there is none to show.

        The ORM reads a missing number as zero, and a mean over nobody is not zero.
        """
        figures = dict.fromkeys(names)
        for name in names if self else ():
            needed, least = NEEDS.get(name, (None, 0))
            if not needed or self[needed] >= least:
                figures[name] = self[name]
        return figures

    def _format_figure(self, name, value):
        if value is None:
            return "–"
        kind = self._fields[name].type
        if kind == "monetary":
            return formatLang(self.env, value, currency_obj=self.currency_id)
        return formatLang(self.env, value, digits=0 if kind == "integer" else 1)

    def _format_change(self, name, here, before):
        """Return by how much a figure rose or fell, as far as both are known."""
        if here is None or before is None:
            return ""
        shown = self._format_figure(name, abs(here - before))
        if shown == self._format_figure(name, 0):
            return "="
        return ("+ " if here > before else "− ") + shown
