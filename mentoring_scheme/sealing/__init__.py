# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Encryption of what a pair, or a case, keeps to itself.

The database holds ciphertext alone. Each partnership and each case has a data key of
its own, which the database holds as well, wrapped by the master key. The master key
stands in a file outside the database. So a dump, a copy for tests and whoever reads
tables find nothing to read.

Plain text is given for a ``Reader``. Only code of ours makes one, for the person who
has logged in on the request at hand. Templates, server actions and calls from outside
may call any method of a record, but can neither import this package nor use a name with
two underscores: so they reach no reader and no key. For the same reason nothing here
that opens a text is ever offered by a method which asks for no reader.
"""

from .cipher import get_key_id, is_sealed, seal, unseal
from .envelope import Envelope, open_printed
from .errors import KeyMissing, SealBroken
from .master import MasterKeys
from .reader import Reader

__all__ = [
    "Envelope",
    "KeyMissing",
    "MasterKeys",
    "Reader",
    "SealBroken",
    "get_key_id",
    "is_sealed",
    "open_printed",
    "seal",
    "unseal",
]
