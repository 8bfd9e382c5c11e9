"""Addons of others that ours work beside: fetched for the tests of that alone."""

import hashlib
from pathlib import Path

import places
from console import step
from python_environment import PythonEnvironment, pip_install

REQUIREMENTS = places.ROOT / "requirements-companions.txt"


def prepare(environment: PythonEnvironment) -> Path:
    """Return the folder with these addons, fetched once for their pins.

    They stand outside the environment, where no other database can install them.

    :raises Problem: when pip fails, most often for want of a network
    """
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:8]
    folder = places.STATE / f"companions-{digest}"
    stamp = folder / "complete"
    lock = places.STATE / "companions.lock"
    with places.lock(lock, "another fetching of addons") as held:
        if not stamp.exists():
            with step("Addons that ours work beside"):
                target = ("--no-deps", "--upgrade", "--target", folder)
                pip_install(environment.python, *target, "-r", REQUIREMENTS, held=held)
            stamp.touch()
    return folder / "odoo/addons"
