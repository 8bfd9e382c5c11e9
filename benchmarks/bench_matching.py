# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Measure the matching engine beside bare SciPy, on instances as programmes have them.

    python benchmarks/bench_matching.py [--sizes 200 1000 3000] [--repeat 5]

Needs NumPy and SciPy only; mentor-match is installed aside for its comparison.

The instances are made up but structured: people in clusters of sectors and cities,
popular and rare topics, hard rules that leave about a sixth of the pairs. Random scores
are up to three times easier to solve and mislead.

``unit``: as many mentors as mentees, one place each. ``scarce``: 0.55 mentors to a
mentee with 1 to 3 places, a little too few. Each ratio is a median over repetitions in
which both sides take turns.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from scipy.optimize import linear_sum_assignment

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mentoring_scheme"))

import matching  # noqa: E402

THRESHOLD = 0.4
WEIGHTS = {
    "topics": 30,
    "sector": 15,
    "career_stage": 10,
    "experience": 10,
    "place": 15,
    "language": 5,
    "choice": 15,
}
MUSTS = ("language", "place", "experience")
SECTORS, TOPICS, CITIES = 12, 150, 40


class People:
    """Mentees and mentors as plain lists, the same every time."""

    def __init__(self, mentees, mentors, seed=7):
        self.rng = np.random.default_rng(seed)
        self.mentees = self._side(mentees, stage=(1, 4), years=(0, 12), topics=(2, 5))
        self.mentors = self._side(mentors, stage=(3, 7), years=(5, 35), topics=(3, 9))
        self.choices = [
            self.rng.choice(mentors, min(5, mentors), replace=False).tolist()
            if self.rng.random() < 0.3
            else []
            for _mentee in range(mentees)
        ]

    def _side(self, count, stage, years, topics):
        rng = self.rng
        weights = 1 / np.arange(1, SECTORS + 1)
        sector = rng.choice(SECTORS, count, p=weights / weights.sum())
        weights = 1 / np.arange(1, CITIES + 1)
        city = rng.choice(CITIES, count, p=weights / weights.sum())
        modes = [["in_person"], ["distance"], ["in_person", "distance"]]
        return {
            "sectors": [[int(s)] for s in sector],
            "topics": [self._topics(int(s), *topics) for s in sector],
            "stages": rng.integers(*stage, count).tolist(),
            "years": rng.integers(*years, count).tolist(),
            "places": [(int(c) // 8, int(c)) for c in city],
            "modes": [modes[m] for m in rng.choice(3, count, p=[0.35, 0.25, 0.4])],
            "languages": [
                ["it"] if r < 0.45 else ["en"] if r < 0.85 else ["it", "en"]
                for r in rng.random(count)
            ],
            "employer": rng.zipf(1.5, count) % 400,
        }

    def _topics(self, sector, least, most):
        """Return topics, popular ones more often, two in three of the own sector."""
        count = int(self.rng.integers(least, most + 1))
        ranks = self.rng.zipf(1.4, count)
        own = self.rng.random(count) < 0.66
        topics = np.where(
            own, sector * 12 + ranks % 12, self.rng.integers(0, TOPICS, count)
        )
        return (topics % TOPICS).tolist()

    def criteria(self):
        """Return the criteria over these people."""
        mentees, mentors = self.mentees, self.mentors

        def sides(name):
            return mentees[name], mentors[name]

        parents = {topic: topic - topic % 6 for topic in range(TOPICS) if topic % 6}
        return [
            matching.Topics(*sides("topics"), parents),
            matching.Sector(*sides("sectors")),
            matching.CareerStage(*sides("stages")),
            matching.Experience(*sides("years")),
            matching.Place(*sides("places"), *sides("modes"), region=0),
            matching.Language(*sides("languages")),
            matching.RankedChoice(self.choices, len(mentors["years"])),
        ]

    def score(self):
        """Return the scores and the allowed pairs."""
        result = matching.score(self.criteria(), WEIGHTS, MUSTS)
        same = self.mentees["employer"][:, None] == self.mentors["employer"]
        return result.scores, result.allowed & ~same


def instance(kind, size):
    """Return the people and the capacities of one instance."""
    if kind == "unit":
        return People(size, size), np.ones(size, dtype=int)
    mentors = round(0.55 * size)
    rng = np.random.default_rng(11)
    return People(size, mentors), rng.choice([1, 2, 3], mentors, p=[0.5, 0.3, 0.2])


def timed(function, *arguments, **options):
    """Return (seconds, result)."""
    start = perf_counter()
    result = function(*arguments, **options)
    return perf_counter() - start, result


def bare_costs(scores, allowed, capacity):
    """Return the costs that a bare call of SciPy is given: the same problem."""
    edges = allowed & (scores >= THRESHOLD)
    places = np.minimum(capacity, edges.sum(axis=0))
    owners = np.repeat(np.arange(len(capacity)), places)
    pairs = min(len(scores), int(capacity.sum()))
    weights = (np.rint(scores * 10_000) + 10_001 * pairs) * edges
    return -weights[:, owners]


def bench_solver(kind, size, repeat):
    """Compare the engine's stages with a bare call, and print the figures."""
    people, capacity = instance(kind, size)
    scores, allowed = people.score()
    costs = bare_costs(scores, allowed, capacity)
    times = {"bare": [], "stage": [], "build": []}
    for _turn in range(repeat):
        seconds, (rows, slots) = timed(linear_sum_assignment, costs)
        times["bare"].append(seconds)
        seconds, answer = timed(matching.assign, scores, capacity, allowed, THRESHOLD)
        times["stage"].append(seconds)
        times["build"].append(timed(people.score)[0])
    bare_matched = int((costs[rows, slots] < 0).sum())
    del costs
    arguments = (scores, capacity, allowed, THRESHOLD)
    proof_seconds, proof = timed(matching.certify, answer, *arguments)
    stage = median(s / b for s, b in zip(times["stage"], times["bare"], strict=True))
    engine = median(
        (s + d) / b
        for s, d, b in zip(times["stage"], times["build"], times["bare"], strict=True)
    )
    matched = answer >= 0
    total = scores[np.flatnonzero(matched), answer[matched]].sum()
    print(
        f"{kind:7}{size:6}{int(allowed.mean() * 100):7} %"
        f"{median(times['bare']):9.3f}{median(times['stage']):9.3f}{stage:8.2f}"
        f"{median(times['build']):9.3f}{engine:8.2f}{proof_seconds:9.3f}"
        f"  {'yes' if proof.optimal else 'NO':6}{matched.sum():7}{total:10.2f}"
    )
    if bare_matched != matched.sum():
        print(f"        the bare call matched {bare_matched}")


def bench_objectives(size):
    """Print what each objective gives on one instance."""
    people, capacity = instance("scarce", size)
    scores, allowed = people.score()
    arguments = (scores, capacity, allowed, THRESHOLD)
    print(f"\nObjectives, scarce {size}: seconds, matched, total, 5th percentile")
    for objective in matching.OBJECTIVES:
        seconds, answer = timed(matching.assign, *arguments, objective=objective)
        rows = np.flatnonzero(answer >= 0)
        values = scores[rows, answer[rows]]
        print(
            f"  {objective:15}{seconds:8.3f}{len(rows):7}{values.sum():10.2f}"
            f"{np.percentile(values, 5):8.4f}"
        )
    seconds, explanation = timed(
        matching.explain, matching.assign(*arguments), *arguments
    )
    count = sum(map(len, explanation.alternatives))
    print(f"  {count} alternatives with exact prices: {seconds:.3f} s")


def bench_score(size, repeat):
    """Print how long the score matrix takes, without and with blank answers."""
    print(f"\nScore matrix {size} × {size}: seconds for criteria, scores, both")
    for share in (0.0, 0.1):
        people = People(size, size)
        for side in (people.mentees, people.mentors):
            for name, blank in (("sectors", []), ("years", None), ("stages", None)):
                for person in np.flatnonzero(people.rng.random(size) < share):
                    side[name][person] = blank
        runs = []
        for _turn in range(repeat):
            build, criteria = timed(people.criteria)
            runs.append((build, timed(matching.score, criteria, WEIGHTS, MUSTS)[0]))
        build, scoring = (median(run[part] for run in runs) for part in (0, 1))
        print(f"  {share:4.0%} blank{build:9.3f}{scoring:9.3f}{build + scoring:9.3f}")


def bench_cohorts(mentees, groups):
    """Print how long groups of 4 to 8 take."""
    people = People(mentees, groups)
    scores, allowed = people.score()
    least, most = np.full(groups, 4), np.full(groups, 8)
    seconds, result = timed(
        matching.assign_cohorts, scores, least, most, allowed, THRESHOLD
    )
    print(
        f"  {mentees:5} in {groups:3} groups: {seconds:7.2f} s, "
        f"{int((result.groups >= 0).sum())} placed, {int(result.is_open.sum())} run, "
        f"{'proven' if result.optimal else f'gap {result.gap:.2e}'}"
    )


def large(size, keep=50):
    """Match so many with the best few of either side; print figures and memory."""
    people = People(size, size)
    employers = people.mentees["employer"], people.mentors["employer"]
    start = perf_counter()
    found = matching.assign_shortlisted(
        people.criteria(),
        WEIGHTS,
        np.ones(size, dtype=int),
        MUSTS,
        THRESHOLD,
        forbidden=lambda rows: employers[0][rows][:, None] == employers[1],
        keep=keep,
    )
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {size} × {size}, best {keep} of either side: {seconds:.1f} s, "
        f"{int((found.answer >= 0).sum())} matched, {found.edges} pairs kept, at most "
        f"{found.pairs_short} people and {found.gap:.3%} of the total below the best, "
        f"{peak:.0f} MB"
    )


def bench_large(size):
    """Measure in a process of its own, so that its memory is its own."""
    print("\nVery many, in little memory:", flush=True)
    subprocess.run([sys.executable, __file__, "--large", str(size)], check=True)


# mentor-match is given our scores by a rule of its own; its whole work is timed: the
# grid of pairs, and the assignment. It has no threshold; a pair below is disqualified.
OTHER = """
import json, sys, time
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify
points = json.load(sys.stdin)
class Given:
    def evaluate(self, match):
        return True
    def apply(self, match):
        return points[match.mentee.grade][match.mentor.grade]
class Keep(Disqualify):
    def __init__(self):
        super().__init__(lambda m: points[m.mentee.grade][m.mentor.grade] == 0)
people = [
    [kind(**{"grade": n, "email": f"{kind.__name__}{n}"}) for n in range(len(points))]
    for kind in (Mentor, Mentee)
]
start = time.perf_counter()
process_data(*people, [[Given(), Keep()]])
seconds = time.perf_counter() - start
pairs = [(m.grade, m.mentors[0].grade) for m in people[1] if m.mentors]
print(json.dumps([seconds, len(pairs), sum(points[a][b] for a, b in pairs)]))
"""


def bench_mentor_match(size):
    """Compare with mentor-match, in an environment of its own that is thrown away."""
    print(f"\nmentor-match at {size}, same scores, best total:", flush=True)
    people, capacity = instance("unit", size)

    def match():
        scores, allowed = people.score()
        return (
            scores,
            allowed,
            matching.assign(scores, capacity, allowed, THRESHOLD, objective="total"),
        )

    turns = [timed(match) for _turn in range(5)]
    ours = median(seconds for seconds, _result in turns)
    scores, allowed, answer = turns[0][1]
    rows = np.flatnonzero(answer >= 0)
    points = np.rint(scores * 10_000).astype(int)
    total = int(points[rows, answer[rows]].sum())
    usable = np.where(allowed & (scores >= THRESHOLD), points, 0)
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        done = subprocess.run(
            [python, "-m", "pip", "install", "-q", "mentor-match==7.0.1"],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            print(f"  left out, it cannot be installed: {done.stderr.strip()[-200:]}")
            return
        done = subprocess.run(
            [python, "-c", OTHER],
            input=json.dumps(usable.tolist()),
            capture_output=True,
            text=True,
            check=True,
        )
    seconds, matched, other_total = json.loads(done.stdout)
    print(
        f"  ours {ours:.3f} s, {len(rows)} matched, total {total}; mentor-match "
        f"{seconds:.2f} s, {matched} matched, total {other_total}: "
        f"{seconds / ours:.0f} times slower"
    )


def main():
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 3000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--large", type=int, help="only this, by itself")
    options = parser.parse_args()
    if options.large:
        large(options.large)
        return
    print(
        "instance       allowed     bare   solver  ÷ bare    score  ÷ bare    proof"
        "  best  matched     total"
    )
    for kind in ("unit", "scarce"):
        for size in options.sizes:
            bench_solver(kind, size, options.repeat)
    bench_objectives(min(1000, max(options.sizes)))
    bench_score(max(options.sizes), options.repeat)
    print("\nGroups of 4 to 8:")
    for mentees, groups in ((200, 35), (1000, 180)):
        if mentees <= max(options.sizes):
            bench_cohorts(mentees, groups)
    bench_large(10_000 if max(options.sizes) >= 3000 else 1000)
    bench_mentor_match(200)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of it all: {peak:.0f} MB")


if __name__ == "__main__":
    main()
