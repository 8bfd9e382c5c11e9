"""`make translations`: the terms of each addon, for translators, in its i18n folder."""

import os
import sys

import places
from processes import run_attached
from project import project


def run(_arguments: list[str]) -> int:
    """Write i18n/ADDON.pot anew for every addon."""
    name = f"translations_{os.getpid()}"
    with project() as place:
        try:
            place.new_database(name, demo=False, note="translations")
            return run_attached(
                [place.environment.python, __file__, name],
                env=place.odoo_environment(),
                pass_fds=place.server.locks,
            )
        finally:
            place.remove_database(name)


def _export(database: str) -> None:
    """Export with the Odoo of the Python that runs this."""
    from odoo.api import SUPERUSER_ID, Environment
    from odoo.modules.registry import Registry
    from odoo.tools import config
    from odoo.tools.translate import trans_export

    config.parse_config(["-d", database, "--no-http", "--max-cron-threads=0"])
    os.walk = _without_builds(os.walk)
    with Registry(database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        for addon in places.ADDONS:
            path = places.ROOT / addon / "i18n" / f"{addon}.pot"
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as target:
                trans_export(False, [str(addon)], target, "po", env)
            print(path.relative_to(places.ROOT))


def _without_builds(walk):
    """Return os.walk without the folders that an editable installation leaves.

    They link back to the addon that they stand in, so Odoo would walk in circles.
    """

    def pruned(*arguments, **options):
        for folder, subfolders, files in walk(*arguments, **options):
            if "build" in subfolders:
                subfolders.remove("build")
            yield folder, subfolders, files

    return pruned


if __name__ == "__main__":
    _export(sys.argv[1])
