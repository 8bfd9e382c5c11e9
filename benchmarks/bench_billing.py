# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure the billing of fees beside OCA membership and beside bare invoicing.

    make bench ARGS=billing
    make bench ARGS="billing --sizes 10000 --repeat 1 --sides fees"

In a scratch database. Each side creates and posts one invoice a person, and takes turns
with the others; each turn is rolled back. Written history (tracking) is counted in.

``fees``: ours, locked, checked, billed and followed by the fee, in batches as the
scheduled job does. ``membership``: ``create_membership_invoice`` and ``action_post``,
all at once. ``bare``: ``account.move.create`` and ``action_post`` with the same lines,
in the same batches; ``bare at once``: in one.
"""

import argparse
import base64
from datetime import date
from time import perf_counter

from scratch_database import load, medians, scratch_database, superuser, take_turns

# One transparent pixel, which stands for a drawn signature.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
SIDES = ("fees", "membership", "bare", "bare at once")


class Association:
    """A database with people, a scheme and signed pairs whose fees are due."""

    def __init__(self, env, size):
        self.env = env
        company = env.company
        if not company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", company)
        product = {"name": "Fee", "type": "service", "list_price": 150.0}
        self.fee_product, self.twin, self.membership = env["product.product"].create(
            [
                {**product, "taxes_id": False},
                {**product, "taxes_id": False},
                {
                    **product,
                    "taxes_id": False,
                    "membership": True,
                    "membership_date_from": date(2020, 1, 1),
                    "membership_date_to": date(2039, 12, 31),
                },
            ]
        )
        self.fees = self._make_fees(size)

    def _make_fees(self, size):
        env = self.env
        scheme = env["mentoring.scheme"].create(
            {
                "name": "Scheme",
                "fee_product_id": self.fee_product.id,
                "mentor_member_required": False,
                "mentee_member_required": False,
                "resume_required": False,
                "billing_delay_months": 0,
                "agreement_template_ids": [
                    (0, 0, {"name": "Acceptance", "body": "Yes", "is_acceptance": True})
                ],
            }
        )
        intake = env["mentoring.intake"].create(
            {"name": "Intake", "scheme_id": scheme.id, "date_start": date.today()}
        )
        people = env["res.partner"].create(
            [
                {"name": f"Person {number}", "email": f"p{number}@example.com"}
                for number in range(2 * size)
            ]
        )
        applications = env["mentoring.application"].create(
            [
                {
                    "intake_id": intake.id,
                    "partner_id": person.id,
                    "role": "mentor" if number < size else "mentee",
                    "state": "approved",
                }
                for number, person in enumerate(people)
            ]
        )
        Partnership = env["mentoring.partnership"]
        partnerships = Partnership.create(
            [
                Partnership._prepare_partnership(intake, mentor | mentee, "one_to_one")
                for mentor, mentee in zip(
                    applications[:size], applications[size:], strict=True
                )
            ]
        )
        env["mentoring.agreement"]._create_for(partnerships)
        fees = env["mentoring.fee"]._create_for(partnerships)
        signature = base64.b64encode(base64.b64decode(PIXEL))
        for partnership in partnerships:
            for seat in partnership.participant_ids:
                partnership.agreement_ids._sign(seat, "Signed", signature)
        env.cr.flush()
        return fees

    # ------------------------------------------------------------------
    # The sides
    # ------------------------------------------------------------------

    def bill(self, side, fees):
        """Create and post one invoice for each mentee; return the invoices."""
        if side == "fees":
            fees._bill_due()
            return fees.move_id
        if side == "membership":
            invoices = fees.partner_id.create_membership_invoice(self.membership, 150.0)
            invoices.action_post()
            return invoices
        step = len(fees) if side == "bare at once" else 50
        invoices = self.env["account.move"]
        for start in range(0, len(fees), step):
            batch = self.env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": fee.partner_id.id,
                        "invoice_date": date.today(),
                        "invoice_line_ids": [
                            (
                                0,
                                0,
                                {
                                    "product_id": self.twin.id,
                                    "name": "Fee, Intake",
                                    "quantity": 1,
                                    "price_unit": 150.0,
                                },
                            )
                        ],
                    }
                    for fee in fees[start : start + step]
                ]
            )
            batch.action_post()
            invoices |= batch
        return invoices

    def measure(self, side, fees):
        """Return (milliseconds, queries) an invoice of one turn, which is undone."""
        cr = self.env.cr
        self.env.invalidate_all()
        cr.execute("SAVEPOINT turn")
        queries, start = cr.sql_log_count, perf_counter()
        invoices = self.bill(side, fees)
        cr.flush()
        seconds, queries = perf_counter() - start, cr.sql_log_count - queries
        done = invoices.filtered(lambda invoice: invoice.state == "posted")
        if len(done) != len(fees):
            raise SystemExit(f"{side}: {len(done)} of {len(fees)} invoices are posted.")
        self.env.clear()
        cr.execute("ROLLBACK TO SAVEPOINT turn")
        return 1000 * seconds / len(fees), queries / len(fees)


def bench(association, size, repeat, sides):
    """Print what each side takes, the sides taking turns."""
    fees = association.fees[:size]
    for side in sides:
        association.measure(side, fees[:20])  # to warm up what is cached
    turns = take_turns(sides, repeat, lambda side: association.measure(side, fees))
    base_side = "bare" if "bare" in sides else sides[0]
    base, _queries = medians(turns[base_side])
    for side in sides:
        ms, queries = medians(turns[side])
        print(
            f"{size:>8}  {side:<14} {ms:>8.1f} ms {queries:>8.1f} queries"
            f" {ms / base:>8.2f} ÷ {base_side}",
            flush=True,
        )


def main():
    """Make a scratch database, measure in it, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    parser.add_argument("--database", help="one with the addons, taken and kept")
    options = parser.parse_args()
    with (
        scratch_database(options.database) as (_place, name),
        superuser(load(name)) as env,
    ):
        association = Association(env, max(options.sizes))
        print(f"\n   fees  {'side':<14} {'an invoice':>11}")
        for size in options.sizes:
            bench(association, size, options.repeat, options.sides)


if __name__ == "__main__":
    main()
