# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringProfile(MentoringCommon):
    """What is told once: kept, paused, invited, merged (promises A3, A20; issue 3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topic = cls.env["mentoring.topic"].create({"name": "Zines"})
        cls.today = fields.Date.today()

    def _get_profile(self, partner):
        return self.env["mentoring.profile"]._find(partner, self.env.company)

    def _create_mentor(self, name="Mary Mentor", **values):
        return self._create_approved(
            name,
            "mentor",
            topic_ids=[Command.set(self.topic.ids)],
            capacity=2,
            **values,
        )

    # ------------------------------------------------------------------
    # Keeping
    # ------------------------------------------------------------------

    def test_answers_are_kept(self):
        """A20: what was answered on submission stands on the profile, per role."""
        mentor = self._create_mentor(
            bio="I like zines.", location="Perth", years_experience=12
        )
        profile = self._get_profile(mentor.partner_id)
        self.assertRecordValues(
            profile,
            [
                {
                    "bio": "I like zines.",
                    "location": "Perth",
                    "years_experience": 12,
                    "capacity": 2,
                    "mentor_topic_ids": self.topic.ids,
                    "mentee_topic_ids": [],
                }
            ],
        )
        # The second role adds to it, and the newest answer counts.
        second = self._create_application(
            mentor.partner_id,
            "mentee",
            location="Hobart",
            bio="I like zines.",
            topic_ids=[Command.clear()],
        )
        self.assertEqual(profile.location, "Perth", "a draft is no answer yet")
        second.action_submit()
        self.assertEqual(self._get_profile(mentor.partner_id), profile)
        self.assertEqual(profile.location, "Hobart")
        self.assertEqual(profile.mentor_topic_ids, self.topic)

    def test_one_per_person_and_company(self):
        """Two are refused by the database."""
        profile = self._get_profile(self._create_mentor().partner_id)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env["mentoring.profile"].create(
                {
                    "partner_id": profile.partner_id.id,
                    "company_id": profile.company_id.id,
                }
            )

    def test_merge_of_contacts(self):
        """Of two profiles of one person the newest stays."""
        old = self._get_profile(self._create_mentor("Mary M.").partner_id)
        new = self._get_profile(
            self._create_approved("Mary Mentor", "mentee").partner_id
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mentoring_profile SET write_date = write_date - interval '1 day'"
            " WHERE id = %s",
            [old.id],
        )
        partners = old.partner_id | new.partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, old.partner_id, extra_checks=False)
        self.assertFalse(old.exists())
        self.assertEqual(new.partner_id, partners.exists())

    def test_finance_reads_none(self):
        """Whoever only invoices has no access to what members tell."""
        profile = self._get_profile(self._create_mentor().partner_id)
        clerk = new_test_user(
            self.env,
            login="profile_finance",
            groups="account.group_account_invoice",
            company_id=self.env.company.id,
        )
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            profile.with_user(clerk).read(["bio"])
        profile.with_user(self.coordinator).read(["bio"])

    # ------------------------------------------------------------------
    # Pause
    # ------------------------------------------------------------------

    def test_pause_keeps_out_of_the_match(self):
        """A mentor who pauses is not matched; the application stays (A22)."""
        mentor = self._create_mentor()
        mentee = self._create_approved("Mel Mentee", "mentee")
        profile = self._get_profile(mentor.partner_id)
        start = self.intake.date_start
        profile.write({"paused_from": start, "paused_until": start + timedelta(days=9)})
        self.assertTrue(mentor.is_paused)
        self.assertIn("Mary Mentor takes no new match", mentor.pause_note)
        self.assertEqual(mentor.state, "approved")
        self.assertTrue(mentor.is_eligible, "a pause is no failed rule")
        run = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        self.assertNotIn(mentor, run._search_pool("mentor", ("approved",)))
        paused = self.env["mentoring.application"].search([("is_paused", "=", True)])
        self.assertEqual(paused, mentor)
        self.assertNotIn(
            mentor,
            self.env["mentoring.application"].search([("is_paused", "=", False)]),
        )
        profile.paused_until = start
        profile.paused_from = start - timedelta(days=20)
        self.assertTrue(mentor.is_paused, "its last day counts")
        profile.write(
            {
                "paused_from": start - timedelta(days=20),
                "paused_until": start - timedelta(days=1),
            }
        )
        self.assertFalse(mentor.is_paused, "it is over when the intake begins")
        self.assertIn(mentor, run._search_pool("mentor", ("approved",)))
        run.action_solve()
        self.assertEqual(run.proposed_ids.mentee_application_id, mentee)
        # The pause begins after the solution, and before it is published.
        profile.write({"paused_from": False, "paused_until": False})
        profile.paused_from = self.today
        self.assertIn("until further notice", mentor.pause_note)
        with self.assertRaisesRegex(UserError, "“Update Matches”"):
            run.action_publish()

    def test_pause_is_a_mentors(self):
        """A pause as a mentor leaves the same person's mentee application alone."""
        mentor = self._create_mentor()
        mentee = self._create_application(mentor.partner_id, "mentee")
        self._get_profile(mentor.partner_id).paused_from = self.today
        self.assertTrue(mentor.is_paused)
        self.assertFalse(mentee.is_paused)

    def test_pause_in_order(self):
        """A pause does not end before it begins."""
        profile = self._get_profile(self._create_mentor().partner_id)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            profile.write(
                {
                    "paused_from": self.today,
                    "paused_until": self.today - timedelta(days=1),
                }
            )
            self.env.flush_all()

    def test_pause_in_one_query(self):
        """Whether mentors pause is read for all of them at once."""
        mentors = self._create_mentor()
        for number in range(4):
            mentors |= self._create_mentor(f"Mentor {number}")

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("is_paused")
            return self.env.cr.sql_log_count - before

        count(mentors)
        self.assertEqual(count(mentors), count(mentors[:1]))

    # ------------------------------------------------------------------
    # Invitations
    # ------------------------------------------------------------------

    def _get_invitations(self, partner):
        return (
            self.env["mentoring.notification"]
            .search(
                [
                    ("res_model", "=", "mentoring.profile"),
                    ("res_id", "=", self._get_profile(partner).id),
                ]
            )
            .mail_id
        )

    def test_invitation(self):
        """A3: who applied earlier is invited once when an intake opens, unless pausing,
        asking for no mail, or having applied already.
        """
        people = [
            self._create_approved(name, role).partner_id
            for name, role in (
                ("Mary Mentor", "mentor"),
                ("Mel Mentee", "mentee"),
                ("Paul Pausing", "mentor"),
                ("Nora Nomail", "mentee"),
                ("Ann Already", "mentor"),
            )
        ]
        mary, mel, paul, nora, ann = people
        draft = self._create_application(self._create_member("Dan Draft"), "mentee")
        self._get_profile(paul).paused_from = self.today
        self._get_profile(nora).is_invited = False
        self._run_crons("ir_cron_invite")
        for person in people:
            self.assertFalse(self._get_invitations(person), "only their own is open")
        self.intake.action_start_matching()
        second = self._create_intake(self.scheme, name="Next intake")
        self._create_application(ann, "mentor", intake=second)
        self._run_crons("ir_cron_invite")
        self._run_crons("ir_cron_invite")
        for person, count in ((mary, 1), (mel, 1), (paul, 0), (nora, 0), (ann, 0)):
            mails = self._get_invitations(person)
            self.assertEqual(len(mails), count, person.name)
        self.assertFalse(self._get_profile(draft.partner_id))
        mail = self._get_invitations(mary).sudo()  # the queue is the system's
        self.assertIn("Next intake", mail.body_html)
        self.assertIn("(Sydney time)", mail.body_html)
        self.assertIn("/my/mentoring", mail.body_html)
        self.assertIn(self.scheme.name, mail.subject)
        self.assertEqual(mail.recipient_ids, mary)

    def test_one_invitation_an_address(self):
        """A person who is there as two contacts is invited once, or not at all."""
        mary = self._create_approved("Mary Mentor", "mentor").partner_id
        double = self._create_member("Mary M. Mentor", email="Mary.Mentor@Example.COM")
        self._create_application(double, "mentee", state="approved")
        ann = self._create_approved("Ann Already", "mentor").partner_id
        other = self._create_member("Ann A. Already", email="ANN.already@example.com")
        self.intake.action_start_matching()
        second = self._create_intake(self.scheme, name="Next intake")
        self._create_application(other, "mentor", intake=second)
        for _twice in range(2):
            self._run_crons("ir_cron_invite")
        sent = [self._get_invitations(person) for person in (mary, double, ann, other)]
        self.assertEqual(len(sent[0]) + len(sent[1]), 1)
        self.assertFalse(sent[2] or sent[3])

    def test_no_invitation_before_the_opening(self):
        """Nobody is invited to what is not open yet."""
        mary = self._create_mentor().partner_id
        self.intake.action_start_matching()
        self._create_intake(
            self.scheme,
            phase="open",
            application_open=self.today + timedelta(days=5),
        )
        self._run_crons("ir_cron_invite")
        self.assertFalse(self._get_invitations(mary))
