# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..programme.mentoring_intake_step import OVER

MODES = [
    ("one_to_one", "One-to-one"),
    ("group", "Group"),
    ("peer", "Peer"),
    ("reverse", "Reverse"),
]
STATES = [
    ("matched", "Matched"),
    ("active", "Active"),
    ("completed", "Completed"),
    ("ended", "Ended"),
]

MATCHED_MAIL = "mentoring_scheme.mail_template_participant_matched"
# How many seats of each role a partnership has at most; None: as many as come.
SEATS = {
    "one_to_one": {"mentor": 1, "mentee": 1, "peer": 0},
    "reverse": {"mentor": 1, "mentee": 1, "peer": 0},
    "group": {"mentor": 1, "mentee": None, "peer": 0},
    "peer": {"mentor": 0, "mentee": 0, "peer": None},
}


class MentoringPartnership(models.Model):
    """The people who were matched: a pair, a group or peers (promises A1, A41, B2)."""

    _name = "mentoring.partnership"
    _inherit = ["mentoring.staff.thread", "mentoring.retention"]
    _description = "Mentoring Partnership"
    _order = "date_matched desc, id desc"
    _step_fields = frozenset({"date_completed", "match_run_id", "score"})

    intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        required=True,
        index=True,
        ondelete="restrict",
    )
    scheme_id = fields.Many2one(related="intake_id.scheme_id", store=True, index=True)
    company_id = fields.Many2one(related="intake_id.company_id", store=True, index=True)
    coordinator_id = fields.Many2one(related="scheme_id.coordinator_id")
    mode = fields.Selection(
        selection=MODES, required=True, default="one_to_one", tracking=True
    )
    is_distance = fields.Boolean(string="At a Distance")
    participant_ids = fields.One2many(
        comodel_name="mentoring.participant", inverse_name="partnership_id"
    )
    mentor_id = fields.Many2one(
        comodel_name="res.partner", compute="_compute_people", store=True
    )
    mentee_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="mentoring_partnership_mentee_rel",
        compute="_compute_people",
        store=True,
        string="Mentees",
        help="The mentees, or all the members of a partnership of peers.",
    )
    data_key_id = fields.Many2one(
        comodel_name="mentoring.data.key",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        help="Opens what the participants write for themselves.",
    )
    match_run_id = fields.Many2one(
        comodel_name="mentoring.match.run",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    score = fields.Float(
        string="Match Score",
        help="Out of 100; for a group, the mean.",
        readonly=True,
        copy=False,
    )
    date_matched = fields.Date(
        string="Matched on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="The day on which the mentor was allocated.",
        tracking=True,
        copy=False,
    )
    date_start = fields.Date(
        compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_end = fields.Date(
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    date_midway = fields.Date(compute="_compute_date_midway", store=True)
    date_completed = fields.Date(readonly=True, copy=False, tracking=True)
    date_ended = fields.Date(
        compute="_compute_date_ended",
        store=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    end_reason = fields.Char(copy=False, tracking=True)
    reopen_reason = fields.Char(
        string="Reason for Reopening",
        copy=False,
        tracking=True,
        help="Required to reopen a partnership that was completed or ended.",
    )
    concluded_count = fields.Integer(
        string="Agree to Complete",
        compute="_compute_concluded_count",
        store=True,
        help="How many of its members have said that it can be completed. Changes this "
        "row with each, so that two at one moment cannot miss each other.",
    )
    state = fields.Selection(
        selection=STATES,
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    agreement_ids = fields.One2many(
        comodel_name="mentoring.agreement", inverse_name="partnership_id"
    )
    signature_count = fields.Integer(
        string="Number of Signatures",
        compute="_compute_signature_count",
        store=True,
        help="Changes this row with each signature, so that two people who sign at one "
        "moment cannot miss each other.",
    )
    signatures_needed = fields.Integer(compute="_compute_signatures_needed")
    meeting_ids = fields.One2many(
        comodel_name="mentoring.meeting", inverse_name="partnership_id"
    )
    evaluation_ids = fields.One2many(
        comodel_name="mentoring.evaluation", inverse_name="partnership_id"
    )
    concern_ids = fields.One2many(
        comodel_name="mentoring.concern",
        inverse_name="partnership_id",
        groups="mentoring_scheme.group_mentoring_conduct",
    )
    is_paused = fields.Boolean(
        string="Paused",
        compute="_compute_is_paused",
        store=True,
        groups="mentoring_scheme.group_mentoring_conduct",
        help="The association has asked its members to wait; nothing is asked of them. "
        "Other staff do not see it, since it would tell that there is a case.",
    )
    hours_held = fields.Float(compute="_compute_meeting_figures", store=True)
    last_meeting = fields.Datetime(compute="_compute_meeting_figures", store=True)
    missed_count = fields.Integer(
        string="Missed in a Row",
        compute="_compute_meeting_figures",
        store=True,
        help="Meetings that did not take place since the last one that did.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("participant_ids.role", "participant_ids.partner_id")
    def _compute_people(self):
        for partnership in self:
            seats = partnership.participant_ids
            mentors = seats.filtered(lambda seat: seat.role == "mentor")
            partnership.mentor_id = mentors[:1].partner_id
            partnership.mentee_ids = (seats - mentors).partner_id

    @api.depends("mentor_id.name", "mentee_ids.name")
    def _compute_display_name(self):
        for partnership in self:
            mentees = ", ".join(partnership.mentee_ids.mapped("name"))
            names = [name for name in (partnership.mentor_id.name, mentees) if name]
            partnership.display_name = " – ".join(names) or self.env._("Partnership")

    @api.depends("intake_id")
    def _compute_dates(self):
        """A round's partnerships share its dates; rolling ones have their own."""
        for partnership in self:
            intake = partnership.intake_id
            if not intake:
                partnership.date_start = partnership.date_start
                partnership.date_end = partnership.date_end
                continue
            matched = partnership.date_matched or intake._today()
            start = max(matched, intake.date_start)
            partnership.date_start = start
            if intake.is_rolling or not intake.date_end:
                partnership.date_end = start + relativedelta(
                    months=intake.scheme_id.duration_months, days=-1
                )
            else:
                partnership.date_end = intake.date_end

    @api.depends("date_start", "date_end", "intake_id.date_midway")
    def _compute_date_midway(self):
        for partnership in self:
            intake = partnership.intake_id
            if not intake.is_rolling and intake.date_midway:
                partnership.date_midway = intake.date_midway
            elif partnership.date_start and partnership.date_end:
                length = partnership.date_end - partnership.date_start
                partnership.date_midway = partnership.date_start + length / 2
            else:
                partnership.date_midway = False

    @api.depends("participant_ids.date_left", "participant_ids.role", "date_completed")
    def _compute_date_ended(self):
        """A partnership ends with the last person that it cannot do without."""
        for partnership in self:
            left = partnership.participant_ids.filtered("date_left")
            if partnership.date_completed:
                partnership.date_ended = False
            # Seats may be added one by one: nobody has left then.
            elif left and not partnership._is_viable():
                partnership.date_ended = max(left.mapped("date_left"))
            else:
                partnership.date_ended = partnership.date_ended

    @api.depends("date_completed", "date_ended", "agreement_ids.state")
    def _compute_state(self):
        for partnership in self:
            if partnership.date_completed:
                partnership.state = "completed"
            elif partnership.date_ended:
                partnership.state = "ended"
            elif partnership._is_signed():
                partnership.state = "active"
            else:
                partnership.state = "matched"

    @api.depends("agreement_ids.signature_count")
    def _compute_signature_count(self):
        for partnership in self:
            partnership.signature_count = sum(
                partnership.agreement_ids.filtered(
                    lambda agreement: not agreement.amends_id
                ).mapped("signature_count")
            )

    @api.depends("participant_ids.date_concluded")
    def _compute_concluded_count(self):
        for partnership in self:
            agreed = partnership.participant_ids.filtered("date_concluded")
            partnership.concluded_count = len(agreed)

    @api.depends("agreement_ids", "participant_ids.date_left")
    def _compute_signatures_needed(self):
        for partnership in self:
            current = partnership.participant_ids.filtered(
                lambda seat: not seat.date_left
            )
            first = partnership.agreement_ids.filtered(lambda a: not a.amends_id)
            partnership.signatures_needed = len(first) * len(current)

    @api.depends("concern_ids.interim", "concern_ids.is_open")
    def _compute_is_paused(self):
        for partnership in self:
            partnership.is_paused = any(
                concern.is_open and concern.interim != "none"
                for concern in partnership.concern_ids
            )

    @api.depends("meeting_ids.state", "meeting_ids.start", "meeting_ids.duration")
    def _compute_meeting_figures(self):
        for partnership in self:
            held = partnership.meeting_ids.filtered(lambda m: m.state == "held")
            partnership.hours_held = sum(held.mapped("duration"))
            last = max(held.mapped("start"), default=False)
            partnership.last_meeting = last
            partnership.missed_count = len(
                partnership.meeting_ids.filtered(
                    lambda m, last=last: (
                        m.state == "missed" and (not last or m.start > last)
                    )
                )
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("participant_ids", "mode")
    def _check_participants(self):
        """The people of a partnership fit its mode (invariant 5)."""
        for partnership in self:
            roles = partnership.participant_ids.mapped("role")
            mentors, mentees, peers = map(roles.count, ("mentor", "mentee", "peer"))
            if partnership.mode == "peer":
                fits = peers >= 2 and not mentors and not mentees
            elif partnership.mode == "group":
                fits = mentors == 1 and mentees >= 1 and not peers
            else:
                fits = mentors == 1 and mentees == 1 and not peers
            if roles and not fits:
                partnership._refuse_roles()

    def _refuse_roles(self):
        """Say whom a partnership needs.

        :raise ValidationError: always
        """
        self.ensure_one()
        raise ValidationError(
            self.env._(
                "%(partnership)s: a pair has one mentor and one mentee, a group one "
                "mentor and at least one mentee, and peers are at least two.",
                partnership=self.display_name,
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Give each partnership its agreements at once: without, it would be active."""
        partnerships = super().create(vals_list)
        self.env["mentoring.agreement"]._create_for(partnerships)
        return partnerships

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_announce(self):
        """Set up partnerships that staff entered, and tell their members (B3, A5).

        Safe to repeat: nobody is told twice.
        """
        self._check_participants()
        self._set_up()
        return True

    def action_view_meetings(self):
        """Open the meetings of this partnership: when and how long, never what."""
        return self._get_related_action("mentoring_meeting_action")

    def action_view_agreements(self):
        """Open the agreements of this partnership."""
        return self._get_related_action("mentoring_agreement_action")

    def _get_related_action(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mentoring_scheme.{xmlid}"
        )
        action["domain"] = [("partnership_id", "=", self.id)]
        action["context"] = {"default_partnership_id": self.id}
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _prepare_partnership(self, intake, applications, mode):
        """Return the values of a partnership between the given applicants."""
        distance = all(
            application.delivery != "in_person" for application in applications
        ) and any(application.delivery == "distance" for application in applications)
        return {
            "intake_id": intake.id,
            "mode": mode,
            "is_distance": distance,
            "date_matched": intake._today(),
            "participant_ids": [
                Command.create({"application_id": application.id})
                for application in applications
            ],
        }

    def _set_up(self):
        """Give new partnerships their agreements and fees, and tell all (A5).

        What it creates lies below this room; each part is safe to repeat.
        """
        self.env["mentoring.agreement"]._create_for(self)
        self.env["mentoring.fee"]._create_for(self)
        self.env["mentoring.notification"]._send_once(
            MATCHED_MAIL, self.participant_ids
        )

    def _is_signed(self):
        """Return whether all have signed what the scheme asks for.

        An amendment that waits for signatures takes nothing from that.
        """
        self.ensure_one()
        return all(
            agreement.amends_id or agreement.state in ("signed", "superseded")
            for agreement in self.agreement_ids
        )

    # ------------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------------

    def _get_data_key(self):
        """Return the key of what the participants write; made at the first use."""
        self.ensure_one()
        if not self.data_key_id:
            self.data_key_id = self.env["mentoring.data.key"]._make()
        return self.data_key_id

    def _get_seat(self, partner):
        """Return the seat of a person in this partnership, or none."""
        self.ensure_one()
        return self.participant_ids.filtered(lambda seat: seat.partner_id == partner)

    def _take_turns(self):
        """Let one request at a time add to these partnerships.

        Of two at one moment the second waits here; Odoo tries it again, and then it
        sees what the first has added.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE mentoring_partnership SET write_uid = write_uid "
                "WHERE id = ANY(%s)",
                sorted(self.ids),
            )
        )

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each partnership whose state is not what it should be.

        Above all those that all have signed and that are not active (invariant 1).
        """
        sentences = []
        for partnership in self.search([("state", "in", ("matched", "active"))]):
            if partnership._is_signed() != (partnership.state == "active"):
                sentences.append(
                    self.env._(
                        "%(partnership)s is %(state)s, which its "
                        "signatures do not say.",
                        partnership=partnership.display_name,
                        state=partnership.state,
                    )
                )
            if partnership.state == "matched" and partnership.intake_id.phase in OVER:
                sentences.append(
                    self.env._(
                        "%(partnership)s waits for signatures, and its intake is over.",
                        partnership=partnership.display_name,
                    )
                )
            if not partnership._is_viable():
                sentences.append(
                    self.env._(
                        "%(partnership)s goes on without its people.",
                        partnership=partnership.display_name,
                    )
                )
        return sentences
