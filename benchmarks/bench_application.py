# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure submitting an application beside posting core's address form.

    make bench ARGS=application

In a scratch database, over real HTTP on one server, by a member who has logged in; the
sides take turns. Each figure is one POST: what the member waits for, without the page
that is loaded next.

``submit``: the last step of a complete application, judged by all rules and submitted,
with the job started that confirms it by mail; it is a draft again before the next turn.
``step``: one step of the form, saved. ``address``: ``/my/address/submit`` of core's
portal, with an address that changes each time.
"""

import argparse
import base64
import json
import re
import socket
import threading
from datetime import date, timedelta
from time import perf_counter

import requests
from scratch_database import load, medians, scratch_database, superuser, take_turns

SIDES = ("submit", "step", "address")
LIMIT = 1.5
PASSWORD = "a long enough password"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Association:
    """A database with a member, and an application of which nothing is missing."""

    def __init__(self, env):
        scheme = env["mentoring.scheme"].create(
            {
                "name": "Scheme",
                "document_ids": [
                    (0, 0, {"name": "Conduct", "kind": "conduct", "body": "<p>Be</p>"})
                ],
            }
        )
        today = date.today()
        intake = env["mentoring.intake"].create(
            {
                "name": "Intake",
                "scheme_id": scheme.id,
                "date_start": today + timedelta(days=60),
                "application_open": today - timedelta(days=10),
                "application_close": today + timedelta(days=30),
                "phase": "open",
            }
        )
        self.state = env.ref("base.state_au_7")
        self.user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Member",
                    "login": "member@example.com",
                    "email": "member@example.com",
                    "password": PASSWORD,
                    "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
                }
            )
        )
        self.user.partner_id.free_member = True
        topics = env["mentoring.topic"].search([], limit=3)
        self.application = env["mentoring.application"].create(
            {
                "intake_id": intake.id,
                "partner_id": self.user.partner_id.id,
                "role": "mentor",
                "current_role": "Librarian",
                "years_experience": 12,
                "topic_ids": [(6, 0, topics.ids)],
                "goals": "To share what I know.",
                "is_honest": True,
                "is_committed": True,
                "portal_step": "review",
                "file_ids": [
                    (
                        0,
                        0,
                        {"filename": "cv.pdf", "file": base64.b64encode(PDF).decode()},
                    )
                ],
            }
        )
        self.application._accept_conduct()
        env.cr.commit()


class Browser:
    """A member's browser, and the posts that are measured."""

    def __init__(self, base, association, registry):
        self.base = base
        self.registry = registry
        self.application_id = association.application.id
        self.partner_id = association.user.partner_id.id
        self.country_id = association.state.country_id.id
        self.state_id = association.state.id
        self.session = requests.Session()
        self.count = 0
        login = self._get_token("/web/login")
        self._post(
            "/web/login",
            {"login": "member@example.com", "password": PASSWORD, "csrf_token": login},
        )
        self.edit = f"/my/mentoring/application/{self.application_id}/edit"
        self.token = self._get_token(self.edit)
        # Loads what both sides need once: templates, languages, countries.
        self.session.get(f"{base}/my/address?partner_id={self.partner_id}", timeout=120)

    def _get_token(self, path):
        page = self.session.get(self.base + path, timeout=120)
        page.raise_for_status()
        found = TOKEN.search(page.text)
        if not found:
            raise SystemExit(f"{path}: no form came back.")
        return found.group(1)

    def _post(self, path, data):
        answer = self.session.post(
            self.base + path, data=data, allow_redirects=False, timeout=120
        )
        answer.raise_for_status()
        return answer

    def measure(self, side):
        """Return (milliseconds, queries) of one POST, which must have succeeded."""
        self.count += 1
        path, data = getattr(self, f"_prepare_{side}")()
        queries, start = self._count_queries(), perf_counter()
        answer = self._post(path, {"csrf_token": self.token, **data})
        seconds, queries = perf_counter() - start, self._count_queries() - queries
        getattr(self, f"_check_{side}")(answer)
        return 1000 * seconds, queries

    def _count_queries(self):
        from odoo import sql_db

        return sql_db.sql_counter

    # ------------------------------------------------------------------
    # The sides
    # ------------------------------------------------------------------

    def _prepare_submit(self):
        return self.edit, {"step": "review", "action": "submit"}

    def _check_submit(self, answer):
        """The application has been submitted; make it a draft again."""
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE mentoring_application SET state = 'draft',"
                " confirmation_due = NULL WHERE id = %s AND state = 'submitted'"
                " AND confirmation_due IS NOT NULL RETURNING id",
                [self.application_id],
            )
            if not cr.fetchone():
                raise SystemExit(f"Not submitted: {answer.status_code} {answer.text}")
            cr.execute("DELETE FROM ir_cron_trigger")
            if not cr.rowcount:
                raise SystemExit("No confirmation was started.")

    def _prepare_step(self):
        goals = f"To share what I know, {self.count}."
        return self.edit, {"step": "aims", "goals": goals, "action": "next"}

    def _check_step(self, answer):
        if "step=papers" not in answer.headers.get("Location", ""):
            raise SystemExit(f"Not saved: {answer.status_code}")

    def _prepare_address(self):
        return "/my/address/submit", {
            "partner_id": self.partner_id,
            "address_type": "billing",
            "use_delivery_as_billing": "",
            "callback": "",
            "required_fields": "",
            "name": "Member",
            "email": "member@example.com",
            "phone": "+61 2 9000 0000",
            "street": f"{self.count} Example Street",
            "city": "Hobart",
            "zip": "7000",
            "country_id": self.country_id,
            "state_id": self.state_id,
        }

    def _check_address(self, answer):
        if "redirectUrl" not in json.loads(answer.text):
            raise SystemExit(f"Not stored: {answer.text}")


def bench(browser, repeat):
    """Print what each side takes, the sides taking turns."""
    for side in SIDES:
        browser.measure(side)  # to warm up what is cached
    turns = take_turns(SIDES, repeat, browser.measure)
    base_ms, base_queries = medians(turns["address"])
    print(f"\n{'POST':<10} {'time':>12} {'÷ core':>8} {'queries':>9} {'÷ core':>8}")
    for side in SIDES:
        ms, queries = medians(turns[side])
        ratios = ms / base_ms, queries / base_queries
        verdict = "" if max(ratios) <= LIMIT else f"  more than {LIMIT}"
        print(
            f"{side:<10} {ms:>9.1f} ms {ratios[0]:>8.2f} {queries:>9.0f}"
            f" {ratios[1]:>8.2f}{verdict}",
            flush=True,
        )


def main():
    """Make a scratch database, measure in it, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=25)
    options = parser.parse_args()
    with scratch_database() as (_place, name):
        measure_in(name, options)


def measure_in(name, options):
    """Serve a database in this process, so that its queries can be counted."""
    import odoo
    from odoo.service import server

    port = free_port()
    registry = load(
        name,
        *("--db-filter", f"^{name}$"),
        *("--http-interface", "127.0.0.1", "--http-port", str(port)),
    )
    with superuser(registry) as env:
        association = Association(env)
        served = server.ThreadedWSGIServerReloadable("127.0.0.1", port, odoo.http.root)
        threading.Thread(target=served.serve_forever, daemon=True).start()
        bench(
            Browser(f"http://127.0.0.1:{port}", association, registry), options.repeat
        )


if __name__ == "__main__":
    main()
