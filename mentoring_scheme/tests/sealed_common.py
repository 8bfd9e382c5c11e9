# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import new_test_user

from .common import MentoringCommon


class SealedCommon(MentoringCommon):
    """A pair with logins, and all who work in the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")
        # A group of two, which others may still join.
        cls.partnership.mode = "group"
        cls.users = {
            seat.role: cls._create_login(seat) for seat in cls.mentor | cls.mentee
        }
        cls.staff = {
            name: new_test_user(
                cls.env,
                login=f"sealed_{name}",
                password=f"sealed_{name}",
                groups=f"{groups},base.group_allow_export",
                company_id=cls.env.company.id,
                company_ids=[Command.set(cls.env.company.ids)],
            )
            for name, groups in {
                "coordinator": "mentoring_scheme.group_mentoring_user",
                "manager": "mentoring_scheme.group_mentoring_manager",
                "conduct": "mentoring_scheme.group_mentoring_conduct",
                "finance": "account.group_account_manager",
                "administrator": "base.group_system,"
                "mentoring_scheme.group_mentoring_manager,"
                "mentoring_scheme.group_mentoring_conduct,account.group_account_manager",
            }.items()
        }

    @classmethod
    def _create_login(cls, seat):
        return new_test_user(
            cls.env,
            login=f"sealed_{seat.role}_{seat.id}",
            groups="base.group_portal",
            partner_id=seat.partner_id.id,
            company_id=cls.env.company.id,
            company_ids=[Command.set(cls.env.company.ids)],
        )

    @classmethod
    def _write_goal(cls, **values):
        goals = cls.env["mentoring.goal"].with_user(cls.users["mentor"])
        # As the pair's own page does.
        return goals.sudo()._enter(cls.partnership, {"name": "A goal", **values})

    @classmethod
    def _write_action(cls, goal, name, **values):
        actions = cls.env["mentoring.goal.action"].with_user(cls.users["mentor"])
        # As the pair's own page does.
        return actions.sudo()._enter(
            cls.partnership, {"goal_id": goal.id, "name": name, **values}
        )

    @classmethod
    def _write_note(cls, role, visibility="pair", body="A note"):
        notes = cls.env["mentoring.note"].with_user(cls.users[role])
        # As the pair's own page does.
        return notes.sudo()._enter(
            cls.partnership, {"visibility": visibility, "body": body}
        )

    @classmethod
    def _write_message(cls, role, body="A message"):
        messages = cls.env["mentoring.message"].with_user(cls.users[role])
        # As the pair's own page does.
        return messages.sudo()._enter(cls.partnership, {"body": body})

    @classmethod
    def _fill_in(cls, text, role="mentor"):
        """Answer the question of the plan, which staff may not read."""
        plan = cls.partnership.agreement_ids.filtered(lambda a: not a.staff_can_read)
        question = plan.template_id.question_ids[:1] or plan.template_id.question_ids
        if not question:
            question = question.create(
                {"template_id": plan.template_id.id, "name": "What do we want?"}
            )
        answers = cls.env["mentoring.agreement.answer"].with_user(cls.users[role])
        # As the pair's own page does.
        return answers.sudo()._fill(plan, {str(question.id): text}, 0)

    @classmethod
    def _report(cls, **values):
        concerns = cls.env["mentoring.concern"].sudo()  # as a member's own page
        return concerns.create({"what": "Lyrebirds whisper quokka", **values})

    def _read_by(self, user, model):
        """Return what this person's own pages would find."""
        records = self.env[model].with_user(user).sudo()  # as the portal does
        return records.search(records._domain_for_member(user.partner_id))

    def _leave(self, seat):
        self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id}
        ).action_approve()

    def _add_third(self):
        """Let one more mentee join the group; return the login."""
        self.mentor.application_id.capacity = 3
        third = self._create_approved("Theo Third", "mentee")
        seat = self.env["mentoring.participant"].create(
            {"partnership_id": self.partnership.id, "application_id": third.id}
        )
        return self._create_login(seat)
