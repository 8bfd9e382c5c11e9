# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An intake is planned and opens; people join, apply, pay and are approved."""

from datetime import date

from .common import PHONE

MENTORS = {
    "mary@example.com": {
        "name": "Mary Mentor",
        "topics": (("Leadership", "Managing people"), ("Research", "Publishing")),
        "years_experience": "20",
        "capacity": "3",
    },
    "max@example.com": {
        "name": "Max Mentor",
        "topics": (("Library and", "Cataloguing"),),
        "years_experience": "12",
        "capacity": "1",
    },
}
MENTEES = {
    "mel@example.com": {
        "name": "Mel Mentee",
        "topics": (("Leadership", "Managing people"),),
    },
    "moe@example.com": {"name": "Moe Mentee", "topics": (("Research", "Publishing"),)},
    "mia@example.com": {
        "name": "Mia Mentee",
        "topics": (("Library and", "Cataloguing"), ("Research", "Publishing")),
    },
}
ANSWERS = {
    "current_role": "Librarian",
    "goals": "To learn, and to pass it on.",
}
APPLICANTS = {**MENTORS, **MENTEES}


class IntakeChapter:
    """From the plan to the approved applications."""

    def play_intake(self):
        with self.signed_in("intake", "cora@example.com") as page:
            self._plan_intake(page)
        self.move_to("2027-02-02 23:00:00")
        self.assertEqual(self.intake.phase, "open")

    def play_applications(self):
        for login, person in APPLICANTS.items():
            with self.at("ask for a login", PHONE) as page:
                self._ask_to_apply(page, login)
            link = self.get_link(login, "/mentoring/login/")
            with self.at("apply", PHONE) as page:
                page.go(link)
                self._make_login(page, login, person)
                self._apply(page, person)
        with self.signed_in("membership paid", "finn@example.com") as page:
            self._register_payments(page, len(APPLICANTS))
        self.run_jobs()
        for login in APPLICANTS:
            self.get_mail(login, "application")
        with self.signed_in("review", "cora@example.com") as page:
            self._review(page)
        self.assertEqual(set(self.intake.application_ids.mapped("state")), {"approved"})

    @property
    def intake(self):
        """The intake of the year, to look at."""
        return self.env["mentoring.intake"].search([], order="date_start", limit=1)

    def _plan_intake(self, page):
        page.see(".o_web_client .o_action_manager > *")
        self.open_menu(page, "mentoring_scheme.mentoring_today_menu")
        page.click(".o_mentoring_setup button[name=new_intake]")
        page.see(".o_form_view [name=scheme_id]")
        if not page.read_value("[name=scheme_id] input"):
            self.pick(page, "scheme_id", "Mentoring")
        self.fill_day(page, "date_start", date(2027, 4, 1))
        if not page.read_value("[name=name] input"):
            page.fill("[name=name] input", "Intake 2027")
        self.save(page)

    # ------------------------------------------------------------------
    # Members
    # ------------------------------------------------------------------

    def _ask_to_apply(self, page, login):
        """Come to the public page without a login, and ask for one."""
        role = "mentor" if login in MENTORS else "mentee"
        page.go("/mentoring")
        way_in = f"a[href*='/my/mentoring/apply/'][href$='/{role}']"
        if not page.sees(way_in):
            page.follow("main a.btn[href^='/mentoring/']")
        page.follow(way_in)
        page.follow("a[href*='/mentoring/login']")
        page.fill("input[name=email]", login)
        page.follow("form[action='/mentoring/login'] button[type=submit]")
        page.see("[role=status]", login)

    def _make_login(self, page, login, person):
        """Follow the link of the email: say the name, choose a password."""
        page.fill("input[name=name]", person["name"])
        page.follow("form[action*='/mentoring/login/'] button[type=submit]")
        for name in ("password", "confirm_password"):
            page.fill(f"input[name={name}]", self.get_password(login))
        page.follow("form.oe_signup_form button[type=submit]")

    def _apply(self, page, person):
        """Start the application, and fill it in to the end."""
        page.follow("form[action*='/my/mentoring/apply/'] button[type=submit]")
        self._fill_in(page, {**ANSWERS, **person})

    def _fill_in(self, page, answers):
        while not page.sees("button.btn-primary[value=submit]"):
            page.see("#step_title")
            self._answer_step(page, answers)
            self.assert_fits(page)
            page.follow("button.btn-primary[value=next]")
        page.follow("button.btn-primary[value=submit]")
        page.see("[role=status]")
        self.assert_fits(page)

    def _answer_step(self, page, answers):
        for name in ("current_role", "years_experience", "capacity", "goals"):
            if name in answers and page.sees(f"#field_{name}"):
                page.fill(f"#field_{name}", answers[name])
        if page.sees("#field_topic_ids"):
            for group, topic in answers["topics"]:
                if not page.sees("#field_topic_ids .form-check label", topic):
                    page.click("#field_topic_ids summary", group)
                page.click("#field_topic_ids .form-check label", topic)
        if page.sees("#field_resume"):
            page.attach("#field_resume", self.resume_path)
        for choice in ("payer_self", "membership_product_id"):
            if page.sees(f"#field_{choice} input[type=radio]"):
                page.click(f"#field_{choice} input[type=radio]")
            elif page.sees(f"#field_{choice}[type=radio]"):
                page.click(f"#field_{choice}")
        for name in ("is_honest", "is_committed", "accepts_fee", "accept_conduct"):
            if page.sees(f"#field_{name}"):
                page.click(f"#field_{name}")

    # ------------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------------

    def _register_payments(self, page, count):
        """Mark all open customer invoices as paid, from their list."""
        self.open_menu(page, "account.menu_action_move_out_invoice_type")
        page.see(".o_list_view .o_data_row")
        page.settle()  # a list that is drawn anew closes the filters again
        page.click(".o_searchview_dropdown_toggler")
        page.click(".o_filter_menu .o_menu_item", "To pay")
        page.press("Escape")
        page.see(".o_searchview_facet", "To pay")
        page.settle()
        page.wait_until(
            f"document.querySelectorAll('.o_data_row').length === {count}",
            f"Not {count} invoices",
        )
        page.click("thead .o_list_record_selector input")
        page.see("thead .o_list_record_selector input:checked")
        page.click(".o_control_panel button", "Pay")
        page.click(".modal-footer button[name=action_create_payments]")
        page.see_no(".modal")

    def _review(self, page):
        self.open_menu(page, "mentoring_scheme.mentoring_today_menu")
        page.click(".o_mentoring_figure", "review")
        page.see(".o_action_manager .o_kanban_view, .o_action_manager .o_list_view")
        page.click(".o_switch_view.o_list")
        page.click("thead .o_list_record_selector input")
        page.click(".o_control_panel button", "Approve")
        page.click(".modal-footer button[name=action_confirm]")
        page.see_no(".modal")
