"""`make bench`: the measurements of `benchmarks/`, with the project's Python."""

import os
import shlex
from pathlib import Path

import places
from problem import Problem
from processes import run_attached
from project import project


def run(arguments: list[str]) -> int:
    """Run the measurements one by one; the arguments of ARGS are theirs."""
    arguments = [*arguments, *shlex.split(os.environ.get("ARGS", ""))]
    programs = _programs()
    with project() as place:
        outcomes = [
            run_attached(
                [place.environment.python, program, *arguments],
                env=place.odoo_environment(),
                pass_fds=place.server.locks,
                cwd=places.ROOT,
            )
            for program in programs
        ]
    return max(outcomes)


def _programs() -> list[Path]:
    folder = places.ROOT / "benchmarks"
    whole = folder / "run.py"
    programs = [whole] if whole.exists() else sorted(folder.glob("bench_*.py"))
    if not programs:
        raise Problem(f"There is nothing to measure: {folder} holds no bench_*.py.")
    return programs
