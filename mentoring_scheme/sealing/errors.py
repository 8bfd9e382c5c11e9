# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


class KeyMissing(Exception):
    """The master key that wraps a data key is missing; the text is safe and closed."""


class SealBroken(Exception):
    """A ciphertext is not what was written: it was changed, or stands elsewhere."""
