# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The partners sign, meet, pay; one leaves, and one raises a concern."""

from datetime import date

from .common import PHONE
from .intake import APPLICANTS

HOME = "/my/mentoring"


class MentoringChapter:
    """The year of the partnerships."""

    # ------------------------------------------------------------------
    # Signatures and the fee
    # ------------------------------------------------------------------

    def play_signatures(self):
        for login, person in APPLICANTS.items():
            with self.signed_in("sign", login, PHONE, HOME) as page:
                self._sign_all(page, person["name"])
        self.run_jobs()
        partnerships = self.intake.partnership_ids
        self.assertEqual(set(partnerships.mapped("state")), {"active"})

    def _sign_all(self, page, name):
        """Go from the home page to what is to be signed, until nothing is."""
        page.see(".o_mentoring h1")
        while self._open_next(page, "/agreement/"):
            if page.sees(".o_mentoring a[href*='/fill']"):
                page.follow(".o_mentoring a[href*='/fill']")
                self._fill_in_agreement(page)
            self._sign(page, name)
            page.go(HOME)
            page.see(".o_mentoring h1")

    def _open_next(self, page, part):
        """Click on a next step that leads there; tell whether there is one."""
        link = f".o_mentoring_next a[href*='{part}']"
        if not page.sees(link):
            return False
        page.follow(link)
        return True

    def _fill_in_agreement(self, page):
        page.see(".o_mentoring_form")
        for name in page.evaluate(
            "[...document.querySelectorAll('.o_mentoring_form select')]"
            ".map(node => node.id)"
        ):
            if page.has_option(f"#{name}", "Yes"):
                page.choose(f"#{name}", "Yes")
            else:
                page.choose_any(f"#{name}")
        for name in page.evaluate(
            "[...document.querySelectorAll('.o_mentoring_form textarea')]"
            ".map(node => node.id)"
        )[:1]:
            page.fill(f"#{name}", "To lead a team.")
        if page.sees(".o_mentoring_form input[type=date]"):
            page.fill_date(".o_mentoring_form input[type=date]", self.today)
        for name in page.evaluate(
            "[...document.querySelectorAll('.o_mentoring_form input[type=radio]')]"
            ".filter(node => node.parentNode.innerText.trim() === 'Yes')"
            ".map(node => node.id)"
        ):
            page.click(f"[id='{name}']")
        page.follow(".o_mentoring_form button.btn-primary[type=submit]")

    def _sign(self, page, name):
        field = ".o_web_sign_name_and_signature input[name=signer]"
        page.see(field)
        # To type a name draws the signature anew, so not what stands there already.
        if page.evaluate(f"document.querySelector('{field}').value") != name:
            page.fill(field, name)
        page.follow(".o_portal_sign_submit:not(:disabled)")
        page.see("[role=status]")
        self.assert_fits(page)

    def play_billing(self):
        self.move_to("2027-05-31 00:00:00")
        fees = self.intake.application_ids.fee_ids
        self.assertEqual(fees.mapped("state"), ["invoiced"] * 3)
        with self.signed_in("fees paid", "finn@example.com") as page:
            self._register_payments(page, 3)
        self.run_jobs()
        fees.invalidate_recordset()
        self.assertEqual(fees.mapped("state"), ["paid"] * 3)

    # ------------------------------------------------------------------
    # A meeting
    # ------------------------------------------------------------------

    def play_meeting(self):
        with self.signed_in("plan a meeting", "mel@example.com", PHONE, HOME) as page:
            page.follow("article a[href*='/my/mentoring/partnership/']")
            if not page.sees("input[name=day]"):
                page.click("summary#plan")
            page.fill_date("input[name=day]", date(2027, 6, 10))
            page.fill_time("input[name=time]", 10)
            page.follow("form[action$='/meeting'] button.btn-primary")
            page.see("[role=status]")
            self.assert_fits(page)
        self.move_to("2027-06-11 00:00:00")
        for login in ("mel@example.com", "mary@example.com"):
            with self.signed_in("confirm a meeting", login, PHONE, HOME) as page:
                self._open_partnership(page, "Mel" if "mary" in login else "Mary")
                page.follow("form[action$='/confirm'] button")
                page.see("[role=status]")
        meeting = self.intake.partnership_ids.meeting_ids
        self.assertEqual(meeting.mapped("state"), ["held"])
        self.assertEqual(
            set(meeting.partnership_id.participant_ids.mapped("hours_confirmed")), {1.0}
        )

    def _open_partnership(self, page, partner):
        page.follow("article a[href*='/my/mentoring/partnership/']", partner)
        page.see(".o_mentoring h1", partner)

    # ------------------------------------------------------------------
    # Somebody leaves
    # ------------------------------------------------------------------

    def play_withdrawal(self):
        with self.signed_in("withdraw", "max@example.com", PHONE, HOME) as page:
            self._open_partnership(page, "Mia")
            page.follow("a[href$='/withdraw']")
            page.see("form[action$='/withdraw']")
            if page.sees("select[name=reason_id]"):
                page.choose_any("select[name=reason_id]")
            else:
                page.click("input[name=reason_id]")
            page.follow("form[action$='/withdraw'] button[type=submit]")
            page.see("[role=status]")
        with self.signed_in("approve a withdrawal", "cora@example.com") as page:
            self.open_menu(page, "mentoring_scheme.mentoring_withdrawal_menu")
            page.click(".o_data_row td[name=state], .o_data_row .o_data_cell")
            page.click(".o_statusbar_buttons button[name=action_approve]")
            self.confirm(page)
            page.see_no(".o_statusbar_buttons button[name=action_approve]")
        self.run_jobs()
        with self.signed_in("match again", "cora@example.com") as page:
            self._match(page, 1)
        self.run_jobs()
        for login in ("mary@example.com", "mia@example.com"):
            with self.signed_in("sign", login, PHONE, HOME) as page:
                self._sign_all(page, APPLICANTS[login]["name"])
        states = sorted(self.intake.partnership_ids.mapped("state"))
        self.assertEqual(states, ["active", "active", "active", "ended"])
        self.assertEqual(len(self.intake.application_ids.fee_ids), 3)

    # ------------------------------------------------------------------
    # A concern
    # ------------------------------------------------------------------

    def play_concern(self):
        with self.signed_in("raise a concern", "moe@example.com", PHONE, HOME) as page:
            self._open_partnership(page, "Mary")
            page.follow("a[href$='/concern']")
            page.choose("select[name=about_id]", "Mary")
            page.fill("textarea[name=what]", "She answers no email.")
            page.click("input[name=may_tell][value=ask]")
            page.follow("form[action$='/concern'] button.btn-primary")
            page.see("[role=status]")
            self.assert_fits(page)
        with self.signed_in("handle a concern", "olive@example.com") as page:
            self.open_menu(page, "mentoring_scheme.mentoring_concern_menu")
            page.click(".o_data_row .o_data_cell")
            page.click(".o_statusbar_buttons button[name=action_take]")
            self.confirm(page)
            page.click(".o_notebook .nav-link[name=decision]")
            page.fill("[name=finding] textarea", "They have spoken with each other.")
            page.click("[name=outcome] input")
            page.click(".o_select_menu_item", "No action")
            page.fill("[name=told] textarea", "Thank you for telling us.")
            self.save(page)
            page.click(".o_statusbar_buttons button[name=action_decide]")
            self.confirm(page)
            page.click(".o_statusbar_buttons button[name=action_close]")
            page.see_no(".o_statusbar_buttons button[name=action_close]")
        self.run_jobs()
        self.get_mail("moe@example.com")
