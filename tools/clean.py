"""`make clean`: removes everything that the tools made, and says what."""

import os
import shutil
from pathlib import Path

import places
import postgresql
from console import say
from problem import Problem

MADE_IN_CHECKOUT = (".hypothesis", ".pytest_cache", ".ruff_cache", "node_modules")


def run(_arguments: list[str]) -> int:
    """Remove this checkout's state, and the shared cache once no checkout needs it.

    :raises Problem: while another command is at work in this checkout
    """
    _stop_server()
    _remove(places.STATE)
    _remove(places.server_home() / "clusters" / places.CHECKOUT_KEY)
    for addon in places.ADDONS:
        _remove(places.ROOT / addon / "build")
    for name in MADE_IN_CHECKOUT:
        _remove(places.ROOT / name)
    for folder in sorted(places.ROOT.rglob("__pycache__")):
        _remove(folder)
    others = _other_checkouts()
    if others:
        say(f"Kept {places.CACHE}, which these checkouts use too: {', '.join(others)}")
        return 0
    _remove(places.server_home())
    _remove(places.CACHE)
    if os.geteuid() == 0:
        say(
            f"Kept the system user {postgresql.SERVER_USER} and what APT installed: "
            f"`userdel {postgresql.SERVER_USER}` and `apt-get remove` take them away."
        )
    return 0


def _stop_server() -> None:
    server = postgresql.EmbeddedServer()
    if not server.data.exists():
        return
    with server.alone() as alone:
        if not alone:
            raise Problem(
                "Another command of this checkout is at work: stop it, then clean."
            )
        for programs in places.server_home().glob(
            f"postgresql-*/{postgresql.PROGRAMS}"
        ):
            server.stop(programs)


def _other_checkouts() -> list[str]:
    """Return the checkouts that still stand and keep their state in the same cache."""
    found = places.CACHE.glob("checkouts/*/checkout")
    roots = [path.read_text().strip() for path in found]
    return [root for root in roots if Path(root).exists()]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
        say(f"Removed {path}")
