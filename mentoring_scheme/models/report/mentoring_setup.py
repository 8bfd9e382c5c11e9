# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import config

from ..programme.mentoring_scheme_page import UNNAMED

DONE, MISSING, CHECK = "done", "missing", "check"
ADMINISTRATOR = "base.group_system"
MANAGER = "mentoring_scheme.group_mentoring_manager"
COORDINATOR = "mentoring_scheme.group_mentoring_user"
ROLES = (
    COORDINATOR,
    MANAGER,
    "mentoring_scheme.group_mentoring_conduct",
    "account.group_account_invoice",
)


class MentoringSetup(models.AbstractModel):
    """What an association sets up before the first intake, line by line.

    Each line is looked up when somebody asks: nothing is ticked off by hand.
    """

    _name = "mentoring.setup"
    _description = "Set-up of the mentoring schemes"

    # ------------------------------------------------------------------
    # Calls of the screen
    # ------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_setup(self):
        """Return the lines, each with its state, and the button that leads there."""
        self._check_reader()
        lines = [self._describe(*line) for line in self._get_lines()]
        return {
            "lines": lines,
            "done": sum(line["state"] == DONE for line in lines),
            "total": len(lines),
        }

    @api.model
    def press(self, button):
        """Take the step of a button, and return what the screen opens next.

        :param str button: a key of ``_get_buttons``
        """
        self._check_reader()
        buttons = self._get_buttons()
        if button not in buttons:
            raise UserError(self.env._("There is no such step in the set-up."))
        _label, group, step = buttons[button]
        if not self.env.user.has_group(group):
            raise AccessError(self._describe_group(group))
        return step()

    @api.model
    def _check_reader(self):
        user = self.env.user
        if not (user.has_group(COORDINATOR) or user.has_group(ADMINISTRATOR)):
            raise AccessError(self._describe_group(COORDINATOR))

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    @api.model
    def _get_lines(self):
        """Return the lines in order: title, (state, notes), buttons."""
        return [
            (self.env._("Association"), self._look_at_company(), ["company", "layout"]),
            (self.env._("Language"), self._look_at_language(), ["language"]),
            (self.env._("Time zone"), self._look_at_zone(), ["zone"]),
            (self.env._("Outgoing email"), self._look_at_mail(), ["test", "mail"]),
            (self.env._("Accounting"), self._look_at_books(), ["books"]),
            (self.env._("Staff"), self._look_at_roles(), ["staff"]),
            (self.env._("Members' logins"), self._look_at_logins(), ["logins"]),
            (self.env._("Scheme and contact"), self._look_at_scheme(), ["scheme"]),
            # After the scheme, which says who needs to be a member.
            (self.env._("Memberships"), self._look_at_memberships(), ["memberships"]),
            (self.env._("Fee"), self._look_at_fee(), ["fee"]),
            (self.env._("First intake"), self._look_at_intake(), ["intake"]),
        ]

    @api.model
    def _describe(self, title, finding, names):
        """Return a line as the screen shows it, with the buttons of this user."""
        state, notes = finding
        buttons = self._get_buttons()
        own = [
            {"name": name, "label": buttons[name][0]}
            for name in names
            if name in buttons and self.env.user.has_group(buttons[name][1])
        ]
        others = [] if own else [buttons[n][1] for n in names if n in buttons]
        return {
            "title": title,
            "state": state,
            "notes": notes,
            "buttons": own,
            "who": self._describe_group(others[0]) if others else "",
        }

    @api.model
    def _describe_group(self, group):
        """Return who can take a step, in a sentence."""
        if group == ADMINISTRATOR:
            return self.env._("An administrator of Odoo can set this up.")
        name = self.env.ref(group).sudo().name  # the name of a group is no secret
        return self.env._("Someone with the role %(role)s can set this up.", role=name)

    @api.model
    def _judge(self, gaps, done):
        """Return the finding of a line: its gaps, or else what is there."""
        return (MISSING, gaps) if gaps else (DONE, [done])

    @api.model
    def _look_at_company(self):
        company = self.env.company
        gaps = []
        if company.name == UNNAMED:
            gaps.append(self.env._("The association has no name yet."))
        if not company.country_id:
            gaps.append(self.env._("Choose the country."))
        if not company.email:
            gaps.append(self.env._("Enter the email address of the association."))
        if company.uses_default_logo:
            gaps.append(self.env._("Upload the logo."))
        done = self.env._(
            "%(name)s, %(country)s, %(currency)s",
            name=company.name,
            country=company.country_id.name,
            currency=company.currency_id.name,
        )
        if gaps:
            gaps.append(self.env._("So far: %s.", done))
        return self._judge(gaps, done)

    @api.model
    def _look_at_zone(self):
        gaps = []
        zone = self.env.user.tz
        if zone in (False, "UTC"):
            gaps.append(self.env._("Choose your time zone in your preferences."))
        schemes = self._get_schemes()
        gaps += [
            self.env._(
                "%(scheme)s still uses UTC: choose its time zone.", scheme=scheme.name
            )
            for scheme in schemes
            if scheme.tz == "UTC"
        ]
        zones = ", ".join(sorted({zone, *schemes.mapped("tz")})) if zone else ""
        return self._judge(gaps, self.env._("Deadlines end in %(zones)s.", zones=zones))

    @api.model
    def _look_at_mail(self):
        # Only whether there is one: its settings stay with the administrator.
        servers = self.env["ir.mail_server"].sudo().search_count([], limit=1)
        named = config.get("smtp_server") not in (None, False, "", "localhost")
        gaps = []
        if not servers and not named:
            gaps.append(
                self.env._(
                    "No outgoing mail server is set up. Without one, members may not "
                    "receive your emails."
                )
            )
        if not self.env.user.email:
            gaps.append(self.env._("You have no email address in your preferences."))
        return self._judge(
            gaps, self.env._("A mail server is set up. Send yourself a test email.")
        )

    @api.model
    def _look_at_books(self):
        company = self.env.company.sudo()  # only whether the books have been set up
        gaps = []
        if not company.chart_template:
            gaps.append(self.env._("Choose a chart of accounts."))
        if not company.vat:
            gaps.append(
                self.env._("Enter the %(number)s, which invoices show.", number="ABN")
                if company.country_code == "AU"
                else self.env._("Enter the tax number, which invoices show.")
            )
        if gaps:
            return MISSING, gaps
        products = self._get_schemes().sudo().fee_product_id  # their taxes, no more
        taxes = products.taxes_id.filtered(lambda tax: tax.company_id == company)
        if products and not taxes:
            return CHECK, [
                self.env._(
                    "The fee has no tax. If your association charges tax on it, choose "
                    "the sales tax on the fee's product."
                )
            ]
        return DONE, [
            self.env._(
                "Tax number %(number)s. Tax on the fee: %(taxes)s.",
                number=company.vat,
                taxes=", ".join(taxes.mapped("name")) or self.env._("none"),
            )
        ]

    @api.model
    def _look_at_memberships(self):
        gaps = []
        names = set()
        for scheme in self._get_schemes():
            for role, needed, gap in (
                (
                    "mentor",
                    scheme.mentor_member_required,
                    self.env._("No membership is on sale with which one can mentor."),
                ),
                (
                    "mentee",
                    scheme.mentee_member_required,
                    self.env._("No membership is on sale today."),
                ),
            ):
                products = scheme._get_membership_products(role)
                names |= set(products.mapped("name"))
                if needed and not products and gap not in gaps:
                    gaps.append(gap)
        if gaps:
            return MISSING, [
                *gaps,
                self.env._(
                    "Applicants who are not members yet choose a membership while "
                    "they apply. It must be valid today."
                ),
            ]
        if not names:
            return CHECK, [
                self.env._("Load a scheme first. It says who needs to be a member.")
            ]
        return DONE, [self.env._("On sale: %(names)s.", names=", ".join(sorted(names)))]

    @api.model
    def _look_at_roles(self):
        people = {
            group: self.env.ref(group)
            .sudo()  # how many people have a role, and not who
            .all_user_ids.filtered(
                lambda user: user.active and self.env.company in user.company_ids
            )
            for group in ROLES
        }
        counts = {group: len(users) for group, users in people.items()}
        notes = [
            self.env._(
                "Coordinators: %(coordinators)s. Managers: %(managers)s. Conduct "
                "officers: %(officers)s. Finance: %(finance)s.",
                coordinators=counts[ROLES[0]],
                managers=counts[ROLES[1]],
                officers=counts[ROLES[2]],
                finance=counts[ROLES[3]],
            )
        ]
        if not counts[ROLES[2]]:
            notes.append(
                self.env._(
                    "Appoint at least one conduct officer: only conduct officers read "
                    "the concerns that members raise."
                )
            )
        if not all(counts.values()):
            return MISSING, notes
        # Whoever sets up the system has every role, and rarely runs a scheme.
        if all(user.has_group(ADMINISTRATOR) for user in people[COORDINATOR]):
            notes.append(
                self.env._(
                    "So far, only administrators are coordinators. Give the role to "
                    "the people who run the scheme."
                )
            )
            return CHECK, notes
        return DONE, notes

    @api.model
    def _look_at_logins(self):
        scope = (
            self.env["ir.config_parameter"]
            .sudo()  # whether visitors may sign up, which the page shows anyway
            .get_param("auth_signup.invitation_scope")
        )
        if scope == "b2c":
            return DONE, [
                self.env._(
                    "Visitors who apply create a login with their email address. You "
                    "can also invite members."
                )
            ]
        return CHECK, [
            self.env._(
                "Only members whom you invite can log in and apply. To let visitors "
                "sign up, choose “Free sign up” under Settings, “Customer Account”."
            )
        ]

    @api.model
    def _look_at_scheme(self):
        schemes = self._get_schemes()
        if not schemes:
            return MISSING, [
                self.env._("Load a ready-made scheme, and change what you need.")
            ]
        gaps = [
            sentence
            for scheme in schemes
            for sentence in scheme._get_missing_sentences()
        ]
        return self._judge(
            list(dict.fromkeys(gaps)),
            self.env._(
                "%(schemes)s. Questions go to %(contacts)s.",
                schemes=", ".join(schemes.mapped("name")),
                contacts=", ".join(
                    dict.fromkeys(scheme._get_contact_email() for scheme in schemes)
                ),
            ),
        )

    @api.model
    def _look_at_fee(self):
        schemes = self._get_schemes()
        if not schemes:
            return MISSING, [self.env._("The fee belongs to a scheme.")]
        if any(not scheme._is_priced() for scheme in schemes):
            return MISSING, [schemes._get_price_gap()]
        return DONE, [scheme._get_fee_sentence() for scheme in schemes]

    @api.model
    def _look_at_intake(self):
        intakes = self.env["mentoring.intake"].search(
            [("company_id", "=", self.env.company.id)]
        )
        if not intakes:
            return MISSING, [
                self.env._("Plan when the mentoring starts and when members can apply.")
            ]
        opened = intakes.filtered(lambda intake: intake.phase != "draft")
        if not opened:
            return CHECK, [
                self.env._(
                    "%(intake)s is planned, and opens automatically on its opening "
                    "date.",
                    intake=intakes[:1].name,
                )
            ]
        return DONE, [", ".join(opened.mapped("name"))]

    @api.model
    def _get_schemes(self):
        return self.env["mentoring.scheme"].search(
            [("company_id", "=", self.env.company.id)]
        )
