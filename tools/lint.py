"""`make lint` and `make format`: the linters, in environments of their own."""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import places
from console import say, step
from problem import Problem
from processes import NETWORK, clean_environment, run_logged
from python_environment import (
    VERSION,
    PythonEnvironment,
    make_environment,
    pip_install,
)

PYTHON_FOLDERS = [*places.ADDONS, "tools", "benchmarks", "tests"]


def run(arguments: list[str]) -> int:
    """Run the named linters, or all, each to its end; exit status 1 if one finds fault.

    Lists all found faults rather than stopping at the first linter.
    """
    places.make_state()
    linters = _linters()
    names = [*arguments, *shlex.split(os.environ.get("ARGS", ""))] or list(linters)
    for name in names:
        if name not in linters:
            raise Problem(
                f"There is no linter {name}: name one of {', '.join(linters)}."
            )
    failed = [name for name in names if not _run_one(name, linters[name]())]
    if failed:
        say(f"Lint: {', '.join(failed)} found fault.")
        return 1
    say(f"Lint: {', '.join(names)}: no fault.")
    return 0


def reformat(_arguments: list[str]) -> int:
    """Format the Python, XML and JavaScript files in place."""
    places.make_state()
    ruff = lint_programs() / "ruff"
    targets = _existing(PYTHON_FOLDERS)
    _call([ruff, "check", "--fix-only", "-q", *targets])
    _call([ruff, "format", *targets])
    _call([*_prettier(), "--write", *_prettier_files()])
    return 0


def lint_programs() -> Path:
    """Return the folder of the Python linters, installing them once per pins."""
    pins = places.ROOT / "requirements-lint.txt"
    folder = places.CACHE / f"lint-{VERSION}-{_digest(pins)}"
    stamp = folder / "complete"
    with places.lock(
        places.CACHE / "lint.lock", "another set-up of the linters"
    ) as held:
        if not stamp.exists():
            with step("Linters"):
                make_environment(folder, held)
                pip_install(folder / "bin/python", "-r", pins, held=held)
            stamp.touch()
    return folder / "bin"


def node_modules() -> Path:
    """Return the folder of the Node.js packages, installing them once per pins."""
    pins = [places.ROOT / "package.json", places.ROOT / "package-lock.json"]
    folder = places.CACHE / f"node-{_digest(*pins)}"
    if not shutil.which("npm"):
        raise Problem(
            "prettier needs Node.js: as root, run `apt-get install nodejs npm`."
        )
    with places.lock(
        places.CACHE / "lint.lock", "another set-up of the linters"
    ) as held:
        if not folder.exists():
            making = folder.with_name(folder.name + ".making")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            for pin in pins:
                shutil.copy(pin, making)
            with step("prettier"):
                run_logged(
                    ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
                    places.STATE / "logs" / "npm.log",
                    "Installing prettier",
                    NETWORK,
                    cwd=making,
                    env=clean_environment(npm_config_cache=str(places.CACHE / "npm")),
                    pass_fds=(held,),
                )
            making.rename(folder)
    return folder / "node_modules"


def _linters() -> dict:
    """Return each linter's name with what makes its commands."""
    return {
        "ruff-format": lambda: [
            [lint_programs() / "ruff", "format", "--diff", *_existing(PYTHON_FOLDERS)]
        ],
        "ruff-check": lambda: [
            [lint_programs() / "ruff", "check", *_existing(PYTHON_FOLDERS)]
        ],
        "pylint-mandatory": lambda: [_pylint(".pylintrc-mandatory")],
        "pylint-optional": lambda: [_pylint(".pylintrc")],
        "oca-module": lambda: [
            [lint_programs() / "oca-checks-odoo-module", *places.ADDONS]
        ],
        "oca-po": lambda: [[lint_programs() / "oca-checks-po", *_po_files()]],
        "prettier": lambda: [[*_prettier(), "--check", *_prettier_files()]],
        "manifestoo": lambda: [
            _manifestoo("check-licenses"),
            _manifestoo("check-dev-status", "--default-dev-status=Beta"),
        ],
        "wording": lambda: [[sys.executable, "tools/wording.py"]],
    }


def _run_one(name: str, commands: list[list]) -> bool:
    with step(name):
        outcomes = [_call(command) for command in commands]
    return all(outcomes)


def _call(command: list) -> bool:
    """Run a linter in the checkout; True when it finds no fault."""
    variables = clean_environment(
        NODE_PATH=str(node_modules()) if "prettier" in str(command[1:2]) else "",
        RUFF_CACHE_DIR=str(places.STATE / "ruff"),
        PYTHONPYCACHEPREFIX=str(places.CACHE / "pycache"),
    )
    parts = [str(part) for part in command]
    done = subprocess.run(parts, cwd=places.ROOT, env=variables, check=False)
    return done.returncode == 0


def _pylint(configuration: str) -> list:
    return [lint_programs() / "pylint", f"--rcfile={configuration}", *places.ADDONS]


def _manifestoo(*arguments: str) -> list:
    environment = PythonEnvironment()
    environment.prepare()
    return [
        lint_programs() / "manifestoo",
        f"--addons-path-python={environment.python}",
        "--odoo-series=19.0",
        "--select-addons-dir=.",
        *arguments,
    ]


def _prettier() -> list:
    return ["node", node_modules() / "prettier/bin/prettier.cjs"]


def _prettier_files() -> list[str]:
    files = [
        f"{addon}/**/*.{suffix}" for addon in places.ADDONS for suffix in ("xml", "js")
    ]
    return [*files, "*.cjs", "--no-error-on-unmatched-pattern", "--log-level=warn"]


def _po_files() -> list[Path]:
    return [
        path.relative_to(places.ROOT)
        for addon in places.ADDONS
        for path in sorted((places.ROOT / addon / "i18n").glob("*.po*"))
    ]


def _existing(names: list[str]) -> list[str]:
    return [name for name in names if (places.ROOT / name).exists()]


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:8]
