# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Texts as ciphertext: AES-256-GCM, which notices any change."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import SealBroken

# Ciphertext names its format and its data key: "sealed:1:<data key>:<base64>".
MARK = "sealed:1:"
NONCE_BYTES = 12


def is_sealed(text):
    """Return whether a stored value is ciphertext."""
    return isinstance(text, str) and text.startswith(MARK)


def get_key_id(text):
    """Return the id of the data key that a ciphertext names.

    :raise SealBroken: when it names none
    """
    number = text.removeprefix(MARK).partition(":")[0]
    if not is_sealed(text) or not number.isdecimal():
        raise SealBroken("A sealed text names no key.")
    return int(number)


def seal(key: AESGCM, key_id: int, place: str, text: str) -> str:
    """Return a text as ciphertext.

    :param key: the data key
    :param key_id: by which number the data key is found again
    :param place: model and field; a ciphertext that is copied elsewhere does not open
    """
    nonce = os.urandom(NONCE_BYTES)
    content = key.encrypt(nonce, text.encode(), _bind(key_id, place))
    return f"{MARK}{key_id}:{base64.b64encode(nonce + content).decode()}"


def unseal(key: AESGCM, place: str, text: str) -> str:
    """Return the plain text of a ciphertext.

    :raise SealBroken: when it was changed, or was written for another place
    """
    key_id = get_key_id(text)
    try:
        packed = base64.b64decode(text.rpartition(":")[2], validate=True)
        nonce, content = packed[:NONCE_BYTES], packed[NONCE_BYTES:]
        return key.decrypt(nonce, content, _bind(key_id, place)).decode()
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise SealBroken("A sealed text is not what was written.") from error


def _bind(key_id, place):
    return f"{key_id} {place}".encode()
