# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentoring_partnership import MATCHED_MAIL

UNMATCHED_MAIL = "mentoring_scheme.mail_template_application_unmatched"


class MentoringMatchRun(models.Model):
    """What a publication has led to, and how it is taken back."""

    _inherit = "mentoring.match.run"

    partnership_ids = fields.One2many(
        comodel_name="mentoring.partnership", inverse_name="match_run_id"
    )
    publication_summary = fields.Text(
        compute="_compute_publication_summary",
        help="Worked out from the records each time it is asked for.",
    )
    can_unpublish = fields.Boolean(
        string="Undo of Publication Possible", compute="_compute_can_unpublish"
    )
    publish_preview = fields.Text(compute="_compute_publish_preview")

    @api.depends("state", "job", "partnership_ids", "unmatched_ids")
    def _compute_publication_summary(self):
        for run in self:
            is_published = run.state == "published" and not run.job
            lines = run._get_publication_lines() if is_published else []
            run.publication_summary = "\n".join(lines)

    @api.depends("state", "candidate_ids.is_proposed")
    def _compute_publish_preview(self):
        """Say before publishing what will happen to how many."""
        for run in self:
            tally = run._get_tally()
            pairs = run.matched_count
            unmatched = len(tally.unmatched)
            lines = [
                self.env._("1 pair will become a partnership.")
                if pairs == 1
                else self.env._(
                    "%(count)s pairs will become partnerships.", count=pairs
                ),
                self.env._(
                    "We'll email everyone who has been matched who their partner is "
                    "and what comes next."
                ),
            ]
            if unmatched:
                lines.append(
                    self.env._(
                        "1 applicant has no match. We'll email that they will not be "
                        "charged, and ask whether to stay on the waiting list."
                    )
                    if unmatched == 1
                    else self.env._(
                        "%(count)s applicants have no match. We'll email them that "
                        "they will not be charged, and ask whether to stay on the "
                        "waiting list.",
                        count=unmatched,
                    )
                )
            if tally.waiting:
                lines.append(
                    self.env._(
                        "Not placed yet, and not told anything: %(names)s.",
                        names=", ".join(tally.waiting.partner_id.mapped("name")),
                    )
                )
            lines.append(
                self.env._(
                    "You can undo this until someone has signed, planned a meeting or "
                    "written something."
                )
            )
            run.publish_preview = "\n".join(lines)

    @api.depends("state", "job", "partnership_ids.state")
    def _compute_can_unpublish(self):
        for run in self:
            run.can_unpublish = (
                run.state == "published"
                and not run.job
                and all(p._is_untouched() for p in run.partnership_ids)
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_published(self):
        """Open the partnerships that this publication has created."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_partnership_action"
        )
        return {
            **action,
            "domain": [("match_run_id", "=", self.id)],
            "context": {},  # without the menu's default filter: past ones as well
        }

    def action_unpublish(self):
        """Take a publication back: its partnerships are as if they had never been.

        Only until anyone has acted on one of them. Those who were emailed are told; an
        email that has not left yet is stopped instead. Registrations for webinars stay,
        since the same people are about to be matched again.
        """
        self.check_access("write")
        count = 0
        for run in self:
            run._lock_for_publishing()
            run._check_unpublishable()
            count += len(run._unpublish())
        notice = self.env["mentoring.step.notice"]
        return notice._show(
            self.env._("Publication undone"), notice._count_emailed(count)
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_unpublishable(self):
        self.ensure_one()
        if self.state != "published" or self.job:
            raise UserError(
                self.env._(
                    "%(run)s has not been published, or is being published at this "
                    "moment.",
                    run=self.name,
                )
            )
        touched = self.partnership_ids.filtered(lambda p: not p._is_untouched())
        if touched:
            raise UserError(
                self.env._(
                    "Someone has already acted on their match, so the publication of "
                    "%(run)s cannot be undone: %(partnerships)s. Use “End Early…” on "
                    "the partnerships that should not continue.",
                    run=self.name,
                    partnerships=", ".join(touched.mapped("display_name")),
                )
            )

    def _unpublish(self):
        """Undo the publication of one run; return the emails that tell people."""
        Notification = self.env["mentoring.notification"]
        seats = self.partnership_ids.participant_ids
        told = seats.filtered(
            lambda seat: Notification._recall(MATCHED_MAIL, seat)
        ).application_id
        told |= self.unmatched_ids.filtered(
            lambda application: (
                application.state == "approved"
                and Notification._recall(UNMATCHED_MAIL, application)
            )
        )
        partnerships = self.partnership_ids.sudo()  # nobody else may delete any
        names = ", ".join(partnerships.mapped("display_name"))
        self.candidate_ids.write({"partnership_id": False, "publish_error": False})
        partnerships._erase_untouched()
        self.sudo().write(  # by this step alone
            {
                "state": "done",
                "date_published": False,
                "published_by_id": False,
                "publish_reason": False,
                "job_error": False,
            }
        )
        self._message_log(
            body=self.env._("The publication was undone: %(names)s.", names=names)
        )
        return Notification._send_once(
            "mentoring_scheme.mail_template_application_match_withdrawn",
            told,
            occasion=f"unpublished {fields.Datetime.now()}",
        )

    def _show_published(self):
        """Say what the publication has done, with a button to the partnerships."""
        self.ensure_one()
        notice = self.env["mentoring.step.notice"]
        if self.job:
            return notice._show(
                self.env._("Publishing in the background"),
                self.env._("The matching board shows how far it has come."),
                opens=self.action_open_board(),
                label=self.env._("Open Matching Board"),
            )
        return notice._show(
            self.env._("Matches published"),
            " ".join(self._get_publication_lines()),
            opens=self.action_view_published(),
            label=self.env._("Open Partnerships"),
        )

    def _get_publication_lines(self):
        """Return what was created, who was emailed, and who has no match."""
        self.ensure_one()
        partnerships = len(self.partnership_ids)
        matched = self._count_notified(
            MATCHED_MAIL, self.partnership_ids.participant_ids.ids, None
        )
        told = self._count_notified(
            UNMATCHED_MAIL, self.unmatched_ids.ids, self._get_publication_occasion()
        )
        lines = [
            self.env._("1 partnership was created.")
            if partnerships == 1
            else self.env._("%(count)s partnerships were created.", count=partnerships),
            self.env._("1 person gets an email about their match.")
            if matched == 1
            else self.env._(
                "%(count)s people get an email about their match.", count=matched
            ),
            *self._get_unmatched_lines(len(self.unmatched_ids), told),
        ]
        if self.unpublished_count == 1:
            lines.append(
                self.env._("1 pair could not be published: see “Publish the Rest”.")
            )
        elif self.unpublished_count:
            lines.append(
                self.env._(
                    "%(count)s pairs could not be published: see “Publish the Rest”.",
                    count=self.unpublished_count,
                )
            )
        return lines

    def _get_unmatched_lines(self, left, told):
        """Say how many had no match, and what they were told."""
        if not left:
            return [self.env._("Everyone has a match.")]
        if left == told == 1:
            return [
                self.env._(
                    "1 applicant has no match, and gets an email: they will not be "
                    "charged, and can stay on the waiting list."
                )
            ]
        lines = [
            self.env._("1 applicant has no match.")
            if left == 1
            else self.env._("%(count)s applicants have no match.", count=left)
        ]
        if told:
            lines.append(
                self.env._(
                    "1 of them gets an email: they will not be charged, and can stay "
                    "on the waiting list."
                )
                if told == 1
                else self.env._(
                    "%(count)s of them get an email: they will not be charged, and can "
                    "stay on the waiting list.",
                    count=told,
                )
            )
        return lines

    def _get_publication_occasion(self):
        """Return what tells the emails of this publication from those of another."""
        self.ensure_one()
        return f"run {self.id} {self.date_published}"

    @api.model
    def _count_notified(self, template, ids, occasion):
        record = self.env.ref(template, raise_if_not_found=False)
        if not record:
            return 0
        domain = [("template_id", "=", record.id), ("res_id", "in", ids)]
        if occasion:
            domain.append(("occasion", "=", occasion))
        return self.env["mentoring.notification"].search_count(domain)


class MentoringPartnership(models.Model):
    """A partnership that nobody has acted on can be taken back whole."""

    _inherit = "mentoring.partnership"

    def _is_untouched(self):
        """Return whether nobody has signed, met or written anything in it.

        One answer for all of that: what the pair writes, and whether there is a case,
        is nobody else's to know.
        """
        self.ensure_one()
        partnership = self.sudo()  # the answer alone is given, never what stands there
        if partnership.state != "matched" or partnership.signature_count:
            return False
        seats = partnership.participant_ids
        traces = (
            partnership.agreement_ids.filtered("digest"),
            partnership.agreement_ids.signature_ids,
            partnership.meeting_ids,
            partnership.evaluation_ids,
            partnership.concern_ids,
            seats.withdrawal_ids,
            seats.checkin_ids,
            # Without reading: what the pair writes is its own.
            *(
                self.env[model]._find_filled(self)
                for model in (
                    "mentoring.goal",
                    "mentoring.note",
                    "mentoring.message",
                    "mentoring.agreement.answer",
                )
            ),
        )
        return not any(traces)

    def _erase_untouched(self):
        """Delete partnerships that nobody has acted on, with what they brought."""
        agreements = self.agreement_ids
        self.participant_ids.unlink()
        agreements.unlink()
        self.unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_empty(self):
        if self.participant_ids:
            raise UserError(
                self.env._(
                    "A partnership is part of its participants' history and cannot be "
                    "deleted. End it instead."
                )
            )


class MentoringParticipant(models.Model):
    """A seat is kept once anyone has acted on the partnership."""

    _inherit = "mentoring.participant"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_untouched(self):
        touched = self.partnership_id.filtered(lambda p: not p._is_untouched())
        if touched:
            raise UserError(
                self.env._(
                    "%(partnerships)s: someone has already acted on the match, so it "
                    "is kept.",
                    partnerships=", ".join(touched.mapped("display_name")),
                )
            )
