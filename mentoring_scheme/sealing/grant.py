# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What proves that two people have agreed to a disclosure.

Functions of a module and no methods of a model, as with the keys: so a template or a
server action, which may write any row, can make no proof of its own.
"""

import json

from .cipher import is_sealed, seal
from .errors import SealBroken
from .keys import get_cipher, open_text

# No field has this place, so no text that is sealed elsewhere passes for a proof.
PLACE = "grant of a disclosure"


def make_grant(cr, key_id, terms):
    """Return the proof of what was agreed.

    :param cr: cursor of the database that holds the key
    :param int key_id: the data key of the partnership
    :param dict terms: plain values: who reads what, from when and until when
    :raise KeyMissing: when the master key is not there
    """
    return seal(get_cipher(cr, key_id), key_id, PLACE, _write(terms))


def is_granted(cr, proof, terms):
    """Return whether a proof was made for exactly these terms.

    :param str proof: as it was stored
    :param dict terms: as they stand now
    :raise KeyMissing: when the master key is not there
    """
    if not is_sealed(proof):
        return False  # written by hand: the terms are no secret
    try:
        return open_text(cr, PLACE, proof) == _write(terms)
    except SealBroken:
        return False


def _write(terms):
    return json.dumps(terms, sort_keys=True)
