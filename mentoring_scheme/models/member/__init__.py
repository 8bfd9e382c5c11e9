# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_login_request
from . import mentoring_address_change
from . import res_partner
from . import res_partner_address
from . import res_partner_login
from . import res_partner_membership
from . import res_partner_signup
from . import res_users
