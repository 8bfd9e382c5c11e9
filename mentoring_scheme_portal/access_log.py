# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What opens something is kept out of the web server's log of requests."""

import logging
import re

HIDDEN = "…"
# Segments of a path and values of a query by which somebody gets in.
SECRETS = re.compile(
    r"(?P<before>/mentoring/(?:answer|certificate|login|reference)/"
    r"|/survey/(?:[a-z_]+/)?[^/?\s]+/"
    r"|[?&](?:access_token|answer_token|mentoring_link|signup_token|token)=)"
    r"(?P<secret>[^/?&\s\"]+)"
)


class HideSecrets(logging.Filter):
    """Puts three dots in place of each secret in a line about a request."""

    def filter(self, record):
        """Change the record; let it pass."""
        record.msg = _hide(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hide, record.args))
        return True


def install():
    """Have the log of requests filtered, once a process."""
    logger = logging.getLogger("werkzeug")
    if not any(type(found) is HideSecrets for found in logger.filters):
        logger.addFilter(HideSecrets())


def _hide(text):
    if not isinstance(text, str):
        return text
    return SECRETS.sub(lambda match: match["before"] + HIDDEN, text)
