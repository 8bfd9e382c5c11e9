"""Sentences told in confidence are looked for in what a thief would carry away.

They are written as members and officers write them, committed, and read again by those
who may. Then each byte is searched: a dump, PostgreSQL's own files with its log of
changes, Odoo's files without the master key, and the log at its most talkative. One
sentence in the open shows that the search finds what is there.
"""

import base64
import logging
import subprocess

import pytest
from test_races import Association, Races, _load

import odoo.tests.common
from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.tests import new_test_user

from odoo.addons.mentoring_scheme.sealing import Reader

from processes import clean_environment

OPEN = "Wombat 00 is said in the open"
PLANTED = {
    name: f"Quokka {number:02} is told in confidence"
    for number, name in enumerate(
        (
            "goal",
            "measure",
            "action",
            "shared note",
            "private note",
            "message",
            "plan",
            "what happened",
            "witnesses",
            "step",
            "finding",
        ),
        start=1,
    )
}


class Talk(logging.Handler):
    """Everything that is said to the log, whatever its level."""

    def __init__(self):
        super().__init__(logging.NOTSET)
        self.said = []

    def emit(self, record):
        self.said.append(self.format(record))


@pytest.fixture
def talk():
    """Return what Odoo says to its log meanwhile, the database's queries included."""
    talk = Talk()
    loggers = [logging.getLogger("odoo"), logging.getLogger("odoo.sql_db")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    loggers[0].addHandler(talk)
    yield talk
    loggers[0].removeHandler(talk)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def books(place):
    """Return an association in a database of its own."""
    source = odoo.tests.common.get_db_name()
    name = f"{source}_planted"
    sql_db.close_db(source)  # a database in use cannot be copied
    place.databases.drop(name)
    place.databases.copy(source, name)
    try:
        books = Races(_load(name))
        books.begin()
        yield books
    finally:
        Registry.delete(name)
        sql_db.close_db(name)
        place.databases.drop(name)


def _plant(books):
    """Write each sentence as its author does; return who may read what."""
    [pair_id] = books.create_pairs(1, "Planted")
    with books._association() as env:
        pair = env["mentoring.partnership"].browse(pair_id)
        pair.end_reason = OPEN
        seat = Association._get_seat(pair, "mentee")
        mentee = new_test_user(
            env, "planted_mentee", "base.group_portal", partner_id=seat.partner_id.id
        )
        officer = new_test_user(
            env, "planted_officer", "mentoring_scheme.group_mentoring_conduct"
        )

        def own(model):
            return env[model].with_user(mentee).sudo()  # as the members' pages do

        goal = own("mentoring.goal")._enter(
            pair, {"name": PLANTED["goal"], "measure": PLANTED["measure"]}
        )
        own("mentoring.goal.action")._enter(
            pair, {"goal_id": goal.id, "name": PLANTED["action"]}
        )
        for visibility, name in (("pair", "shared note"), ("author", "private note")):
            own("mentoring.note")._enter(
                pair, {"visibility": visibility, "body": PLANTED[name]}
            )
        own("mentoring.message")._enter(pair, {"body": PLANTED["message"]})
        plan = pair.agreement_ids.filtered(lambda a: not a.staff_can_read)
        question = plan.template_id.question_ids[:1]
        own("mentoring.agreement.answer")._fill(
            plan, {str(question.id): PLANTED["plan"]}, 0
        )
        case = (
            env["mentoring.concern"]
            .sudo()  # as the members' pages do
            .create(
                {
                    "reporter_id": seat.partner_id.id,
                    "what": PLANTED["what happened"],
                    "witnesses": PLANTED["witnesses"],
                }
            )
        )
        mine = case.with_user(officer)
        mine.action_take()
        mine.write({"finding": PLANTED["finding"], "outcome": "none"})
        mine.step_ids.create({"concern_id": case.id, "body": PLANTED["step"]})
        return mentee.id, officer.id


def _read(books, mentee, officer):
    """Return all that the two may read."""
    texts = []
    with books.transaction() as env:
        for model, uid in {
            "mentoring.goal": mentee,
            "mentoring.goal.action": mentee,
            "mentoring.note": mentee,
            "mentoring.message": mentee,
            "mentoring.agreement.answer": mentee,
            "mentoring.concern": officer,
            "mentoring.concern.step": officer,
        }.items():
            user = env["res.users"].browse(uid)
            records = env[model].with_user(user).sudo().search([])  # as their pages do
            texts += records._unseal(Reader(uid)).values()
    return str(texts)


def _get_forms(sentence):
    """Return the bytes in which a sentence could stand."""
    plain = sentence.encode()
    return (
        plain,
        sentence.encode("utf-16-le"),
        base64.b64encode(plain)[:-4],
        plain.hex().encode(),
    )


# With which each planted sentence begins, in each of those forms: looked for first.
BEGINNING = _get_forms("Quokka")[:2] + (
    base64.b64encode(b"Quokka"),
    b"Quokka".hex().encode(),
)


def _find(content):
    """Return what is found of the planted sentences, by name."""
    if not any(form in content for form in BEGINNING):
        return []
    return [
        name
        for name, sentence in PLANTED.items()
        if any(form in content for form in _get_forms(sentence))
    ]


def _search_files(folder):
    """Return what is found in a folder, and whether the open sentence is there."""
    found, is_open = [], False
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # PostgreSQL has just removed it
            is_open |= OPEN.encode() in content
            found += [(path.name, name) for name in _find(content)]
    return found, is_open


def test_nothing_is_found(place, books, talk):
    mentee, officer = _plant(books)
    read = _read(books, mentee, officer)
    assert [name for name, text in PLANTED.items() if text not in read] == []
    name = books.registry.db_name
    dump = subprocess.run(
        [place.programs / "pg_dump", "--inserts", name],
        env=clean_environment(**place.server.environment()),
        capture_output=True,
        check=True,
    ).stdout
    assert OPEN.encode() in dump
    assert _find(dump) == []
    log = "\n".join(talk.said).encode()
    assert OPEN.encode() in log, "the log is not at its most talkative"
    assert _find(log) == []
    place.databases.query("CHECKPOINT", name)
    [number] = place.databases.query(
        f"SELECT oid FROM pg_database WHERE datname = '{name}'", name
    )
    found, is_open = _search_files(place.server.data / "base" / number)
    assert is_open, "the files are not those of the database"
    assert found == []
    found, is_open = _search_files(place.server.data / "pg_wal")
    assert is_open, "the log of changes is not that of the database"
    assert found == []
    found, _is_open = _search_files(place.files)
    assert found == []
