"""`make bench`: the measurements of `benchmarks/`, with the project's Python."""

import os
import shlex

import places
from problem import Problem
from processes import run_attached
from project import project

PROGRAM = places.ROOT / "benchmarks/run.py"


def run(arguments: list[str]) -> int:
    """Run the measurements; the arguments of ARGS are theirs."""
    if not PROGRAM.exists():
        raise Problem(f"There is nothing to measure: {PROGRAM} is not there.")
    with project() as place:
        return run_attached(
            [place.environment.python, PROGRAM, *arguments]
            + shlex.split(os.environ.get("ARGS", "")),
            env=place.odoo_environment(),
            pass_fds=place.server.locks,
            cwd=places.ROOT,
        )
