"""Billing is killed, and the database with it: every fee is billed exactly once.

Real processes, real commits, `SIGKILL` and an immediate stop of PostgreSQL, at moments
drawn with a fixed seed. The workers take the fees two by two, so that moments fall
before, in and after a batch.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from test_races import Association, Races, _load

import odoo.tests.common
from odoo import Command, fields, sql_db
from odoo.modules.registry import Registry

import postgresql
from processes import clean_environment

WORKER = Path(__file__).with_name("billing_worker.py")
KILLS = 20
RESTARTS = 3
SEED = 6


@pytest.fixture(scope="module")
def books(place):
    """Return an association in a database of its own."""
    source = odoo.tests.common.get_db_name()
    name = f"{source}_crash"
    sql_db.close_db(source)  # a database in use cannot be copied
    place.databases.drop(name)
    place.databases.copy(source, name)
    try:
        books = Races(_load(name))
        books.begin()
        with books._association():  # one document to sign is enough
            templates = Association.scheme.agreement_template_ids
            templates.filtered(lambda template: not template.is_acceptance).unlink()
        yield books
    finally:
        Registry.delete(name)
        sql_db.close_db(name)
        place.databases.drop(name)


def _make_due(books, count, name):
    """Match and sign pairs whose fees are due; return the fees' ids."""
    with books._association() as env:
        intake = env["mentoring.intake"].browse(books.intake_id)
        people = env["res.partner"].create(
            [{"name": f"{name} {number}"} for number in range(2 * count)]
        )
        applications = env["mentoring.application"].create(
            [
                {
                    "intake_id": intake.id,
                    "partner_id": person.id,
                    "role": "mentee" if number % 2 else "mentor",
                    "state": "approved",
                }
                for number, person in enumerate(people)
            ]
        )
        pairs = env["mentoring.partnership"].create(
            [
                {
                    "intake_id": intake.id,
                    "date_matched": fields.Date.today() - relativedelta(months=4),
                    "participant_ids": [
                        Command.create({"application_id": application.id})
                        for application in applications[2 * number : 2 * number + 2]
                    ],
                }
                for number in range(count)
            ]
        )
        fees = env["mentoring.fee"]._create_for(pairs)
        for pair in pairs:
            Association._sign_all(pair)
        return fees.ids


class Workers:
    """The processes that bill."""

    def __init__(self, process, errors):
        self._process = process
        self._errors = errors
        assert self._read() == ["ready"]

    def start(self, count=1):
        """Start as many at one moment; return their ids."""
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        return [int(pid) for pid in self._read()]

    def wait(self):
        """Return what each ended with: 0, or the signal that killed it."""
        return [int(status) for status in self._read()]

    def run(self):
        """Bill to the end, undisturbed."""
        self.start()
        assert self.wait() == [0]

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            pytest.fail(f"The workers have died: {self._errors.read()[-3000:]}")
        return line.split()


@contextlib.contextmanager
def _working(place, name, *options):
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            [place.environment.python, WORKER, name, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=place.odoo_environment(),
        ) as process,
    ):
        try:
            yield Workers(process, errors)
        finally:
            process.stdin.close()


@pytest.fixture(scope="module")
def workers(place, books):
    _make_due(books, 1, "Warm")
    with _working(place, books.registry.db_name) as workers:
        yield workers


BILLED_ONCE = """
SELECT count(DISTINCT f.id), count(DISTINCT m.id), count(DISTINCT m.name),
       bool_and(m.state = 'posted'), bool_and(f.move_id = m.id),
       bool_and(f.state = 'invoiced'), bool_and(f.billing_error IS NULL)
FROM mentoring_fee f
JOIN account_move_line l ON l.mentoring_fee_id = f.id
JOIN account_move m ON m.id = l.move_id
WHERE f.id IN ({ids})
"""
# No number of an invoice is missing between the first and the last.
GAPLESS = """
SELECT max(sequence_number) - min(sequence_number) + 1 = count(*)
FROM account_move WHERE move_type = 'out_invoice' AND state = 'posted'
"""
# Nothing was left behind by a process that died.
STRAY = """
SELECT count(*) FROM account_move WHERE move_type = 'out_invoice' AND state <> 'posted'
"""


def _assert_billed_once(query, fee_ids):
    [row] = query(BILLED_ONCE.format(ids=",".join(map(str, fee_ids))))
    count = str(len(fee_ids))
    assert row == "|".join((count, count, count, "t", "t", "t", "t"))
    assert query(GAPLESS) == ["t"]
    assert query(STRAY) == ["0"]


def _assert_consistent(books):
    with books.transaction() as env:
        assert env["mentoring.scheme"]._check_consistency() == []


def test_two_processes_bill(place, books, workers):
    fee_ids = _make_due(books, 16, "Two")
    workers.start(2)
    assert workers.wait() == [0, 0]
    workers.run()  # what the two left to each other
    name = books.registry.db_name
    _assert_billed_once(lambda sql: place.databases.query(sql, name), fee_ids)
    _assert_consistent(books)


def test_killed_at_random_moments(place, books, workers):
    moments = random.Random(SEED)
    name = books.registry.db_name
    fee_ids = _make_due(books, 16, "Timed")
    start = time.monotonic()
    workers.run()
    window = time.monotonic() - start  # seconds, on this machine and today

    def count_billed():
        return int(
            place.databases.query(
                "SELECT count(*) FROM mentoring_fee WHERE state = 'invoiced'", name
            )[0]
        )

    hits, progress, billed_before = 0, set(), count_billed() - len(fee_ids)
    for kill in range(10 * KILLS):
        if len(fee_ids) + billed_before - count_billed() < 8:
            fee_ids += _make_due(books, 16, f"Kill {kill}")
        [pid] = workers.start()
        time.sleep(moments.uniform(0, window))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if workers.wait() == [signal.SIGKILL]:
            hits += 1
        else:  # the run was over: the machine is faster than it was
            window *= 0.8
        progress.add(count_billed())
        if hits == KILLS:
            break
    assert hits == KILLS, "too few of the kills fell into a run"
    assert len(progress) > 3, "the kills fell before the work"
    workers.run()
    _assert_billed_once(lambda sql: place.databases.query(sql, name), fee_ids)
    _assert_consistent(books)


class OwnServer(postgresql.EmbeddedServer):
    """A database server of this test's own, which others do not miss."""

    def __init__(self, home):
        super().__init__()
        self.home = self.sockets = home
        self.data = home / "data"
        self.log = home / "server.log"

    def restart(self, programs):
        """Stop as a power failure does, and start again."""
        assert self._control(programs, "stop", "-w", "-m", "immediate") == 0
        assert self._control(programs, "start", "-w", "-l", self.log) == 0

    def query(self, programs, name, sql):
        return subprocess.run(
            [programs / "psql", "-X1qAt", "-v", "ON_ERROR_STOP=1", "-d", name],
            input=sql,
            env=clean_environment(**self.environment()),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()


@contextlib.contextmanager
def _own_server(place, name):
    """Run a server of the test's own with a copy of a database."""
    home = Path(tempfile.mkdtemp(prefix="mentoring-crash-"))
    server = OwnServer(home)
    try:
        server._start(place.programs)
        subprocess.run(
            [place.programs / "createdb", name],
            env=clean_environment(**server.environment()),
            check=True,
        )
        dump = subprocess.run(
            [place.programs / "pg_dump", "-O", "-x", name],
            env=clean_environment(**place.server.environment()),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        server.query(place.programs, name, dump)
        yield server
    finally:
        server.stop(place.programs)
        shutil.rmtree(home, ignore_errors=True)


def test_database_restarts_in_mid_run(place, books):
    """PostgreSQL is stopped at once, thrice; what was committed stays, once."""
    moments = random.Random(SEED)
    name = books.registry.db_name
    fee_ids = _make_due(books, 24, "Restart")
    ids = ",".join(map(str, fee_ids))
    sql_db.close_db(name)
    with _own_server(place, name) as server:
        settings = server.odoo_settings()
        options = [f"--{option}={value}" for option, value in settings.items()]

        def query(sql):
            return server.query(place.programs, name, sql)

        def count_billed():
            return query(
                "SELECT count(*) FROM mentoring_fee"
                f" WHERE state = 'invoiced' AND id IN ({ids})"
            )

        with _working(place, name, *options) as workers:
            broken = 0
            for _restart in range(RESTARTS):
                before, deadline = count_billed(), time.monotonic() + 60
                workers.start()
                while count_billed() == before and time.monotonic() < deadline:
                    time.sleep(0.02)  # the run has begun when something is billed
                time.sleep(moments.uniform(0, 0.1))
                server.restart(place.programs)
                broken += workers.wait() != [0]
            assert broken, "no restart fell into a run"
            workers.run()
        _assert_billed_once(query, fee_ids)
