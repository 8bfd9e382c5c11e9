"""`make screenshots`: take every picture of the guides and of the addons anew."""

import contextlib
import json
import os
import shutil
import socket
import string
import subprocess

import pictures
import places
import serve
import system_packages
from console import say, step
from problem import Problem
from processes import run_attached
from project import Project, project

DATABASE = "screenshots"


def run(_arguments: list[str]) -> int:
    """Make a demo database, take the pictures, and drop it; KEEP=1 keeps it."""
    places.make_state()
    system_packages.require(system_packages.CHROMIUM)
    browser = next(filter(shutil.which, system_packages.CHROMIUM["programs"]))
    keeps = bool(os.environ.get("KEEP"))
    with project() as place:
        _prepare(place, keeps)
        try:
            with _serving(place) as address:
                status = run_attached(
                    [
                        *(place.environment.python, places.ROOT / "tools/camera.py"),
                        *(address, json.dumps(_ids(place)), browser),
                    ],
                    env=place.odoo_environment(),
                    cwd=places.ROOT,
                )
        finally:
            if not keeps:
                place.remove_database(DATABASE)
    if not status:
        say(f"{len(pictures.all_files())} pictures are new; look at them.")
    return status


def _prepare(place: Project, keeps: bool) -> None:
    """Make the database, or bring a kept one up to the addons' present state."""
    if keeps and DATABASE in place.databases.names():
        place.run_odoo(
            "Upgrading the kept database to the present addons",
            f"upgrade-{DATABASE}",
            *("-d", DATABASE, "-u", ",".join(places.ADDONS)),
        )
    else:
        place.remove_database(DATABASE)
        place.new_database(DATABASE, demo=True, note=DATABASE)


@contextlib.contextmanager
def _serving(place: Project):
    """Serve the database on a free port for the length of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = places.STATE / "logs" / "screenshots.log"
    with log.open("wb") as output:
        odoo = subprocess.Popen(
            place.odoo_command("-d", DATABASE, "--no-database-list")
            + [f"--http-port={port}", "--max-cron-threads=0"],
            env=place.odoo_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=place.server.locks,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        with step("Starting Odoo"):
            if not serve.wait_for(odoo, f"{address}/web/login"):
                raise Problem(f"Odoo ended by itself (all of it: {log})")
        yield address
    finally:
        odoo.terminate()
        odoo.wait()


def _ids(place: Project) -> dict[str, int]:
    """Return the ids of the demo records that the pictures' addresses name."""
    names = {
        name
        for picture in pictures.PICTURES
        for _text, name, _format, _conversion in string.Formatter().parse(
            picture.address
        )
        if name
    }
    ids = {}
    for name in sorted(names):
        found = place.databases.query(
            "SELECT res_id FROM ir_model_data"
            f" WHERE module = 'mentoring_scheme' AND name = '{name}'",
            DATABASE,
        )
        if not found:
            raise Problem(f"The demo data has no {name}, which a picture shows.")
        ids[name] = int(found[0])
    return ids
