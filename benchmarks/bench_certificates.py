# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure the issuing of certificates beside the bare printing of their PDFs.

    make bench ARGS=certificates

``issue``: the conditions checked, the certificates made, printed, and their mails
queued. ``bare``: the PDFs of certificates that are there already. Both print all at
once where this machine's wkhtmltopdf can, and one by one where it cannot.
"""

import argparse
from datetime import date
from time import perf_counter

from bench_billing import Association
from scratch_database import load, medians, scratch_database, superuser, take_turns

REPORT = "mentoring_scheme.action_report_mentoring_certificate"


class Society(Association):
    """An association whose pairs have completed their year."""

    def __init__(self, env, size):
        super().__init__(env, size)
        self.applications = self.fees.application_id
        self.applications.scheme_id.write(
            {"certificate_requires_fee": False, "certificate_requires_final": False}
        )
        self.applications.partnership_ids.action_complete()
        env.cr.flush()

    def issue(self, certificates):
        """Do what staff do with the button."""
        issued = self.env["mentoring.certificate"]._issue(
            self.applications.filtered(
                lambda application: not application._get_certificate_obstacles()
            )
        )
        mails = self.env["mentoring.notification"].search(
            [("res_model", "=", issued._name), ("res_id", "in", issued.ids)]
        )
        return len(mails)

    def bare(self, certificates):
        """Print certificates, and do nothing else."""
        reports = self.env["ir.actions.report"].with_context(
            report_pdf_no_attachment=True
        )
        try:
            reports._render_qweb_pdf(REPORT, certificates.ids)
        except Exception:  # this wkhtmltopdf prints one at a time only
            for certificate in certificates:
                reports._render_qweb_pdf(REPORT, certificate.ids)
        return len(certificates)

    def prepare(self, side):
        """Return the certificates to print, which cost nothing here."""
        Certificate = self.env["mentoring.certificate"]
        if side == "issue":
            return Certificate
        return Certificate.create(
            [Certificate._prepare_certificate(one) for one in self.applications]
        )

    def measure(self, side):
        """Return milliseconds and queries a certificate of one turn, then undone."""
        cr = self.env.cr
        self.env.invalidate_all()
        cr.execute("SAVEPOINT turn")
        certificates = self.prepare(side)
        cr.flush()
        queries, start = cr.sql_log_count, perf_counter()
        done = getattr(self, side)(certificates)
        cr.flush()
        seconds, queries = perf_counter() - start, cr.sql_log_count - queries
        size = len(self.applications)
        if done != size:
            raise SystemExit(f"{side}: {done} of {size} certificates.")
        self.env.clear()
        cr.execute("ROLLBACK TO SAVEPOINT turn")
        return 1000 * seconds / size, queries / size


def main():
    """Make a scratch database, measure in it, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with scratch_database() as (_place, name), superuser(load(name)) as env:
        society = Society(env, options.size)
        turns = take_turns(("issue", "bare"), options.repeat, society.measure)
        base, _queries = medians(turns["bare"])
        print(f"\n{options.size} certificates on {date.today()}")
        for side, figures in turns.items():
            ms, queries = medians(figures)
            print(
                f"{side:<8} {ms:>8.1f} ms {queries:>8.1f} queries a certificate"
                f" {ms / base:>6.2f} ÷ bare"
            )


if __name__ == "__main__":
    main()
