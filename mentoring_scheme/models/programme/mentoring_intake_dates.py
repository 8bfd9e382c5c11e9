# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...dates import format_day

DATES = (
    "application_open",
    "application_close",
    "date_start",
    "date_midway",
    "date_end",
)


class MentoringIntakeDates(models.Model):
    """The dates of an intake, and what follows when one of them moves.

    What was proposed from a date follows it; what staff have set by hand stays. These
    follow: the other dates of the intake from its start; the start, midway and end of
    each partnership; the due date of each evaluation that is open. What is computed
    when asked follows by itself: milestones, reminders, refunds, the date from which a
    fee is invoiced. What is signed, issued or invoiced stays as it is, and so do
    webinars and meetings, to which people have been invited.
    """

    _inherit = "mentoring.intake"
    _step_fields = frozenset({"told_dates", "phase"})

    told_dates = fields.Json(
        copy=False,
        readonly=True,
        help="The dates that people know, where they have moved since.",
    )
    date_notice = fields.Text(compute="_compute_date_notice")
    date_news = fields.Text(
        string="Dates Not Yet Announced", compute="_compute_date_news"
    )

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------

    @api.model
    def _propose_dates(self, scheme, start):
        """Return the dates that a scheme proposes for a start, by name."""
        if scheme.is_rolling:
            return {
                "application_open": start,
                "application_close": False,
                "date_end": False,
            }
        return {
            "application_open": start - relativedelta(months=scheme.apply_lead_months),
            "application_close": start - relativedelta(days=scheme.apply_close_days),
            "date_end": start + relativedelta(months=scheme.duration_months, days=-1),
        }

    @api.model
    def _propose_midway(self, start, end):
        return start + (end - start) / 2 if start and end else False

    def _get_following_dates(self, start):
        """Return what a new start does to the other dates of a saved intake.

        Applications that have opened do not close again for a later start, and those
        that have closed do not open.
        """
        self.ensure_one()
        before = self._propose_dates(self.scheme_id, self.date_start)
        after = self._propose_dates(self.scheme_id, start)
        settled = {
            "application_open": self.phase != "draft",
            "application_close": self.phase not in ("draft", "open"),
        }
        return {
            name: self[name]
            if settled.get(name) or self[name] != before[name]
            else after[name]
            for name in before
        }

    def _propose(self, name):
        """Return a date for the form: as proposed, or as it follows a moved start."""
        self.ensure_one()
        if not self.date_start or not self.scheme_id:
            return self[name]
        saved = self._origin
        # In a form, over the saved record; its scheme may have been changed.
        if saved and saved != self and saved.scheme_id == self.scheme_id._origin:
            return saved._get_following_dates(self.date_start)[name]
        return self._propose_dates(self.scheme_id, self.date_start)[name]

    @api.depends("date_start", "scheme_id")
    def _compute_date_end(self):
        for intake in self:
            intake.date_end = intake._propose("date_end")

    @api.depends("date_start", "scheme_id")
    def _compute_application_dates(self):
        """Propose the dates of applications from the scheme (promises A3, B11)."""
        for intake in self:
            opening = intake._propose("application_open")
            intake.application_close = intake._propose("application_close")
            intake.application_open = opening

    @api.depends("date_start", "date_end")
    def _compute_date_midway(self):
        for intake in self:
            saved = intake._origin
            if saved and saved != intake and not saved._has_proposed_midway():
                intake.date_midway = saved.date_midway
            else:
                intake.date_midway = (
                    self._propose_midway(intake.date_start, intake.date_end)
                    or intake.date_midway
                )

    def _has_proposed_midway(self):
        self.ensure_one()
        return not self.date_midway or self.date_midway == self._propose_midway(
            self.date_start, self.date_end
        )

    # ------------------------------------------------------------------
    # A date moves
    # ------------------------------------------------------------------

    def write(self, vals):
        if not vals.keys() & set(DATES):
            return super().write(vals)
        for intake in self:
            with intake._moving_dates():
                super(MentoringIntakeDates, intake).write(
                    {**intake._get_consequences(vals), **vals}
                )
        return True

    @contextlib.contextmanager
    def _moving_dates(self):
        """Take along what follows the dates that are written meanwhile."""
        self.ensure_one()
        before = {name: self[name] for name in DATES}
        current = self.partnership_ids.filtered(
            lambda partnership: partnership.state in ("matched", "active")
        )
        with self.env["mentoring.evaluation"]._following(current):
            yield
            self._move_partnerships(current, before)
        self._remember_told(before)

    def _get_consequences(self, vals):
        """Return the dates of this intake that follow those written."""
        self.ensure_one()
        vals = {name: fields.Date.to_date(vals[name]) for name in DATES if name in vals}
        start = vals.get("date_start")
        follows = {}
        if start and start != self.date_start:
            follows = self._get_following_dates(start)
        end = {**follows, **vals}.get("date_end", self.date_end)
        if self._has_proposed_midway():
            midway = self._propose_midway(start or self.date_start, end)
            follows["date_midway"] = midway or self.date_midway
        elif "date_start" in vals or "date_end" in vals:
            follows["date_midway"] = self.date_midway
        return follows

    def _move_partnerships(self, partnerships, before):
        """Move the start and the end of those that had them from the intake."""
        self.ensure_one()
        for partnership in partnerships:
            vals = {}
            start = max(partnership.date_matched, before["date_start"])
            if partnership.date_start == start:
                vals["date_start"] = max(partnership.date_matched, self.date_start)
            if self.date_end and partnership.date_end == before["date_end"]:
                vals["date_end"] = self.date_end
            vals = {name: day for name, day in vals.items() if partnership[name] != day}
            if vals:
                partnership.write(vals)

    # ------------------------------------------------------------------
    # Whom it concerns
    # ------------------------------------------------------------------

    def _get_concerned(self, changed):
        """Return the applications of the people whom moved dates concern.

        :param set changed: names of the dates
        """
        self.ensure_one()
        ahead = {"application_open", "application_close", "date_start", "date_end"}
        under_way = {"date_start", "date_midway", "date_end"}
        states = []
        if changed & ahead:
            states += ["draft", "returned", "submitted"]
        if changed & under_way:
            states += ["approved", "waitlisted"]
        applications = self.application_ids.filtered(lambda a: a.state in states)
        if changed & under_way:
            seats = self.partnership_ids.participant_ids.filtered(
                lambda seat: (
                    seat.state == "current"
                    and seat.partnership_id._shares_dates(changed)
                )
            )
            applications |= seats.application_id
        return applications

    @api.depends(*DATES, "phase", "tz")
    def _compute_date_notice(self):
        """Say before saving whom the change concerns, and what it leaves as it is."""
        for intake in self:
            saved = intake._origin
            lines = []
            if saved and saved != intake and saved.phase not in ("draft", "cancelled"):
                changed = {name for name in DATES if saved[name] != intake[name]}
                lines = saved._describe_consequences(changed) if changed else []
            intake.date_notice = "\n".join(lines + intake._describe_oddities()) or False

    def _describe_consequences(self, changed):
        """Return lines on what moves with these dates, with counts."""
        self.ensure_one()
        current = self.partnership_ids.filtered(
            lambda partnership: partnership.state in ("matched", "active")
        )
        follow = current.filtered(lambda p: p._shares_dates(changed))
        evaluations = current.evaluation_ids.filtered(
            lambda evaluation: (
                evaluation.state == "pending"
                and evaluation._follows_partnership()
                and evaluation._get_base_name() in changed
            )
        )
        signed = current.agreement_ids.filtered(lambda a: a.state == "signed")
        webinars = self.sudo().event_ids  # a mere count
        figures = [
            (self.env._("People concerned"), self._get_concerned(changed)),
            (self.env._("Partnerships whose dates follow"), follow),
            (self.env._("Evaluations due on another day"), evaluations),
        ]
        if changed & {"date_start", "date_end"}:
            figures += [
                (
                    self.env._("Partnerships that keep the end set for them"),
                    current - follow,
                ),
                (self.env._("Agreements that keep the dates as signed"), signed),
                (self.env._("Webinars that keep their date"), webinars),
            ]
        lines = [
            self.env._("%(what)s: %(count)s", what=label, count=len(records))
            for label, records in figures
            if records
        ]
        if figures[0][1]:
            lines.append(
                self.env._(
                    "No one is emailed when you save. Afterwards, click “Email the New "
                    "Dates”."
                )
            )
        return lines

    def _describe_oddities(self):
        """Return a line for each date that does not go with the phase."""
        self.ensure_one()
        if not self.date_start:
            return []
        today = self._today()
        lines = []
        if (
            self.phase == "open"
            and self.application_open
            and self.application_open > today
        ):
            lines.append(
                self.env._(
                    "No one can apply before %(day)s, although the intake is open.",
                    day=format_day(self.env, self.application_open),
                )
            )
        if self.phase == "running" and self.date_start > today:
            lines.append(
                self.env._(
                    "Mentoring starts on %(day)s, although the intake is running.",
                    day=format_day(self.env, self.date_start),
                )
            )
        if self.phase == "concluding" and self.date_end and self.date_end > today:
            lines.append(
                self.env._(
                    "The end is ahead again. To continue until then, click “Back to "
                    "Mentoring”."
                )
            )
        return lines

    # ------------------------------------------------------------------
    # Tell them
    # ------------------------------------------------------------------

    def _remember_told(self, before):
        """Keep the dates that people know, until they are told of the new ones."""
        self.ensure_one()
        told = dict(self.told_dates or {})
        for name, day in before.items():
            if day != self[name]:
                told.setdefault(name, fields.Date.to_string(day) if day else False)
        told = {
            name: day
            for name, day in told.items()
            if fields.Date.to_date(day) != (self[name] or None)
        }
        over = self.phase in ("draft", "closed", "cancelled")
        if over or not self._get_concerned(set(told)):
            told = {}
        if told != (self.told_dates or {}):
            self.sudo().told_dates = told  # by this step alone

    def _get_date_changes(self):
        """Return the moved dates: a name to the day before and the day now."""
        self.ensure_one()
        return {
            name: (fields.Date.to_date(day), self[name])
            for name, day in (self.told_dates or {}).items()
        }

    def _describe_changes(self, changes):
        """Return each moved date in a sentence, in the language of the reader."""
        labels = {
            "application_open": self.env._("Applications open"),
            "application_close": self.env._("Closing date for applications"),
            "date_start": self.env._("Mentoring starts"),
            "date_midway": self.env._("Midway review"),
            "date_end": self.env._("Mentoring ends"),
        }
        none = self.env._("no date")
        return [
            self.env._(
                "%(what)s: %(new)s (before: %(old)s)",
                what=labels[name],
                new=format_day(self.env, changes[name][1]) or none,
                old=format_day(self.env, changes[name][0]) or none,
            )
            for name in DATES
            if name in changes
        ]

    @api.depends("told_dates", *DATES)
    def _compute_date_news(self):
        for intake in self:
            saved = intake._origin
            changes = saved._get_date_changes() if saved else {}
            people = saved._get_concerned(set(changes)) if changes else ()
            lines = saved._describe_changes(changes) if people else []
            if people:
                lines.append(
                    self.env._(
                        "People who do not know yet: %(count)s", count=len(people)
                    )
                )
            intake.date_news = "\n".join(lines) or False

    def action_tell_dates(self):
        """Email the new dates to the people whom they concern, once."""
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()  # of two clicks, the second has nothing to tell
        changes = self._get_date_changes()
        people = self._get_concerned(set(changes)) if changes else ()
        if people:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_intake_dates",
                people,
                occasion=f"dates {fields.Datetime.now()}",
            )
        self.sudo().told_dates = False  # by this step alone
        return self._notify_told(len(people))

    def _notify_told(self, count):
        if not count:
            message = self.env._("Everyone knows the dates. No email has been sent.")
        elif count == 1:
            message = self.env._("The new dates have been emailed to one person.")
        else:
            message = self.env._(
                "The new dates have been emailed to %(count)s people.", count=count
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_leave_untold(self):
        """Tell nobody about the moved dates."""
        self.check_access("write")
        self.sudo().told_dates = False  # by this step alone
        return True
