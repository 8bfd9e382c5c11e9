# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

from ...dates import format_day
from .mentoring_eligibility import UNSENT_STATES


class MentoringApplication(models.Model):
    """What staff read of the rules that an applicant does not meet.

    The applicant reads "your résumé"; staff read whose.
    """

    _inherit = "mentoring.application"

    eligibility_staff_note = fields.Text(
        string="Not Eligible Because",
        compute="_compute_eligibility_staff_note",
        help="One line for each rule that the applicant does not meet.",
    )

    @api.depends("eligibility_note")
    def _compute_eligibility_staff_note(self):
        for application in self:
            application.eligibility_staff_note = application.eligibility_note and (
                "\n".join(application._get_staff_reasons().values())
            )

    def _get_staff_reasons(self, failures=None):
        """Return the rules that are not met, each with a sentence for staff.

        :param dict failures: rule key to the applicant's sentence; by default the
            rules of the scheme that are not met now
        """
        self.ensure_one()
        if failures is None:
            failures = self._get_failed_rules()
        words = {
            "person": self._word_person,
            "membership": self._word_membership,
            "category": self._word_category,
            "experience": self._word_experience,
            "resume": self._word_resume,
            "referee": self._word_referee,
            "paper": self._word_paper,
            "deadline": self._word_deadline,
        }
        return {rule: words[rule]() for rule in failures}

    def _word_person(self):
        name = self.partner_id.name or ""
        if self.partner_id.active and not self.partner_id.is_company:
            return self.env._("%(name)s cannot take part at present.", name=name)
        return self.env._(
            "The contact %(name)s has been archived, or is an organisation.", name=name
        )

    def _word_membership(self):
        if self._owes_membership():
            return self.env._(
                "The membership invoice of %(name)s has not been paid.",
                name=self.partner_id.name,
            )
        sentence = self.env._(
            "%(name)s is not a member: the membership status is “%(status)s”.",
            name=self.partner_id.name,
            status=self._get_membership_label(),
        )
        reason = self.partner_id._get_membership_reason(self.intake_id._today())
        return f"{sentence} {reason}".strip()

    def _word_category(self):
        needed = ", ".join(self.scheme_id.mentor_category_ids.mapped("name"))
        day = self.intake_id._today()
        held = self.partner_id._get_membership_categories(day).mapped("name")
        if not held:
            return self.env._(
                "%(name)s has no membership category. Mentors need one of: %(needed)s.",
                name=self.partner_id.name,
                needed=needed,
            )
        return self.env._(
            "The membership category of %(name)s is %(held)s. Mentors need one of: "
            "%(needed)s.",
            name=self.partner_id.name,
            held=", ".join(held),
            needed=needed,
        )

    def _word_experience(self):
        return self.env._(
            "Years of experience of %(name)s: %(stated)s. Mentors need at least "
            "%(needed)s.",
            name=self.partner_id.name,
            stated=self.years_experience,
            needed=self.scheme_id.mentor_min_years,
        )

    def _word_resume(self):
        return self.env._(
            "%(name)s has not attached a résumé.", name=self.partner_id.name
        )

    def _word_referee(self):
        if self.state in UNSENT_STATES or not self.referee_name:
            return self.env._(
                "%(name)s has not named a referee with an email address.",
                name=self.partner_id.name,
            )
        return self.env._(
            "The reference for %(name)s by %(referee)s has not been received.",
            name=self.partner_id.name,
            referee=self.referee_name,
        )

    def _word_paper(self):
        return self.env._(
            "The scan of the paper form of %(name)s is missing. Attach it as “Paper "
            "form”.",
            name=self.partner_id.name,
        )

    def _word_deadline(self):
        intake = self.intake_id
        closed_at = intake.application_close_at
        if closed_at and fields.Datetime.now() >= closed_at:
            return self.env._(
                "Applications for %(intake)s closed on %(close)s. To accept this one, "
                "set the rule “Deadline” aside on the page “Eligibility”.",
                intake=intake.name,
                close=format_day(self.env, intake.application_close),
            )
        return self.env._(
            "%(intake)s does not accept applications today. To accept this one, set "
            "the rule “Deadline” aside on the page “Eligibility”.",
            intake=intake.name,
        )
