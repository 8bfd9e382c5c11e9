# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure a night in which the scheduled job has many fees to invoice.

    make bench ARGS=billing_night
    make bench ARGS="billing_night --fees 10000"

In a scratch database, with Odoo's own scheduler as a worker runs it: the job commits in
small batches, gives way to other jobs after some seconds, and is called again until
nothing is due. The other jobs are switched off, so the time is this job's alone.
"""

import argparse
import resource
from time import perf_counter

from bench_billing import Association
from scratch_database import load, scratch_database, superuser

JOB = "mentoring_scheme.ir_cron_bill_due"


def prepare(registry, size):
    """Make fees that are due, and leave only the job that invoices them."""
    with superuser(registry) as env:
        Association(env, size)
        others = env["ir.cron"].search([]) - env.ref(JOB)
        others.active = False
        env.ref(JOB).nextcall = "2020-01-01 00:00:00"
        env.cr.commit()


def count(registry):
    """Return how many fees are waiting, and how many posted invoices they have."""
    with superuser(registry) as env:
        env.cr.execute(
            """
            SELECT count(*) FILTER (WHERE move.id IS NULL),
                   count(*) FILTER (WHERE move.state = 'posted'),
                   count(DISTINCT move.id)
              FROM mentoring_fee fee
         LEFT JOIN account_move_line line ON line.mentoring_fee_id = fee.id
         LEFT JOIN account_move move ON move.id = line.move_id
            """
        )
        waiting, posted, invoices = env.cr.fetchone()
        if posted != invoices:
            raise SystemExit(f"{posted} fees stand on {invoices} invoices.")
        return waiting, posted


def run_job(registry, name, size):
    """Let the scheduler run until nothing waits; print how it goes on."""
    calls, start = 0, perf_counter()
    waiting, posted = count(registry)
    while waiting:
        before, began = waiting, perf_counter()
        registry["ir.cron"]._process_jobs(name)
        calls += 1
        waiting, posted = count(registry)
        seconds = perf_counter() - began
        if waiting == before:
            raise SystemExit(f"{waiting} fees wait, and the job invoices none of them.")
        print(
            f"  call {calls:>3}: {before - waiting:>6} invoiced in {seconds:>6.1f} s,"
            f" {1000 * seconds / (before - waiting):>6.1f} ms each; {waiting} wait",
            flush=True,
        )
    seconds = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{posted} of {size} fees invoiced in {seconds / 60:.1f} minutes,"
        f" {calls} calls, {1000 * seconds / size:.1f} ms an invoice,"
        f" at most {memory:.0f} MB"
    )
    if posted != size:
        raise SystemExit(f"{size - posted} fees have no posted invoice.")


def main():
    """Make a scratch database, let its scheduler work through a night, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fees", type=int, default=1000)
    options = parser.parse_args()
    with scratch_database() as (_place, name):
        registry = load(name)
        prepare(registry, options.fees)
        run_job(registry, name, options.fees)


if __name__ == "__main__":
    main()
