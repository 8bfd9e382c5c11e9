# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringParticipant(MentoringCommon):
    """Promise A7; invariants 5 and 6."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentee = cls._get_seat(cls.partnership, "mentee")
        cls.line = cls.mentee.partner_id.member_line_ids

    def _check_at(self, day):
        with freeze_time(f"{day} 01:00:00"):
            self.line.partner_id.invalidate_recordset()
            self._run_crons("ir_cron_check_membership")

    def test_lapse_grace_hold_renewal(self):
        """Invariant 6: notice, grace, hold, and back on renewal; never silently out."""
        self.line.date_to = date(2027, 2, 28)
        self._check_at("2027-02-28")
        self.assertFalse(self.mentee.date_lapsed)
        self._check_at("2027-03-01")
        self._check_at("2027-03-02")
        self.assertEqual(self.mentee.date_lapsed, date(2027, 3, 1))
        self.assertFalse(self.mentee.is_on_hold)
        self.assertEqual(self.partnership.health, "watch")
        self._check_at("2027-03-30")
        self.assertFalse(self.mentee.is_on_hold)
        self._check_at("2027-03-31")
        self.assertTrue(self.mentee.is_on_hold)
        self.assertEqual(self.partnership.health, "action")
        self.assertEqual(self.mentee.state, "current")
        self.line.date_to = date(2028, 2, 28)
        self._check_at("2027-04-02")
        self.assertFalse(self.mentee.is_on_hold)
        self.assertFalse(self.mentee.date_lapsed)
        told = self.env["mentoring.notification"].search(
            [
                ("res_model", "=", "mentoring.participant"),
                ("res_id", "=", self.mentee.id),
                ("template_id.name", "ilike", "Membership lapsed"),
            ]
        )
        self.assertEqual(len(told), 1)
        log = "".join(self.partnership.message_ids.mapped("body"))
        for sentence in ("has lapsed", "is on hold", "is a member again"):
            self.assertIn(sentence, log)

    def _get_told(self, template):
        return self.env["mentoring.notification"].search_count(
            [
                ("res_model", "=", "mentoring.participant"),
                ("res_id", "=", self.mentee.id),
                (
                    "template_id",
                    "=",
                    self.env.ref(f"mentoring_scheme.mail_template_{template}").id,
                ),
            ]
        )

    def test_each_step_is_told_once(self):
        """Invariant 6: the lapse, the hold and the renewal, each by one mail."""
        self.partnership.scheme_id.lapse_grace_days = 5
        self.line.date_to = date(2027, 2, 28)
        for day in ("2027-03-01", "2027-03-05", "2027-03-06", "2027-03-07"):
            self._check_at(day)
        self.assertTrue(self.mentee.is_on_hold)
        self.line.date_to = date(2028, 2, 28)
        for day in ("2027-03-08", "2027-03-09"):
            self._check_at(day)
        for template in (
            "participant_lapsed",
            "participant_on_hold",
            "participant_renewed",
        ):
            self.assertEqual(self._get_told(template), 1, template)

    def test_no_lapse_where_none_is_asked_for(self):
        """Set aside by staff, free, or not asked by the scheme: nobody is on hold."""
        self.line.date_to = date(2027, 2, 28)
        self.mentee.partner_id.free_member = True
        self._check_at("2027-03-01")
        self.assertFalse(self.mentee.date_lapsed)
        self.mentee.partner_id.free_member = False
        self.partnership.scheme_id.mentee_member_required = False
        self._check_at("2027-03-02")
        self.assertFalse(self.mentee.date_lapsed)
        self.partnership.scheme_id.mentee_member_required = True
        self.env["mentoring.application.override"].create(
            {
                "application_id": self.mentee.application_id.id,
                "rule": "membership",
                "reason": "Renewal by bank transfer",
            }
        )
        self._check_at("2027-03-03")
        self.assertFalse(self.mentee.date_lapsed)

    def test_silent_lapse_is_found(self):
        """Invariant 6: a lapse that nobody was told of is a broken invariant."""
        self.line.date_to = date(2027, 2, 28)
        with freeze_time("2027-03-05 01:00:00"):
            self.line.partner_id.invalidate_recordset()
            sentences = self.env["mentoring.scheme"]._check_consistency()
        self.assertEqual(len(sentences), 1)
        self.assertIn("The membership of Mel Mentee", sentences[0])

    def test_completed_by_both(self):
        """A33: before its last day, once both say that they have what they wanted."""
        partnership = self.partnership
        self._sign_all(partnership)
        mentor = self._get_seat(partnership, "mentor")
        mentee = self._get_seat(partnership, "mentee")
        mentee._conclude()
        with self.assertRaisesRegex(UserError, "already agreed"):
            mentee._conclude()
        self.assertEqual(partnership.state, "active")
        self.assertEqual(partnership.concluded_count, 1)
        template = self.env.ref("mentoring_scheme.mail_template_participant_concluding")
        notes = self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )
        mail = notes.sudo().mail_id  # the queue is the system's
        self.assertEqual(mail.recipient_ids, mentor.partner_id)
        self.assertIn(mentee.partner_id.name, mail.body_html)
        mentee._take_conclusion_back()
        mentor._conclude()
        self.assertEqual(partnership.state, "active")
        mentee._conclude()
        self.assertEqual(partnership.state, "completed")
        with self.assertRaisesRegex(UserError, "already over"):
            mentee._take_conclusion_back()
        with self.assertRaisesRegex(UserError, "running"):
            mentor._conclude()
        partnership.reopen_reason = "They go on after all"
        partnership.action_reopen()
        self.assertEqual(partnership.state, "active")
        self.assertFalse(partnership.concluded_count, "both are asked anew")
        self._assert_consistent()

    def test_nothing_to_complete(self):
        """Neither before it is signed, nor while the office has asked to wait."""
        mentee = self._get_seat(self.partnership, "mentee")
        with self.assertRaisesRegex(UserError, "running"):
            mentee._conclude()
        self._sign_all(self.partnership)
        self.partnership.sudo().is_paused = True  # by a case, which staff cannot see
        with self.assertRaisesRegex(UserError, "asked you to wait"):
            mentee._conclude()

    def test_capacity(self):
        """Invariant 5: no mentor has more mentees than offered."""
        mentor = self._get_seat(self.partnership, "mentor").application_id
        second = self._create_approved("Moe Mentee", "mentee")
        Partnership = self.env["mentoring.partnership"]
        with self.assertRaisesRegex(ValidationError, "mentee places: 1, would take: 2"):
            Partnership.create(
                Partnership._prepare_partnership(
                    self.intake, mentor | second, "one_to_one"
                )
            )

    def test_same_person(self):
        """Invariant 5: nobody is matched with themselves."""
        mentor = self._create_approved("Both Roles", "mentor")
        mentee = self._create_application(mentor.partner_id, "mentee")
        mentee.action_submit()
        mentee.action_approve()
        Partnership = self.env["mentoring.partnership"]
        with self.assertRaisesRegex(ValidationError, "matched with themselves"):
            Partnership.create(
                Partnership._prepare_partnership(
                    self.intake, mentor | mentee, "one_to_one"
                )
            )

    def test_found_as_followed(self):
        """The job's search and the rule for one person are of one mind."""
        Seat = self.env["mentoring.participant"]
        for change in (
            lambda: None,
            lambda: self.line.write({"date_to": date(2020, 2, 28)}),
            lambda: self.mentee.application_id.write(
                {
                    "override_ids": [
                        Command.create({"rule": "membership", "reason": "Promised"})
                    ]
                }
            ),
            lambda: self.scheme.write({"mentee_member_required": False}),
        ):
            change()
            self.env.flush_all()
            self.env.invalidate_all()
            seats = self.partnership.participant_ids
            self.assertEqual(
                Seat._find_lapsed() & seats,
                seats.filtered(
                    lambda seat: not seat.application_id._is_membership_in_order()
                ),
            )
