# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..models.match import mentoring_match_job, mentoring_match_pool
from .match_run_common import MatchRunCommon

JOB = "ir_cron_work_on_runs"


@tagged("post_install", "-at_install")
class TestMentoringMatchJob(MatchRunCommon):
    """Publication, and long work in the background (promises A5, A6, A22)."""

    def _publish_later(self):
        """Publish from the window, with every run counting as a large one."""
        self.proposal.action_solve()
        with patch.object(mentoring_match_job, "PUBLISH_AT_ONCE", 0):
            self.proposal.with_context(mentoring_may_wait=True).action_publish()

    def _count_mails(self, template, records):
        return self.env["mentoring.notification"].search_count(
            [
                (
                    "template_id",
                    "=",
                    self.env.ref(f"mentoring_scheme.mail_template_{template}").id,
                ),
                ("res_id", "in", records.ids),
            ]
        )

    def test_window_asks_for_the_reason(self):
        """A person says why, and without a word nothing is published (A22)."""
        self.proposal.action_solve()
        action = self.proposal.action_ask_publish()
        self.assertFalse(self.proposal.publish_reason)
        asked = self.proposal.with_context(**action["context"])
        for nothing in (False, "  "):
            self.proposal.publish_reason = nothing
            with self.assertRaisesRegex(UserError, "why this proposal is right"):
                asked.action_publish()
        self.assertFalse(self.intake.partnership_ids)
        with Form(self.proposal, view=action["views"][0][0]) as form:
            form.publish_reason = "I have read the weakest pairs."
        self.proposal.action_publish()
        self.assertEqual(self.proposal.publish_reason, "I have read the weakest pairs.")
        self.assertEqual(len(self.intake.partnership_ids), 2)

    def test_members_are_told(self):
        """A5: both are told, with the partner's contact and the next steps."""
        self.proposal.action_solve()
        self.proposal.action_publish()
        seats = self.intake.partnership_ids.participant_ids
        self.assertEqual(self._count_mails("participant_matched", seats), 4)
        mails = (
            self.env["mentoring.notification"]
            .search([("res_id", "in", seats.ids)])
            .sudo()
            .mail_id
        )
        bodies = " ".join(map(str, mails.mapped("body_html")))
        self.assertIn("mary.mentor@example.com", bodies)
        self.assertIn("/my/mentoring", bodies)

    def test_unmatched_are_offered_the_waiting_list(self):
        """A6: nothing is charged, and one click keeps them on the waiting list."""
        third = self._create_mentee("Third Mentee", self.topics[2])
        self.mary.excluded_partner_ids = third.partner_id
        self.max.excluded_partner_ids = third.partner_id
        self.proposal.action_solve()
        self.proposal.action_publish()
        notification = self.env["mentoring.notification"].search(
            [
                (
                    "template_id",
                    "=",
                    self.env.ref(
                        "mentoring_scheme.mail_template_application_unmatched"
                    ).id,
                )
            ]
        )
        self.assertEqual(notification.res_id, third.id)
        body = str(notification.sudo().mail_id.body_html)
        self.assertIn("No payment will be taken", body)
        self.assertIn("/mentoring/answer/", body)
        third._answer("waitlist", "yes")
        self.assertEqual(third.state, "waitlisted")

    def test_published_in_the_background(self):
        self._publish_later()
        self.assertEqual(self.proposal.state, "published")
        self.assertEqual(self.proposal.job, "publish")
        self.assertEqual(self.proposal.unpublished_count, 2)
        self._run_crons(JOB)
        self.assertFalse(self.proposal.job)
        self.assertEqual(self.proposal.progress, 100)
        self.assertEqual(len(self.intake.partnership_ids), 2)
        self.assertEqual(self.proposal.published_by_id, self.env.user)
        self._run_crons(JOB)
        self.assertEqual(len(self.intake.partnership_ids), 2)
        self._assert_consistent()

    def test_crash_and_repeat(self):
        """What breaks off goes on where it was, and makes nothing twice."""
        self._publish_later()
        Run = type(self.env["mentoring.match.run"])
        publish = Run._publish
        calls = []

        def break_off(run, bundles):
            calls.append(bundles)
            if len(calls) == 2:
                raise RuntimeError("power cut")
            return publish(run, bundles)

        with (
            patch.object(Run, "_publish", break_off),
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.base.models.ir_cron", "ERROR"),
        ):
            cron = self.env.ref(f"mentoring_scheme.{JOB}").sudo()  # system's own
            self.assertIsNot(cron.method_direct_trigger(), True)
        self.env.invalidate_all()
        self.assertEqual(len(self.intake.partnership_ids), 1)
        self.assertEqual(self.proposal.job, "publish")
        self._run_crons(JOB)
        self.assertFalse(self.proposal.job)
        self.assertEqual(len(self.intake.partnership_ids), 2)
        people = self.intake.partnership_ids.participant_ids.partner_id
        self.assertEqual(len(people), 4)
        seats = self.intake.partnership_ids.participant_ids
        self.assertEqual(self._count_mails("participant_matched", seats), 4)
        self._assert_consistent()

    def test_withdrawn_while_it_runs(self):
        """One who left meanwhile stops that pair alone; staff read it and go on."""
        self._publish_later()
        self.mel.action_withdraw()
        self._run_crons(JOB)
        self.assertEqual(len(self.intake.partnership_ids), 1)
        self.assertIn("Mel Mentee", self.proposal.job_error)
        self.assertIn("no longer available", self.proposal.job_error)
        self.assertEqual(self.proposal.unpublished_count, 1)
        self.mel.action_reopen()
        self.assertEqual(self.mel.state, "approved")
        self.proposal.action_publish_rest()
        self._run_crons(JOB)
        self.assertFalse(self.proposal.job_error)
        self.assertEqual(len(self.intake.partnership_ids), 2)

    def test_solved_in_the_background(self):
        with patch.object(mentoring_match_pool, "LARGE", 0):
            self.proposal.with_context(mentoring_may_wait=True).action_solve()
        self.assertEqual((self.proposal.state, self.proposal.job), ("draft", "solve"))
        with self.assertRaisesRegex(UserError, "being updated at this moment"):
            self.proposal.action_solve()
        self._run_crons(JOB)
        self.assertFalse(self.proposal.job)
        self.assertEqual((self.proposal.state, self.proposal.progress), ("done", 100))
        self.assertEqual(self.proposal.matched_count, 2)

    def test_refused_in_the_background(self):
        """What cannot be solved is told on the run, and nothing is half stored."""
        (self.mary | self.max).action_withdraw()
        with patch.object(mentoring_match_pool, "LARGE", -1):
            self.proposal.with_context(mentoring_may_wait=True).action_solve()
        self._run_crons(JOB)
        self.assertFalse(self.proposal.job)
        self.assertEqual(self.proposal.state, "draft")
        self.assertIn("No approved mentor", self.proposal.job_error)

    def test_called_by_a_script_it_is_solved_at_once(self):
        with patch.object(mentoring_match_pool, "LARGE", 0):
            self.proposal.action_solve()
        self.assertEqual(self.proposal.state, "done")

    def test_no_room_any_more(self):
        """A place that was given away meanwhile is told by the mentor's name."""
        other = self._create_mentee("Other Mentee", self.topics[0])
        self.proposal.action_solve()
        proposed = self._get_pairs()
        taken = next(mentor for mentee, mentor in proposed if mentee != other)
        partnership = self.env["mentoring.partnership"]
        free = next(
            mentee
            for mentee in self.mel | self.moe | other
            if (mentee, taken) not in proposed
        )
        partnership.create(
            partnership._prepare_partnership(self.intake, free | taken, "one_to_one")
        )
        with self.assertRaisesRegex(UserError, "Update Matches"):
            self.proposal.action_publish()
        self.assertEqual(len(self.intake.partnership_ids), 1)

    def test_intake_published_by_another_run(self):
        second = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        (self.proposal | second).action_solve()
        self.proposal.action_publish()
        with self.assertRaisesRegex(UserError, "Update Matches"):
            second.action_publish()
        self.assertEqual(len(self.intake.partnership_ids), 2)
