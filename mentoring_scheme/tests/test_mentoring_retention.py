# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..sealing import Reader
from .fee_common import FeeCommon

WORDS = "Canary words"


class RetentionCommon(FeeCommon):
    """A partnership that has ended, and an application that was declined."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.write(
            {
                "application_properties_definition": [
                    {"name": "own", "type": "char", "string": "Own"}
                ]
            }
        )
        with freeze_time("2020-07-20 02:00:00"):
            cls.declined = cls._apply("Dana Declined")
            cls.declined.decline_reason = f"{WORDS} decline"
            cls.declined.action_decline()
            cls.env.flush_all()  # as at the end of each request

    @classmethod
    def _apply(cls, name):
        application = cls._create_application(
            cls._create_member(name),
            "mentee",
            intake=cls.intake,
            goals=f"{WORDS} goals",
            bio=f"{WORDS} bio",
            preference_note=f"{WORDS} note",
            payer="employer",
            payer_name=f"{WORDS} payer",
            topic_ids=[Command.set(cls.env["mentoring.topic"].search([], limit=2).ids)],
            properties={"own": f"{WORDS} own"},
            reference_ids=[
                Command.create(
                    {
                        "referee_name": "Robin Referee",
                        "recommendation": "yes",
                        "text": f"{WORDS} reference",
                    }
                )
            ],
        )
        application.action_submit()
        application.message_post(body=f"{WORDS} of the office")
        return application

    def _erase_at(self, day):
        with freeze_time(f"{day} 02:00:00"):
            self._run_crons("ir_cron_erase_due")

    def _write_sealed(self, partnership, user, body=WORDS):
        Note = self.env["mentoring.note"].with_user(user).sudo()  # as the own page
        Note._enter(partnership, {"visibility": "author", "body": body})
        goal = (
            self.env["mentoring.goal"]
            .with_user(user)
            .sudo()  # as the own page
            ._enter(partnership, {"name": body})
        )
        goal.env["mentoring.message"]._enter(partnership, {"body": body})
        goal.env["mentoring.goal.action"]._enter(
            partnership, {"goal_id": goal.id, "name": body}
        )

    def _count_sealed(self, partnership):
        """Count past the seal, as nobody can who uses the product."""
        self.env.flush_all()
        return sum(
            self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s WHERE partnership_id = %s",
                    SQL.identifier(table),
                    partnership.id,
                )
            )[0][0]
            for table in (
                "mentoring_note",
                "mentoring_message",
                "mentoring_goal",
                "mentoring_goal_action",
            )
        )

    def _find_words(self):
        """Return where the canary stands in any text of ours, or in the log."""
        self.env.flush_all()
        found = []
        for name in self.env.registry:
            model = self.env[name]
            if not model._auto or model._transient:
                continue
            if not name.startswith("mentoring.") and name not in (
                "mail.message",
                "mail.mail",
                "mail.tracking.value",
                "mail.activity",
            ):
                continue
            query = SQL(
                "SELECT count(*) FROM %s t WHERE t::text LIKE %s",
                SQL.identifier(model._table),
                f"%{WORDS}%",
            )
            if self.env.execute_query(query)[0][0]:
                found.append(name)
        return found


@tagged("post_install", "-at_install")
class TestMentoringRetention(RetentionCommon):
    """Promise B9: what is personal is kept for its period, and no longer."""

    def test_declined_application(self):
        """After twelve months nothing is left of what was said; the fact is."""
        self.env["mentoring.profile"].search([]).unlink()  # kept until asked
        with freeze_time("2020-07-20 02:00:00"):
            tracked = self.declined.with_context(
                tracking_disable=False, mail_notrack=False
            )
            tracked.action_reopen()
            tracked.action_withdraw()
            self.env.flush_all()
            self.env.cr.precommit.run()  # core logs changes at the end of a request
        self.assertEqual(self.declined.date_over, date(2020, 7, 20))
        self.assertEqual(self.declined.date_erase, date(2021, 7, 20))
        self._erase_at("2021-07-18")
        self.assertEqual(self.declined.goals, f"{WORDS} goals")
        self._erase_at("2021-07-20")
        self.assertEqual(self._find_words(), [])
        self.assertRecordValues(
            self.declined,
            [
                {
                    "state": "withdrawn",
                    "role": "mentee",
                    "goals": False,
                    "topic_ids": [],
                    "file_ids": [],
                    "reference_ids": [],
                    "payer": "self",
                    "date_erased": date(2021, 7, 20),
                    "date_erase": False,
                }
            ],
        )
        tracked = self.declined.message_ids.tracking_value_ids
        self.assertIn("Withdrawn", tracked.mapped("new_value_char"))
        self._assert_consistent()

    def test_zone(self):
        """Invariant 10: the day begins where the intake is."""
        begin = self.intake._start_of_day(date(2021, 7, 20))
        with freeze_time(begin.replace(minute=0)):
            self.assertTrue(self.declined._is_erasure_due())
        with freeze_time(begin.replace(hour=begin.hour - 1)):
            self.assertFalse(self.declined._is_erasure_due())

    def test_register(self):
        """Counts and nothing else; run twice, nothing is counted twice."""
        for _turn in range(2):
            self._erase_at("2021-07-20")
        lines = self.env["mentoring.erasure"].search([("date", "=", "2021-07-20")])
        self.assertEqual({line.kind: line.count for line in lines}, {"application": 1})

    def test_kept_for_ever(self):
        """Zero months keep it."""
        self.scheme.write(
            {
                "keep_declined_months": 0,
                "keep_resume_months": 0,
                "keep_reference_months": 0,
                "keep_private_months": 0,
            }
        )
        self.assertFalse(self.declined.date_erase)
        self._erase_at("2040-01-01")
        self.assertEqual(self.declined.goals, f"{WORDS} goals")
        self.assertTrue(self.declined.file_ids)

    def test_periods_of_their_own(self):
        """Résumé and reference go before the answers where the scheme says so."""
        self.scheme.write({"keep_resume_months": 1, "keep_reference_months": 2})
        self._erase_at("2020-08-20")
        self.assertFalse(self.declined.file_ids)
        self.assertTrue(self.declined.reference_ids)
        self._erase_at("2020-09-20")
        self.assertFalse(self.declined.reference_ids)
        self.assertTrue(self.declined.goals)

    def test_reopened(self):
        """What goes on again is not erased; its period begins anew."""
        with freeze_time("2020-08-01 02:00:00"):
            self.declined.action_reopen()
            self.env.flush_all()
        self.assertFalse(self.declined.date_erase)
        with freeze_time("2020-09-01 02:00:00"):
            self.declined.action_withdraw()
            self.env.flush_all()
        self.assertEqual(self.declined.date_erase, date(2021, 9, 1))

    def test_left_over_when_the_intake_closes(self):
        """Who found no match in an intake that is over is erased as well."""
        with freeze_time("2020-07-20 02:00:00"):
            left = self._apply("Lea Left")
            self._sign_all(self.partnership)
        self.assertFalse(left.date_erase)
        with freeze_time("2021-09-01 02:00:00"):
            self.intake.sudo().phase = "closed"
            self.assertEqual(left.date_over, date(2021, 9, 1))
        self.assertEqual(left.date_erase, date(2022, 9, 1))
        self.assertFalse(self.mentee.date_erase, "is matched")

    def test_participants_keep_what_they_earned(self):
        """Of a completed partnership go résumé and private words; never fee, invoice,
        hours or certificate.
        """
        writer = self._create_user_of(self._get_seat(self.partnership, "mentee"))
        self._write_sealed(self.partnership, writer)
        self._bill()
        self._run_crons_at("2021-08-01 00:00:00")
        self.assertEqual(self.partnership.state, "completed")
        self.assertEqual(self._count_sealed(self.partnership), 4)
        kept = self._get_kept()
        self._erase_at("2022-08-02")
        self.assertFalse(self.mentee.file_ids)
        self.assertEqual(self._count_sealed(self.partnership), 4)
        self.assertFalse(self.mentee.date_erase, "who took part keeps the answers")
        self._erase_at("2023-08-02")
        self.assertEqual(self._count_sealed(self.partnership), 0)
        self.assertTrue(self.partnership.date_erased)
        self.assertEqual(self._get_kept(), kept)
        self._assert_consistent()

    def _create_user_of(self, seat):
        return self.env["res.users"].create(
            {
                "login": seat.partner_id.email,
                "partner_id": seat.partner_id.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )

    def _get_kept(self):
        """Return what the books and the people's own proof are made of."""
        agreements = self.partnership.agreement_ids
        return {
            "fee": self.fee.read(["amount", "state", "date_accepted", "move_id"]),
            "invoice": self.fee.move_id.read(["name", "state", "amount_total"]),
            "signatures": agreements.mapped("digest"),
            "hours": self.partnership.participant_ids.mapped("hours_confirmed"),
            "certificates": self.mentee.certificate_ids.read(["number", "state"]),
        }

    def test_warned_before(self):
        """Both are told once, a month before, and nobody who wrote nothing."""
        seats = self.partnership.participant_ids
        self._write_sealed(
            self.partnership,
            self._create_user_of(self._get_seat(self.partnership, "mentee")),
        )
        self._bill()
        self._run_crons_at("2021-08-01 00:00:00")
        due = self.partnership.date_erase
        for days, count in ((31, 0), (29, 2), (28, 2), (0, 2)):
            self._erase_at(due - timedelta(days=days))
            sent = self.env["mentoring.notification"].search(
                [
                    (
                        "template_id",
                        "=",
                        self.env.ref(
                            "mentoring_scheme.mail_template_participant_erasure"
                        ).id,
                    )
                ]
            )
            self.assertEqual(len(sent), count, days)
        self.assertEqual({*sent.mapped("res_id")}, {*seats.ids})
        self.assertIn(f"{due:%B %Y}", sent[0].mail_id.body_html)

    def test_one_that_cannot_be_erased(self):
        """An error is left for the next night, and stops nobody else's erasure."""
        with freeze_time("2020-07-20 02:00:00"):
            other = self._apply("Otto Other")
            other.action_withdraw()
            self.env.flush_all()
        # Another module keeps a record of this application from changing.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "ALTER TABLE mentoring_application ADD CONSTRAINT mentoring_test_kept"
                " CHECK (id != %s OR goals IS NOT NULL)",
                self.declined.id,
            )
        )
        with self.assertLogs("odoo.addons.mentoring_scheme", "ERROR"):
            self._erase_at("2021-07-21")
        self.assertTrue(self.declined.goals)
        self.assertFalse(other.goals)

    def test_ready_made_notices(self):
        """The privacy notices that members accept say what the job does."""
        for name in ("alia", "aiop"):
            scheme = self.env["mentoring.scheme"]._load_ready_made(name)
            notice = " ".join(
                str(scheme._get_document("privacy", "mentee").body).split()
            )
            for words, months in (
                ("no match are erased after %s months", scheme.keep_declined_months),
                ("are erased %s months after an appl", scheme.keep_resume_months),
                ("are erased %s months after an appl", scheme.keep_reference_months),
                ("a partnership %s months after it", scheme.keep_private_months),
            ):
                self.assertIn(words % months, notice, name)

    def test_preview(self):
        """Invariant 12: the list shows what the job then erases, and nothing else."""
        with freeze_time("2021-06-25 02:00:00"):
            due = self.env["mentoring.erasure.due"].search(
                [("date_erase", "<=", "today +30d")]
            )
            self.assertEqual(
                sorted(due.mapped("kind")), ["application", "reference", "resume"]
            )
            self.assertEqual(due.application_id, self.declined)
        self._erase_at("2021-07-20")
        self.env.invalidate_all()
        self.assertFalse(
            self.env["mentoring.erasure.due"].search(
                [("date_erase", "<=", "2021-07-25")]
            )
        )


@tagged("post_install", "-at_install")
class TestMentoringErasureRequest(RetentionCommon):
    """Promise B9: a member asks to be erased, and a person decides."""

    def _ask(self, partner):
        requests = self.env["mentoring.erasure.request"]
        return requests._ask(partner, self.env.company).with_user(self.coordinator)

    def test_asked_once(self):
        """The coordinator gets one task."""
        request = self._ask(self.declined.partner_id)
        self.assertEqual(request, self._ask(self.declined.partner_id))
        self.assertEqual(request.activity_ids.user_id, self.coordinator)

    def test_erase(self):
        """Profile, applications, papers and own notes go; the person is told."""
        request = self._ask(self.declined.partner_id)
        self.assertEqual(request.obstacles, "")
        request.action_erase()
        self.assertEqual(self._find_words(), [])
        self.assertFalse(self.declined.partner_id.mentoring_profile_ids)
        self.assertEqual(request.state, "erased")
        self.assertFalse(request.activity_ids)
        mail = self.env["mentoring.notification"].search(
            [("res_model", "=", request._name), ("res_id", "=", request.id)]
        )
        self.assertEqual(len(mail), 1)
        line = self.env["mentoring.erasure"].search([("kind", "=", "request")])
        self.assertGreaterEqual(line.count, 3)
        with self.assertRaisesRegex(UserError, "answered already"):
            request.action_erase()

    def test_something_is_going_on(self):
        """Who takes part, or owes a fee, cannot be erased; the page says why."""
        self._bill()
        request = self._ask(self.mentee.partner_id)
        self.assertIn("is going on", request.obstacles)
        self.assertIn("fee is still open", request.obstacles)
        with self.assertRaisesRegex(UserError, "cannot be erased yet"):
            request.action_erase()
        with self.assertRaisesRegex(UserError, "write into"):
            request.action_keep()
        request.answer = "You take part until July."
        request.action_keep()
        self.assertEqual(request.state, "kept")
        self.assertTrue(self.mentee.file_ids)

    def test_nobody_enters_the_answer(self):
        """That something was erased is said by the step that did it alone."""
        request = self._ask(self.declined.partner_id)
        with self.assertRaises(AccessError):
            request.write({"state": "erased"})
        self.assertTrue(self.declined.goals)

    def test_merge_of_contacts(self):
        """One person who asked with two contacts has one request to be answered."""
        first, second = (self._create_member(f"Tessa {n}") for n in ("One", "Two"))
        requests = self._ask(first) | self._ask(second)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([first.id, second.id], second, extra_checks=False)
        self.assertEqual(requests.exists().partner_id, second)
        self.assertEqual(len(requests.exists()), 1)

    def test_own_notes(self):
        """What the person wrote goes, also in a partnership that both were in."""
        seats = self.partnership.participant_ids
        users = {
            seat.role: self.env["res.users"].create(
                {
                    "login": seat.partner_id.email,
                    "partner_id": seat.partner_id.id,
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            )
            for seat in seats
        }
        for role, user in users.items():
            self._write_sealed(self.partnership, user, body=f"Of the {role}")
        self.partnership.action_end()
        self.mentee.action_withdraw()
        self._ask(self.mentee.partner_id).action_erase()
        for role, kept in (("mentor", "Of the mentor"), ("mentee", None)):
            user = users[role]
            notes = self.env["mentoring.note"].with_user(user).sudo()  # as the page
            texts = notes.search([])._unseal(Reader(user.id))
            found = [text["body"] for text in texts.values()]
            self.assertEqual(found, [kept] if kept else [])
            messages = notes.env["mentoring.message"].search([])
            texts = messages._unseal(Reader(user.id))
            self.assertEqual(
                [text["body"] for text in texts.values()], ["Of the mentor"]
            )
