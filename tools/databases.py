"""Databases of the project's server: made, copied with their files, dropped."""

import os
import shutil
import subprocess
from pathlib import Path

from problem import Problem
from processes import clean_environment


class Databases:
    """The databases of one server, with Odoo's files of each.

    :param programs: the folder of PostgreSQL's programs
    :param connection: the libpq variables that reach the server
    :param filestore: the folder with a folder of files per database
    """

    def __init__(self, programs: Path, connection: dict[str, str], filestore: Path):
        self._programs = programs
        self._connection = connection
        self._filestore = filestore

    def query(self, sql: str, database: str = "postgres") -> list[str]:
        """Run SQL and return the rows, columns separated by `|`.

        :raises Problem: with the server's own words when it refuses
        """
        asked = subprocess.run(
            [
                self._programs / "psql",
                "-X",
                "-qAt",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                database,
            ],
            input=sql,
            env=clean_environment(**self._connection),
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode:
            raise Problem(f"The database server says: {' '.join(asked.stderr.split())}")
        return asked.stdout.splitlines()

    def names(self) -> list[str]:
        """Return the names of all databases that can be connected to."""
        return self.query("SELECT datname FROM pg_database WHERE datallowconn")

    def copy(self, source: str, name: str) -> None:
        """Make the database `name` as a copy of `source`, files included."""
        self.query(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(source)}")
        self._remove_files(name)
        if (self._filestore / source).exists():
            # A file is named by its digest and never changed, so a link is a copy.
            shutil.copytree(
                self._filestore / source, self._filestore / name, copy_function=os.link
            )

    def rename(self, name: str, new_name: str) -> None:
        """Give a database and its files another name."""
        self._remove_files(new_name)
        if (self._filestore / name).exists():
            (self._filestore / name).rename(self._filestore / new_name)
        self.query(f"ALTER DATABASE {_quoted(name)} RENAME TO {_quoted(new_name)}")

    def drop(self, name: str) -> None:
        """Drop a database with its files, whoever is connected to it."""
        self.query(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
        self._remove_files(name)

    def note(self, name: str) -> str:
        """Return what `set_note` last wrote on a database."""
        found = self.query(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            f"WHERE datname = {_literal(name)}"
        )
        return found[0] if found else ""

    def set_note(self, name: str, text: str) -> None:
        """Write a note on a database, which tells ours from other people's."""
        self.query(f"COMMENT ON DATABASE {_quoted(name)} IS {_literal(text)}")

    def _remove_files(self, name: str) -> None:
        shutil.rmtree(self._filestore / name, ignore_errors=True)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
