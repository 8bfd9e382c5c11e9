"""Odoo from Debian's packages: fetched by APT and unpacked, nothing installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import places
from console import step
from problem import Problem
from processes import NETWORK, clean_environment, run_logged

ODOO_SUITE = "sid"
STABLE_SUITE = "bookworm"
PACKAGES = (
    f"odoo-19/{ODOO_SUITE}",
    # Odoo's package links to the files of these. Font Awesome must be 4.7: later ones
    # name their files differently.
    f"libjs-jquery/{ODOO_SUITE}",
    f"libjs-jquery-form/{ODOO_SUITE}",
    f"libjs-underscore/{ODOO_SUITE}",
    f"fonts-montserrat/{ODOO_SUITE}",
    f"fonts-roboto-unhinted/{ODOO_SUITE}",
    f"fonts-inconsolata/{ODOO_SUITE}",
    f"fonts-ocr-b/{ODOO_SUITE}",
    f"fonts-font-awesome/{STABLE_SUITE}",
)
UNPACKED = places.CACHE / "odoo-19.0"
DIST_PACKAGES = UNPACKED / "usr/lib/python3/dist-packages"
KEYRINGS = (
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
)
GENERIC_SUITES = {"stable", "testing", "unstable", "sid", "oldstable"}


def fetch_odoo() -> Path:
    """Return the folder that holds Debian's Odoo, fetching it once.

    :raises Problem: without APT, a Debian archive, or a network
    """
    if UNPACKED.exists():
        return DIST_PACKAGES
    _require_apt()
    with (
        places.lock(places.CACHE / "odoo.lock", "another fetching of Odoo") as held,
        step("Odoo 19.0 from Debian's archive"),
    ):
        if UNPACKED.exists():
            return DIST_PACKAGES
        _unpack(_download(PACKAGES, "apt", held), UNPACKED, held)
    return DIST_PACKAGES


def fetch_pip(held: int) -> Path:
    """Return Debian's pip as a wheel, for a Python that came without.

    :raises Problem: without APT, a Debian archive, or a network
    """
    _require_apt()
    folder = places.CACHE / "pip-wheel"
    with places.lock(places.CACHE / "pip-wheel.lock", "another fetching of pip"):
        if not folder.exists():
            packages = (f"python3-pip-whl/{STABLE_SUITE}",)
            _unpack(_download(packages, "apt-pip", held), folder, held)
    return next(folder.rglob("pip-*.whl"))


def _download(packages: tuple, name: str, held: int) -> list[Path]:
    """Download packages by way of a private APT, which checks their checksums.

    :param name: the folder in the cache where APT works
    """
    apt = places.CACHE / name
    for folder in ("lists/partial", "archives/partial", "debs"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    _write_sources(apt / "sources.list")
    options = [
        f"Dir::Etc::SourceList={apt / 'sources.list'}",
        "Dir::Etc::SourceParts=/dev/null",
        f"Dir::State::Lists={apt / 'lists'}",
        f"Dir::Cache={apt}",
        "APT::Sandbox::User=",
        "Acquire::Languages=none",
        "Acquire::Retries=3",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
    ]
    options = [part for option in options for part in ("-o", option)]
    settings = {"env": clean_environment(LC_ALL="C.UTF-8"), "pass_fds": (held,)}
    run_logged(
        ["apt-get", "-q", *options, "--error-on=any", "update"],
        places.STATE / "logs" / f"{name}-update.log",
        "Reading Debian's package lists",
        NETWORK,
        **settings,
    )
    run_logged(
        ["apt-get", "-q", *options, "download", *packages],
        places.STATE / "logs" / f"{name}-download.log",
        "Downloading Debian's packages",
        NETWORK,
        cwd=apt / "debs",
        **settings,
    )
    # An interrupted run of other days may have left older versions beside these.
    listed = subprocess.run(
        ["apt-get", *options, "download", "--print-uris", *packages],
        capture_output=True,
        text=True,
        check=True,
        env=settings["env"],
    )
    names = [line.split()[1] for line in listed.stdout.splitlines()]
    return [apt / "debs" / name for name in names]


def _require_apt() -> None:
    for program in ("apt-get", "dpkg-deb"):
        if not shutil.which(program):
            raise Problem(
                f"This machine has no {program}, to fetch Debian's Odoo package with: "
                "name an Odoo 19.0 that is already there in ODOO_HOME."
            )


def _write_sources(path: Path) -> None:
    """Write a sources list: the archive this machine uses, the suites we need."""
    archive = _archive_address()
    keyring = next((keyring for keyring in KEYRINGS if keyring.exists()), None)
    signed = f"[signed-by={keyring}] " if keyring else ""
    path.write_text(
        "".join(
            f"deb {signed}{archive} {suite} main\n"
            for suite in (ODOO_SUITE, STABLE_SUITE)
        )
    )


def _archive_address() -> str:
    """Return the address of the Debian archive among the machine's own APT sources."""
    listed = subprocess.run(
        ["apt-get", "update", "--print-uris"],
        capture_output=True,
        text=True,
        check=False,
    )
    suites = GENERIC_SUITES | {_codename()}
    for address, suite in re.findall(
        r"^'(\S+?)/dists/([^/']+)/(?:InRelease|Release)'", listed.stdout, re.MULTILINE
    ):
        if suite in suites:
            return address
    raise Problem(
        "None of this machine's APT sources is a Debian archive to fetch Odoo from: "
        "name an Odoo 19.0 that is already there in ODOO_HOME."
    )


def _codename() -> str:
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return "sid"
    found = re.search(r"^VERSION_CODENAME=\"?(\w+)", text, re.MULTILINE)
    return found.group(1) if found else "sid"


def _unpack(archives: list[Path], folder: Path, held: int) -> None:
    """Unpack archives into a folder that is there whole or not at all."""
    making = folder.with_name(folder.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    for archive in archives:
        run_logged(
            ["dpkg-deb", "-x", archive, making],
            places.STATE / "logs" / "unpack.log",
            f"Unpacking {archive.name}",
            pass_fds=(held,),
        )
    os.sync()
    making.rename(folder)
    shutil.rmtree(archives[0].parent.parent)
