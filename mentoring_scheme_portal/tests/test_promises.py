# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
import re
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import TransactionCase

# The clauses of the two source documents: ALIA's scheme (A) and AIOP's program (B).
PROMISES = {
    *(f"A{number}" for number in range(1, 43)),
    *(f"B{number}" for number in range(1, 12)),
}
ADDONS = ("mentoring_scheme", "mentoring_scheme_portal")
ONE = re.compile(r"\b([AB])([0-9]{1,2})\b(?:(?:-| to )\1?([0-9]{1,2})\b)?")
IN_NAME = re.compile(r"(?<=_)([ab][0-9]{1,2})(?=_)")


class TestPromises(TransactionCase):
    """Each promise is named by a test: in its name, in its docstring or its class's.

    No promise is named that does not exist.
    """

    def test_every_promise_is_named_by_a_test(self):
        named = self._get_named()
        self.assertFalse(PROMISES - named.keys(), "promises without a test")
        self.assertFalse(
            {number: named[number] for number in named.keys() - PROMISES},
            "promises that do not exist",
        )

    def test_ranges_and_names_are_read(self):
        """The reading itself: what looks like a promise and is none stays out."""
        self.assertEqual(
            set(self._find("A1, A16 to A18 and B4-B6.")),
            {"A1", "A16", "A17", "A18", "B4", "B5", "B6"},
        )
        self.assertEqual(set(self._find("A100, XA1, 3A2")), set())
        self.assertEqual(set(self._find_in_name("test_a2_a3_dates")), {"A2", "A3"})
        self.assertEqual(set(self._find_in_name("test_b")), set())

    def _get_named(self):
        """Return by promise the tests that name it."""
        named = {}
        for addon in ADDONS:
            for path in sorted(Path(get_module_path(addon), "tests").glob("test_*.py")):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                for test, numbers in self._read_tests(tree):
                    for number in numbers:
                        named.setdefault(number, []).append(f"{path.name}::{test}")
        return named

    def _read_tests(self, tree):
        """Yield each test method with the promises that it or its class names."""
        for group in tree.body:
            if not isinstance(group, ast.ClassDef):
                continue
            of_class = set(self._find(ast.get_docstring(group) or ""))
            for test in group.body:
                if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                    own = set(self._find(ast.get_docstring(test) or ""))
                    yield test.name, of_class | own | set(self._find_in_name(test.name))

    def _find(self, text):
        """Yield the promises that a text names, those within a range too."""
        for kind, first, last in ONE.findall(text):
            for number in range(int(first), int(last or first) + 1):
                yield f"{kind}{number}"

    def _find_in_name(self, name):
        for number in IN_NAME.findall(name):
            yield number.upper()
