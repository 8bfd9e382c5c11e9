"""Where everything that the tools make is kept; nothing of it lies in the checkout.

CACHE           shared by all checkouts of this user: downloads, Odoo, linters
STATE           this checkout's: virtual environment, configuration, files, logs
server_home()   the database server's programs and clusters
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from console import say
from problem import Problem

NAME = "mentoring-scheme"
ROOT = Path(__file__).resolve().parent.parent
ADDONS = ("mentoring_scheme", "mentoring_scheme_portal")


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The specification of XDG_CACHE_HOME has relative paths ignored.
    base = Path(base) if base.startswith("/") else Path.home() / ".cache"
    return base / NAME


CACHE = _cache()
CHECKOUT_KEY = f"{ROOT.name}-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
STATE = CACHE / "checkouts" / CHECKOUT_KEY


def make_state() -> None:
    """Make the folders of this checkout.

    :raises Problem: when the cache cannot be written
    """
    try:
        STATE.mkdir(parents=True, exist_ok=True)
        (STATE / "logs").mkdir(exist_ok=True)
        (STATE / "checkout").write_text(f"{ROOT}\n")
    except OSError as error:
        raise Problem(
            f"The cache {CACHE} cannot be written ({error.strerror}): "
            "name a folder of yours in XDG_CACHE_HOME."
        ) from error


def server_home() -> Path:
    """Return the folder of the database server, which its user must be able to reach.

    Root's server runs as a user of its own, and root's home is closed to others.
    """
    if os.geteuid() == 0 and not _open_to_all(CACHE):
        key = hashlib.sha256(str(CACHE).encode()).hexdigest()[:8]
        return Path("/var/lib") / f"{NAME}-{key}"
    return CACHE


def _open_to_all(path: Path) -> bool:
    return all(
        folder.stat().st_mode & 0o001
        for folder in (path, *path.parents)
        if folder.exists()
    )


@contextlib.contextmanager
def lock(path: Path, waiting_for: str):
    """Hold the lock file `path` alone for the length of the block.

    The kernel lets go of it when its holders end, however they end. Hand the number
    that the block gets to child processes (`pass_fds`): a child that outlives this
    process keeps others out until it is done.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  … waiting for {waiting_for} that is under way")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def replace_folder(made: Path, final: Path) -> None:
    """Put the finished folder `made` in the place of `final` in one move."""
    if final.exists():
        shutil.rmtree(final)
    made.rename(final)
