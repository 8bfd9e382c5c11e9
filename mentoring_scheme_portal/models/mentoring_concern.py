# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_day

_lt = LazyTranslate(__name__)

# A case's state as its reporter reads it.
LABELS = {
    "new": _lt("We have it. No one has taken it yet."),
    "open": _lt("Someone who has no part in it is looking into it."),
    "decided": _lt("It is decided."),
    "appealed": _lt("It is decided, and an appeal is being looked into."),
    "closed": _lt("It is decided and closed."),
}


class MentoringConcern(models.Model):
    _inherit = "mentoring.concern"

    @api.model
    def _domain_for_member(self, partner):
        """Return which cases this person follows: those the person has reported."""
        return [("reporter_id", "=", partner.id)]

    @api.model
    def _portal_report(self, partnership, values, upload=None):
        """Receive what the acting member reports.

        :param dict values: as the form has read them
        :param upload: name and bytes of a file, or None
        :raise ValidationError: when the file cannot be taken
        """
        # Somebody who is named in words is in no list, so takes no part in it.
        about = values.get("about_id") or False
        vals = {
            **{name: values[name] or False for name in values if name != "about_id"},
            "about_id": about,
            "partnership_id": partnership.id,
            "reporter_id": self.env.user.partner_id.id,
            "company_id": partnership.company_id.id,
        }
        if upload:
            filename, data = upload
            vals["file_ids"] = [
                Command.create({"filename": filename, "file": base64.b64encode(data)})
            ]
        return self.create(vals)

    def _get_portal_values(self, reader):
        """Return what the reporter reads: receipt and state, never a note.

        :param Reader reader: the capability to read what was told
        """
        self.ensure_one()
        is_decided = self.state in ("decided", "closed")
        texts = self._unseal(reader, ["told"]).get(self.id, {}) if is_decided else {}
        return {
            "id": self.id,
            "url": f"/my/mentoring/concern/{self.id}",
            "number": self.name,
            "received_on": format_day(self.env, self.date_received.date()),
            "state": str(LABELS[self.state]),
            "told": texts.get("told", ""),
            "appeal_until": format_day(self.env, self.date_appeal_due)
            if self._can_be_appealed()
            else "",
        }

    def _can_be_appealed(self):
        """Return whether the reporter may still say that the decision is wrong."""
        self.ensure_one()
        return (
            self.state in ("decided", "closed")
            and not self.date_appeal
            and self._today() <= self.date_appeal_due
        )

    def _portal_appeal(self, grounds):
        """Take in the acting reporter's appeal; another officer answers it (A39).

        :raise UserError: when it is too late, or no grounds are given
        """
        self.ensure_one()
        if not self._can_be_appealed():
            raise UserError(
                self.env._(
                    "This case cannot be appealed, or no longer. Please ask us if you "
                    "think it should be."
                )
            )
        self._receive_appeal("reporter", grounds)
