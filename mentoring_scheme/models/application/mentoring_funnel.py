# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ACCEPTED = ("approved", "matched", "completed")
WEEK = timedelta(days=7)
# The groups of people that a funnel shows beside each other.
FUNNEL_ROLES = {"mentor": ("mentor",), "mentee": ("mentee", "peer")}


class MentoringApplication(models.Model):
    """How far the people of an intake have come, from applying to completing.

    Each step counts the people who have reached it, whatever happened to them later, so
    that no step counts more people than the step before. A figure is the number of the
    applications that its bar opens (invariant 12).
    """

    _inherit = "mentoring.application"

    date_approved = fields.Datetime(
        string="Approved on",
        compute="_compute_date_approved",
        store=True,
        copy=False,
        help="When the application was last approved.",
    )

    @api.depends("state")
    def _compute_date_approved(self):
        """Remember the approval for as long as it counts."""
        for application in self:
            if application.state in ACCEPTED:
                application.date_approved = (
                    application.date_approved or fields.Datetime.now()
                )
            elif application.state != "withdrawn":
                application.date_approved = False

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    @api.model
    def _get_funnel_steps(self):
        """Return the steps in order: key, label and which applications reached it."""
        submitted = Domain("date_submitted", "!=", False)
        matched = submitted & Domain("participant_ids", "!=", False)
        approved = submitted & (
            Domain("state", "in", ACCEPTED) | Domain("participant_ids", "!=", False)
        )
        completed = Domain("state", "=", "completed")
        active = matched & (
            completed | Domain("participant_ids", "any", self._get_started_domain())
        )
        signed = active | (
            matched & Domain("participant_ids.signature_ids", "!=", False)
        )
        return [
            ("applied", self.env._("Applied"), submitted),
            ("approved", self.env._("Approved"), approved),
            ("matched", self.env._("Matched"), matched),
            ("signed", self.env._("Signed"), signed),
            ("active", self.env._("Active"), active),
            ("completed", self.env._("Completed"), matched & completed),
        ]

    @api.model
    def _get_started_domain(self):
        """Return which seats are in a partnership that has started.

        One that ended early had started if everyone had signed.
        """
        unsigned = [
            ("amends_id", "=", False),
            ("state", "not in", ("signed", "superseded")),
        ]
        return Domain("partnership_id.state", "in", ("active", "completed")) | (
            Domain("partnership_id.state", "=", "ended")
            & Domain("partnership_id.agreement_ids", "not any", unsigned)
        )

    @api.model
    def _get_funnel_changes(self):
        """Return by step which applications reached it within the last seven days."""
        moment = fields.Datetime.now() - WEEK
        day = moment.date()
        agreements = [("amends_id", "=", False), ("date_signed", ">=", moment)]
        return {
            "applied": [("date_submitted", ">=", moment)],
            "approved": [("date_approved", ">=", moment)],
            "matched": [("participant_ids.date_joined", ">=", day)],
            "signed": [("participant_ids.signature_ids.signed_on", ">=", moment)],
            "active": [
                ("participant_ids.partnership_id.agreement_ids", "any", agreements)
            ],
            "completed": [("participant_ids.partnership_id.date_completed", ">=", day)],
        }

    @api.model
    def _get_funnel_domain(self, intake, step, group=None, is_new=False):
        """Return which applications one bar counts.

        :param group: a key of ``FUNNEL_ROLES``, or None for everyone
        :param is_new: only those who reached the step within the last seven days
        :raise UserError: for a step or a group that there is not
        """
        domains = {key: domain for key, _label, domain in self._get_funnel_steps()}
        if step not in domains or group not in (None, *FUNNEL_ROLES):
            raise UserError(self.env._("There is no such step: %(step)s", step=step))
        domain = domains[step] & Domain("intake_id", "in", intake.ids)
        if group:
            domain &= Domain("role", "in", FUNNEL_ROLES[group])
        if is_new:
            domain &= Domain(self._get_funnel_changes()[step])
        return domain

    @api.model
    def _get_funnels(self, intakes):
        """Return the funnel of each intake, with one query for each step and change.

        :return: dict of an intake to a list of steps, each with its ``key``, ``label``,
            the count of each group, and ``new`` for the last seven days
        """
        funnels = {intake: [] for intake in intakes}
        for key, label, _domain in self._get_funnel_steps():
            counts = self._count_funnel(intakes, key)
            news = self._count_funnel(intakes, key, is_new=True)
            for intake, steps in funnels.items():
                steps.append(
                    {
                        "key": key,
                        "label": label,
                        "new": sum(
                            news.get((intake, group), 0) for group in FUNNEL_ROLES
                        ),
                        **{
                            group: counts.get((intake, group), 0)
                            for group in FUNNEL_ROLES
                        },
                    }
                )
        return funnels

    @api.model
    def _count_funnel(self, intakes, step, is_new=False):
        """Return the counts of a step by intake and group."""
        groups = {role: key for key, roles in FUNNEL_ROLES.items() for role in roles}
        counts = {}
        for intake, role, count in self._read_group(
            self._get_funnel_domain(intakes, step, is_new=is_new),
            ["intake_id", "role"],
            ["__count"],
        ):
            place = (intake, groups[role])
            counts[place] = counts.get(place, 0) + count
        return counts
