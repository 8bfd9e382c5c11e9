# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure the page of a year-old partnership beside core's page of an invoice.

    make bench ARGS=partnership

A member with a login asks a real server for both in turns: the partnership with 40
meetings, 60 notes and 10 goals, and the invoice of the fee at ``/my/invoices``. Several
rounds, each with its medians: of the time that the member waits, and of the processor's
time that the server takes, which other work on the machine disturbs less.
"""

import argparse
import os
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from datetime import date, datetime, timedelta
from http.cookiejar import CookieJar

from bench_billing import Association
from scratch_database import load, medians, scratch_database, superuser, take_turns

LOGIN = "bench-member"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Year(Association):
    """A pair that has met, written and been billed for a year."""

    def __init__(self, env, meetings, notes, goals):
        super().__init__(env, 1)
        self.fees._bill_due()
        self.invoice = self.fees.move_id
        self.partnership = self.fees.application_id.participant_ids.partnership_id
        start = datetime.now().replace(microsecond=0) - timedelta(days=360)
        held = env["mentoring.meeting"].create(
            [
                {
                    "partnership_id": self.partnership.id,
                    "start": start + timedelta(days=8 * number),
                }
                for number in range(meetings)
            ]
        )
        for meeting in held:
            for seat in self.partnership.participant_ids:
                meeting._confirm(seat)
        member = self._create_login()
        for model, count, values in (
            ("mentoring.note", notes, {"body": "We talked.", "visibility": "pair"}),
            ("mentoring.message", notes, {"body": "Hello."}),
            ("mentoring.goal", goals, {"name": "Learn", "measure": "It works."}),
        ):
            records = env[model].with_user(member).sudo()  # as the member's own page
            for _number in range(count):
                records._enter(self.partnership, values)

    def _create_login(self):
        return self.env["res.users"].create(
            {
                "login": LOGIN,
                "password": LOGIN,
                "partner_id": self.fees.partner_id.id,
                "group_ids": [(6, 0, [self.env.ref("base.group_portal").id])],
            }
        )

    @property
    def pages(self):
        """Return the addresses to compare, the base first."""
        return {
            "invoice": f"/my/invoices/{self.invoice.id}",
            "partnership": f"/my/mentoring/partnership/{self.partnership.id}",
        }


class Browser:
    """A member's browser, logged in."""

    def __init__(self, port, server):
        self.base = f"http://localhost:{port}"
        self.clock = (~server << 3) | 2  # Linux's clock of another process
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path, data=None):
        """Return a page as text; anything but 200 is an error."""
        posted = data and urllib.parse.urlencode(data).encode()
        with self.opener.open(self.base + path, posted, timeout=120) as answer:
            return answer.read().decode()

    def log_in(self):
        """Sign in as soon as the server answers."""
        for _attempt in range(120):
            try:
                page = self.get("/web/login")
                break
            except OSError:
                time.sleep(1)
        token = TOKEN.search(page).group(1)
        answers = {"login": LOGIN, "password": LOGIN, "csrf_token": token}
        self.get("/web/login", answers)

    def measure(self, path):
        """Return how many milliseconds a page takes: to wait, and to compute."""
        begin, busy = time.perf_counter(), time.clock_gettime(self.clock)
        self.get(path)
        return (
            (time.perf_counter() - begin) * 1000,
            (time.clock_gettime(self.clock) - busy) * 1000,
        )


def main():
    """Make a scratch database, serve it, measure, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meetings", type=int, default=40)
    parser.add_argument("--notes", type=int, default=60)
    parser.add_argument("--goals", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with scratch_database() as (place, name):
        with superuser(load(name)) as env:
            year = Year(env, options.meetings, options.notes, options.goals)
            pages = year.pages
            env.cr.commit()
        serve(place, name, pages, options)


def serve(place, name, pages, options):
    """Ask a real server for both in turns; print the medians of each round."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = place.odoo_command(
        "-d", name, f"--http-port={port}", "--max-cron-threads=0", "--log-level=error"
    )
    server = subprocess.Popen(command, env={**os.environ, **place.odoo_environment()})
    try:
        browser = Browser(port, server.pid)
        browser.log_in()
        for path in (*pages.values(), *pages.values()):
            browser.get(path)  # what is built once, like assets, does not count
        rounds = [
            take_turns(pages, options.repeat, lambda page: browser.measure(pages[page]))
            for _round in range(options.rounds)
        ]
    finally:
        server.terminate()
        server.wait(timeout=30)
    print(
        f"\n{options.meetings} meetings, {options.notes} notes, {options.goals} goals "
        f"on {date.today()}; ÷ invoice"
    )
    for turns in rounds:
        base = medians(turns["invoice"])
        for page, figures in turns.items():
            wait, busy = medians(figures)
            print(
                f"{page:<12} {wait:>8.1f} ms {wait / base[0]:>6.2f} "
                f"{busy:>8.1f} ms of the processor {busy / base[1]:>6.2f}"
            )


if __name__ == "__main__":
    main()
