# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.datastructures import FileStorage

from odoo.exceptions import UserError
from odoo.http import request

from ..forms import PAPERS, REVIEW
from ..forms.form import WHOLE_NUMBER
from ..models.mentoring_application import RULE_STEPS
from .mentoring_portal import HOME, MentoringPortal, member_page, member_step

ROLES = "mentor,mentee,peer"
REMOVE = "remove:"
GO = "go:"


class MentoringApplicationPortal(MentoringPortal):
    """Applying (promises A19, A20, A21, A34, A36, B6)."""

    # ------------------------------------------------------------------
    # Starting
    # ------------------------------------------------------------------

    @member_page(f"/apply/<int:intake_id>/<any({ROLES}):role>")
    def mentoring_apply(self, intake_id, role, **_ignored):
        """Say what applying takes, and offer to start."""
        intake = self._published("mentoring.intake", intake_id)
        return self._render_start(intake, role)

    @member_step(f"/apply/<int:intake_id>/<any({ROLES}):role>")
    def mentoring_apply_start(self, intake_id, role, **_ignored):
        """Start a draft, or open the one there is."""
        intake = self._published("mentoring.intake", intake_id)
        self._check_role(intake, role)
        if self._get_member().is_company:
            return self._render_start(intake, role)
        # Members have no access rows; the model takes the actor from the environment.
        applications = request.env["mentoring.application"].sudo()
        try:
            application = applications._portal_start(intake, role)
        except UserError as error:
            return self._render_start(intake, role, str(error).splitlines())
        if not application:
            return self._redirect(f"{HOME}/apply/{intake.id}/{role}")
        return self._redirect(self._get_application_url(application))

    def _check_role(self, intake, role):
        offered = [one["role"] for one in intake.scheme_id._get_portal_roles()]
        if role not in offered:
            raise request.not_found()

    def _render_start(self, intake, role, errors=()):
        self._check_role(intake, role)
        # Members have no access rows; an unsaved record asks the scheme's rules.
        applications = request.env["mentoring.application"].sudo()
        member = self._get_member()
        existing = applications._find_for_member(member, intake, role)
        draft = applications.new(
            {"intake_id": intake.id, "partner_id": member.id, "role": role}
        )
        closed = draft._get_failed_entry_rules()
        rules = draft._get_failed_rules()
        scheme = intake.scheme_id
        conduct = scheme._get_document("conduct", role)
        return self._render_page(
            "application_start",
            request.env._("Apply as %(role)s", role=draft._get_role_label()),
            {
                "errors": list(errors),
                "scheme": scheme.name,
                "scheme_url": scheme._get_public_url(),
                "intake": intake._get_public_values(),
                "role": role,
                "closed": list(closed.values()),
                "rules": [
                    rules[rule]
                    for rule in ("person", "membership", "category")
                    if rule in rules
                ],
                "existing": existing._get_portal_values() if existing else {},
                "existing_url": self._get_application_url(existing),
                "can_start": not closed
                and not member.is_company
                and existing.state in (False, "withdrawn"),
                "is_person": not member.is_company,
                "can_join": draft._can_join(),
                "member_name": member.name,
                "commitment": draft._get_portal_commitment(),
                "resume_required": scheme.resume_required,
                "min_years": scheme.mentor_min_years if role == "mentor" else 0,
                "fee": (
                    scheme._get_fee_sentence()
                    if role != "mentor" or scheme.mentor_fee_product_id
                    else ""
                ),
                "conduct": conduct._get_portal_values(),
                "contact_email": scheme._get_contact_email(),
            },
        )

    def _get_application_url(self, application):
        if not application:
            return ""
        path = f"{HOME}/application/{application.id}"
        return f"{path}/edit" if application._portal_is_editable() else path

    # ------------------------------------------------------------------
    # Editing
    # ------------------------------------------------------------------

    @member_page("/application/<int:application_id>/edit")
    def mentoring_application_edit(self, application_id, step=None, **_ignored):
        """Show one step of the form: the one that is asked for, or the one reached."""
        application = self._own("mentoring.application", application_id)
        if not application._portal_is_editable():
            return self._redirect(f"{HOME}/application/{application.id}")
        form = application._get_portal_form()
        found = (
            form.get_step(step)
            or form.steps[form.get_position(application.portal_step)]
        )
        return self._render_form(application, form, found)

    @member_step("/application/<int:application_id>/edit")
    def mentoring_application_save(self, application_id, **_ignored):
        """Store one step, and go on to another or submit.

        What can be taken is stored in any case, so that nothing typed is lost; what
        cannot is shown again, before going anywhere.
        """
        application = self._own("mentoring.application", application_id)
        page = f"{HOME}/application/{application.id}"
        if not application._portal_is_editable():
            return self._redirect(page)
        posted = self._get_posted()
        form = application._get_portal_form()
        step = form.get_step(posted.get("step", [""])[-1])
        if not step:  # not from a page of ours, or of a step that is asked no more
            return self._redirect(f"{page}/edit")
        answers = form.parse(posted, step)
        errors = self._refused(answers)
        action = posted.get("action", ["save"])[-1]
        target = self._get_target(form, step, action)
        reached = form.steps[
            max(
                form.get_position(application.portal_step),
                form.get_position((step if errors else target).name),
            )
        ]
        failures = []
        if answers.values or reached.name != application.portal_step:
            refused, failures = self._try_answers(
                application._portal_save_draft, answers.values, reached.name
            )
            errors.update(refused)
        upload_errors = self._attach_upload(application)
        if upload_errors:
            errors["resume"] = " ".join(upload_errors)
        if action.startswith(REMOVE):
            self._remove_file(application, action.removeprefix(REMOVE))
        if errors or failures:
            return self._render_form(
                application,
                application._get_portal_form(),
                step,
                posted,
                errors,
                failures,
            )
        if action == "submit":
            if answers.values:
                form = application._get_portal_form()
            return self._submit(application, form, page)
        return self._redirect(
            f"{page}/edit?step={target.name}", "saved" if action == "save" else ""
        )

    def _get_target(self, form, step, action):
        """Return the step that a button leads to."""
        if action == "next":
            return form.move(step.name, 1)
        if action == "back":
            return form.move(step.name, -1)
        if action == "submit":
            return form.steps[-1]
        return form.get_step(action.removeprefix(GO)) or step

    def _submit(self, application, form, page):
        missing = form.find_missing(application._get_portal_answers())
        review = form.steps[-1]
        if missing or application._get_portal_failures():
            return self._render_form(application, form, review, is_refused=True)
        refused = self._try(application._portal_submit)
        if refused:
            return self._render_form(application, form, review, failures=refused)
        return self._redirect(
            page, "pending" if application.date_pending else "submitted"
        )

    def _attach_upload(self, application):
        """Attach the file that was posted, if any.

        :return: sentences that say what is wrong with it
        """
        upload = request.httprequest.files.get("resume")
        if not isinstance(upload, FileStorage) or not upload.filename:
            return []
        limit = application.scheme_id.upload_limit_mb or 10
        # One byte more than allowed is enough to be told so.
        data = upload.stream.read(limit * 1024 * 1024 + 1)
        name = upload.filename.replace("\\", "/").rsplit("/", 1)[-1]
        return self._try(application._portal_attach, name, data)

    def _remove_file(self, application, file_id):
        if file_id.isascii() and file_id.isdigit():
            application._portal_remove_file(int(file_id))

    def _render_form(
        self,
        application,
        form,
        step,
        posted=None,
        errors=None,
        failures=(),
        is_refused=False,
    ):
        """Show a step: what is stored, but what was refused as it was typed.

        :param is_refused: the member asked to submit, and something is missing
        """
        errors = errors or {}
        step = form.get_step(step.name) or step  # of the form as it is now
        values = application._get_portal_answers()
        missing = form.find_missing(values)
        rules = application._get_portal_failures()
        reached = form.get_position(application.portal_step)
        raws = self._get_raws(step.fields, values, posted, errors, failures)
        others = [(sentence, "") for sentence in failures]
        todo = self._get_todo(form, step, missing, rules)
        if is_refused:
            others += [(line["sentence"], line["target"]) for line in todo]
        described = {
            "application": application._get_portal_values(),
            "intake": application.intake_id._get_public_values(),
            "steps": self._describe_steps(form, step, reached, missing, rules),
            "step": {
                "name": step.name,
                "title": str(step.title),
                "number": form.get_position(step.name) + 1,
                "count": len(form.steps),
                "is_first": step == form.steps[0],
                "is_review": step.name == REVIEW,
            },
            "sections": [
                {
                    "name": section.name,
                    "title": str(section.title),
                    "text": str(section.text or ""),
                    "fields": self._describe_fields(section.fields, raws, errors),
                }
                for section in step.sections
            ],
            "summary": self._summarise(
                [*step.fields, _ResumeQuestion()], errors, others
            ),
            "todo": todo if step.name == REVIEW else [],
            "contact_email": application.scheme_id._get_contact_email(),
        }
        return self._render_page(
            "application_form",
            request.env._(
                "Application as %(role)s", role=application._get_role_label()
            ),
            {
                **described,
                **self._describe_person(application, step),
                **self._describe_papers(application, errors),
                **self._describe_texts(application, step),
                "review": self._describe_answers(form, values)
                if step.name == REVIEW
                else [],
            },
        )

    def _describe_person(self, application, step):
        """Return who applies, for the step that is about the person."""
        member = application.partner_id
        return {
            "member": {
                "name": member.name,
                "email": member.email or "",
                "phone": member.phone or "",
            }
            if step.name == "person"
            else {}
        }

    def _describe_papers(self, application, errors):
        scheme = application.scheme_id
        return {
            "files": application._get_portal_files(),
            "resume_error": errors.get("resume", ""),
            "resume_required": scheme.resume_required,
            "upload_limit": scheme.upload_limit_mb or 10,
        }

    def _describe_texts(self, application, step):
        """Return the texts to read, for the step in which they are accepted."""
        if step.name != "declarations":
            return {"conduct": {}, "conduct_accepted_on": "", "privacy": {}}
        scheme = application.scheme_id
        privacy = scheme._get_document("privacy", application.role)
        conduct = scheme._get_document("conduct", application.role)
        return {
            "conduct": conduct._get_portal_values(),
            "conduct_accepted_on": application._get_portal_acceptance(),
            "privacy": privacy._get_portal_values(),
        }

    def _get_todo(self, form, step, missing, rules):
        """Return what is still missing, each with the place where it is mended."""
        places = [
            (sentence, form.find_step(name), name) for name, sentence in missing.items()
        ]
        for rule, sentence in rules.items():
            step_name, name = RULE_STEPS.get(rule, ("", ""))
            if name not in missing:
                places.append((sentence, form.get_step(step_name), name))
        return [
            {
                "sentence": str(sentence),
                "target": f"?step={place.name}#field_{name}" if place else "",
            }
            for sentence, place, name in places
        ]

    def _describe_steps(self, form, current, reached, missing, rules):
        """Return the steps with how far each is: done, missing something, or open."""
        lacking = {form.find_step(name) for name in missing}
        lacking |= {
            form.get_step(RULE_STEPS[rule][0]) for rule in rules if rule in RULE_STEPS
        }
        steps = []
        for position, step in enumerate(form.steps):
            if step.name == REVIEW or position >= reached:
                status = "open"
            else:
                status = "missing" if step in lacking else "done"
            steps.append(
                {
                    "name": step.name,
                    "title": str(step.title),
                    "number": position + 1,
                    "status": status,
                    "is_current": step == current,
                }
            )
        return steps

    def _describe_answers(self, form, values):
        """Return what was answered, step by step, as it is read."""
        return [
            {
                "name": step.name,
                "title": str(step.title),
                "is_papers": step.name == PAPERS,
                "answers": [
                    {"label": str(question.label), "text": text}
                    for question in step.fields
                    if (text := question.to_text(values.get(question.name)))
                ],
            }
            for step in form.steps
            if step.name != REVIEW
        ]

    # ------------------------------------------------------------------
    # Reading and withdrawing
    # ------------------------------------------------------------------

    @member_page("/application/<int:application_id>")
    def mentoring_application_view(self, application_id, **_ignored):
        """Show the application as it was sent."""
        return self._render_view(self._own("mentoring.application", application_id))

    def _render_view(self, application, errors=()):
        form = application._get_portal_form()
        values = application._get_portal_answers()
        return self._render_page(
            "application_view",
            request.env._(
                "Application as %(role)s", role=application._get_role_label()
            ),
            {
                "application": application._get_portal_values(),
                "errors": list(errors),
                "steps": self._describe_answers(form, values),
                "files": application._get_portal_files(),
                "conduct_accepted_on": application._get_portal_acceptance(),
                "fees": [fee._get_portal_values() for fee in application.fee_ids],
                "partnerships": [
                    seat._get_portal_summary() for seat in application.participant_ids
                ],
                "contact_email": application.scheme_id._get_contact_email(),
            },
        )

    @member_step("/application/<int:application_id>/take_back")
    def mentoring_application_take_back(self, application_id, **_ignored):
        """Let the member edit what awaits the membership; it is submitted anew."""
        application = self._own("mentoring.application", application_id)
        page = f"{HOME}/application/{application.id}"
        errors = self._try(application._portal_take_back)
        if errors:
            return self._render_view(application, errors)
        return self._redirect(f"{page}/edit?step=review", "taken_back")

    @member_step("/application/<int:application_id>/conduct")
    def mentoring_application_conduct(
        self, application_id, document="", agree="", **_ignored
    ):
        """Agree to the new code of conduct."""
        application = self._own("mentoring.application", application_id)
        number = int(document) if WHOLE_NUMBER.fullmatch(str(document)) else 0
        errors = self._try(application._portal_agree_to_conduct, number, bool(agree))
        if errors:
            return self._render_view(application, errors)
        return self._redirect(HOME, "agreed")

    @member_page("/application/<int:application_id>/withdraw")
    def mentoring_application_withdraw_ask(self, application_id, **_ignored):
        """Ask whether the member means it."""
        application = self._own("mentoring.application", application_id)
        return self._render_withdraw(application)

    @member_step("/application/<int:application_id>/withdraw")
    def mentoring_application_withdraw(self, application_id, **_ignored):
        """Take the application back."""
        application = self._own("mentoring.application", application_id)
        errors = self._try(application._portal_withdraw)
        if errors:
            return self._render_withdraw(application, errors)
        return self._redirect(HOME, "withdrawn")

    def _render_withdraw(self, application, errors=()):
        return self._render_page(
            "application_withdraw",
            request.env._("Withdraw your application"),
            {
                "application": application._get_portal_values(),
                "errors": list(errors),
            },
        )

    @member_page("/file/<int:file_id>")
    def mentoring_application_file(self, file_id, **_ignored):
        """Send the member's own file."""
        record = self._own("mentoring.application.file", file_id)
        return self._send_file(record, record.filename)


class _ResumeQuestion:
    """The upload, so that the error summary can name it; it is read on its own."""

    name = "resume"

    @property
    def label(self):
        return request.env._("Résumé")
