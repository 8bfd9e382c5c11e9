# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request
from odoo.tools import SQL

from ...sealing import KeyMissing, Reader
from ...sealing.grant import make_grant

DECIDERS = (
    "mentoring_scheme.group_mentoring_manager",
    "mentoring_scheme.group_mentoring_conduct",
)
NOTICE = "mentoring_scheme.mail_template_participant_disclosure"
REQUEST_FIELDS = frozenset({"partnership_id", "ground", "reason", "days"})


class MentoringDisclosure(models.Model):
    """What a partnership wrote is opened for one person, for a time (promise B1).

    The way out of invariant 7 for courts and for somebody's safety. A manager asks,
    somebody else agrees, the participants are told at once, and each reading is noted.
    It covers what the participants wrote for each other since the scheme has told its
    members of it, and no private note.

    That two people have agreed is proved by a sealed text, which only our own code
    makes, while the second person's browser waits for it. So no row that somebody
    writes, by whatever way and right, opens anything.
    """

    _name = "mentoring.disclosure"
    _inherit = ["mentoring.derived"]
    _description = "Disclosure of what a partnership wrote"
    _order = "id desc"
    _is_confidential = True
    _step_fields = frozenset(
        {
            "requested_by_id",
            "state",
            "decided_by_id",
            "date_decided",
            "date_since",
            "date_until",
            "grant_proof",
            "closed_by_id",
            "date_closed",
        }
    )

    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="partnership_id.company_id", store=True, index=True
    )
    ground = fields.Selection(
        selection=[
            ("safety", "Someone's safety depends on it"),
            ("order", "A court or an authority orders it"),
            ("asked", "A participant asks for it"),
        ],
        required=True,
        help="The participants are not told the ground.",
    )
    reason = fields.Text(
        required=True,
        help="Read by the person who decides. Don't repeat what was told in a case: "
        "give the case's number.",
    )
    days = fields.Integer(
        string="For How Many Days",
        default=3,
        required=True,
        help="It can be read until that many days after it is granted.",
    )
    requested_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Requested by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="The only person who will be able to read it.",
    )
    state = fields.Selection(
        selection=[
            ("requested", "Requested"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("closed", "Closed"),
        ],
        default="requested",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_decided = fields.Datetime(string="Decided on", readonly=True, copy=False)
    date_since = fields.Datetime(
        string="Covers What Was Written since",
        readonly=True,
        copy=False,
        help="Texts from before stay closed: members had been promised that no one "
        "would open them.",
    )
    date_until = fields.Date(string="Readable until", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Closed by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_closed = fields.Datetime(string="Closed on", readonly=True, copy=False)
    grant_proof = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS)
    reading_ids = fields.One2many(
        comodel_name="mentoring.disclosure.reading", inverse_name="disclosure_id"
    )
    is_readable = fields.Boolean(
        string="Readable Now",
        compute="_compute_is_readable",
        help="It has been granted, and its time is not over.",
    )
    can_decide = fields.Boolean(
        string="Yours to Decide",
        compute="_compute_can_decide",
        help="You did not request it yourself, and have no part in the partnership.",
    )
    can_read = fields.Boolean(
        string="Yours to Read",
        compute="_compute_can_read",
        help="You requested it, and it can be read now.",
    )
    content = fields.Html(
        string="What They Wrote",
        compute="_compute_content",
        help="Filled in for the reader's own browser alone.",
    )

    _days_sensible = models.Constraint(
        "CHECK(days BETWEEN 1 AND 14)",
        "A disclosure lasts between 1 and 14 days. Please enter a number in between.",
    )

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------

    @api.depends("state", "date_until")
    def _compute_is_readable(self):
        for disclosure in self:
            disclosure.is_readable = (
                disclosure.state == "granted"
                and disclosure.date_until
                and disclosure.date_until >= disclosure._today()
            )

    @api.depends("state", "requested_by_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for disclosure in self:
            disclosure.can_decide = bool(
                disclosure.id
                and disclosure.state == "requested"
                and disclosure._may_decide(self.env.user)
            )

    @api.depends("is_readable", "requested_by_id")
    @api.depends_context("uid")
    def _compute_can_read(self):
        for disclosure in self:
            disclosure.can_read = (
                disclosure.is_readable and disclosure.requested_by_id == self.env.user
            )

    @api.depends("partnership_id")
    def _compute_display_name(self):
        for disclosure in self:
            partnership = disclosure.sudo().partnership_id  # officers read none
            disclosure.display_name = partnership.display_name

    def _compute_content(self):
        """Leave it empty: no record, cache or automation ever holds the texts."""
        self.content = False

    @api.constrains("partnership_id", "requested_by_id")
    def _check_allowed(self):
        for disclosure in self:
            partnership = disclosure.sudo().partnership_id  # officers read none
            if not partnership.scheme_id.disclosure_since:
                raise ValidationError(
                    self.env._(
                        "%(scheme)s doesn't allow disclosures. A manager can allow "
                        "them on the scheme, on the page Privacy; they then cover what "
                        "is written from that day on.",
                        scheme=partnership.scheme_id.name,
                    )
                )
            if disclosure._has_part(disclosure.requested_by_id):
                raise ValidationError(
                    self.env._(
                        "You take part in this partnership, so someone else has to "
                        "request its disclosure."
                    )
                )

    def write(self, vals):
        """Keep a request as it was made: what is granted is what was read."""
        if changed := sorted(REQUEST_FIELDS & vals.keys()):
            for disclosure in self:
                if any(
                    disclosure._fields[name].convert_to_write(
                        disclosure[name], disclosure
                    )
                    != vals[name]
                    for name in changed
                ):
                    raise UserError(
                        self.env._(
                            "A request can't be changed once it is made. Please close "
                            "it, and make a new one."
                        )
                    )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Make requests, and tell those who can decide that there are some."""
        disclosures = super().create(vals_list)
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_disclosure_requested",
            disclosures.sudo(),  # the mail to them is the system's
        )
        return disclosures

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A disclosure stays in the register. Close it instead.")
        )

    def copy_data(self, default=None):
        """Refuse: each request has a reason of its own."""
        if self:
            raise UserError(
                self.env._(
                    "A disclosure can't be duplicated. Please request a new one on "
                    "the partnership."
                )
            )
        return super().copy_data(default)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_open_request(self):
        """Open the request that was just made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_grant(self):
        """Let those who asked read, as somebody else who does so on the screen."""
        with Reader.of_screen(request, self._name, ("action_grant",)) as reader:
            if not reader:
                raise UserError(
                    self.env._(
                        "A disclosure can only be granted with the button on its own "
                        "page, by the person who is signed in there."
                    )
                )
            for disclosure in self:
                disclosure._grant(reader)
        return True

    def action_refuse(self):
        """Refuse requests; nobody outside is told that there were any."""
        for disclosure in self:
            disclosure._check_can_decide(self.env.user)
            disclosure._close("refused")
        return True

    def action_close(self):
        """Close requests and disclosures before their time."""
        for disclosure in self:
            if disclosure.state not in ("requested", "granted"):
                raise UserError(self.env._("This disclosure has already been closed."))
            disclosure._close("closed")
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _today(self):
        self.ensure_one()
        return self.sudo().partnership_id.intake_id._today()  # officers read none

    def _get_day(self, moment):
        """Return the day of a UTC moment in the intake's zone (invariant 10)."""
        self.ensure_one()
        intake = self.sudo().partnership_id.intake_id  # as above
        return intake._local_date(moment)

    def _has_part(self, user):
        self.ensure_one()
        partnership = self.sudo().partnership_id  # officers read none
        return user.partner_id in partnership.participant_ids.partner_id

    def _may_decide(self, user):
        """Return whether a person may decide about it: never who requested it."""
        self.ensure_one()
        return (
            user != self.requested_by_id
            and user.partner_id != self.requested_by_id.partner_id
            and any(user.has_group(group) for group in DECIDERS)
            and not self._has_part(user)
        )

    def _get_deciders(self):
        """Return who is asked to decide."""
        self.ensure_one()
        groups = self.env["res.groups"]
        for name in DECIDERS:
            groups |= self.env.ref(name)
        users = self.env["res.users"].search(
            [
                ("all_group_ids", "in", groups.ids),
                ("share", "=", False),
                ("company_ids", "in", self.company_id.ids),
            ]
        )
        return users.filtered(self._may_decide)

    def _get_decider_ids(self):
        """Return their contacts as a mail template names its recipients."""
        return ",".join(map(str, self._get_deciders().partner_id.ids))

    def _check_can_decide(self, user):
        self.check_access("read")
        if self.state != "requested":
            raise UserError(self.env._("This request has already been decided."))
        if not self._may_decide(user):
            raise UserError(
                self.env._(
                    "Someone else has to decide this request: a manager or a conduct "
                    "officer who did not make it, and does not take part in the "
                    "partnership."
                )
            )

    def _grant(self, reader):
        """Let the person who asked read, and tell the participants.

        :param Reader reader: the capability, of who grants it
        """
        self.ensure_one()
        if type(reader) is not Reader:
            raise AccessError(self.env._("What is kept in confidence stays closed."))
        # Of two who decide at one moment, the second is told.
        self.lock_for_update()
        users = self.env["res.users"].sudo()  # to look for the person
        decider = users.browse(reader.uid)
        self._check_can_decide(decider)
        self._check_allowed()
        disclosure = self.sudo()  # by this step alone
        partnership = disclosure.partnership_id
        disclosure.write(
            {
                "state": "granted",
                "decided_by_id": decider.id,
                "date_decided": fields.Datetime.now(),
                "date_since": partnership.scheme_id.disclosure_since,
                "date_until": fields.Date.add(self._today(), days=self.days),
            }
        )
        key = partnership._get_data_key()
        try:
            proof = make_grant(self.env.cr, key.id, disclosure._get_terms())
        except KeyMissing as error:
            raise UserError(key._get_missing_sentence()) from error
        disclosure.grant_proof = proof
        partnership._tell_of_disclosure(self)

    def _forget_reason(self):
        """Erase the reasons, which may tell of people.

        In the table itself: everyone else is refused to change them.
        """
        self.flush_recordset(["reason"])
        self.env.cr.execute(
            SQL(
                "UPDATE mentoring_disclosure SET reason = %s WHERE id IN %s",
                self.env._("Erased"),
                tuple(self.ids or [0]),
            )
        )
        self.invalidate_recordset(["reason"])

    def _close(self, state):
        self.check_access("read")
        self.sudo().write(  # by this step alone
            {
                "state": state,
                "closed_by_id": self.env.uid,
                "date_closed": fields.Datetime.now(),
            }
        )

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each that says it was granted, and was not."""
        return [
            self.env._(
                "The disclosure of %(partnership)s was not granted by two people.",
                partnership=disclosure.partnership_id.display_name,
            )
            for disclosure in self.search([("state", "=", "granted")])
            if not disclosure._is_granted()
        ]
