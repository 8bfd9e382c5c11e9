# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import json
import zipfile

from odoo import api, models

from .mentoring_profile import PROFILE_FIELDS

# What a person is given of each room, with the fields in words a program reads.
# Whose a record is says the room's own domain for members, so nothing of a partner's
# comes along but what the two have shared.
EXPORTED = {
    "mentoring.profile": PROFILE_FIELDS,
    "mentoring.participant": (
        "partnership_id",
        "role",
        "state",
        "date_joined",
        "date_left",
        "hours_confirmed",
    ),
    "mentoring.meeting": ("partnership_id", "start", "duration", "mode", "state"),
    "mentoring.goal": (
        "partnership_id",
        "name",
        "measure",
        "date_deadline",
        "progress",
        "rating_before",
        "rating_after",
        "is_done",
    ),
    "mentoring.goal.action": ("goal_id", "name", "date_due", "is_done"),
    "mentoring.message": ("partnership_id", "author_id", "date", "body"),
    "mentoring.note": ("partnership_id", "author_id", "visibility", "date", "body"),
    "mentoring.pd.line": ("role", "scheme_id", "date", "hours", "subject"),
    "mentoring.withdrawal": (
        "partnership_id",
        "reason_id",
        "note",
        "wants_rematch",
        "date_effective",
        "state",
    ),
    "mentoring.concern": (
        "name",
        "date_received",
        "what",
        "date_incident",
        "witnesses",
        "wanted_outcome",
        "told",
        "state",
    ),
    "mentoring.fee": (
        "intake_id",
        "amount_total",
        "date_accepted",
        "payer_id",
        "purchase_order",
        "state",
    ),
    "mentoring.certificate": (
        "number",
        "holder_name",
        "role",
        "scheme_name",
        "intake_name",
        "date_from",
        "date_to",
        "hours",
        "points",
        "date_issued",
    ),
    "mentoring.erasure.request": ("create_date", "state", "answer", "date_answered"),
}


class MentoringExport(models.AbstractModel):
    """All that the scheme holds about a person, for that person alone (promise B9).

    Made for the acting member and with that member's own eyes, so that private notes
    are in it, which nobody else could take out.
    """

    _name = "mentoring.export"
    _description = "Everything held about a member"

    @api.model
    def _make_archive(self, reader):
        """Return a ZIP for the acting member: one JSON file, and the files beside it.

        :param Reader reader: the capability to read what is sealed, as the member
        :return: bytes
        """
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "mentoring.json",
                json.dumps(self._describe_member(reader), ensure_ascii=False, indent=2),
            )
            for number, (name, data) in enumerate(self._get_files(), start=1):
                archive.writestr(f"files/{number} {name}", data)
        return content.getvalue()

    def _search_own(self, model):
        records = self.env[model].sudo()  # members have no access rows
        return records.search(records._domain_for_member(self.env.user.partner_id))

    def _describe_member(self, reader):
        """Return everything as plain values, by room."""
        partner = self.env.user.partner_id.sudo()  # the member's own record
        described = {
            "person": {
                name: partner[name] or "" for name in ("name", "email", "phone", "city")
            },
            "mentoring.application": [
                self._describe_application(application)
                for application in self._search_own("mentoring.application")
            ],
            "mentoring.agreement": [
                {
                    "name": agreement.name,
                    "version": agreement.version,
                    "state": agreement.state,
                    "text": str(agreement.body or ""),
                    "answers": agreement._get_sealed_answers(reader),
                    "signed_by_me": [
                        self._describe(signature, ("signed_by", "signed_on"))
                        for signature in agreement.signature_ids
                        if signature.participant_id.partner_id == partner
                    ],
                }
                for agreement in self._search_own("mentoring.agreement")
            ],
            "mentoring.evaluation": [
                self._describe_evaluation(evaluation)
                for evaluation in self._search_own("mentoring.evaluation")
            ],
            "mentoring.notification": self._describe_mails(partner),
        }
        for model, names in EXPORTED.items():
            described[model] = self._describe_all(
                self._search_own(model), names, reader
            )
        return described

    def _describe_all(self, records, names, reader):
        """Return records as plain values, with the sealed texts the member reads."""
        described = {record.id: self._describe(record, names) for record in records}
        if isinstance(records, self.pool["mentoring.sealed.text"]):
            # One by one: some texts are for the member later than others.
            for name in set(names) & set(records._get_sealed_names()):
                texts = records._unseal(reader, [name])
                for record_id, values in described.items():
                    values[name] = texts.get(record_id, {}).get(name, "")
        return list(described.values())

    def _describe_application(self, application):
        """Return an application: its answers as they are read, and its outcome."""
        answers = application._get_portal_answers()
        form = application._get_portal_form()
        return {
            **self._describe(
                application,
                (
                    "intake_id",
                    "role",
                    "state",
                    "date_submitted",
                    "conduct_document_id",
                    "conduct_accepted_on",
                    "return_remarks",
                    "decline_reason",
                    "first_choice_id",
                    "second_choice_id",
                    "third_choice_id",
                    "fourth_choice_id",
                    "fifth_choice_id",
                    "is_listed",
                    "public_text",
                ),
            ),
            "answers": {
                question.name: {
                    "question": str(question.label),
                    "answer": question.to_text(answers.get(question.name)),
                }
                for question in form.fields
                if question.is_answered
            },
            "files": application.file_ids.mapped("filename"),
            # What a referee does not share stays between referee and office.
            "references": application.reference_ids._get_applicant_values(),
        }

    def _describe_evaluation(self, evaluation):
        """Return an evaluation with what the member answered."""
        return {
            **self._describe(evaluation, ("kind", "date_due", "state")),
            "answers": [
                {
                    "question": line.question_id.title,
                    "answer": line.value_text_box or line.display_name,
                }
                for line in evaluation.survey_user_input_id.user_input_line_ids
            ],
        }

    def _describe_mails(self, partner):
        """Return which mails were sent, and when; the texts are with the member."""
        applications = self._search_own("mentoring.application")
        seats = self._search_own("mentoring.participant")
        register = self.env["mentoring.notification"].sudo()  # as above
        sent = register.search(
            [
                "|",
                "&",
                ("res_model", "=", "mentoring.application"),
                ("res_id", "in", applications.ids),
                "&",
                ("res_model", "=", "mentoring.participant"),
                ("res_id", "in", seats.ids),
            ]
        )
        return [
            {"mail": mail.template_id.name, "sent_on": str(mail.create_date)}
            for mail in sent
        ]

    def _describe(self, record, names):
        return {name: self._convert(record, name) for name in names}

    def _convert(self, record, name):
        """Return a value as JSON has it; a record by its name, a moment in UTC."""
        field, value = record._fields[name], record[name]
        if field.relational:
            names = value.mapped("display_name")
            return names if field.type == "many2many" else (names or [""])[0]
        if field.type in ("date", "datetime"):
            return value.isoformat() if value else None
        if field.type in ("char", "text", "selection", "html"):
            return str(value or "")
        return value

    def _get_files(self):
        """Return pairs of a name and bytes: what the member handed in."""
        for file in self._search_own("mentoring.application.file"):
            yield (
                file.filename,
                base64.b64decode(file.with_context(bin_size=False).file),
            )
