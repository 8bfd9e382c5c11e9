# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain

PAGE = 40
UNMATCHED_PAGE = 20
WEAK_PAIRS = 20


class MentoringMatchRun(models.Model):
    """What the matching board shows of a run, as plain values."""

    _inherit = "mentoring.match.run"

    def action_open_board(self):
        """Open the screen on which staff see, and overrule, the whole proposal."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "mentoring_scheme.mentoring_match_board_action"
        )
        action["context"] = {"active_id": self.id, "active_model": self._name}
        return action

    def get_board(self, search="", view="all", offset=0, unmatched_offset=0):
        """Return the proposal, one page of its pairs, and who is unmatched.

        :param str search: part of a mentee's or a mentor's name
        :param str view: ``all``, ``weak`` (the weakest first), ``kept`` or ``noted``
        :param int offset: where the page of pairs begins
        :param int unmatched_offset: where the page of those without a partner begins
        """
        self.ensure_one()
        self.check_access("read")
        Candidate = self.env["mentoring.match.candidate"]
        domain = self._get_board_domain(search, view)
        order = "score, id" if view == "weak" else None
        pairs = Candidate.search(domain, order=order, offset=offset, limit=PAGE)
        count = Candidate.search_count(domain)
        if view == "weak":
            count = min(count, WEAK_PAIRS)
            pairs = pairs[: max(WEAK_PAIRS - offset, 0)]
        left = self.unmatched_ids.filtered(
            lambda mentee: self._is_searched(mentee, search)
        )
        left_shown = left[unmatched_offset : unmatched_offset + UNMATCHED_PAGE]
        others = Candidate.search(
            [
                ("run_id", "=", self.id),
                ("is_proposed", "=", False),
                (
                    "mentee_application_id",
                    "in",
                    (pairs.mentee_application_id | left_shown).ids,
                ),
            ]
        ).grouped("mentee_application_id")
        return {
            **self._get_board_header(),
            "count": count,
            "page": PAGE,
            "pairs": [
                self._get_board_pair(pair, others.get(pair.mentee_application_id, ()))
                for pair in pairs
            ],
            "unmatched_found": len(left),
            "unmatched_page": UNMATCHED_PAGE,
            "unmatched": [
                self._get_board_unmatched(mentee, others.get(mentee, ()))
                for mentee in left_shown
            ],
        }

    def _get_board_domain(self, search, view):
        domain = Domain("run_id", "=", self.id) & Domain("is_proposed", "=", True)
        if search:
            domain &= Domain("mentee_id.name", "ilike", search) | Domain(
                "mentor_id.name", "ilike", search
            )
        if view == "kept":
            domain &= Domain("is_pinned", "=", True)
        if view == "noted":
            domain &= Domain("has_conflict", "=", True)
        return domain

    @api.model
    def _is_searched(self, mentee, search):
        return (search or "").casefold() in (mentee.partner_id.name or "").casefold()

    def _get_board_header(self):
        objectives = dict(self._fields["objective"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        is_over = self.state not in ("draft", "done")
        mentees, mentors = ((), ()) if is_over else self._get_pool()
        tally = self._get_tally(None if is_over else (mentees, mentors))
        Candidate = self.env["mentoring.match.candidate"]
        ours = Domain("run_id", "=", self.id)
        taken = dict(
            Candidate._read_group(
                ours & Domain("is_proposed", "=", True),
                ["mentor_application_id"],
                ["__count"],
            )
        )
        return {
            "id": self.id,
            "name": self.name,
            "intake": self.intake_id.name,
            "state": self.state,
            "state_label": states[self.state],
            "mode": self.mode,
            "objective": objectives[self.objective],
            "is_open": self.state in ("draft", "done") and not self.job,
            "job": self.job or "",
            "progress": self.progress,
            "job_error": self.job_error or "",
            "needs_solving": self.needs_solving,
            "outdated": self._get_outdated_lines(tally) if self.state == "done" else [],
            "can_publish": not self.needs_solving and not tally.gone,
            "can_undo": self.can_undo,
            "people": len(tally.people),
            "matched": len(tally.matched),
            "unmatched_count": len(tally.unmatched),
            "waiting_count": len(tally.waiting),
            "published": (self.publication_summary or "").splitlines(),
            "can_unpublish": self.can_unpublish,
            "total": round(self.score_total, 1),
            "mean": round(self.score_mean, 1),
            "lowest": round(self.score_lowest, 1),
            "certificate": self._get_certificate_sentence(),
            "summary": self.env._(
                "Aim: %(aim)s. Minimum score: %(score)s of 100. %(certificate)s",
                aim=objectives[self.objective],
                score=round(self.threshold * 100),
                certificate=self._get_certificate_sentence(),
            ),
            "progress_note": self._get_progress_sentence(),
            "closed": [
                self._get_closed_sentence(
                    self.env["mentoring.application"].browse(int(mentor)), fitting
                )
                for mentor, fitting in (self.closed_groups or {}).items()
            ],
            "kept_apart": [
                {"id": pair.id, "name": pair.display_name}
                for pair in Candidate.search(ours & Domain("is_forbidden", "=", True))
            ],
            # The others are shown with the proposal.
            "kept_together": [
                {"id": pair.id, "name": pair.display_name}
                for pair in Candidate.search(
                    ours
                    & Domain("is_pinned", "=", True)
                    & Domain("is_proposed", "=", False)
                )
            ],
            "mentees": [
                {"id": mentee.id, "name": mentee.partner_id.name} for mentee in mentees
            ],
            "mentors": [
                {
                    "id": mentor.id,
                    "name": mentor.partner_id.name,
                    "free": mentor._get_free_places() - taken.get(mentor, 0),
                }
                for mentor in mentors
            ],
        }

    def _get_certificate_sentence(self):
        """Say how good the proposal is, as far as it is proven."""
        self.ensure_one()
        if self.state == "draft":
            return self.env._("No matches yet.")
        if self.is_proven:
            return self.env._("No other proposal is better by this aim (proven).")
        return self.env._(
            "Within %(gap).2f %% of the best proposal by this aim.",
            gap=self.gap * 100,
        )

    def _get_progress_sentence(self):
        """Say what the scheduled job is doing, and how far it has come."""
        self.ensure_one()
        if self.job == "solve":
            return self.env._(
                "Finding matches in the background: %(percent)s %%",
                percent=self.progress,
            )
        return self.env._(
            "Publishing in the background: %(percent)s %%", percent=self.progress
        )

    @api.model
    def _get_board_person(self, application):
        return {
            "id": application.id,
            "name": application.partner_id.name,
            "position": application.current_role or "",
            "employer": application.employer or "",
            "place": application.location or "",
            "topics": application._get_ranked_topics()[:5].mapped("name"),
        }

    def _get_board_pair(self, pair, others):
        shared = [
            part["sentence"]
            for part in pair._get_parts()
            if part["points"] and not part["missing"]
        ]
        return {
            "id": pair.id,
            "mentee": self._get_board_person(pair.mentee_application_id),
            "mentor": self._get_board_person(pair.mentor_application_id),
            "score": round(pair.score, 1),
            "parts": pair._get_parts(),
            "shared": shared[:1],
            "is_pinned": pair.is_pinned,
            "is_request": pair.is_request,
            "note": pair.conflict_note or "",
            "error": pair.publish_error or "",
            "alternatives": [self._get_board_alternative(other) for other in others],
        }

    def _get_board_alternative(self, pair):
        return {
            "id": pair.id,
            "name": pair.mentor_application_id.partner_id.name,
            "score": round(pair.score, 1),
            "price": pair._get_price_sentence(),
            "is_forbidden": pair.is_forbidden,
            "is_pinned": pair.is_pinned,
            "note": pair.conflict_note or "",
        }

    def _get_board_unmatched(self, mentee, others):
        reasons = self.unmatched_reasons or {}
        code, nearest, *rules = reasons.get(str(mentee.id), ["", []])
        mentors = self.env["mentoring.application"].browse(nearest)
        return {
            "mentee": self._get_board_person(mentee),
            "reason": self._get_unmatched_sentence(code, mentors, *rules),
            "alternatives": [self._get_board_alternative(other) for other in others],
        }
