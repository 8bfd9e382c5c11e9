# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_day

_lt = LazyTranslate(__name__)

# For how long who wants a change is led to the agreement, before other steps.
MODIFY_TIME = timedelta(days=28)

# What a member's part in a partnership may be at; the first that is the case counts.
# What the member reads beside it, and its tone; without them, the partnership's state.
SITUATIONS = {
    "evaluate_over": (),
    "left": (_lt("You have left"), "secondary"),
    "certified": (),
    "completed": (),
    "ended": (),
    "leaving": (_lt("Withdrawal requested"), "warning"),
    "paused": (_lt("Paused"), "secondary"),
    "hold": (_lt("On hold"), "warning"),
    "fee_hold": (_lt("On hold"), "warning"),
    "lapsed": (),
    "refused": (_lt("To be settled"), "warning"),
    "declined": (_lt("To be settled"), "warning"),
    "sign": (),
    "evaluate": (),
    "checkin": (),
    "confirm": (),
    "modify": (),
    "wait_signatures": (),
    "meet": (),
    "plan": (),
}


class MentoringParticipant(models.Model):
    """The one next step of a member in a partnership, the same wherever it is shown."""

    _inherit = "mentoring.participant"

    def _get_portal_next_step(self):
        """Return the one thing to do next: a sentence, and where it is done, if any."""
        self.ensure_one()
        _situation, (sentence, label, url) = self._find_situation()
        return {
            "sentence": sentence,
            "label": label,
            "url": url,
            "is_over": not url and not self._is_active_seat(),
        }

    def _get_portal_situation(self):
        """Return the key of what the member's part is at."""
        return self._find_situation()[0]

    def _get_situation_label(self):
        """Return what is read beside the partnership, and its tone; none of its own."""
        return SITUATIONS[self._get_portal_situation()]

    def _find_situation(self):
        self.ensure_one()
        for situation in SITUATIONS:
            if found := getattr(self, f"_get_step_{situation}")():
                return situation, found
        raise AssertionError("The last step is always the case.")

    # ------------------------------------------------------------------
    # The steps: a sentence, a button's label and where it leads; None if not the case
    # ------------------------------------------------------------------

    def _get_step_evaluate_over(self):
        """The final evaluation is asked once the partnership is completed, too."""
        return None if self._is_active_seat() else self._get_step_evaluate()

    def _get_step_evaluate(self):
        for evaluation in self.evaluation_ids:
            if evaluation.state == "pending":
                return (
                    self.env._(
                        "Please answer the %(kind)s by %(day)s.",
                        kind=evaluation._get_kind_label(),
                        day=format_day(self.env, evaluation.date_due),
                    ),
                    self.env._("Answer now"),
                    evaluation._get_survey_url(),
                )
        return None

    def _get_step_left(self):
        if self.state != "left":
            return None
        day = format_day(self.env, self.date_left)
        if self.application_id.state == "approved":
            return (
                self.env._(
                    "You left this partnership on %(day)s. We're looking for a new "
                    "match for you, and will email you when we've found one.",
                    day=day,
                ),
                "",
                "",
            )
        return self.env._("You left this partnership on %(day)s.", day=day), "", ""

    def _get_step_certified(self):
        if self.state == "completed" and self.application_id.is_certified:
            return self.env._("Completed. Your certificate is ready."), "", ""
        return None

    def _get_step_completed(self):
        if self.state == "completed":
            return self.env._("Completed. Thank you for taking part."), "", ""
        return None

    def _get_step_ended(self):
        if self.state != "ended":
            return None
        sentences = {
            "approved": self.env._(
                "This partnership has ended. We're looking for a new match for you, "
                "and will email you when we've found one."
            ),
            "matched": self.env._("This partnership has ended."),
            "withdrawn": self.env._("This partnership has ended."),
        }
        sentence = sentences.get(
            self.application_id.state,
            self.env._(
                "This partnership has ended. We'll be in touch about what comes next."
            ),
        )
        return sentence, "", ""

    def _get_step_leaving(self):
        requested = self._get_own_request()
        if not requested:
            return None
        day = format_day(self.env, requested.create_date.date())
        if requested.wants_rematch:
            sentence = self.env._(
                "You asked for a new match on %(day)s. We'll be in touch with you.",
                day=day,
            )
        else:
            sentence = self.env._(
                "You asked to withdraw on %(day)s. We'll be in touch with you.", day=day
            )
        return sentence, "", ""

    def _get_step_paused(self):
        if self.partnership_id.is_paused:
            return (
                self.env._("We've asked you to wait. We'll be in touch with you."),
                "",
                "",
            )
        return None

    def _get_step_hold(self):
        if not self.is_on_hold:
            return None
        sentence = self.env._(
            "Your place is on hold because your membership has not been renewed. "
            "Renew it, and you can go on."
        )
        return sentence, "", ""

    def _get_step_fee_hold(self):
        if not self.is_fee_on_hold:
            return None
        fee = self.application_id.fee_ids.filtered("is_on_hold")[:1]
        values = fee._get_portal_values()
        label = self.env._("See the invoice") if values["url"] else ""
        return values["sentence"], label, values["url"]

    def _get_step_lapsed(self):
        if not self.date_lapsed:
            return None
        sentence = self.env._(
            "Your membership has lapsed. Please renew it by %(day)s to keep your "
            "place.",
            day=format_day(self.env, self._get_hold_date()),
        )
        return sentence, "", ""

    def _get_step_refused(self):
        for agreement in self.partnership_id.agreement_ids:
            if agreement.has_refusal and not agreement.digest:
                return (
                    self.env._(
                        "You can't sign “%(name)s” yet, because of one of the answers "
                        "in it. We'll be in touch with you.",
                        name=agreement.name,
                    ),
                    self.env._("See the answer"),
                    agreement._get_portal_url(),
                )
        return None

    def _get_step_declined(self):
        for agreement in self.partnership_id.agreement_ids:
            if agreement.declined_by_id == self and agreement.state == "declined":
                return (
                    self.env._(
                        "You've told us that you won't sign “%(name)s”. We'll be in "
                        "touch with you.",
                        name=agreement.name,
                    ),
                    "",
                    "",
                )
        return None

    def _get_step_sign(self):
        for agreement in self.partnership_id.agreement_ids:
            if agreement._can_be_signed_by(self):
                return (
                    self.env._("Read and sign: %(name)s.", name=agreement.name),
                    self.env._("Read and sign"),
                    agreement._get_portal_url(),
                )
        return None

    def _get_step_checkin(self):
        for checkin in self.checkin_ids if self.is_asked else ():
            if checkin._is_open():
                return (
                    self.env._("We have a question for you. One click answers it."),
                    self.env._("Answer"),
                    checkin._get_answer_url("checkin"),
                )
        return None

    def _get_step_confirm(self):
        open_lines = self.attendance_ids.filtered(lambda line: not line.confirmed_on)
        for meeting in open_lines.meeting_id:
            if meeting._is_asked_of(self):
                return (
                    self.env._(
                        "Did you meet on %(when)s? Please confirm it, so that the "
                        "hours count.",
                        when=meeting._get_portal_when(self),
                    ),
                    self.env._("Go to the meeting"),
                    f"/my/mentoring/partnership/{self.partnership_id.id}#meetings",
                )
        return None

    def _get_step_modify(self):
        """Who wants a change is led to a new version of the agreement (promise A33)."""
        asked = self.evaluation_ids.filtered(
            lambda evaluation: (
                evaluation.kind == "midway" and evaluation.outcome == "modify"
            )
        )
        if not asked:
            return None
        agreements = self.partnership_id.agreement_ids
        answered_on = asked.survey_user_input_id.end_datetime
        latest = fields.Datetime.now() - MODIFY_TIME
        if not answered_on or answered_on < latest:
            return None
        if agreements.filtered(
            lambda agreement: (
                agreement.amends_id and agreement.create_date >= answered_on
            )
        ):
            return None
        for agreement in agreements:
            if agreement._can_be_amended_by(self):
                return (
                    self.env._(
                        "You told us that something has to change. Please talk about "
                        "it with each other. You can write it down in a new version of "
                        "“%(name)s”.",
                        name=agreement.name,
                    ),
                    self.env._("Open the agreement"),
                    agreement._get_portal_url(),
                )
        return None

    def _get_step_wait_signatures(self):
        missing = self.partnership_id.agreement_ids.mapped(
            lambda agreement: agreement._get_missing_signers()
        )
        names = ", ".join(missing.partner_id.mapped("name"))
        if not names:
            return None
        sentence = self.env._(
            "You have signed. %(names)s still needs to sign.", names=names
        )
        return sentence, "", ""

    def _get_step_meet(self):
        now = fields.Datetime.now()
        coming = self.partnership_id.meeting_ids.filtered(
            lambda meeting: meeting.state == "planned" and meeting.start > now
        ).sorted("start")
        if not coming:
            return None
        when = coming[0]._get_portal_when(self)
        return self.env._("You meet on %(when)s.", when=when), "", ""

    def _get_step_plan(self):
        return (
            self.env._("Nothing is planned. Please arrange your next meeting."),
            self.env._("Plan a meeting"),
            f"/my/mentoring/partnership/{self.partnership_id.id}#plan",
        )

    # ------------------------------------------------------------------
    # What they ask
    # ------------------------------------------------------------------

    def _get_own_request(self):
        """Return the member's own request to withdraw, which is still undecided.

        One that follows from a fee that was not paid is not the member's.
        """
        requests = self.env["mentoring.withdrawal"]
        if not self.is_leaving:
            return requests
        unpaid = self.env.ref(
            "mentoring_scheme.withdrawal_reason_unpaid", raise_if_not_found=False
        )
        return self.withdrawal_ids.filtered(
            lambda request: (
                request.state == "requested"
                and (not unpaid or request.reason_id != unpaid)
            )
        )[:1]
