# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, models

from ...dates import format_day


class MentoringToday(models.AbstractModel):
    """The intakes that are under way, on the page of the day."""

    _inherit = "mentoring.today"

    @api.model
    def _get_intakes(self):
        """Return where the current intakes stand, the next to start first."""
        Intake = self.env["mentoring.intake"]
        if not self._is_coordinator():
            return []
        intakes = Intake.search(
            [("phase", "not in", ("closed", "cancelled"))], order="date_start, id"
        )
        phases = dict(Intake._fields["phase"]._description_selection(self.env))
        webinars = self._get_webinars(intakes)
        funnels = self._get_funnels(intakes)
        return [
            {
                "id": intake.id,
                "name": intake.name,
                "scheme": intake.scheme_id.name,
                "phase": phases[intake.phase],
                "is_rolling": intake.is_rolling,
                "steps": self._get_steps(intake, webinars.get(intake, ())),
                "figures": [
                    {"label": label, "count": count, "button": button}
                    for label, count, button in self._get_intake_figures(intake)
                ],
                "funnel": funnels[intake],
            }
            for intake in intakes
        ]

    @api.model
    def _get_funnels(self, intakes):
        """Return how far people have come, where anyone has applied."""
        funnels = self.env["mentoring.application"]._get_funnels(intakes)
        return {
            intake: steps if steps[0]["mentor"] or steps[0]["mentee"] else []
            for intake, steps in funnels.items()
        }

    @api.model
    def _get_webinars(self, intakes):
        """Return the webinars of the intakes, by intake; none for who reads none."""
        Event = self.env["event.event"]
        if not Event.has_access("read"):
            return {}
        events = Event.search(
            [("mentoring_intake_id", "in", intakes.ids)], order="date_begin"
        )
        return events.grouped("mentoring_intake_id")

    @api.model
    def _get_steps(self, intake, webinars):
        """Return the days of one intake's year in order, the next one marked."""
        closing = timedelta(days=intake.scheme_id.evaluation_days)
        days = [
            (self.env._("Applications open"), intake.application_open),
            (self.env._("Applications close"), intake.application_close),
            (self.env._("Mentoring starts"), intake.date_start),
            (self.env._("Midway review"), intake.date_midway),
            (self.env._("Mentoring ends"), intake.date_end),
            (
                self.env._("Final evaluations end"),
                intake.date_end and intake.date_end + closing,
            ),
        ]
        days += [
            (webinar.name, intake._local_date(webinar.date_begin))
            for webinar in webinars
        ]
        today = intake._today()
        dated = sorted(
            ((date, label) for label, date in days if date),
            key=lambda day: day[0],
        )
        coming = [date for date, _label in dated if date >= today]
        return [
            {
                "label": label,
                "date": format_day(self.env, date),
                "is_past": date < today,
                "is_next": date == coming[0] if coming else False,
                "when": self._describe_distance((date - today).days),
            }
            for date, label in dated
        ]

    @api.model
    def _describe_distance(self, days):
        """Return in words how far away a day is; nothing for a day that is over."""
        if days < 0:
            return ""
        if days == 0:
            return self.env._("today")
        if days == 1:
            return self.env._("tomorrow")
        return self.env._("in %(days)s days", days=days)

    @api.model
    def _get_intake_figures(self, intake):
        """Return triples: a label, a number, the intake's button that lists it."""
        return [
            (
                self.env._("Applications"),
                intake.application_count,
                "action_view_applications",
            ),
            (self.env._("Places offered"), intake.mentor_place_count, False),
            (self.env._("Mentees waiting"), intake.mentee_count, False),
            (
                self.env._("Partnerships"),
                intake.partnership_count,
                "action_view_partnerships",
            ),
        ]
