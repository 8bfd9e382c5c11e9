"""`make test`: a database of its own, and pytest over all tests."""

import os
import secrets
import shlex

import places
from console import say
from processes import run_attached
from project import Project, project


def run(arguments: list[str]) -> int:
    """Run pytest with the arguments of ARGS, over all tests unless they name some."""
    arguments = [*arguments, *shlex.split(os.environ.get("ARGS", ""))]
    with project() as place:
        name = os.environ.get("DB") or f"test_{os.getpid()}_{secrets.token_hex(2)}"
        try:
            if not (os.environ.get("REUSE") and name in place.databases.names()):
                place.databases.drop(name)
                place.new_database(name, demo=False, note="test")
            return _pytest(place, name, arguments)
        finally:
            if os.environ.get("KEEP") or os.environ.get("REUSE"):
                say(f"The database {name} is kept.")
            else:
                place.databases.drop(name)


def _pytest(place: Project, name: str, arguments: list[str]) -> int:
    paths = [] if any(map(_is_path, arguments)) else list(places.ADDONS)
    return run_attached(
        [
            place.environment.python,
            "-m",
            "pytest",
            f"--odoo-database={name}",
            "--odoo-http",
        ]
        + [f"--odoo-config={place.configuration}", "--odoo-extra=max-cron-threads=0"]
        + [*arguments, *paths],
        env=place.odoo_environment(),
        pass_fds=place.server.locks,
        cwd=places.ROOT,
    )


def _is_path(argument: str) -> bool:
    return (
        not argument.startswith("-")
        and (places.ROOT / argument.split("::")[0]).exists()
    )
