# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# For how long the same again is the same form sent twice.
TWICE = timedelta(minutes=10)


class MentoringSealed(models.AbstractModel):
    """What a pair writes for itself alone (invariant 7; promises A35, B1).

    Nobody has access rows, a global rule asks for the person, and each search and read
    asks for the person again, with sudo and in superuser mode as well. So there is no
    screen, export or call by which staff reach it, and no module can open one by
    granting rights. No field elsewhere copies the content, and there is no chatter.
    What they find is ciphertext; plain text is for a reader.
    """

    _name = "mentoring.sealed"
    _inherit = ["mentoring.sealed.text"]
    _description = "Sealed record of a mentoring partnership"

    partnership_id = fields.Many2one(
        comodel_name="mentoring.partnership",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reader_ids = fields.Many2many(
        comodel_name="mentoring.participant",
        readonly=True,
        string="Written for",
        help="The participants at the time of writing. If they leave later, they can "
        "still read it.",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return what this person reads: all of a partnership until leaving it.

        A partnership that is over stays readable to those who were in it to the end.
        """
        return [
            "|",
            (
                "partnership_id.participant_ids",
                "any",
                [("partner_id", "=", partner.id), ("state", "!=", "left")],
            ),
            ("reader_ids.partner_id", "=", partner.id),
        ]

    @api.model
    def _domain_for_reader(self, user, names):
        return self._domain_for_member(user.partner_id)

    @api.model
    def _get_new_data_key(self, vals):
        partnerships = self.env[
            "mentoring.partnership"
        ].sudo()  # members have no rights
        return partnerships.browse(vals["partnership_id"])._get_data_key()

    def _get_data_keys(self):
        partnerships = self.env["mentoring.partnership"].sudo()  # as above
        # Past the accessors: the job seals what it does not find.
        rows = self.env.execute_query(
            SQL(
                "SELECT id, partnership_id FROM %s WHERE id IN %s",
                SQL.identifier(self._table),
                tuple(self.ids or [0]),
            )
        )
        return {
            record_id: partnerships.browse(partnership_id)._get_data_key()
            for record_id, partnership_id in rows
        }

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find, and so read, one's own alone: ``sudo`` is no way around it."""
        mine = self._domain_for_member(self.env.user.partner_id)
        # Who sits in a partnership is looked up for people without rights to it.
        readable = super(MentoringSealed, self.sudo())._search(mine)
        domain = Domain(domain) & Domain("id", "in", readable)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _enter(self, partnership, values):
        """Write something new, as the acting person.

        :raise UserError: when the partnership is over for this person
        """
        self._check_may_write(partnership)
        return self.create({**values, **self._prepare_entry(partnership)})

    @api.model
    def _enter_once(self, partnership, values, reader):
        """Write something new, unless the acting person has just written the same.

        A form is sent twice by a second press, or by who saw no answer to the first.

        :param Reader reader: the capability to read what was just written
        :raise UserError: when the partnership is over for this person
        """
        partnership._take_turns()
        recent = self.search(
            [
                ("partnership_id", "=", partnership.id),
                ("create_uid", "=", self.env.uid),
                ("create_date", ">=", fields.Datetime.now() - TWICE),
            ]
        )
        texts = recent._unseal(reader)
        for record in recent:
            if record._says(values, texts.get(record.id, {})):
                return record
        return self._enter(partnership, values)

    def _says(self, values, texts):
        """Return whether this record was written with the same values.

        :param dict texts: its sealed fields, in plain words
        """
        self.ensure_one()
        return all(
            (texts.get(name) or "") == (value or "")
            if name in self._get_sealed_names()
            else self._fields[name].convert_to_write(self[name], self) == value
            for name, value in values.items()
        )

    @api.model
    def _erase_in(self, partnerships):
        """Delete what was written in partnerships, without reading it (promise B9).

        Past the accessors, through which nobody but the pair finds it, not even the
        nightly job.

        :return: how many records there were
        """
        return self._delete_unread(
            SQL("partnership_id IN %s", tuple(partnerships.ids or [0]))
        )

    @api.model
    def _erase_by(self, author, company):
        """Delete what a person wrote in partnerships of a company, without reading it.

        Of a room that names its authors.

        :return: how many records there were
        """
        return self._delete_unread(
            SQL(
                """author_id = %s AND partnership_id IN (
                    SELECT id FROM mentoring_partnership WHERE company_id = %s)""",
                author.id,
                company.id,
            )
        )

    @api.model
    def _find_filled(self, partnerships):
        """Return those partnerships in which anything was written, without reading."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT partnership_id FROM %s WHERE partnership_id IN %s",
                SQL.identifier(self._table),
                tuple(partnerships.ids or [0]),
            )
        )
        return partnerships.browse(partnership_id for [partnership_id] in rows)

    @api.model
    def _delete_unread(self, condition):
        self.env.flush_all()
        deleted = self.env.execute_query(
            SQL(
                "DELETE FROM %s WHERE %s RETURNING id",
                SQL.identifier(self._table),
                condition,
            )
        )
        self.env.invalidate_all()
        return len(deleted)

    @api.model
    def _prepare_entry(self, partnership):
        return {
            "partnership_id": partnership.id,
            **self._prepare_readers(partnership),
        }

    @api.model
    def _prepare_readers(self, partnership):
        """Return for whom something is written now."""
        current = partnership.participant_ids.filtered(
            lambda seat: seat.state == "current"
        )
        return {"reader_ids": [Command.set(current.ids)]}

    @api.model
    def _check_may_write(self, partnership):
        """Refuse an acting person who does not take part in the partnership now.

        :raise UserError: when the partnership is over for this person
        """
        seat = partnership._get_seat(self.env.user.partner_id)
        if not seat.filtered(lambda seat: seat.state == "current"):
            raise UserError(
                self.env._(
                    "This partnership is over for you: you can read what was written, "
                    "and change nothing any more."
                )
            )
