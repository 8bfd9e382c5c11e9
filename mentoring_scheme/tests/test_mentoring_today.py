# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringToday(MentoringCommon):
    """What waits for whom: a figure is what its list opens (invariants 7, 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.manager = cls._new_user(
            "manager", "mentoring_scheme.group_mentoring_manager"
        )
        cls.finance = cls._new_user("finance", "account.group_account_invoice")
        cls.officer = cls._new_user(
            "officer", "mentoring_scheme.group_mentoring_conduct"
        )
        cls.clerk = cls._new_user("clerk", "base.group_user")

    @classmethod
    def _new_user(cls, name, group):
        return new_test_user(
            cls.env,
            login=f"today_{name}",
            groups=f"base.group_user,{group}",
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )

    def _ask(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["mentoring.today"].with_user(user or self.coordinator).get_today()
        )

    def _get_items(self, user=None):
        sections = self._ask(user)["sections"]
        return {item["label"]: item for part in sections for item in part["items"]}

    def _count(self, label, user=None):
        item = self._get_items(user)[label]
        return item["count"], item["late"]

    def _submit(self, name, **values):
        application = self._create_application(self._create_member(name), "mentee")
        application.action_submit()
        application.write(values)
        return application

    def _fill(self):
        """Give every room something that waits."""
        self._submit("Ann Applicant")
        waiting = self._submit("Wal Waiting")
        waiting.action_waitlist()
        self._create_approved("Free Mentor", "mentor")
        self._create_application(self._create_member("Dan Draft"), "mentee")
        pair = self.partnership
        pair.sudo().date_matched = fields.Date.today() - relativedelta(days=20)
        seat = self._get_seat(pair, "mentee")
        self.env["mentoring.withdrawal"].create(
            {
                "participant_id": seat.id,
                "reason_id": self.env.ref(
                    "mentoring_scheme.withdrawal_reason_no_time"
                ).id,
            }
        )
        fee = seat.application_id.fee_ids.sudo()  # as the billing run does
        fee.billing_error = "There is no income account."
        self._report()

    def _report(self, **values):
        mentor, mentee = (
            self._get_seat(self.partnership, role).partner_id
            for role in ("mentor", "mentee")
        )
        return (
            self.env["mentoring.concern"]
            .sudo()
            .create(  # as a member's own page does
                {
                    "reporter_id": mentee.id,
                    "about_id": mentor.id,
                    "what": "Wombats overheard everything",
                    **values,
                }
            )
        )

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def test_every_figure_is_the_number_of_what_it_opens(self):
        self._fill()
        for user in (self.coordinator, self.manager, self.finance, self.officer):
            items = self._get_items(user)
            self.assertTrue(any(item["count"] for item in items.values()))
            for label, item in items.items():
                with self.subTest(user=user.login, figure=label):
                    action = self.env.ref(item["action"])
                    found = (
                        self.env[action.res_model]
                        .with_user(user)
                        .web_search_read(item["domain"], {"display_name": {}})
                    )
                    self.assertEqual(found["length"], item["count"])

    def test_every_figure_opens_a_list(self):
        """A list shows all of its records, and takes the step for many at once."""
        self._fill()
        for user in (self.coordinator, self.manager, self.finance, self.officer):
            for label, item in self._get_items(user).items():
                with self.subTest(user=user.login, figure=label):
                    action = self.env.ref(item["action"])
                    self.assertIn("list", action.view_mode.split(","))

    def test_review(self):
        self.assertEqual(self._count("Applications to review"), (0, 0))
        self._submit("Ann Applicant")
        late = self._submit("Lee Late")
        late.date_submitted = fields.Datetime.now() - relativedelta(days=60)
        self.assertEqual(self._count("Applications to review"), (2, 1))
        late.action_approve()
        self.assertEqual(self._count("Applications to review"), (1, 0))

    def test_drafts_before_the_close(self):
        self._create_application(self._create_member("Dan Draft"), "mentee")
        label = "Drafts that close within a week"
        self.assertEqual(self._count(label), (0, 0))
        for days, late in ((7, 0), (3, 1)):
            self.intake.application_close = fields.Date.today() + relativedelta(
                days=days
            )
            self.assertEqual(self._count(label), (1, late))

    def test_waiting_while_places_are_free(self):
        self._submit("Wal Waiting").action_waitlist()
        label = "Waiting while places are free"
        self.assertEqual(self._count(label), (0, 0))
        self._create_approved("Free Mentor", "mentor")
        self.assertEqual(self._count(label), (1, 0))

    def test_signatures(self):
        label = "Not signed for two weeks"
        today = self.intake._today()
        for days, expected in ((14, (0, 0)), (15, (1, 0)), (29, (1, 1))):
            self.partnership.sudo().date_matched = today - relativedelta(days=days)
            self.assertEqual(self._count(label), expected, days)
        self._sign_all(self.partnership)
        self.assertEqual(self._count(label), (0, 0))

    def test_pairs_that_do_not_meet(self):
        self._sign_all(self.partnership)
        label = "No meeting for five weeks"
        today = self.intake._today()
        for days, expected in ((35, (0, 0)), (36, (1, 0)), (61, (1, 1))):
            self.partnership.date_start = today - relativedelta(days=days)
            self.assertEqual(self._count(label), expected, days)
        meeting = self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() - relativedelta(days=3),
            }
        )
        self.assertEqual(self._count(label), (1, 1))
        for seat in self.partnership.participant_ids:
            meeting._confirm(seat)
        self.assertEqual(meeting.state, "held")
        self.assertEqual(self._count(label), (0, 0))

    def test_tasks_are_those_of_whoever_asks(self):
        self.partnership.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today() - relativedelta(days=1),
            summary="Call both",
            user_id=self.coordinator.id,
        )
        self.assertEqual(self._count("Tasks for you"), (1, 1))
        self.assertEqual(self._count("Tasks for you", self.manager), (0, 0))

    # ------------------------------------------------------------------
    # Access
    # ------------------------------------------------------------------

    def test_finance_sees_fees_and_no_pair(self):
        self._fill()
        today = self._ask(self.finance)
        titles = [section["title"] for section in today["sections"]]
        self.assertEqual(titles, ["For you", "Fees"])
        self.assertFalse(today["intakes"] or today["setup"])
        self.assertEqual(self._count("Fees that cannot be billed", self.finance)[0], 1)

    def test_cases_are_counted_for_their_officers_alone(self):
        case = self._report(is_in_danger=True)
        self.assertEqual(self._count("Cases to take", self.officer), (1, 1))
        other = self._new_user("other", "mentoring_scheme.group_mentoring_conduct")
        case.with_user(self.officer).action_take()
        self.assertEqual(self._count("Your open cases", self.officer)[0], 1)
        self.assertEqual(self._count("Your open cases", other)[0], 0)
        for user in (self.coordinator, self.manager, self.finance):
            titles = [part["title"] for part in self._ask(user)["sections"]]
            self.assertNotIn("Confidential cases", titles)
        today = self._ask(self.officer)
        titles = [section["title"] for section in today["sections"]]
        self.assertEqual(titles, ["For you", "Confidential cases"])
        self.assertFalse(today["intakes"])

    def test_others_learn_nothing(self):
        self._fill()
        self.assertFalse(
            any(item["count"] for item in self._get_items(self.clerk).values())
        )
        mentee = self._get_seat(self.partnership, "mentee").partner_id
        member = new_test_user(
            self.env,
            login="today_member",
            groups="base.group_portal",
            partner_id=mentee.id,
        )
        self.assertEqual(
            self._ask(member),
            {"sections": [], "intakes": [], "setup": False, "may_set_up": False},
        )

    def test_another_company_is_left_out(self):
        self._fill()
        company = self.env["res.company"].create({"name": "Another Association"})
        stranger = new_test_user(
            self.env,
            login="today_stranger",
            groups="mentoring_scheme.group_mentoring_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(
            any(item["count"] for item in self._get_items(stranger).values())
        )
        self.assertFalse(self._ask(stranger)["intakes"])

    # ------------------------------------------------------------------
    # The year
    # ------------------------------------------------------------------

    def test_timeline(self):
        self._create_intake(self.scheme, name="Over", phase="closed")
        [intake] = self._ask()["intakes"]
        self.assertEqual(intake["name"], self.intake.name)
        self.assertEqual(
            [step["label"] for step in intake["steps"]],
            [
                "Applications open",
                "Applications close",
                "Mentoring starts",
                "Midway review",
                "Mentoring ends",
                "Final evaluations end",
            ],
        )
        self.assertEqual(
            [step["is_past"] for step in intake["steps"]],
            [True, False, False, False, False, False],
        )
        [coming] = [step for step in intake["steps"] if step["is_next"]]
        self.assertEqual(coming["label"], "Applications close")
        left = (self.intake.application_close - self.intake._today()).days
        self.assertEqual(coming["when"], f"in {left} days")
        figures = {figure["label"]: figure["count"] for figure in intake["figures"]}
        self.assertEqual(figures["Applications"], 2)
        self.assertEqual(figures["Partnerships"], 1)

    def test_webinars_stand_in_the_timeline(self):
        begin = fields.Datetime.now() + relativedelta(days=5)
        self.env["event.event"].create(
            {
                "name": "Introductory Webinar",
                "mentoring_intake_id": self.intake.id,
                "date_begin": begin,
                "date_end": begin + relativedelta(hours=1),
                "date_tz": "Australia/Sydney",
            }
        )
        [intake] = self._ask()["intakes"]
        [step] = [step for step in intake["steps"] if step["is_next"]]
        self.assertEqual(step["label"], "Introductory Webinar")

    def test_progress_stands_below_the_year(self):
        self._create_intake(self.scheme, name="No one yet")
        funnels = {
            intake["name"]: intake["funnel"] for intake in self._ask()["intakes"]
        }
        self.assertFalse(funnels["No one yet"])
        counts = {
            step["key"]: (step["mentor"], step["mentee"])
            for step in funnels[self.intake.name]
        }
        self.assertEqual(counts["matched"], (1, 1))
        self.assertEqual(counts["active"], (0, 0))

    # ------------------------------------------------------------------
    # The first day
    # ------------------------------------------------------------------

    def test_first_steps(self):
        company = self.env["res.company"].create({"name": "New Association"})
        manager, coordinator = (
            new_test_user(
                self.env,
                login=f"today_new_{group}",
                groups=f"mentoring_scheme.group_mentoring_{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            for group in ("manager", "user")
        )
        self.assertEqual(self._ask(manager)["setup"], {"step": "scheme", "may": True})
        self.assertEqual(
            self._ask(coordinator)["setup"], {"step": "scheme", "may": False}
        )
        scheme = self.env["mentoring.scheme"].create(
            {"name": "New Scheme", "company_id": company.id}
        )
        self.assertEqual(self._ask(manager)["setup"], {"step": "intake", "may": True})
        self._create_intake(scheme)
        self.assertFalse(self._ask(manager)["setup"])

    # ------------------------------------------------------------------
    # Speed
    # ------------------------------------------------------------------

    def _count_queries(self):
        today = self.env["mentoring.today"].with_user(self.coordinator)
        today.get_today()  # warm: groups, translations, views
        self.env.invalidate_all()
        self.assertTrue(today.env.user.tz)  # read, as of anybody who has logged in
        before = self.env.cr.sql_log_count
        today.get_today()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        self._fill()
        self._grow("First", 2)
        few = self._count_queries()
        self._grow("Second", 6)
        self.assertLessEqual(self._count_queries(), few)
        self.assertLessEqual(few, 70)

    def _grow(self, name, count):
        for number in range(count):
            self._submit(f"{name} Member {number}")
            self._submit(f"{name} Waiting {number}").action_waitlist()
            self._create_approved(f"{name} Free {number}", "mentor")
            self._create_partnership(
                mentor=f"{name} Mentor {number}", mentee=f"{name} Mentee {number}"
            )
            self._create_intake(self.scheme, name=f"{name} {number}")
