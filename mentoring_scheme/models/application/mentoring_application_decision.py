# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError

# What staff decide, and the email that tells the applicant.
DECISION_MAILS = {
    "returned": "mail_template_application_returned",
    "approved": "mail_template_application_approved",
    "waitlisted": "mail_template_application_waitlisted",
    "declined": "mail_template_application_declined",
}
# Which states a decision by a person may come from.
STATE_SOURCES = {
    "draft": ("withdrawn",),
    "submitted": ("draft", "returned"),
    "returned": ("submitted",),
    "approved": ("submitted", "waitlisted"),
    "waitlisted": ("submitted", "approved"),
    "declined": ("submitted", "returned", "waitlisted", "approved"),
    "withdrawn": ("draft", "submitted", "returned", "approved", "waitlisted"),
}
# What can be taken back.
DECIDED_STATES = (*DECISION_MAILS, "withdrawn")


class MentoringApplication(models.Model):
    """How staff decide on applications, and take a decision back."""

    _inherit = "mentoring.application"

    state_before = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("approved", "Approved"),
            ("waitlisted", "Waiting List"),
        ],
        string="Status Before the Decision",
        readonly=True,
        copy=False,
        help="Where the application goes when the latest decision is taken back.",
    )

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def action_approve(self):
        """Accept applications for the match."""
        self._check_decision("approved")
        self._cancel_open_offers()
        self.state = "approved"
        return self._tell_decision("approved")

    def action_return(self):
        """Give applications back to the applicants, who edit and submit them again."""
        self._check_decision("returned")
        self._check_words("return_remarks")
        self.state = "returned"
        return self._tell_decision("returned")

    def action_decline(self):
        """Decline applications."""
        self._check_decision("declined")
        self._check_words("decline_reason")
        self._cancel_open_offers()
        self.state = "declined"
        return self._tell_decision("declined")

    def action_waitlist(self):
        """Put applications on the waiting list."""
        self._check_decision("waitlisted")
        self._join_waiting_list()
        self.state = "waitlisted"
        return self._tell_decision("waitlisted")

    def action_withdraw(self):
        """Take back applications that have not been matched; nothing is owed."""
        self._check_transition("withdrawn")
        self._cancel_open_offers()
        self.write({"state": "withdrawn", "date_pending": False})
        return True

    def action_reopen(self):
        """Take decisions back: each application goes where it was before.

        Applicants who have been told of the decision are told that it no longer
        applies; an email that has not left yet is stopped instead.
        """
        obstacles = [obstacle for one in self if (obstacle := one._get_undo_obstacle())]
        if obstacles:
            raise UserError("\n".join(obstacles))
        told = self.filtered(
            lambda application: (
                application.state == "withdrawn" or application._recall_decision()
            )
        )
        told = told.filtered("date_submitted")  # nobody else has heard of anything
        for application in self:
            application.write(
                {"state": application._get_state_before(), "state_before": False}
            )
        return self._show_reopened(
            told._send_mail("mail_template_application_reopened")
        )

    def _reopen_as_draft(self):
        """Let a member who withdrew before any match change and submit it again."""
        self._check_transition("draft")
        self.state = "draft"

    # ------------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------------

    def write(self, vals):
        """Change no state but as the buttons do; note what a decision came from."""
        if "state" not in vals:
            return super().write(vals)
        target = vals["state"]
        changed = self.filtered(lambda application: application.state != target)
        # An import changes no status at all, and is told so in words of its own.
        if not self.env.su and not self.env.context.get("import_file"):
            changed._check_entered(target)
        rest = self - changed
        result = super(MentoringApplication, rest).write(vals) if rest else True
        noted = dict(self._fields["state_before"].selection)
        for state, applications in changed.grouped("state").items():
            before = state if target in DECIDED_STATES and state in noted else False
            # The step that goes back says itself that nothing came before.
            values = {"state_before": before, **vals}
            super(MentoringApplication, applications).write(values)
        return result

    def _check_entered(self, target):
        """Refuse a state that is neither a next step nor the one before."""
        back = self.filtered(
            lambda application: (
                application.state in DECIDED_STATES
                and application.state not in STATE_SOURCES.get(target, ())
                and application._get_state_before() == target
                and not application._get_undo_obstacle()
            )
        )
        forward = self - back
        forward._check_transition(target)
        if target == "approved":
            forward._check_eligible()

    def _check_transition(self, target):
        """Refuse a step that the state of any application does not allow."""
        sources = STATE_SOURCES.get(target, ())  # a match is followed, not decided
        wrong = self.filtered(lambda application: application.state not in sources)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(applications)s: an application that is %(current)s cannot "
                    "become %(target)s.",
                    applications=", ".join(wrong.mapped("display_name")),
                    current=labels[wrong[0].state].lower(),
                    target=labels[target].lower(),
                )
            )

    def _check_decision(self, target):
        """Refuse a decision that any of these applications does not allow."""
        self._check_transition(target)
        if target == "submitted":
            self._check_submittable()
        if target == "approved":
            self._check_eligible()
            self._check_conduct_accepted()

    def _check_eligible(self):
        """Refuse to approve anyone who does not meet the scheme's rules."""
        for application in self:
            if not application.is_eligible:
                raise UserError(application._get_eligibility_refusal())

    def _get_eligibility_refusal(self):
        """Say to staff why an application cannot be approved, and what they can do."""
        self.ensure_one()
        return self.env._(
            "%(application)s cannot be approved.\n%(reasons)s\nTo approve it anyway, "
            "set the rule aside on the page “Eligibility” of the application.",
            application=self.display_name,
            reasons="\n".join(self._get_staff_reasons().values()),
        )

    def _check_conduct_accepted(self):
        """Refuse who has not accepted the code of conduct (promise A34).

        A decision of staff; the system's own steps come after one.
        """
        lacking = self.filtered("lacks_conduct")
        if lacking and not self.env.su:
            raise UserError(
                self.env._(
                    "%(applications)s: the code of conduct has not been accepted. "
                    "Return the application with “Return…”, or record an acceptance on "
                    "paper with “Record Acceptance”.",
                    applications=", ".join(lacking.mapped("display_name")),
                )
            )

    def _check_words(self, name):
        """Refuse a decision without the words that the applicant is told.

        The system's own steps are exempt: they say why in the mail itself.
        """
        silent = self.filtered(
            lambda application: not (application[name] or "").strip()
        )
        if silent and not self.env.su:
            raise UserError(
                self.env._(
                    "%(applications)s: write what the applicant is told, in the field "
                    "“%(field)s”.",
                    applications=", ".join(silent.mapped("display_name")),
                    field=self._fields[name]._description_string(self.env),
                )
            )

    def _get_decision_obstacle(self, target):
        """Return why staff cannot take a decision on this application; '' if they can.

        :param str target: the state that the decision leads to
        """
        self.ensure_one()
        try:
            self._check_decision(target)
        except UserError as refusal:
            return str(refusal)
        return ""

    # ------------------------------------------------------------------
    # Taking back
    # ------------------------------------------------------------------

    def _get_state_before(self):
        """Return where the application goes when the latest decision is taken back."""
        self.ensure_one()
        before = self.state_before or ("submitted" if self.date_submitted else "draft")
        if before == "approved" and (not self.is_eligible or self.lacks_conduct):
            return "submitted"
        return before

    def _get_undo_obstacle(self):
        """Return why the decision can no longer be taken back; '' if it can."""
        self.ensure_one()
        if self.state not in DECIDED_STATES:
            return self.env._(
                "%(application)s: there is no decision to take back.",
                application=self.display_name,
            )
        if self.participant_ids:
            return self.env._(
                "%(application)s has been matched since, so the decision can no longer "
                "be taken back.",
                application=self.display_name,
            )
        if any(withdrawal._is_final() for withdrawal in self.withdrawal_ids):
            return self.env._(
                "%(application)s: a withdrawal has been approved, so the application "
                "cannot be reopened. Enter a new one.",
                application=self.display_name,
            )
        if self.date_pending and self.state == "returned":
            return self.env._(
                "%(application)s: the applicant has submitted it again and is waiting "
                "for membership.",
                application=self.display_name,
            )
        if self.offer_expires_on:
            return self.env._(
                "%(application)s: a place has been offered to this applicant. Click "
                "“Withdraw Offer” first, in “Offers of a Place”.",
                application=self.display_name,
            )
        if self.state == "approved" and self._has_taken_place():
            return self.env._(
                "%(application)s: the applicant has accepted a place offer. Use “Move "
                "to Waiting List” or “Decline…” instead.",
                application=self.display_name,
            )
        return ""

    def _has_taken_place(self):
        """Return whether the applicant was approved by accepting an offer."""
        self.ensure_one()
        return any(
            offer.state == "accepted"
            and offer.date_offered >= (self.date_waitlisted or offer.date_offered)
            for offer in self.place_offer_ids
        )

    def _recall_decision(self):
        """Stop the email about the decision if it has not left yet.

        :return: whether the applicant has been told, so has to be told again
        """
        self.ensure_one()
        return self.env["mentoring.notification"]._recall(
            f"mentoring_scheme.{DECISION_MAILS[self.state]}", self
        )

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    def _tell_decision(self, state):
        """Email the applicants, and tell staff what was done."""
        emailed = self._send_mail(DECISION_MAILS[state])
        return self.env["mentoring.step.notice"]._show(
            self._get_decision_title(state),
            self.env["mentoring.step.notice"]._count_emailed(len(emailed)),
            opens=self._get_list_action(self) if len(self) > 1 else None,
            label=self.env._("Open Applications"),
        )

    def _show_submitted(self):
        """Tell staff how many applications they have submitted for members."""
        notice = self.env["mentoring.step.notice"]
        return notice._show(
            self._get_decision_title("submitted"), notice._count_emailed(len(self))
        )

    def _get_decision_title(self, state):
        """Say how many applications were decided, one and many being two sentences."""
        if len(self) == 1:
            titles = {
                "submitted": self.env._("Application submitted"),
                "returned": self.env._("Application returned"),
                "approved": self.env._("Application approved"),
                "waitlisted": self.env._("Application moved to the waiting list"),
                "declined": self.env._("Application declined"),
            }
            return titles[state]
        titles = {
            "submitted": self.env._(
                "%(count)s applications submitted", count=len(self)
            ),
            "returned": self.env._("%(count)s applications returned", count=len(self)),
            "approved": self.env._("%(count)s applications approved", count=len(self)),
            "waitlisted": self.env._(
                "%(count)s applications moved to the waiting list", count=len(self)
            ),
            "declined": self.env._("%(count)s applications declined", count=len(self)),
        }
        return titles[state]

    def _show_reopened(self, emailed):
        labels = dict(self._fields["state"]._description_selection(self.env))
        if len(self) == 1:
            title = self.env._(
                "Decision taken back. Status: %(state)s", state=labels[self.state]
            )
        else:
            title = self.env._("%(count)s decisions taken back", count=len(self))
        return self.env["mentoring.step.notice"]._show(
            title,
            self.env["mentoring.step.notice"]._count_emailed(len(emailed)),
            opens=self._get_list_action(self) if len(self) > 1 else None,
            label=self.env._("Open Applications"),
        )
