# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import ast
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

MODELS = Path(__file__).parents[1] / "models"
MOST_LINES = 500
# Where a room starts what a later one does, by the later one's model: a pair is set up
# with its fee and its agreements, a date that moves takes the evaluations along, and
# nobody is matched against what the conduct officers know.
STARTS = {
    ("application", "mentoring.concern"),
    ("base", "mentoring.partnership"),
    ("match", "mentoring.concern"),
    ("match", "mentoring.participant"),
    ("match", "mentoring.partnership"),
    ("partnership", "mentoring.agreement"),
    ("partnership", "mentoring.evaluation"),
    ("partnership", "mentoring.fee"),
    ("programme", "mentoring.evaluation"),
}


@tagged("post_install", "-at_install")
class TestRooms(BaseCase):
    """A room builds on the rooms before it, in the order of ``models/__init__.py``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rooms = [
            alias.name
            for node in ast.parse((MODELS / "__init__.py").read_text()).body
            for alias in node.names
        ]
        cls.files = sorted(MODELS.rglob("*.py"))
        cls.home = {}
        for room in cls.rooms:
            for path in sorted((MODELS / room).glob("*.py")):
                for name in re.findall(
                    r'^    _name = "(mentoring\.[\w.]+)"', path.read_text(), re.M
                ):
                    cls.home.setdefault(name, room)

    def _get_room(self, path):
        return path.relative_to(MODELS).parts[0]

    def _get_own_files(self):
        return [path for path in self.files if path.parent != MODELS]

    def test_every_folder_is_a_room(self):
        folders = {path.parent.name for path in self._get_own_files()}
        self.assertEqual(folders, set(self.rooms))

    def test_imports_go_up_the_chain(self):
        for path in self._get_own_files():
            room = self.rooms.index(self._get_room(path))
            for other in re.findall(r"^from \.\.(\w+)", path.read_text(), re.M):
                with self.subTest(path=path.name, other=other):
                    self.assertLess(self.rooms.index(other), room)

    def test_calls_go_up_the_chain(self):
        found = set()
        for path in self._get_own_files():
            room = self._get_room(path)
            for model in re.findall(r'env\["(mentoring\.[\w.]+)"\]', path.read_text()):
                home = self.home.get(model)
                if home and self.rooms.index(home) > self.rooms.index(room):
                    found.add((room, model))
        self.assertEqual(found, STARTS)

    def test_no_file_is_too_long(self):
        for path in MODELS.parent.rglob("*.py"):
            lines = len(path.read_text().splitlines())
            if MODELS in path.parents:
                with self.subTest(path=path.name):
                    self.assertLessEqual(lines, MOST_LINES)
