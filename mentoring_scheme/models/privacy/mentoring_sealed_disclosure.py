# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...dates import format_day
from ...sealing import KeyMissing, Reader
from ...sealing.keys import open_text
from ..base.mentoring_sealed import MentoringSealed as Sealed


def get_disclosed_models(env):
    """Return an empty recordset of each model in which a pair writes."""
    return [
        env[name]
        for name in sorted(env.registry)
        if not env[name]._abstract and isinstance(env[name], Sealed)
    ]


class MentoringSealed(models.AbstractModel):
    """What a pair wrote, as it is read out in a disclosure."""

    _inherit = "mentoring.sealed"

    @api.model
    def _get_disclosed_condition(self):
        """Return which rows of a partnership a disclosure covers."""
        return SQL("TRUE")

    @api.model
    def _get_disclosed_texts(self, texts):
        """Return pairs of label and text, of one record's plain texts by name."""
        return [
            (self._fields[name]._description_string(self.env), text)
            for name, text in texts.items()
        ]

    @api.model
    def _read_disclosed(self, reader, partnership, since):
        """Return what a partnership wrote here since a time, as HTML.

        Past the accessors, which find one's own alone: whoever calls this has checked
        that it was granted.

        :param Reader reader: the capability
        :param datetime since: in UTC
        :raise UserError: when the master key is missing
        """
        if type(reader) is not Reader:
            raise AccessError(self.env._("What is kept in confidence stays closed."))
        names = self._get_sealed_names()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT create_date, create_uid, %(columns)s FROM %(table)s"
                " WHERE partnership_id = %(partnership)s AND create_date >= %(since)s"
                " AND %(condition)s ORDER BY id",
                columns=SQL(", ").join(map(SQL.identifier, names)),
                table=SQL.identifier(self._table),
                partnership=partnership.id,
                since=since,
                condition=self._get_disclosed_condition(),
            )
        )
        if not rows:
            return Markup()
        users = self.env["res.users"].sudo()  # of members, for their names
        entries = Markup().join(
            self._write_disclosed(
                format_day(self.env, created),
                users.browse(uid).name,
                dict(zip(names, texts, strict=True)),
            )
            for created, uid, *texts in rows
        )
        title = self.env["ir.model"]._get(self._name).name
        return Markup("<h3>%s</h3>") % title + entries

    @api.model
    def _write_disclosed(self, day, author, sealed):
        """Return one record as HTML.

        :param str day: on which it was written, as a reader writes it
        :param dict sealed: its texts by name, as the database holds them
        """
        try:
            texts = {
                name: open_text(self.env.cr, self._get_place(name), text)
                for name, text in sealed.items()
                if text
            }
        except KeyMissing as error:
            keys = self.env["mentoring.data.key"]
            raise UserError(keys._get_missing_sentence()) from error
        lines = Markup().join(
            Markup("<p><strong>%s</strong><br/>%s</p>")
            % (label, Markup("<br/>").join(str(text).split("\n")))
            for label, text in self._get_disclosed_texts(texts)
        )
        head = Markup("<h4>%s</h4>") % self.env._(
            "%(author)s, %(day)s", author=author, day=day
        )
        return head + lines
