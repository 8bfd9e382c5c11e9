# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure a match run through Odoo: applications read, scored, solved, written.

    make bench ARGS=match_run

In a scratch database. The people are those of ``bench_matching``: clusters of sectors,
popular and rare topics. Each size is an intake of its own with as many mentors as
mentees; what is made is rolled back. Printed is the time of ``action_solve`` on a cold
cache, of which the engine takes a part, and what a doubling of the people costs.
"""

import argparse
import cProfile
import pstats
from datetime import date
from statistics import median
from time import perf_counter

from scratch_database import load, scratch_database, superuser

WEIGHTS = {"topic": 30, "sector": 15, "experience": 10, "delivery": 15, "language": 5}
MUSTS = ("delivery", "experience")


def make_intake(env, scheme, size, topics, sectors, languages):
    """Create an intake with that many mentors and mentees, approved."""
    from bench_matching import People

    people = People(size, size)
    intake = env["mentoring.intake"].create(
        {
            "name": f"{size} × {size}",
            "scheme_id": scheme.id,
            "date_start": date(2030, 1, 1),
            "phase": "matching",
        }
    )
    for role, side in (("mentee", people.mentees), ("mentor", people.mentors)):
        partners = env["res.partner"].create(
            [
                {
                    "name": f"{role} {size} {number}",
                    "email": f"{role}.{size}.{number}@example.com",
                    "company_id": False,
                }
                for number in range(size)
            ]
        )
        env["mentoring.application"].create(
            [
                {
                    "intake_id": intake.id,
                    "partner_id": partner.id,
                    "role": role,
                    "state": "approved",
                    "years_experience": side["years"][number],
                    "location": f"City {side['places'][number][1]}",
                    "delivery": side["modes"][number][0]
                    if len(side["modes"][number]) == 1
                    else "either",
                    "employer": f"Employer {side['employer'][number]}"
                    if side["employer"][number] > 40
                    else False,
                    "topic_ids": [
                        (6, 0, [topics[t].id for t in side["topics"][number]])
                    ],
                    "sector_ids": [
                        (6, 0, [sectors[s].id for s in side["sectors"][number]])
                    ],
                    "language_ids": [
                        (6, 0, [languages[x].id for x in side["languages"][number]])
                    ],
                }
                for number, partner in enumerate(partners)
            ]
        )
    env.flush_all()
    return intake


def make_scheme(env):
    """Create a scheme that asks for nothing but the criteria."""
    return env["mentoring.scheme"].create(
        {
            "name": "Benchmark",
            "mentor_member_required": False,
            "mentee_member_required": False,
            "resume_required": False,
            "match_threshold": 0.4,
            "criterion_ids": [
                (0, 0, {"kind": kind, "weight": weight, "is_must": kind in MUSTS})
                for kind, weight in WEIGHTS.items()
            ],
        }
    )


def solve(env, intake):
    """Solve a run on a cold cache; return the seconds and the run."""
    run = env["mentoring.match.run"].create({"intake_id": intake.id})
    env.flush_all()
    env.invalidate_all()
    start = perf_counter()
    run.action_solve()
    env.flush_all()
    return perf_counter() - start, run


def measure(env, options):
    """Print a line for each size."""
    scheme = make_scheme(env)
    topics = env["mentoring.topic"].create(
        [{"name": f"Topic {number}"} for number in range(150)]
    )
    sectors = env["mentoring.sector"].create(
        [{"name": f"Sector {number}"} for number in range(12)]
    )
    found = env["res.lang"].with_context(active_test=False).search([], limit=2)
    languages = {"en": found[0], "it": found[1]}
    print("      people    seconds  ÷ half  queries  matched  proven  total")
    before = {}
    for size in options.sizes:
        intake = make_intake(env, scheme, size, topics, sectors, languages)
        turns = []
        for _turn in range(options.repeat):
            count = env.cr.sql_log_count
            profiler = cProfile.Profile()
            if options.profile:
                profiler.enable()
            seconds, run = solve(env, intake)
            profiler.disable()
            turns.append(seconds)
            queries = env.cr.sql_log_count - count
        seconds = median(turns)
        ratio = (
            f"{seconds / before[size // 2]:8.2f}" if size // 2 in before else " " * 8
        )
        before[size] = seconds
        print(
            f"{size:5} × {size:<5}{seconds:8.2f}{ratio}{queries:9}"
            f"{run.matched_count:9}  {'yes' if run.is_proven else 'NO':6}"
            f"{run.score_total:9.0f}",
            flush=True,
        )
        if options.profile:
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


def main():
    """Run in a scratch database, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 500, 1500, 3000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--database", help="one with the addons, taken and kept")
    options = parser.parse_args()
    with (
        scratch_database(options.database) as (_place, name),
        superuser(load(name)) as env,
    ):
        measure(env, options)


if __name__ == "__main__":
    main()
