# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.tools import SQL

from ..base.mentoring_retention import ERASURE_KINDS


class MentoringErasureDue(models.Model):
    """What the nightly job will erase, for staff to look at before (promise B9).

    A line leads to the record that staff may read; of what a pair wrote it shows only
    whose it is, as everywhere.
    """

    _name = "mentoring.erasure.due"
    _description = "Personal information to be erased"
    _auto = False
    _order = "date_erase, id"
    _rec_name = "kind"
    _depends = {
        "mentoring.application": ["date_erase", "company_id", "intake_id"],
        "mentoring.application.file": ["date_erase", "application_id"],
        "mentoring.reference": ["date_erase", "application_id"],
        "mentoring.partnership": ["date_erase", "company_id", "intake_id"],
    }

    kind = fields.Selection(selection=ERASURE_KINDS, string="What", readonly=True)
    date_erase = fields.Date(string="Erased from", readonly=True)
    application_id = fields.Many2one("mentoring.application", readonly=True)
    partnership_id = fields.Many2one("mentoring.partnership", readonly=True)
    intake_id = fields.Many2one("mentoring.intake", readonly=True)
    scheme_id = fields.Many2one("mentoring.scheme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH due AS (
                SELECT 1 AS room, id AS number, 'application' AS kind, date_erase,
                       id AS application_id, NULL::integer AS partnership_id,
                       intake_id
                  FROM mentoring_application
                 UNION ALL
                SELECT 2, f.id, 'resume', f.date_erase, a.id, NULL, a.intake_id
                  FROM mentoring_application_file f
                  JOIN mentoring_application a ON a.id = f.application_id
                 UNION ALL
                SELECT 3, r.id, 'reference', r.date_erase, a.id, NULL, a.intake_id
                  FROM mentoring_reference r
                  JOIN mentoring_application a ON a.id = r.application_id
                 UNION ALL
                SELECT 4, id, 'private', date_erase, NULL, id, intake_id
                  FROM mentoring_partnership
            )
            SELECT due.number::bigint * 4 + due.room AS id, due.kind, due.date_erase,
                   due.application_id, due.partnership_id, due.intake_id,
                   i.scheme_id, i.company_id
              FROM due
              JOIN mentoring_intake i ON i.id = due.intake_id
             WHERE due.date_erase IS NOT NULL
            """
        )
