# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ciphers and keys, without a database."""

import base64
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from odoo.tests import BaseCase, tagged

from ..sealing import (
    Envelope,
    KeyMissing,
    MasterKeys,
    SealBroken,
    is_sealed,
    seal,
    unseal,
)

WORDS = "Lyrebirds whisper – „quokka“ 🌱\nand a second line"


@tagged("post_install", "-at_install")
class TestSealing(BaseCase):
    """What is sealed opens with its key, at its place, unchanged, and not otherwise."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "keys" / "master.key"
        self.masters = MasterKeys(self.path)

    def test_opens_at_its_place_alone(self):
        key = AESGCM(AESGCM.generate_key(256))
        text = seal(key, 7, "mentoring.note.body", WORDS)
        self.assertTrue(is_sealed(text))
        self.assertNotIn("quokka", text)
        self.assertEqual(unseal(key, "mentoring.note.body", text), WORDS)
        self.assertNotEqual(seal(key, 7, "mentoring.note.body", WORDS), text)
        other = AESGCM(AESGCM.generate_key(256))
        for wrong_key, place, wrong in (
            (other, "mentoring.note.body", text),
            (key, "mentoring.goal.name", text),
            (key, "mentoring.note.body", text.replace(":7:", ":8:")),
            (key, "mentoring.note.body", text[:-8] + "AAAAAAA="),
            (key, "mentoring.note.body", text[:20]),
            (key, "mentoring.note.body", "sealed:1:7:"),
            (key, "mentoring.note.body", "plain"),
        ):
            with self.assertRaises(SealBroken):
                unseal(wrong_key, place, wrong)

    def test_master_key_is_made_once(self):
        """For its owner alone, and never over another one."""
        self.assertFalse(self.masters.is_there())
        with self.assertRaises(KeyMissing):
            self.masters.new_data_key()
        self.masters.make()
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o600)
        content = self.path.read_bytes()
        MasterKeys(self.path).make()
        self.assertEqual(self.path.read_bytes(), content)
        self.assertEqual(
            [one.name for one in self.path.parent.iterdir()], ["master.key"]
        )

    def test_lost_and_brought_back(self):
        self.masters.make()
        wrapped = self.masters.new_data_key()
        text = seal(self.masters.unwrap(*wrapped), 1, "place", WORDS)
        kept = self.path.read_bytes()
        self.path.unlink()
        with self.assertRaises(KeyMissing):
            self.masters.unwrap(*wrapped)
        self.path.write_bytes(base64.b64encode(b"x" * 32))
        with self.assertRaises(KeyMissing):
            self.masters.unwrap(*wrapped)
        self.path.write_bytes(b"no key")
        with self.assertRaises(KeyMissing):
            self.masters.unwrap(*wrapped)
        self.path.write_bytes(kept)
        self.assertEqual(unseal(self.masters.unwrap(*wrapped), "place", text), WORDS)

    def test_rotation(self):
        """A new first line wraps; the old one opens until all is wrapped anew."""
        self.masters.make()
        wrapped = self.masters.new_data_key()
        text = seal(self.masters.unwrap(*wrapped), 1, "place", WORDS)
        old = self.path.read_bytes()
        self.path.write_bytes(base64.b64encode(b"n" * 32) + b"\n" + old)
        again = self.masters.rewrap(*wrapped)
        self.assertNotEqual(again[0], wrapped[0])
        self.assertEqual(unseal(self.masters.unwrap(*wrapped), "place", text), WORDS)
        self.path.write_bytes(base64.b64encode(b"n" * 32))
        self.assertEqual(unseal(self.masters.unwrap(*again), "place", text), WORDS)
        with self.assertRaises(KeyMissing):
            self.masters.unwrap(*wrapped)

    def test_nothing_shows_a_key(self):
        """Not even a format string, which asks for any attribute of what it gets."""
        self.masters.make()
        key = self.path.read_bytes().strip()
        raw = base64.b64decode(key)
        seen, waiting = set(), [(self.masters, 0)]
        while waiting:
            thing, depth = waiting.pop()
            if id(thing) in seen or depth > 4:
                continue
            seen.add(id(thing))
            shown = repr(thing)
            self.assertNotIn(key.decode(), shown)
            self.assertNotIn(repr(raw)[2:-1], shown)
            names = [name for name in dir(thing) if name != "__builtins__"]
            waiting += [(getattr(thing, name, None), depth + 1) for name in names]
            if isinstance(thing, dict):
                waiting += [(value, depth + 1) for value in thing.values()]

    def test_envelope(self):
        """A template gets tokens, the page the texts, escaped."""
        envelope = Envelope()
        values = {
            "id": 3,
            "name": 'a <b> & "c"',
            "lines": [{"name": ""}, {"name": "x"}],
        }
        closed = envelope.close(values, {"name"})
        self.assertEqual(closed["id"], 3)
        self.assertNotIn("<b>", str(closed))
        self.assertEqual(closed["lines"][0]["name"], "")
        page = f'<p title="{closed["name"]}">{closed["lines"][1]["name"]}</p>'
        self.assertEqual(
            envelope.open(page),
            '<p title="a &lt;b&gt; &amp; &quot;c&quot;">x</p>',
        )
        stranger = Envelope()
        self.assertEqual(stranger.open(page), page)
        with self.assertRaises(AttributeError):
            envelope.texts = {}
