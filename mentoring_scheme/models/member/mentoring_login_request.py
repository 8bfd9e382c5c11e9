# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

# Nobody's mailbox is filled by strangers, and no stranger tries a list of addresses.
PAUSE_MINUTES = 5
ADDRESS_LIMIT = 5
SOURCE_LIMIT = 20
LINK_DAYS = 3
KEPT_DAYS = 2
TEXT_LENGTH = 254


class MentoringLoginRequest(models.Model):
    """An address that a visitor typed to get a login, answered by email alone.

    The page takes every address in the same way and says the same about it, at once.
    A job looks the address up and writes to it: so whether it is a member's is told to
    whoever reads that mailbox, and to nobody else.
    """

    _name = "mentoring.login.request"
    _inherit = ["mentoring.answer.link"]
    _description = "Login asked for by a visitor"
    _order = "id"
    _rec_name = "email"

    email = fields.Char(required=True, index=True)
    redirect = fields.Char(help="Where the visitor wanted to go.")
    source = fields.Char(help="The network address that asked.", index=True)
    company_id = fields.Many2one(
        comodel_name="res.company", default=lambda self: self.env.company
    )
    is_answered = fields.Boolean(string="Answered", index=True)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _ask(self, email, redirect="", source=""):
        """Take an address down; what it is, is looked up later."""
        # Visitors have no rights; the address is all that they give.
        self.sudo().create(
            {
                "email": (email or "").strip()[:TEXT_LENGTH] or "-",
                "redirect": redirect if self._is_page_of_ours(redirect) else "",
                "source": source,
            }
        )
        job = self.env.ref("mentoring_scheme.ir_cron_answer_login_requests")
        job.sudo()._trigger()  # the job is the system's

    @api.model
    def _is_page_of_ours(self, redirect):
        """Return whether to lead there afterwards: pages of this site alone."""
        redirect = redirect or ""
        return (
            redirect.startswith("/")
            and not redirect.startswith(("//", "/\\"))
            and redirect.isprintable()  # browsers drop a tab: "/\t/" would be "//"
            and len(redirect) <= TEXT_LENGTH
        )

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    @api.model
    def _cron_answer(self):
        """Write to the addresses that asked for a login."""
        Cron = self.env["ir.cron"]
        waiting = self.search([("is_answered", "=", False)])
        Cron._commit_progress(remaining=len(waiting))
        for request_id in waiting.ids:
            asked = self.browse(request_id).try_lock_for_update()
            if asked and not asked.is_answered:
                asked.is_answered = True
                if asked._is_within_limits():
                    asked._answer_by_email()
            if not Cron._commit_progress(1):
                break

    def _is_within_limits(self):
        """Return whether this is not one of too many requests."""
        self.ensure_one()
        answered = Domain("is_answered", "=", True) & Domain("id", "<", self.id)
        now = self.create_date

        def count(*domain):
            return self.search_count(Domain.AND([answered, *map(Domain, domain)]))

        address = [("email", "=ilike", self._escape(self.email))]
        recently = [("create_date", ">", now - timedelta(minutes=PAUSE_MINUTES))]
        today = [("create_date", ">", now - timedelta(days=1))]
        this_hour = [("create_date", ">", now - timedelta(hours=1))]
        return (
            not count(address, recently)
            and count(address, today) < ADDRESS_LIMIT
            and (
                not self.source
                or count([("source", "=", self.source)], this_hour) < SOURCE_LIMIT
            )
        )

    @api.model
    def _escape(self, text):
        """Return a text as the database compares it, letter by letter."""
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    def _answer_by_email(self):
        """Send the link that fits: for a login, for a contact, or to sign up."""
        self.ensure_one()
        user = self._find_user()
        if user:
            if user.login_date or not user.share:
                return user.action_reset_password()
            return user.partner_id._mentoring_invite()
        address = email_normalize(self.email)
        if not address:
            return None
        person = self._find_person(address)
        if person:
            return person._mentoring_invite()
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_login_request_"
            + ("sign_up" if self._may_sign_up() else "unknown"),
            self,
        )
        return None

    def _find_user(self):
        """Return who logs in with this name or address, as core finds them."""
        Users = self.env["res.users"]
        names = {self.email, email_normalize(self.email) or self.email}
        for get_domain in (Users._get_login_domain, Users._get_email_domain):
            users = Users.search(Domain.OR(Domain(get_domain(name)) for name in names))
            if users:
                break
        return users if len(users) == 1 else users.filtered("share")[:1]

    @api.model
    def _find_person(self, address):
        """Return the contact with this address: the one known best, if several are."""
        people = self.env["res.partner"].search(
            [("email_normalized", "=", address), ("is_company", "=", False)], order="id"
        )
        today = fields.Date.context_today(self)
        members = people.filtered(lambda person: person._is_mentoring_member(today))
        applicants = people.filtered("mentoring_application_ids")
        return (members or applicants or people)[:1]

    @api.model
    def _may_sign_up(self):
        """Return whether the association lets people without an invitation sign up."""
        return self.env["res.users"]._get_signup_invitation_scope() == "b2c"

    # ------------------------------------------------------------------
    # Signing up
    # ------------------------------------------------------------------

    @api.model
    def _get_answer_purposes(self):
        return {**super()._get_answer_purposes(), "sign_up": LINK_DAYS}

    def _get_answer_url(self, purpose):
        """Lead to a page of its own, which asks for the name."""
        url = super()._get_answer_url(purpose)
        return url.replace("/mentoring/answer/", "/mentoring/login/")

    def _ask_sign_up(self):
        """Ask nothing on the page of one-click answers: the name is asked elsewhere."""
        title = self.env._("Create your login")
        return {
            "title": title,
            "question": "",
            "choices": [],
            "closed": self.env._("Please open the link in the email once more."),
        }

    def _sign_up(self, name):
        """Make the contact of whoever reads this mailbox, and let them set a password.

        :return: the address of core's page
        :raise UserError: when there is no name, or signing up is closed
        """
        self.ensure_one()
        name = " ".join((name or "").split())[:TEXT_LENGTH]
        if not name:
            raise UserError(self.env._("Please write your name."))
        if not self._may_sign_up():
            raise UserError(self.env._("Please ask us for a login."))
        address = email_normalize(self.email)
        # The link proves whose mailbox it is: a contact that has come since is theirs.
        person = self._find_person(address) or self.env["res.partner"].create(
            {"name": name, "email": address, "lang": self.env.lang}
        )
        if self._find_user():
            return f"/web/login?login={address}"
        person.signup_prepare()
        return person.with_context(relative_url=True)._get_signup_url_for_action(
            url=self.redirect or "/my"
        )[person.id]

    @api.autovacuum
    def _gc_answered(self):
        """Forget addresses soon; most of them are nobody's here."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS + LINK_DAYS)
        self.search([("create_date", "<", limit)], limit=1000).unlink()
