# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringEvaluation(MentoringCommon):
    """Promises A30, A31, B8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2020-07-20 00:00:00"):
            cls.intake = cls._create_intake(
                cls.scheme,
                date_start=date(2020, 7, 23),
                application_close=date(2020, 7, 22),
            )
            cls.partnership = cls._create_partnership(cls.intake)

    def _get_evaluations(self, kind):
        return self.partnership.participant_ids.evaluation_ids.filtered(
            lambda evaluation: evaluation.kind == kind
        )

    def test_asked_without_paperwork(self):
        """A30: both are asked once, though nobody has signed anything."""
        midway = self.partnership.date_midway
        self.assertEqual(midway, date(2021, 1, 21))
        # The day begins in Sydney at 13:00 UTC.
        self._run_crons_at("2021-01-20 12:59:59")
        self.assertFalse(self._get_evaluations("midway"))
        self._run_crons_at("2021-01-20 13:00:00")
        self._run_crons_at("2021-01-20 14:00:00")
        self.assertEqual(len(self._get_evaluations("midway")), 2)
        notifications = self.env["mentoring.notification"].search(
            [("res_model", "=", "mentoring.evaluation")]
        )
        self.assertEqual(len(notifications), 2)
        for evaluation in self._get_evaluations("midway"):
            self.assertIn("/survey/start/", evaluation._get_start_url())
            self.assertEqual(evaluation.date_due, date(2021, 2, 4))

    def test_answered(self):
        """B8: each answers alone, and the answer's end is the evaluation's."""
        self._run_crons_at("2021-01-21 00:00:00")
        first, second = self._get_evaluations("midway")
        first.survey_user_input_id.sudo()._mark_done()  # the member's own answer
        self.assertEqual(first.state, "done")
        self.assertEqual(second.state, "pending")

    def test_left(self):
        """Invariant 9: who left is not asked any more."""
        self._run_crons_at("2021-01-21 00:00:00")
        with freeze_time("2021-01-25 00:00:00"):
            self.env["mentoring.withdrawal"].create(
                {"participant_id": self._get_seat(self.partnership, "mentee").id}
            ).action_approve()
        self.assertEqual(
            self._get_evaluations("midway").mapped("state"), ["cancelled"] * 2
        )
        self._run_crons_at("2021-08-01 00:00:00")
        self.assertFalse(self._get_evaluations("final"))
        self._assert_consistent()

    def test_final_after_completion(self):
        """A31: asked at the end of the twelve months, due two weeks later."""
        with freeze_time("2020-08-01 00:00:00"):
            self._sign_all(self.partnership)
        self._run_crons_at("2021-07-23 00:00:00")
        self.assertEqual(self.partnership.state, "completed")
        finals = self._get_evaluations("final")
        self.assertEqual(finals.mapped("date_due"), [date(2021, 8, 5)] * 2)
