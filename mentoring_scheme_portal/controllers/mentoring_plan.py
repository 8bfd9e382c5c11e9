# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from odoo.addons.mentoring_scheme.sealing import Envelope

from ..forms import ActionForm, GoalForm, NoteForm, Option
from ..forms.form import WHOLE_NUMBER
from .mentoring_portal import (
    HOME,
    SEALED_NAMES,
    MentoringPortal,
    member_page,
    member_step,
)

# How many notes of a kind the page shows at once.
LATEST = 10


class MentoringPlanPortal(MentoringPortal):
    """Goals and notes: the pair's own, which nobody else reads (A26, A27, A35, B4)."""

    @member_page("/partnership/<int:partnership_id>/plan")
    def mentoring_plan(self, partnership_id, **_ignored):
        """Show goals, shared notes and one's own private notes."""
        return self._render_plan(self._own("mentoring.partnership", partnership_id))

    # ------------------------------------------------------------------
    # Goals
    # ------------------------------------------------------------------

    @member_step("/partnership/<int:partnership_id>/goal")
    def mentoring_goal_add(self, partnership_id, **_ignored):
        """Add a goal."""
        partnership = self._own("mentoring.partnership", partnership_id)
        posted = self._get_posted()
        answers = GoalForm(is_new=True).parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            goals = request.env["mentoring.goal"].sudo()  # members have no access rows
            reader = self._get_reader()
            failures = self._try(goals._enter_once, partnership, answers.values, reader)
        if errors or failures:
            return self._render_plan(partnership, "goal", posted, errors, failures)
        return self._redirect(self._get_plan_url(partnership), "goal_saved", "goals")

    @member_page("/goal/<int:goal_id>")
    def mentoring_goal(self, goal_id, **_ignored):
        """Show one goal, to be changed."""
        return self._render_goal(self._own("mentoring.goal", goal_id))

    @member_step("/goal/<int:goal_id>")
    def mentoring_goal_change(self, goal_id, **_ignored):
        """Change a goal, unless somebody has changed it since it was opened."""
        goal = self._own("mentoring.goal", goal_id)
        posted = self._get_posted()
        answers = GoalForm().parse(posted)
        errors = self._refused(answers)
        if errors:
            return self._render_goal(goal, posted, errors)
        failures = self._try(goal._change, answers.values, self._get_revision(posted))
        if failures:
            return self._render_goal(goal, posted, failures=failures, answers=answers)
        return self._redirect(
            self._get_plan_url(goal.partnership_id), "goal_saved", "goals"
        )

    @member_step("/goal/<int:goal_id>/done")
    def mentoring_goal_done(self, goal_id, **_ignored):
        """Mark a goal as reached."""
        goal = self._own("mentoring.goal", goal_id)
        failures = self._try(
            goal._change,
            {"is_done": True, "progress": 100},
            self._get_revision(self._get_posted()),
        )
        partnership = goal.partnership_id
        if failures:
            return self._render_plan(partnership, failures=failures)
        return self._redirect(self._get_plan_url(partnership), "goal_done", "goals")

    # ------------------------------------------------------------------
    # Actions and milestones
    # ------------------------------------------------------------------

    @member_step("/goal/<int:goal_id>/action")
    def mentoring_action_add(self, goal_id, **_ignored):
        """Add an action towards a goal, with who does it and by when (B4)."""
        goal = self._own("mentoring.goal", goal_id)
        posted = self._get_posted()
        answers = self._get_action_form(goal.partnership_id).parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            reader = self._get_reader()
            failures = self._try(goal._portal_add_action, answers.values, reader)
        if errors or failures:
            return self._render_goal(
                goal, failures=failures, action=posted, action_errors=errors
            )
        return self._redirect(f"{HOME}/goal/{goal.id}", "action_added", "actions")

    @member_step("/action/<int:action_id>/done")
    def mentoring_action_done(self, action_id, done="", **_ignored):
        """Tick an action off, or take that back."""
        action = self._own("mentoring.goal.action", action_id)
        failures = self._try(action._set_done, done == "1")
        if failures:
            return self._render_goal(action.goal_id, failures=failures)
        page = f"{HOME}/goal/{action.goal_id.id}"
        return self._redirect(page, "action_saved", "actions")

    @member_step("/partnership/<int:partnership_id>/milestone")
    def mentoring_milestone_add(self, partnership_id, milestone="", **_ignored):
        """Make a milestone of the scheme one of the pair's goals."""
        partnership = self._own("mentoring.partnership", partnership_id)
        number = int(milestone) if WHOLE_NUMBER.fullmatch(str(milestone)) else 0
        reader = self._get_reader()
        failures = self._try(partnership._portal_add_milestone, number, reader)
        if failures:
            return self._render_plan(partnership, failures=failures)
        return self._redirect(self._get_plan_url(partnership), "goal_saved", "goals")

    def _get_action_form(self, partnership):
        current = partnership.participant_ids.filtered(lambda seat: not seat.date_left)
        return ActionForm(
            [Option(key=seat.id, label=seat.partner_id.name) for seat in current]
        )

    # ------------------------------------------------------------------
    # Notes
    # ------------------------------------------------------------------

    @member_step("/partnership/<int:partnership_id>/note")
    def mentoring_note_add(self, partnership_id, **_ignored):
        """Write a note, for the author or for the pair."""
        partnership = self._own("mentoring.partnership", partnership_id)
        posted = self._get_posted()
        answers = self._get_note_form(partnership).parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            notes = request.env["mentoring.note"].sudo()  # members have no access rows
            reader = self._get_reader()
            failures = self._try(notes._enter_once, partnership, answers.values, reader)
        if errors or failures:
            return self._render_plan(partnership, "note", posted, errors, failures)
        return self._redirect(self._get_plan_url(partnership), "note_added", "notes")

    @member_step("/note/<int:note_id>/delete")
    def mentoring_note_delete(self, note_id, **_ignored):
        """Delete a note of one's own."""
        note = self._own("mentoring.note", note_id)
        partnership = note.partnership_id
        failures = self._try(note._remove)
        if failures:
            return self._render_plan(partnership, failures=failures)
        return self._redirect(self._get_plan_url(partnership), "note_deleted", "notes")

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    def _get_plan_url(self, partnership):
        return f"{HOME}/partnership/{partnership.id}/plan"

    def _get_note_form(self, partnership):
        return NoteForm(self._get_readers(partnership))

    def _render_plan(self, partnership, kind="", posted=None, errors=None, failures=()):
        """Show goals and notes, with what was typed into the form of this kind."""
        errors = errors or {}
        seat = partnership._get_acting_seat()
        forms = {
            "goal": (GoalForm(is_new=True), {}),
            "note": (self._get_note_form(partnership), {"visibility": "author"}),
        }
        reader, envelope = self._get_reader(), Envelope()
        shown, questions = {}, []
        for name, (form, values) in forms.items():
            raws = self._get_raws(form.fields, values)
            refused = {}
            if name == kind:
                raws |= self._get_typed(form, posted)
                refused, questions = errors, form.fields
            described = self._describe_fields(form.fields, raws, refused)
            closed = self._close_form(envelope, described)
            shown[f"{name}_fields"] = closed["fields"]
        # Members have no access rows: both models look for the person themselves.
        goals, notes = (
            request.env[model].sudo()._get_portal_list(partnership, reader)  # as above
            for model in ("mentoring.goal", "mentoring.note")
        )
        milestones = partnership._get_portal_milestones(
            [goal["name"] for goal in goals]
        )
        return self._render_page(
            "plan",
            request.env._("Goals and notes"),
            {
                "partnership": seat._get_portal_summary(),
                "is_current": seat._is_active_seat(),
                "readers": self._get_readers(partnership),
                "goals": envelope.close(goals, SEALED_NAMES),
                "milestones": milestones,
                **envelope.close(self._split_notes(notes), SEALED_NAMES),
                "open_form": kind,
                "summary": self._summarise(
                    questions, errors, [(sentence, "") for sentence in failures]
                ),
                **shown,
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
            envelope=envelope,
        )

    def _split_notes(self, notes):
        """Return the notes that the page shows, and how many there are besides."""
        limit = None if request.httprequest.args.get("notes") == "all" else LATEST
        values = {}
        for name, is_private in (("shared", False), ("private", True)):
            own = [note for note in notes if note["is_private"] == is_private]
            values[f"{name}_notes"] = own[:limit]
            values[f"more_{name}_notes"] = len(own) - len(own[:limit])
        return values

    def _render_goal(
        self,
        goal,
        posted=None,
        errors=None,
        failures=(),
        answers=None,
        action=None,
        action_errors=None,
    ):
        """Show the form of a goal; what was typed is kept, whatever was refused."""
        errors = errors or {}
        partnership = goal.partnership_id
        seat = partnership._get_acting_seat()
        form = GoalForm()
        action_form = self._get_action_form(partnership)
        action_raws = self._get_typed(action_form, action or {})
        refused = action_errors or {}
        reader, envelope = self._get_reader(), Envelope()
        texts = goal._unseal(reader)[goal.id]
        sealed = {
            "goal": goal._get_portal_values(texts),
            "actions": goal._get_portal_actions(reader),
        }
        shared = self._describe_shared_form(
            form,
            self._get_raws(form.fields, goal._get_answers(texts)),
            goal.revision,
            posted,
            errors,
            lambda: goal._get_portal_conflict(answers.values, texts),
        )
        action_fields = self._describe_fields(action_form.fields, action_raws, refused)
        return self._render_page(
            "goal",
            envelope.close_text(texts["name"]),
            {
                **envelope.close(sealed, SEALED_NAMES),
                **shared,
                **self._close_form(envelope, shared["fields"], shared["conflict"]),
                "action_fields": self._close_form(envelope, action_fields)["fields"],
                "is_current": seat._is_active_seat(),
                "action": f"{HOME}/goal/{goal.id}",
                "plan_url": self._get_plan_url(partnership),
                "back_url": self._get_plan_url(partnership),
                "summary": self._summarise(
                    (*form.fields, *action_form.fields),
                    {**errors, **refused},
                    [(sentence, "") for sentence in failures],
                ),
            },
            trail=[
                (seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}"),
                (request.env._("Goals and notes"), self._get_plan_url(partnership)),
            ],
            envelope=envelope,
        )
