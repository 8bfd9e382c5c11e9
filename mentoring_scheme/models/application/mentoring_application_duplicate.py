# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class MentoringApplication(models.Model):
    """What else the same person has applied for, and who may be the same person."""

    _inherit = "mentoring.application"

    duplicate_ids = fields.Many2many(
        comodel_name="mentoring.application",
        compute="_compute_duplicate_ids",
        search="_search_duplicate_ids",
        string="Perhaps the Same Person",
        help="Other applications to this intake with the same email address, or with "
        "the same name and the same employer or phone number.",
    )
    other_role_ids = fields.Many2many(
        comodel_name="mentoring.application",
        compute="_compute_other_role_ids",
        string="Other Roles in This Intake",
    )
    other_application_count = fields.Integer(
        string="Other Applications",
        compute="_compute_other_application_count",
        help="This person's applications to other intakes or in other roles.",
    )

    @api.depends("partner_id.email_normalized", "partner_id.name", "employer")
    def _compute_duplicate_ids(self):
        found = defaultdict(list)
        for own, other in self._find_duplicates(SQL("a.id = ANY(%s)", self.ids)):
            found[own].append(other)
        for application in self:
            application.duplicate_ids = self.browse(found[application._origin.id])

    def _search_duplicate_ids(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        doubles = {own for own, _other in self._find_duplicates(SQL("TRUE"))}
        return Domain("id", "not in", list(doubles))

    @api.model
    def _find_duplicates(self, condition):
        """Return pairs of ids: applications of two contacts to one intake that may be
        the same person.

        :param SQL condition: which applications, named ``a``, are looked at
        """
        self.flush_model(["intake_id", "partner_id", "state", "employer"])
        self.env["res.partner"].flush_model(["email_normalized", "name", "phone"])
        over = ("declined", "withdrawn")
        pairs = SQL(
            """
            SELECT a.id, b.id
              FROM mentoring_application a
              JOIN res_partner p ON p.id = a.partner_id
              JOIN mentoring_application b ON b.intake_id = a.intake_id
               AND b.partner_id != a.partner_id AND b.state NOT IN %s
              JOIN res_partner q ON q.id = b.partner_id
             WHERE a.state NOT IN %s AND %s
            """,
            over,
            over,
            condition,
        )
        return self.env.execute_query(
            SQL(
                """
                %(pairs)s AND p.email_normalized = q.email_normalized
                      AND p.email_normalized != ''
                UNION
                %(pairs)s AND lower(trim(p.name)) = lower(trim(q.name))
                      AND (lower(trim(a.employer)) = lower(trim(b.employer))
                           AND trim(a.employer) != ''
                        OR regexp_replace(p.phone, '[^0-9]', '', 'g')
                           = regexp_replace(q.phone, '[^0-9]', '', 'g')
                           AND p.phone ~ '[0-9]')
                """,
                pairs=pairs,
            )
        )

    @api.depends("partner_id", "intake_id", "role")
    def _compute_other_role_ids(self):
        groups = self._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("intake_id", "in", self.intake_id.ids),
                ("state", "not in", ("declined", "withdrawn")),
            ],
            ["partner_id", "intake_id"],
            ["id:recordset"],
        )
        same = {(partner, intake): found for partner, intake, found in groups}
        for application in self:
            key = application.partner_id, application.intake_id
            application.other_role_ids = (
                same.get(key, self.browse()) - application._origin
            )

    @api.depends("partner_id")
    def _compute_other_application_count(self):
        counts = dict(
            self._read_group(
                [("partner_id", "in", self.partner_id.ids)], ["partner_id"], ["__count"]
            )
        )
        for application in self:
            count = counts.get(application.partner_id, 0)
            application.other_application_count = max(
                count - bool(application._origin), 0
            )

    def action_view_duplicates(self):
        """Open this application and those that may be of the same person."""
        self.ensure_one()
        return self._get_list_action(self | self.duplicate_ids | self.other_role_ids)

    def action_view_other_applications(self):
        """Open all applications of this person."""
        self.ensure_one()
        return self._get_list_action(
            self.search([("partner_id", "=", self.partner_id.id)])
        )
