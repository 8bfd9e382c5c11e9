"""What the addons' manifests say, and whether the addons' files changed."""

import ast
import hashlib
from pathlib import Path

import places
from problem import Problem

PASSED_OVER = {"build", "__pycache__", "tests", "readme", "description"}


def addons() -> list[Path]:
    """Return the folders of the project's addons.

    :raises Problem: when one is missing
    """
    folders = [places.ROOT / name for name in places.ADDONS]
    for folder in folders:
        if not (folder / "__manifest__.py").is_file():
            raise Problem(f"{folder} is no addon: the checkout is not complete.")
    return folders


def dependencies() -> list[str]:
    """Return the addons of others that ours depend on."""
    names = {
        name for folder in addons() for name in _manifest(folder).get("depends", [])
    }
    return sorted(names.difference(places.ADDONS) | {"base"})


def packaging_digest() -> str:
    """Return a digest of what pip reads of the addons."""
    return _digest(
        folder / name
        for folder in addons()
        for name in ("__manifest__.py", "pyproject.toml")
    )


def content_digest() -> str:
    """Return a digest of all files of the addons that a database depends on."""
    return _digest(
        path
        for folder in addons()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix != ".pyc"
        and not PASSED_OVER.intersection(path.relative_to(folder).parts)
    )


def _manifest(folder: Path) -> dict:
    try:
        return ast.literal_eval((folder / "__manifest__.py").read_text())
    except (SyntaxError, ValueError) as error:
        raise Problem(
            f"{folder / '__manifest__.py'} cannot be read: {error}"
        ) from error


def _digest(paths) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(places.ROOT)).encode())
        digest.update(path.read_bytes() if path.exists() else b"-")
    return digest.hexdigest()[:16]
