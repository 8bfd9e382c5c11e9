"""Two people, or two workers, at one moment: real cursors, real commits.

Each race runs as real requests do: a transaction of its own per contestant, tried again
by Odoo when PostgreSQL refuses to serialise it. They start together behind a barrier,
each with its view of the database already taken. All of it happens in a copy of the
test database, which is dropped at the end.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from unittest import mock

import pytest
from dateutil.relativedelta import relativedelta

import odoo.tests.common
from odoo import SUPERUSER_ID, Command, api, fields, sql_db
from odoo.exceptions import UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import new_test_user
from odoo.tools import config

from odoo.addons.mentoring_scheme.tests import common

ROUNDS = 20
TIMEOUT = 60


class Association(common.MentoringCommon):
    """The association of the other tests, in a database of its own."""

    __test__ = False


class Outcome:
    """How one contestant fared: what came back or was raised, in how many tries."""

    def __init__(self):
        self.result = self.error = None
        self.tries = 0


class Races:
    """The database of the races."""

    def __init__(self, registry):
        self.registry = registry

    def begin(self):
        """Create the association, with a chart of accounts."""
        with self.transaction() as env:
            company = env.company
            env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
        with self.transaction() as env:
            Association.env = env
            revenue = env["account.account"].search(
                [("account_type", "=", "income")], limit=1
            )
            Association._set_up_association(revenue)
            new_test_user(
                env,
                login="bookkeeper",
                groups="account.group_account_invoice",
            )
            new_test_user(
                env,
                login="second_coordinator",
                groups="mentoring_scheme.group_mentoring_user",
            )
            self.intake_id = Association.intake.id

    def transaction(self, login=None):
        """Return a context manager: an environment, committed at its end."""
        return _Transaction(self.registry, login)

    def create_pairs(self, count, name):
        """Match pairs of mentor and mentee; return the partnerships' ids."""
        with self._association() as env:
            pairs = env["mentoring.partnership"]
            for number in range(count):
                pairs |= Association._create_partnership(
                    intake=env["mentoring.intake"].browse(self.intake_id),
                    mentor=f"{name} Mentor {number}",
                    mentee=f"{name} Mentee {number}",
                )
            return pairs.ids

    def _association(self):
        return _Transaction(self.registry, None, Association)

    def contest(self, *acts):
        """Let contestants act at one moment, each in its own transaction.

        :param acts: functions of an environment
        :return: an ``Outcome`` for each, in order
        """
        barrier = threading.Barrier(len(acts))
        outcomes = [Outcome() for _act in acts]

        def run(act, outcome):
            def attempt():
                outcome.tries += 1
                env.cr.execute("SELECT count(*) FROM mentoring_partnership")
                if outcome.tries == 1:
                    barrier.wait(TIMEOUT)
                return act(env)

            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                try:
                    outcome.result = retrying(attempt, env)
                except Exception as error:  # judged by each race
                    outcome.error = error
                    cr.rollback()

        # The pause before another try is random and long; here it only costs time.
        with (
            mock.patch("odoo.service.model.random.uniform", return_value=0.02),
            ThreadPoolExecutor(len(acts)) as threads,
        ):
            tasks = [
                threads.submit(run, act, outcome)
                for act, outcome in zip(acts, outcomes, strict=True)
            ]
            for task in tasks:
                task.result(TIMEOUT)
        return outcomes


class _Transaction:
    def __init__(self, registry, login=None, holder=None):
        self._registry = registry
        self._login = login
        self._holder = holder

    def __enter__(self):
        self._cursor = self._registry.cursor()
        env = api.Environment(self._cursor, SUPERUSER_ID, {})
        if self._login:
            user = env["res.users"].search([("login", "=", self._login)])
            env = env(user=user)
        if self._holder:
            # Its records are read again in this transaction.
            for name, value in list(vars(self._holder).items()):
                if isinstance(value, odoo.models.BaseModel):
                    setattr(self._holder, name, value.with_env(env))
            self._holder.env = env
        self._env = env
        return env

    def __exit__(self, kind, error, trace):
        try:
            if kind is None:
                self._env.flush_all()
                self._cursor.commit()
        finally:
            self._cursor.close()


def _load(name):
    """Return the registry of a database; in tests, loading would run more tests."""
    config["test_enable"] = False
    try:
        return Registry(name)
    finally:
        config["test_enable"] = True


@pytest.fixture(scope="module")
def races(place):
    source = odoo.tests.common.get_db_name()
    name = f"{source}_races"
    sql_db.close_db(source)  # a database in use cannot be copied
    place.databases.drop(name)
    place.databases.copy(source, name)
    try:
        races = Races(_load(name))
        races.begin()
        yield races
    finally:
        Registry.delete(name)
        sql_db.close_db(name)
        place.databases.drop(name)


@pytest.fixture(autouse=True)
def consistent(races):
    """After every race the whole database keeps its promises."""
    yield
    with races.transaction() as env:
        assert env["mentoring.scheme"]._check_consistency() == []


def _sign(agreement_id, seat_id, env):
    agreement = env["mentoring.agreement"].browse(agreement_id)
    seat = env["mentoring.participant"].browse(seat_id)
    agreement._sign(seat, seat.partner_id.name, common.draw_signature())


def _sign_now(races, *signatures):
    for agreement_id, seat_id in signatures:
        with races.transaction() as env:
            _sign(agreement_id, seat_id, env)


def _papers(races, partnership_id):
    """Return the ids of mentor's and mentee's seats, and of both agreements."""
    with races.transaction() as env:
        partnership = env["mentoring.partnership"].browse(partnership_id)
        seats = partnership.participant_ids
        return (
            seats.filtered(lambda seat: seat.role == "mentor").id,
            seats.filtered(lambda seat: seat.role == "mentee").id,
            *partnership.agreement_ids.ids,
        )


def _assert_active(races, partnership_id, outcomes):
    assert [outcome.error for outcome in outcomes] == [None] * len(outcomes)
    with races.transaction() as env:
        partnership = env["mentoring.partnership"].browse(partnership_id)
        assert len(partnership.agreement_ids.signature_ids) == 4
        assert partnership.signature_count == 4
        assert set(partnership.agreement_ids.mapped("state")) == {"signed"}
        assert partnership.state == "active"
        fee = partnership.participant_ids.application_id.fee_ids
        assert fee.date_accepted, "the fee missed the acceptance"


def test_both_sign_at_one_moment(races):
    """A lost signature would leave a signed partnership waiting for ever."""
    tries = []
    for partnership_id in races.create_pairs(ROUNDS, "Both"):
        mentor, mentee, plan, acceptance = _papers(races, partnership_id)
        _sign_now(races, (plan, mentor), (plan, mentee))
        outcomes = races.contest(
            partial(_sign, acceptance, mentor), partial(_sign, acceptance, mentee)
        )
        _assert_active(races, partnership_id, outcomes)
        tries.append(max(outcome.tries for outcome in outcomes))
    assert max(tries) > 1, "no round was a race"
    assert max(tries) <= 4


def test_two_documents_are_signed_crosswise(races):
    """Each signs the other's last document: different rows, one partnership."""
    tries = []
    for partnership_id in races.create_pairs(ROUNDS, "Cross"):
        mentor, mentee, plan, acceptance = _papers(races, partnership_id)
        _sign_now(races, (plan, mentor), (acceptance, mentee))
        outcomes = races.contest(
            partial(_sign, acceptance, mentor), partial(_sign, plan, mentee)
        )
        _assert_active(races, partnership_id, outcomes)
        tries.append(max(outcome.tries for outcome in outcomes))
    assert max(tries) > 1, "no round was a race"


def _conclude(seat_id, env):
    env["mentoring.participant"].browse(seat_id)._conclude()


def test_both_agree_to_complete_at_one_moment(races):
    """Each would otherwise miss the other, and a year that is over would go on."""
    tries = []
    for partnership_id in races.create_pairs(ROUNDS, "Done"):
        mentor, mentee, plan, acceptance = _papers(races, partnership_id)
        _sign_now(
            races,
            (plan, mentor),
            (plan, mentee),
            (acceptance, mentor),
            (acceptance, mentee),
        )
        outcomes = races.contest(partial(_conclude, mentor), partial(_conclude, mentee))
        assert [outcome.error for outcome in outcomes] == [None, None]
        with races.transaction() as env:
            partnership = env["mentoring.partnership"].browse(partnership_id)
            assert partnership.concluded_count == 2
            assert partnership.state == "completed"
        tries.append(max(outcome.tries for outcome in outcomes))
    assert max(tries) > 1, "no round was a race"


def test_one_person_clicks_twice(races):
    """One signature; the second click is told so in words."""
    for partnership_id in races.create_pairs(5, "Twice"):
        mentor, _mentee, plan, _acceptance = _papers(races, partnership_id)
        click = partial(_sign, plan, mentor)
        outcomes = races.contest(click, click, click)
        refused = [outcome.error for outcome in outcomes if outcome.error]
        assert len(refused) == 2
        for error in refused:
            assert isinstance(error, UserError)
            assert "has already signed this agreement" in str(error)
        with races.transaction() as env:
            agreement = env["mentoring.agreement"].browse(plan)
            assert len(agreement.signature_ids) == agreement.signature_count == 1


def test_one_meeting_is_entered_twice_at_one_moment(races):
    """It is there once; the second is told so."""
    start = fields.Datetime.now() - relativedelta(days=1)
    for partnership_id in races.create_pairs(5, "Met"):

        def enter(env, partnership_id=partnership_id):
            env["mentoring.meeting"].create(
                {"partnership_id": partnership_id, "start": start}
            )

        outcomes = races.contest(enter, enter)
        [refused] = [outcome.error for outcome in outcomes if outcome.error]
        assert isinstance(refused, ValidationError)
        with races.transaction() as env:
            partnership = env["mentoring.partnership"].browse(partnership_id)
            assert len(partnership.meeting_ids) == 1


def _make_due(races, count, name):
    """Return the ids of fees whose day has come."""
    ids = races.create_pairs(count, name)
    with races._association() as env:
        partnerships = env["mentoring.partnership"].browse(ids)
        partnerships.date_matched = fields.Date.today() - relativedelta(months=4)
        for partnership in partnerships:
            Association._sign_all(partnership)
        env.flush_all()
        fees = partnerships.participant_ids.application_id.fee_ids
        assert len(fees) == count
        return fees.ids


def _run_billing(env):
    env["mentoring.fee"]._cron_bill_due()


def _assert_billed_once(races, fee_ids):
    with races.transaction() as env:
        # What the workers left to each other is taken by the next run.
        _run_billing(env)
        fees = env["mentoring.fee"].browse(fee_ids)
        for fee in fees:
            live = fee.move_line_ids.move_id.filtered(
                lambda move: move.state != "cancel"
            )
            assert len(live) == 1, f"{fee.display_name}: {len(live)} invoices"
            assert live.state == "posted"
            assert fee.move_id == live
            assert not fee.billing_error
        assert set(fees.mapped("state")) == {"invoiced"}
        names = fees.move_id.mapped("name")
        assert len(set(names)) == len(fee_ids)


def test_two_workers_bill(races):
    fee_ids = _make_due(races, 16, "Workers")
    outcomes = races.contest(_run_billing, _run_billing)
    assert [outcome.error for outcome in outcomes] == [None, None]
    _assert_billed_once(races, fee_ids)


def test_scheduled_job_and_button_bill(races):
    fee_ids = _make_due(races, 12, "Button")

    def press(env):
        user = env["res.users"].search([("login", "=", "bookkeeper")])
        env["mentoring.fee"].with_user(user).browse(fee_ids).action_bill()

    job, button = races.contest(_run_billing, press)
    assert job.error is None
    assert button.error is None or isinstance(button.error, UserError)
    _assert_billed_once(races, fee_ids)


def test_index_refuses_a_second_invoice(races):
    """Whatever code asks for it, PostgreSQL keeps one live line per fee."""
    [fee_id] = _make_due(races, 1, "Index")

    def bill_blindly(env):
        fee = env["mentoring.fee"].browse(fee_id)
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": fee.payer_id.id,
                "invoice_line_ids": [Command.create(fee._prepare_invoice_line())],
            }
        )
        env.flush_all()
        return move.id

    outcomes = races.contest(bill_blindly, bill_blindly)
    errors = [outcome.error for outcome in outcomes]
    assert errors.count(None) == 1, errors
    with races.transaction() as env:
        fee = env["mentoring.fee"].browse(fee_id)
        assert len(fee.move_line_ids) == 1
        fee.move_line_ids.move_id.unlink()
    _assert_billed_once(races, [fee_id])


def test_two_staff_publish_one_run(races):
    with races._association() as env:
        intake = Association._create_intake(Association.scheme, name="Published twice")
        for number in range(3):
            Association._create_approved(
                f"Run Mentor {number}", "mentor", intake=intake
            )
            Association._create_approved(
                f"Run Mentee {number}", "mentee", intake=intake
            )
        run = env["mentoring.match.run"].create({"intake_id": intake.id})
        run.action_solve()
        run_id = run.id

    def publish(login, env):
        user = env["res.users"].search([("login", "=", login)])
        env["mentoring.match.run"].with_user(user).browse(run_id).action_publish()

    outcomes = races.contest(
        partial(publish, "mentoring_coordinator"),
        partial(publish, "second_coordinator"),
    )
    [refused] = [outcome.error for outcome in outcomes if outcome.error]
    assert isinstance(refused, UserError)
    # Which of the two depends on whether the first has committed by then.
    assert re.search("already been published|Someone else is publishing", str(refused))
    with races.transaction() as env:
        run = env["mentoring.match.run"].browse(run_id)
        partnerships = env["mentoring.partnership"].search(
            [("match_run_id", "=", run_id)]
        )
        assert run.state == "published"
        assert len(partnerships) == 3
        people = partnerships.participant_ids.partner_id
        assert len(people) == 6
        fees = partnerships.participant_ids.application_id.fee_ids
        assert len(fees) == 3


def test_last_place_of_a_mentor(races):
    """Two mentees are given a mentor's last place at one moment: one gets it."""
    with races._association() as env:
        intake = Association._create_intake(Association.scheme, name="Last place")
        mentor = Association._create_approved(
            "Popular Mentor", "mentor", intake=intake, capacity=2
        )
        mentees = [
            Association._create_approved(
                f"Eager Mentee {number}", "mentee", intake=intake
            )
            for number in range(3)
        ]
        mentor_id, mentee_ids = mentor.id, [mentee.id for mentee in mentees]

    def match(mentee_id, env):
        applications = env["mentoring.application"].browse([mentor_id, mentee_id])
        Partnership = env["mentoring.partnership"]
        Partnership.create(
            Partnership._prepare_partnership(
                applications.intake_id, applications, "one_to_one"
            )
        )

    with races.transaction() as env:
        match(mentee_ids[0], env)
    outcomes = races.contest(
        partial(match, mentee_ids[1]), partial(match, mentee_ids[2])
    )
    with races.transaction() as env:
        mentor = env["mentoring.application"].browse(mentor_id)
        assert len(mentor.participant_ids) == 2, "one mentee too many"
        assert mentor.places_taken == 2
    [refused] = [outcome.error for outcome in outcomes if outcome.error]
    assert isinstance(refused, UserError)


def test_merge_of_contacts_with_clashing_applications(races):
    """Core deletes rows that clash; here the merge is refused, and nothing is lost."""
    with races._association() as env:
        intake = env["mentoring.intake"].browse(races.intake_id)
        applications = env["mentoring.application"]
        for number in (1, 2):
            partner = Association._create_member(f"Double Entry {number}")
            applications |= Association._create_application(
                partner, "mentee", intake=intake
            )
        partners = applications.partner_id
        before = applications.ids, partners.ids

    def merge(env):
        env["base.partner.merge.automatic.wizard"]._merge(
            before[1], env["res.partner"].browse(before[1][0])
        )

    [outcome] = races.contest(merge)
    assert isinstance(outcome.error, UserError)
    assert "Double Entry" in str(outcome.error)
    with races.transaction() as env:
        assert env["mentoring.application"].browse(before[0]).exists().ids == before[0]
        assert env["res.partner"].browse(before[1]).exists().ids == before[1]
        # Once one of them is gone, the merge goes through and the other stays.
        env["mentoring.application"].browse(before[0][1]).unlink()
    [outcome] = races.contest(merge)
    assert outcome.error is None
    with races.transaction() as env:
        application = env["mentoring.application"].browse(before[0][0])
        assert application.partner_id.exists()
        assert len(env["res.partner"].browse(before[1]).exists()) == 1


def test_joining_twice_makes_one_invoice(races):
    """A double click, and both roles' forms at one moment: one membership invoice."""
    for number in range(ROUNDS // 4):
        with races._association() as env:
            intake = env["mentoring.intake"].browse(races.intake_id)
            person = Association._create_member(f"Jo Joining {number}", membership=None)
            ids = [
                Association._create_application(
                    person,
                    role,
                    intake=intake,
                    membership_product_id=Association.membership_product.id,
                ).id
                for role in ("mentor", "mentee")
            ]
            person_id = person.id

        def join(application_id, env):
            env["mentoring.application"].browse(application_id)._await_membership()

        outcomes = races.contest(
            partial(join, ids[0]), partial(join, ids[0]), partial(join, ids[1])
        )
        assert [outcome.error for outcome in outcomes] == [None] * 3
        with races.transaction() as env:
            invoices = env["account.move"].search([("partner_id", "=", person_id)])
            applications = env["mentoring.application"].browse(ids)
            assert len(invoices) == 1
            assert applications.membership_move_id == invoices
            assert all(applications.mapped("date_pending"))
