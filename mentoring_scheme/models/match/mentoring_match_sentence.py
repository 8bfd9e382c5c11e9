# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models


class MentoringMatchRun(models.Model):
    """What the figures of a run mean, in sentences."""

    _inherit = "mentoring.match.run"

    unmatched_explanation = fields.Html(
        string="Why Unmatched", compute="_compute_unmatched_explanation", sanitize=False
    )
    settings_summary = fields.Html(
        string="Settings Used", compute="_compute_settings_summary", sanitize=False
    )
    closed_explanation = fields.Html(
        string="Groups That Do Not Run",
        compute="_compute_closed_explanation",
        sanitize=False,
    )
    presets_summary = fields.Html(
        string="What Other Aims Would Give",
        compute="_compute_presets_summary",
        sanitize=False,
    )

    @api.depends("settings")
    def _compute_settings_summary(self):
        """Name the weights, the threshold, the aim and the engine of the solution."""
        for run in self:
            settings = run.settings or {}
            run.settings_summary = settings and (
                Markup("<ul>%s</ul>")
                % Markup("").join(
                    Markup("<li>%s: %s</li>") % (label, value)
                    for label, value in run._get_settings_lines(settings)
                )
            )

    @api.depends("closed_groups")
    def _compute_closed_explanation(self):
        Application = self.env["mentoring.application"]
        for run in self:
            lines = [
                Markup("<li>%s</li>")
                % run._get_closed_sentence(Application.browse(int(mentor)), fitting)
                for mentor, fitting in (run.closed_groups or {}).items()
            ]
            run.closed_explanation = (
                Markup("<ul>%s</ul>") % Markup("").join(lines) if lines else False
            )

    @api.depends("unmatched_reasons")
    def _compute_unmatched_explanation(self):
        """Say of each mentee without a mentor why, and who came nearest."""
        Application = self.env["mentoring.application"]
        for run in self:
            lines = [
                Markup("<li><strong>%s</strong>: %s</li>")
                % (
                    Application.browse(int(mentee)).partner_id.name,
                    run._get_unmatched_sentence(
                        code, Application.browse(mentors), *told
                    ),
                )
                for mentee, (code, mentors, *told) in (
                    run.unmatched_reasons or {}
                ).items()
            ]
            run.unmatched_explanation = (
                Markup("<ul>%s</ul>") % Markup("").join(lines) if lines else False
            )

    @api.depends("presets", "objective")
    def _compute_presets_summary(self):
        """Show for each aim the people matched, the mean and the weakest pair."""
        labels = dict(self._fields["objective"]._description_selection(self.env))
        header = Markup(
            "<tr><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th>"
            "<th class='text-end'>%s</th></tr>"
        ) % (
            self.env._("Aim"),
            self.env._("Matched"),
            self.env._("Average score"),
            self.env._("Lowest score"),
        )
        row = Markup(
            "<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
            "<td class='text-end'>%s</td></tr>"
        )
        for run in self:
            rows = [
                row % (labels.get(objective, objective), *figures)
                for objective, figures in (run.presets or {}).items()
            ]
            run.presets_summary = rows and (
                Markup("<table class='table table-sm'>%s%s</table>")
                % (header, Markup("").join(rows))
            )

    def _get_settings_lines(self, settings):
        labels = dict(self._fields["objective"]._description_selection(self.env))
        must = self.env._("must")
        weights = ", ".join(
            f"{name} {weight:g}{f' ({must})' if is_must else ''}"
            for name, weight, is_must in settings["weights"]
        )
        return [
            (self.env._("Aim"), labels.get(settings["objective"], "")),
            (
                self.env._("Minimum score"),
                f"{settings['threshold'] * 100:g}",
            ),
            (self.env._("Weights"), weights),
            (self.env._("Bonus for staying"), f"{settings['stay_bonus']:g}"),
            (
                self.env._("Solver"),
                self.env._(
                    "%(engine)s; exact, so the same input gives the same proposal and "
                    "no seed is needed",
                    engine=settings["engine"],
                ),
            ),
        ]

    def _get_plain_reason(self):
        """Say in a sentence what was proposed; a person may say it better."""
        labels = dict(self._fields["objective"]._description_selection(self.env))
        return self.env._(
            "Published as proposed. Aim: %(aim)s. Pairs: %(count)s. Lowest score: "
            "%(lowest)g of 100.",
            aim=labels[self.objective],
            count=self.matched_count,
            lowest=self.score_lowest,
        )

    def _get_unmatched_sentence(self, code, mentors, rules=()):
        """Word why a mentee has no mentor.

        :param str code: as the engine has it
        :param mentors: the applications of the mentors who came nearest
        :param rules: pairs of a rule and how many mentors it keeps away
        """
        names = ", ".join(mentors.partner_id.mapped("name"))
        sentences = {
            "no_allowed": " ".join(
                (
                    self.env._("no mentor meets the rules for this mentee."),
                    *(self._get_rule_count_sentence(*rule) for rule in rules),
                )
            ),
            "below_threshold": self.env._(
                "no pair reaches the minimum score. Nearest: %(names)s.",
                names=names,
            ),
            "no_capacity": self.env._(
                "the suitable mentors have no free places: %(names)s.", names=names
            ),
            "crowded_out": self.env._(
                "the places of the suitable mentors go to others: %(names)s.",
                names=names,
            ),
            "group_closed": self.env._(
                "the suitable groups do not reach their minimum size: %(names)s.",
                names=names,
            ),
        }
        return sentences.get(code, self.env._("no place was found."))

    def _get_rule_count_sentence(self, rule, count):
        """Word how many mentors one rule keeps away."""
        if rule.startswith("conflict "):
            sentence = self.env["mentoring.match.conflict"]._get_sentence(
                rule.removeprefix("conflict ")
            )
            return self.env._(
                "%(rule)s Mentors ruled out: %(count)s.", count=count, rule=sentence
            )
        labels = {c._get_code(): c.display_name for c in self.scheme_id.criterion_ids}
        return self.env._(
            "Required criterion “%(rule)s” not met. Mentors ruled out: %(count)s.",
            count=count,
            rule=labels.get(rule, rule),
        )

    def _get_closed_sentence(self, mentor, fitting):
        """Word why a mentor's group does not run."""
        least = max(self.scheme_id.group_size_min, 1)
        name = mentor.partner_id.name
        if mentor._get_free_places() < least:
            return self.env._(
                "Free mentee places of %(name)s: %(places)s. A group needs %(least)s.",
                name=name,
                places=mentor._get_free_places(),
                least=least,
            )
        if fitting < least:
            return self.env._(
                "The group of %(name)s cannot reach its minimum size. Suitable "
                "mentees: %(fitting)s. A group needs %(least)s.",
                name=name,
                fitting=fitting,
                least=least,
            )
        return self.env._(
            "The group of %(name)s does not run. Suitable mentees: %(fitting)s, better "
            "placed in other groups.",
            name=name,
            fitting=fitting,
        )
