"""The virtual environment: Odoo's Python packages, Odoo itself, and the addons."""

import hashlib
import importlib.util
import json
import shutil
import sys
import time
from pathlib import Path

import debian
import manifests
import odoo_source
import places
from console import step
from processes import NETWORK, Background, clean_environment, run_logged

REQUIREMENTS = ("requirements-odoo.txt", "requirements.txt", "requirements-test.txt")
CONSTRAINTS = (*REQUIREMENTS, "requirements-addons.txt")
STALE_SECONDS = 7 * 24 * 3600
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


class PythonEnvironment:
    """A virtual environment of this checkout, made anew whenever its pins change."""

    def __init__(self):
        texts = b"".join((places.ROOT / name).read_bytes() for name in CONSTRAINTS)
        self.pins = hashlib.sha256(texts).hexdigest()[:8]
        self.folder = places.STATE / f"venv-{VERSION}-{self.pins}"
        self.python = self.folder / "bin/python"
        self._stamp = self.folder / "complete.json"
        self.site_packages = self.folder / f"lib/python{VERSION}/site-packages"

    def prepare(self) -> odoo_source.OdooSource:
        """Bring the environment up to date and return the Odoo in it.

        Odoo's Python packages and Odoo are fetched side by side.
        """
        packages = Background(self._install_packages)
        odoo = odoo_source.find_odoo()
        packages.join()
        with self._lock() as held:
            wanted = {"odoo": odoo.identity, "addons": manifests.packaging_digest()}
            if self._stamped() != wanted or not self._are_addons_linked():
                self._link_odoo(odoo)
                self._install_addons(held)
                self._stamp.write_text(json.dumps(wanted))
        return odoo

    def addon_versions(self) -> list[str]:
        """Return the names and versions of the Odoo addons that pip installed."""
        found = self.site_packages.glob("odoo_addon_*.dist-info")
        return sorted(path.name for path in found if "mentoring" not in path.name)

    def _lock(self):
        return places.lock(
            places.STATE / "venv.lock", "another set-up of this checkout"
        )

    def _stamped(self) -> dict | None:
        try:
            return json.loads(self._stamp.read_text())
        except (OSError, ValueError):
            return None

    def _install_packages(self) -> None:
        with self._lock() as held:
            if self._stamp.exists():
                return
            with step("Python packages"):
                self._remove_stale()
                make_environment(self.folder, held)
                names = [places.ROOT / name for name in REQUIREMENTS]
                pip_install(self.python, *_each("-r", names), held=held)
            self._stamp.write_text("{}")

    def _remove_stale(self) -> None:
        """Remove environments of other pins, unless a command may still run in one."""
        for folder in places.STATE.glob("venv-*"):
            if time.time() - folder.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(folder)

    def _are_addons_linked(self) -> bool:
        """Return whether what the installation left in the checkout is still there.

        It is gone from a checkout that was cleaned, or made anew in its place.
        """
        return all(
            (addon / "build/__editable__").is_dir() for addon in manifests.addons()
        )

    def _link_odoo(self, odoo: odoo_source.OdooSource) -> None:
        (self.site_packages / "odoo.pth").write_text(f"{odoo.python_path}\n")
        # Tells pip that Odoo is there, as the addons ask for it. Odoo's own statement,
        # where it has one, asks for psycopg2 besides, which would have to be compiled.
        stated = self.site_packages / f"odoo-{odoo_source.SERIES}.dist-info"
        stated.mkdir(exist_ok=True)
        (stated / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: odoo\nVersion: {odoo_source.SERIES}\n"
        )

    def _install_addons(self, held: int) -> None:
        constraints = [places.ROOT / name for name in CONSTRAINTS]
        with step("The addons and what they depend on"):
            pip_install(
                self.python,
                "--no-build-isolation",
                *_each("-c", constraints),
                *_each("-e", manifests.addons()),
                held=held,
            )


def make_environment(folder: Path, held: int) -> None:
    """Make an empty virtual environment with pip in it.

    :raises Problem: when this Python brings no venv, or no pip can be had
    """
    log = places.STATE / "logs" / f"venv-{folder.name}.log"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "venv", "--without-pip", folder]
    run_logged(command, log, "Making a virtual environment", pass_fds=(held,))
    python = folder / "bin/python"
    if importlib.util.find_spec("ensurepip"):
        command = [python, "-m", "ensurepip", "--default-pip"]
    else:
        # Debian keeps pip for new environments in a package that may be missing.
        wheel = debian.fetch_pip(held)
        command = [python, wheel / "pip", "install", "--no-index", wheel]
    run_logged(command, log, "Putting pip into it", pass_fds=(held,))


def pip_install(python: Path, *arguments, held: int) -> None:
    """Install packages with pip.

    :raises Problem: when pip fails, most often for want of a network
    """
    run_logged(
        # Byte code is made at first use, of what is used.
        [python, "-m", "pip", "--disable-pip-version-check", "install", "--no-compile"]
        + [*arguments],
        places.STATE / "logs" / f"pip-{python.parent.parent.name}.log",
        "Installing Python packages",
        NETWORK,
        pass_fds=(held,),
        env=clean_environment(
            PIP_CACHE_DIR=str(places.CACHE / "pip"),
            # The addons' version is their manifest's, with or without git's history.
            WHOOL_POST_VERSION_STRATEGY_OVERRIDE="none",
        ),
    )


def _each(option: str, values: list) -> list:
    return [part for value in values for part in (option, value)]
