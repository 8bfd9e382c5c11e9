"""`make run` and `make reset`: the demo database, served."""

import contextlib
import os
import socket
import subprocess
import threading
import time
import urllib.request

import manifests
import places
import system_packages
from console import say, step
from problem import Problem
from processes import passing_signals_to, telling_line
from project import NOTE, Project, project

DATABASE = "demo"
LOGINS = {
    "coordinator": "runs the scheme in the back office",
    "conduct": "handles concerns",
    "finance": "reconciles the invoices",
    "mentor": "a member who mentors",
    "mentee": "a member who is mentored",
    "admin": "administers Odoo",
}
START_SECONDS = 120


def run(_arguments: list[str]) -> int:
    """Serve the demo database until Ctrl-C, making or upgrading it first."""
    host, port = _address()
    _require_free(host, port)
    places.make_state()
    system_packages.wish(system_packages.WKHTMLTOPDF)
    with project() as place:
        _prepare(place)
        return _serve(place, host, port)


def reset(_arguments: list[str]) -> int:
    """Drop the demo database; the next `make run` makes a new one."""
    with project() as place:
        if DATABASE not in place.databases.names():
            say("There is no demo database.")
            return 0
        place.require_ours(DATABASE)
        if place.databases.query(
            f"SELECT 1 FROM pg_stat_activity WHERE datname = '{DATABASE}' LIMIT 1"
        ):
            raise Problem("The demo database is in use: stop `make run` first.")
        place.remove_database(DATABASE)
    say("The demo database is dropped; `make run` makes a new one.")
    return 0


def _address() -> tuple[str, int]:
    port = os.environ.get("PORT") or "8069"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Problem(f"PORT={port} is no port: name a number from 1 to 65535.")
    return os.environ.get("HOST") or "127.0.0.1", int(port)


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            other = 8070 if port != 8070 else 8071
            raise Problem(
                f"Port {port} cannot be used ({error.strerror}): stop what uses it, or "
                f"choose another, as in `make run PORT={other}`."
            ) from error


def _prepare(place: Project) -> None:
    """Make the demo database, or bring it up to the addons' present state."""
    wanted = f"{NOTE} demo {manifests.content_digest()}"
    if DATABASE not in place.databases.names():
        making = f"{DATABASE}_making"
        place.remove_database(making)
        place.new_database(making, demo=True, note="demo")
        place.databases.rename(making, DATABASE)
    elif place.databases.note(DATABASE) != wanted:
        place.require_ours(DATABASE)
        place.run_odoo(
            "Upgrading the demo database to the present addons",
            "upgrade-demo",
            *("-d", DATABASE, "-u", ",".join(places.ADDONS)),
        )
    place.databases.set_note(DATABASE, wanted)


def _serve(place: Project, host: str, port: int) -> int:
    log = places.STATE / "logs" / "odoo.log"
    with log.open("wb") as output:
        odoo = subprocess.Popen(
            place.odoo_command("-d", DATABASE, "--no-database-list")
            + [f"--http-interface={host}", f"--http-port={port}"],
            env=place.odoo_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=place.server.locks,
            start_new_session=True,
        )
    asked_to_stop = threading.Event()
    with passing_signals_to(odoo, also=asked_to_stop.set):
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host
        with step("Starting Odoo"):
            answers = wait_for(odoo, f"http://{shown}:{port}/web/login")
        if answers:
            _greet(place, f"http://{shown}:{port}", log)
        status = odoo.wait()
    if asked_to_stop.is_set():
        say("Odoo has stopped.")
        return 0
    raise Problem(
        f"Odoo ended by itself ({status}): {telling_line(log)} (all of it: {log})"
    )


def wait_for(odoo: subprocess.Popen, address: str) -> bool:
    """Wait until Odoo shows its login page; False when it ends before.

    :raises Problem: when it takes too long
    """
    end = time.monotonic() + START_SECONDS
    while odoo.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60):
            return True
        if time.monotonic() > end:
            odoo.terminate()
            raise Problem(f"Odoo does not answer at {address} after {START_SECONDS} s.")
        time.sleep(0.3)
    return False


def _greet(place: Project, address: str, log) -> None:
    known = set(
        place.databases.query("SELECT login FROM res_users WHERE active", DATABASE)
    )
    say()
    say(f"  Odoo serves the mentoring scheme at {address}")
    say("  Log in as one of these; the password is the same word:")
    for login, who in LOGINS.items():
        if login in known:
            say(f"    {login:<12} {who}")
    say(f"  Odoo's log: {log}")
    say("  Ctrl-C stops Odoo and the database server; the data stays.")
