# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...sealing import get_key_id, is_sealed

RECEIPT_DAYS = 7
# What the reporter said stays as it was said.
REPORT_FIELDS = {
    "reporter_id",
    "reporter_name",
    "about_id",
    "about_name",
    "what",
    "date_incident",
    "time_incident",
    "witnesses",
    "raised_with",
    "is_in_danger",
    "wanted_outcome",
    "may_tell",
}
STATES = [
    ("new", "New"),
    ("open", "In hand"),
    ("decided", "Decided"),
    ("appealed", "Appealed"),
    ("closed", "Closed"),
]


class MentoringConcern(models.Model):
    """A confidential case, read by its handler alone (promises A37, A39, B1).

    Invariant 7. It has neither chatter nor followers; its history is a list of steps.
    While nobody has taken it, each conduct officer who has no part in it reads it.
    The person that it is about sees nothing, the reporter its number and state.
    """

    _name = "mentoring.concern"
    _inherit = ["mentoring.derived", "mentoring.sealed.screen"]
    _description = "Confidential Case"
    _order = "date_received desc, id desc"
    _is_confidential = True
    _step_fields = frozenset(
        {
            "handler_id",
            "date_receipt",
            "date_decided",
            "decided_by_id",
            "date_closed",
        }
    )

    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._default_name(),
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    # what was reported
    reporter_id = fields.Many2one(
        comodel_name="res.partner",
        string="Reported by",
        index="btree_not_null",
        ondelete="restrict",
    )
    reporter_name = fields.Char(
        string="Reported by (in words)",
        sealed=True,
        help="If the person is not in our records, or does not want to be named: who "
        "told us, and how we can reach them.",
    )
    can_be_mailed = fields.Boolean(
        string="Email Possible",
        compute="_compute_can_be_mailed",
        help="Whether we can email the person who raised it. If not, the officer "
        "tells them.",
    )
    has_page = fields.Boolean(
        string="Reporter Has a Page",
        compute="_compute_has_page",
        help="Whether the reporter has an account, and so can open the case's page.",
    )
    about_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        ondelete="restrict",
    )
    about_name = fields.Char(
        string="About (in words)",
        sealed=True,
        help="If the person is not in our records.",
    )
    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        compute="_compute_partnership_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The partnership that both take part in, if there is one.",
    )
    what = fields.Text(string="What happened", required=True, sealed=True)
    date_incident = fields.Date(string="When it happened")
    time_incident = fields.Char(
        string="At what time",
        sealed=True,
        help="As exactly as the reporter knows it.",
    )
    witnesses = fields.Text(
        sealed=True, help="Who else saw or heard it, and what else shows it."
    )
    raised_with = fields.Text(string="Already raised with", sealed=True)
    is_in_danger = fields.Boolean(
        string="Someone is in danger now", help="Act today: call the reporter first."
    )
    wanted_outcome = fields.Text(string="What the reporter would like", sealed=True)
    may_tell = fields.Selection(
        selection=[
            ("no", "No, do not tell the other person"),
            ("ask", "Ask me first"),
            ("yes", "Yes, you may tell the other person"),
        ],
        string="May we tell the other person?",
        default="ask",
        required=True,
    )
    file_ids = fields.One2many(
        comodel_name="mentoring.concern.file", inverse_name="concern_id"
    )
    date_received = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    date_receipt = fields.Datetime(
        string="Receipt given on",
        readonly=True,
        copy=False,
        help="When the reporter was told that someone has taken the case.",
    )
    date_receipt_due = fields.Date(
        string="Receipt due", compute="_compute_date_receipt_due", store=True
    )
    interim = fields.Selection(
        selection=[
            ("none", "None"),
            ("hold", "Pause the partnership"),
            ("separate", "Pause the partnership, and no contact"),
        ],
        string="Interim measure",
        default="none",
        required=True,
        help="While it is paused, the partnership's members are asked for nothing, and "
        "are told no reason.",
    )
    step_ids = fields.One2many(
        comodel_name="mentoring.concern.step", inverse_name="concern_id"
    )
    finding = fields.Text(copy=False, sealed=True)
    outcome = fields.Selection(
        selection=[
            ("none", "No action"),
            ("warning", "Warning"),
            ("end_pair", "The partnership ends"),
            ("removal", "Removal from the scheme"),
            ("referred", "Referred elsewhere"),
        ],
        copy=False,
    )
    told = fields.Text(
        string="Told to the reporter",
        sealed=True,
        copy=False,
        help="The reporter reads this on the case's page once it is decided.",
    )
    date_decided = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Someone else answers the appeal.",
    )
    date_closed = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        selection=STATES, compute="_compute_state", store=True, index=True
    )
    is_open = fields.Boolean(
        string="Still Open",
        compute="_compute_state",
        store=True,
        help="Not decided yet, or under appeal.",
    )

    _number_once = models.UniqueIndex(
        "(company_id, name)",
        "Two cases can't have the same number. Change one of them.",
    )

    # ------------------------------------------------------------------
    # Defaults and computes
    # ------------------------------------------------------------------

    @api.model
    def _default_name(self):
        sequences = self.env["ir.sequence"].sudo()  # members report, too
        return sequences.next_by_code("mentoring.concern")

    @api.model
    def _get_new_data_key(self, vals):
        return self.env["mentoring.data.key"]._make()

    def _get_data_keys(self):
        """Return each case's key, which what happened names; it is in every report."""
        return {case.id: case.sudo()._get_data_key() for case in self}  # key of its own

    def _get_data_key(self):
        self.ensure_one()
        keys = self.env["mentoring.data.key"]
        if is_sealed(self.what):
            return keys.browse(get_key_id(self.what))
        return keys._make()  # of a version before, which the job seals

    @api.depends("reporter_id", "about_id")
    def _compute_partnership_id(self):
        """The latest partnership in which both have a seat."""
        Seat = self.env["mentoring.participant"].sudo()  # officers read no seats
        for concern in self:
            both = concern.partnership_id
            if concern.about_id and concern.reporter_id and not both:
                partnerships = [
                    Seat.search([("partner_id", "=", person.id)]).partnership_id
                    for person in (concern.reporter_id, concern.about_id)
                ]
                both = (partnerships[0] & partnerships[1]).sorted("id")[-1:]
            concern.partnership_id = both

    @api.depends("reporter_id.email")
    def _compute_can_be_mailed(self):
        for concern in self:
            concern.can_be_mailed = bool(concern.reporter_id.email)

    @api.depends("reporter_id.user_ids")
    def _compute_has_page(self):
        for concern in self:
            reporter = concern.reporter_id.sudo()  # officers read no accounts
            concern.has_page = bool(reporter.user_ids)

    @api.depends("date_received")
    def _compute_date_receipt_due(self):
        for concern in self:
            received = concern.date_received or fields.Datetime.now()
            concern.date_receipt_due = received.date() + timedelta(days=RECEIPT_DAYS)

    @api.depends(
        "handler_id",
        "date_decided",
        "date_appeal",
        "date_appeal_decided",
        "date_closed",
    )
    def _compute_state(self):
        for concern in self:
            if concern.date_closed:
                concern.state = "closed"
            elif concern.date_appeal and not concern.date_appeal_decided:
                concern.state = "appealed"
            elif concern.date_decided:
                concern.state = "decided"
            else:
                concern.state = "open" if concern.handler_id else "new"
            concern.is_open = concern.state in ("new", "open", "appealed")

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    # What happened is in every report, so this is checked of each.
    @api.constrains("what", "reporter_id", "reporter_name")
    def _check_reporter(self):
        for concern in self:
            if not concern.reporter_id and not concern.reporter_name:
                raise ValidationError(
                    self.env._(
                        "Please choose who has reported it, or write who told us."
                    )
                )

    def write(self, vals):
        """Keep what was reported: it is added to by steps, never changed."""
        for concern in self:
            changed = [
                name for name in sorted(REPORT_FIELDS & vals.keys()) if concern[name]
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "What was reported stays as it was reported. Please add a step "
                        "to the case instead."
                    )
                )
        result = super().write(vals)
        if "interim" in vals:
            self._keep_apart()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Receive cases, and tell the conduct officers that there is one."""
        concerns = super().create(vals_list)
        for concern in concerns:
            concern._add_step(self.env._("Received."))
        # The mail to officers is the system's; a member has reported.
        concerns.sudo()._tell_officers("mail_template_concern_received")
        concerns._keep_apart()
        return concerns

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A case is kept. Close it instead."))

    def copy_data(self, default=None):
        """Refuse: what one person told stands once, with its history."""
        if self:
            raise UserError(self.env._("A case cannot be duplicated."))
        return super().copy_data(default)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_decide(self):
        """Decide a case; what it asks for is done by the button that appears then."""
        for concern in self:
            if not concern.handler_id:
                raise UserError(self.env._("Please take the case first."))
            if not concern.outcome or not concern.finding:
                raise UserError(
                    self.env._("Please write down the finding, and choose an outcome.")
                )
            concern.check_access("write")
            concern.sudo().write(  # by this step alone
                {
                    "date_decided": concern._today(),
                    "decided_by_id": concern.handler_id.id,
                }
            )
            concern._add_step(
                self.env._("Decided: %(outcome)s.", outcome=concern._get_outcome())
            )
            concern._tell_reporter("decided")
        return True

    def action_receipt(self):
        """Note that the reporter was told, by phone or letter, that we have it."""
        for concern in self:
            if not concern.handler_id:
                raise UserError(self.env._("Please take the case first."))
            if not concern.date_receipt:
                concern.check_access("write")
                now = fields.Datetime.now()
                concern.sudo().date_receipt = now  # by this step alone
                concern._add_step(self.env._("The reporter has been told."))
        return True

    def action_close(self):
        """Close decided cases."""
        for concern in self:
            if concern.state != "decided":
                raise UserError(
                    self.env._(
                        "%(name)s: please decide it first, and its appeal.",
                        name=concern.display_name,
                    )
                )
            concern.check_access("write")
            today = concern._today()
            concern.sudo().date_closed = today  # by this step alone
            concern._add_step(self.env._("Closed."))
        return True

    def action_reopen(self):
        """Take up closed cases again."""
        for concern in self.filtered("date_closed"):
            concern.check_access("write")
            concern.sudo().date_closed = False  # by this step alone
            concern._add_step(self.env._("Taken up again."))
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _today(self):
        """Return the day in the intake's zone, or the reader's without one (inv. 10).

        So that a deadline is the same for officers and members, wherever they are.
        """
        self.ensure_one()
        intake = self.sudo().partnership_id.intake_id  # officers read no intakes
        return intake._today() if intake else fields.Date.context_today(self)

    def _get_people(self):
        """Return all who have a part in the case."""
        self.ensure_one()
        concern = self.sudo()  # seats are not the officers' to read
        seats = concern.partnership_id.participant_ids
        return concern.reporter_id | concern.about_id | seats.partner_id

    def _tell_reporter(self, occasion):
        """Tell the reporter that there is an answer; what it is stands on the page."""
        self.ensure_one()
        if self.can_be_mailed:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_concern_decided", self, occasion
            )
        else:
            self._add_step(
                self.env._("The reporter has no email address: please tell them.")
            )

    def _get_list_action(self):
        return self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_concern_action"
        )

    def _add_step(self, body):
        """Write one line of the history: who, when and what (invariant 11)."""
        # Reporters have no access rows.
        self.env["mentoring.concern.step"].sudo().create(
            [{"concern_id": concern.id, "body": body} for concern in self]
        )

    def _give_receipt(self):
        """Tell the reporter that somebody has the case."""
        self.ensure_one()
        self._add_step(self.env._("Taken by %s.", self.handler_id.name))
        if not self.date_receipt and self.can_be_mailed:
            self.sudo().date_receipt = fields.Datetime.now()  # by this step alone
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_concern_receipt", self
            )

    @api.model
    def _flushed(self, partners):
        """Bring the table up to date before it is asked; return the people."""
        self.sudo().flush_model()  # nothing is read
        return partners

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each case in the wrong hands (invariant 7)."""
        sentences = []
        for concern in self.search([("handler_id", "!=", False)]):
            if concern.handler_id.partner_id in concern._get_people():
                sentences.append(
                    self.env._(
                        "The handler of the confidential case %(number)s "
                        "takes part in it.",
                        number=concern.name,
                    )
                )
        return sentences

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["reporter_id"]
