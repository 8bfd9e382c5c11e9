# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# A link lives longer than any offer, so that a late click is told what happened.
LINK_DAYS = 180
PASSED = ("declined", "expired")


class MentoringPlaceOffer(models.Model):
    """One place offered to one person on the waiting list, until the end of a day.

    The application follows: it is approved once its offer is accepted. Whoever declines
    or does not answer stays on the list, behind the people who haven't been asked yet.
    """

    _name = "mentoring.place.offer"
    _inherit = ["mentoring.answer.link", "mentoring.derived"]
    _description = "Place offered from the waiting list"
    _order = "date_offered desc, id desc"

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="application_id.partner_id", store=True)
    intake_id = fields.Many2one(
        related="application_id.intake_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    date_offered = fields.Datetime(
        string="Offered on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    date_expiry = fields.Date(
        string="Answer by",
        required=True,
        readonly=True,
        help="The last day to answer, until midnight in the intake's time zone.",
    )
    expires_at = fields.Datetime(
        compute="_compute_expires_at",
        store=True,
        help="When the offer runs out.",
    )
    date_closed = fields.Datetime(string="Answered on", readonly=True)
    state = fields.Selection(
        selection=[
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="offered",
        index=True,
    )

    _one_open = models.UniqueIndex(
        "(application_id) WHERE state = 'offered'",
        "This applicant has already been offered a place and can still answer. Cancel "
        "that offer first.",
    )

    @api.depends("date_expiry", "intake_id.tz")
    def _compute_expires_at(self):
        for offer in self:
            offer.expires_at = offer.intake_id._start_of_day(
                offer.date_expiry + timedelta(days=1)
            )

    @api.depends("partner_id.name", "intake_id.name")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = self.env._(
                "Place for %(name)s, %(intake)s",
                name=offer.partner_id.name or "",
                intake=offer.intake_id.name or "",
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_accept(self):
        """Record that the people said yes, by phone for example."""
        self._check_open()
        for offer in self:
            if not offer.application_id.is_eligible:
                raise UserError(offer.application_id._get_eligibility_refusal())
        for offer in self:
            offer._accept()
        return True

    def action_decline(self):
        """Record that the people said no; the places are free again."""
        self._check_open()
        self._pass_on("declined")
        return True

    def action_cancel(self):
        """Withdraw offers made by mistake; those people keep their turn.

        They are told, unless the email with the offer has not left yet.
        """
        self._check_open()
        Notification = self.env["mentoring.notification"]
        told = self.filtered(
            lambda offer: Notification._recall(
                "mentoring_scheme.mail_template_place_offered", offer
            )
        )
        self._close("cancelled")
        emailed = Notification._send_once(
            "mentoring_scheme.mail_template_place_withdrawn",
            told,
            occasion=f"withdrawn {fields.Datetime.now()}",
        )
        return self._show_step(
            self.env._("Offer withdrawn")
            if len(self) == 1
            else self.env._("%(count)s offers withdrawn", count=len(self)),
            emailed,
        )

    def action_reopen(self):
        """Take back an answer or a withdrawal: the person may answer again.

        :raise UserError: once somebody has acted on the answer, or the day is over
        """
        obstacles = [obstacle for one in self if (obstacle := one._get_undo_obstacle())]
        if obstacles:
            raise UserError("\n".join(obstacles))
        for offer in self:
            # As in _offer: the state is changed by the steps alone.
            offer.sudo().write({"state": "offered", "date_closed": False})
            if offer.application_id.state == "approved":
                offer.application_id.state = "waitlisted"
        emailed = self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_place_offered",
            self,
            occasion=f"reopened {fields.Datetime.now()}",
        )
        return self._show_step(
            self.env._("Offer reopened")
            if len(self) == 1
            else self.env._("%(count)s offers reopened", count=len(self)),
            emailed,
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _get_undo_obstacle(self):
        """Return why an answer can no longer be taken back; '' if it can."""
        self.ensure_one()
        application = self.application_id
        if self.state in ("offered", "expired"):
            return self.env._(
                "%(offer)s: there is no answer to take back.", offer=self.display_name
            )
        if self.expires_at <= fields.Datetime.now():
            return self.env._(
                "%(offer)s: the last day to answer is over. Click “Offer a Place” on "
                "the application instead.",
                offer=self.display_name,
            )
        is_where_it_was = (
            application.state
            == ("approved" if self.state == "accepted" else "waitlisted")
            and not application.participant_ids
        )
        if not is_where_it_was or application.offer_expires_on:
            return self.env._(
                "%(offer)s: the application has moved on since.",
                offer=self.display_name,
            )
        return ""

    @api.model
    def _show_step(self, title, emailed):
        notice = self.env["mentoring.step.notice"]
        return notice._show(title, notice._count_emailed(len(emailed)))

    @api.model
    def _offer(self, applications):
        """Offer a place to each of these, and tell them by mail.

        :return: the offers
        """
        self.flush_model(["state"])  # an index counts the open ones
        # Nobody has a right to enter or to change offers but by these steps.
        offers = self.sudo().create(
            [
                {
                    "application_id": application.id,
                    "date_expiry": application.intake_id._today()
                    + timedelta(days=application.scheme_id.place_offer_days),
                }
                for application in applications
            ]
        )
        offers.intake_id._close_idle_offers()
        for offer in offers:
            offer.application_id._message_log(
                body=self.env._(
                    "A place was offered, to be answered by %s.", offer._get_last_day()
                )
            )
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_place_offered", offers
        )
        return offers

    def _check_open(self):
        closed = self.filtered(lambda offer: offer.state != "offered")
        if closed:
            raise UserError(
                self.env._(
                    "%(offers)s: answered or closed already.",
                    offers=", ".join(closed.mapped("display_name")),
                )
            )

    def _accept(self):
        """Take the place; the application is approved by that.

        :raise UserError: when the person may not take part as things are
        """
        self.ensure_one()
        application = self.application_id
        if not application.is_eligible:
            raise UserError(
                self.env._(
                    "The place cannot be taken yet: %(reasons)s",
                    reasons=application.eligibility_note,
                )
            )
        self._close("accepted")
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_application_approved",
            application,
            occasion=f"place offer {self.id}",
        )

    def _pass_on(self, state):
        """Close offers that nobody took; those people go behind the others."""
        self._close(state)
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_place_passed", self
        )

    def _close(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        self.check_access("read")
        # As in _offer: the state is changed by the steps alone.
        self.sudo().write({"state": state, "date_closed": fields.Datetime.now()})
        for offer in self:
            offer.application_id._message_log(
                body=self.env._(
                    "The place that was offered: %(state)s.",
                    state=labels[state].lower(),
                )
            )

    def _expire(self):
        """Let an offer expire whose last day is over, if it is still open."""
        self.ensure_one()
        if self.state != "offered" or self.expires_at > fields.Datetime.now():
            return
        if self.application_id.state == "waitlisted":
            self._pass_on("expired")
        else:
            self._close("cancelled")  # matched by staff meanwhile, for example

    def _get_last_day(self):
        """Return the last day to answer, in words, with the zone (invariant 10)."""
        self.ensure_one()
        return self.intake_id._describe_deadline(self.date_expiry)

    # ------------------------------------------------------------------
    # Answers by one click
    # ------------------------------------------------------------------

    @api.model
    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "place": LINK_DAYS}

    def _ask_place(self):
        return {
            "title": self.env._("A place for you"),
            "question": self.env._(
                "There's now a place in %(intake)s. Would you like it? It is kept "
                "for you until %(day)s. What you owe is settled only once you are "
                "matched and both of you have signed.",
                intake=self.intake_id.name,
                day=self._get_last_day(),
            ),
            "choices": [
                ("yes", self.env._("Yes, I take the place")),
                ("later", self.env._("Not now, keep me on the list")),
            ],
            "closed": self._get_closed_sentence(),
        }

    def _get_closed_sentence(self):
        """Return why there is nothing to answer any more, or nothing."""
        is_waiting = self.application_id.state == "waitlisted"
        is_open = self.state == "offered" and self.expires_at > fields.Datetime.now()
        if is_waiting and is_open:
            return ""
        if self.state == "accepted":
            return self.env._("You have taken this place. There is nothing to do now.")
        if is_waiting:
            return self.env._(
                "This offer is closed, and the place has been offered to someone "
                "else. You are still on the waiting list."
            )
        return self.env._("This offer is closed.")

    def _take_place(self, answer):
        # Two clicks at one moment: the second one waits, and finds it answered.
        self.lock_for_update()
        self.invalidate_recordset()
        self._check_open()
        if answer == "yes":
            self._accept()
            return self.env._(
                "Thank you, the place is yours. We'll now look for a match for you, "
                "and email you once we've found one."
            )
        self._pass_on("declined")
        return self.env._(
            "Thank you for telling us. You stay on the list, behind the people who "
            "haven't been asked yet."
        )

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
