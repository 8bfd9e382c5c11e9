# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .application_common import RESUME, ApplicationPortalCase
from .common import HOME

# Questions whose answer depends on more than the kind of input.
ANSWERS = {
    "years_experience": "12",
    "qualification_year": "2015",
    "profile_url": "https://www.example.com/me",
    "referee_email": "referee@example.com",
    "payer_email": "accounts@example.com",
    "available_from": "2030-01-01",
    "available_until": "2030-12-31",
    "capacity": "2",
}


class PlainForm:
    """The one form of a page, as a browser without JavaScript knows it."""

    def __init__(self, page):
        [self.form] = page.xpath("//form[contains(@class, 'o_mentoring_form')]")
        self.path = self.form.get("action")
        self.step = self.form.inputs["step"].value

    def get_controls(self):
        """Return what a person can fill in: hidden inputs and buttons are not."""
        return self.form.xpath(
            ".//input[not(@type='hidden')]|.//select|.//textarea",
        )

    def get_unlabelled(self):
        """Return the names of controls that no label is for."""
        labelled = {label.get("for") for label in self.form.xpath(".//label")}
        return [
            control.get("name")
            for control in self.get_controls()
            if control.get("id") not in labelled
        ]

    def get_buttons(self):
        """Return the values of the buttons that can be seen, by what they say."""
        return {
            button.text_content().strip(): button.get("value")
            for button in self.form.xpath(".//button[@type='submit']")
            if "visually-hidden" not in button.get("class", "")
        }

    def fill(self):
        """Answer everything that is asked, by what kind of input it is."""
        ranked = iter(range(1, 9))
        for control in self.get_controls():
            name, kind = control.get("name"), control.get("type", control.tag)
            if kind == "file":
                continue
            if kind == "checkbox":
                control.checked = True
            elif kind == "radio":
                # The last one of a group stays ticked.
                self.form.inputs[name].value = control.get("value")
            elif control.tag == "select":
                offered = [key for key in control.value_options if key]
                # The three ranks want three topics.
                place = next(ranked) if "topic" in name else 0
                control.value = offered[min(place, len(offered) - 1)]
            elif name in ANSWERS:
                control.value = ANSWERS[name]
            else:
                control.value = f"Answer to {name}"

    def get_values(self):
        """Return what the browser would post, but the token and the file."""
        values = {}
        for name, value in self.form.form_values():
            if name != "csrf_token":
                values.setdefault(name, []).append(value)
        return values


@tagged("post_install", "-at_install")
class TestPortalPlainHtml(ApplicationPortalCase):
    """The form is filled in from its own HTML alone, without any script (issue 3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.write({"referee_required": "optional", "offers_group": True})

    def _fill_in(self, user, role):
        """Go from step to step with the page's own button; return the last page."""
        application, page = self._start(user, role)
        seen = []
        while True:
            form = PlainForm(page)
            seen.append(form.step)
            self.assertEqual(form.form.get("method"), "post")
            self.assertEqual(form.get_unlabelled(), [], form.step)
            self.assertFalse(form.form.xpath(".//*[@onclick]|.//a[@href='#']"))
            buttons = form.get_buttons()
            if "Submit" in buttons:
                break
            form.fill()
            files = form.form.xpath(".//input[@type='file']")
            response = self.post(
                form.path,
                {**form.get_values(), "action": buttons["Next"]},
                files={files[0].get("name"): RESUME} if files else None,
            )
            page = self.read_page(response)
            self.assertFalse(page.xpath("//*[@id='summary']"), self._get_summary(page))
            self.assertNotIn(PlainForm(page).step, seen)
        self.assertEqual(
            seen, [step.name for step in application._get_portal_form().steps]
        )
        self.assertIn("Nothing is missing", self.get_text(page))
        response = self.post(
            form.path, {**form.get_values(), "action": buttons["Submit"]}
        )
        return application, self.read_page(response)

    def _assert_arrived(self, application, page, kept):
        self.assertIn("Your application has arrived", self.get_text(page))
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.file_ids.filename, RESUME[0])
        self.assertRecordValues(application, [kept])
        self.assertEqual(
            len(
                application.first_topic_id
                | application.second_topic_id
                | application.third_topic_id
            ),
            3,
        )

    def test_mentee(self):
        application, page = self._fill_in(self.mentee, "mentee")
        self._assert_arrived(
            application,
            page,
            {
                "goals": "Answer to goals",
                "payer": "employer",
                "payer_name": "Answer to payer_name",
                "qualification_year": 2015,
                "referee_email": "referee@example.com",
                "accepts_fee": True,
            },
        )

    def test_mentor(self):
        application, page = self._fill_in(self.mentor, "mentor")
        self._assert_arrived(
            application,
            page,
            {
                "goals": "Answer to goals",
                "capacity": 2,
                "payer": "self",
                "years_experience": 12,
                "is_committed": True,
            },
        )

    def test_pages_need_no_script(self):
        """Each page that a member acts on posts by a form, and folds by HTML."""
        self.sign_in(self.mentee)
        application = self._create_approved(self.mentee, "mentee")
        for path in (
            HOME,
            f"{HOME}/profile",
            f"{HOME}/application/{application.id}",
            f"{HOME}/application/{application.id}/withdraw",
        ):
            page = self.open_page(path)
            [main] = page.xpath("//div[contains(@class, 'o_mentoring')][@class]")[:1]
            self.assertFalse(
                main.xpath(".//*[@onclick or @data-bs-toggle]|.//a[@href='#']"), path
            )
            for form in main.xpath(".//form"):
                self.assertEqual(form.get("method"), "post", path)
                self.assertTrue(form.xpath(".//button[@type='submit']"), path)
