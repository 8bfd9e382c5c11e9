"""The project's commands: `python3 tools COMMAND …`, behind `make` and `bin/odoo`."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "Python 3.11, 3.12 or 3.13 is needed, and this is %d.%d: "
        "name one, as in `make run PYTHON=python3.12`." % sys.version_info[:2]
    )

import commands  # noqa: E402  (older Pythons cannot read it)

sys.exit(commands.main(sys.argv[1:]))
