"""What Odoo's log says beyond the harmless lines that checklog-odoo.cfg lists."""

import configparser
import re
from pathlib import Path

import places

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) ")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def findings(log: Path) -> list[str]:
    """Return the warnings and errors in a log, each with the lines after it."""
    harmless = _harmless()
    return [
        record
        for level, record in _records(log)
        if level not in ("INFO", "DEBUG")
        and not any(pattern.search(record) for pattern in harmless)
    ]


def _records(log: Path) -> list[tuple[str, str]]:
    records = []
    for line in COLOUR.sub("", log.read_text(errors="replace")).splitlines():
        found = RECORD.match(line)
        if found:
            records.append((found["level"], line))
        elif records:
            level, record = records.pop()
            records.append((level, f"{record}\n{line}"))
    return records


def _harmless() -> list[re.Pattern]:
    settings = configparser.ConfigParser()
    settings.read(places.ROOT / "checklog-odoo.cfg")
    lines = settings["checklog-odoo"]["ignore"].split("\n")
    return [re.compile(line, re.MULTILINE) for line in lines if line]
