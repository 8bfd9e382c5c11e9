# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ...dates import format_day, format_zone

# Not with the office: the applicant still writes on it.
UNSENT_STATES = (False, "draft", "returned")


class MentoringApplication(models.Model):
    """Who may take part: the scheme's rules, read live from the member record.

    Each failed rule is one sentence that says what to do (promises A7, A14, A19).
    """

    _inherit = "mentoring.application"

    override_ids = fields.One2many(
        comodel_name="mentoring.application.override", inverse_name="application_id"
    )
    is_eligible = fields.Boolean(
        string="Eligible", compute="_compute_eligibility", search="_search_is_eligible"
    )
    eligibility_note = fields.Text(
        string="What the Applicant Reads",
        compute="_compute_eligibility",
        help="One line for each rule that is not met.",
    )
    is_removed = fields.Boolean(
        string="Removed from the Pool",
        compute="_compute_is_removed",
        help="A decision of the association keeps this person from taking part.",
    )

    @api.depends("partner_id")
    def _compute_is_removed(self):
        removed = self.env["mentoring.concern"]._get_removed_people()
        for application in self:
            application.is_removed = application.partner_id in removed

    @api.depends(
        "role",
        "years_experience",
        "file_ids.kind",
        "override_ids.rule",
        "partner_id.free_member",
        "partner_id.associate_member_id",
        "partner_id.membership_state",
        "partner_id.member_line_ids.state",
        "partner_id.member_line_ids.date_from",
        "partner_id.member_line_ids.date_to",
        "partner_id.member_line_ids.date_cancel",
        "partner_id.member_line_ids.category_id",
        "partner_id.is_company",
        "partner_id.active",
        "membership_invoice_state",
        "scheme_id.mentor_member_required",
        "scheme_id.mentee_member_required",
        "scheme_id.mentor_category_ids",
        "scheme_id.mentor_min_years",
        "scheme_id.offers_one_to_one",
        "scheme_id.offers_group",
        "scheme_id.offers_reverse",
        "mode",
        "scheme_id.resume_required",
        "scheme_id.referee_required",
        "state",
        "source",
        "referee_name",
        "referee_email",
        "reference_ids.state",
    )
    def _compute_eligibility(self):
        for application in self:
            # A new form has no one to judge yet.
            known = (
                application.scheme_id and application.partner_id and application.role
            )
            failures = application._get_failed_rules() if known else {}
            application.is_eligible = known and not failures
            application.eligibility_note = "\n".join(failures.values())

    def _search_is_eligible(self, operator, value):
        if operator != "in":
            return NotImplemented
        if {True, False} <= set(value):
            return Domain.TRUE
        eligible = self._domain_eligible()
        return eligible if True in value else ~eligible

    @api.model
    def _domain_eligible(self):
        """Return who meets the rules, as a domain: the same that ``_get_failed_rules``
        says of one.
        """
        schemes = [scheme for [scheme] in self._read_group([], ["scheme_id"])]
        return Domain.OR(
            Domain("scheme_id", "=", scheme.id)
            & Domain("role", "=", role)
            & Domain.AND(
                domain | Domain("override_ids", "any", [("rule", "=", rule)])
                for rule, domain in self._get_rule_domains(scheme, role).items()
            )
            for scheme in schemes
            for role, _label in self._fields["role"].selection
        )

    @api.model
    def _get_rule_domains(self, scheme, role):
        """Return for each rule of a scheme the applications in a role that meet it."""
        person = Domain("active", "=", True) & Domain("is_company", "=", False)
        removed = self.env["mentoring.concern"]._get_removed_people()
        person &= Domain("id", "not in", removed.ids)
        domains = {"person": Domain("partner_id", "any", person)}
        is_mentor = role == "mentor"
        if (
            scheme.mentor_member_required
            if is_mentor
            else scheme.mentee_member_required
        ):
            domains["membership"] = self._domain_membership_in_order(scheme)
        if is_mentor and scheme.mentor_category_ids:
            domains["category"] = self._domain_by_day(
                scheme,
                lambda day: Domain(
                    "partner_id",
                    "any",
                    self.env["res.partner"]._domain_membership_categories(
                        day, scheme.mentor_category_ids
                    ),
                ),
            )
        if is_mentor and scheme.mentor_min_years and not scheme._is_reverse_alone():
            domains["experience"] = Domain(
                "years_experience", ">=", scheme.mentor_min_years
            )
            if scheme.offers_reverse:
                domains["experience"] |= Domain("mode", "=", "reverse")
        if scheme.resume_required:
            domains["resume"] = Domain("file_ids", "any", [("kind", "=", "resume")])
        if scheme.referee_required == "required":
            domains["referee"] = self._domain_referee_in_order()
        domains["paper"] = Domain("source", "!=", "paper") | Domain(
            "file_ids", "any", [("kind", "=", "paper")]
        )
        return domains

    @api.model
    def _domain_by_day(self, scheme, domain_of):
        """Return a domain that depends on the day, which is the intake's own.

        :param domain_of: returns the domain of a day
        """
        intakes = self.env["mentoring.intake"].search([("scheme_id", "=", scheme.id)])
        return Domain.OR(
            Domain("intake_id", "in", same.ids) & domain_of(day)
            for day, same in intakes.grouped(lambda intake: intake._today()).items()
        )

    @api.model
    def _domain_membership_in_order(self, scheme):
        Partner = self.env["res.partner"]
        open_invoice = Domain("membership_invoice_state", "=", "open")

        def in_order(day):
            owing = open_invoice & Domain(
                "partner_id", "any", Partner._domain_invoiced_members(day)
            )
            member = Domain("partner_id", "any", Partner._domain_mentoring_members(day))
            return member & ~owing

        return self._domain_by_day(scheme, in_order)

    @api.model
    def _domain_membership_kept(self, schemes):
        """Return of whom ``_is_membership_in_order`` holds, as a domain."""
        kept = Domain.FALSE
        for scheme in schemes:
            free = [
                role
                for role, is_required in (
                    ("mentor", scheme.mentor_member_required),
                    ("mentee", scheme.mentee_member_required),
                    ("peer", scheme.mentee_member_required),
                )
                if not is_required
            ]
            kept |= Domain("scheme_id", "=", scheme.id) & (
                Domain("role", "in", free) | self._domain_membership_in_order(scheme)
            )
        return kept | Domain("override_ids", "any", [("rule", "=", "membership")])

    @api.model
    def _domain_referee_in_order(self):
        named = Domain("referee_name", "!=", False) & Domain(
            "referee_email", "!=", False
        )
        received = Domain("reference_ids", "any", [("state", "=", "received")])
        return received | (Domain("state", "in", UNSENT_STATES) & named)

    def _list_failures(self, failures):
        """Return a line per rule that is not met, below the name where there are many.

        :param dict failures: by application, a dict of rule key to a sentence
        """
        if len(self) == 1:
            return "\n".join(failures[self].values())
        return "\n".join(
            self.env._(
                "%(application)s: %(reasons)s",
                application=application.display_name,
                reasons=" ".join(sentences.values()),
            )
            for application, sentences in failures.items()
            if sentences
        )

    def _get_failed_entry_rules(self):
        """Return what keeps this application from being submitted today.

        :return: dict of rule key to a sentence that says what to do
        """
        self.ensure_one()
        intake = self.intake_id
        # A returned application is edited after the close as well.
        if self.state == "returned" or intake.accepts_applications:
            return {}
        if self._was_pending_in_time() or self._is_overridden("deadline"):
            return {}
        closed_at = intake.application_close_at
        if closed_at and fields.Datetime.now() >= closed_at:
            sentence = self.env._(
                "Applications for %(intake)s closed on %(close)s at the end of the day "
                "(%(zone)s). Please apply for the next intake.",
                intake=intake.name,
                close=format_day(self.env, intake.application_close),
                zone=format_zone(self.env, intake.tz),
            )
        elif intake.application_open and intake._today() < intake.application_open:
            sentence = self.env._(
                "Applications for %(intake)s open on %(open)s. Your draft is kept "
                "until then.",
                intake=intake.name,
                open=format_day(self.env, intake.application_open),
            )
        else:
            sentence = self.env._(
                "%(intake)s does not take applications at the moment.",
                intake=intake.name,
            )
        return {"deadline": sentence}

    def _get_failed_rules(self):
        """Return the rules of the scheme that this applicant does not meet now.

        Read live from the member record (promises A7, A14, A19).

        :return: dict of rule key to a sentence that says what to do
        """
        self.ensure_one()
        checks = {
            "person": self._check_rule_person,
            "membership": self._check_rule_membership,
            "category": self._check_rule_category,
            "experience": self._check_rule_experience,
            "resume": self._check_rule_resume,
            "referee": self._check_rule_referee,
            "paper": self._check_rule_paper,
        }
        sentences = {rule: check() for rule, check in checks.items()}
        return {
            rule: sentence
            for rule, sentence in sentences.items()
            if sentence and not self._is_overridden(rule)
        }

    def _is_overridden(self, rule):
        """Return whether staff set this rule aside for the applicant."""
        return rule in self.override_ids.mapped("rule")

    def _check_rule_person(self):
        """A living member record, and nobody who was removed (promise A39)."""
        if self.is_removed:
            return self.env._(
                "%(name)s cannot take part at present. Please contact us.",
                name=self.partner_id.name or "",
            )
        if self.partner_id.active and not self.partner_id.is_company:
            return None
        return self.env._(
            "%(name)s is not an active member record of a person. Please contact the "
            "office.",
            name=self.partner_id.name or "",
        )

    def _check_rule_membership(self):
        """All participants are members or take out membership (promise A7)."""
        scheme = self.scheme_id
        if self._is_membership_in_order():
            return None
        if self._owes_membership():
            return self.env._(
                "The invoice for your membership is not paid yet. Your application "
                "continues automatically once it is."
            )
        return self.env._(
            "%(scheme)s is for members, and your membership status is "
            "“%(status)s”. Please join or renew first.",
            scheme=scheme.name,
            status=self._get_membership_label(),
        )

    def _get_membership_label(self):
        """Return the status of the membership today, as OCA membership words it."""
        labels = dict(
            self.partner_id._fields["membership_state"]._description_selection(self.env)
        )
        return labels[self.partner_id._get_membership_state(self.intake_id._today())]

    def _is_membership_in_order(self):
        """Return whether the applicant is a member, or need not be one (promise A7)."""
        self.ensure_one()
        scheme = self.scheme_id
        required = (
            scheme.mentor_member_required
            if self.role == "mentor"
            else scheme.mentee_member_required
        )
        return (
            not required
            or (
                self.partner_id._is_mentoring_member(self.intake_id._today())
                and not self._owes_membership()
            )
            or self._is_overridden("membership")
        )

    def _is_reverse(self):
        """Return whether the mentor is to be earlier in the career (promise A41)."""
        self.ensure_one()
        scheme = self.scheme_id
        return scheme._is_reverse_alone() or (
            scheme.offers_reverse and self.mode == "reverse"
        )

    def _check_rule_category(self):
        """A mentor holds one of the scheme's member categories (promise A14)."""
        if self.role != "mentor":
            return None
        needed = self.scheme_id.mentor_category_ids
        if not needed:
            return None
        held = self.partner_id._get_membership_categories(self.intake_id._today())
        if needed & held:
            return None
        return self.env._(
            "Mentors are %(needed)s members; your membership is %(held)s. Please ask "
            "us about changing your membership.",
            needed=" or ".join(needed.mapped("name")),
            held=", ".join(held.mapped("name")) or self.env._("of no category"),
        )

    def _check_rule_experience(self):
        """A mentor has the years of experience that the scheme asks for (A14).

        In reverse mentoring the mentor is the one who has fewer (A41).
        """
        needed = self.scheme_id.mentor_min_years
        if self.role != "mentor" or self.years_experience >= needed:
            return None
        if self._is_reverse():
            return None
        if needed == 1:
            return self.env._(
                "Mentors have at least 1 year of experience. You are welcome to apply "
                "as a mentee."
            )
        return self.env._(
            "Mentors have at least %(needed)s years of experience; you stated "
            "%(stated)s. You are welcome to apply as a mentee.",
            needed=needed,
            stated=self.years_experience,
        )

    def _check_rule_resume(self):
        """A current résumé is attached (promise A19)."""
        if not self.scheme_id.resume_required:
            return None
        if any(file.kind == "resume" for file in self.file_ids):
            return None
        return self.env._("Your résumé is missing. Please attach it.")

    def _check_rule_referee(self):
        """A referee is named before submission, and has answered before approval."""
        if self.scheme_id.referee_required != "required":
            return None
        if any(reference.state == "received" for reference in self.reference_ids):
            return None
        if self.state not in UNSENT_STATES:
            return self.env._(
                "The reference by %(name)s has not arrived yet. We have asked for it "
                "by email; you may remind your referee.",
                name=self.referee_name or self.env._("your referee"),
            )
        if self.referee_name and self.referee_email:
            return None
        return self.env._(
            "Please name a referee, with an email address: someone who knows your work."
        )

    def _check_rule_paper(self):
        """What was entered from paper has the paper's scan attached."""
        if self.source != "paper":
            return None
        if any(file.kind == "paper" for file in self.file_ids):
            return None
        return self.env._(
            "The scan of the paper form is missing. Attach it as “Paper form”."
        )
