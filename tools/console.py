"""What a command says while it works: its longer steps, with their time."""

import contextlib
import sys
import threading
import time

QUIET_SECONDS = 2
REPEAT_SECONDS = 10
_lock = threading.Lock()


def say(line: str = "") -> None:
    """Print one line at once, whole even when several threads speak."""
    with _lock:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


@contextlib.contextmanager
def step(name: str):
    """Report `name` while the block runs: silent when it is over within two seconds."""
    started = time.monotonic()
    over = threading.Event()

    def report():
        wait = QUIET_SECONDS
        while not over.wait(wait):
            say(f"  … {name} ({time.monotonic() - started:.0f} s)")
            wait = REPEAT_SECONDS

    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    try:
        yield
    except BaseException:
        over.set()
        reporter.join()
        raise
    over.set()
    reporter.join()
    took = time.monotonic() - started
    if took >= QUIET_SECONDS:
        say(f"  ✓ {name} ({took:.0f} s)")
