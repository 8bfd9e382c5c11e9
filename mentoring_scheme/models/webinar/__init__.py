# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import event_event
from . import event_registration
from . import mentoring_intake_webinars
from . import mentoring_participant_webinars
