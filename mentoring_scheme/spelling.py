# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What people write in the cells of a spreadsheet, and what they mean by it."""

import re
import unicodedata

SEPARATORS = re.compile(r"[;\r\n]+")
YEARS = re.compile(r"(\d+)\s*\+?\s*(?:years?|yrs?)?\.?")


def tidy(text):
    """Return a text without the blanks that nobody sees, such as no-break spaces."""
    return " ".join(unicodedata.normalize("NFKC", text or "").split())


def simplify(text):
    """Return a text for comparing: tidy, in small letters."""
    return tidy(text).casefold()


def read_count(text):
    """Return the number in ``12``, ``10+`` or ``12 years``, as text; or the text."""
    found = YEARS.fullmatch(simplify(text))
    return found[1] if found else text


def split_names(text):
    """Return the items of a list that people separate by ``;`` or a line break.

    A comma may be part of a name, so it stays.
    """
    return [
        item for item in map(tidy, SEPARATORS.split(text or "")) if item.strip(", ")
    ]
