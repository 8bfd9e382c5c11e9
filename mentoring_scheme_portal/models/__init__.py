# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import ir_http
from . import res_users
from . import mentoring_scheme
from . import mentoring_document
from . import mentoring_intake
from . import mentoring_waiting_list
from . import mentoring_background
from . import mentoring_profile
from . import mentoring_application
from . import mentoring_application_conduct
from . import mentoring_application_file
from . import mentoring_reference
from . import mentoring_participant
from . import mentoring_next_step
from . import mentoring_pd_line
from . import mentoring_partnership
from . import mentoring_agreement
from . import mentoring_goal
from . import mentoring_note
from . import mentoring_message
from . import mentoring_meeting
from . import event_event
from . import mentoring_evaluation
from . import mentoring_withdrawal
from . import mentoring_concern
from . import mentoring_disclosure
from . import mentoring_fee
from . import mentoring_certificate
from . import mentoring_match_wish
from . import mentoring_erasure_request
from . import mentoring_export
from . import mentoring_setup
