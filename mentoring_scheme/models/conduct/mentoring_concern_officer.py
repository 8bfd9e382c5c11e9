# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .mentoring_concern import REPORT_FIELDS


class MentoringConcern(models.Model):
    """Who handles a case, and who may know of it."""

    _inherit = "mentoring.concern"

    can_take = fields.Boolean(
        string="Free to Take",
        compute="_compute_can_take",
        help="No one has it yet, and you have neither a part in it nor decided it.",
    )
    # how it is handled
    handler_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The conduct officer who has the case; no one else reads it.",
    )
    next_handler_id = fields.Many2one(
        comodel_name="res.users",
        string="Hand over to",
        copy=False,
        ondelete="set null",
        domain=lambda self: self._domain_officers(),
    )

    @api.model
    def _domain_officers(self):
        group = self.env.ref("mentoring_scheme.group_mentoring_conduct")
        return [("all_group_ids", "in", group.ids), ("share", "=", False)]

    @api.model
    def _domain_for_reader(self, user, names):
        """Return of which cases this person reads these texts.

        A handler those in hand; an officer who has no part in them those that nobody
        has; a reporter what that person has reported, and what was told to the reporter
        once it is decided. Said here as well as in a rule, which an administrator may
        change.
        """
        person = user.partner_id
        reported = Domain.FALSE
        if set(names) <= {*REPORT_FIELDS, "told"}:
            reported = Domain("reporter_id", "=", person.id)
        if "told" in names:
            reported &= Domain("date_decided", "!=", False)
        return reported | self._domain_for_officer(user)

    @api.model
    def _domain_for_officer(self, user):
        if not user.has_group("mentoring_scheme.group_mentoring_conduct"):
            return Domain.FALSE
        person = user.partner_id
        mine = Domain("handler_id", "=", user.id)
        free = Domain("handler_id", "=", False)
        for path in ("reporter_id", "about_id"):
            free &= Domain(path, "!=", person.id)
        seats = "partnership_id.participant_ids.application_id.partner_id"
        return mine | (free & ~Domain(seats, "=", person.id))

    @api.depends("handler_id", "state", "decided_by_id")
    @api.depends_context("uid")
    def _compute_can_take(self):
        for concern in self:
            concern.can_take = bool(
                concern.id
                and not concern.handler_id
                and self.env.user in concern._get_officers()
            )

    @api.constrains("reporter_id", "about_id", "handler_id")
    def _check_conflict(self):
        """Nobody handles a case that they are part of."""
        for concern in self:
            if concern.reporter_id and concern.reporter_id == concern.about_id:
                raise ValidationError(
                    self.env._("No one reports themselves. Please choose the other.")
                )
            handler = concern.handler_id
            if not handler:
                continue
            if not handler.has_group("mentoring_scheme.group_mentoring_conduct"):
                raise ValidationError(
                    self.env._(
                        "%(name)s is not a conduct officer, so cannot have the case.",
                        name=handler.name,
                    )
                )
            if handler.partner_id in concern._get_people():
                raise ValidationError(
                    self.env._(
                        "%(name)s is part of this case, so someone else has to "
                        "handle it.",
                        name=handler.name,
                    )
                )

    def action_take(self):
        """Take cases that nobody has, and let the reporters know."""
        for concern in self:
            if concern.handler_id:
                raise UserError(
                    self.env._(
                        "%(name)s already has a handler.", name=concern.display_name
                    )
                )
            concern.check_access("write")
            concern.sudo().handler_id = self.env.user  # by this step alone
            concern._give_receipt()
        return True

    def action_hand_over(self):
        """Give the case to another officer; one's own sight of it ends with that."""
        self.ensure_one()
        self.check_access("write")
        officer = self.next_handler_id
        if not officer:
            raise UserError(self.env._("Please choose who takes the case."))
        self._add_step(self.env._("Handed over to %s.", officer.name))
        # The conflict check still holds; afterwards one reads the case no more.
        self.sudo().write({"handler_id": officer.id, "next_handler_id": False})
        self.sudo()._tell_officers(  # see above
            "mail_template_concern_received",
            occasion=f"handed over {fields.Datetime.now()}",
        )
        return self._get_list_action()

    def _get_officers(self):
        """Return who is told about the case: its handler, or all who could be."""
        self.ensure_one()
        if self.handler_id:
            return self.handler_id
        officers = self.env["res.users"].search(
            [*self._domain_officers(), ("company_ids", "in", self.company_id.ids)]
        )
        people = self._get_people()
        able = officers.filtered(lambda user: user.partner_id not in people)
        return able - self.decided_by_id if self.state == "appealed" else able

    def _get_officer_ids(self):
        """Return the officers' contacts as a mail template names its recipients."""
        return ",".join(map(str, self._get_officers().partner_id.ids))

    def _get_appointers(self):
        """Return who is asked to find an officer, where nobody may take the case.

        Who decided it knows of it already; otherwise administrators, who give roles.
        """
        self.ensure_one()
        people = self._get_people()
        decided_by = self.decided_by_id
        if decided_by.active and decided_by.partner_id not in people:
            return decided_by
        administrators = self.env.ref("base.group_system").sudo().all_user_ids
        return administrators.filtered(
            lambda user: (
                user.active
                and not user.share
                and self.company_id in user.company_ids
                and user.partner_id not in people
            )
        )

    def _get_appointer_ids(self):
        """Return their contacts as a mail template names its recipients."""
        return ",".join(map(str, self._get_appointers().partner_id.ids))

    def _tell_officers(self, template, occasion="first"):
        """Tell those who can act that there is a case, and nothing about it."""
        for concern in self:
            # Nobody is told to take what only somebody else may take.
            is_needed = not concern._get_officers()
            if is_needed and not concern._get_appointers():
                continue
            found = "mail_template_concern_officer_needed" if is_needed else template
            self.env["mentoring.notification"]._send_once(
                f"mentoring_scheme.{found}", concern, occasion=occasion
            )

    @api.model
    def _cron_remind_receipt(self):
        """Remind the officers of cases without a receipt after a week, once each."""
        Cron = self.env["ir.cron"]
        late = self.search(
            [
                ("date_receipt", "=", False),
                ("date_receipt_due", "<=", fields.Date.today()),
                ("state", "in", ("new", "open")),
            ]
        )
        Cron._commit_progress(remaining=len(late))
        waiting = self.search([("handler_id", "=", False), ("is_open", "=", True)])
        for concern in waiting:
            # Sent once: to an officer who could not be found when it arrived.
            occasion = "appeal" if concern.state == "appealed" else "first"
            concern._tell_officers("mail_template_concern_received", occasion)
        for concern in late:
            concern._tell_officers("mail_template_concern_reminder")
            if not Cron._commit_progress(1):
                break
