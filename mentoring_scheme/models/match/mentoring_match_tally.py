# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dataclasses import dataclass

from odoo import api, fields, models


@dataclass
class Tally:
    """Everybody whom a run is about, each counted once."""

    matched: models.BaseModel
    """Applications with a proposed partner; of peers, both."""
    unmatched: models.BaseModel
    """Those for whom the latest update found nobody."""
    waiting: models.BaseModel
    """Those whom the latest update did not place: it has to be updated."""
    gone: models.BaseModel
    """Those among all these, or among the proposed mentors, who are not available."""

    @property
    def people(self):
        return self.matched | self.unmatched | self.waiting


class MentoringMatchRun(models.Model):
    """Figures of a run that add up, also while it waits to be updated."""

    _inherit = "mentoring.match.run"

    outdated_note = fields.Text(
        compute="_compute_outdated_note",
        help="What has changed since the matches were last updated.",
    )

    @api.depends("state", "job", "needs_solving", "candidate_ids.is_proposed")
    def _compute_outdated_note(self):
        for run in self:
            is_open = run.state == "done" and not run.job
            lines = run._get_outdated_lines(run._get_tally()) if is_open else []
            run.outdated_note = "\n".join(lines)

    def _get_tally(self, pool=None):
        """Count those whom this run is about, from who is there now.

        :param pool: mentees and mentors, if they are known
        """
        self.ensure_one()
        proposed = self.candidate_ids.filtered("is_proposed")
        mentors = proposed.mentor_application_id
        matched = proposed.mentee_application_id
        if self.mode == "peer":
            matched |= mentors
        unmatched = self.unmatched_ids - matched
        nobody = self.env["mentoring.application"]
        if self.state not in ("draft", "done"):
            return Tally(matched, unmatched, nobody, nobody)
        mentees_now, mentors_now = pool or self._get_pool()
        waiting = mentees_now - matched - unmatched
        gone = (matched | unmatched) - mentees_now
        if self.mode != "peer":
            gone |= mentors - mentors_now
        return Tally(matched, unmatched, waiting, gone)

    def _get_outdated_lines(self, tally):
        """Say what makes the proposal out of date, and the step that mends it."""
        self.ensure_one()
        lines = []
        if self.needs_solving:
            lines.append(
                self.env._(
                    "You have kept pairs together or apart since the last update."
                )
            )
        if len(tally.waiting) == 1:
            lines.append(
                self.env._(
                    "%(name)s has not been placed yet.",
                    name=tally.waiting.partner_id.name,
                )
            )
        elif tally.waiting:
            lines.append(
                self.env._(
                    "%(count)s applicants have not been placed yet.",
                    count=len(tally.waiting),
                )
            )
        lines += [
            self.env._(
                "%(name)s is no longer available.", name=application.display_name
            )
            for application in tally.gone
        ]
        if lines:
            lines.append(
                self.env._(
                    "Click “Update Matches” to see what that changes for the rest."
                )
            )
        return lines
