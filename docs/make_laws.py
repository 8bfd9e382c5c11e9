"""Print docs/developers/laws.md: each law of the product, and where it is kept.

A docstring, a comment or a test cites a law by number: "invariant 5", "promise A14".
Run it as `bin/python docs/make_laws.py` after a change of either.
"""

import re
from collections import defaultdict
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "developers" / "laws.md"
ADDONS = ("mentoring_scheme", "mentoring_scheme_portal")
PROMISE = re.compile(r"\b([AB]\d{1,2})\b")
INVARIANT = re.compile(r"(?:[Ii]nvariants?|inv\.)((?:[ ,]+(?:and |to )?\d+\b)+)")
# How many of the files that cite a law are named.
MOST = 4

INTRODUCTION = """\
# Laws: what always holds, and what is promised

This page is printed by `bin/python docs/make_laws.py`, from `laws.toml` and from who
cites what. The code names a law by its number, in docstrings and comments; people who
use the product never read one.

An **invariant** holds after every step, whoever takes it and by whatever way: form,
list, import, call, job, or another addon. `sudo` changes rights, never rules. What a
database constraint can express is one. `mentoring.scheme._check_consistency()` returns
a sentence for each invariant that a database breaks, and runs every night.

A **promise** is a clause of the public pages of the two associations for which the
product was conceived: a librarians' association with yearly intakes and a fee (A), and
an association of office professionals with a rolling intake and none (B). Where the
last two columns are empty, nothing keeps the promise yet.
"""
LAWS = tomllib.loads((DOCUMENT.parent / "laws.toml").read_text(encoding="utf-8"))
INVARIANTS = {int(number): sentence for number, sentence in LAWS["invariants"].items()}
PROMISES = LAWS["promises"]


def find_citations():
    """Return for each law the files of the code, and of the tests, that cite it."""
    found = defaultdict(lambda: (set(), set()))
    for addon in ADDONS:
        for path in sorted((ROOT / addon).rglob("*.py")):
            is_test = "tests" in path.parts
            for words in _find_prose(path.read_text(encoding="utf-8")):
                for law in _find_laws(words):
                    found[law][is_test].add(path.relative_to(ROOT).as_posix())
    return found


def _find_prose(text):
    """Yield docstrings and comments of a file, roughly: what cites a law is there."""
    yield from re.findall(r'"""(.*?)"""', text, re.DOTALL)
    yield from re.findall(r"#(.*)", text)


def _find_laws(words):
    yield from PROMISE.findall(words)
    for numbers in INVARIANT.findall(words):
        yield from map(int, re.findall(r"\d+", numbers))


def document():
    """Return the text of the page."""
    found = find_citations()
    lines = [INTRODUCTION, "## Invariants", ""]
    lines += _table(INVARIANTS, found)
    lines += ["", "## Promises", ""]
    lines += _table(PROMISES, found)
    return "\n".join(lines) + "\n"


def _table(laws, found):
    yield "| | what holds | kept in | shown by |"
    yield "| --- | --- | --- | --- |"
    for law, sentence in laws.items():
        kept, shown = (_list(files) for files in found.get(law, ((), ())))
        yield f"| {law} | {sentence} | {kept} | {shown} |"


def _list(files):
    names = sorted({path.rsplit("/", 1)[-1].removesuffix(".py") for path in files})
    rest = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(f"`{name}`" for name in names[:MOST]) + rest


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
