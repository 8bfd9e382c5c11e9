# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.partnership.mentoring_partnership_health import HEALTH_BY_CAUSE
from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringPartnershipHealth(MentoringCommon):
    """Badge, cause and next action of one mind, for every cause there is."""

    # What the case sets up: badge, words in the cause, words in the next action.
    CASES = {
        "over": ("good", "", ""),
        "lapsed_on_hold": ("action", "Membership has lapsed: Mel", "renewal"),
        "lapsed": ("watch", "Membership has lapsed: Mel", "renewal"),
        "fee_on_hold": ("action", "fee overdue: Mel", "payment"),
        "poor_fit": ("action", "not a good fit", "check-ins"),
        "doubt": ("watch", "not sure", "check-ins"),
        "no_contact": ("action", "not been in touch", "Call"),
        "unsigned_long": ("action", "Not signed 29 days", "Call the"),
        "unsigned": ("watch", "Not signed 15 days", "Remind the"),
        "signing": ("good", "Waiting for signatures", "Nothing to do yet"),
        "missed_often": ("action", "last 2 meetings", "Call"),
        "silent_long": ("action", "No meeting for 61 days", "how it is going"),
        "missed": ("watch", "last meeting was missed", "next meeting"),
        "silent": ("watch", "No meeting for 36 days", "meeting is planned"),
        "not_started": ("good", "not started yet", "Nothing to do yet"),
        "well": ("good", "", ""),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership().sudo()  # steps of many people
        cls.mentee = cls._get_seat(cls.partnership, "mentee").sudo()
        cls.today = cls.intake._today()

    def _sign(self, days_ago=0):
        """Let both sign, in a partnership that began some days ago."""
        self._sign_all(self.partnership)
        self.partnership.date_start = self.today - timedelta(days=days_ago)

    def _miss(self, count):
        for number in range(count):
            self.env["mentoring.meeting"].sudo().create(
                {
                    "partnership_id": self.partnership.id,
                    "start": fields.Datetime.now() - timedelta(days=number + 1),
                    "state": "missed",
                }
            )

    def _answer(self, kind, answer):
        self.env["mentoring.checkin"].sudo().create(
            {
                "participant_id": self.mentee.id,
                "kind": kind,
                "answer": answer,
            }
        )

    def _set_up_over(self):
        self.partnership.action_end()

    def _set_up_lapsed(self):
        self.mentee.date_lapsed = self.today

    def _set_up_lapsed_on_hold(self):
        self.mentee.write({"date_lapsed": self.today, "is_on_hold": True})

    def _set_up_fee_on_hold(self):
        self.mentee.is_fee_on_hold = True

    def _set_up_poor_fit(self):
        self._answer("fit", "bad")

    def _set_up_doubt(self):
        self._answer("fit", "unsure")

    def _set_up_no_contact(self):
        self._answer("contact", "no")

    def _set_up_unsigned_long(self):
        self.partnership.sudo().date_matched = self.today - timedelta(days=29)

    def _set_up_unsigned(self):
        self.partnership.sudo().date_matched = self.today - timedelta(days=15)

    def _set_up_signing(self):
        """As it is published."""

    def _set_up_missed_often(self):
        self._sign()
        self._miss(2)

    def _set_up_silent_long(self):
        self._sign(61)

    def _set_up_missed(self):
        self._sign()
        self._miss(1)

    def _set_up_silent(self):
        self._sign(36)

    def _set_up_not_started(self):
        self._sign(-10)

    def _set_up_well(self):
        self._sign(5)

    def test_every_cause(self):
        self.assertEqual(set(self.CASES), set(HEALTH_BY_CAUSE))
        for cause, (badge, words, action) in self.CASES.items():
            with self.subTest(cause), self.env.cr.savepoint() as savepoint:
                getattr(self, f"_set_up_{cause}")()
                self.env.flush_all()
                self.env.invalidate_all()
                partnership = self.partnership.with_user(self.coordinator)
                self.assertEqual(self.partnership._get_health_cause()[0], cause)
                self.assertEqual(partnership.health, badge)
                self.assertIn(words, partnership.health_cause or "")
                self.assertIn(action, partnership.health_action or "")
                self.assertEqual(bool(words), bool(partnership.health_cause))
                self.assertEqual(bool(action), bool(partnership.health_action))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_one_mind(self):
        """A cause always has its action; only what asks for nothing is good."""
        for cause, badge in HEALTH_BY_CAUSE.items():
            words, action = self.partnership._word_health(cause, {"days": 40})
            self.assertEqual(bool(words), bool(action), cause)
            asks = bool(action) and action != "Nothing to do yet."
            self.assertEqual(asks, badge != "good", cause)
