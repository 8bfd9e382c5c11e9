# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.datastructures import FileStorage

from odoo.http import request

from odoo.addons.mentoring_scheme.models.conduct.mentoring_concern_file import (
    SIZE_LIMIT_MB,
)
from odoo.addons.mentoring_scheme.sealing import Envelope

from ..forms.form import TEXT_LENGTH, clean_text
from .mentoring_portal import (
    HOME,
    SEALED_NAMES,
    MentoringPortal,
    member_page,
    member_step,
)


class MentoringConcernPortal(MentoringPortal):
    """Raising a concern, and how far it is (promises A37, A39)."""

    @member_page("/partnership/<int:partnership_id>/concern")
    def mentoring_concern_ask(self, partnership_id, **_ignored):
        """Ask what happened."""
        partnership = self._own("mentoring.partnership", partnership_id)
        return self._render_concern(partnership)

    @member_step("/partnership/<int:partnership_id>/concern")
    def mentoring_concern_raise(self, partnership_id, **_ignored):
        """Take the concern, with a file if there is one."""
        partnership = self._own("mentoring.partnership", partnership_id)
        posted = self._get_posted()
        answers = self._get_concern_form(partnership).parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            failures = self._try(self._raise, partnership, answers.values)
        if errors or failures:
            return self._render_concern(partnership, posted, errors, failures)
        return self._redirect(f"{HOME}/partnership/{partnership.id}", "raised")

    @member_page("/concern/<int:concern_id>")
    def mentoring_concern(self, concern_id, **_ignored):
        """Show the reporter number and state; never what its handlers write."""
        return self._render_state(self._own("mentoring.concern", concern_id))

    @member_step("/concern/<int:concern_id>/appeal")
    def mentoring_concern_appeal(self, concern_id, grounds="", **_ignored):
        """Take in the reporter's appeal against the decision."""
        concern = self._own("mentoring.concern", concern_id)
        text = clean_text(str(grounds), lines=True)[:TEXT_LENGTH]
        failures = self._try(concern._portal_appeal, text)
        if failures:
            return self._render_state(concern, text, failures)
        return self._redirect(f"{HOME}/concern/{concern.id}", "appealed")

    def _render_state(self, concern, grounds="", failures=()):
        envelope = Envelope()
        shown = concern._get_portal_values(self._get_reader())
        return self._render_page(
            "concern_state",
            request.env._("Case %s", concern.name),
            {
                "concern": envelope.close(shown, SEALED_NAMES),
                "grounds": envelope.close_text(grounds),
                "limit": TEXT_LENGTH,
                "summary": self._summarise(
                    (), {}, [(sentence, "grounds") for sentence in failures]
                ),
            },
            envelope=envelope,
        )

    def _raise(self, partnership, values):
        partnership._portal_raise_concern(values, self._read_upload())

    def _read_upload(self):
        """Return name and bytes of the file that was posted, or None."""
        upload = request.httprequest.files.get("file")
        if not isinstance(upload, FileStorage) or not upload.filename:
            return None
        # One byte more than allowed is enough to be told so.
        data = upload.stream.read(SIZE_LIMIT_MB * 1024 * 1024 + 1)
        return upload.filename.replace("\\", "/").rsplit("/", 1)[-1], data

    def _get_concern_form(self, partnership):
        return partnership._get_acting_seat()._get_concern_form()

    def _render_concern(self, partnership, posted=None, errors=None, failures=()):
        errors = errors or {}
        form = self._get_concern_form(partnership)
        seat = partnership._get_acting_seat()
        raws = {
            question.name: (posted or {}).get(question.name, [])
            for question in form.fields
        }
        envelope = Envelope()
        described = self._describe_fields(form.fields, raws, errors)
        return self._render_page(
            "concern",
            request.env._("Raise a concern"),
            {
                "partnership": seat._get_portal_summary(),
                "fields": self._close_form(envelope, described)["fields"],
                "limit": SIZE_LIMIT_MB,
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
            envelope=envelope,
        )
