# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from pathlib import Path

from odoo.tests import new_test_user, tagged

from .sealed_common import SealedCommon

ADDONS = Path(__file__).parents[2]
# Whoever schedules an activity elsewhere has to close it as well; fees close their own.
SCHEDULERS = ("mentoring_task.py", "mentoring_fee")


@tagged("post_install", "-at_install")
class TestMentoringTask(SealedCommon):
    """A task closes once its cause is gone, and is given to who may do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership.agreement_ids.template_id.question_ids = False

    def _find_tasks(self, kind):
        self.env.flush_all()
        return self.env["mail.activity"].search([("mentoring_kind", "=", kind)])

    # ------------------------------------------------------------------
    # For each kind: give the cause, and return the ways in which it goes
    # ------------------------------------------------------------------

    def _cause_agreement(self):
        plan = self.partnership.agreement_ids[0]
        plan._decline(self.mentee, "I have doubts")
        return {
            "signed after all": lambda: plan._sign(self.mentee, "M", self.signature),
            "over": self.partnership.action_end,
            "left": lambda: self._leave(self.mentee),
        }

    def _cause_evaluation(self):
        self._sign_all(self.partnership)
        Evaluation = self.env["mentoring.evaluation"].sudo()  # as the job does
        evaluation = Evaluation.create(
            Evaluation._prepare_evaluation(self.mentee, "midway")
        )
        answers = self._get_answers(evaluation)
        question = answers.survey_id.question_ids[:1].copy(
            {
                "question_type": "simple_choice",
                "survey_id": answers.survey_id.id,
                "suggested_answer_ids": [
                    (0, 0, {"value": "Bring it to an end", "mentoring_signal": "end"})
                ],
            }
        )
        answers.user_input_line_ids.create(
            {
                "user_input_id": answers.id,
                "question_id": question.id,
                "answer_type": "suggestion",
                "suggested_answer_id": question.suggested_answer_ids.id,
            }
        )
        answers._mark_done()
        return {
            "completed": self.partnership.action_complete,
            "ended": self.partnership.action_end,
            "left": lambda: self._leave(self.mentee),
        }

    def _cause_checkin(self):
        checkins = self.env["mentoring.checkin"].sudo()  # as the job does
        checkin = checkins.create({"participant_id": self.mentee.id, "kind": "fit"})
        checkin.sudo()._take_checkin("unsure")  # as the link in the mail does
        return {
            "settled": checkin.action_settle,
            "settled by a call": lambda: checkin.sudo().write({"is_settled": True}),
            "ended": self.partnership.action_end,
            "left": lambda: self._leave(self.mentee),
        }

    def _cause_withdrawal(self):
        request = self.env["mentoring.withdrawal"]._request(self.mentee, {})
        return {
            "approved": request.action_approve,
            "cancelled": request.action_cancel,
            "by a call": lambda: request.sudo().write({"state": "approved"}),
        }

    def _cause_withdrawal_unpaid(self):
        fee = self.mentee.application_id.fee_ids
        fee.sudo().date_payment_due = "2026-01-01"  # as finance's invoice says
        self.env["mentoring.withdrawal"]._ask_unpaid(fee)
        request = self.mentee.withdrawal_ids
        return {
            "approved": request.action_approve,
            "cancelled": request.action_cancel,
        }

    def _cause_erasure(self):
        request = self.env["mentoring.erasure.request"]._ask(
            self.stranger, self.env.company
        )
        request.answer = "We keep the invoice."
        return {"erased": request.action_erase, "kept": request.action_keep}

    def _cause_places(self):
        waiting = self._create_approved("Wendy Waiting", "mentee")
        waiting.action_waitlist()
        self._create_approved("Free Mentor", "mentor", capacity=1)
        self.intake.sudo().phase = "matching"
        self.scheme.place_offer_mode = "staff"
        self.env["mentoring.application"]._offer_free_places(self.intake)
        job = "ir_cron_offer_places"
        return {
            "offered": waiting.action_offer_place,
            "withdrawn, by the job": lambda: (
                waiting.sudo().write({"state": "withdrawn"}),
                self._run_crons(job),
            ),
            "closed": lambda: self.intake.sudo().write({"phase": "closed"}),
        }

    def _cause_certificate(self):
        self.scheme.certificate_automatic = True
        self.scheme._ask_for_certificate_gaps()
        company = self.env.company.sudo()  # an administrator's work

        def fill_in():
            self.scheme.certificate_signatory = "Ruth Palmer, President"
            company.logo = self.signature
            self._run_crons("ir_cron_issue_certificates")

        return {
            "all given": fill_in,
            "by hand": lambda: self.scheme.write({"certificate_automatic": False}),
        }

    def test_each_kind_closes_with_its_cause(self):
        """Every kind that our models declare, in each way that its cause goes."""
        self.stranger = self._create_member("Sky Stranger")
        kinds = [
            kind
            for model in self.env.registry.values()
            if "_get_task_causes" in dir(model)
            for kind in self.env[model._name]._get_task_causes()
        ]
        self.assertEqual(len(kinds), len(set(kinds)), "a kind has one model")
        self.assertGreaterEqual(len(kinds), 7)
        for kind in kinds:
            cause = getattr(self, f"_cause_{kind}", None)
            self.assertTrue(cause, f"no test closes the tasks of kind {kind}")
            with self.env.cr.savepoint() as savepoint:
                ways = [*cause()]
                savepoint.rollback()
            self.env.invalidate_all()
            for way in ways:
                with (
                    self.subTest(kind=kind, way=way),
                    self.env.cr.savepoint() as savepoint,
                ):
                    go = cause()[way]
                    self.assertEqual(len(self._find_tasks(kind)), 1)
                    go()
                    self.assertFalse(self._find_tasks(kind))
                    savepoint.rollback()
                self.env.invalidate_all()

    def test_no_other_code_schedules(self):
        """An activity without a declared cause would stay for ever."""
        found = {
            path.name
            for addon in ("mentoring_scheme", "mentoring_scheme_portal")
            for path in (ADDONS / addon).rglob("*.py")
            if "tests" not in path.parts
            and re.search(
                r"activity_schedule\(|\"mail\.activity\"\]\S*\.create\(",
                path.read_text(),
            )
        }
        wrong = {name for name in found if not name.startswith(SCHEDULERS)}
        self.assertFalse(wrong)

    def test_given_once(self):
        request = self.env["mentoring.withdrawal"]._request(self.mentee, {})
        again = request._give_task("withdrawal", request, self.coordinator, "Again")
        self.assertFalse(again)
        self.assertEqual(len(self._find_tasks("withdrawal")), 1)

    def test_unsaved_changes_close_nothing(self):
        request = self.env["mentoring.withdrawal"]._request(self.mentee, {})
        shown = request.new({"state": "cancelled"}, origin=request)
        self.assertEqual(shown.state, "cancelled")
        self.assertEqual(len(self._find_tasks("withdrawal")), 1)

    def test_given_to_who_may_do_it(self):
        """Not to who has lost the role, is archived, or is the one concerned."""
        other = new_test_user(
            self.env,
            login="second_coordinator",
            groups="mentoring_scheme.group_mentoring_user",
            company_id=self.env.company.id,
        )
        Withdrawal = self.env["mentoring.withdrawal"]
        group = self.env.ref("mentoring_scheme.group_mentoring_user")

        def find_user():
            request = Withdrawal._request(self.mentee, {})
            user = self._find_tasks("withdrawal").user_id
            request.action_cancel()
            return user

        self.assertEqual(find_user(), self.coordinator)
        self.coordinator.active = False
        self.assertIn(find_user(), group.all_user_ids - self.coordinator)
        self.coordinator.active = True
        self.coordinator.group_ids -= group
        self.assertNotEqual(find_user(), self.coordinator)
        self.coordinator.group_ids += group
        self.scheme.coordinator_id = other
        self.assertEqual(find_user(), other)
        # Who coordinates is the mentee's partner: somebody else is told.
        mentor = self.users["mentor"]
        mentor.group_ids = group
        self.scheme.coordinator_id = mentor
        self.assertNotEqual(find_user(), mentor)

    def test_a_scheme_without_coordinator(self):
        """A member who asks is never given the task."""
        self.scheme.coordinator_id = False
        member = self.users["mentee"]
        withdrawals = self.env["mentoring.withdrawal"].with_user(member).sudo()
        withdrawals._request(self.mentee.with_user(member).sudo(), {})
        task = self._find_tasks("withdrawal")
        self.assertTrue(task.user_id._is_internal())
        self.assertTrue(task.user_id.active)
