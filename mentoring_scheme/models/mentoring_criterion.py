# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from .. import matching

CRITERIA = [
    ("topic", "Topics offered and sought"),
    ("sector", "Sector"),
    ("delivery", "Place and way of meeting"),
    ("timezone", "Time zones"),
    ("language", "Languages"),
    ("experience", "Years of experience"),
    ("preference", "Named preferences"),
]


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
    weight = fields.Float(
        default=1.0,
        help="How much this counts against the others. Zero switches it off.",
    )
    is_must = fields.Boolean(
        string="Must",
        help="A pair that does not meet this at all is never matched.",
    )

    _kind_once = models.UniqueIndex(
        "(scheme_id, kind)", "A scheme has each criterion only once."
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)", "A weight cannot be below zero."
    )

    # ------------------------------------------------------------------
    # Scores
    # ------------------------------------------------------------------

    def _build(self, mentees, mentors):
        """Return this criterion for the matching engine, over the given applicants.

        :param mentees: applications, in the order of the score matrix
        :param mentors: applications, in the order of the score matrix
        """
        self.ensure_one()
        return getattr(self, f"_build_{self.kind}")(mentees, mentors)

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

    def _build_experience(self, mentees, mentors):
        return matching.Experience(
            mentees.mapped("years_experience"),
            mentors.mapped("years_experience"),
            code=self.kind,
        )

    def _build_preference(self, mentees, mentors):
        position = {mentor.partner_id: index for index, mentor in enumerate(mentors)}
        return matching.RankedChoice(
            [
                [
                    position[partner]
                    for partner in mentee.preferred_partner_ids
                    if partner in position
                ]
                for mentee in mentees
            ],
            len(mentors),
            code=self.kind,
        )

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
            return self.env._("%(hours)g hours apart.", hours=params["hours"])
        if "years" in params:
            return self.env._(
                "The mentor has %(years)g years more experience.", years=params["years"]
            )
        if params.get("rank"):
            return self.env._("Choice number %(rank)s.", rank=params["rank"])
        return self.env._("Not among those named.")

    @api.model
    def _get_overlap_sentence(self, code, params):
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
