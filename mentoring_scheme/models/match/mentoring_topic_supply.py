# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.tools import SQL

MENTEE_STATES = ("submitted", "approved")
MENTOR_STATES = ("submitted", "approved", "matched")


class MentoringTopicSupply(models.Model):
    """Who seeks and who offers each topic of an intake, before anybody is matched.

    A figure is the number of the records that its button opens (invariant 12). Mentors
    count for a topic if they offer it, or one above or below it in the tree.
    """

    _name = "mentoring.topic.supply"
    _description = "Supply and demand of a topic"
    _auto = False
    _order = "shortage desc, mentee_count desc, topic_id"
    _depends = {
        "mentoring.application": [
            "intake_id",
            "role",
            "state",
            "capacity",
            "places_taken",
            "topic_ids",
            "first_topic_id",
            "second_topic_id",
            "third_topic_id",
        ],
        "mentoring.topic": ["parent_path"],
    }

    intake_id = fields.Many2one(comodel_name="mentoring.intake", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    topic_id = fields.Many2one(comodel_name="mentoring.topic", readonly=True)
    mentee_count = fields.Integer(
        string="Mentees Seeking",
        readonly=True,
        help="Mentees of the intake, submitted or approved, who seek this topic.",
    )
    mentor_count = fields.Integer(
        string="Mentors Offering",
        readonly=True,
        aggregator=None,
        help="Mentors with a free place who offer this topic, or one above or below it "
        "in the tree of topics. A mentor of several topics counts for each.",
    )
    place_count = fields.Integer(
        string="Places",
        readonly=True,
        aggregator=None,
        help="The free places of these mentors.",
    )
    shortage = fields.Integer(
        string="Missing Places",
        readonly=True,
        aggregator=None,
        help="Mentees seeking the topic beyond the places offered.",
    )

    @property
    def _table_query(self):
        topic_rel = self.env["mentoring.application"]._fields["topic_ids"]
        return SQL(
            """
            WITH named AS (
                SELECT %(application)s AS application_id, %(topic)s AS topic_id
                  FROM %(relation)s
                 UNION SELECT id, first_topic_id FROM mentoring_application
                 UNION SELECT id, second_topic_id FROM mentoring_application
                 UNION SELECT id, third_topic_id FROM mentoring_application
            ), people AS (
                SELECT a.id, a.intake_id, a.company_id, a.role, named.topic_id,
                       topic.parent_path,
                       GREATEST(a.capacity - a.places_taken, 0) AS places
                  FROM mentoring_application a
                  JOIN named ON named.application_id = a.id
                  JOIN mentoring_topic topic ON topic.id = named.topic_id
                 WHERE (a.role = 'mentee' AND a.state IN %(mentee_states)s)
                    OR (a.role = 'mentor' AND a.state IN %(mentor_states)s
                        AND a.capacity > a.places_taken)
            ), asked AS (
                SELECT intake_id, company_id, topic_id, parent_path,
                       COUNT(*) FILTER (WHERE role = 'mentee') AS mentee_count
                  FROM people
                 GROUP BY intake_id, company_id, topic_id, parent_path
            )
            SELECT asked.intake_id::bigint * 1000000 + asked.topic_id AS id,
                   asked.intake_id, asked.company_id, asked.topic_id,
                   asked.mentee_count,
                   COALESCE(offered.mentor_count, 0) AS mentor_count,
                   COALESCE(offered.place_count, 0) AS place_count,
                   GREATEST(asked.mentee_count - COALESCE(offered.place_count, 0), 0)
                       AS shortage
              FROM asked
              LEFT JOIN LATERAL (
                    SELECT COUNT(*) AS mentor_count, SUM(mentor.places) AS place_count
                      FROM (SELECT DISTINCT people.id, people.places
                              FROM people
                             WHERE people.role = 'mentor'
                               AND people.intake_id = asked.intake_id
                               AND (people.parent_path LIKE asked.parent_path || '%%'
                                    OR asked.parent_path
                                       LIKE people.parent_path || '%%')
                           ) mentor
                   ) offered ON TRUE
            """,
            application=SQL.identifier(topic_rel.column1),
            topic=SQL.identifier(topic_rel.column2),
            relation=SQL.identifier(topic_rel.relation),
            mentee_states=MENTEE_STATES,
            mentor_states=MENTOR_STATES,
        )

    def action_view_mentees(self):
        """Open the mentees who seek this topic."""
        self.ensure_one()
        named = self.env["mentoring.application"].search(
            [
                ("intake_id", "=", self.intake_id.id),
                ("role", "=", "mentee"),
                ("state", "in", MENTEE_STATES),
                "|",
                ("topic_ids", "in", self.topic_id.ids),
                "|",
                ("first_topic_id", "in", self.topic_id.ids),
                "|",
                ("second_topic_id", "in", self.topic_id.ids),
                ("third_topic_id", "in", self.topic_id.ids),
            ]
        )
        return self._open(named)

    def action_view_mentors(self):
        """Open the mentors who offer this topic, or one above or below it."""
        self.ensure_one()
        related = self.env["mentoring.topic"].search(
            [
                "|",
                ("id", "child_of", self.topic_id.id),
                ("id", "parent_of", self.topic_id.id),
                ("active", "in", (True, False)),
            ]
        )
        offering = self.env["mentoring.application"].search(
            [
                ("intake_id", "=", self.intake_id.id),
                ("role", "=", "mentor"),
                ("state", "in", MENTOR_STATES),
                "|",
                ("topic_ids", "in", related.ids),
                "|",
                ("first_topic_id", "in", related.ids),
                "|",
                ("second_topic_id", "in", related.ids),
                ("third_topic_id", "in", related.ids),
            ]
        )
        return self._open(offering.filtered(lambda mentor: mentor._get_free_places()))

    def _open(self, applications):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_application_action"
        )
        action["domain"] = [("id", "in", applications.ids)]
        action["context"] = {}
        return action
