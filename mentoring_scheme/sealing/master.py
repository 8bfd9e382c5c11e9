# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The master key: a file outside the database, which wraps the data keys."""

import base64
import binascii
import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .cipher import NONCE_BYTES
from .errors import KeyMissing

KEY_BYTES = 32


class MasterKeys:
    """The keys of one file: the first line wraps, further lines still open.

    A file and no value in the environment or the configuration: what a process keeps as
    plain text, a clever format string in a template may print. Here a key is in the
    memory of the cipher alone, which shows it to nobody.

    :param Path path: the file; one key a line, 32 bytes in base64
    """

    def __init__(self, path: Path):
        self.path = path
        self._ciphers = {}
        self._stamp = None

    def make(self):
        """Make the file with a new key, unless it is there.

        Of two processes that begin at one moment one makes it, and both use it.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, made = tempfile.mkstemp(dir=self.path.parent)  # for its owner alone
        try:
            with os.fdopen(number, "wb") as file:
                file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(made, self.path)
        except FileExistsError:
            return
        finally:
            os.unlink(made)

    def is_there(self):
        """Return whether there is a file with a key."""
        return bool(self._load())

    def get_current(self):
        """Return the fingerprint of the key that wraps.

        :raise KeyMissing: when there is none
        """
        ciphers = self._load()
        if not ciphers:
            raise KeyMissing(f"There is no key in {self.path}.")
        return next(iter(ciphers))

    def wrap(self, data_key: bytes) -> tuple[str, str]:
        """Return the fingerprint of the current key, and a data key wrapped by it."""
        current = self.get_current()
        nonce = os.urandom(NONCE_BYTES)
        wrapped = self._load()[current].encrypt(nonce, data_key, current.encode())
        return current, base64.b64encode(nonce + wrapped).decode()

    def new_data_key(self):
        """Return the current key's fingerprint, and a new data key wrapped by it."""
        return self.wrap(AESGCM.generate_key(256))

    def unwrap(self, fingerprint: str, wrapped: str) -> AESGCM:
        """Return a data key as a cipher.

        :raise KeyMissing: when the master key that has wrapped it is not in the file
        """
        return AESGCM(self._open(fingerprint, wrapped))

    def rewrap(self, fingerprint: str, wrapped: str) -> tuple[str, str]:
        """Return a data key wrapped by the current key, as ``wrap`` does.

        :raise KeyMissing: when the master key that has wrapped it is not in the file
        """
        return self.wrap(self._open(fingerprint, wrapped))

    def _open(self, fingerprint, wrapped):
        cipher = self._load().get(fingerprint)
        if not cipher:
            raise KeyMissing(
                f"The key {fingerprint} is not in {self.path}. Bring back the file."
            )
        packed = base64.b64decode(wrapped)
        try:
            return cipher.decrypt(
                packed[:NONCE_BYTES], packed[NONCE_BYTES:], fingerprint.encode()
            )
        except InvalidTag as error:
            raise KeyMissing(f"The key in {self.path} is another one.") from error

    def _load(self):
        """Return the ciphers of the file by fingerprint, the current one first."""
        try:
            status = self.path.stat()
            stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
            if stamp != self._stamp:
                self._ciphers = _read_keys(self.path)
                self._stamp = stamp
        except FileNotFoundError:
            self._ciphers, self._stamp = {}, None
        return self._ciphers


def _read_keys(path):
    ciphers = {}
    for line in path.read_bytes().split():
        try:
            key = base64.b64decode(line, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES:
            raise KeyMissing(f"{path} holds something that is no key.")
        ciphers[hashlib.sha256(key).hexdigest()[:16]] = AESGCM(key)
    return ciphers
