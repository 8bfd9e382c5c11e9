# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

LINK_DAYS = 30
ANSWER_FIELDS = {"participant_id", "kind", "answer", "date_answered"}
# What the office has to look into.
WORRIES = ("no", "unsure", "bad")


class MentoringCheckin(models.Model):
    """A question to one participant by mail: have you been in touch, is it a good fit?

    Answered by one click. The office reads the answer, the partner never does (promises
    A28, A33, A37).
    """

    _name = "mentoring.checkin"
    _inherit = ["mentoring.staff.thread", "mentoring.answer.link", "mentoring.task"]
    _description = "Mentoring Check-in"
    _order = "create_date desc, id desc"

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
    partner_id = fields.Many2one(
        related="participant_id.partner_id", string="Person", store=True
    )
    company_id = fields.Many2one(
        related="participant_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        selection=[("contact", "First contact"), ("fit", "Good fit")], required=True
    )
    answer = fields.Selection(
        selection=[
            ("yes", "In touch"),
            ("no", "Not in touch"),
            ("good", "A good fit"),
            ("unsure", "Not sure yet"),
            ("bad", "Not a fit"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_answered = fields.Datetime(string="Answered on", readonly=True, copy=False)
    is_settled = fields.Boolean(
        string="Resolved",
        readonly=True,
        copy=False,
        tracking=True,
        help="The office has looked into it.",
    )
    is_worrying = fields.Boolean(
        string="To Look Into",
        compute="_compute_is_worrying",
        store=True,
        help="An answer of someone who takes part, still to be followed up.",
    )

    _once = models.UniqueIndex(
        "(participant_id, kind)",
        "This person has already been asked. Please wait for the answer.",
    )

    @api.depends("kind", "partner_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for checkin in self:
            checkin.display_name = self.env._(
                "%(kind)s: %(name)s",
                kind=kinds.get(checkin.kind, ""),
                name=checkin.partner_id.name or "",
            )

    @api.depends("answer", "is_settled", "participant_id.state")
    def _compute_is_worrying(self):
        for checkin in self:
            checkin.is_worrying = (
                checkin.answer in WORRIES
                and not checkin.is_settled
                and checkin.participant_id.state == "current"
            )

    def _get_task_causes(self):
        causes = super()._get_task_causes()
        return {**causes, "checkin": (["is_worrying"], "_filter_worrying")}

    def _filter_worrying(self):
        return self.filtered("is_worrying")

    def write(self, vals):
        """Refuse any change of a member's answer, but by the member (invariant 8)."""
        if ANSWER_FIELDS & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("An answer stays as it was given. Click “Resolve” instead.")
            )
        return super().write(vals)

    def action_settle(self):
        """Mark answers as looked into; their tasks are done with them."""
        self.is_settled = True
        return True

    def action_reopen(self):
        """Mark answers as still to be followed up, for example after a wrong click."""
        self.is_settled = False
        return True

    # ------------------------------------------------------------------
    # The question
    # ------------------------------------------------------------------

    @api.model
    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "checkin": LINK_DAYS}

    def _ask_checkin(self):
        """Return the question and its choices; it closes with the partnership."""
        names = ", ".join(self.participant_id.other_ids.partner_id.mapped("name"))
        page = {
            "title": self.env._("How is your mentoring going?"),
            "closed": "" if self._is_open() else self._get_closing_sentence(),
        }
        if self.kind == "contact":
            return {
                **page,
                "question": self.env._(
                    "Have you and %(names)s been in touch?", names=names
                ),
                "choices": [
                    ("yes", self.env._("Yes, we have")),
                    ("no", self.env._("No, not yet")),
                ],
            }
        return {
            **page,
            "question": self.env._(
                "You have met %(names)s. Is it a good fit? Only we read your answer.",
                names=names,
            ),
            "choices": [
                ("good", self.env._("Yes, it is")),
                ("unsure", self.env._("I am not sure yet")),
                ("bad", self.env._("No, please find me another partner")),
            ],
        }

    def _is_open(self):
        self.ensure_one()
        return not self.answer and self.participant_id.state == "current"

    def _get_closing_sentence(self):
        if self.answer:
            return self.env._("You have already answered this. Thank you.")
        return self.env._("This partnership is over, so there is nothing to answer.")

    def _take_checkin(self, answer):
        """Keep the answer; the office gets a task where something is wrong."""
        self.write({"answer": answer, "date_answered": fields.Datetime.now()})
        if answer in WORRIES:
            self._schedule_task()
        if answer == "bad":
            # The formal way out, with a new partner wanted; the office decides.
            self.env["mentoring.withdrawal"]._request(
                self.participant_id, {"wants_rematch": True}
            )
            return self.env._(
                "Thank you for saying so. The office will be in touch with you about "
                "another partner. Your partner has not been told."
            )
        if answer in WORRIES:
            return self.env._("Thank you. The office will be in touch with you.")
        return self.env._("Thank you, that is good to hear.")

    def _schedule_task(self):
        """Give the coordinator a task about an answer that worries."""
        labels = dict(self._fields["answer"]._description_selection(self.env))
        for checkin in self:
            checkin._give_task(
                "checkin",
                checkin,
                checkin.partnership_id.coordinator_id,
                self.env._(
                    "%(name)s on the match with %(partners)s: %(answer)s. Please call.",
                    name=checkin.partner_id.name,
                    partners=checkin.participant_id._get_partner_names(),
                    answer=labels[checkin.answer].lower(),
                ),
            )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _cron_ask_due(self):
        """Ask those whose question has come due, once each; remind them once."""
        Cron = self.env["ir.cron"]
        due = [
            (seat_id, kind)
            for kind, seats in (
                ("contact", self._get_participants_without_contact()),
                ("fit", self._get_participants_after_first_meeting()),
            )
            for seat_id in seats.ids
        ]
        Cron._commit_progress(remaining=len(due))
        for seat_id, kind in due:
            seat = self.env["mentoring.participant"].browse(seat_id)
            if seat.try_lock_for_update() and kind not in seat.checkin_ids.mapped(
                "kind"
            ):
                self.create({"participant_id": seat.id, "kind": kind})._send()
            if not Cron._commit_progress(1):
                return
        self._remind_unanswered()

    def _send(self, occasion="first"):
        for kind in ("contact", "fit"):
            self.env["mentoring.notification"]._send_once(
                f"mentoring_scheme.mail_template_checkin_{kind}",
                self.filtered(lambda checkin, kind=kind: checkin.kind == kind),
                occasion=occasion,
                by_day=True,
            )

    @api.model
    def _remind_unanswered(self):
        """Remind once, a week after the question."""
        week_ago = fields.Datetime.now() - timedelta(days=7)
        self.search(
            [
                ("answer", "=", False),
                ("create_date", "<=", week_ago),
                ("participant_id.state", "=", "current"),
                ("partnership_id.is_paused", "=", False),
            ]
        )._send(occasion="reminder")

    @api.model
    def _get_participants_to_ask(self, kind):
        """Return the current participants who have not been asked this yet."""
        return self.env["mentoring.participant"].search(
            [
                ("state", "=", "current"),
                ("partnership_id.is_paused", "=", False),
                ("partnership_id.scheme_id.checkin_days", ">", 0),
                ("checkin_ids", "not any", [("kind", "=", kind)]),
            ]
        )

    @api.model
    def _get_participants_without_contact(self):
        """Return who was matched some days ago, and has no meeting on record."""
        return self._get_participants_to_ask("contact").filtered(
            lambda seat: (
                not seat.partnership_id.meeting_ids
                and fields.Date.add(
                    seat.partnership_id.date_matched,
                    days=seat.partnership_id.scheme_id.checkin_days,
                )
                <= seat.intake_id._today()
            )
        )

    @api.model
    def _get_participants_after_first_meeting(self):
        """Return whose first meeting was held at least a day ago."""
        yesterday = fields.Datetime.now() - timedelta(days=1)
        return self._get_participants_to_ask("fit").filtered(
            lambda seat: any(
                meeting.state == "held" and meeting.start <= yesterday
                for meeting in seat.partnership_id.meeting_ids
            )
        )

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
