# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install", "security")
class TestMentoringParticipantSeat(MentoringCommon):
    """Invariant 5: only people who were approved are matched, in their role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls._create_approved("Ann Approved", "mentor", capacity=9)

    def _match_by(self, env, *applications, **values):
        return env["mentoring.partnership"].create(
            {
                "intake_id": self.intake.id,
                "participant_ids": [
                    Command.create({"application_id": application.id})
                    for application in applications
                ],
                **values,
            }
        )

    def test_not_approved(self):
        """By staff or by the system: nobody approved, nobody matched or invoiced."""
        for state in ("draft", "submitted", "waitlisted", "declined", "withdrawn"):
            application = self._create_application(
                self._create_member(f"Dora {state}"), "mentee", state=state
            )
            for env in (self.env(user=self.coordinator), self.env(su=True)):
                with self.assertRaisesRegex(UserError, "has not been approved"):
                    self._match_by(env, self.mentor, application)
                seats = env["mentoring.participant"].with_context(
                    default_application_id=application.id
                )
                pair = self._match_by(env)
                with self.assertRaisesRegex(UserError, "has not been approved"):
                    seats.create({"partnership_id": pair.id})

    def test_approved(self):
        mentee = self._create_approved("Mia Approved", "mentee")
        pair = self._match_by(self.env(user=self.coordinator), self.mentor, mentee)
        pair.action_announce()
        self.assertEqual(mentee.state, "matched")
        self.assertTrue(mentee.fee_ids)

    def test_over(self):
        mentee, late = (
            self._create_approved(name, "mentee") for name in ("Mia First", "Lea Late")
        )
        group = self._match_by(self.env, self.mentor, mentee, mode="group")
        group.action_end()
        for env in (self.env(user=self.coordinator), self.env(su=True)):
            with self.assertRaisesRegex(UserError, "no one can join"):
                env["mentoring.participant"].create(
                    {"partnership_id": group.id, "application_id": late.id}
                )

    def test_roles(self):
        """A third in a pair, two mentors, and a role of one's own are refused."""
        mentee, second = (
            self._create_approved(name, "mentee") for name in ("Mia One", "Mia Two")
        )
        other = self._create_approved("Olga Other", "mentor", capacity=3)
        env = self.env(user=self.coordinator)
        pair = self._match_by(env, self.mentor, mentee)
        for application in (second, other):
            with self.assertRaisesRegex(ValidationError, "one mentor and one mentee"):
                env["mentoring.participant"].create(
                    {"partnership_id": pair.id, "application_id": application.id}
                )
        group = self._match_by(env, mode="group")
        with self.assertRaisesRegex(UserError, "role that they applied"):
            env["mentoring.participant"].create(
                {
                    "partnership_id": group.id,
                    "application_id": other.id,
                    "role": "mentee",
                }
            )

    def test_a_pair_that_has_begun_stays_a_pair(self):
        """Nobody is seated in it by making it a group, by whatever right."""
        first, second = (
            self._create_approved(name, "mentee") for name in ("Mia One", "Mia Two")
        )
        pair = self._match_by(self.env(user=self.coordinator), self.mentor, first)
        pair.mode = "group"  # a slip before anybody has begun can be put right
        pair.mode = "one_to_one"
        pair.action_announce()
        agreement = pair.agreement_ids[:1]
        agreement._sign(self._get_seat(pair, "mentee"), "Mia One", self.signature)
        newcomer = [Command.create({"application_id": second.id})]
        for env in (self.env(user=self.coordinator), self.env(su=True)):
            for values in (
                {"mode": "group"},
                {"mode": "peer"},
                {"mode": "group", "participant_ids": newcomer},
            ):
                with self.assertRaisesRegex(UserError, "has begun"):
                    env["mentoring.partnership"].browse(pair.id).write(values)
        pair.mode = "reverse"  # the same two people
        self.assertEqual(len(pair.participant_ids), 2)

    def _get_mails(self, name, seats):
        template = self.env.ref(f"mentoring_scheme.mail_template_participant_{name}")
        notifications = self.env["mentoring.notification"].sudo()  # what was sent
        return notifications.search(
            [
                ("template_id", "=", template.id),
                ("res_model", "=", seats._name),
                ("res_id", "in", seats.ids),
            ]
        )

    def test_newcomer_in_a_group(self):
        """Everyone in it is told, whichever way the newcomer comes; once."""
        first, second, third = (
            self._create_approved(name, "mentee")
            for name in ("Mia One", "Mia Two", "Mia Three")
        )
        env = self.env(user=self.coordinator)
        group = self._match_by(env, self.mentor, first, mode="group")
        others = group.participant_ids
        self.assertFalse(self._get_mails("joined", others))
        group.action_announce()
        self.assertFalse(self._get_mails("joined", others))
        group.write(
            {"participant_ids": [Command.create({"application_id": second.id})]}
        )
        self.assertEqual(len(self._get_mails("joined", others)), 2)
        newcomer = group.participant_ids - others
        self.assertEqual(len(self._get_mails("matched", newcomer)), 1)
        self.assertTrue(second.fee_ids)
        group.action_announce()
        self.assertEqual(len(self._get_mails("joined", others)), 2)
        env["mentoring.participant"].create(
            {"partnership_id": group.id, "application_id": third.id}
        )
        self.assertEqual(len(self._get_mails("joined", others | newcomer)), 5)

    def test_role_stays(self):
        mentee = self._create_approved("Mia Approved", "mentee")
        pair = self._match_by(self.env(user=self.coordinator), self.mentor, mentee)
        seat = self._get_seat(pair, "mentee")
        for record in (seat, seat.sudo()):
            with self.assertRaisesRegex(UserError, "keep the role"):
                record.role = "mentor"
        seat.write({"role": "mentee"})  # as an import repeats it

    def test_nobody_is_missing(self):
        """Seats that come one by one are checked before anybody is told."""
        mentee = self._create_approved("Mia Approved", "mentee")
        pair = self._match_by(self.env(user=self.coordinator))
        self.env["mentoring.participant"].create(
            {"partnership_id": pair.id, "application_id": mentee.id}
        )
        with self.assertRaisesRegex(ValidationError, "one mentor and one mentee"):
            pair.action_announce()
        self.assertFalse(mentee.fee_ids)
