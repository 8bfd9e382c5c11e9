# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models

# What is emptied, besides the background, when an application is erased.
ERASED_FIELDS = (
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
    "is_listed",
    "public_text",
    "goals",
    "must_have",
    "nice_to_have",
    "anything_else",
    "preferred_partner_ids",
    "excluded_partner_ids",
    "preference_note",
    "payer",
    "payer_name",
    "payer_email",
    "payer_vat",
    "payer_partner_id",
    "purchase_order",
    "referee_name",
    "referee_email",
    "referee_relationship",
    "return_remarks",
    "decline_reason",
    "pending_note",
)


class MentoringApplication(models.Model):
    """What is left of an application once its time is over."""

    _inherit = "mentoring.application"

    date_erased = fields.Date(string="Answers Erased on", readonly=True, copy=False)

    @api.depends("date_over", "date_erased", "state", "scheme_id.keep_declined_months")
    def _compute_date_erase(self):
        return super()._compute_date_erase()

    def _get_retention(self):
        """Who took part to the end keeps the answers; those of the others go (B9)."""
        self.ensure_one()
        is_kept = self.state == "completed" or (
            self.date_erased and self.date_over and self.date_erased >= self.date_over
        )
        return not is_kept and self.date_over, self.scheme_id.keep_declined_months

    def _get_erasure_kind(self):
        return "application"

    def _erase(self):
        """Empty applications: what was answered, handed in, and said about it.

        Who applied when, as what, and what was decided stays, and so do the fee, the
        hours and the certificate.
        """
        records = self.sudo()  # coordinators delete none of it one by one
        for application in records:
            application.write(
                {
                    **application._prepare_emptied(),
                    "date_erased": application.intake_id._today(),
                }
            )
        records.file_ids.unlink()
        records.reference_ids.unlink()
        records.override_ids.unlink()
        records.withdrawal_ids.write({"note": False})
        records._erase_thread()
        for application in records:
            application._message_log(
                body=self.env._("The answers and papers were erased.")
            )
        return len(self)

    def _prepare_emptied(self):
        """Return for each answer no answer."""
        self.ensure_one()
        emptied = {}
        for name in (*self._get_background_fields(), *ERASED_FIELDS):
            field = self._fields[name]
            if field.type == "many2many":
                emptied[name] = [Command.clear()]
            elif field.required:
                emptied[name] = self.default_get([name])[name]
            else:
                emptied[name] = False
        definition = self.scheme_id.application_properties_definition or []
        if definition:
            emptied["properties"] = {question["name"]: False for question in definition}
        return emptied

    def _erase_thread(self):
        """Delete what was written on these records, but not who changed their state."""
        self.activity_ids.unlink()
        self.message_ids.filtered(lambda m: not m.tracking_value_ids).unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
