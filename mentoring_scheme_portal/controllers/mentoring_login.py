# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.urls import url_encode

from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

from .mentoring_portal import HOME, MentoringPortal

LOGIN = "/mentoring/login"
LINK = f"{LOGIN}/<string:token>"
OPTIONS = {
    "type": "http",
    "auth": "public",
    "website": True,
    "sitemap": False,
}


class MentoringLoginPortal(MentoringPortal):
    """A link to a login by email, for members and for people who are new.

    Every address gets the same answer at once: a job looks it up.
    """

    @route(LOGIN, methods=["GET"], **OPTIONS)
    def mentoring_login(self, redirect="", **_ignored):
        """Ask for the email address."""
        requests = request.env["mentoring.login.request"]
        if not request.env.user._is_public():
            return self._redirect(
                redirect if requests._is_page_of_ours(redirect) else HOME
            )
        return self._render_login(redirect)

    @route(LOGIN, methods=["POST"], captcha="password_reset", **OPTIONS)
    def mentoring_login_post(self, email="", redirect="", **_ignored):
        """Take the address, whatever it is, and say where to look."""
        if "@" not in email:
            return self._render_login(redirect, error=True)
        request.env["mentoring.login.request"]._ask(
            email, redirect, request.httprequest.remote_addr
        )
        return self._render_login(redirect, sent_to=email)

    def _render_login(self, redirect, error=False, sent_to=""):
        return self._render_link_page(
            "login_request",
            request.env._("Get a link to log in"),
            {"redirect": redirect, "error": error, "sent_to": sent_to},
        )

    @route(LINK, methods=["GET"], **OPTIONS)
    def mentoring_login_link(self, token, **_ignored):
        """Ask for the name of somebody new; mail scanners make no contact."""
        return self._render_sign_up(token, self._find_request(token))

    @route(LINK, methods=["POST"], **OPTIONS)
    def mentoring_login_link_post(self, token, name="", **_ignored):
        """Make the contact, and go on to the password."""
        asked = self._find_request(token)
        if not asked:
            return self._render_sign_up(token, asked)
        try:
            with request.env.cr.savepoint():
                return request.redirect(asked._sign_up(name))
        except UserError as error:
            return self._render_sign_up(token, asked, str(error), name)

    def _find_request(self, token):
        """Return the request that this link was made for, and nothing else."""
        links = request.env["mentoring.answer.link"]
        record, purpose = links._find_by_answer_token(token)
        if record is None or purpose != "sign_up":
            return None
        return record if record._name == "mentoring.login.request" else None

    def _render_sign_up(self, token, asked, error="", name=""):
        return self._render_link_page(
            "login_sign_up",
            request.env._("Create your login")
            if asked
            else request.env._("This link is no longer valid"),
            {
                "token": token,
                "email": asked.email if asked else "",
                "name": name,
                "error": error,
            },
            200 if asked else 404,
        )


class MentoringSignupHome(AuthSignupHome):
    """Signing up and resetting a password tell nobody which addresses are known.

    Core answers at once, and so tells a stranger who is a member; and who signs up with
    a known address gets a second contact. Here, both go by the link in an email.
    """

    @route()
    def web_login(self, *args, **kw):
        """Lead nobody to another host afterwards: browsers drop a tab in an address."""
        if not str(request.params.get("redirect") or "").isprintable():
            request.params.pop("redirect")
            kw.pop("redirect", None)
        return super().web_login(*args, **kw)

    @route()
    def web_auth_signup(self, *args, **kw):
        if self._has_token():
            return super().web_auth_signup(*args, **kw)
        query = {key: kw[key] for key in ("redirect",) if isinstance(kw.get(key), str)}
        if request.httprequest.method != "POST":
            return request.redirect(f"{LOGIN}?{url_encode(query)}", 303)
        email = kw.get("login") or kw.get("email") or ""
        return MentoringLoginPortal().mentoring_login_post(email=email, **query)

    @route()
    def web_auth_reset_password(self, *args, **kw):
        if self._has_token():
            return super().web_auth_reset_password(*args, **kw)
        if request.httprequest.method != "POST":
            return super().web_auth_reset_password(*args, **kw)
        request.env["mentoring.login.request"]._ask(
            kw.get("login"), "", request.httprequest.remote_addr
        )
        qcontext = self.get_auth_signup_qcontext()
        qcontext["message"] = request.env._(
            "If we know this address, an email with a link is on its way to it."
        )
        return request.render("auth_signup.reset_password", qcontext)

    def get_auth_signup_qcontext(self):
        """Let nobody name an address: the link knows whom it was made for."""
        request.params.pop("signup_email", None)  # core tells whether it is known
        qcontext = super().get_auth_signup_qcontext()
        if qcontext.get("token") and not qcontext.get("invalid_token"):
            # Visitors have no rights; the token has just been found valid.
            users = request.env["res.users"].sudo()
            login = users._get_login_of_token(qcontext["token"])
            qcontext["login"] = request.params["login"] = login
        return qcontext

    def _has_token(self):
        return bool(
            request.params.get("token") or request.session.get("auth_signup_token")
        )
