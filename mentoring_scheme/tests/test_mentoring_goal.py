# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sealed_common import SealedCommon


@tagged("post_install", "-at_install")
class TestMentoringGoal(SealedCommon):
    """Promises A26, A33; invariant 7."""

    def test_read_by_both(self):
        goal = self._write_goal()
        for user in self.users.values():
            self.assertEqual(self._read_by(user, "mentoring.goal"), goal)
            self.assertEqual(self._unseal(goal, user)["name"], "A goal")

    def test_conflict(self):
        """Of two changes of the same text, the second is told and loses nothing."""
        goal = self._write_goal()
        mentor, mentee = (
            goal.with_user(self.users[role]).sudo() for role in ("mentor", "mentee")
        )
        mentor._change({"name": "The mentor's"}, 1)
        with self.assertRaisesRegex(UserError, "changed since you opened it"):
            mentee._change({"name": "The mentee's"}, 1)
        mine = self.users["mentee"]
        self.assertEqual(self._unseal(goal, mine)["name"], "The mentor's")
        mentee._change({"name": "The mentee's"}, 2)
        theirs = self.users["mentor"]
        self.assertEqual(self._unseal(goal, theirs)["name"], "The mentee's")

    def test_figures(self):
        """Neither more than all, nor a rating that is not offered."""
        for values in (
            {"progress": 101},
            {"progress": -1},
            {"rating_before": 6},
            {"rating_after": -1},
        ):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._write_goal(**values)

    def test_left(self):
        """Whoever leaves keeps what was there, and reads no later change."""
        kept, changed = self._write_goal(name="Kept"), self._write_goal(name="Changed")
        mentee = self.users["mentee"]
        newcomer = self._add_third()
        self.assertEqual(self._read_by(newcomer, "mentoring.goal"), kept | changed)
        self._leave(self.mentee)
        changed.with_user(newcomer).sudo()._change({"name": "New"}, 1)
        later = self._write_goal(name="Later")
        self.assertEqual(self._read_by(mentee, "mentoring.goal"), kept)
        with self.assertRaises(AccessError):
            later.with_user(mentee).sudo().read(["name"])
        with self.assertRaisesRegex(UserError, "over for you"):
            kept.with_user(mentee).sudo()._change({"name": "Mine"}, 1)

    def test_over(self):
        """Readable to those who were there to the end, and changed by nobody."""
        goal = self._write_goal()
        self.partnership.action_end()
        for user in self.users.values():
            self.assertEqual(self._read_by(user, "mentoring.goal"), goal)
            with self.assertRaisesRegex(UserError, "over for you"):
                goal.with_user(user).sudo()._change({"name": "Mine"}, 1)
