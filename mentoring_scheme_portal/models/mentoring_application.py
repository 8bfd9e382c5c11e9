# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
import base64
import hashlib

from psycopg2.errors import UniqueViolation

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_city, format_day, format_moment

from ..forms import (
    PAPERS,
    QUESTION,
    ApplicationForm,
    Offer,
    Option,
    is_web_address,
)
from .mentoring_background import BACKGROUND_FIELDS

_lt = LazyTranslate(__name__)

# What a member may write; everything else of an application is the office's.
PORTAL_FIELDS = {
    *BACKGROUND_FIELDS,
    "topic_ids",
    "first_topic_id",
    "second_topic_id",
    "third_topic_id",
    "mode",
    "available_from",
    "available_until",
    "career_stage",
    "is_free_daytime",
    "is_free_evening",
    "is_free_weekend",
    "goals",
    "must_have",
    "nice_to_have",
    "preference_note",
    "anything_else",
    "capacity",
    "payer",
    "payer_name",
    "payer_email",
    "payer_vat",
    "purchase_order",
    "is_honest",
    "is_committed",
    "accepts_fee",
    "membership_product_id",
    "referee_name",
    "referee_email",
    "referee_relationship",
}
# What is asked anew each time, and begins as it was in the last application.
REPEATED_FIELDS = (
    "first_topic_id",
    "second_topic_id",
    "third_topic_id",
    "must_have",
    "nice_to_have",
    "payer",
    "payer_name",
    "payer_email",
    "payer_vat",
)
# Where a rule of the scheme that is not met is mended: the step and the question.
RULE_STEPS = {
    "resume": (PAPERS, "resume"),
    "conduct": ("declarations", "accept_conduct"),
    "experience": ("person", "years_experience"),
    "membership": ("membership", "membership_product_id"),
    "referee": ("referee", "referee_name"),
}
RECORDS_LIMIT = 500
# Nobody is offered a list of people to choose from.
PERSONAL_MODELS = ("res.partner", "res.users")
EDITABLE_STATES = ("draft", "returned")
WITHDRAWABLE_STATES = ("draft", "submitted", "returned", "approved", "waitlisted")
FILE_LIMIT = 5
# The state in a word, its tone, and what happens next; a draft says it by its dates.
STATUS = {
    "draft": (_lt("Draft"), "warning", ""),
    "submitted": (
        _lt("Received"),
        "info",
        _lt("We'll read it and email you. You don't need to do anything now."),
    ),
    "returned": (
        _lt("Sent back to you"),
        "warning",
        _lt("Please change what we ask for, and submit it again."),
    ),
    "approved": (
        _lt("Accepted"),
        "success",
        _lt("We'll now look for a match for you, and email you once we've found one."),
    ),
    "waitlisted": (
        _lt("On the waiting list"),
        "info",
        _lt("We'll email you as soon as there's a place."),
    ),
    "matched": (
        _lt("Matched"),
        "success",
        _lt("You have been matched. Your partnership says what comes next."),
    ),
    "completed": (
        _lt("Completed"),
        "success",
        _lt("You have taken part to the end. Thank you."),
    ),
    "declined": (
        _lt("Not accepted"),
        "secondary",
        _lt("We could not offer you a place. Nothing is charged."),
    ),
    "withdrawn": (
        _lt("Withdrawn"),
        "secondary",
        _lt("You have taken this application back."),
    ),
}


class MentoringApplication(models.Model):
    _inherit = "mentoring.application"

    _page_fields = (
        "bio",
        "current_role",
        "employer",
        "first_topic_id",
        "is_certified",
        "location",
        "partner_id",
        "profile_url",
        "role",
        "second_topic_id",
        "shares_profile",
        "third_topic_id",
        "topic_ids",
        "tz",
    )

    portal_step = fields.Char(
        string="Step Reached",
        readonly=True,
        copy=False,
        help="How far the applicant has come in the form, which opens there again.",
    )

    # ------------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------------

    @api.model
    def _domain_for_member(self, partner):
        """Return which applications this person sees: the person's own, no others."""
        return [("partner_id", "=", partner.id)]

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model
    def _portal_start(self, intake, role):
        """Return the acting member's application in this role, a draft if it is new.

        An application that the member withdrew before any match is taken up again.

        :return: the application; none when another request is making it right now
        :raise UserError: with what keeps this member from applying now
        """
        partner = self.env.user.partner_id
        application = self._find_for_member(partner, intake, role)
        if application.state == "withdrawn" and application._portal_can_reopen():
            application._reopen_as_draft()
        if application:
            return application
        vals = self._prepare_portal_application(partner, intake, role)
        obstacles = self.new(vals)._get_failed_entry_rules()
        if obstacles:
            raise UserError("\n".join(obstacles.values()))
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.create(vals)
        except UniqueViolation:  # a double click
            return self.browse()

    def _portal_save_draft(self, values, step=None):
        """Store a member's answers; nothing that a member may not write gets through.

        :param dict values: answers by name of the question, as the form has read them
        :param str step: the furthest step that has been reached
        :raise UserError: when the application is in the office's hands
        """
        self.ensure_one()
        self._check_portal_editable()
        vals = {
            name: self._convert_portal_answer(name, value)
            for name, value in values.items()
            if name in PORTAL_FIELDS
        }
        answers = {
            name.removeprefix(QUESTION): value
            for name, value in values.items()
            if name.startswith(QUESTION)
        }
        if answers:
            vals["properties"] = self._prepare_portal_properties(answers)
        if step and step != self.portal_step:
            vals["portal_step"] = step
        self.write(vals)
        if values.get("accept_conduct"):
            self._accept_conduct()

    def _portal_submit(self):
        """Submit the application (promises A19, A21, A34, A36).

        Who is no member yet gets the invoice first (A7).

        :raise UserError: with one line per reason why it cannot be submitted
        """
        self.ensure_one()
        self._check_portal_editable()
        accepts_fee = self.accepts_fee or not self._get_portal_fee()
        declared = self.is_honest and self.is_committed and accepts_fee
        if not declared or self.lacks_conduct:
            raise UserError(
                self.env._(
                    "Please tick your declarations: that what you have written is "
                    "true, and that you agree to the rest."
                )
            )
        if self._can_join():
            self._await_membership()
        else:
            self.with_context(mentoring_confirm_later=True).action_submit()

    def _portal_attach(self, filename, data):
        """Attach a résumé; the same file again changes nothing.

        :param bytes data: the content
        :raise UserError: with what is wrong with the file
        """
        self.ensure_one()
        self._check_portal_editable()
        content = base64.b64encode(data)
        if any(
            file.filename == filename and file.file == content for file in self.file_ids
        ):
            return
        if len(self.file_ids) >= FILE_LIMIT:
            raise UserError(
                self.env._(
                    "You can't attach more files (limit: %(limit)s). Please remove "
                    "one first.",
                    limit=FILE_LIMIT,
                )
            )
        self.env["mentoring.application.file"].create(
            {
                "application_id": self.id,
                "kind": "resume",
                "filename": filename,
                "file": content,
            }
        )

    def _portal_remove_file(self, file_id):
        """Remove a file of this application; one that is gone already is no error."""
        self.ensure_one()
        self._check_portal_editable()
        self.file_ids.filtered(lambda file: file.id == file_id).unlink()

    def _portal_withdraw(self):
        """Take the application back before it is matched; nothing is owed."""
        self.ensure_one()
        self.action_withdraw()

    def _portal_take_back(self):
        """Give an application that awaits its membership back to the member (A7)."""
        self.ensure_one()
        self._take_back()

    def _portal_is_editable(self):
        self.ensure_one()
        return self.state in EDITABLE_STATES and not self._is_awaiting_membership()

    def _can_join(self):
        """Return whether all that is left is a membership, which is on offer (A7)."""
        self.ensure_one()
        return "membership" in self._get_failed_rules() and bool(
            self.membership_invoice_state == "open"
            or self.scheme_id._get_membership_products(self.role)
        )

    def _check_portal_editable(self):
        if not self._portal_is_editable():
            raise UserError(
                self.env._(
                    "This application has been submitted, so it can no longer be "
                    "changed here. Please ask us if something is wrong."
                )
            )

    @api.model
    def _find_for_member(self, partner, intake, role):
        return self.search(
            [
                *self._domain_for_member(partner),
                ("intake_id", "=", intake.id),
                ("role", "=", role),
            ],
            limit=1,
        )

    @api.model
    def _prepare_portal_application(self, partner, intake, role):
        """Return the values of a new draft, with what the member record knows."""
        known = self.env["mentoring.profile"]._find(partner, intake.company_id)
        told = known._prepare_answers(role) or self._prepare_first_answers(partner)
        before = self.search(
            [("partner_id", "=", partner.id), ("company_id", "=", intake.company_id.id)]
        )
        same_role = before.filtered(lambda application: application.role == role)[:1]
        unpaid = before.filtered(lambda a: a.membership_invoice_state == "open")[:1]
        repeated = same_role._convert_to_write(
            {name: same_role[name] for name in REPEATED_FIELDS if same_role[name]}
        )
        return {
            **told,
            **repeated,
            "tz": told.get("tz") or partner.tz or intake.tz,
            "intake_id": intake.id,
            "partner_id": partner.id,
            "role": role,
            "membership_move_id": unpaid.membership_move_id.id,
        }

    @api.model
    def _prepare_first_answers(self, partner):
        """Return what the member record knows of who applies for the first time."""
        language = self.env["res.lang"].search([("code", "=", partner.lang)], limit=1)
        return {
            "location": partner.city,
            "current_role": partner.function,
            "employer": partner.parent_id.name or partner.company_name,
            "language_ids": [Command.set(language.ids)],
        }

    def _prepare_portal_properties(self, answers):
        """Return the scheme's own questions with these answers; others keep theirs."""
        questions = self._read_own_questions()
        for question in questions:
            if question["name"] in answers:
                question["value"] = answers[question["name"]]
        return questions

    def _read_own_questions(self):
        """Return the scheme's own questions with the answers, records as plain ids."""
        if not self.scheme_id.application_properties_definition:
            return []
        field = self._fields["properties"]
        return field.convert_to_read(self.properties, self, use_display_name=False)

    def _portal_can_reopen(self):
        return (
            not self.participant_ids
            and not self.withdrawal_ids
            and not self._get_failed_entry_rules()
        )

    # ------------------------------------------------------------------
    # The form
    # ------------------------------------------------------------------

    def _get_portal_form(self):
        """Return the questions that this applicant is asked, as they are today."""
        self.ensure_one()
        scheme = self.scheme_id
        conduct = self._get_portal_conduct()
        questions = self._read_own_questions()
        fee = self._get_portal_fee()
        weighed = scheme.criterion_ids.filtered(
            lambda criterion: criterion.weight or criterion.is_must
        ).mapped("kind")
        return ApplicationForm(
            Offer(
                role=self.role,
                topics=self._get_portal_topics(
                    scheme,
                    lambda: (
                        self.topic_ids
                        | self.first_topic_id
                        | self.second_topic_id
                        | self.third_topic_id
                    ),
                ),
                sectors=self._get_portal_sectors(),
                languages=self._get_portal_languages(),
                zones=self._get_portal_zones(),
                kinds=self._get_portal_kinds(),
                stages=self._get_portal_selection("career_stage")
                if "career_stage" in weighed
                else (),
                asks_times="availability" in weighed,
                deliveries=self._get_portal_selection("delivery")
                if scheme.offers_distance
                else (),
                questions=tuple(questions),
                records=self._get_portal_records(questions),
                referee=scheme.referee_required,
                memberships=self._get_portal_memberships(),
                zone=self.env.user.tz or self.intake_id.tz,
                currency=any(one["type"] == "monetary" for one in questions)
                and self.currency_id.name
                or "",
                fee=fee,
                fee_token=hashlib.sha256(fee.encode()).hexdigest()[:16],
                conduct_token=str(conduct.id or ""),
                commitment=self._get_portal_commitment(),
            )
        )

    def _get_portal_answers(self):
        """Return the stored answers, by name of the question."""
        self.ensure_one()
        answers = {name: self._convert_portal_value(name) for name in PORTAL_FIELDS}
        for question in self._read_own_questions():
            answers[QUESTION + question["name"]] = question.get("value")
        return answers

    def _get_portal_failures(self):
        """Return what keeps the application from being submitted, rule by rule.

        A membership that is taken out in applying keeps it no longer (A7).
        """
        self.ensure_one()
        if self._can_join():
            failures = self._get_wait_obstacles()
        else:
            failures = {**self._get_failed_entry_rules(), **self._get_failed_rules()}
        if self.lacks_conduct:
            failures["conduct"] = self.env._(
                "Please read and accept the code of conduct: %(conduct)s.",
                conduct=self._get_portal_conduct().name,
            )
        return failures

    def _get_portal_fee(self):
        """Return what this applicant is to agree to pay, and when; '' for nothing."""
        self.ensure_one()
        return self.scheme_id._get_fee_sentence() if self._get_fee_product() else ""

    def _get_portal_memberships(self):
        """Return what an applicant who is no member can join with, and its price."""
        self.ensure_one()
        if self.membership_invoice_state == "open" or not self._can_join():
            return ()
        scheme = self.scheme_id
        return tuple(
            Option(
                key=product.id,
                label=self.env._(
                    "%(name)s, %(price)s, until %(end)s",
                    name=product.name,
                    price=scheme._get_price_text(product),
                    end=format_day(self.env, product.membership_date_to),
                ),
            )
            for product in scheme._get_membership_products(self.role)
        )

    def _get_portal_records(self, questions):
        """Return what own questions about records offer: what the member may read.

        A question about people, about records that members may not read, or with too
        many to list stays the staff's, as does one that staff have answered with a
        record that the member does not see.
        """
        offered = {}
        for question in questions:
            model = question.get("comodel")
            if not model or model in PERSONAL_MODELS:
                continue
            # With the member's own rights: no sudo.
            records = self.env(su=False)[model]
            if not records.has_access("read"):
                continue
            domain = ast.literal_eval(question.get("domain") or "[]")
            found = records.search(domain, limit=RECORDS_LIMIT + 1)
            value = question.get("value") or []
            chosen = {value} if isinstance(value, int) else {*value}
            if len(found) <= RECORDS_LIMIT and chosen <= {*found.ids}:
                offered[question["name"]] = self._get_portal_options(found)
        return offered

    def _get_portal_acceptance(self):
        """Return which code of conduct was accepted and when, or nothing."""
        document = self.conduct_document_id
        if not document:
            return ""
        return self.env._(
            "You accepted “%(name)s”, version %(version)s, on %(when)s.",
            name=document.name,
            version=document.version,
            when=format_moment(
                self.env,
                self.conduct_accepted_on,
                self.env.user.tz or self.intake_id.tz,
            ),
        )

    def _get_portal_conduct(self):
        """Return the code of conduct that this applicant has still to accept."""
        conduct = self.scheme_id._get_document("conduct", self.role)
        return conduct if conduct != self.conduct_document_id else conduct.browse()

    def _get_portal_commitment(self):
        scheme = self.scheme_id
        hours = scheme.contact_hours_month
        if self.role == "mentor":
            return self.env._(
                "I will take the time it needs: each month at least %(hours)g h of "
                "contact, for %(duration)s.",
                hours=hours,
                duration=scheme._get_duration_text(),
            )
        return self.env._(
            "I will take the time it needs: each month at least %(hours)g h of contact "
            "and %(preparation)g h of preparation, for %(duration)s.",
            hours=hours,
            preparation=scheme.preparation_hours_month,
            duration=scheme._get_duration_text(),
        )

    def _get_portal_kinds(self):
        """Return the kinds of mentoring to choose from; nothing if there is one."""
        scheme = self.scheme_id
        offered = {
            "one_to_one": scheme.offers_one_to_one,
            "group": scheme.offers_group,
            "either": scheme.offers_one_to_one and scheme.offers_group,
            "reverse": scheme.offers_reverse,
        }
        if list(offered.values()).count(True) < 2:
            return ()
        kinds = self._get_portal_selection("mode")
        return tuple(kind for kind in kinds if offered[kind.key])

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _get_portal_values(self):
        """Return what the list of applications shows of this one."""
        self.ensure_one()
        label, tone, sentence = self._get_portal_status()
        return {
            "id": self.id,
            "role": self.role,
            "role_label": self._get_role_label(),
            "scheme": self.scheme_id.name,
            "intake": self.intake_id.name,
            "label": label,
            "tone": tone,
            "sentence": sentence,
            "remarks": self.return_remarks if self.state == "returned" else "",
            "reason": self.decline_reason if self.state == "declined" else "",
            "state": self.state,
            "offer": self._get_portal_offer(),
            "choice": self._get_portal_choice_link(),
            "references": self.reference_ids._get_applicant_values(),
            "can_edit": self._portal_is_editable(),
            "is_new": self.state == "draft",
            "can_withdraw": self.state in WITHDRAWABLE_STATES,
            "is_pending": bool(self.date_pending) and self.state in EDITABLE_STATES,
            "invoice_url": self._get_portal_invoice_url(),
            "can_take_back": self._can_be_taken_back(),
            "pending_note": self.pending_note or "",
            "submitted_on": format_moment(
                self.env, self.date_submitted, self.env.user.tz or self.intake_id.tz
            ),
        }

    def _get_portal_status(self):
        """Return the state in a word, its tone, and what happens next in a sentence."""
        self.ensure_one()
        label, tone, sentence = STATUS[self.state]
        if self._is_awaiting_membership():
            return self._get_portal_pending_status()
        if self.state == "draft":
            return str(label), tone, self._get_portal_draft_sentence()
        if self.state == "waitlisted":
            if self.offer_expires_on:
                label, tone = self.env._("A place for you"), "warning"
            return str(label), tone, self._get_portal_waiting_sentence()
        return str(label), tone, str(sentence)

    def _get_portal_pending_status(self):
        """Return what to show while only the membership is missing (A7)."""
        return (
            self.env._("Awaiting membership"),
            "warning",
            self.env._(
                "You submitted it on %(when)s, and that counts for the close. Please "
                "pay the invoice for your membership: your application then continues "
                "automatically.",
                when=format_moment(
                    self.env,
                    self.date_pending,
                    self.env.user.tz or self.intake_id.tz,
                ),
            ),
        )

    def _get_portal_introduction(self):
        """Return what the applicant shares with the match, and nothing unasked."""
        self.ensure_one()
        link = self.profile_url or ""
        return {
            "bio": self.shares_profile and self.bio or "",
            "profile_url": link if self.shares_profile and is_web_address(link) else "",
        }

    def _get_portal_invoice_url(self):
        """Return where the membership's invoice is paid, while it is to be paid."""
        if self.membership_invoice_state != "open":
            return ""
        return self.membership_move_id.get_portal_url()

    def _get_portal_draft_sentence(self):
        if self.pending_note:
            return self.pending_note
        obstacles = self._get_failed_entry_rules()
        if obstacles:
            return "\n".join(obstacles.values())
        intake = self.intake_id
        if intake.application_close:
            return self.env._(
                "Not sent yet. Submit it by %(close)s, at the end of the day "
                "(%(zone)s time).",
                close=format_day(self.env, intake.application_close),
                zone=format_city(intake.tz),
            )
        return self.env._("Not sent yet. Submit it when it is complete.")

    def _get_portal_files(self):
        """Return the files of this application, as links."""
        return [
            {
                "id": file.id,
                "filename": file.filename,
                "url": f"/my/mentoring/file/{file.id}",
            }
            for file in self.file_ids
        ]
