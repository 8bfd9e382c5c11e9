# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


from odoo import api, models
from odoo.fields import Domain

CURRENT = ("intake_id.phase", "not in", ("closed", "cancelled"))


class MentoringToday(models.AbstractModel):
    """What waits for whoever asks, and where each intake stands in its year.

    Everybody is shown what they may read. A figure is the number of the records that
    its list opens (invariant 12).
    """

    _name = "mentoring.today"
    _description = "What needs me today"

    @api.model
    @api.readonly
    def get_today(self):
        """Return the figures with what each opens, and the intakes with their dates."""
        sections = []
        for title, items in (
            (self.env._("For you"), self._get_task_items()),
            (self.env._("Applications"), self._get_application_items()),
            (self.env._("Matching"), self._get_matching_items()),
            (self.env._("Partnerships"), self._get_partnership_items()),
            (self.env._("Evaluations"), self._get_evaluation_items()),
            (self.env._("Fees"), self._get_fee_items()),
            (self.env._("Emails and logins"), self._get_contact_items()),
            (self.env._("Confidential cases"), self._get_concern_items()),
        ):
            figures = [self._count(item) for item in items if self._may_read(item)]
            if figures:
                sections.append({"title": title, "items": figures})
        return {
            "sections": sections,
            "intakes": self._get_intakes(),
            "setup": self._get_setup(),
            "may_set_up": self._is_coordinator(),
        }

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _prepare_item(self, model, label, domain, hint, **more):
        """Return what one figure counts, and how it is listed.

        :param more: ``late``, a domain for those of them that are late; ``group``,
            who is shown the figure besides having to read it; ``action`` and
            ``context``, where the model's own window action is not the one to open
        """
        return {
            "model": model,
            "action": f"mentoring_scheme.{model.replace('.', '_')}_action",
            "label": label,
            "domain": domain,
            "hint": hint,
            **more,
        }

    @api.model
    def _may_read(self, item):
        group = item.get("group")
        if group and not self.env.user.has_group(group):
            return False
        return self.env[item["model"]].has_access("read")

    @api.model
    def _count(self, item):
        """Return a figure as the screen shows it."""
        Model = self.env[item["model"]]
        domain = Domain(item["domain"])
        late = item.get("late")
        count = Model.search_count(domain)
        return {
            "label": item["label"],
            "hint": item["hint"],
            "count": count,
            "late": count and late and Model.search_count(domain & Domain(late)) or 0,
            "action": item["action"],
            "domain": list(domain),
            "context": item.get("context", {}),
        }

    @api.model
    def _get_task_items(self):
        return [
            self._prepare_item(
                "mail.activity",
                self.env._("Tasks for you"),
                [
                    ("user_id", "=", self.env.uid),
                    ("res_model", "=like", "mentoring.%"),
                    ("date_deadline", "<=", "today"),
                ],
                self.env._("What Odoo has asked you to do by today."),
                late=[("date_deadline", "<", "today")],
                action="mail.mail_activity_action_my",
                # The list leaves out what one may not read, and counts after that.
                context={"force_search_count": 1},
            )
        ]

    @api.model
    def _get_application_items(self):
        offering = self._get_intakes_with_places()
        return [
            self._prepare_item(
                "mentoring.application",
                self.env._("Applications to review"),
                [("state", "=", "submitted"), CURRENT],
                self.env._("Approve, return or decline them."),
                late=[("date_review", "<", "today")],
            ),
            self._prepare_item(
                "mentoring.application",
                self.env._("Drafts that close within a week"),
                [
                    ("state", "in", ("draft", "returned")),
                    ("intake_id.phase", "=", "open"),
                    ("intake_id.application_close", ">=", "today"),
                    ("intake_id.application_close", "<=", "today +7d"),
                ],
                self.env._(
                    "Begun and not submitted. They are reminded three days before the "
                    "close."
                ),
                late=[("intake_id.application_close", "<=", "today +3d")],
            ),
            self._prepare_item(
                "mentoring.application",
                self.env._("Waiting for their membership"),
                [
                    ("date_pending", "!=", False),
                    ("state", "in", ("draft", "returned")),
                    CURRENT,
                ],
                self.env._("Submitted automatically once the membership is paid."),
            ),
            self._prepare_item(
                "mentoring.application",
                self.env._("Waiting while places are free"),
                [("state", "=", "waitlisted"), ("intake_id", "in", offering.ids)],
                self.env._("Offer a place to the first on the list."),
                action="mentoring_scheme.mentoring_waiting_list_action",
            ),
        ]

    @api.model
    def _get_intakes_with_places(self):
        """Return the intakes in which somebody waits, and mentors have free places."""
        Application = self.env["mentoring.application"]
        Intake = self.env["mentoring.intake"]
        if not Application.has_access("read"):
            return Intake
        groups = Application._read_group(
            [("state", "=", "waitlisted"), CURRENT], ["intake_id"]
        )
        waiting = Intake.union(*(intake for (intake,) in groups))
        free = Application._get_free_place_counts(waiting) if waiting else {}
        return waiting.filtered(free.get)

    @api.model
    def _get_matching_items(self):
        return [
            self._prepare_item(
                "mentoring.application",
                self.env._("Accepted, without a partner"),
                [
                    ("state", "=", "approved"),
                    ("role", "in", ("mentee", "peer")),
                    "|",
                    ("intake_id.phase", "in", ("matching", "running")),
                    "&",
                    ("intake_id.phase", "=", "open"),
                    ("intake_id.is_rolling", "=", True),
                ],
                self.env._("Find them a partner with a match run."),
                late=[("intake_id.phase", "=", "running")],
            ),
            self._prepare_item(
                "mentoring.match.run",
                self.env._("Proposals to publish"),
                [("state", "=", "done"), CURRENT],
                self.env._(
                    "No one is emailed before you publish. Discard what is over."
                ),
                late=[("intake_id.date_start", "<=", "today")],
            ),
        ]

    @api.model
    def _get_partnership_items(self):
        running = ("partnership_id.state", "in", ("matched", "active"))
        return [
            self._prepare_item(
                "mentoring.withdrawal",
                self.env._("Withdrawals to decide"),
                [("state", "=", "requested")],
                self.env._("The partner hears of it once you approve."),
            ),
            self._prepare_item(
                "mentoring.partnership",
                self.env._("Not signed for two weeks"),
                [("state", "=", "matched"), ("date_matched", "<", "today -14d")],
                self.env._("Call the participants who haven't signed."),
                late=[("date_matched", "<", "today -28d")],
            ),
            self._prepare_item(
                "mentoring.agreement",
                self.env._("Did not want to sign"),
                [("state", "=", "declined"), running],
                self.env._("The reason is on the agreement."),
            ),
            self._prepare_item(
                "mentoring.partnership",
                self.env._("No meeting for five weeks"),
                [
                    ("state", "=", "active"),
                    ("date_start", "<", "today -35d"),
                    ("meeting_ids", "not any", self._met_since("today -35d")),
                ],
                self.env._("Ask both how it goes."),
                late=[
                    ("date_start", "<", "today -60d"),
                    ("meeting_ids", "not any", self._met_since("today -60d")),
                ],
            ),
            self._prepare_item(
                "mentoring.checkin",
                self.env._("Check-ins to look into"),
                [("is_worrying", "=", True)],
                self.env._("Someone doubts the fit, or they are not in touch."),
            ),
            self._prepare_item(
                "mentoring.participant",
                self.env._("People on hold"),
                [
                    ("state", "=", "current"),
                    "|",
                    ("is_on_hold", "=", True),
                    ("is_fee_on_hold", "=", True),
                ],
                self.env._("Their membership lapsed, or their fee is overdue."),
            ),
        ]

    @api.model
    def _met_since(self, moment):
        return [("state", "=", "held"), ("start", ">=", moment)]

    @api.model
    def _get_evaluation_items(self):
        running = ("partnership_id.state", "in", ("matched", "active"))
        return [
            self._prepare_item(
                "mentoring.evaluation",
                self.env._("Answers that ask for a call"),
                [
                    ("state", "=", "done"),
                    running,
                    "|",
                    ("is_low", "=", True),
                    "|",
                    ("wants_contact", "=", True),
                    ("outcome", "in", ("modify", "end")),
                ],
                self.env._("A low rating, a wish for change, or “please contact me”."),
            ),
            self._prepare_item(
                "mentoring.evaluation",
                self.env._("Surveys not answered in time"),
                [("state", "=", "pending"), ("date_due", "<", "today")],
                self.env._("They have been reminded by email. A phone call may help."),
            ),
            self._prepare_item(
                "mentoring.application",
                self.env._("Completed, without a certificate"),
                [
                    ("state", "=", "completed"),
                    ("certificate_ids", "not any", [("state", "=", "issued")]),
                    CURRENT,
                ],
                self.env._(
                    "Tick them in the list and click Issue Certificates, which says "
                    "what is missing."
                ),
            ),
        ]

    @api.model
    def _get_fee_items(self):
        books = "account.group_account_invoice"
        unbilled = ("state", "in", ("pending", "due"))
        return [
            self._prepare_item(
                "mentoring.fee",
                self.env._("Fees to bill"),
                # By the calendar: a state that waits for the job says nothing yet.
                [unbilled, ("date_due", "<=", "today"), ("is_waived", "=", False)],
                self.env._("The hourly job bills them; Bill Due Fees does it now."),
                group=books,
            ),
            self._prepare_item(
                "mentoring.fee",
                self.env._("Fees that cannot be billed"),
                [("billing_error", "!=", False), unbilled],
                self.env._("Each says why, and what to set right."),
            ),
            self._prepare_item(
                "mentoring.fee",
                self.env._("Past the billing deadline"),
                [("date_deadline", "<", "today"), unbilled],
                self.env._("The acceptance has not been signed by both."),
            ),
            self._prepare_item(
                "mentoring.fee",
                self.env._("Invoices overdue"),
                [("state", "=", "invoiced"), ("date_payment_due", "<", "today")],
                self.env._("Their places go on hold, if the scheme says so."),
                late=[("date_payment_due", "<", "today -30d")],
            ),
            self._prepare_item(
                "mentoring.fee",
                self.env._("Invoices not sent"),
                [("state", "=", "invoiced"), ("sending_error", "!=", False)],
                self.env._("Each says why. No one is reminded of them meanwhile."),
                group=books,
            ),
            self._prepare_item(
                "mentoring.fee",
                self.env._("Paid too much"),
                [("amount_overpaid", ">", 0)],
                self.env._("Pay it back, or use it for another invoice of the payer."),
                group=books,
            ),
            self._prepare_item(
                "mentoring.fee",
                self.env._("To be paid back"),
                [("amount_open", "<", 0), ("refund_kind", "!=", "credit")],
                self.env._("A credit note is posted, and the money not returned."),
                group=books,
            ),
        ]

    @api.model
    def _get_concern_items(self):
        return [
            self._prepare_item(
                "mentoring.concern",
                self.env._("Cases to take"),
                [("handler_id", "=", False), ("state", "!=", "closed")],
                self.env._("Take it, and the person who raised it gets a receipt."),
                late=[("is_in_danger", "=", True)],
            ),
            self._prepare_item(
                "mentoring.concern",
                self.env._("Your open cases"),
                [("handler_id", "=", self.env.uid), ("state", "!=", "closed")],
                self.env._("Only you read them."),
            ),
        ]

    # ------------------------------------------------------------------
    # Intakes
    # ------------------------------------------------------------------

    @api.model
    def _is_coordinator(self):
        """Return whether the user runs intakes; members read them, too."""
        return self.env.user.has_group("mentoring_scheme.group_mentoring_user")

    @api.model
    def _get_setup(self):
        """Return what is to be set up first: a scheme or an intake; nothing after."""
        if not self._is_coordinator():
            return False
        if not self.env["mentoring.scheme"].search_count([], limit=1):
            return {
                "step": "scheme",
                "may": self.env["mentoring.scheme"].has_access("create"),
            }
        if not self.env["mentoring.intake"].search_count([], limit=1):
            return {"step": "intake", "may": True}
        return False
