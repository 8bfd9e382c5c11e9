# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import html
import re
import secrets
from contextvars import ContextVar

TOKEN = re.compile(r"sealedtext[0-9a-f]{24}x\d+x")
# The envelope of the document that is being printed; see ``Envelope.printing``.
_PRINTED = ContextVar("printed envelope", default=None)


class Envelope:
    """Keeps plain texts out of a template, which administrators may edit.

    The template gets a token for each text, and the finished page the texts. So what a
    template hands on, to a record or to a mail, is a token.
    """

    __slots__ = ("_prefix", "_texts")

    def __init__(self):
        self._prefix = f"sealedtext{secrets.token_hex(12)}x"
        self._texts = {}

    def close(self, value, names):
        """Return plain values with a token for each text under one of these names.

        :param value: dicts, lists and plain values, as a template gets them
        :param names: the keys whose texts are kept out; empty texts stay empty
        """
        if isinstance(value, dict):
            return {
                key: self.close_text(inner)
                if key in names and isinstance(inner, str)
                else self.close(inner, names)
                for key, inner in value.items()
            }
        if isinstance(value, (list, tuple)):
            return [self.close(inner, names) for inner in value]
        return value

    def close_text(self, text):
        """Return the token of one text."""
        if not text:
            return text
        token = f"{self._prefix}{len(self._texts)}x"
        self._texts[token] = text
        return token

    def open(self, page: str) -> str:
        """Return a finished page with its texts, each escaped."""
        return TOKEN.sub(self._get_escaped, page)

    def _get_escaped(self, match):
        return html.escape(self._texts.get(match[0], match[0]))

    def printing(self, make):
        """Return what a function makes of a document while this envelope is at hand."""
        token = _PRINTED.set(self)
        try:
            return make()
        finally:
            _PRINTED.reset(token)


def open_printed(page):
    """Return a document that is about to be printed with its texts, if it has any.

    :param bytes page: as Odoo's reports come
    """
    envelope = _PRINTED.get()
    return envelope.open(page.decode()).encode() if envelope else page
