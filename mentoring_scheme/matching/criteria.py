# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What speaks for a pair: one small class per criterion.

A criterion scores every pair of a mentee and a mentor from 0 to 1, knows on which side
the answer is blank, and explains one pair. Most answers recur, so a criterion stores a
table of the distinct answers on both sides and where each person stands in it.

The people are given as plain lists, one entry each, in the order of the score matrix.
"""

import numpy as np

from .problem import BASIS_POINTS, MatchingError

BLOCK_ROWS = 512


class Criterion:
    """Base class: a table of points over the distinct answers of both sides.

    :param code: short name, unique within one scoring
    :param table: distinct mentee answers × distinct mentor answers, integer points from
        0 to 10000 (basis points)
    :param mentee_keys: each mentee's row of the table
    :param mentor_keys: each mentor's column of the table
    :param mentee_answered: False where the mentee left it blank
    :param mentor_answered: False where the mentor left it blank
    """

    def __init__(
        self,
        code,
        table,
        mentee_keys,
        mentor_keys,
        mentee_answered=None,
        mentor_answered=None,
    ):
        self.code = code
        self.table = np.asarray(table, dtype=np.int16)
        self.mentee_keys = np.asarray(mentee_keys, dtype=np.intp)
        self.mentor_keys = np.asarray(mentor_keys, dtype=np.intp)
        self.mentee_answered = _all_if_none(mentee_answered, self.mentee_keys)
        self.mentor_answered = _all_if_none(mentor_answered, self.mentor_keys)

    @property
    def shape(self):
        """Number of mentees and of mentors."""
        return len(self.mentee_keys), len(self.mentor_keys)

    @property
    def score(self):
        """Scores of all pairs (mentees × mentors) in [0, 1]; 0 where one is blank."""
        points = self.table[self.mentee_keys[:, None], self.mentor_keys]
        return np.where(self.applies, points, 0) / BASIS_POINTS

    @property
    def applies(self):
        """True where both sides answered (mentees × mentors)."""
        return self.mentee_answered[:, None] & self.mentor_answered

    def points(self, mentee, mentor):
        """Return one pair's points (0 to 10000), or None where a side is blank."""
        if not (self.mentee_answered[mentee] and self.mentor_answered[mentor]):
            return None
        return int(self.table[self.mentee_keys[mentee], self.mentor_keys[mentor]])

    def explain(self, mentee, mentor):
        """Return what to tell about one pair, as (code, parameters).

        The code is that of the sentence, the parameters are plain values and the ids
        that were given; :func:`describe` words it in English. Where a side is blank it
        is ``blank`` with ``criterion`` and ``sides`` (of ``mentee`` and ``mentor``).
        """
        blank = [
            side
            for side, answered in (
                ("mentee", self.mentee_answered[mentee]),
                ("mentor", self.mentor_answered[mentor]),
            )
            if not answered
        ]
        if blank:
            return "blank", {"criterion": self.code, "sides": blank}
        return self._explain(mentee, mentor)

    def _explain(self, mentee, mentor):
        return self.code, {"points": self.points(mentee, mentor)}


class _AnswersCriterion(Criterion):
    """A criterion whose table comes from one function of two answers.

    Subclasses implement :meth:`_pair` and give one hashable answer per person, None
    where it is blank.
    """

    def __init__(self, code, mentee_answers, mentor_answers):
        self._mentee_answers = list(mentee_answers)
        self._mentor_answers = list(mentor_answers)
        rows, mentee_keys = _distinct(self._mentee_answers)
        columns, mentor_keys = _distinct(self._mentor_answers)
        table = np.zeros((len(rows), len(columns)), dtype=np.int16)
        for row, mentee_answer in enumerate(rows):
            for column, mentor_answer in enumerate(columns):
                if mentee_answer is not None and mentor_answer is not None:
                    share = self._pair(mentee_answer, mentor_answer)
                    table[row, column] = round(share * BASIS_POINTS)
        super().__init__(
            code,
            table,
            mentee_keys,
            mentor_keys,
            [answer is not None for answer in self._mentee_answers],
            [answer is not None for answer in self._mentor_answers],
        )

    def _pair(self, mentee_answer, mentor_answer):
        raise NotImplementedError

    def _answers(self, mentee, mentor):
        return self._mentee_answers[mentee], self._mentor_answers[mentor]


class Overlap(Criterion):
    """How many of the values that the mentee names the mentor names too.

    For any property with several values. A person without a value left it blank.

    :param mentee_values: per mentee, a list of ids (or other hashable values)
    :param mentor_values: the same per mentor
    :param needed: values in common that make a full score; None: all of the mentee's
    """

    def __init__(self, code, mentee_values, mentor_values, needed=None):
        self._mentee_values = [_unique(values) for values in mentee_values]
        self._mentor_values = [_unique(values) for values in mentor_values]
        rows, mentee_keys = _distinct([tuple(v) for v in self._mentee_values])
        columns, mentor_keys = _distinct([tuple(v) for v in self._mentor_values])
        names = _index(rows, columns)
        common = _membership(rows, names) @ _membership(columns, names).T
        if needed is None:
            wanted = np.array([max(len(row), 1) for row in rows])[:, None]
        else:
            wanted = needed
        table = np.rint(np.minimum(common / wanted, 1.0) * BASIS_POINTS)
        super().__init__(
            code,
            table.reshape(len(rows), len(columns)),
            mentee_keys,
            mentor_keys,
            [bool(values) for values in self._mentee_values],
            [bool(values) for values in self._mentor_values],
        )

    def _explain(self, mentee, mentor):
        offered = set(self._mentor_values[mentor])
        wanted = self._mentee_values[mentee]
        return self.code, {
            "shared": [value for value in wanted if value in offered],
            "wanted": list(wanted),
        }


class Sector(Overlap):
    """Whether the two work in a common sector.

    :param mentee_sectors: per mentee, a list of sector ids
    :param mentor_sectors: the same per mentor
    """

    def __init__(self, mentee_sectors, mentor_sectors, code="sector"):
        super().__init__(code, mentee_sectors, mentor_sectors, needed=1)


class Language(Overlap):
    """Whether the two have a common language.

    :param mentee_languages: per mentee, a list of language ids or codes
    :param mentor_languages: the same per mentor
    """

    def __init__(self, mentee_languages, mentor_languages, code="language"):
        super().__init__(code, mentee_languages, mentor_languages, needed=1)


class Availability(Overlap):
    """Whether the two are free at the same times.

    :param mentee_times: per mentee, a list of ids or names of times of the week
    :param mentor_times: the same per mentor
    :param needed: common times that make a full score
    """

    def __init__(self, mentee_times, mentor_times, needed=2, code="availability"):
        super().__init__(code, mentee_times, mentor_times, needed=needed)


class PropertyOverlap(Overlap):
    """Any property of the scheme's own that is marked for matching.

    :param code: the property's name
    :param mentee_values: per mentee, a list of its values
    :param mentor_values: the same per mentor
    """


class Topics(Criterion):
    """How far the mentor offers the topics that the mentee wants, most wanted first.

    The first of n topics counts n times as much as the last. A topic that the mentor
    offers counts in full; one whose ancestor or descendant in the tree the mentor
    offers counts in part, and less with each step.

    :param wanted: per mentee, a list of topic ids, the most wanted first
    :param offered: per mentor, a list of topic ids
    :param parents: parent topic of each topic that has one, {topic: parent}
    :param part: what one step in the tree leaves of a topic, in [0, 1]
    :param ranked: False: all the topics that a mentee wants count the same
    """

    def __init__(
        self, wanted, offered, parents=None, part=0.5, ranked=True, code="topics"
    ):
        self._wanted = [_unique(topics) for topics in wanted]
        self._offered = [_unique(topics) for topics in offered]
        self._parents = dict(parents or {})
        self._part = part
        topics = _index(self._wanted)
        offers = _index(self._offered)
        rows, mentee_keys = _distinct([tuple(t) for t in self._wanted])
        columns, mentor_keys = _distinct([tuple(t) for t in self._offered])
        # Whole numbers below 2**24 throughout, so that the product is exact.
        shares = np.zeros((len(rows), len(topics)), dtype=np.float32)
        counts = sorted({len(wishes) for wishes in rows})
        by_count = {count: _rank_shares(count, ranked) for count in counts}
        shares[_positions(rows, topics)] = [
            share for wishes in rows for share in by_count[len(wishes)]
        ]
        percent = self._percentages(topics, offers)
        cover = np.zeros((len(columns), len(topics)), dtype=np.float32)
        owners, offered = _positions(columns, offers)
        if len(owners):
            starts = np.flatnonzero(np.diff(owners, prepend=-1))
            cover[owners[starts]] = np.maximum.reduceat(percent[offered], starts)
        table = np.empty((len(rows), len(columns)), dtype=np.int16)
        # Some rows at a time: there may be as many as there are mentees.
        for start in range(0, len(rows), BLOCK_ROWS):
            some = slice(start, start + BLOCK_ROWS)
            table[some] = np.rint((shares[some] @ cover.T) / 100)
        super().__init__(
            code,
            table,
            mentee_keys,
            mentor_keys,
            [bool(topics) for topics in self._wanted],
            [bool(topics) for topics in self._offered],
        )

    def _percentages(self, topics, offers):
        """Return how many percent of each wanted topic each offered one covers.

        Offered × wanted topics.
        """
        percent = np.zeros((len(offers), len(topics)), dtype=np.float32)
        for topic, column in topics.items():
            for steps, ancestor in enumerate(self._lineage(topic)):
                if ancestor in offers:
                    percent[offers[ancestor], column] = self._share(steps)
        for offer, row in offers.items():
            for steps, ancestor in enumerate(self._lineage(offer)):
                if ancestor in topics:
                    percent[row, topics[ancestor]] = self._share(steps)
        return percent

    def _share(self, steps):
        return round(100 * self._part**steps)

    def _is_related(self, topic, offer):
        """Return whether an offered topic covers part of a wanted one."""
        return self._share(1) and (
            offer in self._lineage(topic) or topic in self._lineage(offer)
        )

    def _lineage(self, topic):
        """Return a topic and its ancestors, nearest first."""
        lineage = [topic]
        while (topic := self._parents.get(topic)) is not None:
            if topic in lineage:
                raise MatchingError("The topics' tree runs in a circle.")
            lineage.append(topic)
        return lineage

    def _explain(self, mentee, mentor):
        wanted = self._wanted[mentee]
        offers = self._offered[mentor]
        return self.code, {
            "shared": [topic for topic in wanted if topic in offers],
            "related": [
                topic
                for topic in wanted
                if topic not in offers
                and any(self._is_related(topic, offer) for offer in offers)
            ],
            "wanted": list(wanted),
        }


class Place(Criterion):
    """Whether the two can meet: in the same place, or both at a distance.

    The best of the modes that both accept counts; without one it is 0.

    :param mentee_places: per mentee, where they are from the widest to the narrowest,
        for example (country, state, city); empty or None: not known
    :param mentor_places: the same per mentor
    :param mentee_modes: per mentee, the accepted of ``in_person`` and ``distance``
    :param mentor_modes: the same per mentor
    :param region: score of a meeting in person where only the narrowest level differs
    :param distance: score of a partnership at a distance
    """

    def __init__(
        self,
        mentee_places,
        mentor_places,
        mentee_modes,
        mentor_modes,
        region=0.5,
        distance=0.8,
        code="place",
    ):
        self._mentee_answers = list(map(self._answer, mentee_places, mentee_modes))
        self._mentor_answers = list(map(self._answer, mentor_places, mentor_modes))
        rows, mentee_keys = _distinct(self._mentee_answers)
        columns, mentor_keys = _distinct(self._mentor_answers)
        # Codes of the ways to meet, the best last.
        scores = {"at_distance": distance, "same_region": region, "same_place": 1.0}
        self._codes = ["apart", *sorted(scores, key=scores.get)]
        self._ways = np.zeros((len(rows), len(columns)), dtype=np.int8)
        possible = self._possible(rows, columns)
        for number, way in enumerate(self._codes[1:], start=1):
            self._ways[possible[way]] = number
        points = [0.0, *(scores[way] for way in self._codes[1:])]
        super().__init__(
            code,
            np.rint(np.array(points) * BASIS_POINTS)[self._ways],
            mentee_keys,
            mentor_keys,
            [answer is not None for answer in self._mentee_answers],
            [answer is not None for answer in self._mentor_answers],
        )

    @staticmethod
    def _answer(place, modes):
        place, modes = tuple(place or ()), frozenset(modes or ())
        unknown = modes - {"in_person", "distance"}
        if unknown:
            raise MatchingError(f"Unknown mode of meeting: {min(unknown)}.")
        if not modes or (not place and "distance" not in modes):
            return None
        return place, modes

    @staticmethod
    def _possible(rows, columns):
        """Return where each way to meet is possible, distinct answers on both sides."""
        blank = ((), frozenset())

        def alike(part):
            numbers = {}
            left, right = (
                np.array(
                    [
                        numbers.setdefault(part(*(a or blank)), len(numbers))
                        for a in side
                    ],
                    dtype=np.intp,
                )
                for side in (rows, columns)
            )
            # The number of an answer without this part, if there is one.
            nowhere = numbers.get((), -1)
            return (left[:, None] == right) & (left != nowhere)[:, None]

        def accepted(mode):
            left, right = (
                np.array([mode in (a or blank)[1] for a in side], dtype=bool)
                for side in (rows, columns)
            )
            return left[:, None] & right

        in_person = accepted("in_person")
        return {
            "at_distance": accepted("distance"),
            "same_place": in_person & alike(lambda place, modes: place),
            "same_region": in_person & alike(lambda place, modes: place[:-1]),
        }

    def _explain(self, mentee, mentor):
        way = self._ways[self.mentee_keys[mentee], self.mentor_keys[mentor]]
        return self.code, {
            "way": self._codes[way],
            "mentee_place": self._mentee_answers[mentee][0],
            "mentor_place": self._mentor_answers[mentor][0],
        }


class TimeZone(_AnswersCriterion):
    """How near the two time zones are.

    :param mentee_offsets: per mentee, hours ahead of UTC; None or NaN: not known
    :param mentor_offsets: the same per mentor
    :param limit: hours apart from which on the score is 0
    """

    def __init__(self, mentee_offsets, mentor_offsets, limit=8.0, code="time_zone"):
        if limit <= 0:
            raise MatchingError("The limit between time zones must be above 0 hours.")
        self._limit = limit
        super().__init__(code, _numbers(mentee_offsets), _numbers(mentor_offsets))

    @staticmethod
    def _hours(mentee_answer, mentor_answer):
        hours = abs(mentee_answer - mentor_answer) % 24
        return min(hours, 24 - hours)

    def _pair(self, mentee_answer, mentor_answer):
        hours = self._hours(mentee_answer, mentor_answer)
        return max(0.0, 1 - hours / self._limit)

    def _explain(self, mentee, mentor):
        return self.code, {"hours": self._hours(*self._answers(mentee, mentor))}


class CareerStage(_AnswersCriterion):
    """How many career stages the mentor is ahead.

    Full score within the ideal gap, half for each stage that it is missed by, 0 for a
    mentor who is not ahead at all (unless the ideal gap says so).

    :param mentee_stages: per mentee, the stage as a number; None: not known
    :param mentor_stages: the same per mentor
    :param ideal: least and largest ideal gap, in stages
    :param reverse: in reverse mentoring, it is the mentee who is to be ahead
    """

    def __init__(
        self,
        mentee_stages,
        mentor_stages,
        ideal=(1, 2),
        reverse=False,
        code="career_stage",
    ):
        self._ideal = ideal
        self._reverse = reverse
        super().__init__(code, _numbers(mentee_stages), _numbers(mentor_stages))

    def _pair(self, mentee_answer, mentor_answer):
        gap = mentor_answer - mentee_answer
        if self._reverse:
            gap = -gap
        low, high = self._ideal
        if low <= gap <= high:
            return 1.0
        if low > 0 >= gap:
            return 0.0
        return 0.5 ** max(low - gap, gap - high)

    def _explain(self, mentee, mentor):
        mentee_stage, mentor_stage = self._answers(mentee, mentor)
        return self.code, {"gap": mentor_stage - mentee_stage}


class Experience(_AnswersCriterion):
    """How many years of experience the mentor is ahead.

    0 below the least number of years, half at it, rising evenly to a full score.

    :param mentee_years: per mentee, years of experience; None: not known
    :param mentor_years: the same per mentor
    :param least: years ahead below which the score is 0
    :param full: years ahead from which on it is full
    :param reverse: in reverse mentoring, it is the mentee who is to be ahead
    """

    def __init__(
        self,
        mentee_years,
        mentor_years,
        least=3.0,
        full=8.0,
        reverse=False,
        code="experience",
    ):
        if full < least:
            raise MatchingError("A full score cannot take fewer years than the least.")
        self._least = least
        self._full = full
        self._reverse = reverse
        super().__init__(code, _numbers(mentee_years), _numbers(mentor_years))

    def _pair(self, mentee_answer, mentor_answer):
        ahead = mentor_answer - mentee_answer
        if self._reverse:
            ahead = -ahead
        if ahead < self._least:
            return 0.0
        if ahead >= self._full:
            return 1.0
        return 0.5 + 0.5 * (ahead - self._least) / (self._full - self._least)

    def _explain(self, mentee, mentor):
        mentee_years, mentor_years = self._answers(mentee, mentor)
        return self.code, {"years": mentor_years - mentee_years}


class RankedChoice(Criterion):
    """Whether the mentee chose this mentor, and at which rank.

    The first of five ranks is a full score, the second 4/5, and so on. Whoever ranked
    nobody left it blank.

    :param choices: per mentee, a list of mentors (their positions), the first choice
        first
    :param mentors: number of mentors
    :param ranks: how many may be ranked
    """

    def __init__(self, choices, mentors, ranks=5, code="choice"):
        self._choices = [_unique(chosen) for chosen in choices]
        table = _rank_table(self._choices, mentors, ranks)
        super().__init__(
            code,
            table,
            range(len(self._choices)),
            range(mentors),
            [bool(chosen) for chosen in self._choices],
        )

    def _explain(self, mentee, mentor):
        return self.code, {"rank": _rank(self._choices[mentee], mentor)}


class MentorPreference(Criterion):
    """Whether the mentor prefers this mentee, and at which rank.

    :param preferences: per mentor, a list of mentees (their positions), the most
        preferred first; empty: no preference given
    :param mentees: number of mentees
    :param ranks: how many may be ranked
    """

    def __init__(self, preferences, mentees, ranks=5, code="preference"):
        self._preferences = [_unique(chosen) for chosen in preferences]
        table = _rank_table(self._preferences, mentees, ranks).T
        super().__init__(
            code,
            table,
            range(mentees),
            range(len(self._preferences)),
            None,
            [bool(chosen) for chosen in self._preferences],
        )

    def _explain(self, mentee, mentor):
        return self.code, {"rank": _rank(self._preferences[mentor], mentee)}


class Priority(Criterion):
    """Whether the mentee was left out before: the same for every mentor.

    :param times_left_out: per mentee, in how many rounds nobody was found
    :param mentors: number of mentors
    :param full: times that make a full score
    """

    def __init__(self, times_left_out, mentors, full=2, code="priority"):
        self._times = [int(times or 0) for times in times_left_out]
        shares = [[min(max(t, 0) / full, 1.0) * BASIS_POINTS] for t in self._times]
        table = np.rint(np.array(shares).reshape(len(shares), 1))
        super().__init__(code, table, range(len(shares)), np.zeros(mentors))

    def _explain(self, mentee, mentor):
        return self.code, {"times": self._times[mentee]}


# ----------------------------------------------------------------------
# Wording
# ----------------------------------------------------------------------


def describe(code, params, names=None):
    """Return the English sentence for what :meth:`Criterion.explain` returned.

    :param names: function from an id to the words to show; None: the id itself
    """
    names = names or str
    if code == "blank":
        return f"Left blank by the {' and the '.join(params['sides'])}."
    for fields, word in _WORDING:
        if fields <= params.keys():
            return word(params, names)
    return f"Scores {params['points'] / 100:g} out of 100."


def _word_topics(params, names):
    words = _word_overlap(params, names)
    if params["related"]:
        words += f" Related: {', '.join(map(names, params['related']))}."
    return words


def _word_overlap(params, names):
    shared = params["shared"]
    if not shared:
        return "Nothing in common."
    return f"In common: {', '.join(map(names, shared))}."


def _word_place(params, names):
    way = params["way"]
    if way == "same_place":
        return f"Both in {names(params['mentee_place'][-1])}."
    if way == "same_region":
        return f"Both in {names(params['mentee_place'][-2])}."
    if way == "at_distance":
        return "Both accept a partnership at a distance."
    return "No way of meeting that both accept."


def _word_hours(params, names):
    if not params["hours"]:
        return "The same time zone."
    return f"{params['hours']:g} {'hour' if params['hours'] == 1 else 'hours'} apart."


def _word_ahead(field, what):
    def word(params, names):
        ahead = params[field]
        side = "ahead" if ahead >= 0 else "behind"
        unit = what if abs(ahead) == 1 else f"{what}s"
        return f"The mentor is {abs(ahead):g} {unit} {side}."

    return word


def _word_rank(params, names):
    if params["rank"] is None:
        return "Not among those chosen."
    return f"Choice number {params['rank']}."


def _word_times(params, names):
    times = params["times"]
    return "Not left out before." if not times else f"Left out before: {times} ×."


_WORDING = [
    ({"shared", "related"}, _word_topics),
    ({"shared"}, _word_overlap),
    ({"way"}, _word_place),
    ({"hours"}, _word_hours),
    ({"gap"}, _word_ahead("gap", "career stage")),
    ({"years"}, _word_ahead("years", "year")),
    ({"rank"}, _word_rank),
    ({"times"}, _word_times),
]


# ----------------------------------------------------------------------
# Answers as arrays
# ----------------------------------------------------------------------


def _all_if_none(answered, keys):
    if answered is None:
        return np.ones(len(keys), dtype=bool)
    return np.array(answered, dtype=bool)


def _unique(values):
    """Return the values without repetitions, in their order; None is none."""
    return list(dict.fromkeys(values or ()))


def _distinct(answers):
    """Return the distinct answers and each person's position among them."""
    positions = {}
    keys = [positions.setdefault(answer, len(positions)) for answer in answers]
    return list(positions), keys


def _index(*groups):
    """Return a position for each value that occurs in any list of any group."""
    index = {}
    for group in groups:
        for values in group:
            for value in values:
                index.setdefault(value, len(index))
    return index


def _positions(groups, index):
    """Return which group and which index every value of every group has."""
    counts = [len(values) for values in groups]
    columns = [index[value] for values in groups for value in values]
    rows = np.repeat(np.arange(len(groups)), counts)
    return rows, np.array(columns, dtype=np.intp)


def _membership(groups, index):
    """Return a 0/1 matrix: groups × values."""
    matrix = np.zeros((len(groups), len(index)), dtype=np.float32)
    matrix[_positions(groups, index)] = 1
    return matrix


def _numbers(values):
    """Return the values as floats, None where there is none or it is NaN."""
    return [
        None if value is None or value != value else float(value) for value in values
    ]


def _rank_shares(count, ranked):
    """Return basis points per rank that add up to a full score, falling evenly."""
    steps = range(count, 0, -1) if ranked else [1] * count
    whole = sum(steps)
    edges = np.rint(np.cumsum([0, *steps]) * BASIS_POINTS / max(whole, 1))
    return np.diff(edges)


def _rank_table(chosen, others, ranks):
    table = np.zeros((len(chosen), others), dtype=np.int16)
    for row, choices in enumerate(chosen):
        for position, choice in enumerate(choices[:ranks]):
            if not 0 <= choice < others:
                raise MatchingError(f"Person {row} chose someone who takes no part.")
            table[row, choice] = round((ranks - position) / ranks * BASIS_POINTS)
    return table


def _rank(chosen, other):
    return chosen.index(other) + 1 if other in chosen else None
