# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
import re
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDONS = ("mentoring_scheme", "mentoring_scheme_portal")
HERE = Path(__file__).resolve().parents[1]
NOUNS = (
    "applicants|applications|certificates|conditions|days|documents|emails|"
    "fees|files|groups|hours|invoices|meetings|members|mentees|mentors|months|notes|"
    "offers|pairs|partnerships|people|places|points|times|weeks|years"
)
# A number, and the thing counted in the plural: not a sentence when there is one.
COUNTED = re.compile(rf"%(?:\(\w+\))?[sdg] (?:{NOUNS})\b")
# A name of a button, menu, page, field or rule, as the messages quote it.
QUOTED = re.compile(r"“([A-Z][^”%]*)”")
# Labels of core's own screens.
OF_CORE = {"Add Properties", "Credit Note", "Customer Account", "Free sign up"}
# Never one, or no number.
NEVER_ONE = (
    "Mentors are %(needed)s members",  # names of categories
    "No meeting for %(days)s days",  # more than 35
    "Not signed %(days)s days after",  # more than 14
    "The last %(count)s meetings were missed",  # more than one
)


def _find_sources(*patterns):
    for addon in ADDONS:
        root = HERE.parent / addon
        for pattern in patterns:
            for path in sorted(root.glob(pattern)):
                if not {"tests", "build", "demo"} & set(path.relative_to(root).parts):
                    yield path


def _get_terms(tree):
    """Yield the texts to translate of a module, with the function they stand in."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if not (isinstance(call, ast.Call) and call.args):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            first = call.args[0]
            if name in ("_", "_lt") and isinstance(first, ast.Constant):
                yield first.value, function


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    """What the messages say agrees with what the screens show."""

    def test_one_and_many_are_two_terms(self):
        """ "1 fees" is no English, and no other language has plurals by a letter."""
        wrong = []
        for path in _find_sources("**/*.py"):
            tree = ast.parse(path.read_text())
            for term, function in _get_terms(tree):
                if not COUNTED.search(term) or term.startswith(NEVER_ONE):
                    continue
                # The function has a term of its own for one.
                if not re.search(r"== -?1\b|'1 [a-z]", ast.unparse(function)):
                    wrong.append(f"{path.relative_to(HERE.parent)}: {term}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_quoted_names_are_labels(self):
        """A message names a button, a field or a page as it is labelled."""
        labels = self._get_labels()
        wrong = []
        for path in _find_sources("**/*.py"):
            for term, _function in _get_terms(ast.parse(path.read_text())):
                wrong += self._find_unknown(term, labels, path)
        for path in _find_sources(
            "views/*.xml", "wizards/*.xml", "static/src/**/*.xml"
        ):
            root = etree.parse(str(path)).getroot()
            texts = [*root.itertext(), *root.xpath("//@confirm | //@help")]
            for text in texts:
                wrong += self._find_unknown(" ".join(text.split()), labels, path)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def _find_unknown(self, text, labels, path):
        return [
            f"{path.relative_to(HERE.parent)}: “{name}” in: {text[:80]}"
            for name in QUOTED.findall(text)
            if name.rstrip("…") not in labels | OF_CORE
        ]

    def _get_setup_lines(self):
        """Return the names of the lines of the set-up, which stand in Python."""
        return [line[0] for line in self.env["mentoring.setup"]._get_lines()]

    def _get_labels(self):
        """Return all that our screens show as a label."""
        labels = set(self._get_setup_lines())
        for path in _find_sources("**/*.xml"):
            root = etree.parse(str(path)).getroot()
            for node in root.iter(etree.Element):
                labels |= {
                    node.get(name)
                    for name in (
                        "string",
                        "name",
                        "title",
                        "placeholder",
                        "confirm-label",
                    )
                    if node.get(name)
                }
                if node.tag in ("button", "a", "label", "span", "legend", "t", "field"):
                    labels.add(" ".join((node.text or "").split()))
                if node.tag in ("h1", "h2", "h3", "h4", "dt", "th", "div", "summary"):
                    labels.add(" ".join((node.text or "").split()))
                labels.add(" ".join((node.tail or "").split()))
        for model in self.env.registry.values():
            if model._name.startswith(("mentoring.", "res.partner", "account.move")):
                for field in self.env[model._name]._fields.values():
                    labels.add(field.string)
                    if field.type == "selection":
                        labels |= {
                            label
                            for _key, label in field._description_selection(self.env)
                        }
        return {label.rstrip("…") for label in labels if label}
