# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure how the review queue opens, by the number of applications.

    make bench ARGS=review

In a scratch database. Each view is opened as the web client does: the list by its first
80 rows with all its fields, the kanban by its columns with their first cards, and the
list again under each filter that looks at every application. Printed are milliseconds,
queries, and the time as a multiple of the smallest size's.
"""

import argparse
import base64
from datetime import date
from time import perf_counter

from scratch_database import load, medians, scratch_database, superuser

PDF = base64.b64encode(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
PAGE = 80
STATES = ("submitted", "submitted", "approved", "waitlisted", "draft")
FILTERS = {
    "list": [],
    "eligible": [("is_eligible", "=", True)],
    "not eligible": [("is_eligible", "=", False)],
    "perhaps twice": [("duplicate_ids", "!=", False)],
    "without a résumé": [("file_ids", "not any", [("kind", "=", "resume")])],
    "overdue": [("state", "=", "submitted"), ("date_review", "<", "today")],
}


class Queue:
    """A database with one open intake, and any number of applications to it."""

    def __init__(self, env):
        self.env = env
        self.scheme = env["mentoring.scheme"].create({"name": "Scheme"})
        self.intake = env["mentoring.intake"].create(
            {"name": "Intake", "scheme_id": self.scheme.id, "date_start": date.today()}
        )
        self.size = 0

    def grow(self, size):
        """Let there be ``size`` applications; every tenth person has applied twice."""
        env = self.env
        people = env["res.partner"].create(
            [
                {
                    "name": f"Person {number}",
                    "email": f"p{number - number % 10 // 9}@example.com",
                    "free_member": bool(number % 5),
                }
                for number in range(self.size, size)
            ]
        )
        people._compute_membership_state()
        applications = env["mentoring.application"].create(
            [
                {
                    "intake_id": self.intake.id,
                    "partner_id": person.id,
                    "role": "mentee" if number % 3 else "mentor",
                    "state": STATES[number % len(STATES)],
                    "years_experience": number % 12,
                    "date_submitted": date.today(),
                }
                for number, person in enumerate(people)
            ]
        )
        env["mentoring.application.file"].create(
            [
                {"application_id": one.id, "filename": "resume.pdf", "file": PDF}
                for one in applications
                if one.id % 4
            ]
        )
        env.cr.flush()
        self.size = size
        # As the server does at night; otherwise the planner knows of no rows.
        for table in ("mentoring_application", "mentoring_application_file"):
            env.cr.execute(f"ANALYZE {table}")
        env.cr.execute("ANALYZE res_partner")

    def open(self, name):
        """Ask for what the web client asks for."""
        Application = self.env["mentoring.application"]
        kind = "kanban" if name == "kanban" else "list"
        view = self.env.ref(f"mentoring_scheme.mentoring_application_view_{kind}")
        names = Application.get_view(view.id, kind)["models"][Application._name]
        specification = {
            field: {"fields": {"display_name": {}}}
            if Application._fields[field].relational
            else {}
            for field in names
        }
        if kind == "list":
            return Application.web_search_read(FILTERS[name], specification, limit=PAGE)
        return Application.web_read_group(
            [],
            ["state"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=specification,
            unfold_read_default_limit=PAGE,
        )

    def measure(self, name):
        """Return (milliseconds, queries) of one opening with empty caches."""
        self.env.invalidate_all()
        cr = self.env.cr
        queries, start = cr.sql_log_count, perf_counter()
        self.open(name)
        return 1000 * (perf_counter() - start), cr.sql_log_count - queries


def bench(queue, sizes, repeat):
    """Print what each opening takes at each size."""
    base = {}
    for size in sizes:
        queue.grow(size)
        for name in (*FILTERS, "kanban"):
            queue.measure(name)  # to warm up what is cached for all
            ms, queries = medians(queue.measure(name) for _turn in range(repeat))
            base.setdefault(name, ms)
            print(
                f"{size:>8}  {name:<18} {ms:>8.1f} ms {queries:>6.0f} queries"
                f" {ms / base[name]:>8.2f} ÷ {sizes[0]}",
                flush=True,
            )


def main():
    """Make a scratch database, measure in it, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--database", help="one with the addons, taken and kept")
    options = parser.parse_args()
    with (
        scratch_database(options.database) as (_place, name),
        superuser(load(name)) as env,
    ):
        print(f"\n   rows   {'view':<18} {'an opening':>11}")
        bench(Queue(env), options.sizes, options.repeat)


if __name__ == "__main__":
    main()
