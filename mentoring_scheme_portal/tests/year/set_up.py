# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An empty database becomes an association that runs a scheme."""

from datetime import date

STAFF = {
    "cora@example.com": ("Cora Coordinator", {"Mentoring": "Coordinator"}),
    "finn@example.com": ("Finn Finance", {"Accounting": "Invoicing"}),
    "olive@example.com": ("Olive Officer", {"Mentoring Concerns": "Conduct Officer"}),
}


class SetUpChapter:
    """What the administrator does, and what the staff do first."""

    def play_set_up(self):
        with self.signed_in("set-up", "admin") as page:
            # First: without an address of its own the company sends no invitation.
            self._describe_association(page)
            for login, (name, rights) in STAFF.items():
                self._create_user(page, login, name, rights)
            self._allow_sign_up(page)
        for login in STAFF:
            self._accept_invitation(login)
        with self.signed_in("scheme", "admin") as page:
            self._load_scheme(page)
        with self.signed_in("membership", "admin") as page:
            self._create_membership(page)

    def _create_user(self, page, login, name, rights):
        self.open_menu(page, "base.menu_action_res_users")
        page.click(".o_list_button_add")
        page.fill("[name=name] textarea, [name=name] input", name)
        page.fill("[name=login] input", login)
        for label, right in rights.items():
            self._give_right(page, label, right)
        self.save(page)
        page.see(".o_last_breadcrumb_item", name)

    def _give_right(self, page, label, right):
        field = page.wait_until(
            f"[...document.querySelectorAll('.o_field_res_user_group_ids label')]"
            f".filter(node => node.innerText.replace('?', '').trim() === {label!r})"
            ".map(node => node.htmlFor)[0]",
            f"No right is called {label}",
        )
        page.click(f"[id='{field}']")
        page.click(".o_select_menu_item", right)
        # A click beside an open list only closes it.
        page.see_no(".o_select_menu_item")

    def _allow_sign_up(self, page):
        self.open_menu(page, "base.menu_administration")
        page.click("[name=auth_signup_uninvited] label", "Free sign up")
        self.save_settings(page)

    def save_settings(self, page):
        page.click(".o_control_panel button.btn-primary", "Save")
        page.see_no(".o_dirty_warning")
        page.see(".o_action_manager > *")

    def _accept_invitation(self, login):
        """Choose a password by the link of Odoo's invitation."""
        link = self.get_link(login, "/web/signup")
        with self.at("invitation") as page:
            page.go(link)
            page.fill("input[name=password]", self.get_password(login))
            page.fill("input[name=confirm_password]", self.get_password(login))
            page.follow("form.oe_signup_form button[type=submit]")

    def _describe_association(self, page):
        """Give the company its name and its logo, as certificates show them."""
        self.open_menu(page, "base.menu_action_res_company_form")
        page.click(".o_data_row td[name=name]")
        page.fill(".o_form_view [name=name] input", "Guild of Indexers")
        page.fill(".o_form_view [name=email] input", "ask@example.com")
        page.attach("[name=logo] input[type=file]", self.logo_path)
        page.see("[name=logo] img[src^='data:']")
        self.save(page)

    def _load_scheme(self, page):
        self.open_menu(page, "mentoring_scheme.mentoring_today_menu")
        page.click(".o_mentoring_setup button[name=load_alia]")
        page.fill(".modal [name=contact_email] input", "ask@example.com")
        page.fill(".modal [name=amount] input", "150")
        page.click(".modal button[name=action_load]")
        page.click(".o_form_view .o_notebook .nav-link", "Certificate")
        page.fill("[name=certificate_signatory] input", "Ida Index, President")
        self.save(page)

    def _create_membership(self, page):
        self.open_menu(page, "membership.menu_membership_products")
        page.click(".o_list_button_add")
        page.fill("[name=name] textarea, [name=name] input", "Associate membership")
        self.pick(page, "membership_category_id", "Associate")
        self.fill_day(page, "membership_date_from", date(2027, 1, 1))
        self.fill_day(page, "membership_date_to", date(2029, 12, 31))
        page.fill("[name=list_price] input", "200")
        self.save(page)
