# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..programme.mentoring_intake_step import OVER

# The link in the email goes on working longer than anybody is reminded.
LINK_DAYS = 90


class MentoringEvaluation(models.Model):
    """One participant's midway review or final evaluation (promises A30, A31, B8)."""

    _name = "mentoring.evaluation"
    _inherit = ["mentoring.derived", "mentoring.task", "mentoring.answer.link"]
    _description = "Mentoring Evaluation"
    _order = "date_due desc, id desc"
    _step_fields = frozenset(
        {"participant_id", "survey_user_input_id", "is_cancelled", "answered_by"}
    )

    participant_id = fields.Many2one(
        comodel_name="mentoring.participant",
        required=True,
        index=True,
        ondelete="restrict",
    )
    partnership_id = fields.Many2one(
        related="participant_id.partnership_id", store=True, index=True
    )
    intake_id = fields.Many2one(related="participant_id.intake_id", store=True)
    partner_id = fields.Many2one(related="participant_id.partner_id", store=True)
    company_id = fields.Many2one(
        related="participant_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        selection=[("midway", "Midway review"), ("final", "Final evaluation")],
        required=True,
    )
    date_asked = fields.Date(
        string="Asked on",
        required=True,
        readonly=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_due = fields.Date(required=True, help="To be answered by the end of this day.")
    survey_user_input_id = fields.Many2one(
        comodel_name="survey.user_input",
        string="Answers",
        required=True,
        ondelete="restrict",
        readonly=True,
        index=True,
    )
    date_answered = fields.Datetime(
        string="Answered on", related="survey_user_input_id.end_datetime"
    )
    answered_by = fields.Selection(
        selection=[
            ("login", "The member, logged in"),
            ("link", "The link in the member's email"),
        ],
        readonly=True,
        copy=False,
        help="How the answers came. No one else can answer an evaluation.",
    )
    state = fields.Selection(
        selection=[
            ("pending", "To answer"),
            ("done", "Answered"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    outcome = fields.Selection(
        selection=[
            ("continue", "Goes on"),
            ("modify", "Something has to change"),
            ("end", "Should end"),
        ],
        compute="_compute_outcome",
        store=True,
        help="How this person wants the partnership to go on; the partner does not see "
        "it.",
    )
    wants_contact = fields.Boolean(
        string="Please Contact", compute="_compute_outcome", store=True
    )
    is_low = fields.Boolean(string="Low Rating", compute="_compute_outcome", store=True)
    is_cancelled = fields.Boolean(string="Cancelled", readonly=True, copy=False)
    needs_call = fields.Boolean(
        string="Needs a Call",
        compute="_compute_needs_call",
        store=True,
        help="The person asks for contact, rates something low, or wants a change. Of "
        "a midway review, as long as the person takes part.",
    )

    _once = models.UniqueIndex(
        "(participant_id, kind)",
        "This person has already been asked. Please wait for the answer.",
    )

    @api.depends("survey_user_input_id.state", "is_cancelled")
    def _compute_state(self):
        for evaluation in self:
            if evaluation.survey_user_input_id.state == "done":
                evaluation.state = "done"
            elif evaluation.is_cancelled:
                evaluation.state = "cancelled"
            else:
                evaluation.state = "pending"

    @api.depends("survey_user_input_id.state")
    def _compute_outcome(self):
        """Read what the answers mean, as the survey's questions are marked."""
        for evaluation in self:
            answers = evaluation.survey_user_input_id
            lines = answers.user_input_line_ids.filtered(lambda line: not line.skipped)
            if answers.state != "done":
                lines = lines.browse()
            signals = set(lines.suggested_answer_id.mapped("mentoring_signal"))
            found = [what for what in ("end", "modify", "continue") if what in signals]
            evaluation.outcome = found[0] if found else False
            evaluation.wants_contact = "contact" in signals
            evaluation.is_low = any(
                self._is_low_answer(line)
                for line in lines
                if line.question_id.mentoring_purpose == "rating"
            )

    @api.depends(
        "state", "outcome", "wants_contact", "is_low", "kind", "participant_id.state"
    )
    def _compute_needs_call(self):
        for evaluation in self:
            is_urgent = (
                evaluation.wants_contact
                or evaluation.is_low
                or evaluation.outcome in ("modify", "end")
            )
            is_timely = (
                evaluation.kind == "final"
                or evaluation.participant_id.state == "current"
            )
            evaluation.needs_call = (
                evaluation.state == "done" and is_urgent and is_timely
            )

    def _get_task_causes(self):
        causes = super()._get_task_causes()
        return {**causes, "evaluation": (["needs_call"], "_filter_needs_call")}

    def _filter_needs_call(self):
        return self.filtered("needs_call")

    @api.model
    def _is_low_answer(self, line):
        """Return whether a rating lies in the lowest third of its scale."""
        question = line.question_id
        if line.answer_type != "scale":
            return False
        low, high = question.scale_min, question.scale_max
        return line.value_scale - low <= (high - low) / 3

    @api.depends("kind", "partner_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for evaluation in self:
            evaluation.display_name = self.env._(
                "%(kind)s of %(name)s",
                kind=kinds.get(evaluation.kind, ""),
                name=evaluation.partner_id.name or "",
            )

    def action_view_answers(self):
        """Open the answers, which the partner in the pair never sees."""
        self.ensure_one()
        self.check_access("read")
        # The link opens the answers to whoever has it, so the check stands before it.
        return self.sudo().survey_user_input_id.action_print_answers()  # staff only

    def _follow_up(self):
        """Give the coordinator a task for what cannot wait for a report (A33, A37).

        The task says whom to call, never what was answered.
        """
        for evaluation in self.filtered("needs_call"):
            partnership = evaluation.partnership_id
            evaluation._give_task(
                "evaluation",
                partnership,
                partnership.coordinator_id,
                self.env._(
                    "Please call %(name)s about the %(kind)s with %(partners)s",
                    name=evaluation.partner_id.name,
                    kind=evaluation._get_kind_label(),
                    partners=evaluation.participant_id._get_partner_names(),
                ),
            )

    def _get_shared_answers(self):
        """Return what all who took part read of each other (promise A30).

        Nothing before each of them has answered alone; only the questions that say so.

        :return: dict of each question's words to a dict of evaluation and answer
        """
        seats = self.partnership_id.participant_ids.filtered(
            lambda seat: not seat.date_left
        )
        answered = self.filtered(lambda evaluation: evaluation.state == "done")
        if seats - answered.participant_id:
            return {}
        # Each role has a survey of its own; the same question has the same words.
        shared = {}
        for evaluation in answered.sorted(
            lambda one: seats.ids.index(one.participant_id.id)
        ):
            # Members read no surveys.
            for question, text in evaluation.sudo()._read_shared_answers():
                shared.setdefault(question, {})[evaluation] = text
        return shared

    def _read_shared_answers(self):
        """Return pairs of a question that is shared and what was answered to it."""
        self.ensure_one()
        lines = self.survey_user_input_id.user_input_line_ids.filtered(
            lambda line: (
                line.question_id.mentoring_purpose == "shared" and not line.skipped
            )
        )
        return [
            (question.title, ", ".join(line._get_whole_text() for line in of_question))
            for question, of_question in lines.grouped("question_id").items()
        ]

    def _get_survey_url(self):
        """Return the address of the survey, for the page of the member who is asked."""
        self.ensure_one()
        return self.sudo().survey_user_input_id.get_start_url()  # a member's own link

    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "evaluation": LINK_DAYS}

    def _get_answer_url(self, purpose):
        """An evaluation is answered in its survey, which the link opens."""
        url = super()._get_answer_url(purpose)
        home, found, token = url.partition("/mentoring/answer/")
        if not found:
            return url
        return f"{home}{self._get_survey_url()}&mentoring_link={token}"

    def _ask_evaluation(self):
        """Nothing is answered by one click; the survey asks."""
        return {
            "title": self._get_kind_label(),
            "question": "",
            "choices": [],
            "closed": self.env._("Please use the link in our email."),
        }

    def _get_start_url(self):
        """Return the member's own link to the survey, for an email."""
        self.ensure_one()
        return self._get_answer_url("evaluation")

    def _is_opened_by(self, token):
        """Return whether a link was made to answer one of these evaluations."""
        record, purpose = self._find_by_answer_token(token)
        return purpose == "evaluation" and record in self

    def _get_kind_label(self):
        """Return the kind in the reader's language, in small letters."""
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[
            self.kind
        ].lower()

    def _get_mail_subject(self):
        """Return the subject of the email that asks for this evaluation."""
        self.ensure_one()
        if self.kind == "final":
            return self.env._("How was your mentoring?")
        return self.env._("How is your mentoring going?")

    def _cancel_if_over(self):
        """Cancel what an ended partnership need not answer any more (invariant 9).

        The final evaluation stays open for those who completed it (A31).
        """
        over = self.filtered(
            lambda evaluation: (
                evaluation.state == "pending"
                and evaluation.participant_id.state in ("left", "ended")
            )
        )
        over.sudo().is_cancelled = True  # by this step alone

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each evaluation still asked of who left (inv. 9)."""
        evaluations = self.search(
            [
                ("state", "=", "pending"),
                ("participant_id.state", "in", ("left", "ended")),
            ]
        )
        return [
            self.env._(
                "%(evaluation)s is still asked for.",
                evaluation=evaluation.display_name,
            )
            for evaluation in evaluations
        ]

    @api.model
    def _prepare_evaluation(self, participant, kind):
        """Return the values of an evaluation, with a personal survey to answer."""
        partnership = participant.partnership_id
        survey = partnership.scheme_id._get_survey(kind, participant.role)
        # Surveys are set up by survey officers; here the scheme asks its members.
        answer = survey.sudo()._create_answer(
            partner=participant.partner_id, check_attempts=False
        )
        today = participant.intake_id._today()
        begin = self._choose_begin(partnership._get_evaluation_date(kind), today)
        days = partnership.scheme_id.evaluation_days
        return {
            "participant_id": participant.id,
            "kind": kind,
            "date_asked": today,
            "date_due": (begin or today) + timedelta(days=days),
            "survey_user_input_id": answer.id,
        }

    @api.model
    def _get_participants_to_ask(self, kind):
        """Return the participants whose evaluation of this kind has begun."""
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        if kind == "midway":
            begun = Domain("state", "=", "current") & Domain(
                "partnership_id.date_midway", "<=", tomorrow
            )
        else:
            # Whoever completes early says how it was then.
            begun = Domain("state", "=", "completed") | (
                Domain("state", "=", "current")
                & Domain("partnership_id.date_end", "<=", tomorrow)
            )
        seats = self.env["mentoring.participant"].search(
            begun
            & Domain("partnership_id.is_paused", "=", False)
            & Domain("intake_id.phase", "not in", OVER)
            & Domain("evaluation_ids", "not any", [("kind", "=", kind)])
        )
        return seats.filtered(
            lambda seat: (
                seat.partnership_id._get_evaluation_date(kind)
                <= seat.intake_id._today()
                and seat.partnership_id.scheme_id._get_survey(kind, seat.role)
            )
        )

    @api.model
    def _cron_ask_due(self):
        """Open the evaluations that have come due, and mail those who answer.

        Not conditional on any paperwork being complete.
        """
        Cron = self.env["ir.cron"]
        due = [
            (seat_id, kind)
            for kind in ("midway", "final")
            for seat_id in self._get_participants_to_ask(kind).ids
        ]
        Cron._commit_progress(remaining=len(due))
        for seat_id, kind in due:
            seat = self.env["mentoring.participant"].browse(seat_id)
            if seat.try_lock_for_update() and kind not in seat.evaluation_ids.mapped(
                "kind"
            ):
                evaluation = self.create(self._prepare_evaluation(seat, kind))
                self.env["mentoring.notification"]._send_once(
                    "mentoring_scheme.mail_template_evaluation_ask",
                    evaluation,
                    by_day=True,
                )
            if not Cron._commit_progress(1):
                return
        self._remind_pending()

    @api.model
    def _remind_pending(self):
        """Remind those who have not answered after one, two and three weeks, once."""
        pending = [("state", "=", "pending"), ("partnership_id.is_paused", "=", False)]
        reminders = self.search(pending).grouped(
            lambda evaluation: evaluation._get_reminder_day()
        )
        reminders.pop(None, None)
        for day, evaluations in reminders.items():
            # All at once: most have been reminded in an earlier hour.
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_evaluation_ask",
                evaluations,
                occasion=f"reminder {day}",
                by_day=True,
            )

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
