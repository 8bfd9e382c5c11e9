# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import binascii
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign, verify_hash_signed

SCOPE = "mentoring.answer.link"


class MentoringAnswerLink(models.AbstractModel):
    """Questions that a member answers by a click in a mail, without logging in.

    The address is signed, expires, and serves one purpose of one record (design
    section 4). Opening it asks the question; only the button on that page answers.
    """

    _name = "mentoring.answer.link"
    _description = "Answers by one click from a mail"

    @api.model
    def _get_answer_purposes(self):
        """Return what may be asked about a record: purpose to days that a link lives.

        Extended by each model that asks.
        """
        return {}

    def _get_answer_question(self, purpose):
        """Return what the page asks, from the model's ``_ask_<purpose>``.

        :return: dict of ``title``, ``question``, ``choices`` (pairs of key and label)
            and ``closed``: a sentence when there is nothing to answer any more
        """
        return getattr(self, f"_ask_{purpose}")()

    def _get_answer_url(self, purpose):
        """Return the address that a mail gives the member for one purpose.

        Mails are made with the system's rights. Staff who preview or compose one get no
        link with which they could answer for the member.
        """
        self.ensure_one()
        if not self.env.su:
            return f"{self.get_base_url()}/my/mentoring"
        days = self._get_answer_purposes()[purpose]
        token = hash_sign(
            self.sudo().env,  # the signature is made with the database's secret
            SCOPE,
            [purpose, self._name, self.id],
            expiration=timedelta(days=days),
        )
        return f"{self.get_base_url()}/mentoring/answer/{token}"

    @api.model
    def _find_by_answer_token(self, token):
        """Return the record and the purpose that a token was made for.

        :return: a record and a purpose; none of either when the token is forged, has
            expired, or its record is gone
        """
        try:
            # The signature is checked with the database's secret.
            values = verify_hash_signed(self.sudo().env, SCOPE, token)
        except (ValueError, binascii.Error):  # no token of ours
            values = None
        if not values:
            return None, ""
        purpose, model, record_id = values
        # Members have no access rows; the signature lets this one be answered.
        record = self.env[model].sudo().browse(record_id).exists()  # see above
        return (record, purpose) if record else (None, "")

    def _answer(self, purpose, answer):
        """Take a member's answer, by the model's ``_take_<purpose>``.

        :return: the sentence that thanks for it, and says what happens next
        :raise UserError: when nothing is asked any more, or the answer is no choice
        """
        self.ensure_one()
        question = self._get_answer_question(purpose)
        if question["closed"]:
            raise UserError(question["closed"])
        if answer not in dict(question["choices"]):
            raise UserError(self.env._("Please choose one of the answers."))
        return getattr(self, f"_take_{purpose}")(answer)
