# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# The link lives longer than any form stays open, so that a late click is told why.
LINK_DAYS = 180
TEXT_LENGTH = 5000
RECOMMENDATIONS = [
    ("yes", "Yes"),
    ("reservations", "With reservations"),
    ("no", "No"),
]
KNOWN_FOR = [
    ("less", "Less than a year"),
    ("some", "One to three years"),
    ("more", "More than three years"),
]


class MentoringReference(models.Model):
    """What a referee says about one applicant, asked by mail and without an account.

    Staff read it with the application; the applicant only if the referee allows it. In
    a model of its own, without chatter, so that nothing of it is copied into a log.
    """

    _name = "mentoring.reference"
    _inherit = ["mentoring.answer.link", "mentoring.derived", "mentoring.retention"]
    _description = "Reference for a mentoring application"
    _order = "date_asked desc, id desc"
    _rec_name = "referee_name"

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="application_id.partner_id", string="About")
    intake_id = fields.Many2one(related="application_id.intake_id")
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    referee_name = fields.Char(string="Referee", required=True)
    referee_email = fields.Char()
    referee_relationship = fields.Char(string="Relationship")
    state = fields.Selection(
        selection=[
            ("asked", "Asked"),
            ("received", "Received"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    is_cancelled = fields.Boolean(string="Cancelled", readonly=True, copy=False)
    is_expired = fields.Boolean(string="Expired", readonly=True, copy=False)
    date_asked = fields.Datetime(
        string="Asked on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    date_expiry = fields.Date(
        string="Answer by",
        readonly=True,
        help="The last day to answer, until midnight in the intake's time zone.",
    )
    date_answered = fields.Datetime(string="Answered on", readonly=True, copy=False)
    is_by_hand = fields.Boolean(
        string="Recorded by Staff",
        readonly=True,
        help="The referee answered by phone or letter, and staff wrote it down.",
    )
    # the answers
    known_for = fields.Selection(selection=KNOWN_FOR, string="Known the Applicant For")
    recommendation = fields.Selection(
        selection=RECOMMENDATIONS, string="Recommends the Applicant"
    )
    text = fields.Text(string="In the Referee's Words")
    may_share = fields.Boolean(
        string="The Applicant May Read It",
        help="Ticked by the referee. Otherwise the applicant learns only whether the "
        "reference has arrived.",
    )

    # An index, since it includes a person's application.
    _one_open = models.UniqueIndex(
        "(application_id) WHERE state = 'asked'",
        "A referee has already been asked and can still answer. Cancel that request "
        "first.",
    )

    @api.depends("recommendation", "is_cancelled", "is_expired")
    def _compute_state(self):
        for reference in self:
            if reference.recommendation:
                reference.state = "received"
            elif reference.is_cancelled:
                reference.state = "cancelled"
            else:
                reference.state = "expired" if reference.is_expired else "asked"

    @api.constrains("text")
    def _check_text(self):
        for reference in self:
            if len(reference.text or "") > TEXT_LENGTH:
                raise ValidationError(
                    self.env._(
                        "The reference is longer than %(limit)s characters. Please "
                        "shorten it.",
                        limit=TEXT_LENGTH,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """What staff enter is a reference that they were given, told to the history."""
        references = super().create(vals_list)
        for reference in references.filtered("recommendation"):
            reference.write(
                {"is_by_hand": True, "date_answered": fields.Datetime.now()}
            )
            reference.application_id._message_log(
                body=self.env._(
                    "A reference by %(name)s was recorded by hand.",
                    name=reference.referee_name,
                )
            )
        return references

    def write(self, vals):
        """A referee's own words never change (invariant 8)."""
        words = {"known_for", "recommendation", "text", "may_share", "referee_name"}
        if words & vals.keys() and self.filtered("date_answered"):
            raise UserError(
                self.env._(
                    "A reference that has been given never changes. Record a new one "
                    "beside it."
                )
            )
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_cancel(self):
        """Ask these referees no more."""
        self.filtered(lambda r: r.state == "asked").is_cancelled = True
        return True

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _ask(self, applications):
        """Ask the referee whom each of these names, once, by mail.

        Whoever was asked for the application before and is no longer named is asked no
        more.

        :return: the references asked for
        """
        vals_list = []
        for application in applications:
            named = (application.referee_email or "").strip().lower()
            known = application.reference_ids.filtered(
                lambda r, named=named: (r.referee_email or "").lower() == named
            )
            (application.reference_ids - known).action_cancel()
            if named and not known.filtered(lambda r: r.state in ("asked", "received")):
                vals_list.append(self._prepare_reference(application))
        self.flush_model(["state"])  # an index counts the open ones
        references = self.create(vals_list)
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_reference_asked", references
        )
        for reference in references:
            reference.application_id._message_log(
                body=self.env._(
                    "%(name)s was asked for a reference, to be given by %(day)s.",
                    name=reference.referee_name,
                    day=reference._get_last_day(),
                )
            )
        return references

    @api.model
    def _prepare_reference(self, application):
        return {
            "application_id": application.id,
            "referee_name": application.referee_name or application.referee_email,
            "referee_email": application.referee_email.strip().lower(),
            "referee_relationship": application.referee_relationship,
            "date_expiry": application.intake_id._today()
            + timedelta(days=application.scheme_id.referee_days),
        }

    def _give(self, values):
        """Take the referee's answers, once.

        :param dict values: known_for, recommendation, text and may_share
        :raise UserError: with a sentence for the referee, when nothing is asked now
        """
        self.ensure_one()
        # Two clicks at one moment: the second one waits, and finds it answered.
        self.lock_for_update()
        self.invalidate_recordset()
        if closed := self._get_closed_sentence():
            raise UserError(closed)
        self.write({**values, "date_answered": fields.Datetime.now()})
        self.application_id._message_log(
            body=self.env._("The reference by %s has arrived.", self.referee_name)
        )

    def _get_closed_sentence(self):
        """Return why there is nothing to answer any more, or nothing."""
        self.ensure_one()
        if self.state == "received":
            return self.env._(
                "This reference has already been given. Thank you: there is nothing "
                "more to do."
            )
        application = self.application_id
        if self.state == "cancelled" or application.state in ("withdrawn", "declined"):
            return self.env._(
                "This reference is no longer needed. Thank you for your time."
            )
        if self.state == "expired" or self.date_expiry < self.intake_id._today():
            return self.env._(
                "It is too late for this reference. If you would still like to give "
                "it, please email us."
            )
        return ""

    def _get_last_day(self):
        """Return the last day to answer, in words, with the zone (invariant 10)."""
        self.ensure_one()
        return self.intake_id._describe_deadline(self.date_expiry)

    @api.model
    def _cron_follow_up(self):
        """Remind referees once, half-way, and close what was not answered in time."""
        Cron = self.env["ir.cron"]
        asked = self.search([("state", "=", "asked"), ("date_expiry", "!=", False)])
        Cron._commit_progress(remaining=len(asked))
        for reference_id in asked.ids:
            if reference := self.browse(reference_id).try_lock_for_update():
                reference._follow_up()
            if not Cron._commit_progress(1):
                break

    def _follow_up(self):
        self.ensure_one()
        if self.application_id.state in ("withdrawn", "declined"):
            self.action_cancel()
            return
        today = self.intake_id._today()
        asked_on = self.intake_id._local_date(self.date_asked)
        if today > self.date_expiry:
            self.is_expired = True
        elif today - asked_on >= (self.date_expiry - asked_on) / 2:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_reference_reminder", self
            )

    # ------------------------------------------------------------------
    # Retention
    # ------------------------------------------------------------------

    @api.depends(
        "application_id.date_over", "intake_id.scheme_id.keep_reference_months"
    )
    def _compute_date_erase(self):
        return super()._compute_date_erase()

    def _get_retention(self):
        self.ensure_one()
        application = self.application_id
        return application.date_over, application.scheme_id.keep_reference_months

    def _get_erasure_kind(self):
        return "reference"

    def _erase(self):
        """Delete references whole: a referee's words are not to be changed."""
        count = len(self)
        self.unlink()
        return count

    # ------------------------------------------------------------------
    # The referee's link
    # ------------------------------------------------------------------

    @api.model
    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "reference": LINK_DAYS}

    def _get_answer_url(self, purpose):
        """A reference is a form on a page of its own."""
        url = super()._get_answer_url(purpose)
        return url.replace("/mentoring/answer/", "/mentoring/reference/")

    def _ask_reference(self):
        """Nothing is answered by one click; the form is another page."""
        return {
            "title": self.env._("Reference"),
            "question": "",
            "choices": [],
            "closed": self.env._(
                "Please open the form with the link in our email to you."
            ),
        }
