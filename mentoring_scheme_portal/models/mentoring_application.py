# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from psycopg2.errors import UniqueViolation

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger
from odoo.tools.translate import LazyTranslate

from ..forms import QUESTION, ApplicationForm, Offer, Option
from .portal_dates import format_day, format_moment

_lt = LazyTranslate(__name__)

# What a member may write; everything else of an application is the office's.
PORTAL_FIELDS = {
    "years_experience",
    "current_role",
    "employer",
    "sector_ids",
    "topic_ids",
    "first_topic_id",
    "second_topic_id",
    "third_topic_id",
    "mode",
    "delivery",
    "location",
    "tz",
    "language_ids",
    "availability",
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
}
EDITABLE_STATES = ("draft", "returned")
WITHDRAWABLE_STATES = ("draft", "submitted", "returned", "approved", "waitlisted")
FILE_LIMIT = 5
# The state in a word, its tone, and what happens next; a draft says it by its dates.
STATUS = {
    "draft": (_lt("Draft"), "warning", ""),
    "submitted": (
        _lt("Received"),
        "info",
        _lt("The office reads it and writes to you. You need do nothing now."),
    ),
    "returned": (
        _lt("Sent back to you"),
        "warning",
        _lt("Please change what the office asks for, and submit it again."),
    ),
    "approved": (
        _lt("Accepted"),
        "success",
        _lt("We look for a match for you, and write to you once it is found."),
    ),
    "waitlisted": (
        _lt("On the waiting list"),
        "info",
        _lt("We write to you as soon as a place comes free."),
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
            application.action_reopen()
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

    def _portal_save_draft(self, values):
        """Store a member's answers; nothing that a member may not write gets through.

        :param dict values: answers by name of the question, as the form has read them
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
        self.write(vals)
        if values.get("accept_conduct"):
            self._accept_conduct()

    def _portal_submit(self):
        """Submit the application (promises A19, A21, A34, A36).

        :raise UserError: with one line per reason why it cannot be submitted
        """
        self.ensure_one()
        self._check_portal_editable()
        if not (self.is_honest and self.is_committed):
            raise UserError(
                self.env._(
                    "Please tick your declarations: that what you have written is "
                    "true, and that you will take the time."
                )
            )
        self.action_submit()

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
                    "There are %(limit)s files already. Please remove one first.",
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

    def _portal_is_editable(self):
        self.ensure_one()
        return self.state in EDITABLE_STATES

    def _check_portal_editable(self):
        if not self._portal_is_editable():
            raise UserError(
                self.env._(
                    "This application has been submitted, so it can no longer be "
                    "changed here. Please ask the office if something is wrong."
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
        language = self.env["res.lang"].search([("code", "=", partner.lang)], limit=1)
        return {
            "intake_id": intake.id,
            "partner_id": partner.id,
            "role": role,
            "tz": partner.tz or intake.tz,
            "location": partner.city,
            "current_role": partner.function,
            "employer": partner.parent_id.name or partner.company_name,
            "language_ids": [Command.set(language.ids)],
        }

    def _convert_portal_answer(self, name, value):
        if self._fields[name].type == "many2many":
            return [Command.set(value)]
        return value

    def _prepare_portal_properties(self, answers):
        """Return the scheme's own questions with these answers; others keep theirs."""
        questions = self.read(["properties"], load=None)[0]["properties"]
        for question in questions:
            if question["name"] in answers:
                question["value"] = answers[question["name"]]
        return questions

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
        return ApplicationForm(
            Offer(
                role=self.role,
                topics=self._get_portal_topics(),
                sectors=self._get_portal_options(
                    self.env["mentoring.sector"].search([("active", "=", True)])
                    | self.sector_ids
                ),
                languages=self._get_portal_languages(),
                zones=self._get_portal_selection("tz"),
                kinds=self._get_portal_kinds(),
                deliveries=self._get_portal_selection("delivery")
                if scheme.offers_distance
                else (),
                questions=tuple(self.read(["properties"])[0]["properties"] or ()),
                asks_payer=bool(self._get_fee_product()),
                conduct_token=str(conduct.id or ""),
                commitment=self._get_portal_commitment(),
            )
        )

    def _get_portal_answers(self):
        """Return the stored answers, by name of the question."""
        self.ensure_one()
        answers = {}
        for name in PORTAL_FIELDS:
            value = self[name]
            kind = self._fields[name].type
            if kind == "many2many":
                answers[name] = value.ids
            elif kind == "many2one":
                answers[name] = value.id or None
            elif kind in ("char", "text"):
                answers[name] = value or ""
            else:
                answers[name] = value
        for question in self.read(["properties"])[0]["properties"] or ():
            answers[QUESTION + question["name"]] = question.get("value")
        return answers

    def _get_portal_failures(self):
        """Return what keeps the application from being submitted, rule by rule."""
        self.ensure_one()
        return {**self._get_failed_entry_rules(), **self._get_failed_rules()}

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
                "contact, for %(months)s months.",
                hours=hours,
                months=scheme.duration_months,
            )
        return self.env._(
            "I will take the time it needs: each month at least %(hours)g h of contact "
            "and %(preparation)g h of preparation, for %(months)s months.",
            hours=hours,
            preparation=scheme.preparation_hours_month,
            months=scheme.duration_months,
        )

    def _get_portal_topics(self):
        """Return the topics of this scheme, each below its parent."""
        topics = self.env["mentoring.topic"].search(
            ["|", ("scheme_ids", "=", False), ("scheme_ids", "in", self.scheme_id.ids)]
        )
        chosen = (
            self.topic_ids
            | self.first_topic_id
            | self.second_topic_id
            | self.third_topic_id
        )
        offered = (topics | chosen).sorted("complete_name")
        return tuple(
            Option(
                key=topic.id,
                label=topic.name if topic.parent_id in offered else topic.complete_name,
                depth=self._get_topic_depth(topic, offered),
            )
            for topic in offered
        )

    def _get_topic_depth(self, topic, offered):
        depth = 0
        while topic.parent_id in offered:
            topic = topic.parent_id
            depth += 1
        return depth

    def _get_portal_options(self, records):
        return tuple(
            Option(key=record.id, label=record.display_name) for record in records
        )

    def _get_portal_languages(self):
        """Return all languages, those of the website and the chosen ones first."""
        languages = self.env["res.lang"].search([("active", "in", (True, False))])
        chosen = self.language_ids
        return tuple(
            Option(
                key=language.id,
                label=language.name,
                is_common=language.active or language in chosen,
            )
            for language in languages.sorted("name")
        )

    def _get_portal_kinds(self):
        scheme = self.scheme_id
        if not (scheme.offers_one_to_one and scheme.offers_group):
            return ()
        return self._get_portal_selection("mode")

    def _get_portal_selection(self, name):
        return tuple(
            Option(key=key, label=label)
            for key, label in self._fields[name]._description_selection(self.env)
        )

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
            "can_edit": self._portal_is_editable(),
            "is_new": self.state == "draft",
            "can_withdraw": self.state in WITHDRAWABLE_STATES,
            "submitted_on": format_moment(
                self.env, self.date_submitted, self.env.user.tz or self.intake_id.tz
            ),
        }

    def _get_portal_status(self):
        """Return the state in a word, its tone, and what happens next in a sentence."""
        self.ensure_one()
        label, tone, sentence = STATUS[self.state]
        if self.state == "draft":
            return str(label), tone, self._get_portal_draft_sentence()
        if self.state == "waitlisted":
            return str(label), tone, self._get_portal_waiting_sentence()
        return str(label), tone, str(sentence)

    def _get_portal_draft_sentence(self):
        obstacles = self._get_failed_entry_rules()
        if obstacles:
            return "\n".join(obstacles.values())
        intake = self.intake_id
        if intake.application_close:
            return self.env._(
                "Not sent yet. Submit it by %(close)s, at the end of the day "
                "(%(zone)s time).",
                close=format_day(self.env, intake.application_close),
                zone=intake.tz,
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
