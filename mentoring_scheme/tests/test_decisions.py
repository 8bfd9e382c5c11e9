# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from .match_run_common import MatchRunCommon

# Each decision of staff, and the step that takes it back.
WAYS_BACK = {
    ("mentoring.application", "action_approve"): "action_reopen",
    ("mentoring.application", "action_return"): "action_reopen",
    ("mentoring.application", "action_decline"): "action_reopen",
    ("mentoring.application", "action_waitlist"): "action_reopen",
    ("mentoring.application", "action_withdraw"): "action_reopen",
    ("mentoring.place.offer", "action_accept"): "action_reopen",
    ("mentoring.place.offer", "action_decline"): "action_reopen",
    ("mentoring.place.offer", "action_cancel"): "action_reopen",
    ("mentoring.match.candidate", "action_pin"): "action_clear",
    ("mentoring.match.candidate", "action_forbid"): "action_clear",
    ("mentoring.match.run", "action_publish"): "action_unpublish",
    ("mentoring.match.run", "action_discard"): "action_restore",
    ("mentoring.partnership", "action_complete"): "action_reopen",
    ("mentoring.partnership", "action_end"): "action_reopen",
    ("mentoring.checkin", "action_settle"): "action_reopen",
    ("mentoring.fee", "action_waive"): "action_unwaive",
    ("mentoring.concern", "action_close"): "action_reopen",
}


@tagged("post_install", "-at_install")
class TestDecisions(MatchRunCommon):
    """Each decision of staff can be taken back until somebody has acted on it."""

    def test_every_way_back_has_a_button(self):
        for (model, decision), way_back in WAYS_BACK.items():
            with self.subTest(f"{model}.{decision}"):
                self.assertTrue(hasattr(self.env[model], decision))
                views = self.env["ir.ui.view"].search(
                    [("model", "=", model), ("type", "=", "form")]
                )
                buttons = [
                    button
                    for view in views
                    for button in etree.fromstring(view.arch).iter("button")
                    if button.get("name") == way_back
                ]
                self.assertTrue(buttons)

    def test_discarded_run(self):
        run = self.proposal.with_user(self.coordinator)
        for state in ("draft", "done"):
            run.action_discard()
            run.action_restore()
            self.assertEqual(run.state, state)
            run.action_solve()

    def test_ended_partnership(self):
        """Ended by mistake: it continues, with a reason, while its people are free."""
        self.proposal.action_solve()
        self.proposal.action_publish()
        partnership = self.proposal.partnership_ids.filtered(
            lambda p: p.mentor_id == self.mary.partner_id
        ).with_user(self.coordinator)
        partnership.end_reason = "Wrong row"
        partnership.action_end()
        self.assertEqual((partnership.state, self.mel.state), ("ended", "approved"))
        with self.assertRaisesRegex(UserError, "“Reason for Reopening”"):
            partnership.action_reopen()
        partnership.reopen_reason = "Ended by mistake"
        partnership.action_reopen()
        self.assertEqual((partnership.state, self.mel.state), ("matched", "matched"))
        self.assertFalse(partnership.end_reason)
        self._assert_consistent()

    def test_ended_partnership_whose_people_have_moved_on(self):
        self.proposal.action_solve()
        self.proposal.action_publish()
        partnerships = self.proposal.partnership_ids.with_user(self.coordinator)
        ours = partnerships.filtered(lambda p: p.mentor_id == self.mary.partner_id)
        ours.action_end()
        nia = self._create_mentee("Nia New", self.topics[0])
        Partnership = self.env["mentoring.partnership"]
        Partnership.create(
            Partnership._prepare_partnership(self.intake, self.mary | nia, "one_to_one")
        )
        ours.reopen_reason = "Ended by mistake"
        with self.assertRaisesRegex(UserError, "Mary Mentor has been matched again"):
            ours.action_reopen()
        self.assertEqual(ours.state, "ended")

    def test_partnership_that_somebody_has_left(self):
        self.proposal.action_solve()
        self.proposal.action_publish()
        partnership = self.proposal.partnership_ids[0]
        seat = partnership.participant_ids[0]
        self.env["mentoring.withdrawal"].create(
            {
                "participant_id": seat.id,
                "date_effective": self.intake._today() - timedelta(days=1),
            }
        ).action_approve()
        self.assertEqual(partnership.state, "ended")
        partnership.reopen_reason = "Ended by mistake"
        with self.assertRaisesRegex(UserError, "a participant has withdrawn"):
            partnership.action_reopen()

    def test_resolved_checkin(self):
        self.proposal.action_solve()
        self.proposal.action_publish()
        seat = self.proposal.partnership_ids.participant_ids[0]
        checkin = (
            self.env["mentoring.checkin"]
            .sudo()
            .create({"participant_id": seat.id, "kind": "fit", "answer": "unsure"})
            .with_user(self.coordinator)
        )
        checkin.action_settle()
        self.assertFalse(checkin.is_worrying)
        checkin.action_reopen()
        self.assertTrue(checkin.is_worrying)
