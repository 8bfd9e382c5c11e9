# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import json
import re

from odoo import Command
from odoo.http import Request, _generate_routing_rules
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mentoring_scheme.tests.common import PDF, draw_signature
from odoo.addons.mentoring_scheme.tests.test_rpc_methods import RpcCommon

from ..models.ir_http import OWN_PATHS
from . import matrix

UNKNOWN = 987654321
# What Odoo itself changes from one answer to the next.
TOKENS = re.compile(r'csrf_token: "[^"]*"|name="csrf_token"[^>]*>|"id": "[^"]*"')
# What the scheme says to all, and nobody about anybody.
TEXTS = ("mentoring.document", "mentoring.agreement.question", "mentoring.milestone")
# What the pair reads of each other, besides what is each person's own.
SHARED = {
    "mentoring.agreement",
    "mentoring.agreement.signature",
    "mentoring.document",
    "mentoring.agreement.answer",
    "mentoring.goal",
    "mentoring.goal.action",
    "mentoring.meeting",
    "mentoring.partnership",
}


@tagged("post_install", "-at_install", "security")
class TestRouteMatrix(RpcCommon):
    """Every caller asks for every address, with the mentee's number and with none's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Visitors see the company whose site they visit.
        cls.users["public"].sudo().write(  # it belongs to the first company
            {
                "company_ids": [Command.link(cls.env.company.id)],
                "company_id": cls.env.company.id,
            }
        )
        scheme = cls.places["mentee"]["mentoring.scheme"].sudo()  # a manager's
        scheme.picture = draw_signature()
        cls.places["mentee"]["mentoring.document"] = cls.env[
            "mentoring.document"
        ].create(
            {
                "name": "Guidelines",
                "kind": "guidelines",
                "scheme_id": cls.scheme.id,
                "file": base64.b64encode(PDF),
                "filename": "guidelines.pdf",
            }
        )
        cls.places["mentee"]["event.event"] = cls.env["event.event"].create(
            {
                "name": "Webinar of a pair",
                "date_begin": "2040-03-01 03:00:00",
                "date_end": "2040-03-01 04:00:00",
                "mentoring_intake_id": cls.places["mentee"][
                    "mentoring.partnership"
                ].intake_id.id,
            }
        )
        cls.places["mentee"]["mentoring.login.request"] = (
            cls.env["mentoring.login.request"]
            .sudo()  # whoever asks has no rights
            .create({"email": "somebody.new@example.com"})
        )
        cls.env.flush_all()

    # ------------------------------------------------------------------
    # Nothing is missing from the table
    # ------------------------------------------------------------------

    def _get_our_routes(self):
        """Yield method, path and declaration of every route of our addons."""
        modules = sorted(self.registry._init_modules)
        for path, endpoint in _generate_routing_rules(modules, nodb_only=False):
            if path in matrix.CORE_PATHS:
                continue  # what we answer there is tried in test_portal_login
            if "mentoring_scheme" in endpoint.original_endpoint.__module__:
                # What answers JSON is posted.
                for method in endpoint.routing.get("methods") or ["POST"]:
                    yield method, path, endpoint.routing

    def test_every_route_is_in_the_table(self):
        found = {(method, path) for method, path, _routing in self._get_our_routes()}
        self.assertEqual(found, set(matrix.ROUTES))

    def test_declarations(self):
        """What needs no login is for everybody; no route drops the token."""
        for method, path, routing in self._get_our_routes():
            everybody = "public" in matrix.ROUTES[method, path].callers
            self.assertEqual(routing["auth"], "public" if everybody else "user", path)
            self.assertIsNot(routing.get("csrf"), False, path)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def _fill(self, path, number):
        """Return the address with a number, or a text for a token, in its place."""
        path = re.sub(r"<any[^>]*>", "mentee", path)
        return re.sub(r"<(int|string):[^>]*>", str(number), path)

    def _get_number(self, route, path):
        record = self.places["mentee"][route.record]
        if route.purpose:
            return record.sudo()._get_answer_url(route.purpose).rsplit("/", 1)[-1]
        if ":token" in path:
            return record.access_token
        if ":slug" in path:
            return f"scheme-{record.id}"
        return record.id

    def _get_unknown(self, path):
        return "x" * 32 if ":token" in path else UNKNOWN

    def _become(self, caller):
        if caller != "public":
            self._log_in(caller)
        elif caller not in self.logins:
            self.session = None
            self.authenticate(None, None)
            self.logins[caller] = self.session, self.opener
        else:
            self.session, self.opener = self.logins[caller]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_http", "werkzeug")
    def _ask(self, method, path, route, csrf=True):
        """Return status and text of an answer, without what Odoo changes in each."""
        if method == "GET":
            answer = self.url_open(path, allow_redirects=False, timeout=60)
        elif not route.csrf:
            body = {"params": {"name": "Somebody", "signature": "x"}, "id": 1}
            answer = self.url_open(path, json=body, allow_redirects=False)
        else:
            data = {"csrf_token": Request.csrf_token(self)} if csrf else {"a": "b"}
            answer = self.url_open(path, data=data, allow_redirects=False)
        self._assert_protected(path, answer.headers)
        location = answer.headers.get("Location", "")
        text = TOKENS.sub("", answer.content.decode("utf-8", "replace"))
        return answer.status_code, text, location

    def _assert_protected(self, path, headers):
        """No other site frames a page or learns its address; one's own is not kept."""
        self.assertEqual(headers["X-Frame-Options"], "SAMEORIGIN", path)
        self.assertIn("Content-Security-Policy", headers, path)
        self.assertIn(headers["Referrer-Policy"], ("same-origin", "no-referrer"), path)
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff", path)
        if path.startswith(OWN_PATHS):
            self.assertEqual(headers["Cache-Control"], "no-store", path)

    def _get_secrets(self, caller):
        """Return the sentences that a caller must not find anywhere."""
        pair = {"mentee": "partner", "partner": "mentee"}
        secrets = set()
        for record, sentences in self.sentences.items():
            if record._name in SHARED and caller in pair:
                continue
            if record._name in TEXTS:
                continue
            own = self.places.get(caller)
            for sentence in sentences:
                told = caller in pair and sentence.endswith(matrix.PROFILE)
                if not told and not (own and sentence.startswith(own.canary)):
                    secrets.add(sentence)
        for name, place in self.places.items():
            if name not in (caller, pair.get(caller)):
                secrets.add(place.partner.email)
        return secrets

    def test_routes(self):
        wrong = []
        asked = 0
        secrets = {caller: self._get_secrets(caller) for caller in matrix.CALLERS}
        with self.allow_pdf_render():
            for (method, path), route in matrix.ROUTES.items():
                for caller in matrix.CALLERS:
                    for fault in self._try_route(method, path, route, caller):
                        if fault in secrets[caller]:
                            fault = f"leaks “{fault}”"
                        wrong.append(f"{caller} × {method} {path}: {fault}")
                    asked += 1
        self.assertFalse(wrong, "\n" + "\n".join(wrong))
        self.assertEqual(asked, len(matrix.ROUTES) * len(matrix.CALLERS))

    def _try_route(self, method, path, route, caller):
        """Yield what is wrong with the answers to one caller on one address."""
        allowed = caller in route.callers
        with self._undone():
            self._become(caller)
            number = self._get_number(route, path) if route.record else ""
            own = self._fill(path, number)
            self.env.flush_all()
            before = self._fingerprint()
            status, text, location = self._ask(method, own, route)
            after = self._fingerprint()
            yield from (
                secret for secret in self._get_secrets(caller) if secret in text
            )
            if (method == "GET" or not allowed) and after != before:
                changed = [table for table in after if after[table] != before[table]]
                if not self._is_first_print(path, changed):
                    yield f"changes {changed}"
            if allowed:
                if status not in (200, 303):
                    yield f"answers {status}"
                elif "/web/login" in location:
                    yield "asks for a login"
            elif caller == "public" and route.csrf and "/web/login" not in location:
                yield f"answers {status} without a login"
            if route.record:
                nobody = self._get_unknown(path)
                nothing = self._ask(method, self._fill(path, nobody), route)
                # The page to go to after the login repeats the address.
                nothing = [
                    str(part).replace(str(nobody), str(number)) for part in nothing
                ]
                answer = [str(status), text, location]
                if not allowed and answer != nothing:
                    yield f"answers {status}, and {nothing[0]} where there is nothing"
                if allowed and answer == nothing:
                    yield f"answers {status} as if there were nothing"
        if method == "POST" and route.csrf:
            yield from self._try_without_token(own, route, caller)

    def _is_first_print(self, path, changed):
        """Core keeps the PDF of a certificate with it when it is printed first."""
        return "certificate" in path and changed == ["ir_attachment"]

    def _try_without_token(self, path, route, caller):
        """A post that no page of ours has sent changes nothing."""
        with self._undone():
            self._become(caller)
            self.env.flush_all()
            before = self._fingerprint()
            status, _text, location = self._ask("POST", path, route, csrf=False)
            if self._fingerprint() != before:
                yield "changes the database without a token"
            if status != 400 and "/web/login" not in location:
                yield f"answers {status} without a token"

    def test_counters(self):
        """The card on the portal's home counts one's own, and changes nothing."""
        for caller in matrix.CALLERS:
            if caller == "public":
                continue
            self._become(caller)
            before = self._fingerprint()
            answer = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["mentoring_count"]}
            )
            self.assertIsInstance(answer["mentoring_count"], int, caller)
            self.assertEqual(self._fingerprint(), before, caller)
            self.assertNotIn("Canary", json.dumps(answer))
