# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .fee_common import FeeCommon

STEPS = (
    "allocate",
    "sign",
    "sign_one",
    "mentee_leaves",
    "mentor_leaves",
    "bill",
    "bill_now",
    "pay",
    "cancel",
    "draft",
    "delete",
    "post",
    "credit",
    "waive",
    "unwaive",
)


def _steps(names):
    """Return steps a month apart."""
    return [(name, 31) for name in names.split()]


@tagged("post_install", "-at_install")
class TestMentoringFeeSequences(FeeCommon):
    """Whatever people do in whatever order, invariants 1 to 4, 9 and 12 hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2020-07-20 00:00:00"):
            cls.mentors = cls._get_seat(cls.partnership, "mentor").application_id
            for name in ("Ann Mentor", "Bea Mentor"):
                cls.mentors |= cls._create_approved(name, "mentor", intake=cls.intake)

    def test_any_sequence(self):
        done = set()

        @settings(
            max_examples=8,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            st.sampled_from(("none", "prorata", "full")),
            st.lists(
                st.tuples(st.sampled_from(STEPS), st.integers(0, 70)),
                min_size=4,
                max_size=8,
            ),
        )
        @example("full", _steps("sign bill pay mentee_leaves post draft"))
        @example("none", _steps("sign bill cancel bill credit mentor_leaves allocate"))
        @example("prorata", _steps("sign mentor_leaves allocate bill sign bill draft"))
        def run(refund_policy, steps):
            savepoint = self.env.cr.savepoint()
            try:
                self.scheme.refund_policy = refund_policy
                done.update(self._walk(steps))
            finally:
                savepoint.rollback()
                savepoint.close()

        run()
        # The walks went somewhere: nothing was refused throughout.
        self.assertLessEqual({"sign", "bill", "pay", "cancel", "credit"}, done)

    def _walk(self, steps):
        """Take each step on its day; yield those that were not refused."""
        moment = datetime(2020, 7, 21, 2)
        for step, days in steps:
            moment += timedelta(days=days)
            with freeze_time(moment):
                try:
                    with self.env.cr.savepoint():
                        took_place = getattr(self, f"_step_{step}")()
                        self.env.flush_all()
                except UserError:
                    took_place = False
                self._assert_sound()
            if took_place:
                yield step

    def _assert_sound(self):
        self._assert_consistent()
        fee = self.fee
        live = fee.move_line_ids.filtered(lambda line: line.parent_state != "cancel")
        self.assertLessEqual(len(live), 1)
        self.assertEqual(live.move_id, fee.move_id)
        if fee.state in ("invoiced", "paid", "credited"):
            self.assertEqual(fee.move_id.state, "posted")
        else:
            self.assertNotEqual(fee.move_id.state, "posted")

    # ------------------------------------------------------------------
    # The steps; each tells whether there was something to do
    # ------------------------------------------------------------------

    def _current(self):
        return self.mentee.participant_ids.filtered(
            lambda seat: seat.state == "current"
        ).partnership_id

    def _step_allocate(self):
        """Match the mentee again, with a mentor who is free."""
        free = self.mentors.filtered(lambda mentor: mentor.state == "approved")[:1]
        if self.mentee.state != "approved" or not free:
            return False
        Partnership = self.env["mentoring.partnership"]
        Partnership.create(
            Partnership._prepare_partnership(
                self.intake, free | self.mentee, "one_to_one"
            )
        )._set_up()
        return True

    def _step_sign(self):
        self._sign_all(self._current())
        return bool(self._current())

    def _step_sign_one(self):
        self._sign_all(self._current(), roles=("mentee",))
        return bool(self._current())

    def _step_mentee_leaves(self):
        return self._withdraw("mentee")

    def _step_mentor_leaves(self):
        """The mentee stays, to be matched with another mentor."""
        return self._withdraw("mentor")

    def _step_bill(self):
        due = self.env["mentoring.fee"]._search_due() & self.fee
        due._bill_due()
        return due.state == "invoiced"

    def _step_bill_now(self):
        return self.fee.action_bill()

    def _posted(self):
        return self.fee.move_id.filtered(lambda move: move.state == "posted")

    def _step_pay(self):
        invoice = self._posted()
        if not invoice or self.fee.state != "invoiced":
            return False
        self._pay(invoice)
        return True

    def _step_cancel(self):
        invoice = self._posted()
        invoice.button_cancel()
        return bool(invoice)

    def _step_draft(self):
        self._posted().button_draft()
        return self.fee.move_id.state == "draft"

    def _step_delete(self):
        draft = self.fee.move_id.filtered(lambda move: move.state == "draft")
        return draft.unlink() if draft else False

    def _step_post(self):
        """Post what lies about as a draft, the credit note of a departure as well."""
        moves = self.fee.move_line_ids.move_id
        drafts = (moves | moves.reversal_move_ids).filtered(
            lambda move: move.state == "draft"
        )
        drafts.action_post()
        return bool(drafts)

    def _step_credit(self):
        invoice = self._posted()
        invoice._reverse_moves(cancel=True)
        return bool(invoice)

    def _step_waive(self):
        self.fee.waive_reason = "A scholarship"
        return self.fee.action_waive()

    def _step_unwaive(self):
        return self.fee.action_unwaive()
