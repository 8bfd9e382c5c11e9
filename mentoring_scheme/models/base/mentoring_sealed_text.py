# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.sql_db import db_connect
from odoo.tools import SQL

from ...sealing import KeyMissing, Reader, is_sealed, seal
from ...sealing.cipher import MARK
from ...sealing.keys import get_cipher, open_text

# How many records of a version before are sealed at a time.
BATCH = 100


class MentoringSealedText(models.AbstractModel):
    """A room with texts that the database holds as ciphertext (invariant 14).

    A field says so itself: ``sealed=True``. Whatever writes it, writes ciphertext; who
    reads it as any other field reads that. Plain text is given by ``_search_unsealed``
    and ``_unseal`` alone, for a reader that only our own code can make.
    """

    _name = "mentoring.sealed.text"
    _description = "Record with texts that are stored as ciphertext"

    def _valid_field_parameter(self, field, name):
        return name == "sealed" or super()._valid_field_parameter(field, name)

    @api.model
    def _get_sealed_names(self):
        return [
            name
            for name, field in self._fields.items()
            if getattr(field, "sealed", False)
        ]

    @api.model
    def _get_new_data_key(self, vals):
        """Return the data key for a record that is about to be made with these values.

        Each room says whose it is: a partnership's or a case's.
        """
        raise NotImplementedError

    def _get_data_keys(self):
        """Return the data key of each of these records, by id."""
        raise NotImplementedError

    @api.model
    def _domain_for_reader(self, user, names):
        """Return of which records this person reads these texts."""
        raise NotImplementedError

    @api.model
    def _get_place(self, name):
        """Return what binds a ciphertext to its field."""
        return f"{self._name}.{name}"

    def _BaseModel__ensure_xml_id(self, skip=False):  # pylint: disable=C0103
        """Give no external id: others read the table of them, and so count cases."""
        return ((record, "") for record in self)

    @api.model_create_multi
    def create(self, vals_list):
        """Store texts as ciphertext, whoever writes them and however."""
        names = self._get_sealed_names()
        return super().create(
            [
                self._seal_values(vals, self._get_new_data_key(vals))
                if any(vals.get(name) for name in names)
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """Store texts as ciphertext, with the key of what each record belongs to."""
        if not any(vals.get(name) for name in self._get_sealed_names()):
            return super().write(vals)
        by_key = defaultdict(self.browse)
        for record_id, key in self._get_data_keys().items():
            by_key[key] |= self.browse(record_id)
        for key, records in by_key.items():
            super(MentoringSealedText, records).write(self._seal_values(vals, key))
        return True

    @api.model
    def _seal_values(self, vals, key):
        """Return values with their texts as ciphertext.

        What looks like ciphertext is sealed as well: nobody pastes another text.

        :raise UserError: when the master key is missing
        """
        try:
            cipher = get_cipher(self.env.cr, key.id)
        except KeyMissing as error:
            raise UserError(key._get_missing_sentence()) from error
        return {
            name: seal(cipher, key.id, self._get_place(name), value)
            if value and getattr(self._fields.get(name), "sealed", False)
            else value
            for name, value in vals.items()
        }

    def _unseal(self, reader, names=None):
        """Return the plain texts of these records, as far as a reader may read them.

        :param Reader reader: the capability, which says for whom
        :param names: of the fields; by default, all that are sealed
        :return: dict of the texts by name, by id; records of others are left out
        :raise AccessError: when what is handed in is no reader
        :raise UserError: when the master key is missing
        """
        _found, texts = self._search_unsealed(reader, [("id", "in", self.ids)], names)
        return texts

    @api.model
    def _search_unsealed(self, reader, domain, names=None, others=(), **options):
        """Find records that a reader may read, and their plain texts, by one query.

        :param Reader reader: the capability, which says for whom
        :param domain: which records; of these, those that the reader may read
        :param names: of the texts; by default, all that are sealed
        :param others: names of fields that are read by the same query
        :param options: order, limit and offset
        :return: the records, and a dict of the texts by name, by id
        :raise AccessError: when what is handed in is no reader
        :raise UserError: when the master key is missing
        """
        # Whatever looks like one could be made by a template; a reader cannot.
        if type(reader) is not Reader:
            raise AccessError(self.env._("What is kept in confidence stays closed."))
        names = names or self._get_sealed_names()
        user = self.env["res.users"].sudo().browse(reader.uid)  # to look for the person
        records = self.sudo()  # the domain says what the reader reads
        readable = records.search_fetch(
            Domain(domain) & Domain(self._domain_for_reader(user, names)),
            [*names, *others],
            **options,
        )
        try:
            return readable, {
                record.id: {
                    name: open_text(self.env.cr, self._get_place(name), record[name])
                    for name in names
                }
                for record in readable
            }
        except KeyMissing as error:
            keys = self.env["mentoring.data.key"]
            raise UserError(keys._get_missing_sentence()) from error

    # ------------------------------------------------------------------
    # Texts of a version before
    # ------------------------------------------------------------------

    @api.model
    def _find_plain(self):
        """Return records with a text that is not sealed yet, without reading it."""
        plain = SQL(" OR ").join(
            SQL(
                "(%(text)s <> '' AND NOT starts_with(%(text)s, %(mark)s))",
                text=SQL.identifier(name),
                mark=MARK,
            )
            for name in self._get_sealed_names()
        )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE %s ORDER BY id LIMIT %s",
                SQL.identifier(self._table),
                plain,
                BATCH,
            )
        )
        return self.browse(record_id for [record_id] in rows)

    def _seal_plain(self):
        """Seal what a version before has stored as it was written.

        In the table itself: nothing else about these records changes.
        """
        names = self._get_sealed_names()
        columns = SQL(", ").join(map(SQL.identifier, names))
        table = SQL.identifier(self._table)
        for record_id, key in self._get_data_keys().items():
            row = SQL("SELECT %s FROM %s WHERE id = %s", columns, table, record_id)
            [texts] = self.env.execute_query(row)
            plain = {
                name: text
                for name, text in zip(names, texts, strict=True)
                if text and not is_sealed(text)
            }
            changes = SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), text)
                for name, text in self._seal_values(plain, key).items()
            )
            self.env.cr.execute(
                SQL("UPDATE %s SET %s WHERE id = %s", table, changes, record_id)
            )
        self.invalidate_recordset(names)

    @api.model
    def _cron_seal_plain(self):
        """Seal the texts of a version before, then have the old rows forgotten.

        A batch at a time, each for good: killed and run again, it goes on. When nothing
        is left to do, it asks once a room.
        """
        Cron = self.env["ir.cron"]
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or not isinstance(model, MentoringSealedText):
                continue
            done = 0
            while plain := model._find_plain():
                plain._seal_plain()
                done += len(plain)
                if not Cron._commit_progress(len(plain), remaining=len(plain)):
                    return
            if done:
                model._forget_old_rows()

    @api.model
    def _forget_old_rows(self):
        """Write the table anew, without the rows that PostgreSQL has kept of before."""
        cr = db_connect(self.env.cr.dbname).cursor()
        try:
            # VACUUM runs in no transaction.
            cr.connection.autocommit = True
            cr.execute(SQL("VACUUM FULL %s", SQL.identifier(self._table)))
        finally:
            cr.close()
