"""Which Odoo it is: the one ODOO_HOME names, an importable one, or Debian's."""

import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

import debian
from problem import Problem

SERIES = "19.0"


@dataclass(frozen=True)
class OdooSource:
    """An Odoo on disk: where Python imports it from, and what tells it from another."""

    python_path: Path
    identity: str


def find_odoo() -> OdooSource:
    """Return the Odoo to use, fetching Debian's when there is none.

    :raises Problem: when ODOO_HOME names no Odoo of the right series
    """
    home = os.environ.get("ODOO_HOME")
    if home:
        return _from_home(Path(home).expanduser().resolve())
    return _importable() or _source(debian.fetch_odoo())


def _from_home(home: Path) -> OdooSource:
    for folder in (home, home / "usr/lib/python3/dist-packages"):
        series = _series(folder)
        if series == SERIES:
            return _source(folder)
        if series:
            raise Problem(
                f"ODOO_HOME={home} is Odoo {series}, and the addons are for {SERIES}: "
                f"name an Odoo {SERIES}, or unset ODOO_HOME to have one fetched."
            )
    raise Problem(
        f"ODOO_HOME={home} holds no Odoo (no odoo/release.py in it): name a folder "
        f"with Odoo {SERIES}, or unset ODOO_HOME to have one fetched."
    )


def _importable() -> OdooSource | None:
    found = importlib.util.find_spec("odoo")
    for place in (found and found.submodule_search_locations) or ():
        folder = Path(place).parent
        if _series(folder) == SERIES:
            return _source(folder)
    return None


def _series(folder: Path) -> str | None:
    """Return the series of the Odoo in `folder`, None if there is none."""
    try:
        text = (folder / "odoo/release.py").read_text()
    except OSError:
        return None
    found = re.search(r"^version_info\s*=\s*\(\s*(\d+)\s*,\s*(\d+)", text, re.MULTILINE)
    return ".".join(found.groups()) if found else None


def _source(folder: Path) -> OdooSource:
    changed = (folder / "odoo/release.py").stat().st_mtime_ns
    return OdooSource(folder, f"{folder} {changed}")
