# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict

from lxml import etree

from odoo.tests import tagged

from .common import MentoringCommon

# What cannot be taken back, or tells people at once. (A step that a button undoes, and
# one in a window of its own where a reason is filled in, need no question.)
ASKED = {
    "action_accept_conduct",
    "action_announce",
    "action_answer_appeal",
    "action_appeal",
    "action_approve",
    "action_bill",
    "action_cancel",
    "action_complete",
    "action_decide",
    "action_discard",
    "action_end_partnership",
    "action_erase",
    "action_hand_over",
    "action_keep",
    "action_offer_place",
    "action_submit",
    "action_unwaive",
    "action_waitlist",
    "action_withdraw",
}


@tagged("post_install", "-at_install")
class TestConfirmations(MentoringCommon):
    """What cannot be taken back is asked about first, by its own name."""

    def _get_buttons(self):
        data = self.env["ir.model.data"].search(
            [("module", "=like", "mentoring_scheme%"), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id")).exists()
        for view in views.filtered(lambda view: view.type != "qweb"):
            for button in etree.fromstring(view.arch).iter("button"):
                yield view, button

    def test_steps_that_cannot_be_taken_back_ask_first(self):
        """A second button of the step may stand where it is refused with the reason."""
        asks = defaultdict(list)
        for view, button in self._get_buttons():
            name = button.get("name")
            if button.get("type") == "object" and name in ASKED:
                asks[view.xml_id, name].append(bool(button.get("confirm")))
        for (view, name), answers in asks.items():
            with self.subTest(view=view, button=name):
                self.assertTrue(any(answers))
        self.assertGreater(len({name for _view, name in asks}), 15)

    def test_the_question_names_the_step(self):
        """A question, and a button with the verb in place of Odoo's “Ok”."""
        questions = 0
        for view, button in self._get_buttons():
            if button.get("confirm"):
                questions += 1
                with self.subTest(view=view.xml_id, button=button.get("name")):
                    self.assertIn("?", button.get("confirm"))
                    label = button.get("confirm-label") or ""
                    self.assertNotIn(label.lower(), ("", "ok", "yes", "confirm"))
        self.assertGreater(questions, 30)
