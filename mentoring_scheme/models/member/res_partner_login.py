# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Logins of members: who has one, and Odoo's own invitation to those who have none."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize

STAFF = "mentoring_scheme.group_mentoring_user"
# Who applied, and whom the scheme goes on with or decides about.
STATES_TO_INVITE = ("approved", "waitlisted", "matched")
BATCH = 50


class ResPartner(models.Model):
    _inherit = "res.partner"

    mentoring_login_state = fields.Selection(
        selection=[
            ("none", "No login"),
            ("invited", "Invited, has not logged in"),
            ("active", "Has logged in"),
        ],
        string="Login Status",
        compute="_compute_mentoring_login_state",
        search="_search_mentoring_login_state",
        groups=STAFF,
    )
    mentoring_login_date = fields.Datetime(
        string="Last Login", compute="_compute_mentoring_login_state", groups=STAFF
    )
    mentoring_invited_on = fields.Datetime(
        string="Invited on", readonly=True, copy=False, groups=STAFF
    )

    @api.depends("user_ids.active", "user_ids.login_date")
    def _compute_mentoring_login_state(self):
        for partner in self:
            users = partner.sudo().user_ids  # coordinators read no one's log-ins
            dates = [user.login_date for user in users if user.login_date]
            partner.mentoring_login_date = max(dates, default=False)
            partner.mentoring_login_state = (
                "active" if dates else "invited" if users else "none"
            )

    @api.model
    def _search_mentoring_login_state(self, operator, value):
        # Core asks for a field's groups only where a column is searched.
        self._check_field_access(self._fields["mentoring_login_state"], "read")
        if operator != "in":
            return NotImplemented
        has_login = Domain("user_ids", "any!", Domain("active", "=", True))
        is_active = Domain("user_ids", "any!", Domain("log_ids", "any!", Domain.TRUE))
        domains = {
            "none": ~has_login,
            "invited": has_login & ~is_active,
            "active": is_active,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _domain_for_mentoring_logins(self):
        """Return the people who may be invited to the members' pages by coordinators.

        Members, applicants and those whom they entered themselves; the window
        *Members and Logins* offers the same.
        """
        return Domain("is_company", "=", False) & (
            Domain("membership_state", "not in", (False, "none"))
            # Whether there is one, of whatever company.
            | Domain("mentoring_application_ids", "any!", Domain.TRUE)
            | Domain("mentoring_invited_on", "!=", False)
            | Domain("create_uid", "=", self.env.uid)
        )

    # ------------------------------------------------------------------
    # Inviting
    # ------------------------------------------------------------------

    def action_mentoring_invite(self):
        """Invite these people, and say whom not, and why."""
        self._check_may_invite()
        refused = self._mentoring_invite()
        invited = self - self.browse(partner.id for partner in refused)
        lines = [f"{partner.display_name}: {why}" for partner, why in refused.items()]
        if len(invited) == 1:
            lines.insert(0, self.env._("%s has been invited.", invited.display_name))
        elif invited:
            lines.insert(
                0, self.env._("%(count)s people have been invited.", count=len(invited))
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "title": self.env._("Invitations"),
                "message": "\n".join(lines[:12]),
                "sticky": bool(refused),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_mentoring_correct(self):
        """Open the window in which a coordinator corrects this contact."""
        self.ensure_one()
        self.env["mentoring.contact"]._check_may_correct(self)
        return {
            "name": self.env._("Correct Contact"),
            "type": "ir.actions.act_window",
            "res_model": "mentoring.contact",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def _check_may_invite(self):
        """Refuse who is no coordinator, and people who have no part in the schemes.

        :raise AccessError:
        """
        self.check_access("read")
        if not self.env.user.has_group(STAFF):
            raise AccessError(self.env._("Coordinators invite members."))
        known = self.search_count(
            self._domain_for_mentoring_logins() & Domain("id", "in", self.ids)
        )
        if known != len(self):
            raise AccessError(
                self.env._(
                    "You can invite members and applicants. Ask an administrator to "
                    "give a login to anyone else."
                )
            )

    def _mentoring_invite(self):
        """Give a login to those without one, and send Odoo's own invitation.

        Who was invited and never logged in gets a new link.

        :return: the sentence for each person who cannot be invited
        """
        refused = {}
        for partner in self:
            obstacle = partner._get_invitation_obstacle()
            if obstacle:
                refused[partner] = obstacle
            else:
                partner._send_mentoring_invitation()
        return refused

    def _get_invitation_obstacle(self):
        """Return why this person cannot be invited; nothing when they can."""
        self.ensure_one()
        person = self.sudo().with_context(
            active_test=False
        )  # users are administrators'
        address = email_normalize(person.email)
        if person.is_company:
            return self.env._("a company has no login. Invite a person.")
        if not address:
            return self.env._("there is no valid email address.")
        if any(user.login_date and user.active for user in person.user_ids):
            return self.env._("has already logged in.")
        if any(not user.share for user in person.user_ids):
            return self.env._("works here. An administrator looks after that login.")
        if person.user_ids and not any(user.active for user in person.user_ids):
            return self.env._(
                "the login was closed. Ask an administrator to reopen it."
            )
        taken = person.env["res.users"].search_count(
            [("login", "=", address), ("partner_id", "!=", person.id)], limit=1
        )
        if taken:
            return self.env._(
                "someone else already logs in with this email address. Correct it, or "
                "merge the two contacts."
            )
        return ""

    def _send_mentoring_invitation(self):
        """Queue Odoo's own invitation; its link is for this person alone."""
        self.ensure_one()
        # Users and sign-up links are administrators'; the caller has checked who asks.
        person = self.sudo()
        user = person.user_ids[:1] or person._create_mentoring_user()
        person.signup_prepare()
        template = person.env.ref("auth_signup.portal_set_password_email")
        mail_id = template.with_context(
            dbname=self.env.cr.dbname,
            lang=user.lang,
            medium="portalinvite",
            welcome_message="",
        ).send_mail(user.id, force_send=False)
        person.mentoring_invited_on = fields.Datetime.now()
        # In the register, so that staff see whether it arrived; not what it says.
        person.env["mentoring.notification"].create(
            {
                "template_id": template.id,
                "res_model": user._name,
                "res_id": user.id,
                "occasion": f"mail {mail_id}",
                "mail_id": mail_id,
                "company_id": user.company_id.id,
                "recipient_id": person.id,
                "recipient_email": person.email,
            }
        )
        person._message_log(
            body=self.env._("Invited to the members' pages at %s.", person.email)
        )

    def _create_mentoring_user(self):
        self.ensure_one()
        seats = self.mentoring_application_ids
        company = self.company_id or seats[:1].company_id or self.env.company
        address = email_normalize(self.email)
        return (
            self.env["res.users"]
            .with_company(company)
            .with_context(no_reset_password=True)
            ._create_user_from_template(
                {
                    "email": address,
                    "login": address,
                    "partner_id": self.id,
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                }
            )
        )

    @api.model
    def _domain_for_waiting_invitations(self):
        """Return who takes part in an intake and has never been invited.

        It asks for how things stand, not for a step: approved, imported or entered from
        paper, by whatever way.
        """
        application = Domain("intake_id.phase", "not in", ("closed", "cancelled")) & (
            Domain("state", "in", STATES_TO_INVITE)
            | Domain(
                [
                    ("source", "in", ("import", "paper")),
                    ("state", "not in", ("declined", "withdrawn")),
                ]
            )
        )
        return Domain(
            [
                ("is_company", "=", False),
                ("email", "!=", False),
                ("mentoring_invited_on", "=", False),
                ("mentoring_application_ids", "any", application),
            ]
        ) & self._search_mentoring_login_state("in", ["none"])

    @api.model
    def _cron_mentoring_invite(self):
        """Invite those who take part and have no login, each once.

        Who cannot be invited is marked as tried: the list of logins shows them.
        """
        Cron = self.env["ir.cron"]
        domain = self._domain_for_waiting_invitations()
        waiting = self.search(domain, order="id", limit=BATCH)
        Cron._commit_progress(remaining=self.search_count(domain))
        for partner_id in waiting.ids:
            partner = self.browse(partner_id).try_lock_for_update()
            if partner and not partner.mentoring_invited_on:
                partner.mentoring_invited_on = fields.Datetime.now()
                partner._mentoring_invite()
            if not Cron._commit_progress(1):
                break
