"""Running other programs: logged steps, and programs that the person talks to."""

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

from problem import Problem

NETWORK = "Is there a network? If so, run this again: it goes on where it stopped."


def clean_environment(**changes: str) -> dict[str, str]:
    """Return the environment for child processes, with `changes`.

    Byte code is kept (PYTHONDONTWRITEBYTECODE makes each start of Odoo slow), and
    another Python's paths are left out.
    """
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    kept = {name: text for name, text in os.environ.items() if name not in dropped}
    return kept | changes


def run_logged(argv: list, log: Path, what: str, mend: str = "", **options) -> None:
    """Run `argv` with its output in the file `log`.

    :param what: the step in words, for the message
    :param mend: what the person can do when it fails
    :raises Problem: when it fails, quoting the log's most telling line
    """
    options.setdefault("env", clean_environment())
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        try:
            done = subprocess.run(
                [str(part) for part in argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **options,
            )
        except FileNotFoundError as error:
            raise Problem(
                f"{what} failed: there is no program {error.filename}."
            ) from error
    if done.returncode:
        raise Problem(f"{what} failed: {telling_line(log)} (all of it: {log}) {mend}")


def telling_line(log: Path) -> str:
    """Return the line of a failed program's output that says most."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    lines = [line for line in lines if line]
    for mark in ("ERROR: ", "E: "):  # pip and APT say the cause first
        for line in lines:
            if line.startswith(mark):
                return line[:300]
    for mark in ("Error: ", "Exception: ", " CRITICAL ", " ERROR "):
        for line in reversed(lines):
            if mark in f" {line} ":
                return line[:300]
    return lines[-1][:300] if lines else "it said nothing"


def run_attached(argv: list, *, own_session: bool = False, **options) -> int:
    """Run a program on the person's terminal until it ends and return its exit status.

    A Ctrl-C reaches the program, not this process, which stays to tidy up after it.

    :param own_session: keep the terminal's signals away and pass each on exactly once
    """
    process = subprocess.Popen(
        [str(part) for part in argv], start_new_session=own_session, **options
    )
    with passing_signals_to(process, skip_terminal=not own_session):
        status = process.wait()
    return 128 - status if status < 0 else status


@contextlib.contextmanager
def passing_signals_to(process: subprocess.Popen, *, skip_terminal=False, also=None):
    """Pass SIGINT and SIGTERM on to `process` for the length of the block.

    :param skip_terminal: `process` has the terminal too, whose Ctrl-C it gets by itself
    :param also: called at each signal
    """

    def pass_on(number, _frame):
        if also:
            also()
        if number == signal.SIGINT and skip_terminal and os.isatty(0):
            return  # the terminal sent it to the whole group
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)

    before = {
        number: signal.signal(number, pass_on)
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Background(threading.Thread):
    """A call in another thread; `join` raises what the call raised."""

    def __init__(self, call):
        super().__init__(daemon=True)
        self._call = call
        self._error = None
        self.start()

    def run(self):
        try:
            self._call()
        except Exception as error:
            self._error = error

    def join(self, timeout=None):
        super().join(timeout)
        if self._error:
            raise self._error
