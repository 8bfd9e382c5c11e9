# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The applicants are matched on the board, and told."""


class MatchChapter:
    """From approved applications to published partnerships, twice in the year."""

    def play_match(self):
        self.move_to("2027-03-28 23:00:00")
        self.assertEqual(self.intake.phase, "matching")
        with self.signed_in("match", "cora@example.com") as page:
            self._match(page, 3)
        self.run_jobs()
        self.assertEqual(set(self.intake.application_ids.mapped("state")), {"matched"})
        self.move_to("2027-04-02 00:00:00")
        self.assertEqual(self.intake.phase, "running")

    def _match(self, page, pairs):
        """Start a run, look at the board and publish what it proposes."""
        self.open_menu(page, "mentoring_scheme.mentoring_match_run_menu")
        page.click(".o_list_button_add, .o-kanban-button-new")
        page.see(".o_form_view [name=intake_id]")
        if not page.read_value("[name=intake_id] input"):
            self.pick(page, "intake_id", "Intake 2027")
        page.click(".o_statusbar_buttons button[name=action_solve]")
        page.click(".o_statusbar_buttons button[name=action_open_board]")
        page.see(".o_mentoring_matched", str(pairs))
        page.click(".o_mentoring_publish:not(:disabled)")
        page.see(".modal [name=publish_reason] textarea")
        if not page.read_value(".modal [name=publish_reason] textarea"):
            page.fill(".modal [name=publish_reason] textarea", "They fit.")
        page.click(".modal-footer button[name=action_publish]")
        page.see_no(".modal [name=publish_reason]")
