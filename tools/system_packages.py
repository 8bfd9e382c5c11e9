"""Programs that Odoo calls: Chromium for the tours, wkhtmltopdf for the PDFs.

They are installed through APT when the person may do that, else the person is told how.
"""

import os
import shutil
import subprocess

import places
from console import say, step
from problem import Problem
from processes import clean_environment, run_logged

CHROMIUM = {
    # What Odoo itself looks for, best first.
    "programs": (
        "google-chrome",
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
    ),
    "package": "chromium",
}
WKHTMLTOPDF = {"programs": ("wkhtmltopdf",), "package": "wkhtmltopdf"}


def require(*wanted: dict) -> None:
    """Have the wanted programs on this machine.

    :raises Problem: when one is missing and cannot be installed
    """
    missing = _missing(wanted)
    if not missing:
        return
    with places.lock(places.STATE / "apt.lock", "another installation") as held:
        missing = _missing(wanted)
        if missing and not _install(missing, held):
            raise Problem(_advice(missing))


def wish(*wanted: dict) -> None:
    """Have the wanted programs if that can be, else say how and go on."""
    try:
        require(*wanted)
    except Problem as problem:
        say(f"  ! {problem} Until then there are no PDFs.")


def _missing(wanted: tuple) -> list[str]:
    return [
        part["package"]
        for part in wanted
        if not any(map(shutil.which, part["programs"]))
    ]


def _install(packages: list[str], held: int) -> bool:
    """Install packages through APT; False when the person may not."""
    if not shutil.which("apt-get"):
        return False
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if become and not (shutil.which("sudo") and _may_sudo()):
        return False
    # Set inside sudo too, which passes no variables on.
    command = [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    log = places.STATE / "logs" / "apt-install.log"
    settings = {"env": clean_environment(), "pass_fds": (held,)}
    with step(f"Installing {' and '.join(packages)}"):
        waiting = ["-o", "DPkg::Lock::Timeout=300"]
        run_logged(
            [*command, *waiting, "update"], log, "Reading package lists", **settings
        )
        try:
            run_logged(
                [
                    *command,
                    *waiting,
                    "install",
                    "-y",
                    "--no-install-recommends",
                    *packages,
                ],
                log,
                "Installing packages",
                **settings,
            )
        except Problem as problem:
            raise Problem(f"{problem} — {_advice(packages)}") from problem
    return True


def _may_sudo() -> bool:
    return not subprocess.run(
        ["sudo", "-n", "true"], capture_output=True, check=False
    ).returncode


def _advice(packages: list[str]) -> str:
    names = " ".join(packages)
    return f"{' and '.join(packages)} missing: as root, run `apt-get install {names}`."
