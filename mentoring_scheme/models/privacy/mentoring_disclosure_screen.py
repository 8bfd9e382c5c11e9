# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.http import request

from ...dates import format_day
from ...sealing import KeyMissing, Reader
from ...sealing.grant import is_granted
from .mentoring_sealed_disclosure import get_disclosed_models


def _writing(method):
    """Have a method that core calls with a cursor for reading called with another."""
    method._readonly = False
    return method


class MentoringDisclosure(models.Model):
    """Who may read what was disclosed, and how it reaches that person's browser."""

    _inherit = "mentoring.disclosure"

    def action_read(self):
        """Open the page on which the texts are; that is noted when it is shown."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What They Wrote"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (
                    self.env.ref(
                        "mentoring_scheme.mentoring_disclosure_view_form_content"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @_writing
    def web_read(self, specification):
        """Read for a form; with the texts where the reader's browser asks for them."""
        with Reader.of_screen(request, self._name, ("web_read",)) as reader:
            values_list = super().web_read(specification)
            if reader and "content" in specification:
                for values in values_list:
                    disclosure = self.browse(values["id"])
                    values["content"] = disclosure._disclose(reader)
            return values_list

    def _disclose(self, reader):
        """Return what the participants wrote for each other, as HTML, and note it.

        :param Reader reader: the capability, of whom it was granted to
        :raise UserError: when it was not granted to this person, or is over
        """
        self.ensure_one()
        users = self.env["res.users"].sudo()  # to look for the person
        self._check_may_read(users.browse(reader.uid))
        partnership = self.sudo().partnership_id  # whose texts they are
        self.env["mentoring.disclosure.reading"]._note(self, reader)
        parts = [
            model._read_disclosed(reader, partnership, self.date_since)
            for model in get_disclosed_models(self.env)
        ]
        nothing = Markup("<p>%s</p>") % self.env._(
            "Nothing has been written since %(day)s.",
            day=format_day(self.env, self._get_day(self.date_since)),
        )
        return Markup().join(parts) or nothing

    def _get_terms(self):
        """Return what was agreed, as plain values."""
        self.ensure_one()
        return {
            "disclosure": self.id,
            "partnership": self.partnership_id.id,
            "reader": self.requested_by_id.id,
            "granted_by": self.decided_by_id.id,
            "since": fields.Datetime.to_string(self.date_since),
            "until": fields.Date.to_string(self.date_until),
        }

    def _is_granted(self):
        """Return whether two people have agreed to it just as it stands."""
        self.ensure_one()
        disclosure = self.sudo()  # nobody reads the proof
        try:
            return is_granted(
                self.env.cr, disclosure.grant_proof, disclosure._get_terms()
            )
        except KeyMissing as error:
            keys = self.env["mentoring.data.key"]
            raise UserError(keys._get_missing_sentence()) from error

    def _check_may_read(self, user):
        self.check_access("read")
        scheme = self.sudo().partnership_id.scheme_id  # as above
        if (
            user != self.requested_by_id
            or not user.active
            or not self.is_readable
            or not scheme.disclosure_since
            or self._has_part(user)
            or not self._is_granted()
        ):
            raise UserError(
                self.env._(
                    "You can't read this: only the person who requested it can, from "
                    "the day it is granted until the day it ends."
                )
            )
