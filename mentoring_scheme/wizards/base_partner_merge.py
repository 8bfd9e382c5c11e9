# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse to merge two contacts that mentoring knows to be two people.

        Core would otherwise fail on an index, with no word on what to do, or match
        somebody with themselves.
        """
        self._check_mentoring_applications(partner_ids)
        self._check_mentoring_partnerships(partner_ids)
        self._check_mentoring_exclusions(partner_ids)
        self._check_mentoring_people(partner_ids)
        self._keep_newest_mentoring_profiles(partner_ids)
        self._keep_one_mentoring_erasure_request(partner_ids)
        return super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )

    def _check_mentoring_applications(self, partner_ids):
        # Whoever merges contacts may have no access to the schemes.
        applications = (
            self.env["mentoring.application"]
            .sudo()
            .search([("partner_id", "in", list(partner_ids))])
        )
        places = applications.grouped(lambda a: (a.intake_id, a.role))
        for same_place in places.values():
            if len(same_place) > 1:
                raise UserError(
                    self.env._(
                        "These contacts have applied for the same place in a mentoring "
                        "scheme: %(applications)s. Delete the draft or decide which "
                        "application stands, and merge them then.",
                        applications=", ".join(same_place.mapped("display_name")),
                    )
                )

    def _check_mentoring_partnerships(self, partner_ids):
        """Nobody is a partner of their own (invariant 5)."""
        # Whoever merges contacts may have no access to the partnerships.
        seats = (
            self.env["mentoring.participant"]
            .sudo()
            .search([("partner_id", "in", list(partner_ids))])
        )
        for partnership, same in seats.grouped("partnership_id").items():
            if len(same.partner_id) > 1:
                raise UserError(
                    self.env._(
                        "These contacts are different people: they take part in one "
                        "partnership, %(partnership)s.",
                        partnership=partnership.display_name,
                    )
                )

    def _check_mentoring_exclusions(self, partner_ids):
        """Nobody is kept apart from themselves, and no exclusion is lost."""
        # Whoever merges contacts may have no access to the applications.
        applications = (
            self.env["mentoring.application"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", list(partner_ids)),
                    ("excluded_partner_ids", "in", list(partner_ids)),
                ]
            )
        )
        if applications:
            raise UserError(
                self.env._(
                    "These contacts are different people: one of them is to be kept "
                    "apart from another (%(applications)s).",
                    applications=", ".join(applications.mapped("display_name")),
                )
            )

    def _check_mentoring_people(self, partner_ids):
        """Nobody becomes a participant by a merge, and so reads what a pair writes.

        Invariant 7. A colleague may merge one's own contacts.
        """
        own = self.env.user.partner_id
        # Whoever merges contacts may have no access to the schemes.
        others = self.env["res.partner"].sudo().browse(partner_ids) - own
        if own.id in partner_ids and others.mentoring_participant_ids:
            raise UserError(
                self.env._(
                    "Your own contact is among these, and others of them take part in "
                    "a mentoring scheme. Please ask a colleague to merge them."
                )
            )

    def _keep_newest_mentoring_profiles(self, partner_ids):
        """A person told something twice: the newest counts, and there is but one.

        Of each company; core would otherwise fail on the index.
        """
        # Whoever merges contacts may have no access to the profiles.
        profiles = (
            self.env["mentoring.profile"]
            .sudo()
            .search([("partner_id", "in", list(partner_ids))])
        )
        for told in profiles.grouped("company_id").values():
            told[1:].unlink()  # the newest comes first

    def _keep_one_mentoring_erasure_request(self, partner_ids):
        """A person asked twice to be erased: one request is to be answered."""
        # Whoever merges contacts may have no access to the requests.
        requests = (
            self.env["mentoring.erasure.request"]
            .sudo()
            .search([("partner_id", "in", list(partner_ids)), ("state", "=", "asked")])
        )
        for asked in requests.grouped("company_id").values():
            asked[:-1].unlink()  # the first that was asked comes last
