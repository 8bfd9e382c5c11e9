# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentoring_agreement_answer import load_answers


class MentoringAgreement(models.Model):
    """What has to be agreed to: an answer that says no is a no.

    Nobody signs an agreement in which a question that must be agreed to was answered
    otherwise, so nothing is accepted or charged by it. The coordinator gets a task.
    """

    _name = "mentoring.agreement"
    _inherit = ["mentoring.agreement", "mentoring.task"]
    _step_fields = frozenset({"has_refusal"})

    has_refusal = fields.Boolean(
        string="Not Agreed to",
        readonly=True,
        copy=False,
        help="A question that must be agreed to was answered otherwise. No one can "
        "sign until the participants change that answer.",
    )
    consent_note = fields.Text(
        string="Must Be Agreed to",
        compute="_compute_consent_note",
        help="The questions of this agreement that must be agreed to, one a line.",
    )
    needs_staff = fields.Boolean(
        string="Needs a Call",
        compute="_compute_needs_staff",
        store=True,
        help="Someone has declined to sign, or has not agreed to something required.",
    )

    @api.depends("template_id.question_ids.must_agree")
    def _compute_consent_note(self):
        for agreement in self:
            questions = agreement._get_consent_questions()
            agreement.consent_note = "\n".join(questions.mapped("name"))

    @api.depends("state", "partnership_id.date_ended", "partnership_id.date_completed")
    def _compute_needs_staff(self):
        for agreement in self:
            partnership = agreement.partnership_id
            is_over = partnership.date_ended or partnership.date_completed
            agreement.needs_staff = agreement.state == "declined" and not is_over

    def _get_task_causes(self):
        causes = super()._get_task_causes()
        return {**causes, "agreement": (["needs_staff"], "_filter_needs_staff")}

    def _filter_needs_staff(self):
        return self.filtered("needs_staff")

    def _get_consent_questions(self):
        """Return the questions that must be agreed to before anyone signs."""
        self.ensure_one()
        return self.template_id.question_ids.filtered("must_agree")

    def _get_refused_questions(self, values=None):
        """Return the questions that were answered, and not in agreement.

        :param dict values: answers by number of the question; those on record, if not
            given
        """
        self.ensure_one()
        if values is None:
            # No word of the answers leaves this: only whether they agree.
            values = load_answers(self._find_answers()).get("values", {})
        return self._get_consent_questions().filtered(
            lambda question: (
                question.kind == "choice"  # a box is ticked, or not answered
                and (answer := values.get(str(question.id)))
                and answer not in question._get_agreeing_answers()
            )
        )

    def _is_refused(self):
        """Return whether something that must be agreed to was not."""
        self.ensure_one()
        if self.digest:
            return False  # the answers were frozen with the first signature
        return self.has_refusal or bool(self._get_refused_questions())

    def _check_not_refused(self):
        """Refuse a signature as long as an answer says no."""
        if self._is_refused():
            raise UserError(
                self.env._(
                    "“%(agreement)s” cannot be signed, because something that it "
                    "requires was not agreed to: %(questions)s. Please change the "
                    "answer if it is wrong. Otherwise, tell the coordinator.",
                    agreement=self._get_title(),
                    questions=", ".join(self._get_consent_questions().mapped("name")),
                )
            )

    def _check_may_sign(self, participant):
        result = super()._check_may_sign(participant)
        self._check_not_refused()
        return result

    def _note_refusal(self, refused):
        """Note whether these questions were not agreed to, and tell the coordinator."""
        self.ensure_one()
        agreement = self.sudo()  # by this step alone
        if agreement.has_refusal != bool(refused):
            agreement.has_refusal = bool(refused)
        if refused:
            agreement._ask_to_call(
                self.env._(
                    "%(people)s have not agreed to “%(questions)s”. Please call.",
                    people=self.partnership_id.display_name,
                    questions=", ".join(refused.mapped("name")),
                )
            )

    def _ask_to_call(self, summary):
        """Give the coordinator the task to find out what is wrong."""
        self.ensure_one()
        partnership = self.partnership_id
        return self._give_task(
            "agreement", partnership, partnership.coordinator_id, summary
        )

    def _refuse_on_paper(self):
        """Record that a form on paper does not agree to what must be agreed to.

        :raise UserError: when the agreement asks for nothing of that kind, or somebody
            has signed already
        """
        self.ensure_one()
        questions = self._get_consent_questions()
        if not questions or self.digest:
            raise UserError(
                self.env._(
                    "%(agreement)s: nothing in it can be answered with no now. Please "
                    "talk to the participants; a partnership ends by a withdrawal.",
                    agreement=self.display_name,
                )
            )
        self._note_refusal(questions)
