# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The partners look back, end, get their certificates; the next year is planned."""

from .common import PHONE
from .intake import APPLICANTS
from .mentoring import HOME

STAYING = [login for login in APPLICANTS if not login.startswith("max")]


class EndChapter:
    """Evaluations, certificates, the next intake."""

    def play_midway(self):
        self.move_to("2027-10-05 00:00:00")
        for login in STAYING:
            with self.signed_in("evaluate", login, PHONE, HOME) as page:
                self._answer_surveys(page)
        self._assert_evaluated("midway")

    def play_end(self):
        self.move_to("2028-04-02 00:00:00")
        states = sorted(self.intake.partnership_ids.mapped("state"))
        self.assertEqual(states, ["completed", "completed", "completed", "ended"])
        for login in STAYING:
            with self.signed_in("evaluate", login, PHONE, HOME) as page:
                self._answer_surveys(page)
        self._assert_evaluated("final")

    def _assert_evaluated(self, kind):
        evaluations = self.intake.partnership_ids.evaluation_ids.filtered(
            lambda evaluation: evaluation.kind == kind
        )
        self.assertTrue(evaluations)
        self.assertEqual(set(evaluations.mapped("state")), {"done"})

    def _answer_surveys(self, page):
        """Answer what is asked, from the next step on the home page."""
        page.see(".o_mentoring h1")
        while page.sees(".o_mentoring_next a[href*='/survey/']"):
            page.follow(".o_mentoring_next a[href*='/survey/']")
            page.click("button.btn-primary", "Start")
            page.see(".js_question-wrapper")
            self._answer_questions(page)
            page.click("button[value=finish]")
            page.click(".modal-footer button.btn-primary")
            page.see(".o_survey_finished")
            page.go(HOME)
            page.see(".o_mentoring h1")

    def _answer_questions(self, page):
        """Answer what has to be answered, each in the first way that there is."""
        for name in page.evaluate(
            "[...document.querySelectorAll('.js_question-wrapper[data-required]')]"
            ".map(node => node.id)"
        ):
            question = f".js_question-wrapper[id='{name}']"
            if page.sees(f"{question} textarea"):
                page.fill(f"{question} textarea", "We get along.")
            elif page.sees(
                f"{question} input[type=text], {question} input[type=number]"
            ):
                page.fill(
                    f"{question} input[type=text], {question} input[type=number]", "1"
                )
            else:
                page.click(f"{question} label")

    def play_certificates(self):
        with self.signed_in("certificates", "cora@example.com") as page:
            self.open_menu(page, "mentoring_scheme.mentoring_today_menu")
            page.click(".o_mentoring_figure", "certificate")
            page.see(".o_action_manager .o_kanban_view, .o_action_manager .o_list_view")
            if page.sees(".o_switch_view.o_list:not(.active)"):
                page.click(".o_switch_view.o_list")
            page.click("thead .o_list_record_selector input")
            page.click(".o_control_panel button[name=action_issue_certificate]")
            page.click(".modal button[name=action_issue]")
            page.see_no(".modal")
        certificates = self.env["mentoring.certificate"].search([])
        self.assertEqual(len(certificates), len(STAYING))
        for login in STAYING:
            files = [
                part.get_filename()
                for part in self.get_message(login).iter_attachments()
            ]
            self.assertTrue(any("Certificate" in name for name in files), files)
        with self.signed_in(
            "read a certificate", "mel@example.com", PHONE, HOME
        ) as page:
            page.see("a[href*='/my/mentoring/certificate/']")

    def play_next_year(self):
        """Plan the next year while applications for it can still be announced."""
        self.move_to("2028-01-10 00:00:00")
        with self.signed_in("duplicate", "cora@example.com") as page:
            self.open_menu(page, "mentoring_scheme.mentoring_intake_menu")
            page.click(".o_kanban_record, .o_data_row .o_data_cell", "Intake 2027")
            page.see(".o_form_view")
            page.click(".o_cp_action_menus button.dropdown-toggle")
            page.click(".o-dropdown--menu .o_menu_item", "Duplicate")
            page.see_no(".o_form_view [name=name] input", "Intake 2027")
            page.see(".o_last_breadcrumb_item", "2028")
        copied = self.env["mentoring.intake"].search([]) - self.intake
        self.assertEqual(str(copied.date_start), "2028-04-01")
