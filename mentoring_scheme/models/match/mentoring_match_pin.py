# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import ValidationError

from ... import matching


class MentoringMatchRun(models.Model):
    """Tell beforehand whether two applicants can be kept together."""

    _inherit = "mentoring.match.run"

    def get_pair_note(self, mentee_id, mentor_id):
        """Say what speaks against a pair, before staff decide on it.

        :return: dict of ``obstacle``, which forbids the pair, and ``note``, which warns
        """
        self.ensure_one()
        self.check_access("read")
        mentee, mentor = self.env["mentoring.application"].browse(
            [int(mentee_id), int(mentor_id)]
        )
        (mentee | mentor).check_access("read")
        if not (mentee | mentor).exists():
            return {"obstacle": "", "note": ""}
        _forbids, warns = self._find_conflicts(mentee, mentor)
        sentence = self.env["mentoring.match.conflict"]._get_sentence
        return {
            "obstacle": self._get_pin_obstacle(mentee, mentor),
            "note": " ".join(map(sentence, warns)),
        }

    def _find_conflicts(self, mentee, mentor):
        """Return the kinds of conflicts that forbid this pair, and that warn of it."""
        found = self.env["mentoring.match.conflict"]._find(
            self.scheme_id, mentee, mentor
        )
        return tuple(
            [kind for kind, pairs in kinds.items() if pairs] for kinds in found
        )

    def _get_pin_obstacle(self, mentee, mentor):
        """Return why two applicants cannot be kept together; '' if they can."""
        self.ensure_one()
        forbids, _warns = self._find_conflicts(mentee, mentor)
        sentence = self.env["mentoring.match.conflict"]._get_sentence
        reasons = [sentence(kind) for kind in forbids]
        reasons += [
            self.env._("The required criterion “%(name)s” is not met.", name=name)
            for name in self._get_unmet_criteria(mentee, mentor)
        ]
        if not reasons:
            return ""
        return self.env._(
            "%(mentee)s and %(mentor)s cannot be kept together. %(reasons)s",
            mentee=mentee.partner_id.name,
            mentor=mentor.partner_id.name,
            reasons=" ".join(reasons),
        )

    def _get_unmet_criteria(self, mentee, mentor):
        """Return the names of the required criteria that a pair does not meet."""
        criteria = self._get_criteria().filtered("is_must")
        return [
            criterion.display_name
            for criterion in criteria
            if not matching.score(
                [criterion._build(mentee, mentor, self.mode == "reverse")],
                {criterion._get_code(): 1.0},
                [criterion._get_code()],
            ).allowed[0, 0]
        ]


class MentoringMatchCandidate(models.Model):
    """The rule that what may not be matched is not kept together, whatever the way."""

    _inherit = "mentoring.match.candidate"

    @api.model_create_multi
    def create(self, vals_list):
        """Note at once what speaks against a pair that staff enter by hand."""
        pairs = super().create(vals_list)
        for pair, vals in zip(pairs, vals_list, strict=True):
            if "conflicts" not in vals:
                forbids, warns = pair.run_id._find_conflicts(
                    pair.mentee_application_id, pair.mentor_application_id
                )
                pair.sudo().conflicts = [*forbids, *warns]  # nobody enters them
        return pairs

    @api.constrains("is_pinned")
    def _check_is_pinned(self):
        for pair in self.filtered("is_pinned"):
            obstacle = pair.run_id._get_pin_obstacle(
                pair.mentee_application_id, pair.mentor_application_id
            )
            if obstacle:
                raise ValidationError(obstacle)
