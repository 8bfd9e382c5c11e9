# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

# Core's emails bring a ticket as PDF, which nobody needs to enter a webinar.
OWN_MAILS = {
    "event.event_subscription": "mentoring_scheme.mail_template_webinar_registration",
    "event.event_reminder": "mentoring_scheme.mail_template_webinar_reminder",
}
# Whoever is in one of these is taken care of by the registration itself.
WATCHED_FIELDS = {
    "active",
    "date_end",
    "kanban_state",
    "mentoring_audience",
    "mentoring_intake_id",
}


class EventEvent(models.Model):
    """A webinar of an intake: everyone whom it is for is registered (A23, A24)."""

    _inherit = "event.event"

    mentoring_intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        index="btree_not_null",
        ondelete="set null",
        help="The participants of this intake are registered automatically.",
    )
    mentoring_audience = fields.Selection(
        selection=[
            ("all", "Everyone"),
            ("mentor", "Mentors"),
            ("mentee", "Mentees"),
            ("peer", "Peers"),
        ],
        string="Who Is Registered",
        default="all",
        required=True,
        help="The participants of the intake whom the webinar is for.",
    )
    is_mentoring_orientation = fields.Boolean(
        string="Mentoring Orientation",
        help="Attending it counts as orientation, which a certificate may ask for.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        webinars = events.filtered("mentoring_intake_id")
        webinars._use_own_mails()
        webinars._follow_participants()
        return events

    def write(self, vals):
        """Follow what changes, and tell those who are registered of it."""
        coming = self._filter_coming()
        before = {webinar: webinar._get_appointment() for webinar in coming}
        result = super().write(vals)
        coming.filtered(lambda webinar: webinar._is_off())._call_off()
        coming.filtered(
            lambda webinar: (
                not webinar._is_off() and webinar._get_appointment() != before[webinar]
            )
        )._announce_change()
        if WATCHED_FIELDS & vals.keys():
            webinars = self.filtered("mentoring_intake_id")
            webinars._use_own_mails()
            webinars._follow_participants()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_expected(self):
        """Nobody waits for a webinar that is gone without a word."""
        for webinar in self._filter_coming():
            if webinar._filter_expecting():
                raise UserError(
                    self.env._(
                        "People are registered for %(webinar)s. Archive it instead: "
                        "then we'll email them that it doesn't take place.",
                        webinar=webinar.display_name,
                    )
                )

    def _filter_coming(self):
        """Return the webinars of these that have not begun, and are not called off."""
        now = fields.Datetime.now()
        return self.filtered(
            lambda event: (
                event.mentoring_intake_id
                and event.date_begin > now
                and not event._is_off()
            )
        )

    def _is_off(self):
        """Return whether the webinar does not take place: archived, or cancelled."""
        self.ensure_one()
        return not self.active or self.kanban_state == "cancel"

    def _get_appointment(self):
        """Return what whoever is registered has written down of the webinar."""
        self.ensure_one()
        return self.date_begin, self.date_end, self.event_url or ""

    def _filter_expecting(self):
        """Return the registrations of those who expect the webinar to take place."""
        # Coordinators need not be event officers for members to be told.
        return self.sudo().registration_ids.filtered(lambda r: r.state == "open")

    def _announce_change(self):
        """Tell everybody who is registered how the webinar stands now."""
        for webinar in self:
            begin, end, url = webinar._get_appointment()
            expecting = webinar._filter_expecting()
            expecting._notify("changed", f"{begin} {end} {url}")

    def _call_off(self):
        """Tell everybody who is registered; undoing it has those back who are due."""
        for webinar in self:
            expecting = webinar._filter_expecting()
            expecting._notify("cancelled", str(webinar.date_begin))
            expecting.write({"state": "cancel", "is_mentoring_released": True})

    def _use_own_mails(self):
        """Replace core's delivered emails; what staff chose themselves stays."""
        own = {
            self.env.ref(core, raise_if_not_found=False): self.env.ref(
                mail, raise_if_not_found=False
            )
            for core, mail in OWN_MAILS.items()
        }
        for line in self.sudo().event_mail_ids:  # officers' alone, as are its emails
            if (mail := own.get(line.template_ref)) and line.template_ref:
                line.template_ref = mail

    def _follow_participants(self, people=None):
        """Register whom these webinars are for, and release who has left (A24).

        Only webinars to come. Safe to repeat: nobody is registered twice, and who has
        cancelled the registration is left alone.

        :param people: the contacts to look at; all of the intakes unless given
        :return: the registrations made
        """
        now = fields.Datetime.now()
        # Coordinators need not be event officers to have members registered.
        events = self.sudo().filtered(
            lambda event: event.mentoring_intake_id and not event._is_off()
        )
        events = events.filtered(lambda event: event.date_end > now)
        domain = [("intake_id", "in", events.mentoring_intake_id.ids)]
        if people is not None:
            domain.append(("partner_id", "in", people.ids))
        seats = self.env["mentoring.participant"].sudo().search(domain)  # as above
        seats_by_intake = seats.grouped("intake_id")
        vals_list = []
        for event in events:
            seats = seats_by_intake.get(event.mentoring_intake_id, seats.browse())
            # Who has completed early is welcome until the last webinar.
            current = seats.filtered(lambda s: s.state in ("current", "completed"))
            due = event._filter_audience(current).partner_id
            event.registration_ids._release(seats.partner_id - current.partner_id)
            event.registration_ids._take_back(due)
            vals_list += [
                {"event_id": event.id, "partner_id": partner.id}
                for partner in due - event.registration_ids.partner_id
            ]
        return self.env["event.registration"].sudo().create(vals_list)  # as above

    def _filter_audience(self, seats):
        """Return those of the intake's seats whose people this webinar is for."""
        self.ensure_one()
        return seats.filtered(
            lambda seat: self.mentoring_audience in ("all", seat.role)
        )

    @api.model
    def _cron_follow_participants(self):
        """Register and release whoever was missed, once a day."""
        webinars = self.search(
            [
                ("mentoring_intake_id", "!=", False),
                ("date_end", ">", fields.Datetime.now()),
            ]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(webinars))
        for webinar in webinars:
            webinar._follow_participants()
            if not Cron._commit_progress(1):
                break

    # ------------------------------------------------------------------
    # In a calendar
    # ------------------------------------------------------------------

    def _get_ics_file(self, slot=False):
        """Complete core's calendar file: a second one of the same webinar replaces it.

        RFC 5545 asks for ``UID`` and ``DTSTAMP``, which core leaves out.
        """
        files = super()._get_ics_file(slot=slot)
        for webinar in self.filtered("mentoring_intake_id"):
            if content := files.get(webinar.id):
                files[webinar.id] = webinar._complete_ics(content)
        return files

    def _get_mentoring_ics(self):
        """Return the calendar file of a webinar as bytes; none without ``vobject``."""
        self.ensure_one()
        return self._get_ics_file(slot=self.env["event.slot"]).get(self.id)

    def _complete_ics(self, content):
        import vobject  # core takes it as optional, and so do we

        calendar = vobject.readOne(content.decode())
        calendar.add("method").value = "PUBLISH"
        entry = calendar.vevent
        host = self.get_base_url().split("://")[-1].split(":")[0]
        for name in ("uid", "dtstamp", "url", "location"):
            entry.contents.pop(name, None)
        entry.add("uid").value = f"webinar-{self.id}@{host}"
        entry.add("dtstamp").value = pytz.utc.localize(self.write_date)
        if place := self.event_url or self.address_inline:
            entry.add("location").value = place
        if self.event_url:
            entry.add("url").value = self.event_url
        return calendar.serialize().encode()
