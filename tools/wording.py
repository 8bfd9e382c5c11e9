"""The linter `wording`: texts for people against the rules in `wording.toml`.

Reads the terms to translate (`*/i18n/*.pot`) and the guides. Each rule has a ceiling
for both. What is found above it is a fault; so is a ceiling that is too high, since it
would let the fault come back.

Guides write the names of buttons, menus and fields in bold. Such a name has to be a
term of the addons, or a name of Odoo's that `wording.toml` lists.

Run alone, with the name of a rule, it lists what that rule finds.
"""

import ast
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import tomllib

ROOT = Path(__file__).resolve().parent.parent
RULES = Path(__file__).with_name("wording.toml")
GUIDES = ("README.md", "docs/*.md", "docs/developers/*.md")
GUIDE = "guide"
# What a term is, from the reference above it; the first that fits.
KINDS = (
    ("mail.template,body", "mailbody"),
    ("mail.template,subject", "subject"),
    ("mail.template,", "mailmeta"),
    ("fields,help", "help"),
    ("field_description", "label"),
    ("fields.selection", "selection"),
    ("act_window,help", "empty"),
    ("constraint", "error"),
    ("survey", "survey"),
    ("ir.ui.view", "view"),
    ("code:", "code"),
    ("model:ir.model,name", "model"),
)
OF_THE_PORTAL = {"view": "portalview", "code": "pcode"}
# Fields that core adds to each model with a thread.
CORE = re.compile(r"field_\w+__(?:message|activity)_")
CODE_OUTPUT = re.compile(r'<t [^>]*t-out="[^"]*"[^>]*?>([^<]*)</t>')
TAG = re.compile(r"<[^>]+>")
CODE_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
# Bold within a sentence, or a way through menus; a bold start of a line is a heading.
NAME = re.compile(
    r"(?:(?<=[\w,;)] )|(?<=\())\*\*([A-Z“][^*]*)\*\*|\*\*([^*]*▸[^*]*)\*\*"
)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?s")
MOST_OF_A_LABEL = 30  # characters
TABLE_HEAD = ("|--", "| -", "| `")


class Text(NamedTuple):
    """One text that people read."""

    path: Path
    line: int
    kind: str
    words: str


class Rule:
    """One rule of the style, with how much it may still find."""

    def __init__(self, pattern, kinds=(), cased=False, **said):
        self.name = said["name"]
        self.advice = said["advice"]
        self.ceilings = {"terms": said["terms"], "guides": said["guides"]}
        self._kinds = frozenset(kinds)
        self._pattern = re.compile(pattern, 0 if cased else re.IGNORECASE)

    def finds(self, text: Text) -> bool:
        """Return whether a text breaks this rule."""
        concerned = not self._kinds or text.kind in self._kinds
        return bool(concerned and self._pattern.search(text.words))


def read_rules() -> list[Rule]:
    """Return the rules of `wording.toml`."""
    return [Rule(**rule) for rule in tomllib.loads(RULES.read_text("utf-8"))["rule"]]


def read_terms(root: Path) -> Iterator[Text]:
    """Yield the terms of the addons, without their code."""
    for path in sorted(root.glob("*/i18n/*.pot")):
        yield from _read_template(path)


def read_guides(root: Path) -> Iterator[Text]:
    """Yield the lines of the guides."""
    for pattern in GUIDES:
        for path in sorted(root.glob(pattern)):
            lines = path.read_text("utf-8").splitlines()
            for number, line in enumerate(lines, 1):
                if line.strip() and not line.startswith(TABLE_HEAD):
                    yield Text(path, number, GUIDE, line.strip())


def find_faults(root: Path, rules: list[Rule]) -> list[str]:
    """Return one sentence for each ceiling that does not fit what was found."""
    texts = {"terms": [*read_terms(root)], "guides": [*read_guides(root)]}
    faults = []
    for rule in rules:
        for where, ceiling in rule.ceilings.items():
            found = sum(rule.finds(text) for text in texts[where])
            if found > ceiling:
                faults.append(
                    f"{rule.name}: {found} in the {where}, {ceiling} allowed. Write: "
                    f"{rule.advice}. List: python3 tools/wording.py {rule.name}"
                )
            elif found < ceiling:
                faults.append(
                    f"{rule.name}: only {found} in the {where} now: lower its ceiling "
                    f"of {ceiling} in tools/wording.toml."
                )
    return faults


def find_unknown_names(root: Path, core_names: list[str]) -> list[str]:
    """Return one sentence for each name in the guides that no screen shows."""
    terms = [*core_names, *map(_trim, _read_all_terms(root))]
    known = {term for term in terms if not PLACEHOLDER.search(term)}
    # A label such as “Use %s” is shown with a word of its own.
    made = [
        re.compile(".+".join(map(re.escape, PLACEHOLDER.split(term))))
        for term in set(terms) - known
        if len(term) < MOST_OF_A_LABEL
    ]
    faults = []
    for pattern in GUIDES:
        for path in sorted(root.glob(pattern)):
            text = CODE_BLOCK.sub("", path.read_text("utf-8"))
            names = {
                _trim(part)
                for match in NAME.finditer(text)
                for part in (match[1] or match[2]).split("▸")
            }
            faults += [
                f"{path.relative_to(root)}: no screen shows “{name}”. Write its label, "
                "or add it to core_names in tools/wording.toml if it is Odoo's."
                for name in sorted(names - known)
                if not any(label.fullmatch(name) for label in made)
            ]
    return faults


def main(arguments: list[str]) -> int:
    """Print the faults, or what the named rules find; exit status 1 for faults."""
    rules = read_rules()
    if arguments:
        _list_found([rule for rule in rules if rule.name in arguments])
        return 0
    core_names = tomllib.loads(RULES.read_text("utf-8"))["core_names"]
    faults = find_faults(ROOT, rules) + find_unknown_names(ROOT, core_names)
    for fault in faults:
        print(fault)
    return bool(faults)


def _list_found(rules: list[Rule]) -> None:
    for text in [*read_terms(ROOT), *read_guides(ROOT)]:
        for rule in rules:
            if rule.finds(text):
                place = f"{text.path.relative_to(ROOT)}:{text.line}"
                print(f"{place}: [{text.kind}] {text.words}  -> {rule.advice}")


def _read_template(path: Path) -> Iterator[Text]:
    """Yield the terms of one template of translations; each is one paragraph of it."""
    line = 1
    for paragraph in path.read_text("utf-8").split("\n\n"):
        lines = paragraph.split("\n")
        references = [part[2:].strip() for part in lines if part.startswith("#:")]
        kind = _get_kind(references, is_portal="portal" in path.parent.parent.name)
        message = paragraph.partition("\nmsgid ")[2].partition("\nmsgstr")[0]
        term = "".join(map(ast.literal_eval, message.split("\n"))) if message else ""
        if term and kind:
            start = line + next(i for i, x in enumerate(lines) if x.startswith("msgid"))
            yield Text(path, start, kind, _get_words(term))
        line += len(lines) + 1


def _read_all_terms(root: Path) -> Iterator[str]:
    """Yield each term, what core adds to our models included."""
    for path in sorted(root.glob("*/i18n/*.pot")):
        for paragraph in path.read_text("utf-8").split("\n\n"):
            message = paragraph.partition("\nmsgid ")[2].partition("\nmsgstr")[0]
            if message:
                yield _get_words("".join(map(ast.literal_eval, message.split("\n"))))


def _trim(name: str) -> str:
    """Return a name as it is compared: in one line, without what ends it."""
    return " ".join(name.split()).rstrip("…:. ")


def _get_kind(references: list[str], is_portal: bool) -> str:
    """Return what a term is; an empty text for what nobody reads as a text of ours."""
    if references and CORE.search(references[0]):
        return ""
    everything = " ".join(references)
    kind = next((kind for key, kind in KINDS if key in everything), "other")
    if kind == "model":
        return ""
    return OF_THE_PORTAL.get(kind, kind) if is_portal else kind


def _get_words(term: str) -> str:
    shown = CODE_OUTPUT.sub(r"\1", term)
    return " ".join(html.unescape(TAG.sub(" ", shown)).split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
