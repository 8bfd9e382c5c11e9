# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import io
from contextlib import contextmanager

from odoo import Command
from odoo.tests import tagged
from odoo.tools import file_open

from .common import MentoringCommon

OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "has_headers": True,
    "date_format": "%Y-%m-%d",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "advanced": True,
    "keep_matches": False,
    "sheets": [],
    "sheet": "",
    "name_create_enabled_fields": {},
    "import_set_empty_fields": [],
    "import_skip_records": [],
    "fallback_values": {},
    "skip": 0,
    "tracking_disable": False,
}
COLUMNS = (
    "partner_id",
    "intake_id",
    "role",
    "current_role",
    "employer",
    "years_experience",
    "sector_ids",
    "topic_ids",
    "first_topic_id",
    "location",
    "tz",
    "mode",
    "delivery",
    "language_ids",
    "goals",
    "capacity",
    "payer",
    "payer_name",
    "is_honest",
    "source",
)


@tagged("post_install", "-at_install")
class TestMentoringApplicationImport(MentoringCommon):
    """Applications through Odoo's own import (promises A19, B6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coordinator.group_ids |= cls.env.ref("base.group_allow_export")
        cls.intake.name = "Intake 2027"
        cls.mentor = cls._create_member("Mary Mentor")
        cls.mentee = cls._create_member("Mel Mentee")
        cls.sector = cls.env["mentoring.sector"].create(
            {"name": "Local, state and national archives"}
        )
        cls.topic = cls.env["mentoring.topic"].create({"name": "Budgets, grants"})
        cls.below = cls.env["mentoring.topic"].create(
            {"name": "Grants", "parent_id": cls.topic.id}
        )

    # ------------------------------------------------------------------
    # Importing as the import screen does
    # ------------------------------------------------------------------

    def _import(self, rows, header):
        """Import as a coordinator; return the ids and the sentences of what failed."""
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(header)
        writer.writerows(rows)
        return self._import_file(buffer.getvalue().encode())

    def _import_file(self, content):
        wizard = (
            self.env["base_import.import"]
            .with_user(self.coordinator)
            .create(
                {
                    "res_model": "mentoring.application",
                    "file": content,
                    "file_name": "applications.csv",
                    "file_type": "text/csv",
                }
            )
        )
        preview = wizard.parse_preview(OPTIONS)
        self.assertNotIn("error", preview)
        columns = preview["headers"]
        fields = [
            "/".join(preview["matches"][index])
            if index in preview["matches"]
            else False
            for index in range(len(columns))
        ]
        self.matched = dict(zip(columns, fields, strict=True))
        result = wizard.execute_import(
            fields, [column.lower() for column in columns], OPTIONS
        )
        return result["ids"] or [], [
            message["message"] for message in result["messages"]
        ]

    def _import_one(self, **values):
        row = {
            "Applicant": "mel.mentee@example.com",
            "Intake": "Intake 2027",
            "Role": "Mentee",
            **values,
        }
        return self._import([list(row.values())], list(row))

    def test_template(self):
        """The template that staff download matches by its labels, every column."""
        [template] = self.env["mentoring.application"].get_import_templates()
        path = template["template"].removeprefix("/")
        with file_open(path, "rb") as file:
            content = file.read()
        ids, messages = self._import_file(content)
        self.assertFalse(messages)
        self.assertEqual(len(ids), 2)
        self.assertNotIn(False, self.matched.values(), self.matched)
        applications = self.env["mentoring.application"].browse(ids)
        self.assertEqual(set(applications.mapped("state")), {"draft"})
        self.assertEqual(applications.mapped("source"), ["paper", "import"])
        self.assertEqual(applications[0].partner_id, self.mentor)
        self.assertEqual(applications[0].capacity, 2)
        self.assertTrue(applications.topic_ids)
        self.assertTrue(applications.sector_ids)

    def test_round_trip(self):
        """What is exported is imported again, onto the same records, unchanged."""
        applications = self._create_application(
            self.mentor,
            "mentor",
            capacity=3,
            sector_ids=[
                Command.set(self.sector.ids),
                Command.link(self.env["mentoring.sector"].search([], limit=1).id),
            ],
            topic_ids=[Command.set((self.topic | self.below).ids)],
            first_topic_id=self.below.id,
            tz="Australia/Perth",
            location="Perth, “West”",
            goals="Two lines,\nwith a comma.",
        )
        applications |= self._create_application(
            self.mentee,
            "mentee",
            payer="employer",
            payer_name="City Library",
            mode="either",
            delivery="distance",
        )
        applications.language_ids = self.env["res.lang"].search([], limit=1)
        before = applications.read(COLUMNS)
        names = ["id", *COLUMNS]
        exported = applications.with_user(self.coordinator).export_data(names)["datas"]
        labels = applications.fields_get(COLUMNS, ["string"])
        header = ["External ID", *(labels[name]["string"] for name in COLUMNS)]
        ids, messages = self._import(exported, header)
        self.assertFalse(messages)
        self.assertEqual(sorted(ids), sorted(applications.ids))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(applications.read(COLUMNS), before)

    # ------------------------------------------------------------------
    # What is refused, in words
    # ------------------------------------------------------------------

    def test_unknown_member(self):
        ids, [message, *_more] = self._import_one(Applicant="No one at All")
        self.assertFalse(ids)
        self.assertIn("No one at All", message)
        self.assertIn("Applicant", message)

    def test_name_of_several(self):
        """Of two people with one name, none is taken by chance."""
        self._create_member("Mel Mentee", email="other@example.com")
        ids, [message, *_more] = self._import_one(Applicant="Mel Mentee")
        self.assertFalse(ids)
        self.assertIn("More than one contact", message)
        ids, messages = self._import_one()
        self.assertFalse(messages)
        self.assertEqual(
            self.env["mentoring.application"].browse(ids).partner_id, self.mentee
        )

    def test_closed_intake(self):
        self.intake.sudo().phase = "closed"
        ids, [message, *_more] = self._import_one()
        self.assertFalse(ids)
        self.assertIn("Intake 2027 is closed", message)

    def test_wrong_role(self):
        ids, [message, *_more] = self._import_one(Role="Tutor")
        self.assertFalse(ids)
        self.assertIn("Tutor", message)
        ids, [message, *_more] = self._import_one(Role="Peer")
        self.assertIn("does not offer peer mentoring", message)

    def test_unknown_topic(self):
        ids, [message, *_more] = self._import_one(Topics="Budgets, grants,Juggling")
        self.assertFalse(ids)
        self.assertIn("Topics", message)

    def test_topics_by_name(self):
        """A topic is found by its own name or its full one, commas included."""
        ids, messages = self._import_one(
            Topics="Budgets, grants,Grants",
            Sectors="Local, state and national archives",
        )
        self.assertFalse(messages)
        application = self.env["mentoring.application"].browse(ids)
        self.assertEqual(application.topic_ids, self.topic | self.below)
        self.assertEqual(application.sector_ids, self.sector)

    def test_state_jumps_no_rule(self):
        """An import makes drafts; it neither approves nor takes an approval back."""
        ids, [message, *_more] = self._import_one(State="Approved")
        self.assertFalse(ids)
        self.assertIn("click “Submit”", message)
        application = self._create_application(self.mentor, "mentor")
        [[xmlid]] = application.export_data(["id"])["datas"]
        ids, [message, *_more] = self._import([[xmlid, "Approved"]], ["id", "State"])
        self.assertEqual(application.state, "draft")
        self.assertIn("click “Submit”", message)
        _ids, messages = self._import([[xmlid, "Draft"]], ["id", "State"])
        self.assertFalse(messages)

    def test_twice(self):
        """The same person in the same role is told, not doubled."""
        self._import_one()
        ids, [message, *_more] = self._import_one()
        self.assertFalse(ids)
        self.assertIn("has already applied in this role", message)

    def test_submitted_in_bulk(self):
        """Imported drafts are submitted by the rules, with a mail each (A21)."""
        self.scheme.resume_required = False
        ids, _messages = self._import_one()
        application = self.env["mentoring.application"].browse(ids)
        application.action_accept_conduct()
        application.action_submit()
        self.assertEqual(application.state, "submitted")

    # ------------------------------------------------------------------
    # As people write
    # ------------------------------------------------------------------

    def test_spelt_as_people_do(self):
        """Blanks, capitals, separators and units are no reason to refuse a row."""
        for number, values in enumerate(
            (
                {"Applicant": "Mel.Mentee@Example.com\u00a0"},
                {"Applicant": " mel mentee "},
                {"Role": "MENTEE "},
                {"Intake": " intake\u00a02027 "},
                {"Years of Experience": "10+"},
                {"Years of Experience": "12 years"},
                {"Sectors": "local, state and national archives;"},
                {"Topics": "budgets, grants; Grants;;"},
                {"Topics": "Grants,,Budgets, grants,"},
                {"Topics": "grants\nBudgets, grants"},
            )
        ):
            with self.subTest(values=values), self._undone_import():
                ids, messages = self._import_one(**values)
                self.assertEqual((len(ids), messages), (1, []), number)
                application = self.env["mentoring.application"].browse(ids)
                self.assertEqual(application.partner_id, self.mentee)
                if "Topics" in values:
                    self.assertEqual(application.topic_ids, self.topic | self.below)
                if "Years of Experience" in values:
                    self.assertIn(application.years_experience, (10, 12))

    @contextmanager
    def _undone_import(self):
        """Let the next row be of the same person again."""
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()
        self.env.invalidate_all()

    def test_unknown_is_named(self):
        for values, word in (
            ({"Topics": "Grants, Juggling;"}, "Juggling"),
            ({"Years of Experience": "many"}, "many"),
            ({"Role": "Both"}, "Both"),
        ):
            with self.subTest(values=values):
                ids, messages = self._import_one(**values)
                self.assertFalse(ids)
                self.assertIn(word, "".join(messages))
                self.assertNotIn("SELECT", "".join(messages))

    def test_no_letter_stands_for_another(self):
        """Nobody is found by a pattern."""
        for name in ("Mel%", "Mel_Mentee", "%"):
            ids, messages = self._import_one(Applicant=name)
            self.assertFalse(ids, name)
            self.assertTrue(messages)

    def test_loaded_by_a_call(self):
        """A script sends numbers, not texts."""
        result = self.env["mentoring.application"].load(
            ["partner_id", "intake_id", "role", "years_experience"],
            [["mel.mentee@example.com", "Intake 2027", "Mentee", 7]],
        )
        self.assertFalse(result["messages"])
        application = self.env["mentoring.application"].browse(result["ids"])
        self.assertEqual(application.years_experience, 7)

    def test_headings_of_their_own(self):
        """A file as people keep it finds its fields by itself."""
        ids, messages = self._import(
            [["MEL.mentee@example.com", "Intake 2027", "mentee", "7 yrs", "Librarian"]],
            [
                "Email Address",
                "Intake",
                "Role type",
                "Years of work experience",
                "Job title",
            ],
        )
        self.assertFalse(messages)
        application = self.env["mentoring.application"].browse(ids)
        self.assertEqual(application.partner_id, self.mentee)
        self.assertEqual(application.years_experience, 7)
        self.assertEqual(application.current_role, "Librarian")

    def test_encoding(self):
        """UTF-8 without a mark stays what it is, with a single curly apostrophe."""
        header = "Applicant,Intake,Role,Goals\n"
        row = "mel.mentee@example.com,Intake 2027,Mentee,What I don’t know\n"
        for content in (
            (header + row).encode("utf-8"),
            (header + row).encode("utf-8-sig"),
            (header + row).encode("cp1252"),
        ):
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": "mentoring.application",
                    "file": content,
                    "file_name": "applications.csv",
                    "file_type": "text/csv",
                }
            )
            options = {**OPTIONS, "encoding": ""}
            preview = wizard.parse_preview(options)
            self.assertEqual(preview["headers"][0], "Applicant")
            self.assertIn("What I don’t know", str(preview["preview"]))
