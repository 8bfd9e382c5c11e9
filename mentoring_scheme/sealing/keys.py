# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The data keys of a database, as ciphers.

Functions of a module and no methods of a model: a template or a server action may call
any method of a record, whatever its name, and reaches no module.
"""

import configparser
import functools
import os
from pathlib import Path

from odoo import tools
from odoo.tools import SQL

from .cipher import get_key_id, is_sealed, unseal
from .master import MasterKeys

# A cipher shows its key to nobody, so a format string that finds it prints nothing.
_CIPHERS = {}
_CIPHERS_MOST = 5000
_MASTERS = {}


def get_master_file():
    """Return where the master key stands.

    The variable ``MENTORING_MASTER_KEY_FILE`` says so, or the option
    ``master_key_file`` in the section ``[mentoring_scheme]`` of Odoo's configuration;
    otherwise it is beside Odoo's files.
    """
    if named := os.environ.get("MENTORING_MASTER_KEY_FILE") or _get_configured():
        return Path(named)
    return Path(tools.config["data_dir"]) / "mentoring_scheme" / "master.key"


@functools.cache
def _get_configured():
    """Return what Odoo's configuration says; Odoo itself reads no section of ours."""
    parser = configparser.RawConfigParser()
    parser.read([tools.config["config"] or ""])
    return parser.get("mentoring_scheme", "master_key_file", fallback="")


def get_masters():
    """Return the master keys of this server."""
    path = get_master_file()
    return _MASTERS.setdefault(path, MasterKeys(path))


def get_cipher(cr, key_id):
    """Return a data key as a cipher.

    :param cr: cursor of the database that holds the key
    :param int key_id: the id of a ``mentoring.data.key``
    :raise KeyMissing: when the master key that has wrapped it is not there
    :return: None when there is no such data key: what it has sealed was erased
    """
    found = _CIPHERS.get((cr.dbname, key_id))
    if found:
        return found
    cr.execute(
        SQL("SELECT master, wrapped FROM mentoring_data_key WHERE id = %s", key_id)
    )
    [row] = cr.fetchall() or [None]
    if not row:
        return None
    cipher = get_masters().unwrap(*row)
    if len(_CIPHERS) >= _CIPHERS_MOST:
        _CIPHERS.clear()
    _CIPHERS[cr.dbname, key_id] = cipher
    return cipher


def open_text(cr, place, text):
    """Return the plain text of what a database holds at a place.

    :param str place: model and field, as it was sealed
    :raise KeyMissing: when the master key is not there
    :raise SealBroken: when it was changed, or was written for another place
    """
    if not is_sealed(text):
        return text or ""  # of a version before, until the job has sealed it
    cipher = get_cipher(cr, get_key_id(text))
    return unseal(cipher, place, text) if cipher else ""
