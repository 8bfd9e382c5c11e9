# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get


class MentoringBackground(models.AbstractModel):
    """Who somebody is and how they like to meet: told once, asked for ever after.

    An application asks for it, and the profile keeps it for the next one.
    """

    _name = "mentoring.background"
    _description = "Background of a mentor or mentee"

    def _valid_field_parameter(self, field, name):
        """Accept ``headings``: what a field is called in people's spreadsheets."""
        return name == "headings" or super()._valid_field_parameter(field, name)

    # about the person
    years_experience = fields.Integer(
        string="Years of Experience",
        headings=("experience", "years of work experience", "years of experience"),
    )
    current_role = fields.Char(
        string="Current Position", headings=("job title", "position", "title")
    )
    employer = fields.Char(headings=("company", "organisation", "organization"))
    sector_ids = fields.Many2many(comodel_name="mentoring.sector", string="Sectors")
    qualification = fields.Char(help="The highest, or the one that is studied for.")
    qualification_year = fields.Integer(
        string="Year of Qualification", help="When it was, or will be, completed."
    )
    has_taken_part = fields.Boolean(
        string="Took Part Before",
        help="In a mentoring scheme, here or elsewhere.",
    )
    bio = fields.Text(string="Short Introduction")
    profile_url = fields.Char(
        string="Profile on the Web", help="For example a page on LinkedIn."
    )
    shares_profile = fields.Boolean(
        string="Shares the Introduction",
        help="The match reads the introduction and the profile on the web, once the "
        "match is published. Otherwise only staff read them.",
    )
    # meeting
    location = fields.Char(help="Town or region, for meetings face to face.")
    can_travel = fields.Boolean(
        string="Willing to Travel", help="To meetings in another town."
    )
    tz = fields.Selection(selection=_tz_get, string="Time Zone")
    delivery = fields.Selection(
        selection=[
            ("either", "Either"),
            ("in_person", "Face to face"),
            ("distance", "At a distance"),
        ],
        string="Way of Meeting",
        default="either",
        required=True,
    )
    language_ids = fields.Many2many(
        comodel_name="res.lang",
        string="Languages",
        context={"active_test": False},
    )
    availability = fields.Text()

    @api.constrains("qualification_year")
    def _check_qualification_year(self):
        for record in self:
            if record.qualification_year and not (
                1900 <= record.qualification_year <= 2100
            ):
                raise ValidationError(
                    self.env._(
                        "%(year)s is no year in which someone here has qualified. "
                        "Write it with four digits.",
                        year=record.qualification_year,
                    )
                )

    @api.model
    def _get_background_fields(self):
        """Return the names of what a profile and an application have in common."""
        return [
            name
            for name, field in self.env["mentoring.background"]._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS
        ]
