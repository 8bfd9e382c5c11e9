# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

STAFF = "mentoring_scheme.group_mentoring_user"
BOOKS = f"{STAFF},account.group_account_invoice"


class ResPartner(models.Model):
    _inherit = "res.partner"

    mentoring_application_ids = fields.One2many(
        comodel_name="mentoring.application",
        inverse_name="partner_id",
        string="Mentoring Applications",
        groups=STAFF,
    )
    mentoring_profile_ids = fields.One2many(
        comodel_name="mentoring.profile",
        inverse_name="partner_id",
        string="Mentoring Profiles",
        groups=STAFF,
    )
    mentoring_participant_ids = fields.One2many(
        comodel_name="mentoring.participant",
        inverse_name="partner_id",
        string="Mentoring History",
        groups=STAFF,
    )
    mentoring_pd_line_ids = fields.One2many(
        comodel_name="mentoring.pd.line",
        inverse_name="partner_id",
        string="PD Hours",
        groups=STAFF,
    )
    mentoring_certificate_ids = fields.One2many(
        comodel_name="mentoring.certificate",
        inverse_name="partner_id",
        string="Mentoring Certificates",
        groups=STAFF,
    )
    mentoring_fee_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        compute="_compute_mentoring_fee_ids",
        string="Mentoring Fees",
        groups=BOOKS,
        help="This person's own fees, and those that this contact pays for others.",
    )
    mentoring_application_count = fields.Integer(
        string="Number of Mentoring Applications",
        compute="_compute_mentoring_application_count",
        groups=STAFF,
    )
    mentoring_partnership_count = fields.Integer(
        compute="_compute_mentoring_partnership_count", groups=STAFF
    )
    mentoring_fee_count = fields.Integer(
        compute="_compute_mentoring_fee_count",
        groups=BOOKS,
    )

    def _compute_mentoring_fee_ids(self):
        fees = self.env["mentoring.fee"].search(
            ["|", ("partner_id", "in", self.ids), ("payer_id", "in", self.ids)]
        )
        for partner in self:
            person = partner._origin
            partner.mentoring_fee_ids = fees.filtered_domain(
                ["|", ("partner_id", "=", person.id), ("payer_id", "=", person.id)]
            )

    def _compute_mentoring_fee_count(self):
        Fee = self.env["mentoring.fee"]
        counts = dict.fromkeys(self, 0)
        # One's own fees, and those that one pays for others.
        for partner, payer, count in Fee._read_group(
            ["|", ("partner_id", "in", self.ids), ("payer_id", "in", self.ids)],
            ["partner_id", "payer_id"],
            ["__count"],
        ):
            for person in partner | payer:
                if person in counts:
                    counts[person] += count
        for partner in self:
            partner.mentoring_fee_count = counts[partner]

    def _compute_mentoring_application_count(self):
        counts = dict(
            self.env["mentoring.application"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mentoring_application_count = counts.get(partner, 0)

    def _compute_mentoring_partnership_count(self):
        counts = dict(
            self.env["mentoring.participant"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mentoring_partnership_count = counts.get(partner, 0)

    def action_view_mentoring(self):
        """Open everything that this person has done in mentoring, on one page."""
        self.ensure_one()
        view = self.env.ref("mentoring_scheme.res_partner_view_form_history")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mentoring"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
        }

    def action_view_mentoring_partnerships(self):
        """Open the partnerships in which this person takes or took part."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_partnership_action"
        )
        action["domain"] = [("participant_ids.partner_id", "=", self.id)]
        action["context"] = {}  # without the menu's default filter: past ones as well
        return action

    def action_view_mentoring_fees(self):
        """Open the mentoring fees of this person, or those that this employer pays."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_fee_action"
        )
        action["domain"] = [
            "|",
            ("partner_id", "=", self.id),
            ("payer_id", "=", self.id),
        ]
        action["context"] = {}  # without the menu's default filter: paid ones as well
        return action

    def action_view_mentoring_pd_lines(self):
        """Open the hours that count for this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_pd_line_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        return action

    def _get_mentoring_pd_statement(self):
        """Return this person's hours by scheme, role and period (promise A18)."""
        self.ensure_one()
        return self.env["mentoring.pd.line"]._get_statement(self)

    def _is_mentoring_member(self):
        """Return whether this person is a member today, as OCA membership has it.

        The stored status is refreshed once a day; an end that has passed since counts
        at once.
        """
        self.ensure_one()
        if self.membership_state not in self._membership_member_states():
            return False
        stop = self.membership_stop
        return not stop or self.free_member or stop >= fields.Date.context_today(self)
