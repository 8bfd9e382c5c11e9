# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

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
# What is emptied, besides the background, when an application is erased.
ERASED_FIELDS = (
    "topic_ids",
    "first_topic_id",
    "second_topic_id",
    "third_topic_id",
    "mode",
    "available_from",
    "available_until",
    "career_stage",
    "is_free_daytime",
    "is_free_evening",
    "is_free_weekend",
    "is_listed",
    "public_text",
    "goals",
    "must_have",
    "nice_to_have",
    "anything_else",
    "preferred_partner_ids",
    "excluded_partner_ids",
    "preference_note",
    "payer",
    "payer_name",
    "payer_email",
    "payer_vat",
    "payer_partner_id",
    "purchase_order",
    "referee_name",
    "referee_email",
    "referee_relationship",
    "return_remarks",
    "decline_reason",
    "pending_note",
)
REMINDER_DAYS = 3
CLOSE_DAYS = 7
ANSWER_DAYS = 30
# What may be imported into; later the round is over.
IMPORT_PHASES = ("draft", "open", "matching", "running")


class MentoringApplication(models.Model):
    """One member in one role in one intake (promises A11, A14, A15, A19, A20, B6)."""

    _name = "mentoring.application"
    _inherit = [
        "mentoring.staff.thread",
        "mentoring.answer.link",
        "mentoring.background",
        "mentoring.eligibility",
        "mentoring.membership.wait",
        "mentoring.waiting.list",
        "mentoring.funnel",
        "mentoring.match.wish",
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
        required=True,
        index=True,
        ondelete="restrict",
    )
    email = fields.Char(related="partner_id.email", string="Email")
    role = fields.Selection(selection=ROLES, required=True, tracking=True)
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
    confirmation_due = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Submitted on the member's page; the confirmation goes out in a moment.",
    )
    # retention
    date_over = fields.Date(
        string="Over since",
        compute="_compute_date_over",
        store=True,
        help="Since when nothing more comes of it: it was declined, withdrawn or "
        "completed, or its intake is over. The periods for erasing run from here.",
    )
    date_erased = fields.Date(string="Answers Erased on", readonly=True, copy=False)
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
    anything_else = fields.Text(
        help="Anything relevant to finding a good match (promise A20)."
    )
    capacity = fields.Integer(
        string="Mentees Offered",
        default=1,
        help="How many mentees a mentor takes in this intake (promise A15).",
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
    conduct_document_id = fields.Many2one(
        comodel_name="mentoring.document",
        string="Code of Conduct Accepted",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    conduct_accepted_on = fields.Datetime(readonly=True, copy=False)
    lacks_conduct = fields.Boolean(
        compute="_compute_lacks_conduct",
        help="The scheme has a code of conduct, and the applicant has not accepted it.",
    )
    is_honest = fields.Boolean(
        string="Declared True",
        copy=False,
        help="The applicant declared the answers to be true (promise A36).",
    )
    is_committed = fields.Boolean(
        string="Commitment Accepted",
        copy=False,
        help="The applicant accepted the time it takes (promise A12).",
    )
    accepts_fee = fields.Boolean(
        string="Fee Accepted",
        copy=False,
        help="The applicant read what taking part costs and when it is charged "
        "(promises A8, A9).",
    )
    # payer
    payer = fields.Selection(
        selection=[("self", "The applicant"), ("employer", "The employer")],
        string="Paid by",
        required=True,
        default="self",
    )
    payer_name = fields.Char(string="Invoice to")
    payer_email = fields.Char(string="Invoice Email")
    payer_vat = fields.Char(string="Payer Tax ID")
    payer_partner_id = fields.Many2one(
        comodel_name="res.partner", string="Payer", ondelete="restrict"
    )
    purchase_order = fields.Char()
    # referee
    referee_name = fields.Char(string="Referee")
    referee_email = fields.Char()
    referee_relationship = fields.Char(
        string="Referee's Relationship",
        help="How the referee knows the applicant, for example as a manager.",
    )
    reference_ids = fields.One2many(
        comodel_name="mentoring.reference",
        inverse_name="application_id",
        string="References",
    )
    # the review
    source = fields.Selection(
        selection=[
            ("portal", "Member's own form"),
            ("paper", "Paper form"),
            ("import", "Imported"),
            ("office", "Entered by the office"),
        ],
        string="Entered from",
        required=True,
        default=lambda self: self._default_source(),
        help="A paper form needs its scan among the papers before it is submitted.",
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
        help="Until when the applicant should hear from the office.",
    )
    duplicate_ids = fields.Many2many(
        comodel_name="mentoring.application",
        compute="_compute_duplicate_ids",
        search="_search_duplicate_ids",
        string="Perhaps the Same Person",
        help="Other applications to this intake with the same email address, or with "
        "the same name and the same employer or phone number.",
    )
    other_role_ids = fields.Many2many(
        comodel_name="mentoring.application",
        compute="_compute_other_role_ids",
        string="Other Roles in This Intake",
    )
    other_application_count = fields.Integer(
        string="Other Applications",
        compute="_compute_other_application_count",
        help="This person's applications to other intakes or in other roles.",
    )
    is_paused = fields.Boolean(
        compute="_compute_is_paused",
        search="_search_is_paused",
        help="A mentor who takes no new match when this one would begin.",
    )
    pause_note = fields.Char(compute="_compute_is_paused")
    unmatched_run_ids = fields.Many2many(
        comodel_name="mentoring.match.run",
        relation="mentoring_match_run_unmatched_rel",
        column1="mentoring_application_id",
        column2="mentoring_match_run_id",
        string="Left Unmatched by",
        readonly=True,
        copy=False,
    )
    # what came of it
    participant_ids = fields.One2many(
        comodel_name="mentoring.participant", inverse_name="application_id"
    )
    withdrawal_ids = fields.One2many(
        comodel_name="mentoring.withdrawal", inverse_name="application_id"
    )
    fee_ids = fields.One2many(
        comodel_name="mentoring.fee", inverse_name="application_id"
    )
    certificate_ids = fields.One2many(
        comodel_name="mentoring.certificate", inverse_name="application_id"
    )
    is_certified = fields.Boolean(
        compute="_compute_is_certified",
        store=True,
        help="A certificate is issued and stands.",
    )
    partnership_ids = fields.Many2many(
        comodel_name="mentoring.partnership", compute="_compute_partnership_ids"
    )
    # Stored, so that of two staff who give away the last place at one moment the
    # second is tried again and finds it taken (invariant 5).
    places_taken = fields.Integer(
        compute="_compute_places_taken",
        store=True,
        help="Mentees who are with this mentor now.",
    )

    # An index, not a constraint: the merge of contacts deletes rows behind those.
    _once_per_role = models.UniqueIndex(
        "(intake_id, partner_id, role)",
        "This person has applied in this role already. Open that application instead.",
    )
    _numbers_positive = models.Constraint(
        "CHECK(capacity >= 0 AND years_experience >= 0)",
        "The number of mentees and the years of experience cannot be below zero.",
    )
    _availability_in_order = models.Constraint(
        "CHECK(available_until IS NULL OR available_from IS NULL"
        " OR available_until >= available_from)",
        "The last day on which an applicant is available comes after the first.",
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
            elif withdrawn:
                application.state = "withdrawn"
            elif "completed" in seats:
                application.state = "completed"
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

    @api.depends("conduct_document_id", "role", "scheme_id.document_ids.kind")
    def _compute_lacks_conduct(self):
        for application in self:
            scheme = application.scheme_id
            application.lacks_conduct = bool(
                scheme
                and not application.conduct_document_id
                and scheme._get_document("conduct", application.role)
            )

    @api.depends("date_submitted", "scheme_id.review_days")
    def _compute_date_review(self):
        for application in self:
            submitted = application.date_submitted
            application.date_review = submitted and fields.Date.add(
                application.intake_id._local_date(submitted),
                days=application.scheme_id.review_days,
            )

    @api.depends("partner_id.email_normalized", "partner_id.name", "employer")
    def _compute_duplicate_ids(self):
        found = defaultdict(list)
        for own, other in self._find_duplicates(SQL("a.id = ANY(%s)", self.ids)):
            found[own].append(other)
        for application in self:
            application.duplicate_ids = self.browse(found[application._origin.id])

    def _search_duplicate_ids(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        doubles = {own for own, _other in self._find_duplicates(SQL("TRUE"))}
        return Domain("id", "not in", list(doubles))

    @api.model
    def _find_duplicates(self, condition):
        """Return pairs of ids: applications of two contacts to one intake that may be
        the same person.

        :param SQL condition: which applications, named ``a``, are looked at
        """
        self.flush_model(["intake_id", "partner_id", "state", "employer"])
        self.env["res.partner"].flush_model(["email_normalized", "name", "phone"])
        over = ("declined", "withdrawn")
        pairs = SQL(
            """
            SELECT a.id, b.id
              FROM mentoring_application a
              JOIN res_partner p ON p.id = a.partner_id
              JOIN mentoring_application b ON b.intake_id = a.intake_id
               AND b.partner_id != a.partner_id AND b.state NOT IN %s
              JOIN res_partner q ON q.id = b.partner_id
             WHERE a.state NOT IN %s AND %s
            """,
            over,
            over,
            condition,
        )
        return self.env.execute_query(
            SQL(
                """
                %(pairs)s AND p.email_normalized = q.email_normalized
                      AND p.email_normalized != ''
                UNION
                %(pairs)s AND lower(trim(p.name)) = lower(trim(q.name))
                      AND (lower(trim(a.employer)) = lower(trim(b.employer))
                           AND trim(a.employer) != ''
                        OR regexp_replace(p.phone, '[^0-9]', '', 'g')
                           = regexp_replace(q.phone, '[^0-9]', '', 'g')
                           AND p.phone ~ '[0-9]')
                """,
                pairs=pairs,
            )
        )

    @api.depends("partner_id", "intake_id", "role")
    def _compute_other_role_ids(self):
        groups = self._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("intake_id", "in", self.intake_id.ids),
                ("state", "not in", ("declined", "withdrawn")),
            ],
            ["partner_id", "intake_id"],
            ["id:recordset"],
        )
        same = {(partner, intake): found for partner, intake, found in groups}
        for application in self:
            key = application.partner_id, application.intake_id
            application.other_role_ids = (
                same.get(key, self.browse()) - application._origin
            )

    @api.depends("partner_id")
    def _compute_other_application_count(self):
        counts = dict(
            self._read_group(
                [("partner_id", "in", self.partner_id.ids)], ["partner_id"], ["__count"]
            )
        )
        for application in self:
            count = counts.get(application.partner_id, 0)
            application.other_application_count = max(
                count - bool(application._origin), 0
            )

    @api.depends(
        "role",
        "intake_id.date_start",
        "partner_id.mentoring_profile_ids.paused_from",
        "partner_id.mentoring_profile_ids.paused_until",
    )
    def _compute_is_paused(self):
        for application in self:
            application.pause_note = application._get_pause_obstacle()
            application.is_paused = bool(application.pause_note)

    def _search_is_paused(self, operator, value):
        if operator != "in":
            return NotImplemented
        pauses = Domain("paused_from", "!=", False) | Domain(
            "paused_until", "!=", False
        )
        candidates = self.search(
            [
                ("role", "=", "mentor"),
                ("partner_id.mentoring_profile_ids", "any", pauses),
            ]
        )
        paused = candidates.filtered("is_paused").ids
        return Domain("id", "in" if True in value else "not in", paused)

    @api.depends("participant_ids.partnership_id")
    def _compute_partnership_ids(self):
        for application in self:
            application.partnership_ids = application.participant_ids.partnership_id

    @api.depends("certificate_ids.state")
    def _compute_is_certified(self):
        for application in self:
            application.is_certified = any(
                certificate.state == "issued"
                for certificate in application.certificate_ids
            )

    @api.depends(
        "role",
        "participant_ids.state",
        "participant_ids.partnership_id.participant_ids.state",
    )
    def _compute_places_taken(self):
        for application in self:
            current = application.participant_ids.filtered(
                lambda seat: seat.state == "current"
            )
            mentees = current.partnership_id.participant_ids.filtered(
                lambda seat: seat.role == "mentee" and seat.state == "current"
            )
            application.places_taken = (
                len(mentees) if application.role == "mentor" else len(current)
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

    @api.constrains("referee_email", "partner_id")
    def _check_referee_email(self):
        for application in self.filtered("referee_email"):
            address = email_normalize(application.referee_email)
            if not address:
                raise ValidationError(
                    self.env._(
                        "%(address)s is not an email address. The referee is asked by "
                        "email: write it like name@example.com.",
                        address=application.referee_email,
                    )
                )
            if address == application.partner_id.email_normalized:
                raise ValidationError(
                    self.env._(
                        "Please name somebody else as referee: %(address)s is the "
                        "applicant's own address.",
                        address=address,
                    )
                )

    def _default_source(self):
        return "portal" if self.env.user.share else "office"

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

    @api.model
    def _prepare_imported(self, vals):
        """Return the values of an imported draft.

        :raise ValidationError: with a sentence for the row
        """
        if vals.get("state", "draft") != "draft":
            self.new(vals)._refuse_imported_state()
        intake = self.env["mentoring.intake"].browse(vals.get("intake_id"))
        if intake and intake.phase not in IMPORT_PHASES:
            raise ValidationError(
                self.env._(
                    "%(intake)s is %(phase)s, so nothing can be imported into it.",
                    intake=intake.name,
                    phase=dict(
                        intake._fields["phase"]._description_selection(self.env)
                    )[intake.phase].lower(),
                )
            )
        return {"source": "import", **vals}

    def _refuse_imported_state(self):
        if self:
            raise ValidationError(
                self.env._(
                    "%(applications)s: an import makes drafts and changes no state. "
                    "Leave out the column State, then choose the drafts in the list "
                    "and click “Submit”.",
                    applications=", ".join(self.mapped("display_name")),
                )
            )

    @api.model
    def get_import_templates(self):
        """Offer a template with all columns on the import screen."""
        return [
            {
                "label": self.env._("Import Template for Applications"),
                "template": "/mentoring_scheme/static/csv/mentoring_application.csv",
            }
        ]

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

    def action_submit(self):
        """Submit drafts and returned applications; the applicant is told (A21).

        :raise UserError: with one line per failed rule
        """
        self._check_transition("submitted")
        self._check_submittable()
        self.write({"state": "submitted", "date_submitted": fields.Datetime.now()})
        if self.env.context.get("mentoring_confirm_later"):
            self.confirmation_due = fields.Datetime.now()
            # The job is the system's; the member has no right to it.
            jobs = self.env["ir.cron"].sudo()
            job_id = self.env["ir.model.data"]._xmlid_to_res_id(
                "mentoring_scheme.ir_cron_confirm", raise_if_not_found=True
            )
            jobs.browse(job_id)._trigger()
        else:
            self._follow_submission()
        return True

    def action_offer_place(self):
        """Offer a place to people on the waiting list, who answer by a day."""
        wrong = self.filtered(
            lambda application: (
                application.state != "waitlisted" or application.offer_expires_on
            )
        )
        if wrong:
            raise UserError(
                self.env._(
                    "%(applications)s: a place is offered to people on the waiting "
                    "list who have no open offer.",
                    applications=", ".join(wrong.mapped("display_name")),
                )
            )
        offers = self.env["mentoring.place.offer"]._offer(self)
        notice = self.env["mentoring.step.notice"]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_place_offer_action"
        )
        return notice._show(
            self.env._("1 place offered")
            if len(offers) == 1
            else self.env._("%(count)s places offered", count=len(offers)),
            notice._count_emailed(len(offers)),
            opens={**action, "domain": [("id", "in", offers.ids)], "context": {}},
            label=self.env._("Open Offers"),
        )

    def action_view_duplicates(self):
        """Open this application and those that may be of the same person."""
        self.ensure_one()
        return self._get_list_action(self | self.duplicate_ids | self.other_role_ids)

    def action_view_other_applications(self):
        """Open all applications of this person."""
        self.ensure_one()
        return self._get_list_action(
            self.search([("partner_id", "=", self.partner_id.id)])
        )

    def _get_list_action(self, applications):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_application_action"
        )
        action["domain"] = [("id", "in", applications.ids)]
        action["context"] = {}  # without the menu's default filter: past ones as well
        action["views"] = [(False, "list"), (False, "form")]
        return action

    def action_view_partnerships(self):
        """Open the partnerships of this application."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_partnership_action"
        )
        action["domain"] = [("participant_ids.application_id", "=", self.id)]
        action["context"] = {}  # without the menu's default filter: past ones as well
        return action

    def action_accept_conduct(self):
        """Record that applicants accepted the code of conduct on paper (A34)."""
        for application in self.filtered(lambda a: not a.conduct_document_id):
            application._accept_conduct()
            if not application.conduct_document_id:
                raise UserError(
                    self.env._(
                        "%(scheme)s has no code of conduct to accept. Add one among "
                        "the scheme's documents first.",
                        scheme=application.scheme_id.name,
                    )
                )
            application._message_log(
                body=self.env._(
                    "Recorded from paper: the applicant accepted %(conduct)s.",
                    conduct=application.conduct_document_id.display_name,
                )
            )
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_submittable(self):
        """Refuse what fails a rule, in the words of whoever submits it."""
        failures = {
            application: {
                **application._get_failed_entry_rules(),
                **application._get_failed_rules(),
            }
            for application in self
        }
        if not any(failures.values()):
            return
        if self.env.user.share:
            raise UserError(self._list_failures(failures))
        raise UserError(
            "\n".join(
                sentence
                for application, sentences in failures.items()
                for sentence in application._get_staff_reasons(sentences).values()
            )
        )

    def _ask_referee(self):
        """Ask the referees whom these applicants name, where the scheme wants them."""
        asking = self.filtered(
            lambda application: application.scheme_id.referee_required != "no"
        )
        references = self.env["mentoring.reference"].sudo()  # members have no access
        references._ask(asking.sudo())  # as above

    def _accept_conduct(self):
        """Record that the applicant accepts the current code of conduct."""
        for application in self:
            conduct = application.scheme_id._get_document("conduct", application.role)
            if conduct and application.conduct_document_id != conduct:
                application.write(
                    {
                        "conduct_document_id": conduct.id,
                        "conduct_accepted_on": fields.Datetime.now(),
                    }
                )

    def _follow_submission(self):
        """Do what a submission leads to, and nobody need wait for."""
        self.env["mentoring.profile"]._keep_answers(self)
        self._send_mail("mail_template_application_submitted")
        self._ask_referee()

    @api.model
    def _cron_confirm(self):
        """Confirm what members have just submitted on their pages (promise A21).

        By a job of its own, started with each submission: writing the mail takes longer
        than everything that the member waits for.
        """
        Cron = self.env["ir.cron"]
        due = self.search([("confirmation_due", "!=", False)])
        Cron._commit_progress(remaining=len(due))
        for application_id in due.ids:
            application = self.browse(application_id).try_lock_for_update()
            if application.confirmation_due:
                application.confirmation_due = False
                application._follow_submission()
            if not Cron._commit_progress(1):
                break

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
    # Answers by one click
    # ------------------------------------------------------------------

    @api.model
    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "waitlist": ANSWER_DAYS}

    def _ask_waitlist(self):
        """Ask an approved applicant without a partner whether to be kept in mind."""
        closed = ""
        if self.state == "waitlisted":
            closed = self.env._("You are on the waiting list already.")
        elif self.state != "approved":
            closed = self.env._("This application is not waiting for a partner.")
        return {
            "title": self.env._("Waiting list"),
            "question": self.env._(
                "Shall we keep you on the waiting list of %(intake)s, and write to you "
                "when a place comes free? It costs nothing.",
                intake=self.intake_id.name,
            ),
            "choices": [
                ("yes", self.env._("Yes, keep me on the list")),
                ("no", self.env._("No, take my application back")),
            ],
            "closed": closed,
        }

    def _take_waitlist(self, answer):
        if answer == "no":
            self.action_withdraw()
            return self.env._("Your application is taken back. Nothing is owed.")
        self.action_waitlist()
        return self.env._("Thank you. You are on the waiting list.")

    # ------------------------------------------------------------------
    # Before the close
    # ------------------------------------------------------------------

    @api.model
    def _cron_remind_drafts(self):
        """Remind who has begun an application, three days before the close."""
        Cron = self.env["ir.cron"]
        drafts = self.search(
            [
                ("state", "in", ("draft", "returned")),
                ("date_pending", "=", False),
                ("intake_id", "in", self._search_closing_intakes(REMINDER_DAYS).ids),
            ]
        )
        Cron._commit_progress(remaining=len(drafts))
        for draft in drafts:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_application_draft",
                draft,
                occasion=f"close {draft.intake_id.application_close}",
            )
            if not Cron._commit_progress(1):
                break

    @api.model
    def _cron_remind_close(self):
        """A week before the close, sum up for staff and remind who may want to apply.

        Reminded are those who were left out or took part before and have not applied
        yet, unless they pause or want no such mail.
        """
        Cron = self.env["ir.cron"]
        Notification = self.env["mentoring.notification"]
        intakes = self._search_closing_intakes(CLOSE_DAYS)
        due = [(intake, self._search_to_remind(intake).ids) for intake in intakes]
        Cron._commit_progress(remaining=sum(len(ids) for _intake, ids in due))
        for intake, ids in due:
            Notification._send_once(
                "mentoring_scheme.mail_template_intake_closing",
                intake,
                occasion=f"close {intake.application_close}",
            )
            for application_id in ids:
                Notification._send_once(
                    "mentoring_scheme.mail_template_application_closing",
                    self.browse(application_id),
                    occasion=f"intake {intake.id}",
                )
                if not Cron._commit_progress(1):
                    return
        Cron._commit_progress(0)

    @api.model
    def _search_closing_intakes(self, days):
        """Return the intakes that close within some days, by their own calendar."""
        today = fields.Date.today()
        intakes = self.env["mentoring.intake"].search(
            [
                ("phase", "=", "open"),
                # A day of slack: the zones decide below.
                ("application_close", ">=", fields.Date.add(today, days=-1)),
                (
                    "application_close",
                    "<=",
                    fields.Date.add(today, days=days + 1),
                ),
            ]
        )
        return intakes.filtered(
            lambda intake: (
                intake.accepts_applications
                and (intake.application_close - intake._today()).days <= days
            )
        )

    @api.model
    def _search_to_remind(self, intake):
        """Return the newest earlier application of each person to be reminded."""
        person = Domain("active", "=", True) & Domain("email", "!=", False)
        person &= Domain(
            "mentoring_profile_ids", "not any", [("is_invited", "=", False)]
        )
        person &= Domain(
            "mentoring_application_ids", "not any", [("intake_id", "=", intake.id)]
        )
        earlier = self.search(
            [
                ("scheme_id", "=", intake.scheme_id.id),
                ("intake_id.date_start", "<", intake.date_start),
                ("state", "not in", ("draft", "declined")),
                ("partner_id", "any", person),
            ]
        ).sorted(lambda application: application.intake_id.date_start, reverse=True)
        newest = {}
        for application in earlier:
            newest.setdefault(application.partner_id, application)
        return self.union(*newest.values()).filtered(
            lambda application: (
                not application.partner_id.mentoring_profile_ids.filtered(
                    lambda profile: profile._is_paused_on(intake.date_start)
                )
            )
        )

    def _get_closing_intake(self):
        """Return the intake of the same scheme that closes next."""
        self.ensure_one()
        return self.env["mentoring.intake"].search(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("phase", "=", "open"),
                ("application_close", "!=", False),
            ],
            order="application_close",
            limit=1,
        )

    def _was_left_out(self):
        """Return whether this person was accepted or waited, and never matched."""
        self.ensure_one()
        return self.state in ("approved", "waitlisted") and not self.participant_ids

    # ------------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------------

    @api.depends("date_over", "date_erased", "state", "scheme_id.keep_declined_months")
    def _compute_date_erase(self):
        return super()._compute_date_erase()

    def _get_retention(self):
        """Who took part to the end keeps the answers; those of the others go (B9)."""
        self.ensure_one()
        is_kept = self.state == "completed" or (
            self.date_erased and self.date_over and self.date_erased >= self.date_over
        )
        return not is_kept and self.date_over, self.scheme_id.keep_declined_months

    def _get_erasure_kind(self):
        return "application"

    def _erase(self):
        """Empty applications: what was answered, handed in, and said about it.

        Who applied when, as what, and what was decided stays, and so do the fee, the
        hours and the certificate.
        """
        records = self.sudo()  # coordinators delete none of it one by one
        for application in records:
            application.write(
                {
                    **application._prepare_emptied(),
                    "date_erased": application.intake_id._today(),
                }
            )
        records.file_ids.unlink()
        records.reference_ids.unlink()
        records.override_ids.unlink()
        records.withdrawal_ids.write({"note": False})
        records._erase_thread()
        for application in records:
            application._message_log(
                body=self.env._("The answers and papers were erased.")
            )
        return len(self)

    def _prepare_emptied(self):
        """Return for each answer no answer."""
        self.ensure_one()
        emptied = {}
        for name in (*self._get_background_fields(), *ERASED_FIELDS):
            field = self._fields[name]
            if field.type == "many2many":
                emptied[name] = [Command.clear()]
            elif field.required:
                emptied[name] = self.default_get([name])[name]
            else:
                emptied[name] = False
        definition = self.scheme_id.application_properties_definition or []
        if definition:
            emptied["properties"] = {question["name"]: False for question in definition}
        return emptied

    def _erase_thread(self):
        """Delete what was written on these records, but not who changed their state."""
        self.activity_ids.unlink()
        self.message_ids.filtered(lambda m: not m.tracking_value_ids).unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    def _get_fee_product(self):
        """Return the product that this applicant pays once matched, or none (A8)."""
        self.ensure_one()
        products = {
            "mentor": self.scheme_id.mentor_fee_product_id,
            "mentee": self.scheme_id.fee_product_id,
        }
        return products.get(self.role, self.env["product.product"])

    def _get_payer(self):
        """Return whom the fee is invoiced to, an employer being entered if new."""
        self.ensure_one()
        if self.payer == "self":
            return self.partner_id
        if not self.payer_partner_id and self.payer_name:
            Partner = self.env["res.partner"].sudo()  # the signing member pays no heed
            known = (
                Partner.search(
                    [("email", "=ilike", self.payer_email), ("is_company", "=", True)],
                    limit=1,
                )
                if self.payer_email
                else Partner
            )
            self.payer_partner_id = known or Partner.create(self._prepare_payer())
        return self.payer_partner_id or self.partner_id

    def _prepare_payer(self):
        return {
            "name": self.payer_name,
            "email": self.payer_email,
            "vat": self.payer_vat,
            "is_company": True,
            "company_id": False,
        }

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

    def _get_pause_obstacle(self):
        """Return why this mentor takes no new match now; '' if there is no pause.

        A match made today begins with the intake, or today if that has begun.
        """
        self.ensure_one()
        if self.role != "mentor" or not self.intake_id:
            return ""
        profile = self.partner_id.mentoring_profile_ids.filtered(
            lambda profile: profile.company_id == self.company_id
        )
        begin = max(self.intake_id._today(), self.intake_id.date_start)
        if not profile or not profile._is_paused_on(begin):
            return ""
        return profile._get_pause_sentence()

    def _get_places(self):
        """Return how many partners this application may have at a time."""
        self.ensure_one()
        return self.capacity if self.role == "mentor" else 1

    def _get_free_places(self):
        """Return how many more mentees a mentor takes."""
        self.ensure_one()
        return max(self._get_places() - self.places_taken, 0)

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
