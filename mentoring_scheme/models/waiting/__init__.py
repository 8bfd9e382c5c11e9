# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_membership_wait
from . import mentoring_place_offer
from . import mentoring_waiting_list
from . import mentoring_intake_places
from . import mentoring_application_waiting
