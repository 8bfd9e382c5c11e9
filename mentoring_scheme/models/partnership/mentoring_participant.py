# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.i18n import format_list

from ..application.mentoring_application import ROLES


class MentoringParticipant(models.Model):
    """One seat in a partnership: a mentor's, a mentee's or a peer's."""

    _name = "mentoring.participant"
    _inherit = ["mentoring.derived"]
    _description = "Mentoring Participant"
    _order = "partnership_id, role desc, id"
    _step_fields = frozenset({"date_lapsed", "is_on_hold", "date_concluded"})

    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        required=True,
        index=True,
        ondelete="restrict",
    )
    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        index=True,
        ondelete="restrict",
    )
    intake_id = fields.Many2one(related="partnership_id.intake_id", store=True)
    company_id = fields.Many2one(
        related="partnership_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="application_id.partner_id", store=True, index=True
    )
    role = fields.Selection(
        selection=ROLES,
        compute="_compute_role",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date_joined = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_left = fields.Date(
        compute="_compute_date_left", store=True, readonly=True, copy=False
    )
    date_lapsed = fields.Date(
        string="Membership Lapsed on",
        readonly=True,
        copy=False,
        help="When the lapse was noticed and the person was told.",
    )
    is_on_hold = fields.Boolean(
        string="On Hold",
        readonly=True,
        copy=False,
        help="The membership lapsed, and the days of grace are over.",
    )
    is_fee_on_hold = fields.Boolean(
        string="Fee Overdue",
        compute="_compute_is_fee_on_hold",
        store=True,
        help="On hold until the fee is paid.",
    )
    is_leaving = fields.Boolean(
        string="Asks to Leave",
        compute="_compute_is_leaving",
        store=True,
        help="There is a withdrawal that you have not decided on yet.",
    )
    date_concluded = fields.Date(
        string="Agrees to Complete since",
        readonly=True,
        copy=False,
        help="Once all of a partnership agree, it is completed before its last day.",
    )
    is_asked = fields.Boolean(
        string="Check-in Open",
        compute="_compute_is_asked",
        store=True,
        help="A check-in waits for this person's answer.",
    )
    state = fields.Selection(
        selection=[
            ("current", "Current"),
            ("completed", "Completed"),
            ("left", "Left"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    other_ids = fields.Many2many(
        comodel_name="mentoring.participant",
        compute="_compute_other_ids",
        string="Partners",
        help="The other current participants of the partnership.",
    )
    withdrawal_ids = fields.One2many(
        comodel_name="mentoring.withdrawal", inverse_name="participant_id"
    )
    signature_ids = fields.One2many(
        comodel_name="mentoring.agreement.signature", inverse_name="participant_id"
    )
    attendance_ids = fields.One2many(
        comodel_name="mentoring.meeting.attendance", inverse_name="participant_id"
    )
    checkin_ids = fields.One2many(
        comodel_name="mentoring.checkin",
        string="Check-Ins",
        inverse_name="participant_id",
    )
    evaluation_ids = fields.One2many(
        comodel_name="mentoring.evaluation", inverse_name="participant_id"
    )
    hours_confirmed = fields.Float(
        compute="_compute_hours_confirmed",
        store=True,
        help="Hours of the meetings that both sides have confirmed.",
    )

    _once = models.UniqueIndex(
        "(partnership_id, application_id)",
        "This person is already in the partnership. Choose someone else.",
    )

    @api.depends("application_id")
    def _compute_role(self):
        for seat in self:
            seat.role = seat.application_id.role or seat.role

    @api.depends("withdrawal_ids.state", "withdrawal_ids.date_effective")
    def _compute_date_left(self):
        for seat in self:
            approved = seat.withdrawal_ids.filtered(lambda w: w.state == "approved")
            seat.date_left = approved[:1].date_effective

    @api.depends("withdrawal_ids.state")
    def _compute_is_leaving(self):
        for seat in self:
            seat.is_leaving = "requested" in seat.withdrawal_ids.mapped("state")

    @api.depends("checkin_ids.answer")
    def _compute_is_asked(self):
        for seat in self:
            seat.is_asked = not all(seat.checkin_ids.mapped("answer"))

    @api.depends("application_id.fee_ids.is_on_hold")
    def _compute_is_fee_on_hold(self):
        for seat in self:
            fees = seat.application_id.fee_ids
            seat.is_fee_on_hold = any(fees.mapped("is_on_hold"))

    @api.depends("date_left", "partnership_id.state")
    def _compute_state(self):
        for seat in self:
            if seat.date_left:
                seat.state = "left"
            elif seat.partnership_id.state in ("completed", "ended"):
                seat.state = seat.partnership_id.state
            else:
                seat.state = "current"

    @api.depends("partner_id.name", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for seat in self:
            seat.display_name = self.env._(
                "%(name)s (%(role)s)",
                name=seat.partner_id.name or "",
                role=roles.get(seat.role, ""),
            )

    @api.depends("partnership_id.participant_ids.date_left")
    def _compute_other_ids(self):
        for seat in self:
            seat.other_ids = (seat.partnership_id.participant_ids - seat).filtered(
                lambda other: not other.date_left
            )

    @api.depends(
        "attendance_ids.is_counted",
        "attendance_ids.meeting_id.duration",
        "attendance_ids.pd_correction_ids.hours",
    )
    def _compute_hours_confirmed(self):
        for seat in self:
            attendances = seat.attendance_ids
            counted = attendances.filtered("is_counted").meeting_id
            corrections = attendances.pd_correction_ids
            seat.hours_confirmed = sum(counted.mapped("duration")) + sum(
                corrections.mapped("hours")
            )

    def _settle_open(self):
        """Close what is open for those of these people who have left (invariant 9).

        Each room closes its own. Safe to repeat.
        """
        return True

    @api.constrains("application_id", "partnership_id")
    def _check_application(self):
        """Participants have applied to the intake, each a different person."""
        for seat in self:
            if seat.application_id.intake_id != seat.partnership_id.intake_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s applied for another intake.",
                        name=seat.partner_id.name,
                    )
                )
            people = seat.partnership_id.participant_ids.partner_id
            if len(people) < len(seat.partnership_id.participant_ids):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be matched with themselves.",
                        name=seat.partner_id.name,
                    )
                )

    # Not on the day of leaving: that frees a place, and is computed in mid-chain.
    @api.constrains("application_id", "partnership_id")
    def _check_capacity(self):
        """No mentor has more mentees than offered, no mentee two mentors (inv. 5)."""
        for application in self.application_id:
            offered = application._get_places()
            if application.places_taken > offered and application.role != "peer":
                raise ValidationError(
                    self.env._(
                        "%(application)s: mentee places: %(offered)s, would take: "
                        "%(taken)s.",
                        application=application.display_name,
                        offered=offered,
                        taken=application.places_taken,
                    )
                )

    @api.constrains("application_id", "partnership_id")
    def _check_apart(self):
        """Nobody is matched with whom they, or a decision, keep away from (inv. 5)."""
        Conflict = self.env["mentoring.match.conflict"]
        for scheme, seats in self.grouped(lambda s: s.partnership_id.scheme_id).items():
            newcomers = seats.application_id
            everybody = seats.partnership_id.participant_ids.application_id
            apart, _warned = Conflict._find_apart(scheme, newcomers, everybody)
            for row, column in apart:
                own = seats.filtered(lambda s, a=newcomers[row]: s.application_id == a)
                if everybody[column] in own.other_ids.application_id:
                    raise ValidationError(Conflict._get_sentence("apart"))

    @api.constrains("application_id", "partnership_id")
    def _check_self(self):
        """Nobody joins others by themselves: a seat opens what they share (inv. 7).

        Staff who take part are added by somebody else. Before anything is written, a
        match may be published by whoever is in it.
        """
        own = self.filtered(
            lambda seat: (
                seat.partner_id == self.env.user.partner_id
                and seat.create_date > seat.partnership_id.create_date
            )
        )
        if own:
            raise ValidationError(
                self.env._(
                    "A seat lets its holder read what the others share, so someone "
                    "else in the office has to give you yours."
                )
            )

    def write(self, vals):
        """A seat stays the seat of who was matched: it lets that person read."""
        if {"application_id", "partnership_id"} & vals.keys():
            raise UserError(
                self.env._(
                    "A seat cannot be given to someone else, or moved. Let the person "
                    "leave by a withdrawal, and add the other one."
                )
            )
        return super().write(vals)

    def action_view_partnership(self):
        """Open the partnership of this seat."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mentoring.partnership",
            "res_id": self.partnership_id.id,
            "views": [(False, "form")],
        }

    def _conclude(self):
        """Agree that the partnership has reached its goals; with the last it is over.

        Of two who agree at one moment the second is retried and sees the first, since
        both count on the partnership's row.

        :raise UserError: when there is nothing to complete, or for a second time
        """
        self.ensure_one()
        partnership = self.partnership_id
        if self.state != "current" or partnership.state != "active":
            raise UserError(
                self.env._("Only a partnership that is running can be completed.")
            )
        if partnership.sudo().is_paused:  # that alone, and of no case
            raise UserError(self.env._("The office has asked you to wait."))
        if self.date_concluded:
            raise UserError(self.env._("You have already agreed."))
        self.sudo().date_concluded = self.intake_id._today()  # by this step alone
        waiting = partnership.participant_ids.filtered(
            lambda seat: seat.state == "current" and not seat.date_concluded
        )
        if waiting:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_participant_concluding",
                waiting,
                occasion=f"{self.id} {self.date_concluded}",
            )
        else:
            partnership.action_complete()

    def _take_conclusion_back(self):
        """Go on after all, as long as the partnership is not completed.

        :raise UserError: when it is
        """
        self.ensure_one()
        if self.state != "current":
            raise UserError(self.env._("This partnership is already over."))
        self.sudo().date_concluded = False  # by this step alone

    def _overlaps(self, intake):
        """Return whether this goes on while another intake runs."""
        self.ensure_one()
        if not intake or self.intake_id == intake:
            return False
        ends = self.partnership_id.date_end
        begins = self.partnership_id.date_start
        return (not ends or not intake.date_start or ends > intake.date_start) and (
            not begins or not intake.date_end or begins < intake.date_end
        )

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each person in against a rule (invariants 5 and 6)."""
        sentences = []
        for seat in self.search([("state", "=", "current")]):
            stop = seat.partner_id.membership_stop
            told_by = fields.Date.add(fields.Date.today(), days=-2)
            if stop and stop < told_by and not seat.date_lapsed:
                if not seat.application_id._is_membership_in_order():
                    sentences.append(
                        self.env._(
                            "The membership of %(seat)s lapsed, and no one was told.",
                            seat=seat.display_name,
                        )
                    )
            others = seat.other_ids.partner_id
            if seat.partner_id in others:
                sentences.append(
                    self.env._(
                        "%(seat)s is matched with themselves.",
                        seat=seat.display_name,
                    )
                )
            if forbidden := others & seat.application_id.excluded_partner_ids:
                sentences.append(
                    self.env._(
                        "%(seat)s is matched with %(names)s, who was excluded.",
                        seat=seat.display_name,
                        names=", ".join(forbidden.mapped("name")),
                    )
                )
        return sentences

    def _get_cancelled_starts(self):
        """Return when the meetings were planned that the partnership's end cancelled.

        In this person's time zone, which is named (invariants 9 and 10).
        """
        self.ensure_one()
        lines = self.attendance_ids.filtered(
            lambda line: (
                line.meeting_id.state == "cancelled"
                and not line.meeting_id.cancelled_by_id
                and line.meeting_id.start > fields.Datetime.now()
            )
        )
        return [
            line._get_local_start()
            for line in lines.sorted(lambda line: line.meeting_id.start)
        ]

    def _get_first_day(self):
        """Return the first day on which this person took part in the partnership.

        Of one that was completed before its first day, the last.
        """
        self.ensure_one()
        start = self.partnership_id.date_start
        joined = max(self.date_joined, start) if start else self.date_joined
        return min(joined, self._get_last_day())

    def _get_last_day(self):
        """Return the last day of a partnership that is completed, or to be completed.

        Not the day on which a job or a person noted that it was.
        """
        self.ensure_one()
        partnership = self.partnership_id
        days = [partnership.date_completed, partnership.date_end]
        return min(filter(None, days), default=self.intake_id._today())

    def _get_partner_names(self):
        """Return the names of the partners, as a sentence lists them.

        Of the current ones; of all, where nobody is left.
        """
        self.ensure_one()
        others = self.other_ids or self.partnership_id.participant_ids - self
        return format_list(self.env, others.partner_id.mapped("name"))

    def _get_departed_names(self):
        """Return who was the last to leave, as a sentence lists them."""
        self.ensure_one()
        departed = (self.partnership_id.participant_ids - self).filtered("date_left")
        last = max(departed.mapped("date_left"), default=False)
        names = departed.filtered(lambda seat: seat.date_left == last).partner_id
        return format_list(self.env, names.mapped("name"))

    def _get_role_label(self):
        """Return the role in the reader's language, in small letters."""
        return self.application_id._get_role_label()

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
