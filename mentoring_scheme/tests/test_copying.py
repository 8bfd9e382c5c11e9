# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from lxml import etree

from odoo import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import MentoringCommon
from .test_form_choices import ROLES

# Of each list on a scheme and an intake: whether a copy has it.
LISTS = {
    "mentoring.scheme": {
        "agreement_template_ids": True,
        "criterion_ids": True,
        "document_ids": True,
        "faq_ids": True,
        "milestone_ids": True,
        "refund_rule_ids": True,
        "intake_ids": False,
    },
    "mentoring.intake": {
        "application_ids": False,
        "partnership_ids": False,
        "event_ids": False,  # copied with their days moved
    },
}
# Core's own, of every record with a history; never copied.
HISTORY = {
    "activity_ids",
    "message_follower_ids",
    "message_ids",
    "rating_ids",
    "website_message_ids",
}


@tagged("post_install", "-at_install")
class TestCopying(MentoringCommon):
    """Duplicate: next year's intake, a whole scheme, and whatever else offers it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"copying_{role}",
                groups=f"base.group_user,{groups}",
                company_id=cls.env.company.id,
            )
            for role, groups in ROLES.items()
        }

    def _create_round(self, **values):
        return (
            self.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": "Intake 2026",
                    "scheme_id": self.scheme.id,
                    "date_start": date(2026, 7, 3),
                    "application_open": date(2026, 5, 1),
                    "billing_trigger": "date",
                    "billing_date": date(2026, 9, 1),
                    "self_selection": True,
                    **values,
                }
            )
            .sudo(False)
        )

    # ------------------------------------------------------------------
    # Intake
    # ------------------------------------------------------------------

    @freeze_time("2026-11-01")
    def test_intake_is_copied_to_next_year(self):
        """Every role gets next year's intake in draft, with all days a year on."""
        intake = self._create_round()
        self._create_application(self._create_member("Ann"), "mentee", intake=intake)
        intake.sudo().phase = "running"
        for role in ("coordinator", "manager", "administrator"):
            with self.subTest(role=role):
                copied = intake.with_user(self.users[role]).copy()
                self.assertRecordValues(
                    copied,
                    [
                        {
                            "name": "Intake 2027",
                            "phase": "draft",
                            "date_start": date(2027, 7, 3),
                            "date_end": date(2028, 7, 2),
                            "date_midway": date(2028, 1, 1),
                            "application_open": date(2027, 5, 1),
                            "application_close": date(2027, 6, 26),
                            "billing_date": date(2027, 9, 1),
                            "billing_trigger": "date",
                            "self_selection": True,
                            "application_count": 0,
                        }
                    ],
                )
                copied.name = role

    @freeze_time("2026-11-01")
    def test_old_intake_is_copied_to_the_year_to_come(self):
        old = self._create_round(
            name="Spring 2023/24",
            date_start=date(2023, 7, 3),
            application_open=date(2023, 5, 1),
        )
        copied = old.copy()
        self.assertEqual(copied.date_start, date(2027, 7, 3))
        self.assertEqual(copied.name, "Spring 2027/28")
        self.assertEqual(old.copy({"name": "Mine"}).name, "Mine")

    @freeze_time("2026-11-01")
    def test_webinars_are_planned_again(self):
        """On the same day of the week, without anybody registered."""
        intake = self._create_round()
        event = self.env["event.event"].create(
            {
                "name": "How to Begin",
                "date_begin": datetime(2026, 7, 8, 2, 0),
                "date_end": datetime(2026, 7, 8, 3, 0),
                "mentoring_intake_id": intake.id,
                "is_mentoring_orientation": True,
                "registration_ids": [Command.create({"name": "Ann"})],
            }
        )
        copied = intake.with_user(self.users["coordinator"]).copy()
        webinar = copied.event_ids
        self.assertEqual(webinar.name, "How to Begin")
        self.assertEqual(webinar.date_begin, datetime(2027, 7, 7, 2, 0))
        self.assertTrue(webinar.is_mentoring_orientation)
        self.assertFalse(webinar.registration_ids)
        self.assertEqual(event.mentoring_intake_id, intake)

    # ------------------------------------------------------------------
    # Scheme
    # ------------------------------------------------------------------

    def test_scheme_is_copied_whole(self):
        scheme = self.scheme
        scheme.document_ids.copy()
        scheme.agreement_template_ids[0].question_ids = [
            Command.create({"name": "How often will you meet?"})
        ]
        scheme.milestone_ids = [Command.create({"name": "First meeting"})]
        scheme.refund_rule_ids = [Command.create({"intake_id": self.intake.id})]
        copied = scheme.with_user(self.users["manager"]).copy()
        self.assertEqual(copied.name, f"{scheme.name} (copy)")
        self.assertEqual(
            copied.document_ids.mapped("version"), scheme.document_ids.mapped("version")
        )
        self.assertEqual(
            copied.agreement_template_ids.question_ids.mapped("name"),
            scheme.agreement_template_ids.question_ids.mapped("name"),
        )
        for name in ("agreement_template_ids", "criterion_ids", "milestone_ids"):
            self.assertEqual(len(copied[name]), len(scheme[name]), name)
            self.assertFalse(copied[name] & scheme[name])
        self.assertEqual(copied.refund_rule_ids.mapped("intake_id"), self.intake[:0])
        self.assertEqual(len(copied.refund_rule_ids), 1)
        self.assertFalse(copied.intake_ids)

    def test_every_list_says_whether_it_is_copied(self):
        for model, lists in LISTS.items():
            fields = self.env[model]._fields
            declared = {
                name: bool(field.copy)
                for name, field in fields.items()
                if field.type == "one2many" and name not in HISTORY
            }
            self.assertEqual(declared, lists, model)

    # ------------------------------------------------------------------
    # Everything that offers it
    # ------------------------------------------------------------------

    def _offers_copy(self, Model):
        """Return whether the browser shows Duplicate in any of our views."""
        views = self.env["ir.ui.view"].search(
            [
                ("model", "=", Model._name),
                ("type", "in", ("form", "list")),
                ("mode", "=", "primary"),
            ]
        )
        for view in views:
            arch = Model.get_view(view.id, view.type)["arch"]
            root = etree.fromstring(arch)
            offered = (root.get("create", "1"), root.get("duplicate", "1"))
            if not {"0", "false", "False"} & set(offered):
                return True
        return False

    def _get_models(self):
        return [
            model
            for model, Model in self.env.registry.items()
            if model.startswith("mentoring.")
            and not (Model._abstract or Model._transient)
            and Model._auto
        ]

    def test_what_offers_duplicate_can_be_duplicated(self):
        """Each record of ours, by each role that the button is shown to."""
        partnership = self._create_partnership()
        self._sign_all(partnership)
        self._create_application(self._create_member("Ann"), "mentee")
        self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        tried = set()
        for role, user in self.users.items():
            for model in self._get_models():
                Model = self.env[model].with_user(user)
                if not Model.has_access("create") or not self._offers_copy(Model):
                    continue
                record = Model.search([], limit=1)
                if not record:
                    continue
                with self.subTest(role=role, model=model), self.cr.savepoint() as point:
                    self.assertTrue(record.copy())
                    self.env.flush_all()
                    tried.add(model)
                    point.rollback()
                self.env.invalidate_all()
        self.assertLessEqual({"mentoring.scheme", "mentoring.intake"}, tried)
