"""Every picture that is shown is one that `make screenshots` takes, and is there."""

import re

import pictures
import places

TEXTS = ("*.md", "docs/*.md", "*/README.rst", "*/static/description/index.html")
REFERENCE = re.compile(
    r"""!\[[^\]]*\]\(([^)\s]+)\)|src=["']([^"']+)|^\.\. (?:image|figure):: (\S+)""",
    re.MULTILINE,
)


def _get_shown():
    """Return the pictures that the guides and the addons' pages show: file to text."""
    shown = {}
    for pattern in TEXTS:
        for text in places.ROOT.glob(pattern):
            for found in REFERENCE.finditer(text.read_text(encoding="utf-8")):
                name = next(part for part in found.groups() if part)
                if not name.startswith(("http:", "https:", "data:")):
                    file = (text.parent / name).resolve().relative_to(places.ROOT)
                    shown[str(file)] = text.name
    return shown


def test_pictures_that_are_shown_are_there_and_taken_by_the_command():
    shown = _get_shown()
    assert shown
    missing = {file for file in shown if not (places.ROOT / file).exists()}
    assert not missing, "take them with `make screenshots`"
    by_hand = set(shown) - pictures.all_files()
    assert not by_hand, "name them in tools/pictures.py"


def test_pictures_that_are_taken_are_shown():
    manifests = [
        (places.ROOT / addon / "__manifest__.py").read_text() for addon in places.ADDONS
    ]
    unused = {
        file
        for file in pictures.all_files() - set(_get_shown())
        if not file.endswith("icon.png")
        and not any(file.split("/", 1)[1] in text for text in manifests)
    }
    assert not unused, "show them, or drop them from tools/pictures.py"


def test_no_other_pictures_lie_about():
    folders = [pictures.DOCUMENTS, pictures.BACK_OFFICE, pictures.PORTAL]
    there = {
        str(file.relative_to(places.ROOT))
        for folder in folders
        for file in (places.ROOT / folder).glob("*.png")
    }
    assert there == pictures.all_files()
