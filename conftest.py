# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What holds for all tests, when several workers share them out."""

import os
import shutil
from pathlib import Path
from unittest import mock

import pytest

from odoo.tools import config

# The longest of all: begun first, so that no worker waits for them at the end.
LONGEST = ("test_year.py", "test_walk.py")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session", autouse=True)
def files_of_the_worker(load_registry):
    """Give each worker a folder of files of its own, beside its own database.

    Workers that share one delete each other's files: what a test has stored and not
    committed is garbage to the collection of another worker.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        yield
        return
    original = Path(config.filestore(config["db_name"]))
    own = original.with_name(f"{original.name}-{worker}")
    shutil.rmtree(own, ignore_errors=True)
    if original.exists():
        shutil.copytree(original, own, copy_function=os.link)
    with mock.patch.object(config, "filestore", return_value=str(own)):
        yield
    shutil.rmtree(own, ignore_errors=True)
