# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from psycopg2.errors import UniqueViolation

from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import mute_logger

from ...dates import format_day

# Which of the profile's topics a role asks for; peers offer and seek alike.
ROLE_TOPICS = {
    "mentor": "mentor_topic_ids",
    "mentee": "mentee_topic_ids",
    "peer": "mentee_topic_ids",
}


class MentoringProfile(models.Model):
    """What a person has told the association once, for the next application.

    A model of its own rather than fields of the contact: a colleague of the same
    employer reads contacts. One per person and company, since each association keeps
    what it was told. Where two contacts are merged, the newest profile stays.
    """

    _name = "mentoring.profile"
    _inherit = ["mentoring.background"]
    _description = "Mentoring Profile"
    _order = "write_date desc, id desc"
    _rec_name = "partner_id"

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
        index=True,
        default=lambda self: self.env.company,
    )
    mentor_topic_ids = fields.Many2many(
        comodel_name="mentoring.topic",
        relation="mentoring_profile_mentor_topic_rel",
        string="Topics Offered",
    )
    mentee_topic_ids = fields.Many2many(
        comodel_name="mentoring.topic",
        relation="mentoring_profile_mentee_topic_rel",
        string="Topics Wanted",
    )
    capacity = fields.Integer(string="Mentees Offered", default=1)
    # pause
    paused_from = fields.Date(help="Empty, with an end: from now.")
    paused_until = fields.Date(help="Empty, with a start: until further notice.")
    # What partners see; an email address they need to get in touch at all.
    shares_phone = fields.Boolean(string="Partners See the Phone Number", default=True)
    shares_employer = fields.Boolean(string="Partners See the Employer", default=True)
    shares_location = fields.Boolean(string="Partners See the Town", default=True)
    shares_photo = fields.Boolean(string="Partners See the Photo")
    # mail
    is_invited = fields.Boolean(
        string="Invited to New Intakes",
        default=True,
        help="One email when applications open. Members can turn it off on their page.",
    )

    # An index, not a constraint: the merge of contacts deletes rows behind those.
    _once_per_person = models.UniqueIndex(
        "(partner_id, company_id)",
        "This person already has a mentoring profile. Open that one instead.",
    )
    _pause_in_order = models.Constraint(
        "CHECK(paused_until IS NULL OR paused_from IS NULL"
        " OR paused_until >= paused_from)",
        "A pause ends after it begins. Choose a later end.",
    )
    _capacity_positive = models.Constraint(
        "CHECK(capacity >= 0 AND years_experience >= 0)",
        "The number of mentees and the years of experience can't be below zero. Enter "
        "0 or more.",
    )

    # ------------------------------------------------------------------
    # Keeping answers
    # ------------------------------------------------------------------

    @api.model
    def _find(self, partner, company):
        """Return the profile of a person, if there is one."""
        return self.search(
            [("partner_id", "=", partner.id), ("company_id", "=", company.id)], limit=1
        )

    @api.model
    def _shares(self, partner, company, kind):
        """Return whether a person lets partners see something about themselves.

        :param str kind: ``phone``, ``employer``, ``location`` or ``photo``
        """
        # The partner reads no profile; only this answer leaves it.
        profiles = partner.sudo().mentoring_profile_ids
        profile = profiles.filtered(lambda one: one.company_id == company)[:1]
        if profile:
            return profile[f"shares_{kind}"]
        # Who has no profile has what a new one begins with.
        default = self._fields[f"shares_{kind}"].default
        return bool(default and default(self))

    @api.model
    def _keep_answers(self, applications):
        """Keep what applicants have answered, the newest answer counting."""
        for application in applications:
            vals = self._prepare_profile(application)
            profile = self._find(application.partner_id, application.company_id)
            if profile:
                profile.write(vals)
                continue
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    self.create(vals)
            except UniqueViolation:  # kept at this moment by the other role's form
                continue

    @api.model
    def _prepare_profile(self, application):
        vals = application._convert_to_write(
            {name: application[name] for name in self._get_background_fields()}
        )
        topics = ROLE_TOPICS[application.role]
        vals[topics] = [Command.set(application.topic_ids.ids)]
        if application.role == "mentor":
            vals["capacity"] = application.capacity
        return {
            "partner_id": application.partner_id.id,
            "company_id": application.company_id.id,
            **vals,
        }

    def _prepare_answers(self, role):
        """Return what a new application in this role begins with (issue: nobody types
        it twice); nothing for no profile.
        """
        if not self:
            return {}
        self.ensure_one()
        vals = self._convert_to_write(
            {name: self[name] for name in self._get_background_fields()}
        )
        vals["topic_ids"] = [Command.set(self[ROLE_TOPICS[role]].ids)]
        if role == "mentor":
            vals["capacity"] = self.capacity
        return vals

    # ------------------------------------------------------------------
    # Pause
    # ------------------------------------------------------------------

    def _is_paused_on(self, day):
        """Return whether the mentor takes no new match on this day."""
        self.ensure_one()
        start, end = self.paused_from, self.paused_until
        if not (start or end):
            return False
        return (not start or start <= day) and (not end or day <= end)

    def _get_pause_sentence(self):
        """Return since when and until when the mentor pauses, for staff."""
        self.ensure_one()
        if self.paused_until:
            return self.env._(
                "%(name)s takes no new match as mentor until %(until)s.",
                name=self.partner_id.name,
                until=format_day(self.env, self.paused_until),
            )
        return self.env._(
            "%(name)s takes no new match as mentor until further notice.",
            name=self.partner_id.name,
        )

    # ------------------------------------------------------------------
    # Invitations
    # ------------------------------------------------------------------

    @api.model
    def _cron_invite(self):
        """Invite, once an intake, those who took part or applied before.

        Not whom it does not concern: who has applied to it already, who pauses, and
        who has asked for no such mail.
        """
        Cron = self.env["ir.cron"]
        intakes = self.env["mentoring.intake"].search([("phase", "=", "open")])
        due = [
            (intake, profile)
            for intake in intakes.filtered("accepts_applications")
            for profile in self._search_invited(intake)
        ]
        Cron._commit_progress(remaining=len(due))
        for intake, profile in due:
            if profile.try_lock_for_update(allow_referencing=True):
                profile._invite(intake)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _search_invited(self, intake):
        """Return the profiles of those who are still to be invited to an intake."""
        earlier = Domain("scheme_id", "=", intake.scheme_id.id) & Domain(
            "state", "!=", "draft"
        )
        profiles = self.search(
            [
                ("company_id", "=", intake.company_id.id),
                ("is_invited", "=", True),
                ("partner_id.active", "=", True),
                ("partner_id.email", "!=", False),
                (
                    "partner_id.mentoring_application_ids",
                    "any",
                    earlier & Domain("intake_id", "!=", intake.id),
                ),
                (
                    "partner_id.mentoring_application_ids",
                    "not any",
                    [("intake_id", "=", intake.id)],
                ),
            ]
        )
        invited = set(
            self.env["mentoring.notification"]
            .search(
                [
                    ("res_model", "=", self._name),
                    ("occasion", "=", self._get_occasion(intake)),
                ]
            )
            .mapped("res_id")
        )
        day = max(intake._today(), intake.date_start)
        return profiles.filtered(
            lambda profile: profile.id not in invited and not profile._is_paused_on(day)
        )._take_one_an_address(
            self.browse(invited).exists().partner_id | intake.application_ids.partner_id
        )

    def _take_one_an_address(self, known):
        """Return one of those with the same address, and none with a known one's.

        A person who is there as two contacts gets one email.

        :param known: the contacts who need no email any more
        """
        addresses = set(known.mapped("email_normalized")) - {False}
        taken = self.browse()
        for profile in self:
            address = profile.partner_id.email_normalized
            if address in addresses:
                continue
            taken |= profile
            if address:
                addresses.add(address)
        return taken

    def _invite(self, intake):
        """Queue the mail that leads to the form of an intake."""
        # The mail is about the profile; which intake it is for comes along.
        self.env["mentoring.notification"].with_context(
            mentoring_intake_id=intake.id
        )._send_once(
            "mentoring_scheme.mail_template_profile_invitation",
            self,
            occasion=self._get_occasion(intake),
        )

    @api.model
    def _get_occasion(self, intake):
        return f"intake {intake.id}"

    def _get_invited_intake(self):
        """Return the intake that the mail being written invites to."""
        return self.env["mentoring.intake"].browse(
            self.env.context.get("mentoring_intake_id")
        )

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
