"""The project's own commands, for the tests of the addons' life in a database."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent / "tools"))

from project import project  # noqa: E402  (on the path just now)


@pytest.fixture(scope="session")
def place():
    """Return the project's Odoo, set up and within reach."""
    with project() as found:
        yield found
