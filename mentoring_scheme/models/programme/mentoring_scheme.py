# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from .mentoring_document import DOCUMENT_KINDS

# What a conflict between two people does to the match.
CONFLICT_SETTINGS = [
    ("forbid", "Never matched"),
    ("warn", "Matched with a note"),
    ("ignore", "Ignored"),
]

# The rooms that name their own broken invariants.
CONSISTENCY_ROOMS = (
    "mentoring.intake",
    "mentoring.application",
    "mentoring.partnership",
    "mentoring.participant",
    "mentoring.agreement",
    "mentoring.fee",
    "mentoring.meeting",
    "mentoring.evaluation",
    "mentoring.concern",
    "mentoring.disclosure",
    "mentoring.staff.thread",
)


class MentoringScheme(models.Model):
    """The programme: its rules, texts, prices, criteria and surveys."""

    _name = "mentoring.scheme"
    _inherit = [
        "mentoring.staff.thread",
    ]
    _description = "Mentoring Scheme"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    coordinator_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        tracking=True,
        help="Answers for the scheme and receives its tasks.",
    )
    contact_email = fields.Char(help="Where members send their questions.")
    tz = fields.Selection(
        selection=_tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self._default_tz(),
        help="Deadlines end with the day in this time zone.",
    )
    intake_ids = fields.One2many(
        comodel_name="mentoring.intake", inverse_name="scheme_id"
    )
    intake_count = fields.Integer(
        string="Number of Intakes", compute="_compute_intake_count"
    )
    # texts
    description = fields.Html(
        string="Public Page", translate=True, help="Shown to everyone on the web."
    )
    who_should_apply = fields.Html(translate=True)
    mentee_responsibilities = fields.Html(translate=True)
    mentor_responsibilities = fields.Html(translate=True)
    mutual_responsibilities = fields.Html(translate=True)
    mentee_benefits = fields.Html(translate=True)
    mentor_benefits = fields.Html(translate=True)
    document_ids = fields.One2many(
        comodel_name="mentoring.document", inverse_name="scheme_id", copy=True
    )
    agreement_template_ids = fields.One2many(
        comodel_name="mentoring.agreement.template", inverse_name="scheme_id", copy=True
    )
    # calendar
    duration_months = fields.Integer(
        default=12, help="How many months a partnership lasts."
    )
    apply_lead_months = fields.Integer(
        string="Applications Open Before Start (months)",
        default=2,
        help="Proposed opening of applications, in months before the start.",
    )
    apply_close_days = fields.Integer(
        string="Applications Close Before Start (days)",
        default=7,
        help="Proposed close of applications, in days before the start.",
    )
    checkin_days = fields.Integer(
        string="Check First Contact After (days)",
        default=14,
        help="Days after the match after which members who have no meeting on record "
        "are asked whether they have been in touch. After the first meeting they are "
        "asked whether it is a good fit. Zero: no one is asked.",
    )
    evaluation_days = fields.Integer(
        string="Time to Evaluate (days)",
        default=14,
        help="How long the final evaluation stays open.",
    )
    is_rolling = fields.Boolean(
        string="Rolling",
        help="Members join at any time of the year: new intakes have no "
        "close of applications and no end.",
    )
    # modes
    offers_one_to_one = fields.Boolean(string="One-to-One", default=True)
    offers_group = fields.Boolean(string="Group")
    offers_peer = fields.Boolean(string="Peer")
    offers_reverse = fields.Boolean(
        string="Reverse",
        help="The mentor is the one who is earlier in the career. Mentors who ask for "
        "it need no least number of years of experience.",
    )
    offers_distance = fields.Boolean(
        string="At a Distance", default=True, help="Partners may meet online only."
    )
    group_size_min = fields.Integer(
        string="Least Mentees per Group",
        default=3,
        help="A group with fewer mentees does not run.",
    )
    group_size_max = fields.Integer(string="Most Mentees per Group", default=6)
    milestone_ids = fields.One2many(
        comodel_name="mentoring.milestone",
        inverse_name="scheme_id",
        string="Milestones",
        copy=True,
        help="What each partnership is proposed as its goals, with the month for it.",
    )
    # commitment
    contact_hours_month = fields.Float(string="Contact per Month (hours)", default=1.0)
    preparation_hours_month = fields.Float(
        string="Preparation per Month (hours)", default=2.0
    )
    # eligibility
    mentor_member_required = fields.Boolean(default=True)
    mentee_member_required = fields.Boolean(default=True)
    membership_product_ids = fields.Many2many(
        comodel_name="product.product",
        relation="mentoring_scheme_membership_product_rel",
        string="Memberships to Join With",
        domain=[("membership", "=", True)],
        check_company=True,
        help="What an applicant who is no member chooses from in applying. Empty: all "
        "memberships that are valid today.",
    )
    mentor_category_ids = fields.Many2many(
        comodel_name="membership.membership_category",
        string="Mentor Membership Categories",
        help="A mentor holds one of these. Empty: any member.",
    )
    mentor_min_years = fields.Integer(
        string="Mentor Minimum Experience (years)",
        help="For how many years a mentor has to have worked, at least.",
    )
    lapse_grace_days = fields.Integer(
        string="Grace After a Lapse (days)",
        default=30,
        help="How long a participant whose membership lapsed has to renew before going "
        "on hold.",
    )
    resume_required = fields.Boolean(string="Résumé Required", default=True)
    upload_limit_mb = fields.Integer(string="Upload Limit (MB)", default=10)
    review_days = fields.Integer(
        string="Time to Review (days)",
        default=14,
        help="How long after submission an applicant hears from you. After that "
        "an application counts as overdue in the review queue.",
    )
    # waiting list
    place_offer_mode = fields.Selection(
        selection=[
            ("staff", "Staff offer them"),
            ("automatic", "Offered automatically"),
        ],
        string="Free Places",
        default="staff",
        required=True,
        help="A place is free when an eligible mentor offers it and no accepted mentee "
        "and no open offer stands before it. Places of a dated intake are offered from "
        "the close of applications on; those of a rolling intake at any time.",
    )
    place_offer_days = fields.Integer(
        string="Time to Take a Place (days)",
        default=7,
        help="How long a place that is offered to someone on the waiting list is kept.",
    )
    # referee
    referee_required = fields.Selection(
        selection=[
            ("no", "Not asked for"),
            ("optional", "If the applicant names one"),
            ("required", "Needed"),
        ],
        string="Referee",
        default="no",
        required=True,
        help="Applicants name a referee. We email the referee a few questions once "
        "the application is submitted; no login is needed.",
    )
    referee_days = fields.Integer(
        string="Time for the Referee (days)",
        default=21,
        help="How long the referee's form stays open. The referee is reminded once, "
        "halfway.",
    )
    application_properties_definition = fields.PropertiesDefinition(
        string="Own Questions"
    )
    # matching
    criterion_ids = fields.One2many(
        comodel_name="mentoring.criterion", inverse_name="scheme_id", copy=True
    )
    match_threshold = fields.Float(
        string="Lowest Acceptable Score",
        default=0.3,
        help="Pairs with a lower score are not proposed.",
    )
    conflict_employer = fields.Selection(
        selection=CONFLICT_SETTINGS,
        string="Same Employer",
        default="forbid",
        required=True,
        help="The same employer as written, the same organisation above the contact, "
        "or organisations of one group.",
    )
    conflict_past_pair = fields.Selection(
        selection=CONFLICT_SETTINGS,
        string="Partners Before",
        default="forbid",
        required=True,
    )
    conflict_never_match = fields.Selection(
        selection=CONFLICT_SETTINGS,
        string="Never-Match Flag of an Earlier Intake",
        default="forbid",
        required=True,
        help="One of this intake always holds.",
    )
    conflict_email = fields.Selection(
        selection=CONFLICT_SETTINGS,
        string="Same Email Address",
        default="warn",
        required=True,
    )
    conflict_concern = fields.Selection(
        selection=CONFLICT_SETTINGS,
        string="Confidential Reasons",
        default="forbid",
        required=True,
        help="Known to the conduct officers alone; a pair never says that it is one.",
    )
    _check_company_auto = True
    _answer_days_positive = models.Constraint(
        "CHECK(review_days > 0 AND place_offer_days > 0 AND referee_days > 0)",
        "Give at least one day to review, to take a place and to give a reference.",
    )
    _threshold_range = models.Constraint(
        "CHECK(match_threshold >= 0 AND match_threshold <= 1)",
        "The lowest acceptable score is between 0 and 1. Enter a number in between.",
    )
    _group_sizes = models.Constraint(
        "CHECK(group_size_min >= 1)",
        "A group has at least one mentee. Enter 1 or more.",
    )
    _months_positive = models.Constraint(
        "CHECK(duration_months > 0 AND apply_lead_months >= 0"
        " AND lapse_grace_days >= 0 AND apply_close_days >= 0)",
        "A partnership lasts at least one month, and no delay can be below zero. "
        "Enter larger numbers.",
    )

    def _default_tz(self):
        return self.env.company.partner_id.tz or self.env.user.tz or "UTC"

    @api.depends("intake_ids")
    def _compute_intake_count(self):
        counts = dict(
            self.env["mentoring.intake"]._read_group(
                [("scheme_id", "in", self.ids)], ["scheme_id"], ["__count"]
            )
        )
        for scheme in self:
            scheme.intake_count = counts.get(scheme, 0)

    @api.constrains(
        "offers_one_to_one", "offers_group", "offers_peer", "offers_reverse"
    )
    def _check_modes(self):
        for scheme in self:
            if not scheme._get_modes():
                raise ValidationError(
                    self.env._(
                        "%(scheme)s: tick at least one way of mentoring.",
                        scheme=scheme.name,
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_intakes(self):
        """Open the intakes of this scheme, or plan the first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_intake_action"
        )
        action["domain"] = [("scheme_id", "=", self.id)]
        action["context"] = {"default_scheme_id": self.id}
        if not self.intake_count:
            action["views"] = [(False, "form")]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _get_modes(self):
        """Return the keys of the modes that this scheme offers (promises A41, B2)."""
        self.ensure_one()
        return [
            mode
            for mode in ("one_to_one", "group", "peer", "reverse")
            if self[f"offers_{mode}"]
        ]

    def _is_reverse_alone(self):
        """Return whether all mentors and mentees are matched in reverse (A41)."""
        self.ensure_one()
        return self.offers_reverse and not (self.offers_one_to_one or self.offers_group)

    def _get_membership_products(self, role):
        """Return the memberships that an applicant in this role may take out today.

        A mentor takes out one of the scheme's categories (promises A7, A14).
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        catalogue = self.env["product.product"].sudo()  # applicants see no products
        products = self.sudo().membership_product_ids or catalogue.search(  # see above
            [
                ("membership", "=", True),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            order="list_price, name",
        )
        needed = self.mentor_category_ids if role == "mentor" else None
        return products.filtered(
            lambda product: (
                product.membership_date_from <= today <= product.membership_date_to
                and (not needed or product.membership_category_id in needed)
            )
        )

    def _get_questions(self):
        """Return the definitions of the scheme's own questions."""
        self.ensure_one()
        return self.application_properties_definition or []

    def _get_document(self, kind, role=None):
        """Return the newest version of a text of this scheme.

        :param str kind: a key of ``DOCUMENT_KINDS``
        :param str role: the reader's role; None for texts that are for everyone
        """
        self.ensure_one()
        if kind not in dict(DOCUMENT_KINDS):
            raise ValueError(f"unknown kind of document: {kind}")
        audiences = ["all", role] if role else ["all"]
        return self.document_ids.filtered(
            lambda document: document.kind == kind and document.audience in audiences
        ).sorted("version", reverse=True)[:1]

    @api.model
    def _check_consistency(self):
        """Return one sentence per broken invariant in the whole database.

        Reports, never repairs. Empty when all holds.
        """
        self.env.flush_all()
        return [
            sentence
            for room in CONSISTENCY_ROOMS
            # Also what is archived, of every company.
            for sentence in self.env[room].sudo()._get_inconsistencies()
        ]

    @api.model
    def action_check_consistency(self):
        """Check the whole database, and show what was found."""
        self.browse().check_access("write")
        sentences = self._check_consistency()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if sentences else "success",
                "sticky": bool(sentences),
                "title": self.env._("Consistency"),
                "message": "\n".join(sentences)
                or self.env._("Everything is as it should be."),
            },
        }
