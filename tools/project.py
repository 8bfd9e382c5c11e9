"""The project's Odoo, set up: its Python, its server, its databases."""

import contextlib
import hashlib
from pathlib import Path

import manifests
import places
import postgresql
from console import step
from databases import Databases
from problem import Problem
from processes import clean_environment, run_logged
from python_environment import PythonEnvironment

NOTE = "mentoring-scheme"  # marks the databases that are ours to change and drop


class Project:
    """All that a command needs to work with Odoo; made by `project()`."""

    def __init__(self, environment, odoo, server, programs):
        self.environment = environment
        self.server = server
        self.programs = programs
        self.files = places.STATE / "data" / server.key
        self.configuration = places.STATE / f"odoo-{server.key}.conf"
        self.databases = Databases(
            programs, server.environment(), self.files / "filestore"
        )
        self.odoo = odoo
        self._write_configuration()

    def _write_configuration(self) -> None:
        settings = {
            "data_dir": self.files,
            "list_db": False,
            "http_interface": "127.0.0.1",
            "workers": 0,
            "max_cron_threads": 1,
            "limit_time_real": 3600,
            "limit_time_real_cron": 3600,
            **self.server.odoo_settings(),
        }
        self.files.mkdir(parents=True, exist_ok=True)
        lines = [f"{name} = {value}\n" for name, value in settings.items()]
        self.configuration.write_text("[options]\n" + "".join(lines))

    def addon(self, name: str) -> Path:
        """Return the folder of an addon of others, as Odoo imports it.

        :raises Problem: when it is not there
        """
        for folder in (
            self.environment.site_packages / "odoo/addons",
            self.odoo.python_path / "odoo/addons",
            self.odoo.python_path / "addons",
        ):
            if (folder / name / "__manifest__.py").exists():
                return folder / name
        raise Problem(f"There is no addon {name} in {self.odoo.python_path}.")

    def odoo_command(self, *arguments) -> list:
        """Return the command that runs Odoo with `arguments`."""
        return [self.environment.python, "-m", "odoo", *arguments]

    def odoo_environment(self) -> dict[str, str]:
        """Return the variables that give Odoo its configuration and server."""
        variables = clean_environment(
            ODOO_RC=str(self.configuration),
            PYTHONPYCACHEPREFIX=str(places.CACHE / "pycache"),
        )
        for name in [name for name in variables if name.startswith("PG")]:
            del variables[name]
        path = f"{self.environment.python.parent}:{self.programs}:{variables['PATH']}"
        return variables | self.server.environment() | {"PATH": path}

    def run_odoo(self, what: str, log: str, *arguments) -> Path:
        """Run Odoo's server to its end as one logged step, and return the log.

        :raises Problem: when it fails
        """
        once = ("--stop-after-init", "--no-http", "--max-cron-threads=0")
        return self.run_odoo_command(what, log, *arguments, *once)

    def run_odoo_command(self, what: str, log: str, *arguments) -> Path:
        """Run any of Odoo's commands as one logged step, and return the log.

        :raises Problem: when it fails
        """
        path = places.STATE / "logs" / f"{log}.log"
        with step(what):
            run_logged(
                self.odoo_command(*arguments),
                path,
                what,
                env=self.odoo_environment(),
                pass_fds=self.server.locks,
            )
        return path

    def template(self, *, demo: bool) -> str:
        """Return a database with all that our addons depend on, made once and kept.

        :param demo: with the dependencies' demonstration data
        """
        dependencies = manifests.dependencies()
        identity = [
            self.odoo.identity,
            self.environment.pins,
            *dependencies,
            str(demo),
        ]
        identity += self.environment.addon_versions()
        digest = hashlib.sha256("\n".join(identity).encode()).hexdigest()[:10]
        family = "mentoring_template_demo_" if demo else "mentoring_template_plain_"
        name = family + digest
        lock = places.STATE / f"{family}{self.server.key}.lock"
        with places.lock(lock, "the preparation of a database"):
            existing = self.databases.names()
            if name not in existing:
                for old in existing:
                    if old.startswith(family):
                        self.databases.drop(old)
                self._make_template(name, dependencies, demo)
        return name

    def _make_template(self, name: str, dependencies: list[str], demo: bool) -> None:
        making = f"{name}_making"
        self.run_odoo(
            f"Database with {', '.join(dependencies)}"
            + (" and demo data" if demo else ""),
            name,
            *("-d", making, "-i", ",".join(dependencies)),
            *(["--with-demo"] if demo else []),
        )
        self.databases.set_note(making, f"{NOTE} template")
        self.databases.rename(making, name)

    def remove_database(self, name: str) -> None:
        """Drop a database of this project, if it is there.

        :raises Problem: when it is somebody else's, on a server that is not ours alone
        """
        self.require_ours(name)
        self.databases.drop(name)

    def require_ours(self, name: str) -> None:
        """Make sure that a database is this project's to change, if it is there.

        :raises Problem: when it is somebody else's, on a server that is not ours alone
        """
        shared = isinstance(self.server, postgresql.OwnServer)
        if shared and name in self.databases.names():
            if not self.databases.note(name).startswith(NOTE):
                raise Problem(
                    f"The server has a database `{name}` that is not this project's: "
                    "rename it, or use another server."
                )

    def new_database(self, name: str, *, demo: bool, note: str) -> Path:
        """Make a database with our addons installed, and return Odoo's log of it."""
        self.databases.copy(self.template(demo=demo), name)
        self.databases.set_note(name, f"{NOTE} {note}")
        return self.run_odoo(
            f"Installing the addons into {name}",
            f"install-{name}",
            *("-d", name, "-i", ",".join(places.ADDONS)),
            *(["--with-demo"] if demo else []),
        )


@contextlib.contextmanager
def project():
    """Set everything up and give the block a `Project` whose database server runs.

    :raises Problem: when a part cannot be had
    """
    places.make_state()
    environment = PythonEnvironment()
    odoo = environment.prepare()
    programs = postgresql.fetch_programs(environment.python)
    server = postgresql.find_server()
    with server.running(programs):
        yield Project(environment, odoo, server, programs)
