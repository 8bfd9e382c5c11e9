# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringIntakeSensible(MentoringCommon):
    """What cannot be worked out is refused in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.intakes = cls.env["mentoring.intake"].with_user(cls.coordinator)
        cls.mine = cls.intake.with_user(cls.coordinator)

    def test_days(self):
        for name in (
            "date_start",
            "date_end",
            "date_midway",
            "application_open",
            "application_close",
        ):
            for day in ("0001-01-01", "9999-12-31", "soon"):
                with self.assertRaisesRegex(UserError, "between the years"):
                    self.mine.write({name: day})
                vals = {"name": "x", "scheme_id": self.scheme.id, name: day}
                with self.assertRaisesRegex(UserError, "between the years"):
                    self.intakes.create(vals)
            defaulted = self.intakes.with_context(**{f"default_{name}": "0001-01-01"})
            with self.assertRaisesRegex(UserError, "between the years"):
                defaulted.create({"name": "x", "scheme_id": self.scheme.id})

    def test_no_start(self):
        for day in (False, None, ""):
            with self.assertRaisesRegex(UserError, "“Start”"):
                self.mine.write({"date_start": day})
            with self.assertRaisesRegex(UserError, "“Start”"):
                self.intakes.create({"scheme_id": self.scheme.id, "date_start": day})

    def test_zone(self):
        with self.assertRaisesRegex(UserError, "no time zone “Mars/Phobos”"):
            self.mine.write({"tz": "Mars/Phobos"})
        with self.assertRaisesRegex(UserError, "no time zone “Mars/Phobos”"):
            self.intakes.create({"scheme_id": self.scheme.id, "tz": "Mars/Phobos"})

    def test_form(self):
        for name in ("date_start", "application_close"):
            for day in ("0001-01-01", "9999-12-31"):
                form = Form(self.intakes)
                form.scheme_id = self.scheme
                form[name] = day
                with self.assertRaisesRegex(UserError, "between the years"):
                    form.save()

    def test_no_next_year(self):
        """Also of an intake that was entered before such days were refused."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE mentoring_intake SET date_start = %s, date_end = NULL,"
                " application_close = NULL WHERE id = %s",
                "9999-06-30",
                self.intake.id,
            )
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no year after"):
            self.mine.action_plan_next()
