# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sealing import KeyMissing
from ...sealing.keys import get_masters


class MentoringDataKey(models.Model):
    """The key of what one partnership or one case keeps to itself, wrapped.

    Nobody has rights to it, and what stands here opens nothing without the master key.
    Without its row, what it has sealed is lost for good: that is how it is erased.
    """

    _name = "mentoring.data.key"
    _description = "Wrapped key of sealed texts"
    _log_access = False

    wrapped = fields.Char(required=True, readonly=True, copy=False)
    master = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="The fingerprint of the master key that has wrapped it.",
    )

    @api.model
    def _make(self):
        """Make a data key.

        The file with the master key is made at the first use. Where other data keys are
        there already, it has been lost: then nothing is made that would hide that.

        :raise UserError: when the master key is missing
        """
        masters = get_masters()
        keys = self.sudo()  # nobody has rights to keys
        if not masters.is_there() and not keys.search_count([], limit=1):
            masters.make()
        try:
            master, wrapped = masters.new_data_key()
        except KeyMissing as error:
            raise UserError(self._get_missing_sentence()) from error
        return keys.create({"master": master, "wrapped": wrapped})

    @api.model
    def _get_missing_sentence(self):
        return self.env._(
            "What is kept in confidence can't be opened at the moment, and nothing new "
            "can be written. Nothing is lost. Please tell the association: its "
            "administrator needs to bring back the file with the master key."
        )

    @api.model
    def _cron_rewrap_keys(self):
        """Wrap data keys by the current master key that an older one has wrapped."""
        Cron = self.env["ir.cron"]
        masters = get_masters()
        if not masters.is_there():
            return
        old = self.search([("master", "!=", masters.get_current())])
        Cron._commit_progress(remaining=len(old))
        for key in old:
            try:
                master, wrapped = masters.rewrap(key.master, key.wrapped)
            except KeyMissing:
                continue  # its older key has not been brought back
            key.write({"master": master, "wrapped": wrapped})
            if not Cron._commit_progress(1):
                break
