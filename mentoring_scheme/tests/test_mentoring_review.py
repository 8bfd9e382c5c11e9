# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import PDF, MentoringCommon, give_category

# Rows in the first window, fewer than there are at either size.
PAGE = 10


@tagged("post_install", "-at_install")
class TestMentoringReview(MentoringCommon):
    """The review queue of staff (promises A3, A7, A14, A19, A20, A21, B6)."""

    def _apply(self, name, role="mentee", **values):
        partner = self._create_member(name, **values.pop("person", {}))
        return self._create_application(partner, role, **values)

    # ------------------------------------------------------------------
    # Duplicates
    # ------------------------------------------------------------------

    def test_duplicates(self):
        """One person under two contacts is named, on the form and in the filter."""
        same_mail = self._apply("Anna Smith", person={"email": "anna@example.com"})
        her_again = self._apply("A. Smith", person={"email": "ANNA@Example.com "})
        same_job = self._apply("Bo Li", employer="City Library")
        him_again = self._apply(
            "bo li ", employer="city library", person={"email": "b@example.com"}
        )
        by_phone = self._apply("Cy Roe", person={"phone": "+61 2 5550 0000"})
        again = self._apply(
            "Cy Roe", person={"phone": "(612) 5550-0000", "email": "c@example.com"}
        )
        namesake = self._apply("Bo Li", person={"email": "other@example.com"})
        self.assertEqual(same_mail.duplicate_ids, her_again)
        self.assertEqual(him_again.duplicate_ids, same_job)
        self.assertEqual(by_phone.duplicate_ids, again)
        self.assertFalse(namesake.duplicate_ids)
        twice = same_mail | her_again | same_job | him_again | by_phone | again
        found = self.env["mentoring.application"].search(
            [("duplicate_ids", "!=", False)]
        )
        self.assertEqual(found, twice & found)
        self.assertEqual(len(found), 6)
        self.assertIn(
            namesake,
            self.env["mentoring.application"].search([("duplicate_ids", "=", False)]),
        )
        her_again.action_withdraw()
        same_mail.invalidate_recordset()
        self.assertFalse(same_mail.duplicate_ids)
        action = same_job.action_view_duplicates()
        self.assertEqual(
            self.env["mentoring.application"].search(action["domain"]),
            same_job | him_again,
        )

    def test_other_intakes_are_no_duplicates(self):
        first = self._apply("Anna Smith", person={"email": "anna@example.com"})
        self._apply(
            "A. Smith",
            person={"email": "anna@example.com"},
            intake=self._create_intake(self.scheme, name="Another"),
        )
        self.assertFalse(first.duplicate_ids)

    def test_both_roles(self):
        """One person as mentor and mentee is a notice only."""
        mentee = self._apply("Dee Both")
        mentor = self._create_application(mentee.partner_id, "mentor")
        self.assertEqual(mentee.other_role_ids, mentor)
        self.assertEqual(mentor.other_role_ids, mentee)
        self.assertFalse(mentee.duplicate_ids)
        self.assertEqual(mentee.other_application_count, 1)
        mentee.action_submit()
        mentee.action_approve()

    # ------------------------------------------------------------------
    # Paper
    # ------------------------------------------------------------------

    def test_paper(self):
        """B6: what is entered from paper has its scan, a PDF or a picture."""
        application = self._apply("Pat Paper", source="paper")
        with self.assertRaisesRegex(
            UserError, "scan of the paper form of Pat Paper is missing"
        ):
            application.action_submit()
        self.env["mentoring.application.file"].create(
            {
                "application_id": application.id,
                "kind": "paper",
                "filename": "form.png",
                "file": self.signature,
            }
        )
        application.action_submit()
        self.assertEqual(application.state, "submitted")

    def test_sources(self):
        """Where an application came from: the member's form, or the office."""
        portal = self._create_new_portal_user(login="portal_member")
        Application = self.env["mentoring.application"]
        self.assertEqual(
            Application.with_user(portal).sudo()._default_source(),  # as the form
            "portal",
        )
        self.assertEqual(
            Application.with_user(self.coordinator)._default_source(), "office"
        )

    # ------------------------------------------------------------------
    # Bulk steps
    # ------------------------------------------------------------------

    def test_bulk_submit(self):
        """Who cannot be submitted is named with why, and nobody is."""
        good = self._apply("Gil Good")
        bad = self._apply("Bea Bad", file_ids=[])
        with self.assertRaisesRegex(
            UserError, r"Bea Bad has not attached a résumé"
        ) as error:
            (good | bad).action_submit()
        self.assertNotIn("Gil Good", str(error.exception))
        self.assertEqual(good.state, "draft")
        bad.unlink()
        good.action_submit()

    def test_review_date(self):
        """Overdue is what has waited longer than the scheme promises."""
        self.scheme.review_days = 10
        application = self._apply("Wim Waits")
        application.action_submit()
        Application = self.env["mentoring.application"]
        overdue = [("state", "=", "submitted"), ("date_review", "<", "today")]
        self.assertFalse(Application.search(overdue))
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            self.assertEqual(Application.search(overdue), application)

    # ------------------------------------------------------------------
    # Eligibility as a domain
    # ------------------------------------------------------------------

    def test_eligible_search_says_what_the_rules_say(self):
        """A7, A14, A19, A34: the filter finds exactly those whom the rules let in."""
        chance = random.Random(7)
        student = self.env["membership.membership_category"].create({"name": "S"})
        other = self._create_scheme(
            name="Other",
            mentor_member_required=False,
            mentor_category_ids=[Command.clear()],
            resume_required=False,
            referee_required="required",
        )
        open_to_all = self._create_scheme(
            name="Open",
            mentee_member_required=False,
            document_ids=[],
            offers_reverse=True,
        )
        intakes = [self.intake] + [
            self._create_intake(scheme) for scheme in (other, open_to_all)
        ]
        # As the system: staff decide step by step, and on eligible people only.
        applications = self.env["mentoring.application"].sudo()
        for number in range(120):
            partner = self._create_member(
                f"Person {number}",
                chance.choice(["paid", "invoiced", "waiting", "canceled", None]),
                free_member=chance.random() < 0.1,
            )
            if partner.member_line_ids and chance.random() < 0.2:
                partner.member_line_ids.date_to = "2021-01-01"
            if chance.random() < 0.3:
                give_category(partner, student)
            application = applications.create(
                {
                    "intake_id": chance.choice(intakes).id,
                    "partner_id": partner.id,
                    "role": chance.choice(["mentor", "mentee"]),
                    "mode": chance.choice(["one_to_one", "reverse"]),
                    "years_experience": chance.choice([0, 3, 4, 9]),
                    "state": chance.choice(["draft", "submitted", "approved"]),
                    "source": chance.choice(["portal", "portal", "paper"]),
                    "referee_name": chance.choice([False, "Robin"]),
                    "referee_email": chance.choice([False, "robin@example.com"]),
                    "file_ids": [
                        Command.create(
                            {"kind": kind, "filename": "a.pdf", "file": self.resume}
                        )
                        for kind in ("resume", "paper")
                        if chance.random() < 0.7
                    ],
                }
            )
            if chance.random() < 0.8:
                application._accept_conduct()
            if chance.random() < 0.3:
                self.env["mentoring.application.override"].create(
                    {
                        "application_id": application.id,
                        "rule": chance.choice(
                            ["membership", "experience", "resume", "referee"]
                        ),
                        "reason": "Known",
                    }
                )
            if chance.random() < 0.3:
                self.env["mentoring.reference"].create(
                    {
                        "application_id": application.id,
                        "referee_name": "R",
                        "recommendation": "no",
                    }
                )
            if chance.random() < 0.1:
                partner.active = False
            applications |= application
        self.env.flush_all()
        self.env.invalidate_all()
        expected = applications.filtered("is_eligible")
        self.assertTrue(20 < len(expected) < 100, len(expected))
        mine = [("id", "in", applications.ids)]
        for domain, wanted in (
            ([("is_eligible", "=", True)], expected),
            ([("is_eligible", "=", False)], applications - expected),
            ([("is_eligible", "!=", True)], applications - expected),
        ):
            self.assertEqual(set(applications.search(mine + domain)), set(wanted))
        # Every rule that is checked one by one is searched for as well.
        keys = set()
        for scheme in (self.scheme, other, open_to_all):
            for role in ("mentor", "mentee"):
                keys |= set(applications._get_rule_domains(scheme, role))
        self.assertEqual(keys, set(self._get_rules(applications[0])))

    def _get_rules(self, application):
        """Return the keys of all rules, each made to fail."""
        names = [name for name in dir(application) if name.startswith("_check_rule_")]
        return [name.removeprefix("_check_rule_") for name in names]

    # ------------------------------------------------------------------
    # Numbers of queries
    # ------------------------------------------------------------------

    def _create_many(self, count):
        category = self.category
        people = self.env["res.partner"].create(
            [
                {
                    "name": f"Many {number} of {count}",
                    "email": f"many{number}.{count}@example.com",
                    "free_member": True,
                }
                for number in range(count)
            ]
        )
        give_category(people, category)
        applications = (
            self.env["mentoring.application"]
            .sudo()
            .create(
                [
                    {
                        "intake_id": self.intake.id,
                        "partner_id": person.id,
                        "role": "mentee" if number % 3 else "mentor",
                        "state": "submitted",
                        "date_submitted": fields.Datetime.now(),
                        "years_experience": number % 9,
                        "file_ids": [
                            Command.create(
                                {"filename": "a.pdf", "file": base64.b64encode(PDF)}
                            )
                        ]
                        if number % 4
                        else [],
                    }
                    for number, person in enumerate(people)
                ]
            )
        )
        return applications

    def _open(self, kind, domain):
        """Ask for what the web client asks for when the view opens."""
        Application = self.reviewer
        view = self.env.ref(f"mentoring_scheme.mentoring_application_view_{kind}")
        info = Application.get_view(view.id, kind)
        names = info["models"]["mentoring.application"]
        specification = {
            name: {"fields": {"display_name": {}}}
            if Application._fields[name].relational
            else {}
            for name in names
        }
        if kind == "kanban":
            return Application.web_read_group(
                domain,
                ["state"],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=specification,
                unfold_read_default_limit=PAGE,
            )
        return Application.web_search_read(domain, specification, limit=PAGE)

    def _count_queries(self, kind, domain):
        """Return how many queries an opening takes, with all caches but the registry's
        empty.
        """
        self._open(kind, domain)  # what is cached for everybody: views, rights
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._open(kind, domain)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_depend_on_the_number(self):
        """List, kanban and each filter open with as many queries for 200 as for 80.

        More than a page is found by each either time, which takes a count.
        """
        names = {
            "all": [],
            "eligible": [("is_eligible", "=", True)],
            "not eligible": [("is_eligible", "=", False)],
            "twice": [("duplicate_ids", "!=", False)],
            "no résumé": [("file_ids", "not any", [("kind", "=", "resume")])],
            "overdue": [("date_review", "<", "today")],
        }
        # One environment throughout: it keeps its user's time zone.
        self.reviewer = self.env["mentoring.application"].with_user(self.coordinator)
        self._create_many(80)
        few = {
            (kind, name): self._count_queries(kind, domain)
            for kind in ("list", "kanban")
            for name, domain in names.items()
        }
        self._create_many(120)
        many = {
            (kind, name): self._count_queries(kind, domain)
            for kind in ("list", "kanban")
            for name, domain in names.items()
        }
        more = {key: (few[key], many[key]) for key in few if many[key] > few[key]}
        self.assertFalse(more)
        self.assertLess(max(many.values()), 60)

    # ------------------------------------------------------------------
    # Before the close
    # ------------------------------------------------------------------

    def _get_mails(self, template):
        return (
            self.env["mentoring.notification"]
            .search(
                [("template_id", "=", self.env.ref(f"mentoring_scheme.{template}").id)]
            )
            .sudo()  # the queue is the system's
            .mail_id
        )

    def test_before_the_close(self):
        """A3: a week before, staff get the figures, and earlier applicants a mail."""
        past = self._create_intake(
            self.scheme,
            name="Last year",
            date_start=self.intake.date_start - relativedelta(years=1),
            application_open=False,
            application_close=self.intake.date_start - relativedelta(years=1, days=9),
        )
        people = {
            name: self._create_member(name)
            for name in ("Left Out", "Was Mentor", "Applied Again", "Wants None", "Dec")
        }
        for name, partner in people.items():
            self._create_application(
                partner,
                "mentor" if name == "Was Mentor" else "mentee",
                intake=past,
                state="declined" if name == "Dec" else "approved",
            )
        past.sudo().phase = "closed"
        self._create_application(people["Applied Again"], "mentee").action_submit()
        self.env["mentoring.profile"].create(
            {"partner_id": people["Wants None"].id, "is_invited": False}
        )
        mails = "mail_template_application_closing"
        self._run_crons("ir_cron_remind_close")
        self.assertFalse(self._get_mails(mails))
        week = self.intake._start_of_day(
            self.intake.application_close - timedelta(days=7)
        )
        with freeze_time(week - timedelta(minutes=1)):
            self._run_crons("ir_cron_remind_close")
            self.assertFalse(self._get_mails(mails), "a minute too early, in its zone")
        for _turn in range(2):
            with freeze_time(week):
                self._run_crons("ir_cron_remind_close")
        sent = self._get_mails(mails)
        self.assertEqual(sent.recipient_ids, people["Left Out"] | people["Was Mentor"])
        body = "".join(map(str, sent.mapped("body_html")))
        self.assertIn("could not find a partner", body)
        summary = self._get_mails("mail_template_intake_closing")
        self.assertEqual(len(summary), 1)
        self.assertIn(self.coordinator.email_formatted, summary.email_to)
        self.assertIn("1 mentee place is missing", summary.body_html)

    def test_figures_before_the_close(self):
        """Invariant 12: the summary counts what the list shows."""
        self._create_approved("Mary Mentor", "mentor", capacity=2)
        self._apply("Ann One").action_submit()
        self._apply("Ben Two")
        figures = dict(self.intake._get_closing_figures())
        self.assertEqual(list(figures.values()), [1, 2, 1, 1, 1])
        self.assertIn("There is a place", self.intake._get_closing_verdict())
