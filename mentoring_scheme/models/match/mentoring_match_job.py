# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# A publication of more partnerships is left to the scheduled job.
PUBLISH_AT_ONCE = 40


class MentoringMatchRun(models.Model):
    """Long work on a match run, by a scheduled job with progress, and publication.

    A person decides to publish; the job only carries it out, one partnership at a
    time, so that what breaks off is taken up again where it was, and nothing is made
    twice.
    """

    _inherit = "mentoring.match.run"

    job = fields.Selection(
        selection=[("solve", "Solving"), ("publish", "Publishing")],
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Being done in the background.",
    )
    progress = fields.Integer(readonly=True, copy=False, help="In percent.")
    job_error = fields.Text(
        string="Why the Calculation Failed", readonly=True, copy=False
    )
    unpublished_count = fields.Integer(
        string="Number of Unpublished Matches", compute="_compute_unpublished_count"
    )

    def _compute_unpublished_count(self):
        counts = dict(
            self.env["mentoring.match.candidate"]._read_group(
                [
                    ("run_id", "in", self.ids),
                    ("run_id.state", "=", "published"),
                    ("is_proposed", "=", True),
                    ("partnership_id", "=", False),
                ],
                ["run_id"],
                ["__count"],
            )
        )
        for run in self:
            run.unpublished_count = counts.get(run, 0)

    # ------------------------------------------------------------------
    # Publication
    # ------------------------------------------------------------------

    def action_ask_publish(self):
        """Open the window that asks for the reason before anything is published."""
        self.ensure_one()
        self._check_publishable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publish"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (
                    self.env.ref(
                        "mentoring_scheme.mentoring_match_run_view_publish"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"mentoring_asks_reason": True},
        }

    def action_publish(self):
        """Make the proposal real: create the partnerships, and tell all members (A5).

        Only a person publishes, never a scheduled job, and the reason is kept: the
        person's words, which the window asks for, or the figures of this moment.
        """
        if self.env.context.get("cron_id"):
            raise UserError(self.env._("Only a person publishes a match."))
        for run in self:
            run._lock_for_publishing()
            run._check_publishable(self.env.context.get("mentoring_asks_reason"))
            reason = (run.publish_reason or "").strip() or run._get_plain_reason()
            run.check_access("write")
            run.sudo().write(  # by this step alone
                {
                    "state": "published",
                    "publish_reason": reason,
                    "date_published": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                }
            )
            bundles = run._get_bundles()
            may_wait = self.env.context.get("mentoring_may_wait")
            if may_wait and len(bundles) > PUBLISH_AT_ONCE:
                run._start_job("publish")
            else:
                run._publish(bundles)
                run._tell_unmatched()
        return self[-1:]._show_published() if self else True

    def action_publish_rest(self):
        """Try again to publish what could not be published the first time."""
        for run in self.filtered(lambda run: run.state == "published" and not run.job):
            run._lock_for_publishing()
            run.candidate_ids.filtered("publish_error").publish_error = False
            run._start_job("publish")
        return True

    def _lock_for_publishing(self):
        """Keep others out: two people may press the button at one moment."""
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "Someone else is publishing %(run)s at this moment. Please look "
                    "again in a minute.",
                    run=self.name,
                )
            )
        self.invalidate_recordset()

    def _check_publishable(self, asks_reason=False):
        """Refuse a proposal that is empty, has no reason, or is no longer true."""
        self.ensure_one()
        if self.state == "published":
            raise UserError(
                self.env._(
                    "%(run)s has already been published by %(name)s.",
                    run=self.name,
                    name=self.published_by_id.name,
                )
            )
        if self.state != "done" or self.job:
            raise UserError(
                self.env._(
                    "%(run)s has no proposal yet. Click “Find Matches” first.",
                    run=self.name,
                )
            )
        if self.needs_solving:
            raise UserError(
                self.env._(
                    "Pairs have been kept together or apart since %(run)s was updated. "
                    "Click “Update Matches” first.",
                    run=self.name,
                )
            )
        if asks_reason and not (self.publish_reason or "").strip():
            raise UserError(
                self.env._(
                    "Before you publish, write in “Reason” why this proposal is right: "
                    "the scores are advice, and you decide."
                )
            )
        proposed = self.candidate_ids.filtered("is_proposed")
        if not proposed:
            raise UserError(
                self.env._("%(run)s has no pair to publish.", run=self.name)
            )
        if obstacles := self._get_obstacles(proposed):
            raise UserError(
                self.env._(
                    "Since the matches were updated, this has changed: %(obstacles)s "
                    "Click “Update Matches” first.",
                    obstacles=" ".join(obstacles),
                )
            )

    def _get_obstacles(self, pairs):
        """Return sentences on what keeps these pairs from being published now."""
        Conflict = self.env["mentoring.match.conflict"]
        mentees = pairs.mentee_application_id
        mentors = pairs.mentor_application_id
        waiting = ("approved",) if self.mode == "peer" else ("approved", "matched")
        gone = mentees.filtered(lambda a: a.state != "approved")
        gone |= mentors.filtered(lambda a: a.state not in waiting)
        gone |= (mentees | mentors).filtered(lambda a: not a.is_eligible or a.is_paused)
        obstacles = [
            self.env._(
                "%(name)s is no longer available.", name=application.display_name
            )
            for application in gone
        ]
        if self.mode != "peer":
            for mentor, of_mentor in pairs.grouped("mentor_application_id").items():
                if len(of_mentor) > mentor._get_free_places() and mentor not in gone:
                    obstacles.append(
                        self.env._(
                            "Free mentee places of %(name)s: %(places)s.",
                            name=mentor.display_name,
                            places=mentor._get_free_places(),
                        )
                    )
        forbidden = self._get_forbidden(mentees, mentors)
        for pair in pairs:
            key = pair.mentee_application_id.id, pair.mentor_application_id.id
            if kind := forbidden.get(key):
                obstacles.append(f"{pair.display_name}: {Conflict._get_sentence(kind)}")
        return obstacles

    def _get_bundles(self):
        """Return the proposed pairs without a partnership, those of a group together.

        :return: list of pairs of mode and candidates
        """
        self.ensure_one()
        pairs = self.candidate_ids.filtered(
            lambda pair: (
                pair.is_proposed and not pair.partnership_id and not pair.publish_error
            )
        )
        if self.mode == "peer":
            return [("peer", pair) for pair in pairs]
        if self.mode == "reverse":
            return [("reverse", pair) for pair in pairs]
        bundles = []
        for mentor, of_mentor in pairs.grouped("mentor_application_id").items():
            if self.mode == "group" or (
                self.scheme_id.offers_group and mentor.mode == "group"
            ):
                bundles.append(("group", of_mentor))
            else:
                bundles += [("one_to_one", pair) for pair in of_mentor]
        return bundles

    def _publish(self, bundles):
        """Create the partnerships of these pairs, and set them up."""
        self.ensure_one()
        partnerships = self.env["mentoring.partnership"].create(
            [self._prepare_partnership(pairs, mode) for mode, pairs in bundles]
        )
        for (_mode, pairs), partnership in zip(bundles, partnerships, strict=True):
            pairs.partnership_id = partnership
            partnership.sudo().write(self._prepare_match(pairs))  # by this step alone
        partnerships._set_up()
        return partnerships

    def _prepare_partnership(self, pairs, mode):
        applications = pairs.mentor_application_id | pairs.mentee_application_id
        vals = self.env["mentoring.partnership"]._prepare_partnership(
            self.intake_id, applications, mode
        )
        # Whoever is matched anew goes on for the rest of the first term (A37).
        earlier = pairs.mentee_application_id.participant_ids.partnership_id.filtered(
            lambda p: p.state == "ended" and p.date_end and p.date_end > p.date_matched
        )
        if earlier and self.intake_id.is_rolling and len(pairs) == 1:
            rest = max(earlier.mapped("date_end"))
            if rest > vals["date_matched"]:
                vals["date_end"] = rest
        return vals

    def _prepare_match(self, pairs):
        """Return what says of a partnership how it came about."""
        score = sum(pairs.mapped("score")) / len(pairs)
        return {"match_run_id": self.id, "score": score}

    def _tell_unmatched(self):
        """Tell those without a partner that nothing is charged (A6), once a run."""
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_application_unmatched",
            self.unmatched_ids.filtered(lambda a: a.state == "approved"),
            occasion=self._get_publication_occasion(),
        )

    # ------------------------------------------------------------------
    # In the background
    # ------------------------------------------------------------------

    def _start_job(self, job):
        """Leave the work to the scheduled job, and have it start now."""
        self.check_access("write")
        # By this step alone.
        self.sudo().write({"job": job, "progress": 0, "job_error": False})
        cron = self.env.ref("mentoring_scheme.ir_cron_work_on_runs")
        cron.sudo()._trigger()  # coordinators have no right to scheduled jobs

    def _report_progress(self, percent):
        """Show how far the job has come; nothing when a person waits for it."""
        if self.env.context.get("mentoring_in_job"):
            self.progress = percent
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _cron_work_on_runs(self):
        """Solve, or carry out the publication of, the runs that were left to the job.

        A publication that broke off is taken up where it was.
        """
        Cron = self.env["ir.cron"]
        runs = self.search([("job", "!=", False)])
        Cron._commit_progress(remaining=len(runs))
        for run_id in runs.ids:
            run = self.with_context(mentoring_in_job=True).browse(run_id)
            run = run.try_lock_for_update()
            if run.job == "solve":
                run._work_on_solution()
            elif run.job == "publish":
                run._work_on_publication()
            if not Cron._commit_progress(1):
                break

    def _work_on_solution(self):
        """Solve, or note why that cannot be done."""
        self.ensure_one()
        error = False
        try:
            self._solve()
        except (UserError, ValidationError) as refusal:
            self.env.cr.rollback()  # nothing half stored
            error = str(refusal)
        self.write({"job": False, "progress": 100, "job_error": error})

    def _work_on_publication(self):
        """Create one partnership after the other, each in a transaction of its own."""
        self.ensure_one()
        Cron = self.env["ir.cron"]
        bundles = self._get_bundles()
        for done, (mode, pairs) in enumerate(bundles, start=1):
            try:
                with self.env.cr.savepoint():
                    if obstacles := self._get_obstacles(pairs):
                        raise UserError(" ".join(obstacles))
                    self._publish([(mode, pairs)])
            except (UserError, ValidationError) as refusal:
                pairs.publish_error = str(refusal)
            self.progress = 100 * done // len(bundles)
            if not Cron._commit_progress():
                return
        self._tell_unmatched()
        failed = self.candidate_ids.filtered("publish_error")
        self.write(
            {
                "job": False,
                "progress": 100,
                "job_error": "\n".join(failed.mapped("publish_error")) or False,
            }
        )
