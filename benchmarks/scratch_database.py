# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A database to measure in, and sides that take turns in it."""

import logging
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from project import project  # noqa: E402


@contextmanager
def scratch_database(kept=None):
    """Make a database with the addons, and drop it in the end.

    :param str kept: the name of one to take instead, and to keep
    :return: the project's place and the database's name
    """
    name = kept or f"bench_{os.getpid()}"
    with project() as place:
        try:
            if not kept:
                place.new_database(name, demo=False, note="bench")
            os.environ.update(place.odoo_environment())
            yield place, name
        finally:
            if not kept:
                place.remove_database(name)


def load(name, *arguments):
    """Return the registry of a database; Odoo is silent from here on."""
    import odoo
    from odoo.modules.registry import Registry

    arguments = arguments or ("--no-http",)
    odoo.tools.config.parse_config(["-d", name, "--max-cron-threads=0", *arguments])
    logging.disable(logging.WARNING)
    return Registry(name)


@contextmanager
def superuser(registry):
    """Give the system's environment; what is not committed is undone."""
    import odoo

    try:
        with registry.cursor() as cr:
            yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
            cr.rollback()
    finally:
        odoo.sql_db.close_all()


def take_turns(sides, repeat, measure):
    """Measure each side as often, in turns; return the figures by side.

    To and fro, so that no side always follows the same one.
    """
    turns = {side: [] for side in sides}
    for turn in range(repeat):
        for side in turns if turn % 2 == 0 else reversed(turns):
            turns[side].append(measure(side))
    return turns


def medians(figures):
    """Return the median of each column: of milliseconds and of queries, for example."""
    return tuple(median(column) for column in zip(*figures, strict=True))
