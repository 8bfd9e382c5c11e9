# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

ROLES = [("mentor", "Mentor"), ("mentee", "Mentee"), ("peer", "Peer")]
STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("returned", "Returned"),
    ("approved", "Approved"),
    ("waitlisted", "Waiting List"),
    ("matched", "Matched"),
    ("completed", "Completed"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
]
# Nothing more comes of an application in one of these states.
OVER_STATES = ("declined", "withdrawn", "completed")


class MentoringApplication(models.Model):
    """One member in one role in one intake (promises A11, A14, A15, A19, A20, B6)."""

    _name = "mentoring.application"
    _inherit = [
        "mentoring.staff.thread",
        "mentoring.answer.link",
        "mentoring.background",
        "mentoring.retention",
    ]
    _description = "Mentoring Application"
    _order = "date_submitted desc, id desc"

    intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        required=True,
        index=True,
        ondelete="restrict",
    )
    scheme_id = fields.Many2one(
        related="intake_id.scheme_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(related="intake_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(
        related="company_id.currency_id", help="For own questions about amounts."
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Applicant",
        headings=("email", "email address", "member", "full name", "name"),
        required=True,
        index=True,
        ondelete="restrict",
    )
    email = fields.Char(related="partner_id.email", string="Email")
    role = fields.Selection(
        selection=ROLES,
        required=True,
        tracking=True,
        headings=("role type", "applying as"),
    )
    state = fields.Selection(
        selection=STATES,
        compute="_compute_state",
        store=True,
        readonly=False,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
        help="Decided by staff up to the match; then it follows the partnership.",
    )
    date_submitted = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    # retention
    date_over = fields.Date(
        string="Over since",
        compute="_compute_date_over",
        store=True,
        help="Since when nothing more comes of it: it was declined, withdrawn or "
        "completed, or its intake is over. The periods for erasing run from here.",
    )
    return_remarks = fields.Text(
        copy=False, help="What the applicant is asked to change or add."
    )
    decline_reason = fields.Text(copy=False, help="Told to the applicant.")
    # the match
    topic_ids = fields.Many2many(
        comodel_name="mentoring.topic",
        string="Topics",
        help="What a mentor offers, or a mentee seeks.",
    )
    first_topic_id = fields.Many2one("mentoring.topic", "Most Important Topic")
    second_topic_id = fields.Many2one("mentoring.topic")
    third_topic_id = fields.Many2one("mentoring.topic")
    mode = fields.Selection(
        selection=[
            ("one_to_one", "One-to-one"),
            ("group", "In a group"),
            ("either", "Either"),
            ("reverse", "In reverse: the mentor is earlier in the career"),
        ],
        string="Kind of Mentoring",
        default="one_to_one",
        required=True,
    )
    available_from = fields.Date(help="When the first meeting could be.")
    available_until = fields.Date(
        help="Empty: until the end of the intake, and whenever it suits."
    )
    goals = fields.Text(help="What the applicant hopes for, in own words.")
    must_have = fields.Text()
    nice_to_have = fields.Text()
    anything_else = fields.Text(help="Anything relevant to finding a good match.")
    capacity = fields.Integer(
        string="Mentees Offered",
        default=1,
        help="How many mentees a mentor takes in this intake.",
    )
    preferred_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="mentoring_application_preferred_rel",
        string="Preferred Partners",
    )
    excluded_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="mentoring_application_excluded_rel",
        string="Never Match With",
    )
    preference_note = fields.Text(
        string="Named Preferences",
        help="As the applicant wrote them; staff link the people named.",
    )
    # papers
    file_ids = fields.One2many(
        comodel_name="mentoring.application.file",
        inverse_name="application_id",
        string="Files",
    )
    properties = fields.Properties(
        string="Own Questions",
        definition="scheme_id.application_properties_definition",
        copy=True,
    )
    is_honest = fields.Boolean(
        string="Declared True",
        copy=False,
        help="The applicant declared the answers to be true.",
    )
    is_committed = fields.Boolean(
        string="Commitment Accepted",
        copy=False,
        help="The applicant accepted the time it takes.",
    )
    shown_file_ids = fields.One2many(
        comodel_name="mentoring.application.file",
        inverse_name="application_id",
        string="Papers to Read",
        readonly=True,
    )
    date_review = fields.Date(
        string="Review by",
        compute="_compute_date_review",
        store=True,
        help="By when the applicant should hear from you.",
    )
    unmatched_run_ids = fields.Many2many(
        comodel_name="mentoring.match.run",
        relation="mentoring_match_run_unmatched_rel",
        column1="mentoring_application_id",
        column2="mentoring_match_run_id",
        string="Left Unmatched by",
        readonly=True,
        copy=False,
    )

    # An index, not a constraint: the merge of contacts deletes rows behind those.
    _once_per_role = models.UniqueIndex(
        "(intake_id, partner_id, role)",
        "This person has already applied in this role. Open that application instead.",
    )
    _numbers_positive = models.Constraint(
        "CHECK(capacity >= 0 AND years_experience >= 0)",
        "The number of mentees and the years of experience can't be below zero. Enter "
        "0 or more.",
    )
    _availability_in_order = models.Constraint(
        "CHECK(available_until IS NULL OR available_from IS NULL"
        " OR available_until >= available_from)",
        "The last day on which an applicant is available comes after the first. "
        "Change one of them.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends(
        "participant_ids.state",
        "withdrawal_ids.state",
        "participant_ids.date_left",
        "place_offer_ids.state",
    )
    def _compute_state(self):
        """Follow the partnership once there is one; otherwise keep the decision.

        Whoever accepts a place from the waiting list is approved by that.
        """
        for application in self:
            seats = set(application.participant_ids.mapped("state"))
            withdrawn = any(
                withdrawal._is_final() for withdrawal in application.withdrawal_ids
            )
            if "current" in seats:
                application.state = "matched"
            elif "completed" in seats:
                # What was completed counts, whatever else was given up.
                application.state = "completed"
            elif withdrawn:
                application.state = "withdrawn"
            elif application.state in ("matched", "completed"):
                # The partnership ended: free to be matched again.
                application.state = "approved"
            elif application.state == "waitlisted" and any(
                offer.state == "accepted"
                and offer.date_offered
                >= (application.date_waitlisted or offer.date_offered)
                for offer in application.place_offer_ids
            ):
                application.state = "approved"
            else:
                application.state = application.state or "draft"

    @api.depends("state", "intake_id.phase")
    def _compute_date_over(self):
        """Note the day; an application that goes on again is no longer over."""
        for application in self:
            is_over = application.state in OVER_STATES or (
                application.intake_id.phase in ("closed", "cancelled")
                and application.state != "matched"
            )
            application.date_over = is_over and (
                application.date_over or application.intake_id._today()
            )

    @api.depends("partner_id", "role", "intake_id.name")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for application in self:
            if not application.partner_id:
                application.display_name = self.env._("New application")
                continue
            application.display_name = self.env._(
                "%(person)s (%(role)s, %(intake)s)",
                person=application.partner_id.name,
                role=roles.get(application.role, ""),
                intake=application.intake_id.name or "",
            )

    @api.depends("date_submitted", "scheme_id.review_days")
    def _compute_date_review(self):
        for application in self:
            submitted = application.date_submitted
            application.date_review = submitted and fields.Date.add(
                application.intake_id._local_date(submitted),
                days=application.scheme_id.review_days,
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("partner_id")
    def _check_partner_id(self):
        companies = self.filtered("partner_id.is_company")
        if companies:
            raise ValidationError(
                self.env._(
                    "%(name)s is an organisation. A person applies, not an "
                    "organisation.",
                    name=companies[0].partner_id.name,
                )
            )

    @api.constrains("role", "intake_id")
    def _check_role(self):
        for application in self:
            if application.role == "peer" and not application.scheme_id.offers_peer:
                raise ValidationError(
                    self.env._(
                        "%(scheme)s does not offer peer mentoring. Apply as mentor or "
                        "mentee.",
                        scheme=application.scheme_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Give core the scheme, or it drops the answers to the own questions."""
        if self.env.context.get("import_file"):
            vals_list = [self._prepare_imported(vals) for vals in vals_list]
        self._check_new_state(vals_list)
        Intake = self.env["mentoring.intake"]
        return super().create(
            [
                {
                    **vals,
                    "scheme_id": Intake.browse(vals["intake_id"]).scheme_id.id,
                }
                if vals.get("intake_id")
                else vals
                for vals in vals_list
            ]
        )

    def _is_derived(self, field):
        # create() looks it up itself, whatever it was given.
        return field.name != "scheme_id" and super()._is_derived(field)

    def write(self, vals):
        """Never change whose application it is.

        An import may repeat the state of an application, and changes none.
        """
        if not self.env.su:
            self._check_same_person(vals)
        if "state" in vals:
            changed = self.filtered(lambda a: a.state != vals["state"])
            if self.env.context.get("import_file"):
                changed._refuse_imported_state()
        return super().write(vals)

    @api.model
    def _check_new_state(self, vals_list):
        """Refuse an application that would begin with a decision."""
        default = self.env.context.get("default_state", "draft")
        if not self.env.su and any(
            vals.get("state", default) != "draft" for vals in vals_list
        ):
            raise UserError(
                self.env._("A new application is a draft. Submit and decide it then.")
            )

    def _check_same_person(self, vals):
        """Refuse another person, role or intake once an application is sent.

        Seats, fees and certificates go by it, and a seat lets its person read what the
        pair writes (invariants 1, 3 and 7).
        """
        for name in vals.keys() & {"partner_id", "intake_id", "scheme_id", "role"}:
            field = self._fields[name]
            for application in self:
                if field.convert_to_write(application[name], application) != vals[
                    name
                ] and (application.state != "draft" or application.participant_ids):
                    raise UserError(
                        self.env._(
                            "%(application)s has been sent, so its %(field)s stays. "
                            "Withdraw it, and enter a new one.",
                            application=application.display_name,
                            field=field._description_string(self.env),
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        kept = self.filtered(lambda application: application.state != "draft")
        if kept:
            raise UserError(
                self.env._(
                    "%(applications)s: only a draft can be deleted. Decline or "
                    "withdraw it instead.",
                    applications=", ".join(kept.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _get_list_action(self, applications):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_application_action"
        )
        action["domain"] = [("id", "in", applications.ids)]
        action["context"] = {}  # without the menu's default filter: past ones as well
        action["views"] = [(False, "list"), (False, "form")]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _send_mail(self, template):
        """Queue a mail to the applicants, once for each time the step is taken.

        :return: the notifications, one for each applicant who will be emailed
        """
        Notification = self.env["mentoring.notification"]
        sent = Notification.browse()
        for application in self:
            sent |= Notification._send_once(
                f"mentoring_scheme.{template}",
                application,
                occasion=f"{application.state} {fields.Datetime.now()}",
            )
        return sent

    # ------------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------------

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    def _get_role_label(self):
        """Return the role in the reader's language, in small letters."""
        self.ensure_one()
        return dict(self._fields["role"]._description_selection(self.env))[
            self.role
        ].lower()

    def _get_ranked_topics(self):
        """Return the topics, the most important first."""
        self.ensure_one()
        ranked = self.first_topic_id | self.second_topic_id | self.third_topic_id
        return ranked | self.topic_ids

    def _get_deliveries(self):
        """Return the ways of meeting that this applicant accepts."""
        self.ensure_one()
        if self.delivery == "either":
            return ["in_person", "distance"]
        return [self.delivery]

    def _get_utc_offset(self):
        """Return the hours ahead of UTC at the start of the intake; None if unknown."""
        self.ensure_one()
        if not self.tz:
            return None
        noon = datetime.combine(self.intake_id.date_start, time(12))
        return pytz.timezone(self.tz).utcoffset(noon).total_seconds() / 3600

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each mentor with too many mentees (invariant 5)."""
        matched = self.search([("participant_ids", "!=", False)])
        return [
            self.env._(
                "%(application)s. Mentee places: %(offered)s, taken: %(taken)s.",
                application=application.display_name,
                offered=application._get_places(),
                taken=application.places_taken,
            )
            for application in matched
            if application.role != "peer"
            and application.places_taken > application._get_places()
        ] + [
            self.env._(
                "%(application)s is %(state)s and holds a seat.",
                application=application.display_name,
                state=application.state,
            )
            for application in matched
            if application.state != "matched"
            and "current" in application.participant_ids.mapped("state")
        ]
