"""`make test`: a database of its own, and pytest over all tests."""

import os
import secrets
import shlex
from pathlib import Path

import places
import system_packages
from console import say
from problem import Problem
from processes import Background, run_attached
from project import Project, project

YEAR = "mentoring_scheme_portal/tests/test_year.py"


def run(arguments: list[str]) -> int:
    """Run pytest with the arguments of ARGS, over all tests unless they name some.

    All tests run in two workers where there are two processors, those that are named
    in one; JOBS says another number. DB names the database; KEEP leaves it there, and
    REUSE takes one as it was left.
    """
    arguments = [*arguments, *shlex.split(os.environ.get("ARGS", ""))]
    places.make_state()
    system_packages.require(system_packages.CHROMIUM, system_packages.WKHTMLTOPDF)
    name = os.environ.get("DB") or f"test_{os.getpid()}_{secrets.token_hex(2)}"
    reuse = bool(os.environ.get("REUSE"))
    named = any(map(_is_path, arguments))
    with project() as place:
        try:
            if not (reuse and name in place.databases.names()):
                _make_database(place, name, everything=not named)
            jobs = _workers(everything=not named)
            tests = arguments if named else _all(place, arguments)
            return _pytest(place, name, [*jobs, *tests])
        finally:
            if reuse or os.environ.get("KEEP"):
                say(f"The database {name} is kept.")
            else:
                place.remove_database(name)


def _make_database(place: Project, name: str, *, everything: bool) -> None:
    """Make the database of the tests, and beside it what the tests of all need more."""
    more = Background(lambda: place.template(demo=True)) if everything else None
    place.remove_database(name)
    place.new_database(name, demo=False, note="test")
    if more:
        more.join()


def _all(place: Project, arguments: list[str]) -> list:
    return [*arguments, *places.ADDONS, *_foreign_tests(place), "tests"]


def play_year(arguments: list[str]) -> int:
    """Play a year in a browser, by clicks and keys alone."""
    return run([YEAR, *arguments])


def _workers(*, everything: bool) -> list[str]:
    """Return what has pytest share the tests out, file by file."""
    usual = min(2, os.cpu_count() or 1) if everything else 1
    jobs = os.environ.get("JOBS") or str(usual)
    if not jobs.isdigit() or jobs == "0":
        raise Problem(f"JOBS={jobs} is no number of workers: name one from 1 on.")
    if jobs == "1":
        return []
    return [f"--numprocesses={jobs}", "--dist=loadfile", "--no-loadscope-reorder"]


def _pytest(place: Project, database: str, arguments: list) -> int:
    variables = place.odoo_environment() | {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(places.STATE / "hypothesis"),
    }
    return run_attached(
        [place.environment.python, "-m", "pytest"]
        + [f"--rootdir={places.ROOT}", f"--config-file={places.ROOT / 'pytest.ini'}"]
        + ["-o", f"cache_dir={places.STATE / 'pytest'}"]
        + [f"--odoo-database={database}", f"--odoo-config={place.configuration}"]
        + ["--odoo-http", "--odoo-extra=max-cron-threads=0"]
        + arguments,
        env=variables,
        pass_fds=place.server.locks,
        cwd=places.ROOT,
    )


def _foreign_tests(place: Project) -> list[Path]:
    """Return the tests of other people's addons that must stay green beside ours."""
    return [
        place.addon("portal") / "tests",
        *sorted((place.addon("account") / "tests").glob("test_portal*.py")),
        place.addon("membership") / "tests",
    ]


def _is_path(argument: str) -> bool:
    path = places.ROOT / argument.split("::")[0]
    return not argument.startswith("-") and path.exists()
