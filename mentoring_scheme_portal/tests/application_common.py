# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from lxml import html

from .common import HOME, PDF, MentoringPortalCase

RESUME = ("resume.pdf", PDF, "application/pdf")


class ApplicationPortalCase(MentoringPortalCase):
    """Filling in an application step by step, as a browser without JavaScript does."""

    def _start(self, user, role, intake=None):
        """Begin as the browser does; return the application and its page."""
        self.sign_in(user)
        intake = intake or self.intake
        response = self.post(f"{HOME}/apply/{intake.id}/{role}")
        application = self._find(user, role)
        self.assertEqual(
            response.url, f"{self.base_url()}{HOME}/application/{application.id}/edit"
        )
        return application, self.read_page(response)

    def _find(self, user, role):
        return self.env["mentoring.application"].search(
            [("partner_id", "=", user.partner_id.id), ("role", "=", role)]
        )

    def _open_step(self, application, step):
        return self.open_page(f"{HOME}/application/{application.id}/edit?step={step}")

    def _save(self, application, _page, action="save", files=None, **answers):
        """Fill in the steps that ask this, as the browser does, and press a button.

        :return: the last answer, or that of the first step that refuses something
        """
        path = f"{HOME}/application/{application.id}/edit"
        left = {step.name: step for step in application._get_portal_form().steps}
        sent = set(answers)
        for step in left.values():
            own = {
                question.name: answers[question.name]
                for question in step.fields
                if question.name in sent
            }
            if not own and not (step.name == "papers" and files):
                continue
            page = self._open_step(application, step.name)
            data = {**self.get_form(page), **own, "action": "save"}
            sent -= own.keys()
            response = self.post(
                path, data, files=files if step.name == "papers" else None
            )
            if html.fromstring(response.content).xpath("//*[@id='summary']"):
                return response
        if action == "submit":
            page = self._open_step(application, "review")
        elif action != "save":
            page = self._open_step(application, "papers")
        elif not answers and not files:
            page = self._open_step(application, "person")
        else:
            return response
        # The first invoice of a database takes its time.
        return self.post(path, {**self.get_form(page), "action": action}, timeout=60)

    def _confirm(self):
        """Run the job that each submission starts; the mail is queued then."""
        with self.enter_registry_test_mode():
            job = self.env.ref("mentoring_scheme.ir_cron_confirm")
            self.assertIs(job.sudo().method_direct_trigger(), True)  # system's own
        self.env.invalidate_all()

    def _complete(self, page):
        """Return answers that make a form complete, apart from the résumé."""
        application = page.xpath("//form[contains(@class, 'o_mentoring_form')]")[0]
        path = application.get("action")
        page = self.open_page(f"{path}?step=declarations")
        conduct = page.xpath("//input[@name='accept_conduct']")
        fee = page.xpath("//input[@name='accepts_fee']")
        return {
            **({"accepts_fee": fee[0].get("value")} if fee else {}),
            "current_role": "Senior librarian",
            "years_experience": "12",
            "topic_ids": [str(topic.id) for topic in self.topics[:2]],
            "first_topic_id": str(self.topics[1].id),
            "goals": "Share what I have learnt.",
            "is_honest": "1",
            "is_committed": "1",
            **({"accept_conduct": conduct[0].get("value")} if conduct else {}),
        }

    def _get_summary(self, page):
        return self.get_text(page, "//*[@id='summary']")

    def _get_error(self, page, name):
        """Return the sentence at a question, which the input must refer to."""
        [error] = page.xpath(f"//*[@id='field_{name}_error']")
        referring = page.xpath(
            f"//*[contains(@aria-describedby, 'field_{name}_error')]"
        )
        self.assertTrue(referring, name)
        return error.text_content().strip()
