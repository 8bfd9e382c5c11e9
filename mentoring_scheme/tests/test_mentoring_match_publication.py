# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchPublication(MatchRunCommon):
    """After publishing: what was done, where it is, and the way back (A5, A6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.left = cls._create_mentee("Third Mentee", cls.topics[2])
        cls.proposal = cls.proposal.with_user(cls.coordinator)
        cls.proposal.action_solve()

    def _get_mails(self, template, records):
        return self.env["mentoring.notification"].search(
            [
                (
                    "template_id",
                    "=",
                    self.env.ref(f"mentoring_scheme.mail_template_{template}").id,
                ),
                ("res_id", "in", records.ids),
            ]
        )

    def _get_seats(self):
        return self.proposal.partnership_ids.participant_ids

    def test_reason_is_of_this_moment(self):
        """No sentence outlives the figures that it is about."""
        weakest = self.proposal.proposed_ids.sorted("score")[0]
        self.proposal.publish_reason = "I like it."
        weakest.action_forbid()
        self.proposal.action_solve()
        self.assertFalse(self.proposal.publish_reason)
        self.proposal.action_publish()
        lowest = min(self.proposal.proposed_ids.mapped("score"))
        self.assertIn(f"{lowest:g} of 100", self.proposal.publish_reason)

    def test_summary(self):
        notice = self.proposal.action_publish()["params"]
        for sentence in (
            "2 partnerships were created.",
            "4 people get an email about their match.",
            "1 applicant has no match, and gets an email: they will not be charged",
        ):
            self.assertIn(sentence, notice["message"])
            self.assertIn(sentence, self.proposal.publication_summary)
        opened = self.env["mentoring.partnership"].search(notice["open"]["domain"])
        self.assertEqual(opened, self.proposal.partnership_ids)
        self.assertEqual(len(opened), 2)
        board = self.proposal.get_board()
        self.assertEqual(
            board["published"], self.proposal.publication_summary.splitlines()
        )

    def test_summary_is_of_this_moment(self):
        self.proposal.action_publish()
        mails = self._get_mails("participant_matched", self._get_seats())
        mails[0].sudo().unlink()
        self.env.invalidate_all()
        self.assertIn("3 people get an email", self.proposal.publication_summary)

    def test_undone(self):
        """Partnerships are as if they had never been; all can be published again."""
        self.proposal.action_publish()
        people = self._get_seats().application_id
        self.assertTrue(self.proposal.can_unpublish)
        pairs = self._get_pairs()
        notice = self.proposal.action_unpublish()["params"]
        self.assertEqual(notice["message"], "No email is sent.")
        self.env.flush_all()
        self.assertFalse(self.intake.partnership_ids)
        self.assertEqual(set((people | self.left).mapped("state")), {"approved"})
        self.assertEqual(self.proposal.state, "done")
        self._assert_consistent()
        self.proposal.action_solve()
        self.assertEqual(self._get_pairs(), pairs)  # they have not been partners
        self.proposal.action_publish()
        self.assertEqual(len(self.intake.partnership_ids), 2)
        self.assertEqual(
            len(self._get_mails("participant_matched", self._get_seats())), 4
        )
        self.assertEqual(len(self._get_mails("application_unmatched", self.left)), 2)
        self._assert_consistent()

    def test_those_who_were_told_are_told(self):
        self.proposal.action_publish()
        seats = self._get_seats()
        people = seats.application_id
        mails = self._get_mails("participant_matched", seats).sudo()
        mails[0].mail_id.state = "sent"
        told = seats.browse(mails[0].res_id).application_id
        self._get_mails(
            "application_unmatched", self.left
        ).sudo().mail_id.state = "sent"
        notice = self.proposal.action_unpublish()["params"]
        self.assertEqual(notice["message"], "2 people will be emailed.")
        sent = self._get_mails("application_match_withdrawn", people | self.left)
        self.assertEqual(set(sent.mapped("res_id")), set((told | self.left).ids))
        self.assertEqual(set(mails[1:].mail_id.mapped("state")), {"cancel"})

    def test_not_once_somebody_has_acted(self):
        self.proposal.action_publish()
        partnership = self.proposal.partnership_ids[0]
        seat = partnership.participant_ids[0]
        agreement = partnership.agreement_ids[0]
        agreement._sign(seat, seat.partner_id.name, self.signature)
        self.env.invalidate_all()
        self.assertFalse(self.proposal.can_unpublish)
        with self.assertRaisesRegex(UserError, "already acted on their match"):
            self.proposal.action_unpublish()
        self.assertEqual(len(self.proposal.partnership_ids), 2)

    def test_not_once_a_meeting_is_planned(self):
        self.proposal.action_publish()
        partnership = self.proposal.partnership_ids[0]
        self.env["mentoring.meeting"].create(
            {"partnership_id": partnership.id, "start": "2030-01-01 10:00:00"}
        )
        with self.assertRaisesRegex(UserError, "already acted on their match"):
            self.proposal.action_unpublish()

    def test_not_once_the_pair_has_written_anything(self):
        """A goal counts, though nobody else may read that there is one."""
        self.proposal.action_publish()
        seat = self.proposal.partnership_ids[0].participant_ids[0]
        member = new_test_user(
            self.env,
            login="publication_member",
            groups="base.group_portal",
            partner_id=seat.partner_id.id,
        )
        goals = self.env["mentoring.goal"].with_user(member).sudo()  # as its page does
        goals._enter(seat.partnership_id.sudo(), {"name": "Learn to catalogue"})
        self.env.invalidate_all()
        self.assertFalse(self.proposal.can_unpublish)
        with self.assertRaisesRegex(UserError, "already acted on their match"):
            self.proposal.action_unpublish()

    def test_nothing_of_it_is_deleted_otherwise(self):
        self.proposal.action_publish()
        partnership = self.proposal.partnership_ids[0].sudo()
        with self.assertRaisesRegex(UserError, "End it instead"):
            partnership.unlink()
        self._sign_all(partnership)
        with self.assertRaisesRegex(UserError, "already acted on the match"):
            partnership.participant_ids.unlink()

    def test_only_what_is_published(self):
        with self.assertRaisesRegex(UserError, "has not been published"):
            self.proposal.action_unpublish()
