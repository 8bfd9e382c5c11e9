# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_partnership
from . import mentoring_partnership_dates
from . import mentoring_partnership_step
from . import mentoring_partnership_health
from . import mentoring_participant
from . import mentoring_participant_membership
from . import mentoring_participant_seat
from . import mentoring_participant_contact
from . import mentoring_match_publication
from . import mentoring_intake_publish
from . import mentoring_withdrawal_reason
from . import mentoring_withdrawal
from . import mentoring_checkin
from . import res_partner_partnership
from . import mentoring_intake_partnerships
from . import mentoring_application_partnership
from . import mentoring_partnership_end
