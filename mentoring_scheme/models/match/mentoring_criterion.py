# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ... import matching

CRITERIA = [
    ("topic", "Topics offered and sought"),
    ("sector", "Sector"),
    ("delivery", "Place and way of meeting"),
    ("timezone", "Time zones"),
    ("language", "Languages"),
    ("career_stage", "Career stage"),
    ("experience", "Years of experience"),
    ("availability", "Times of the week"),
    ("preference", "Mentee's ranked choice"),
    ("mentor_preference", "Mentor's preference"),
    ("priority", "Left out before, or without a partner in mid-year"),
    ("property", "An own question of the scheme"),
]
# Nobody is ahead of an equal, and none of them is the mentor.
NOT_AMONG_PEERS = ("career_stage", "experience", "mentor_preference", "priority")
# One is to be ahead of the other: the mentor, or in reverse mentoring the mentee.
DIRECTED = ("career_stage", "experience")


class MentoringCriterion(models.Model):
    """How much one aspect counts in a scheme's matching (promises A20, A22)."""

    _name = "mentoring.criterion"
    _description = "Matching criterion"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=CRITERIA, string="Criterion", required=True)
    question = fields.Char(
        help="The label of an own question of the scheme; the same answer on both "
        "sides counts."
    )
    weight = fields.Float(
        default=1.0,
        help="How much this counts against the others. Zero switches it off.",
    )
    is_must = fields.Boolean(
        string="Must",
        help="A pair that does not meet this at all is never matched.",
    )

    _kind_once = models.UniqueIndex(
        "(scheme_id, kind, COALESCE(question, ''))",
        "A scheme has each criterion only once. Change the one that is already there.",
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)",
        "A weight can't be below zero. Enter 0 to ignore the criterion.",
    )

    @api.depends("kind", "question")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for criterion in self:
            criterion.display_name = (
                criterion.question
                if criterion.kind == "property"
                else labels.get(criterion.kind, "")
            )

    @api.constrains("kind", "question", "scheme_id")
    def _check_question(self):
        """A criterion on an own question names one that the scheme has."""
        for criterion in self.filtered(lambda c: c.kind == "property"):
            if not criterion._get_property():
                labels = [
                    definition.get("string", "")
                    for definition in criterion.scheme_id._get_questions()
                ]
                raise ValidationError(
                    self.env._(
                        "%(scheme)s has no own question “%(question)s”. Choose from: "
                        "%(questions)s.",
                        scheme=criterion.scheme_id.name,
                        question=criterion.question or "",
                        questions=", ".join(labels) or self.env._("none yet"),
                    )
                )

    def _get_property(self):
        """Return the definition of the question that this criterion is about."""
        self.ensure_one()
        asked = (self.question or "").strip().casefold()
        return next(
            (
                definition
                for definition in self.scheme_id._get_questions()
                if definition.get("string", "").strip().casefold() == asked
            ),
            None,
        )

    def _get_code(self):
        """Return what the engine calls this criterion, once in a scheme."""
        self.ensure_one()
        return f"property {self.id}" if self.kind == "property" else self.kind

    # ------------------------------------------------------------------
    # Scores
    # ------------------------------------------------------------------

    def _build(self, mentees, mentors, is_reverse=False):
        """Return this criterion for the matching engine, over the given applicants.

        :param mentees: applications, in the order of the score matrix
        :param mentors: applications, in the order of the score matrix
        :param bool is_reverse: it is the mentee who is to be ahead (promise A41)
        """
        self.ensure_one()
        build = getattr(self, f"_build_{self.kind}")
        if self.kind in DIRECTED:
            return build(mentees, mentors, is_reverse)
        return build(mentees, mentors)

    def _build_topic(self, mentees, mentors):
        topics = (mentees | mentors).topic_ids
        ancestors = self.env["mentoring.topic"].search(
            [("id", "parent_of", topics.ids)]
        )
        parents = {
            topic.id: topic.parent_id.id for topic in ancestors if topic.parent_id
        }
        return matching.Topics(
            [mentee._get_ranked_topics().ids for mentee in mentees],
            [mentor.topic_ids.ids for mentor in mentors],
            parents,
            code=self.kind,
        )

    def _build_sector(self, mentees, mentors):
        return matching.Sector(
            [mentee.sector_ids.ids for mentee in mentees],
            [mentor.sector_ids.ids for mentor in mentors],
            code=self.kind,
        )

    def _build_delivery(self, mentees, mentors):
        def places(applications):
            return [
                (application.location.strip().lower(),) if application.location else ()
                for application in applications
            ]

        return matching.Place(
            places(mentees),
            places(mentors),
            [mentee._get_deliveries() for mentee in mentees],
            [mentor._get_deliveries() for mentor in mentors],
            code=self.kind,
        )

    def _build_timezone(self, mentees, mentors):
        return matching.TimeZone(
            [mentee._get_utc_offset() for mentee in mentees],
            [mentor._get_utc_offset() for mentor in mentors],
            code=self.kind,
        )

    def _build_language(self, mentees, mentors):
        return matching.Language(
            [mentee.language_ids.ids for mentee in mentees],
            [mentor.language_ids.ids for mentor in mentors],
            code=self.kind,
        )

    def _build_experience(self, mentees, mentors, is_reverse):
        return matching.Experience(
            mentees.mapped("years_experience"),
            mentors.mapped("years_experience"),
            reverse=is_reverse,
            code=self.kind,
        )

    def _build_career_stage(self, mentees, mentors, is_reverse):
        return matching.CareerStage(
            [mentee._get_career_stage() for mentee in mentees],
            [mentor._get_career_stage() for mentor in mentors],
            reverse=is_reverse,
            code=self.kind,
        )

    def _build_availability(self, mentees, mentors):
        return matching.Availability(
            [mentee._get_free_times() for mentee in mentees],
            [mentor._get_free_times() for mentor in mentors],
            needed=1,
            code=self.kind,
        )

    def _build_preference(self, mentees, mentors):
        return matching.RankedChoice(
            self._get_positions(mentees, mentors), len(mentors), code=self.kind
        )

    def _build_mentor_preference(self, mentees, mentors):
        return matching.MentorPreference(
            self._get_positions(mentors, mentees), len(mentees), code=self.kind
        )

    @api.model
    def _get_positions(self, choosers, others):
        """Return for each applicant where the chosen ones stand, the first first."""
        position = {other.partner_id: index for index, other in enumerate(others)}
        return [
            [
                position[partner]
                for partner in chooser._get_ranked_partners()
                if partner in position
            ]
            for chooser in choosers
        ]

    def _build_priority(self, mentees, mentors):
        """Those left out before, and those whose partner left them, come first."""
        left_out = mentees._get_times_left_out()
        return matching.Priority(
            [left_out[mentee] + mentee._get_times_left_alone() for mentee in mentees],
            len(mentors),
            code=self.kind,
        )

    def _build_property(self, mentees, mentors):
        definition = self._get_property()
        name = definition and definition["name"]
        return matching.PropertyOverlap(
            self._get_code(),
            [self._get_answers(mentee, name) for mentee in mentees],
            [self._get_answers(mentor, name) for mentor in mentors],
        )

    @api.model
    def _get_answers(self, application, name):
        """Return the answers to an own question as a list; empty for a blank."""
        value = name and application.properties.get(name)
        if value is None or value == "" or (value is False and not name):
            return []
        if isinstance(value, models.BaseModel):
            return value.ids
        if isinstance(value, list | tuple):
            return list(value)
        return [value]

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    @api.model
    def _get_sentence(self, code, params):
        """Word what the engine says of one pair on one criterion.

        :param str code: what :meth:`Criterion.explain` of the engine returned
        :param dict params: its parameters, ids among them
        """
        if code == "blank":
            return self.env._("Left blank.")
        if "shared" in params:
            return self._get_overlap_sentence(code, params)
        if "way" in params:
            ways = {
                "same_place": self.env._("In the same place."),
                "same_region": self.env._("In the same region."),
                "at_distance": self.env._("Both accept meeting at a distance."),
            }
            return ways.get(
                params["way"], self.env._("No way of meeting that both accept.")
            )
        if "hours" in params:
            return (
                self.env._("1 hour apart.")
                if params["hours"] == 1
                else self.env._("%(hours)g hours apart.", hours=params["hours"])
            )
        if "years" in params or "gap" in params:
            return self._get_lead_sentence(**params)
        if "times" in params:
            if not params["times"]:
                return self.env._("Not left out before.")
            return (
                self.env._("Left out, or left alone, once before.")
                if params["times"] == 1
                else self.env._(
                    "Left out, or left alone, %(times)s times before.",
                    times=params["times"],
                )
            )
        if params.get("rank"):
            return self.env._("Choice number %(rank)s.", rank=params["rank"])
        return self.env._("Not among those named.")

    @api.model
    def _get_lead_sentence(self, years=None, gap=None):
        """Word how far one of the two is ahead; below zero it is the mentee."""
        if years == 0 or gap == 0:
            return self.env._("Neither is ahead of the other.")
        if years is not None and years > 0:
            return (
                self.env._("The mentor has 1 year more experience.")
                if years == 1
                else self.env._(
                    "The mentor has %(years)g years more experience.", years=years
                )
            )
        if years is not None:
            return (
                self.env._("The mentee has 1 year more experience.")
                if years == -1
                else self.env._(
                    "The mentee has %(years)g years more experience.", years=-years
                )
            )
        if gap > 0:
            return (
                self.env._("The mentor is 1 career stage ahead.")
                if gap == 1
                else self.env._("The mentor is %(gap)g career stages ahead.", gap=gap)
            )
        return (
            self.env._("The mentee is 1 career stage ahead.")
            if gap == -1
            else self.env._("The mentee is %(gap)g career stages ahead.", gap=-gap)
        )

    @api.model
    def _get_overlap_sentence(self, code, params):
        if code == "availability":
            times = self.env["mentoring.application"]._get_time_labels()
            names = [times[key] for key in params["shared"]]
            if not names:
                return self.env._("No common time of the week.")
            return self.env._("Both are free: %(names)s.", names=", ".join(names))
        if code.startswith("property"):
            if params["shared"]:
                return self.env._("The same answer.")
            return self.env._("Different answers.")
        models_by_code = {
            "topic": "mentoring.topic",
            "sector": "mentoring.sector",
            "language": "res.lang",
        }
        shared = [*params["shared"], *params.get("related", [])]
        if not shared:
            return self.env._("Nothing in common.")
        names = self.env[models_by_code[code]].browse(shared).mapped("display_name")
        return self.env._("In common: %(names)s.", names=", ".join(names))
