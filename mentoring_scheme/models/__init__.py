# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_billing_policy
from . import mentoring_staff_thread
from . import mentoring_notification
from . import mentoring_topic
from . import mentoring_sector
from . import mentoring_document
from . import mentoring_criterion
from . import mentoring_scheme
from . import mentoring_intake
from . import mentoring_application
from . import mentoring_application_override
from . import mentoring_application_file
from . import mentoring_match_run
from . import mentoring_match_candidate
from . import mentoring_partnership
from . import mentoring_participant
from . import mentoring_agreement_template
from . import mentoring_agreement
from . import mentoring_agreement_signature
from . import mentoring_fee
from . import mentoring_sealed
from . import mentoring_goal
from . import mentoring_note
from . import mentoring_meeting
from . import mentoring_meeting_attendance
from . import mentoring_evaluation
from . import mentoring_withdrawal_reason
from . import mentoring_withdrawal
from . import mentoring_certificate
from . import account_move
from . import account_move_line
from . import event_event
from . import res_partner
from . import survey_survey
from . import survey_user_input
