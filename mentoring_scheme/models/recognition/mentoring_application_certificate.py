# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringApplication(models.Model):
    """The certificate of those who have taken part: its conditions, and its issue."""

    _name = "mentoring.application"
    _inherit = ["mentoring.application"]

    def action_issue_certificate(self):
        """Show who gets a certificate, with its exact content, and what is missing.

        :raise UserError: when all of these have one
        """
        self.check_access("write")
        uncertified = self.filtered(lambda application: not application.is_certified)
        if not uncertified:
            raise UserError(
                self.env._(
                    "%(names)s: a certificate has already been issued. To change it, "
                    "open it and click “Revoke…”, then “Revoke, and Issue a New One”.",
                    names=", ".join(self.mapped("display_name")),
                )
            )
        return self.env["mentoring.certificate.issue"]._open(uncertified)

    def _get_counted_seats(self):
        """Return the participations that a certificate is about: all that went on."""
        self.ensure_one()
        return self.participant_ids.filtered(
            lambda seat: seat.state in ("current", "completed")
        )

    def _get_certificate_obstacles(self):
        """Return sentences on what is still missing for a certificate (promise A32).

        Of each partnership: who mentors two answers about both. Nothing here depends on
        a confidential case, since that would tell that there is one.
        """
        self.ensure_one()
        scheme = self.scheme_id
        seats = self._get_counted_seats()
        obstacles = []
        if not seats:
            obstacles.append(self.env._("The partnership is not completed."))
        for seat in seats:
            obstacles += self._get_seat_obstacles(seat)
        hours = sum(seats.mapped("hours_confirmed"))
        if hours < scheme.certificate_min_hours:
            obstacles.append(
                self.env._(
                    "%(hours).1f of %(needed).1f hours are confirmed.",
                    hours=hours,
                    needed=scheme.certificate_min_hours,
                )
            )
        if scheme.certificate_requires_orientation and not self._is_oriented():
            obstacles.append(self.env._("No orientation has been attended."))
        # Coordinators see that a fee is open, not the invoice behind it.
        open_fees = self.sudo().fee_ids.filtered(
            lambda fee: fee.state not in ("paid", "waived", "cancelled", "credited")
        )
        if scheme.certificate_requires_fee and open_fees:
            obstacles.append(self.env._("The fee has not been paid."))
        return obstacles

    def _get_seat_obstacles(self, seat):
        """Return sentences on what one partnership still lacks."""
        partners = seat._get_partner_names()
        obstacles = []
        if seat.state != "completed":
            obstacles.append(
                self.env._(
                    "The partnership with %(partners)s is not completed.",
                    partners=partners,
                )
            )
        done = seat.evaluation_ids.filtered(lambda e: e.state == "done").mapped("kind")
        sentences = {
            "midway": self.env._(
                "The midway review about %(partners)s has not been answered.",
                partners=partners,
            ),
            "final": self.env._(
                "The final evaluation about %(partners)s has not been answered.",
                partners=partners,
            ),
        }
        scheme = self.scheme_id
        for kind, sentence in sentences.items():
            # Without a survey for this role, nobody is asked.
            is_asked = scheme[f"certificate_requires_{kind}"] and scheme._get_survey(
                kind, seat.role
            )
            if is_asked and kind not in done:
                obstacles.append(sentence)
        return obstacles

    def _is_oriented(self):
        """Return whether the applicant attended an orientation of the intake."""
        self.ensure_one()
        # Coordinators need not be event officers.
        events = self.sudo().intake_id.event_ids.filtered("is_mentoring_orientation")
        return any(
            registration.state == "done" and registration.partner_id == self.partner_id
            for registration in events.registration_ids
        )

    @api.model
    def _cron_issue_certificates(self):
        """Issue what has been earned, in schemes that let it happen by itself (A32).

        Not while something that a certificate shows is missing: staff get a task.
        """
        Cron = self.env["ir.cron"]
        Scheme = self.env["mentoring.scheme"]
        completed = self.search(
            [
                ("state", "=", "completed"),
                ("scheme_id.certificate_automatic", "=", True),
                # One that was revoked is for staff to issue anew.
                ("certificate_ids", "=", False),
            ]
        )
        Scheme._find_with_task("certificate")._close_idle_certificates()
        waiting = completed.filtered(
            lambda application: application.scheme_id._get_certificate_gaps()
        )
        waiting.scheme_id._ask_for_certificate_gaps()
        ready = completed - waiting
        Cron._commit_progress(remaining=len(ready))
        for application_id in ready.ids:
            application = self.browse(application_id).try_lock_for_update()
            if application and not application._get_certificate_obstacles():
                application._issue_certificate()
            if not Cron._commit_progress(1):
                break

    def _issue_certificate(self):
        """Issue the certificate of participation, once (promise A32).

        :return: the certificate, the one issued before if there is one
        :raise UserError: with one line per condition that is not met
        """
        self.ensure_one()
        issued = self.certificate_ids.filtered(lambda c: c.state == "issued")
        if issued:
            return issued[0]
        obstacles = self._get_certificate_obstacles()
        if obstacles:
            raise UserError(
                self.env._(
                    "No certificate for %(application)s yet:\n%(obstacles)s",
                    application=self.display_name,
                    obstacles="\n".join(obstacles),
                )
            )
        return self.env["mentoring.certificate"]._issue(self)

    certificate_ids = fields.One2many(
        comodel_name="mentoring.certificate", inverse_name="application_id"
    )
    is_certified = fields.Boolean(
        string="Certificate Issued",
        compute="_compute_is_certified",
        store=True,
        help="A certificate has been issued and is valid.",
    )

    @api.depends("certificate_ids.state")
    def _compute_is_certified(self):
        for application in self:
            application.is_certified = any(
                certificate.state == "issued"
                for certificate in application.certificate_ids
            )
