# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..application.mentoring_funnel import ACCEPTED

# How many intakes of a scheme are compared, the latest last.
COMPARED = 6
# What the bars compare: the figures of each chart.
CHARTS = {
    "people": ("mentee_count", "accepted_count", "matched_count"),
    "partnerships": ("partnership_count", "completed_count", "ended_count"),
    "satisfaction": ("midway_satisfaction", "final_satisfaction"),
}


class MentoringOutcome(models.Model):
    """The outcomes as charts and figures, each of which opens its records.

    A count equals the records that it opens; a share, a mean or a sum opens the records
    that it is made of (invariant 12).
    """

    _inherit = "mentoring.outcome"

    @api.readonly
    def get_board(self):
        """Return all that the screen of one intake's outcomes shows."""
        self.ensure_one()
        self.check_access("read")
        compared = self._get_compared()
        names = [name for part in CHARTS.values() for name in part]
        labels = self.fields_get(names, ["string"])
        return {
            "intake_id": self.intake_id.id,
            "funnel": self.env["mentoring.application"]._get_funnels(self.intake_id)[
                self.intake_id
            ],
            "compared": [
                {"id": outcome.id, "name": outcome.intake_id.name}
                for outcome in compared
            ],
            "charts": {
                chart: [
                    {
                        "name": name,
                        "label": labels[name]["string"],
                        "values": [
                            outcome._get_chart_value(name) for outcome in compared
                        ],
                    }
                    for name in part
                ]
                for chart, part in CHARTS.items()
            },
            "previous": self.previous_id.intake_id.name or "",
            "sections": self._get_board_sections(),
        }

    def _get_board_sections(self):
        """Return the printed figures, each with the name under which it opens."""
        names = [part for _title, part in self._get_layout()]
        return [
            {
                "title": title,
                "rows": [
                    {
                        "name": name,
                        "label": label,
                        "here": here,
                        "before": before,
                        "change": change,
                    }
                    for name, (label, here, before, change) in zip(
                        part, rows, strict=True
                    )
                ],
            }
            for part, (title, rows) in zip(names, self._get_sections(), strict=True)
        ]

    def _get_compared(self):
        """Return the latest intakes of the scheme up to this one, which is the last."""
        self.ensure_one()
        compared = self
        while len(compared) < COMPARED and compared[0].previous_id:
            compared = compared[0].previous_id | compared
        return compared

    def _get_chart_value(self, name):
        """Return a figure to draw; None where too few people stand behind it."""
        value = self._get_figures([name])[name]
        return round(value, 1) if isinstance(value, float) else value

    @api.model
    def get_choices(self):
        """Return the intakes to choose from, those that have opened, latest first."""
        outcomes = self.search([("phase", "!=", "draft")])
        return [
            {
                "id": outcome.id,
                "name": f"{outcome.scheme_id.name}: {outcome.intake_id.name}",
                "has_started": outcome.partnership_count > 0
                and not outcome.intake_id.is_rolling,
            }
            for outcome in outcomes
        ]

    def action_view_figure(self, name="mentee_count"):
        """Open the records that a figure counts, or is made of.

        :raise UserError: for a figure that there is not
        """
        self.ensure_one()
        self.check_access("read")
        sources = self._get_figure_sources()
        if name not in sources:
            raise UserError(self.env._("There is no such figure: %(name)s", name=name))
        model, domain = sources[name]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mentoring_scheme.{model.replace('.', '_')}_action"
        )
        label = self.fields_get([name], ["string"])[name]["string"]
        return {
            **action,
            "name": label,
            "display_name": label,
            "domain": list(domain),
            "context": {},  # without the menu's default filter: past ones as well
            "views": [(False, "list"), (False, "form")],
            "path": False,
        }

    def _get_figure_sources(self):
        """Return of each figure the model and the domain of its records."""
        self.ensure_one()
        intake = Domain("intake_id", "=", self.intake_id.id)
        submitted = intake & Domain("date_submitted", "!=", False)
        mentees = submitted & Domain("role", "!=", "mentor")
        seated = Domain("participant_ids", "!=", False)
        unsigned = [
            ("amends_id", "=", False),
            ("state", "not in", ("signed", "superseded")),
        ]
        applications = {
            "mentor_count": submitted & Domain("role", "=", "mentor"),
            "mentee_count": mentees,
            "accepted_count": mentees & (Domain("state", "in", ACCEPTED) | seated),
            **dict.fromkeys(
                ("matched_count", "matched_rate", "days_to_match"), mentees & seated
            ),
        }
        signed = intake & Domain("agreement_ids", "not any", unsigned)
        partnerships = {
            "partnership_count": intake,
            "signed_count": signed,
            "signed_rate": signed,
            "completed_count": intake & Domain("state", "=", "completed"),
            "completion_rate": intake & Domain("state", "=", "completed"),
            "ended_count": intake & Domain("state", "=", "ended"),
            "over_count": intake & Domain("state", "in", ("completed", "ended")),
        }
        held = Domain("partnership_id.intake_id", "=", self.intake_id.id) & Domain(
            "state", "=", "held"
        )
        meetings = ("meeting_count", "meetings_per_pair", "hours", "hours_per_pair")
        evaluations = {
            f"{kind}_{figure}": intake
            & Domain("kind", "=", kind)
            & Domain("state", "=", "done")
            for kind in ("midway", "final")
            for figure in ("count", "satisfaction")
        }
        fees = {
            name: intake & Domain(name, "!=", 0)
            for name in (
                "amount_billed",
                "amount_paid",
                "amount_credited",
                "amount_open",
            )
        }
        sources = {
            "mentoring.application": applications,
            "mentoring.partnership": partnerships,
            "mentoring.meeting": dict.fromkeys(meetings, held),
            "mentoring.certificate": {
                "certificate_count": intake & Domain("state", "=", "issued")
            },
            "mentoring.evaluation": evaluations,
            "mentoring.fee": fees,
        }
        return {
            name: (model, domain)
            for model, domains in sources.items()
            for name, domain in domains.items()
        }
