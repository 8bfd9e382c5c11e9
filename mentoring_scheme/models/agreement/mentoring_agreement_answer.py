# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sealing.keys import open_text


def load_answers(answers):
    """Return what was filled in, for our own steps, which hand on nothing of it.

    A function and no method: a template may call any method of a record.

    :param answers: a ``mentoring.agreement.answer``, or none
    :return: dict of values by number of the question, and of what was signed
    """
    if not answers:
        return {}
    place = answers._get_place("content")
    return parse_answers(open_text(answers.env.cr, place, answers.content))


def parse_answers(text):
    """Return stored answers; none where the text is something else."""
    try:
        content = json.loads(text or "{}")
    except ValueError:
        content = {}
    return content if isinstance(content, dict) else {}


class MentoringAgreementAnswer(models.Model):
    """What a pair has filled in for one agreement, sealed like its notes (A25, A35).

    An agreement that staff may read takes the answers into its text when the first
    person signs. One that they may not keeps them here alone.
    """

    _name = "mentoring.agreement.answer"
    _inherit = ["mentoring.sealed"]
    _description = "Answers in a mentoring agreement"

    agreement_id = fields.Many2one(
        comodel_name="mentoring.agreement",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    content = fields.Text(
        string="Answer",
        sealed=True,
        copy=False,
        help="The answers by number of the question, and as they were signed.",
    )
    revision = fields.Integer(
        default=1,
        required=True,
        readonly=True,
        help="Grows with each change, so that one change does not overwrite another.",
    )
    reader_ids = fields.Many2many(relation="mentoring_agreement_answer_reader_rel")

    _once = models.UniqueIndex(
        "(agreement_id)",
        "Someone has just begun to fill this in. Please open it again.",
    )

    def _compute_display_name(self):
        """Say nothing of the content: names turn up in logs and messages."""
        for answer in self:
            answer.display_name = self.env._("Answers %s", answer.id)

    @api.model
    def _find(self, agreement):
        """Return the answers of an agreement, for those alone who may read them."""
        return self.search([("agreement_id", "=", agreement.id)])

    def _get_values(self, reader):
        """Return the answers by number of the question, as strings.

        :param Reader reader: the capability to read them
        """
        return self._load(reader).get("values", {})

    def _get_shown(self, reader):
        """Return pairs of question and answer, as they were signed.

        :param Reader reader: the capability to read them
        """
        return self._load(reader).get("shown", [])

    def _load(self, reader):
        texts = self._unseal(reader, ["content"]).get(self.id, {})
        return parse_answers(texts.get("content"))

    @api.model
    def _fill(self, agreement, values, revision):
        """Write the answers, as the acting person who has read this revision of them.

        :param dict values: strings by number of the question
        :param int revision: 0 when there was nothing yet
        :raise UserError: when somebody has changed them since, or somebody has signed
        """
        agreement._check_may_fill()
        answers = self._find(agreement)
        # Of two who write at one moment the second is tried again, and sees the first.
        if answers.revision != revision:
            raise UserError(
                self.env._(
                    "This was changed since you opened it. Please compare the two, and "
                    "save yours again if it is still right."
                )
            )
        agreement._note_refusal(agreement._get_refused_questions(values))
        content = json.dumps({"values": values})
        partnership = agreement.partnership_id
        if not answers:
            return self._enter(
                partnership, {"agreement_id": agreement.id, "content": content}
            )
        self._check_may_write(partnership)
        answers.write(
            {
                "content": content,
                "revision": revision + 1,
                **self._prepare_readers(partnership),
            }
        )
        return answers

    def _freeze(self, values, shown):
        """Keep the answers as they are signed."""
        self.ensure_one()
        self.content = json.dumps({"values": values, "shown": shown})

    @api.model
    def _get_fingerprint(self, shown):
        """Return the SHA-256 of pairs of question and answer; nothing for none."""
        if not shown:
            return ""
        pairs = [[str(question), str(text)] for question, text in shown]
        return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()
