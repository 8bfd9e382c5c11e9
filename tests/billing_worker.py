"""Bill in processes of their own, for the tests that kill them.

Odoo is loaded once, when there is something to bill. Each number read on standard input
starts as many processes at one moment, each of which bills as the scheduled job does;
their ids are answered on one line, and once all have ended, on a second line what they
ended with (0: well).
"""

import os
import sys
import traceback

# So small that a kill falls between commits, or in the midst of one.
BATCH_SIZE = 2


def bill(registry):
    """Bill all that is due, as the scheduled job does."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["mentoring.fee"]._cron_bill_due()


def warm_up(registry):
    """Fill the caches that the processes are born with: bill one fee, and undo it."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["mentoring.fee"]._search_due()[:1]._bill_due()
        cr.rollback()


def start(registry):
    """Return the id of a new process that bills and ends."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        bill(registry)
        code = 0
    except BaseException:  # nothing of the parent's may go on in this process
        traceback.print_exc()
    finally:
        os._exit(code)


def main(name, *options):
    """Serve one database until standard input is closed."""
    import odoo
    from odoo.modules.registry import Registry

    odoo.tools.config.parse_config(
        ["-d", name, "--no-http", "--max-cron-threads=0", *options]
    )
    registry = Registry(name)
    from odoo.addons.mentoring_scheme.models.fee import mentoring_fee_billing

    assert mentoring_fee_billing.BATCH_SIZE > BATCH_SIZE
    mentoring_fee_billing.BATCH_SIZE = BATCH_SIZE
    warm_up(registry)
    odoo.sql_db.close_all()  # a process keeps no connection of its parent's
    print("ready", flush=True)
    for line in sys.stdin:
        pids = [start(registry) for _number in range(int(line))]
        print(*pids, flush=True)
        print(*(os.waitpid(pid, 0)[1] for pid in pids), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
