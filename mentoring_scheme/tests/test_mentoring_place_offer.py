# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringPlaceOffer(MentoringCommon):
    """The waiting list: turns, offers, answers and expiry (promises A6, A15, A22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.place_offer_mode = "automatic"
        cls.start = fields.Datetime.now()

    def _wait(self, name, hours=0, intake=None):
        """Put a new person on the waiting list, some hours from now."""
        with freeze_time(self.start + timedelta(hours=hours)):
            application = self._create_application(
                self._create_member(name), "mentee", intake=intake
            )
            application.action_submit()
            application.action_waitlist()
        return application

    def _leave_out(self, application, years=1, state="approved"):
        """Let the person have been in an earlier intake without a match."""
        start = self.intake.date_start - relativedelta(years=years)
        intake = (
            self.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": f"Intake {years} years ago",
                    "scheme_id": self.scheme.id,
                    "date_start": start,
                    "phase": "closed",
                }
            )
            .sudo(False)
        )
        # An application of long ago is made as it came to be.
        return (
            self.env["mentoring.application"]
            .sudo()
            .create(
                {
                    "intake_id": intake.id,
                    "partner_id": application.partner_id.id,
                    "role": application.role,
                    "state": state,
                }
            )
        )

    def _run(self):
        self._run_crons("ir_cron_offer_places")

    # ------------------------------------------------------------------
    # Turns
    # ------------------------------------------------------------------

    def test_times_left_out(self):
        """Counted are earlier intakes of the scheme, in the same role, unmatched."""
        person = self._wait("Lena Late")
        other = self._wait("Otto Other")
        self._leave_out(person, 1)
        self._leave_out(person, 2, "waitlisted")
        self._leave_out(person, 3, "declined")
        past = self._leave_out(other, 4)
        mentor = self._leave_out(
            self._create_application(self._create_member("Mo Mentor"), "mentor"), 4
        )
        mentor.sudo().intake_id = past.intake_id
        self.env["mentoring.partnership"].create(
            self.env["mentoring.partnership"]._prepare_partnership(
                past.intake_id, past | mentor, "one_to_one"
            )
        ).action_end()
        applications = person | other
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(applications._get_times_left_out(), {person: 2, other: 0})

    def test_later_intakes_do_not_count(self):
        person = self._wait("Lena Late")
        later = self._leave_out(person, -1)
        self.assertEqual(person._get_times_left_out(), {person: 0})
        self.assertEqual(later._get_times_left_out(), {later: 1})

    def test_order(self):
        """Left out most often first, then who waited longest; honest positions."""
        first = self._wait("Early Bird")
        second = self._wait("Second Comer", 1)
        left_out = self._wait("Left Out", 2)
        self._leave_out(left_out)
        self.env["mentoring.application"].search([])._refresh_times_left_out()
        people = first | second | left_out
        people.invalidate_recordset()
        self.assertEqual(people.mapped("waiting_position"), [2, 3, 1])
        self.assertEqual(people.mapped("waiting_count"), [3, 3, 3])
        second.action_withdraw()
        people.invalidate_recordset()
        self.assertEqual(first.waiting_count, 2)
        self.assertEqual(second.waiting_position, 0)

    def test_position_queries(self):
        """A page of the list asks as much for two people as for twenty."""
        people = self.env["mentoring.application"]
        for number in range(20):
            people |= self._wait(f"Person {number}")
        for some in (people[:2], people):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("state")
            with self.assertQueryCount(2):
                some.mapped("waiting_position")

    # ------------------------------------------------------------------
    # Offers
    # ------------------------------------------------------------------

    def test_free_places(self):
        """Free is what mentors offer beyond mentees, accepted ones and open offers."""
        mentor = self._create_approved("Mary Mentor", "mentor", capacity=3)
        self._create_approved("Ann Accepted", "mentee")
        Application = self.env["mentoring.application"]
        self.assertEqual(
            Application._get_free_place_counts(self.intake)[self.intake], 2
        )
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        self.assertEqual(
            Application._get_free_place_counts(self.intake)[self.intake], 1
        )
        # A mentor who may not take part offers nothing.
        mentor.partner_id.member_line_ids.state = "canceled"
        self.assertEqual(
            Application._get_free_place_counts(self.intake)[self.intake], 0
        )
        self.assertEqual(self.intake.free_place_count, 0)

    def test_life_of_an_offer(self):
        """Offered in turn, expired at the end of the day, passed on, accepted."""
        first = self._wait("First Waiting")
        second = self._wait("Second Waiting", 1)
        self._create_approved("Mary Mentor", "mentor")
        self._run()
        self.assertFalse(first.place_offer_ids, "the places are for applicants still")
        self.intake.sudo().phase = "matching"
        self._run()
        self._run()
        offer = first.place_offer_ids
        self.assertEqual(offer.state, "offered")
        self.assertFalse(second.place_offer_ids, "there is one place")
        self.assertEqual(offer.date_expiry, self.intake._today() + timedelta(days=7))
        self.assertIn(
            "/mentoring/answer/", self._get_mails(offer).body_html, "one click"
        )
        with freeze_time(offer.expires_at - timedelta(seconds=1)):
            self._run()
            self.assertEqual(offer.state, "offered")
        with freeze_time(offer.expires_at):
            self._run()
            self.assertEqual(offer.state, "expired")
            self.assertEqual(second.place_offer_ids.state, "offered")
            self.assertEqual(len(self._get_mails(offer)), 2)
            # Still on the list, behind the other.
            self.assertEqual(first.state, "waitlisted")
            people = first | second
            people.invalidate_recordset()
            self.assertEqual(people.mapped("waiting_position"), [2, 1])
            thanks = second.place_offer_ids._answer("place", "yes")
        self.assertIn("is yours", thanks)
        self.assertEqual(second.state, "approved")
        self.assertEqual(second.place_offer_ids.state, "accepted")
        self.assertFalse(first.place_offer_ids - offer, "no place is left")
        self.assertIn(
            "offered", "".join(map(str, second.message_ids.mapped("body"))).lower()
        )

    def _get_mails(self, record):
        return (
            self.env["mentoring.notification"]
            .search([("res_model", "=", record._name), ("res_id", "=", record.id)])
            .sudo()  # the queue is the system's
            .mail_id
        )

    def test_expiry_in_zone(self):
        """Invariant 10: the day ends in the intake's zone, over a change of clocks."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        offer = waiting.place_offer_ids
        offer.sudo().date_expiry = date(2027, 4, 4)  # 25 hours long in Sydney
        self.assertEqual(offer.expires_at, datetime(2027, 4, 4, 14))

    def test_decline(self):
        """Who declines stays on the list; after two, only a person asks again."""
        waiting = self._wait("Will Wait")
        self._create_approved("Mary Mentor", "mentor")
        self.intake.sudo().phase = "matching"
        for _turn in range(3):
            self._run()
            waiting.place_offer_ids.filtered(
                lambda offer: offer.state == "offered"
            ).action_decline()
        self.assertEqual(waiting.state, "waitlisted")
        self.assertEqual(waiting.offers_passed, 2)
        waiting.action_offer_place()
        self.assertTrue(waiting.offer_expires_on)

    def test_answered_once(self):
        """A second click, or one that is too late, is told so and changes nothing."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        offer = waiting.place_offer_ids
        offer._answer("place", "yes")
        with self.assertRaisesRegex(UserError, "have taken this place"):
            offer._answer("place", "later")
        late = self._wait("Lena Late")
        late.action_offer_place()
        offer = late.place_offer_ids
        with freeze_time(offer.expires_at):
            with self.assertRaisesRegex(UserError, "still on the waiting list"):
                offer._answer("place", "yes")
        self.assertEqual(late.state, "waitlisted")

    def test_waiting_again(self):
        """An old acceptance does not lift somebody off the list a second time."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        waiting.place_offer_ids.action_accept()
        self.assertEqual(waiting.state, "approved")
        with freeze_time(self.start + timedelta(days=1)):
            waiting.action_waitlist()
            self.env["mentoring.place.offer"]._offer(waiting).action_cancel()
        self.assertEqual(waiting.state, "waitlisted")

    def test_lapsed_member(self):
        """A7: who may not take part takes no place, and is told why."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        waiting.partner_id.member_line_ids.state = "canceled"
        with self.assertRaisesRegex(UserError, "is for members"):
            waiting.place_offer_ids._answer("place", "yes")
        self.assertEqual(waiting.place_offer_ids.state, "offered")

    def test_leaving_the_list(self):
        """Approved, declined or withdrawn otherwise: the offer is taken back."""
        for step in ("action_approve", "action_decline", "action_withdraw"):
            waiting = self._wait(f"Will {step}")
            waiting.action_offer_place()
            waiting.decline_reason = "No place is left."
            getattr(waiting, step)()
            self.assertEqual(waiting.place_offer_ids.state, "cancelled", step)

    def test_matched_meanwhile(self):
        """Who was matched by staff takes no place, and is told nothing untrue."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        offer = waiting.place_offer_ids
        mentor = self._create_approved("Mary Mentor", "mentor")
        waiting.action_approve()
        Partnership = self.env["mentoring.partnership"]
        Partnership.create(
            Partnership._prepare_partnership(
                self.intake, mentor | waiting, "one_to_one"
            )
        )
        self.assertEqual(waiting.state, "matched")
        with self.assertRaisesRegex(UserError, "This offer is closed"):
            offer._answer("place", "yes")
        with freeze_time(offer.expires_at):
            self._run()
        self.assertEqual(offer.state, "cancelled")
        self.assertEqual(len(self._get_mails(offer)), 1)

    def test_mail_tells_the_position(self):
        self._wait("First Waiting")
        second = self._wait("Second Waiting", 1)
        [mail] = self._get_mails(second).filtered(
            lambda mail: "waiting list" in mail.subject
        )
        self.assertRegex(mail.body_html, r"list today: 2\s+of\s+2")

    def test_offered_to_those_who_wait(self):
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        with self.assertRaisesRegex(UserError, "no open offer"):
            waiting.action_offer_place()
        approved = self._create_approved("Ann Accepted", "mentee")
        with self.assertRaisesRegex(UserError, "Ann Accepted"):
            approved.action_offer_place()

    def test_staff_confirm(self):
        """By the other setting the coordinator gets one task, and no names in it."""
        self.scheme.place_offer_mode = "staff"
        waiting = self._wait("Will Wait")
        self._create_approved("Mary Mentor", "mentor")
        self.intake.sudo().phase = "running"
        self._run()
        self._run()
        self.assertFalse(waiting.place_offer_ids)
        task = self.intake.activity_ids
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.coordinator)
        self.assertIn("“Waiting List”", task.note)
        self.assertNotIn("Will Wait", task.note)

    def test_rolling(self):
        """B11: a rolling intake offers its places while it is open."""
        intake = self._create_intake(self.scheme, application_close=False)
        waiting = self._wait("Will Wait", intake=intake)
        self._create_approved("Mary Mentor", "mentor", intake=intake)
        self._run()
        self.assertEqual(waiting.place_offer_ids.state, "offered")

    def test_unmatched_in_bulk(self):
        """A22: those whom a run left unmatched go on the list, all at once."""
        mentor = self._create_approved("Mary Mentor", "mentor")
        mentees = self._create_approved("Ann Accepted", "mentee")
        mentees |= self._create_approved("Bea Accepted", "mentee")
        run = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        run.action_solve()
        run.action_publish()
        self.assertEqual(mentor.state, "matched")
        unmatched = self.env["mentoring.application"].search(
            [
                ("state", "=", "approved"),
                ("unmatched_run_ids", "any", [("state", "=", "published")]),
            ]
        )
        self.assertEqual(unmatched, run.unmatched_ids)
        unmatched.action_waitlist()
        self.assertEqual(sorted(mentees.mapped("state")), ["matched", "waitlisted"])
        self._assert_consistent()

    def test_merge_of_contacts(self):
        """Offers follow the application of the contact that stays."""
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        double = self._create_member("Will W.")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (waiting.partner_id | double).ids, double, extra_checks=False
        )
        self.env.invalidate_all()
        self.assertEqual(waiting.place_offer_ids.partner_id, double)

    def test_not_without_choices(self):
        waiting = self._wait("Will Wait")
        waiting.action_offer_place()
        with self.assertRaisesRegex(UserError, "choose one of the answers"):
            waiting.place_offer_ids._answer("place", "maybe")
        self.assertEqual(
            waiting.place_offer_ids._get_answer_question("place")["closed"], ""
        )

    def test_categories_of_mentors(self):
        """A14: places of mentors who miss a rule are not offered."""
        self._create_approved("Mary Mentor", "mentor")
        self.scheme.mentor_category_ids = [
            Command.set(
                self.env["membership.membership_category"]
                .create({"name": "Fellow"})
                .ids
            )
        ]
        self.intake.sudo().phase = "matching"
        waiting = self._wait_in_matching()
        self._run()
        self.assertFalse(waiting.place_offer_ids)

    def _wait_in_matching(self):
        application = self._create_application(self._create_member("W. W."), "mentee")
        application.sudo().write({"state": "waitlisted", "date_waitlisted": self.start})
        return application

    # ------------------------------------------------------------------
    # Taken back
    # ------------------------------------------------------------------

    def _get_sent(self, template, offer):
        return self.env["mentoring.notification"].search(
            [
                ("template_id", "=", self.env.ref(f"mentoring_scheme.{template}").id),
                ("res_id", "=", offer.id),
            ]
        )

    def test_withdrawn_offer_is_told_if_the_offer_was(self):
        for left, state in ((False, "outgoing"), (True, "sent")):
            waiting = self._wait(f"Person {state}")
            waiting.with_user(self.coordinator).action_offer_place()
            offer = waiting.place_offer_ids
            self._get_sent("mail_template_place_offered", offer).mail_id.state = state
            offer.with_user(self.coordinator).action_cancel()
            told = self._get_sent("mail_template_place_withdrawn", offer)
            self.assertEqual(bool(told), left)
            self.assertEqual((offer.state, waiting.offers_passed), ("cancelled", 0))

    def test_answer_recorded_by_mistake(self):
        """Staff take an answer back; the person may give it again."""
        waiting = self._wait("Wanda Waits")
        waiting.action_offer_place()
        offer = waiting.place_offer_ids.with_user(self.coordinator)
        for step, state in (
            (offer.action_decline, "waitlisted"),
            (offer.action_accept, "approved"),
            (offer.action_cancel, "waitlisted"),
        ):
            step()
            self.assertEqual(waiting.state, state)
            offer.action_reopen()
            self.assertEqual((offer.state, waiting.state), ("offered", "waitlisted"))
        with self.assertRaisesRegex(UserError, "no answer to take back"):
            offer.action_reopen()
        offer.action_accept()
        waiting.action_withdraw()
        with self.assertRaisesRegex(UserError, "moved on since"):
            offer.action_reopen()

    def test_accepting_for_somebody_not_eligible_is_refused_in_words_for_staff(self):
        waiting = self._wait("Wanda Waits")
        waiting.action_offer_place()
        waiting.file_ids.unlink()
        with self.assertRaisesRegex(UserError, "Wanda Waits has not attached"):
            waiting.place_offer_ids.action_accept()
