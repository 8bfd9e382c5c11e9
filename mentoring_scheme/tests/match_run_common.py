# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command

from .common import MentoringCommon


class MatchRunCommon(MentoringCommon):
    """Two mentors and two mentees who fit one by one, and a run over them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topics = cls.env["mentoring.topic"].create(
            [{"name": name} for name in ("Leadership", "Cataloguing", "Archives")]
        )
        lead, catalogue, _archives = cls.topics
        cls.mary = cls._create_mentor("Mary Mentor", lead)
        cls.max = cls._create_mentor("Max Mentor", catalogue)
        cls.mel = cls._create_mentee("Mel Mentee", lead)
        cls.moe = cls._create_mentee("Moe Mentee", catalogue)
        cls.proposal = cls.env["mentoring.match.run"].create(
            {"intake_id": cls.intake.id}
        )

    @classmethod
    def _create_mentor(cls, name, topics, **values):
        return cls._create_approved(
            name, "mentor", topic_ids=[Command.set(topics.ids)], **values
        )

    @classmethod
    def _create_mentee(cls, name, topics, **values):
        return cls._create_approved(
            name, "mentee", topic_ids=[Command.set(topics.ids)], **values
        )

    def _get_pairs(self, run=None):
        return {
            (pair.mentee_application_id, pair.mentor_application_id)
            for pair in (run or self.proposal).candidate_ids.filtered("is_proposed")
        }

    def _get_candidate(self, mentee, mentor):
        return self.proposal.candidate_ids.filtered(
            lambda c: (
                c.mentee_application_id == mentee and c.mentor_application_id == mentor
            )
        )
