# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMenus(MentoringCommon):
    """Every screen opens for those whom it is for, and for nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._new_user(
            "manager", "mentoring_scheme.group_mentoring_manager"
        )
        cls.finance = cls._new_user("finance", "account.group_account_invoice")
        cls.clerk = cls._new_user("clerk", "base.group_user")

    @classmethod
    def _new_user(cls, name, group):
        return new_test_user(
            cls.env,
            login=f"mentoring_menus_{name}",
            groups=f"base.group_user,{group}",
            company_id=cls.env.company.id,
        )

    def _get_menus(self, user):
        """Return the addon's menu items that a user sees: external name to action."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        prefix = "mentoring_scheme."
        return {
            menu["xmlid"].removeprefix(prefix): menu["action_id"]
            and self.env[menu["action_model"]].browse(menu["action_id"])
            for menu in menus.values()
            if (menu.get("xmlid") or "").startswith(prefix)
        }

    def _get_actions(self, model="ir.actions.act_window"):
        """Return all actions of a model that the addon defines."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "mentoring_scheme"), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def _get_actions_for(self, user):
        """Return the window actions that are offered to a user."""
        return self._get_actions().filtered(
            lambda action: not action.group_ids or action.group_ids & user.all_group_ids
        )

    def _open(self, action, user):
        """Load all views of a window action as a user's browser does."""
        Model = self.env[action.res_model].with_user(user)
        modes = action.view_mode.split(",")
        return Model.get_views([(False, mode) for mode in [*modes, "search"]])

    # ------------------------------------------------------------------
    # Menus
    # ------------------------------------------------------------------

    def test_coordinator_sees_all_but_what_managers_set_up(self):
        menus = self._get_menus(self.coordinator)
        self.assertLessEqual(
            {
                "mentoring_menu_root",
                "mentoring_intake_menu",
                "mentoring_application_menu",
                "mentoring_match_run_menu",
                "mentoring_partnership_menu",
                "mentoring_withdrawal_menu",
                "mentoring_certificate_menu",
                "mentoring_fee_menu",
            },
            set(menus),
        )
        self.assertLessEqual(
            {
                "mentoring_menu_configuration",
                "mentoring_scheme_menu",
                "mentoring_topic_menu",
                "mail_template_mentoring_menu",
                "res_partner_login_menu",
            },
            set(menus),
        )
        self.assertNotIn("mentoring_menu_ready_made", menus)
        self.assertNotIn("mentoring_scheme_check_consistency_menu", menus)

    def test_manager_sees_the_configuration(self):
        self.assertLessEqual(
            {"mentoring_scheme_menu", "mentoring_scheme_load_alia_menu"},
            set(self._get_menus(self.manager)),
        )

    def test_finance_sees_fees_alone(self):
        menus = self._get_menus(self.finance)
        self.assertIn("mentoring_fee_menu", menus)
        self.assertEqual(menus.pop("mentoring_today_menu").tag, "mentoring_today")
        for name, action in menus.items():
            with self.subTest(menu=name):
                if action:
                    self.assertRegex(action.res_model, r"^mentoring\.fee\b")

    def test_conduct_officer_sees_cases_and_disclosures(self):
        officer = new_test_user(
            self.env,
            login="menus_officer",
            groups="mentoring_scheme.group_mentoring_conduct",
        )
        menus = self._get_menus(officer)
        self.assertEqual(
            set(menus),
            {
                "mentoring_menu_root",
                "mentoring_today_menu",
                "mentoring_concern_menu",
                "mentoring_menu_privacy",
                "mentoring_disclosure_menu",
            },
        )
        views = self._open(menus["mentoring_concern_menu"], officer)["views"]
        self.assertIn('name="action_take"', views["form"]["arch"])

    def test_other_staff_see_nothing(self):
        self.assertFalse(self._get_menus(self.clerk))

    # ------------------------------------------------------------------
    # Views
    # ------------------------------------------------------------------

    def test_every_window_action_opens_for_the_coordinator(self):
        groups = self.coordinator.all_group_ids
        actions = self._get_actions().filtered(
            lambda action: not action.group_ids or action.group_ids & groups
        )
        self.assertGreaterEqual(len(actions), 19)
        for action in actions:
            with self.subTest(action=action.name):
                views = self._open(action, self.coordinator)["views"]
                self.assertEqual(set(views), {*action.view_mode.split(","), "search"})

    def test_finance_opens_fees_alone(self):
        fees = self.env.ref("mentoring_scheme.mentoring_fee_action")
        others = self._get_actions().filtered(
            lambda action: (
                action.res_model.startswith("mentoring.")
                and not action.res_model.startswith("mentoring.fee")
            )
        )
        self.assertTrue(others)
        views = self._open(fees, self.finance)["views"]
        self.assertIn('name="action_bill"', views["form"]["arch"])
        self.assertNotIn('name="application_id"', views["form"]["arch"])
        for action in others:
            with self.subTest(action=action.name), self.assertRaises(AccessError):
                self.env[action.res_model].with_user(self.finance).web_search_read(
                    [], {"display_name": {}}
                )

    def test_only_finance_bills_and_only_the_manager_waives(self):
        action = self.env.ref("mentoring_scheme.mentoring_fee_action")
        seen = {}
        for user in (self.coordinator, self.finance, self.manager):
            arch = self._open(action, user)["views"]["form"]["arch"]
            buttons = etree.fromstring(arch).xpath("//button/@string")
            seen[user] = {word.split()[0].strip("…") for word in buttons}
        self.assertEqual(
            seen,
            {
                self.coordinator: {"Print"},
                self.finance: {"Bill", "Correct", "Print"},
                self.manager: {"Waive", "Change", "Reinstate", "Print"},
            },
        )

    def test_actions_that_the_models_open(self):
        for name in (
            "intake",
            "application",
            "partnership",
            "fee",
            "match_run",
            "meeting",
            "agreement",
        ):
            with self.subTest(name=name):
                action = self.env["ir.actions.act_window"]._for_xml_id(
                    f"mentoring_scheme.mentoring_{name}_action"
                )
                self.assertTrue(action["help"])

    # ------------------------------------------------------------------
    # Screens at work
    # ------------------------------------------------------------------

    def test_every_new_form_opens(self):
        """A browser asks for all fields of a form, and the name, before any is set."""
        actions = self._get_actions_for(self.manager).filtered(
            lambda action: "form" in action.view_mode
        )
        opened = set()
        for action in actions:
            Model = self.env[action.res_model].with_user(self.manager)
            if not Model.has_access("create"):
                continue
            form = Model.get_view(view_type="form")["arch"]
            if etree.fromstring(form).get("create") == "0":
                continue
            with self.subTest(action=action.name):
                names = set(Model.get_views([(False, "form")])["models"][Model._name])
                spec = {
                    name: {}
                    for name in names & set(Model._fields)
                    if Model._fields[name].type not in ("one2many", "properties")
                }
                Model.onchange({}, [], {**spec, "display_name": {}})
                opened.add(Model._name)
        self.assertIn("mentoring.meeting", opened)
        self.assertIn("mentoring.partnership", opened)

    def test_coordinator_starts_an_intake(self):
        with Form(self.env["mentoring.intake"].with_user(self.coordinator)) as form:
            form.name = "Next intake"
            form.scheme_id = self.scheme
            form.date_start = "2031-03-01"
            self.assertEqual(str(form.application_close), "2031-02-22")
            form.application_close = False
        self.assertTrue(form.record.is_rolling)

    def test_coordinator_enters_a_paper_application(self):
        member = self._create_member("Paula Paper")
        with Form(
            self.env["mentoring.application"].with_user(self.coordinator)
        ) as form:
            form.intake_id = self.intake
            form.partner_id = member
            form.role = "mentee"
            form.goals = "Find my feet."
            with form.file_ids.new() as file:
                file.kind = "resume"
                file.filename = "resume.pdf"
                file.file = self.resume
        application = form.record
        application.action_accept_conduct()
        application.action_submit()
        self.assertEqual(application.state, "submitted")
        self.assertIn(
            "Recorded from paper", "".join(application.message_ids.mapped("body"))
        )

    def test_coordinator_returns_applications_from_the_list(self):
        applications = self._create_application(
            self._create_member("Ann Applicant"), "mentee"
        ) | self._create_application(self._create_member("Ben Applicant"), "mentee")
        applications.action_submit()
        action = self.env.ref("mentoring_scheme.mentoring_application_decision_action")
        context = {
            "active_model": "mentoring.application",
            "active_ids": applications.ids,
            "default_decision": "return",
        }
        wizard = self.env[action.res_model].with_user(self.coordinator)
        with Form(wizard.with_context(**context)) as form:
            form.message = "Please add your topics."
        form.record.action_confirm()
        self.assertEqual(set(applications.mapped("state")), {"returned"})
        self.assertEqual(
            set(applications.mapped("return_remarks")), {"Please add your topics."}
        )

    def test_coordinator_runs_a_match(self):
        mentor = self._create_approved("Mary Mentor", "mentor")
        mentee = self._create_approved("Mel Mentee", "mentee")
        with Form(self.env["mentoring.match.run"].with_user(self.coordinator)) as form:
            form.intake_id = self.intake
        run = form.record
        run.action_solve()
        window = "mentoring_scheme.mentoring_match_run_view_publish"
        with Form(run, view=window) as form:
            form.publish_reason = "They fit."
        pair = run.proposed_ids
        self.assertEqual(pair.mentor_id, mentor.partner_id)
        self.assertEqual(pair.mentee_id, mentee.partner_id)
        with Form(pair) as form:
            self.assertTrue(form.explanation)

    def test_coordinator_enters_a_partnership_that_members_asked_for(self):
        mentor = self._create_approved("Mary Mentor", "mentor")
        mentee = self._create_approved("Mel Mentee", "mentee")
        with Form(
            self.env["mentoring.partnership"].with_user(self.coordinator)
        ) as form:
            form.intake_id = self.intake
            for application in (mentor, mentee):
                with form.participant_ids.new() as seat:
                    seat.application_id = application
        partnership = form.record
        self.assertEqual(partnership.state, "matched")
        told = self.env["mentoring.notification"].search_count(
            [("res_model", "=", "mentoring.participant")]
        )
        partnership.action_announce()
        partnership.action_announce()
        self.assertEqual(
            self.env["mentoring.notification"].search_count(
                [("res_model", "=", "mentoring.participant")]
            ),
            told + 2,
        )
        self.assertTrue(mentee.fee_ids)

    def test_a_partnership_ends_with_a_reason(self):
        partnership = self._create_partnership().with_user(self.coordinator)
        server_action = self.env.ref(
            "mentoring_scheme.mentoring_partnership_action_end"
        ).with_user(self.coordinator)
        window = server_action.with_context(
            active_model=partnership._name, active_id=partnership.id
        ).run()
        self.assertEqual(window["res_id"], partnership.id)
        form = Form(partnership, view=window["view_id"][0])
        with self.assertRaisesRegex(AssertionError, "end_reason is a required field"):
            form.save()
        form.end_reason = "They moved."
        form.save().action_end()
        self.assertEqual(partnership.state, "ended")
        self.assertEqual(partnership.end_reason, "They moved.")

    def test_only_the_manager_revokes(self):
        revoke = self.env.ref("mentoring_scheme.mentoring_certificate_action_revoke")
        seen = {
            user: f'name="{revoke.id}"'
            in self.env["mentoring.certificate"]
            .with_user(user)
            .get_view(view_type="form")["arch"]
            for user in (self.coordinator, self.manager)
        }
        self.assertEqual(seen, {self.coordinator: False, self.manager: True})

    def test_fee_opens_for_coordinator_and_finance(self):
        partnership = self._create_partnership()
        fee = partnership.participant_ids.application_id.fee_ids
        for user in (self.coordinator, self.finance):
            with self.subTest(user=user.login):
                form = Form(fee.with_user(user))
                self.assertIn("Mel Mentee", form.display_name)

    def test_finance_finds_a_fee_by_its_purchase_order(self):
        partnership = self._create_partnership()
        fee = partnership.participant_ids.application_id.fee_ids
        fee.application_id.purchase_order = "PO-4711"
        Fee = self.env["mentoring.fee"].with_user(self.finance)
        self.assertEqual(Fee.search([("purchase_order", "ilike", "4711")]), fee)

    def test_ready_made_scheme_loads_from_the_menu(self):
        action = self.env.ref("mentoring_scheme.mentoring_scheme_action_load_aiop")
        opened = action.with_user(self.manager).run()
        self.assertEqual(opened["res_model"], "mentoring.scheme.load")
        self.assertEqual(opened["context"], {"default_ready_made": "aiop"})
        with self.assertRaises(AccessError):
            action.with_user(self.coordinator).run()

    def test_stat_button_of_a_member_opens_past_partnerships(self):
        partnership = self._create_partnership()
        self._sign_all(partnership)
        partnership.action_complete()
        self.intake.sudo().phase = "closed"
        member = partnership.mentor_id.with_user(self.coordinator)
        action = member.action_view_mentoring_partnerships()
        found = self.env["mentoring.partnership"].search(action["domain"])
        self.assertEqual(found, partnership)
        self.assertEqual(member.mentoring_partnership_count, len(found))
        self.assertFalse(action["context"])

    def test_own_questions_show_on_the_application(self):
        self.scheme.application_properties_definition = [
            {"name": "pd", "type": "boolean", "string": "I take part in PD"}
        ]
        application = self._create_application(
            self._create_member("Ann Applicant"), "mentee"
        )
        application.properties = {"pd": True}
        values = application.with_user(self.coordinator).web_read({"properties": {}})
        self.assertEqual(values[0]["properties"][0]["value"], True)

    def test_webinars_of_an_intake(self):
        self.coordinator.group_ids = [
            Command.link(self.env.ref("event.group_event_registration_desk").id)
        ]
        event = self.env["event.event"].create(
            {
                "name": "Introductory webinar",
                "mentoring_intake_id": self.intake.id,
                "date_begin": "2031-03-01 02:00:00",
                "date_end": "2031-03-01 03:00:00",
            }
        )
        intake = self.intake.with_user(self.coordinator)
        self.assertEqual(intake.event_count, len(event))
