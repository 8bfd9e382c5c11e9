"""Which command does what."""

import os
import sys

import bench
import check
import clean
import lint
import screenshots
import serve
import translations
from problem import Problem
from processes import run_attached
from project import Project, project


def odoo(arguments: list[str]) -> int:
    """Run the project's Odoo with any arguments."""
    with project() as place:
        return _attached(place, place.odoo_command(*arguments))


def python(arguments: list[str]) -> int:
    """Run the Python of the project's environment."""
    with project() as place:
        return _attached(place, [place.environment.python, *arguments])


def psql(arguments: list[str]) -> int:
    """Run psql on the project's database server."""
    with project() as place:
        return _attached(place, [place.programs / "psql", *arguments])


def _attached(place: Project, argv: list) -> int:
    return run_attached(argv, env=place.odoo_environment(), pass_fds=place.server.locks)


def database(arguments: list[str]) -> int:
    """Make the database named first anew, with the addons; `--demo`: with demo data."""
    name = next(
        (argument for argument in arguments if not argument.startswith("-")), ""
    )
    if not name:
        raise Problem("Name the database: `make db NAME=x`.")
    with project() as place:
        place.remove_database(name)
        place.new_database(name, demo="--demo" in arguments, note="scratch")
    return 0


COMMANDS = {
    "odoo": odoo,
    "python": python,
    "psql": psql,
    "db": database,
    "run": serve.run,
    "reset": serve.reset,
    "test": check.run,
    "year": check.play_year,
    "bench": bench.run,
    "clean": clean.run,
    "lint": lint.run,
    "format": lint.reformat,
    "screenshots": screenshots.run,
    "translations": translations.run,
}


def main(arguments: list[str]) -> int:
    """Run a command and return its exit status; a Problem becomes one line."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if not command:
        print(f"Which command? One of: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return command(arguments[1:])
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.close(1)
        return 1
