# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run the measurements, all or those named.

make bench [ARGS="matching billing"]
make bench ARGS="billing --sizes 1000"

Whatever follows the names is for each of them.
"""

import subprocess
import sys
from itertools import takewhile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(arguments):
    """Run each measurement by itself; return how many failed."""
    names = list(takewhile(lambda word: not word.startswith("-"), arguments))
    options = arguments[len(names) :]
    found = {path.stem.removeprefix("bench_"): path for path in HERE.glob("bench_*.py")}
    if unknown := [name for name in names if name not in found]:
        print(f"There is no {unknown[0]}. Choose from: {', '.join(sorted(found))}")
        return 2
    failed = 0
    for name in names or sorted(found):
        print(f"\n=== {name} ===", flush=True)
        failed += bool(
            subprocess.run([sys.executable, found[name], *options]).returncode
        )
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
