# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringWithdrawal(MentoringCommon):
    """Promises A37, A38; invariants 3 and 9."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")

    def _request(self, seat, **values):
        return self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id, **values}
        )

    def test_request_changes_nothing(self):
        """Until it is approved, nothing has ended; it may be taken back."""
        withdrawal = self._request(self.mentee)
        self.assertEqual(self.partnership.state, "matched")
        withdrawal.action_cancel()
        self.assertEqual(withdrawal.state, "cancelled")
        with self.assertRaisesRegex(UserError, "decided already"):
            withdrawal.action_approve()

    def test_mentee_leaves(self):
        """A38: the pair ends, the mentor is free, both are told, nothing is owed."""
        self._request(self.mentee).action_approve()
        self.assertEqual(self.partnership.state, "ended")
        self.assertEqual(self.mentee.application_id.state, "withdrawn")
        self.assertEqual(self.mentor.application_id.state, "approved")
        self.assertEqual(self.mentee.application_id.fee_ids.state, "cancelled")
        told = self.env["mentoring.notification"].search(
            [
                (
                    "template_id",
                    "in",
                    (
                        self.env.ref(
                            "mentoring_scheme.mail_template_withdrawal_approved"
                        )
                        | self.env.ref(
                            "mentoring_scheme.mail_template_participant_partner_left"
                        )
                    ).ids,
                )
            ]
        )
        self.assertEqual(len(told), 2)
        self._assert_consistent()

    def test_wants_another_partner(self):
        """A37: who wants another partner stays in the scheme."""
        self._request(self.mentee, wants_rematch=True).action_approve()
        self.assertEqual(self.partnership.state, "ended")
        self.assertEqual(self.mentee.application_id.state, "approved")
        self.assertEqual(self.mentee.application_id.fee_ids.state, "pending")
        # The same two are not matched again.
        run = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        run.action_solve()
        self.assertFalse(run.matched_count)

    def test_one_of_a_group_leaves(self):
        """The group goes on with those who stay."""
        self.scheme.offers_group = True
        mentor = self._create_approved("Gail Guide", "mentor", capacity=2, mode="group")
        ada = self._create_approved("Ada One", "mentee")
        ben = self._create_approved("Ben Two", "mentee")
        group = self.env["mentoring.partnership"].create(
            self.env["mentoring.partnership"]._prepare_partnership(
                self.intake, mentor | ada | ben, "group"
            )
        )
        group._set_up()
        self._sign_all(group, roles=("mentor",))
        for agreement in group.agreement_ids:
            agreement._sign(ada.participant_ids, "Ada One", self.signature)
        self.assertEqual(group.state, "matched")
        # Ben leaves without having signed: all who are left have.
        self._request(ben.participant_ids).action_approve()
        self.assertEqual(group.state, "active")
        self.assertEqual(ben.state, "withdrawn")
        self.assertEqual(mentor.state, "matched")
        self.assertEqual(ada.fee_ids.state, "pending")
        self.assertTrue(ada.fee_ids.date_accepted)
        self.assertEqual(ben.fee_ids.state, "cancelled")
        self._assert_consistent()

    def test_before_the_match(self):
        """An applicant who is not matched withdraws and owes nothing."""
        application = self._create_approved("Una Unmatched", "mentee")
        self.env["mentoring.withdrawal"].create(
            {"application_id": application.id}
        ).action_approve()
        self.assertEqual(application.state, "withdrawn")
        self.assertFalse(application.fee_ids)

    def test_mentor_keeps_one_of_two(self):
        """The place that was given up is gone, and what is completed counts."""
        mentor = self._create_approved("Gail Guide", "mentor", capacity=3)
        pairs = [
            self._create_pair(mentor, self._create_approved(name, "mentee"))
            for name in ("Ann Apprentice", "Bob Beginner")
        ]
        for partnership in pairs:
            self._sign_all(partnership)
        seat = self._get_seat(pairs[0], "mentor")
        self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id}
        ).action_approve()
        self.assertEqual(mentor.state, "matched")
        self.assertEqual((mentor.capacity, mentor.places_taken), (2, 1))
        for seat in pairs[1].participant_ids:
            seat._conclude()
        self.assertEqual(mentor.state, "completed")
        self._assert_consistent()

    def _create_pair(self, mentor, mentee):
        Partnership = self.env["mentoring.partnership"]
        partnership = Partnership.create(
            Partnership._prepare_partnership(self.intake, mentor | mentee, "one_to_one")
        )
        partnership._set_up()
        return partnership
