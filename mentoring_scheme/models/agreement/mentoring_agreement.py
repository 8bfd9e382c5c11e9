# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...dates import format_day
from .mentoring_agreement_answer import load_answers

REMINDER_DAYS = (14, 28)
FROZEN_FIELDS = {
    "partnership_id",
    "template_id",
    "name",
    "version",
    "amends_id",
    "body",
    "answers_digest",
    "digest",
}


class MentoringAgreement(models.Model):
    """A document of a partnership, with one signature per participant (A25, B6)."""

    _name = "mentoring.agreement"
    _inherit = ["mentoring.derived"]
    _description = "Mentoring Agreement"
    _order = "partnership_id, sequence, id"

    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        required=True,
        index=True,
        ondelete="restrict",
    )
    intake_id = fields.Many2one(related="partnership_id.intake_id", store=True)
    company_id = fields.Many2one(
        related="partnership_id.company_id", store=True, index=True
    )
    template_id = fields.Many2one(
        comodel_name="mentoring.agreement.template",
        required=True,
        ondelete="restrict",
    )
    name = fields.Char(required=True)
    sequence = fields.Integer(related="template_id.sequence", store=True)
    is_acceptance = fields.Boolean(
        string="Counts as Acceptance",
        compute="_compute_is_acceptance",
        store=True,
        help="An amendment is none: the fee has been accepted with the first version.",
    )
    staff_can_read = fields.Boolean(related="template_id.staff_can_read")
    body = fields.Html(
        string="Text",
        compute="_compute_body",
        store=True,
        help="Follows the template until the first person signs; frozen from then.",
    )
    version = fields.Integer(default=1, required=True, readonly=True)
    amends_id = fields.Many2one(
        comodel_name="mentoring.agreement",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The version that this one replaces once all have signed it.",
    )
    amendment_ids = fields.One2many(
        comodel_name="mentoring.agreement", inverse_name="amends_id"
    )
    answers_digest = fields.Char(
        string="SHA-256 of the Answers",
        readonly=True,
        copy=False,
        help="Fingerprint of what the pair filled in, which staff cannot read.",
    )
    declined_by_id = fields.Many2one(
        comodel_name="mentoring.participant",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    date_declined = fields.Datetime(readonly=True, copy=False)
    decline_reason = fields.Text(
        readonly=True,
        copy=False,
        help="Why this person does not sign; the partner does not read it.",
    )
    digest = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Fingerprint of the text that was signed.",
    )
    signature_ids = fields.One2many(
        comodel_name="mentoring.agreement.signature", inverse_name="agreement_id"
    )
    signature_count = fields.Integer(
        string="Number of Signatures", compute="_compute_signature_count", store=True
    )
    missing_participant_ids = fields.Many2many(
        comodel_name="mentoring.participant",
        string="Still to Sign",
        compute="_compute_missing_participant_ids",
    )
    state = fields.Selection(
        selection=[
            ("open", "To sign"),
            ("partial", "Partly signed"),
            ("signed", "Signed"),
            ("declined", "Declined"),
            ("superseded", "Replaced"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        recursive=True,
    )
    date_signed = fields.Datetime(
        string="Signed by All on", compute="_compute_state", store=True
    )

    _once = models.UniqueIndex(
        "(partnership_id, template_id, version)",
        "The partnership already has this agreement. Use the one that is there.",
    )
    _one_amendment = models.UniqueIndex(
        "(amends_id)",
        "There is already a new version of this agreement. Open that one.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("template_id.body", "partnership_id.participant_ids")
    def _compute_body(self):
        for agreement in self:
            if agreement.digest:
                agreement.body = agreement.body
            else:
                agreement.body = agreement._render_body()

    @api.depends("template_id.is_acceptance", "amends_id")
    def _compute_is_acceptance(self):
        for agreement in self:
            agreement.is_acceptance = (
                agreement.template_id.is_acceptance and not agreement.amends_id
            )

    @api.depends("signature_ids")
    def _compute_signature_count(self):
        for agreement in self:
            agreement.signature_count = len(agreement.signature_ids)

    @api.depends(
        "signature_ids.participant_id", "partnership_id.participant_ids.date_left"
    )
    def _compute_missing_participant_ids(self):
        for agreement in self:
            agreement.missing_participant_ids = agreement._get_missing_signers()

    @api.depends(
        "signature_ids.participant_id",
        "partnership_id.participant_ids.date_left",
        "declined_by_id",
        "has_refusal",
        "amendment_ids.state",
    )
    def _compute_state(self):
        for agreement in self:
            signers = agreement.signature_ids.participant_id
            missing = agreement._get_missing_signers()
            if signers and not missing:
                replaced = {"signed", "superseded"} & {
                    *agreement.amendment_ids.mapped("state")
                }
                agreement.state = "superseded" if replaced else "signed"
                agreement.date_signed = max(agreement.signature_ids.mapped("signed_on"))
            else:
                agreement.state = "partial" if signers else "open"
                if agreement.declined_by_id in missing or agreement.has_refusal:
                    agreement.state = "declined"
                agreement.date_signed = False

    @api.depends("name", "version", "partnership_id.display_name")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "%(name)s: %(people)s",
                name=agreement._get_title(),
                people=agreement.partnership_id.display_name,
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    def write(self, vals):
        """Refuse any change of what somebody has signed (invariant 8)."""
        if FROZEN_FIELDS & vals.keys() and (signed := self.filtered("digest")):
            raise UserError(
                self.env._(
                    "%(agreements)s: the text has been signed and never changes. Make "
                    "a new agreement instead.",
                    agreements=", ".join(signed.mapped("display_name")),
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_unsigned(self):
        if signed := self.filtered("digest"):
            raise UserError(
                self.env._(
                    "%(agreements)s: signed agreements are kept.",
                    agreements=", ".join(signed.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _create_for(self, partnerships):
        """Create what is still missing of the schemes' agreements."""
        vals_list = []
        for partnership in partnerships:
            existing = partnership.agreement_ids.template_id
            templates = partnership.scheme_id.agreement_template_ids - existing
            vals_list += [
                {
                    "partnership_id": partnership.id,
                    "template_id": template.id,
                    "name": template.name,
                }
                for template in templates
            ]
        # Coordinators match; what is to be signed follows from the scheme.
        return self.sudo().create(vals_list)

    def _render_body(self):
        """Return the template's text with its words filled in, every value escaped."""
        self.ensure_one()
        text = str(self.template_id.body or "")
        for word, value in self._get_body_values().items():
            text = text.replace("{%s}" % word, str(escape(value)))
        return Markup(text)  # staff's own sanitized text, with escaped values

    def _get_body_values(self):
        partnership = self.partnership_id
        scheme = partnership.scheme_id
        return {
            "mentor": partnership.mentor_id.name or "",
            "mentees": ", ".join(partnership.mentee_ids.mapped("name")),
            "scheme": scheme.name,
            "intake": partnership.intake_id.name,
            "start": format_day(self.env, partnership.date_start),
            "end": format_day(self.env, partnership.date_end),
            "fee": self._get_fee_words(),
        }

    def _amend(self, participant):
        """Open a new version of what all have signed, to fill in and sign anew.

        The old one stands until all have signed the new one, and is kept.

        :raise UserError: when it is not signed by all, or there is one already
        """
        self.ensure_one()
        if participant.state != "current" or participant not in (
            self.partnership_id.participant_ids
        ):
            raise UserError(
                self.env._("This partnership is over, so nothing is changed any more.")
            )
        if self.state != "signed" or self.amendment_ids:
            raise UserError(
                self.env._(
                    "Only what all have signed can be changed, by one new version at "
                    "a time."
                )
            )
        amendment = self.create(
            {
                "partnership_id": self.partnership_id.id,
                "template_id": self.template_id.id,
                "name": self.name,
                "version": self.version + 1,
                "amends_id": self.id,
            }
        )
        answers = self._find_answers()
        if answers:
            values = load_answers(answers).get("values", {})  # sealed again at once
            answers._fill(amendment, values, 0)
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_participant_amended",
            participant.other_ids,
            occasion=f"agreement {amendment.id}",
        )
        return amendment

    def _find_answers(self):
        """Return what was filled in, for those alone who may read it."""
        self.ensure_one()
        answers = self.env["mentoring.agreement.answer"].sudo()  # as a member's page
        return answers._find(self)

    def _check_may_fill(self):
        """Refuse answers to what somebody has signed (invariant 8)."""
        if self.digest:
            raise UserError(
                self.env._(
                    "Someone has signed, so the text stays as it is. Once all have "
                    "signed, you can make a new version."
                )
            )

    def _get_shown_answers(self, reader):
        """Return pairs of question and answer, as a reader may read them.

        :param Reader reader: the capability to read them
        """
        self.ensure_one()
        answers = self._find_answers()
        if self.digest:
            return answers._get_shown(reader)
        return self._pair_answers(answers._get_values(reader))

    def _pair_answers(self, values):
        """Return pairs of question and answer, of answers by number of the question."""
        return [
            [question.name, str(values[str(question.id)])]
            for question in self.template_id.question_ids
            if values.get(str(question.id))
        ]

    def _get_sealed_answers(self, reader):
        """Return what stands beside the text: nothing for anybody but the pair.

        :param Reader reader: the capability to read it
        """
        self.ensure_one()
        # What staff may read is part of the text once somebody has signed.
        if self.staff_can_read and self.digest:
            return []
        return self._get_shown_answers(reader)

    def _get_missing_answers(self):
        """Return the questions that have to be answered before anybody signs."""
        self.ensure_one()
        values = load_answers(self._find_answers()).get("values", {})
        return self.template_id.question_ids.filtered(
            lambda question: (
                (question.is_required or question.must_agree)
                and not values.get(str(question.id))
            )
        )

    def _get_title(self):
        """Return the name, with the version of an amendment."""
        self.ensure_one()
        if self.version < 2:
            return self.name or ""
        return self.env._(
            "%(name)s (version %(version)s)", name=self.name, version=self.version
        )

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each signed text that has changed (invariant 8)."""
        return [
            self.env._(
                "The text of %(agreement)s is not what was signed.",
                agreement=agreement.display_name,
            )
            for agreement in self.search([("digest", "!=", False)])
            if agreement.digest != agreement._get_digest()
        ] + [
            self.env._(
                "%(agreement)s is signed and its text is not frozen.",
                agreement=agreement.display_name,
            )
            for agreement in self.search(
                [("digest", "=", False), ("signature_ids", "!=", False)]
            )
        ]

    @api.model
    def _cron_remind_signers(self):
        """Remind those who have not signed two and four weeks after the match (A25)."""
        Cron = self.env["ir.cron"]
        unsigned = self.search(
            [
                ("state", "!=", "signed"),
                ("partnership_id.state", "=", "matched"),
                ("partnership_id.is_paused", "=", False),
            ]
        )
        partnerships = unsigned.partnership_id
        Cron._commit_progress(remaining=len(partnerships))
        for partnership in partnerships:
            waited = (partnership.intake_id._today() - partnership.date_matched).days
            reached = [day for day in REMINDER_DAYS if day <= waited]
            if reached:
                missing = self.env["mentoring.participant"].union(
                    *(
                        agreement._get_missing_signers()
                        for agreement in partnership.agreement_ids
                        if agreement.state != "declined"
                    )
                )
                self.env["mentoring.notification"]._send_once(
                    "mentoring_scheme.mail_template_participant_sign",
                    missing,
                    occasion=f"reminder {reached[-1]}",
                    by_day=True,
                )
            if not Cron._commit_progress(1):
                break

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.display_name.replace("/", "-")
