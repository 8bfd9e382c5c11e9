# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..programme.mentoring_scheme_page import UNNAMED
from .mentoring_setup import ADMINISTRATOR, CHECK, DONE


class MentoringSetup(models.AbstractModel):
    """The language of the association's country, in which dates read as people do."""

    _inherit = "mentoring.setup"

    @api.model
    def _look_at_language(self):
        own = self.env["res.lang"]._lang_get(self.env.user.lang or "en_US")
        language = self._find_language()
        if not language or language == own:
            used = self.env._(
                "%(language)s. Dates look like %(example)s.",
                language=own.name,
                example=self._write_example(own),
            )
            if self.env.company.name != UNNAMED:
                return DONE, [used]
            # Of a database that nobody has set up, the country is Odoo's guess.
            return CHECK, [
                used,
                self.env._(
                    "Enter the association's name and country first. If another "
                    "language suits the country, you can choose it here."
                ),
            ]
        return CHECK, [
            self.env._(
                "You use %(own)s, in which dates look like %(own_example)s. In "
                "%(language)s they look like %(example)s.",
                own=own.name,
                own_example=self._write_example(own),
                language=language.name,
                example=self._write_example(language),
            )
        ]

    @api.model
    def _write_example(self, language):
        """Return the last day of the year as this language writes it."""
        return (
            language.date_format.replace("%d", "31")
            .replace("%m", "12")
            .replace("%Y", "2027")
            .replace("%-d", "31")
            .replace("%-m", "12")
        )

    @api.model
    def _get_language_buttons(self):
        """Return the button for the language; none where it is in use already."""
        own = self.env["res.lang"]._lang_get(self.env.user.lang or "en_US")
        language = self._find_language()
        if not language or language == own:
            return {}
        label = self.env._("Use %(language)s", language=language.name)
        return {"language": (label, ADMINISTRATOR, self._step_language)}

    @api.model
    def _step_language(self):
        self._use_language(self._find_language().code)
        return {"type": "ir.actions.client", "tag": "reload_context"}

    @api.model
    def _find_language(self):
        """Return the language of the company's country, of all that Odoo knows.

        The one that the user speaks comes first: English (AU) for English in Australia.
        """
        country = self.env.company.country_id
        languages = self.env["res.lang"].with_context(active_test=False)
        if not country:
            return languages
        spoken = (self.env.user.lang or "en_US").split("_")[0]
        found = languages.search([("code", "=like", f"%\\_{country.code}")])
        return found.sorted(lambda language: not language.code.startswith(spoken))[:1]

    @api.model
    def _use_language(self, code):
        """Load a language, and let staff, members and new contacts use it.

        Contacts that have another language than Odoo's default one keep it.

        :param str code: such as ``en_AU``
        """
        language = (
            self.env["res.lang"]
            .with_context(active_test=False)
            .search([("code", "=", code)])
        )
        if not language.active:
            language.active = True
            modules = self.env["ir.module.module"].search([("state", "=", "installed")])
            modules._update_translations([code])
        contacts = self.env["res.partner"].with_context(active_test=False)
        # Templates of users are archived contacts, and so are visitors.
        contacts.search([("lang", "in", (False, "en_US"))]).lang = code
        self.env["ir.default"].set("res.partner", "lang", code)
