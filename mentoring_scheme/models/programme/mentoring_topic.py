# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MentoringTopic(models.Model):
    """What mentors offer and mentees seek; a tree, so that a parent counts in part."""

    _name = "mentoring.topic"
    _description = "Mentoring topic"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", recursive=True, store=True
    )
    parent_id = fields.Many2one(
        comodel_name="mentoring.topic", ondelete="restrict", index=True
    )
    parent_path = fields.Char(string="Path", index=True)
    child_ids = fields.One2many(
        comodel_name="mentoring.topic", string="Subtopics", inverse_name="parent_id"
    )
    scheme_ids = fields.Many2many(
        comodel_name="mentoring.scheme",
        string="Schemes",
        help="The schemes whose forms offer this topic. Empty: all of them.",
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for topic in self:
            if topic.parent_id:
                topic.complete_name = f"{topic.parent_id.complete_name} / {topic.name}"
            else:
                topic.complete_name = topic.name

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A topic cannot be its own parent. Choose another one.")
            )
