"""The addons come, change, go and come back, and leave the books as they were."""

import os
import secrets

import pytest

import odoo_log
import places

ADDONS = ",".join(places.ADDONS)
# What may not stay behind once the addons are gone, by the query that counts it.
TRACES = {
    "tables": "pg_tables WHERE tablename LIKE 'mentoring%'",
    "columns": "information_schema.columns WHERE column_name LIKE '%mentoring%'",
    "models": "ir_model WHERE model LIKE 'mentoring.%'",
    "external identifiers": "ir_model_data WHERE module LIKE 'mentoring_scheme%'",
    "files": "ir_attachment WHERE res_model LIKE 'mentoring.%'",
    "messages": "mail_message WHERE model LIKE 'mentoring.%'",
    "activities": "mail_activity WHERE res_model LIKE 'mentoring.%'",
    "followers": "mail_followers WHERE res_model LIKE 'mentoring.%'",
    "menus": "ir_ui_menu WHERE name::text LIKE '%Mentoring%'",
    "scheduled actions": "ir_act_server WHERE code LIKE '%mentoring.%'",
}
# All that makes up the posted invoices, their lines, payments and files.
BOOKS = (
    "SELECT m.id, m.name, m.state, m.move_type, m.date, m.invoice_date, m.partner_id,"
    " m.amount_untaxed, m.amount_total, m.amount_residual, m.payment_state"
    " FROM account_move m WHERE m.state = 'posted' ORDER BY m.id",
    "SELECT l.id, l.move_id, l.name, l.account_id, l.partner_id, l.product_id,"
    " l.debit, l.credit, l.quantity, l.amount_residual, l.full_reconcile_id"
    " FROM account_move_line l WHERE l.parent_state = 'posted' ORDER BY l.id",
    "SELECT id, res_id, name, checksum FROM ir_attachment"
    " WHERE res_model = 'account.move' ORDER BY id",
)


class Life:
    """A database in which the addons come and go, with a look at Odoo's log."""

    def __init__(self, place, name):
        self._place = place
        self.name = name

    def begin(self, *, demo):
        self._check(self._place.new_database(self.name, demo=demo, note="test"))

    def odoo(self, what, *arguments):
        log = f"lifecycle-{what.replace(' ', '-')}"
        self._check(self._place.run_odoo(what, log, "-d", self.name, *arguments))

    def module(self, verb):
        log = f"lifecycle-{verb}"
        modules = places.ADDONS if verb != "uninstall" else reversed(places.ADDONS)
        arguments = ("module", verb, "-d", self.name, *modules)
        self._check(self._place.run_odoo_command(f"{verb} the addons", log, *arguments))

    def query(self, sql):
        return self._place.databases.query(sql, self.name)

    def end(self):
        self._place.databases.drop(self.name)

    @staticmethod
    def _check(log):
        found = odoo_log.findings(log)
        assert not found, f"{log} has warnings:\n" + "\n".join(found)


@pytest.fixture
def life(place):
    life = Life(place, f"test_life_{os.getpid()}_{secrets.token_hex(2)}")
    yield life
    life.end()


def _traces(life):
    found = {}
    for what, source in TRACES.items():
        [count] = life.query(f"SELECT count(*) FROM {source}")
        if count != "0":
            found[what] = count
    return found


def _books(life):
    return [life.query(query) for query in BOOKS]


def test_without_demo_data(life):
    """Installed, updated twice, uninstalled without a trace, and installed again."""
    life.begin(demo=False)
    life.odoo("first update", "-u", ADDONS)
    life.odoo("second update", "-u", ADDONS)
    life.module("uninstall")
    assert not _traces(life)
    life.odoo("installation once more", "-i", ADDONS)


def test_with_demo_data_the_books_outlive_the_addons(life):
    """Invoices of fees are posted, the addons go and come back: not a figure moves."""
    life.begin(demo=True)
    life.odoo("update with demo data", "-u", ADDONS)
    [invoiced] = life.query(
        "SELECT count(*) FROM mentoring_fee f JOIN account_move m ON m.id = f.move_id"
        " WHERE m.state = 'posted'"
    )
    assert int(invoiced), "the demo data holds no fee with a posted invoice"
    before = _books(life)
    life.module("uninstall")
    assert not _traces(life)
    assert _books(life) == before
    # Demo data is for new databases: core keeps its users, who cannot be made twice.
    life.query("UPDATE ir_module_module SET demo = FALSE")
    life.odoo("installation beside old invoices", "-i", ADDONS)
    assert _books(life) == before
