"""Beside core's and OCA's addons that an association may add, everything still holds.

They change what other tests take for granted, so they are installed into a database of
their own, and the tests in `companions/` run in it, in a process of their own.
"""

import os
import re
import secrets
import subprocess

import pytest

import companions
import places
from processes import clean_environment

BESIDE = (
    "payment_demo",
    "account_reconcile_oca",
    "account_invoice_start_end_dates",
    "sale",
)
FOLDER = places.ROOT / "tests/companions"


@pytest.fixture(scope="module")
def beside(place):
    """Return what runs the tests of one companion in the database of them all."""
    addons = companions.prepare(place.environment)
    name = f"test_beside_{os.getpid()}_{secrets.token_hex(2)}"
    try:
        place.new_database(name, demo=False, note="test")
        place.run_odoo(
            f"Installing {', '.join(BESIDE)}",
            f"install-{name}",
            *("-d", name, "-i", ",".join(BESIDE), f"--addons-path={addons}"),
        )
        yield lambda companion: _run(place, name, addons, companion)
    finally:
        place.databases.drop(name)


def _run(place, name, addons, companion):
    environment = clean_environment(**place.odoo_environment())
    for variable in [v for v in environment if v.startswith("PYTEST_")]:
        del environment[variable]  # of the worker that this runs in
    return subprocess.run(
        [place.environment.python, "-m", "pytest", "-q", "--tb=short"]
        + ["-p", "no:cacheprovider", f"--rootdir={FOLDER}"]
        + [f"--config-file={places.ROOT / 'pytest.ini'}"]
        + [f"--odoo-database={name}", f"--odoo-config={place.configuration}"]
        + [f"--odoo-addons-path={addons}"]
        + ["--odoo-http", "--odoo-extra=max-cron-threads=0"]
        + [FOLDER / f"{companion}.py"],
        cwd=FOLDER,
        env=environment,
        pass_fds=place.server.locks,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("companion", BESIDE)
def test_beside(beside, companion):
    done = beside(companion)
    passed = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0 and passed, done.stdout + done.stderr
    assert "skipped" not in done.stdout


def test_every_companion_has_its_tests():
    assert {path.stem for path in FOLDER.glob("*.py")} == set(BESIDE)
