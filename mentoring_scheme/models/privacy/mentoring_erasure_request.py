# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

# An application in one of these states is going on.
GOING_ON = ("submitted", "returned", "approved", "waitlisted", "matched")
OPEN_FEES = ("due", "invoiced")


class MentoringErasureRequest(models.Model):
    """A member asks that what the scheme knows about them be erased (promise B9).

    A person decides: something may be going on, and the books have periods of their
    own.
    """

    _name = "mentoring.erasure.request"
    _inherit = ["mentoring.staff.thread", "mentoring.task"]
    _description = "Request to erase personal information"
    _order = "id desc"
    _rec_name = "partner_id"
    _step_fields = frozenset({"date_answered", "state"})

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("asked", "Asked"),
            ("erased", "Erased"),
            ("kept", "Answered Otherwise"),
        ],
        default="asked",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    answer = fields.Text(
        help="Told to the person by email: what stays and why, or why nothing was "
        "erased."
    )
    date_answered = fields.Datetime(string="Answered on", readonly=True)
    obstacles = fields.Text(
        string="What Is Missing",
        compute="_compute_obstacles",
        compute_sudo=True,  # coordinators see that a fee is open, not the books
        help="To be settled before anything is erased; one line each.",
    )

    # An index: it includes a person.
    _one_open = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'asked'",
        "This person has already asked. Please answer that request.",
    )

    @api.depends("partner_id", "state")
    def _compute_obstacles(self):
        for request in self:
            known = request.partner_id  # not yet in a new form
            request.obstacles = known and "\n".join(request._get_obstacles())

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_erase(self):
        """Erase what is known about these people, and tell them."""
        self._check_asked()
        for request in self:
            if request.obstacles:
                raise UserError(
                    self.env._(
                        "%(name)s cannot be erased yet:\n%(obstacles)s",
                        name=request.partner_id.name,
                        obstacles=request.obstacles,
                    )
                )
            request._erase_person()
        self._close("erased")
        return True

    def action_keep(self):
        """Tell people why nothing is erased."""
        self._check_asked()
        silent = self.filtered(lambda request: not (request.answer or "").strip())
        if silent:
            raise UserError(
                self.env._(
                    "%(names)s: write into “Answer” why nothing is erased, and what "
                    "the person can do.",
                    names=", ".join(silent.mapped("display_name")),
                )
            )
        self._close("kept")
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _get_task_causes(self):
        causes = super()._get_task_causes()
        return {**causes, "erasure": (["state"], "_filter_asked")}

    def _filter_asked(self):
        return self.filtered(lambda request: request.state == "asked")

    def _get_task_people(self):
        return self.sudo().partner_id

    @api.model
    def _ask(self, partner, company):
        """Note that a person asks to be erased; asking twice changes nothing.

        :return: the open request
        """
        asked = self.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("state", "=", "asked"),
            ]
        )
        if asked:
            return asked
        request = self.create({"partner_id": partner.id, "company_id": company.id})
        request._give_task(
            "erasure",
            request,
            request._get_coordinator(),
            self.env._(
                "%(name)s asks us to delete their information", name=partner.name
            ),
        )
        return request

    def _get_applications(self):
        self.ensure_one()
        return self.env["mentoring.application"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )

    def _get_coordinator(self):
        """Return who coordinates the person's last scheme, or any of the company."""
        schemes = self._get_applications().scheme_id or self.env[
            "mentoring.scheme"
        ].search([("company_id", "=", self.company_id.id)])
        return schemes.coordinator_id[:1]

    def _get_obstacles(self):
        """Return what has to be settled before this person can be erased."""
        self.ensure_one()
        applications = self._get_applications()
        going_on = applications.filtered(lambda a: a.state in GOING_ON)
        obstacles = [
            self.env._(
                "%(application)s is going on: decline it, or let the person withdraw.",
                application=application.display_name,
            )
            for application in going_on
        ]
        if applications.fee_ids.filtered(lambda fee: fee.state in OPEN_FEES):
            obstacles.append(self.env._("A fee is still open."))
        return obstacles

    def _check_asked(self):
        closed = self - self._filter_asked()
        if closed:
            raise UserError(
                self.env._(
                    "%(requests)s: answered already.",
                    requests=", ".join(closed.mapped("display_name")),
                )
            )

    def _erase_person(self):
        """Erase the profile, applications, papers, references, notes and messages.

        What was written for a partner stays the partner's; the books, hours and
        certificates stay.
        """
        self.ensure_one()
        request = self.sudo()  # coordinators delete no applications, and read no notes
        applications = request._get_applications()
        schemes = applications.scheme_id[:1] or self.env["mentoring.scheme"].search(
            [("company_id", "=", self.company_id.id)], limit=1
        )
        drafts = applications.filtered(lambda a: a.state == "draft")
        profiles = request.env["mentoring.profile"]._find(
            request.partner_id, request.company_id
        )
        count = len(drafts) + len(profiles)
        drafts.unlink()
        profiles.unlink()
        for application in applications - drafts:
            count += application.reference_ids._erase()
            count += application.file_ids._erase()
            count += application._erase()
        for model in ("mentoring.note", "mentoring.message"):
            count += request.env[model]._erase_by(
                request.partner_id, request.company_id
            )
        if schemes:
            request.env["mentoring.erasure"]._note(schemes, "request", count)

    def _close(self, state):
        answered = {"state": state, "date_answered": fields.Datetime.now()}
        self.sudo().write(answered)  # nobody enters it; the step was checked above
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_erasure_answered", self
        )

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
