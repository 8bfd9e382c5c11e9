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
FONT_SUITE = "bookworm"
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
    f"fonts-font-awesome/{FONT_SUITE}",
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
        archives = download(PACKAGES, held)
        _unpack(archives, held)
        shutil.rmtree(places.CACHE / "apt", ignore_errors=True)
    return DIST_PACKAGES


def download(packages: tuple, held: int) -> list[Path]:
    """Download packages by way of a private APT, which checks their checksums."""
    apt = places.CACHE / "apt"
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
        places.STATE / "logs" / "apt-update.log",
        "Reading Debian's package lists",
        NETWORK,
        **settings,
    )
    run_logged(
        ["apt-get", "-q", *options, "download", *packages],
        places.STATE / "logs" / "apt-download.log",
        "Downloading Debian's packages",
        NETWORK,
        cwd=apt / "debs",
        **settings,
    )
    return sorted((apt / "debs").glob("*.deb"))


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
            for suite in (ODOO_SUITE, FONT_SUITE)
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


def _unpack(archives: list[Path], held: int) -> None:
    making = UNPACKED.with_name(UNPACKED.name + ".making")
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
    making.rename(UNPACKED)
