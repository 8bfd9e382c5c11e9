# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_access_matrix
from . import test_confidentiality
from . import test_journey
from . import test_matching_assign
from . import test_matching_certify
from . import test_matching_cohorts
from . import test_matching_explain
from . import test_matching_peers
from . import test_matching_score
from . import test_matching_traps
from . import test_menus
from . import test_mentoring_agreement
from . import test_mentoring_application
from . import test_mentoring_certificate
from . import test_mentoring_concern
from . import test_mentoring_evaluation
from . import test_mentoring_fee
from . import test_mentoring_fee_books
from . import test_mentoring_fee_sequences
from . import test_mentoring_goal
from . import test_mentoring_intake
from . import test_mentoring_match_run
from . import test_mentoring_meeting
from . import test_mentoring_note
from . import test_mentoring_notification
from . import test_mentoring_participant
from . import test_mentoring_refund_rule
from . import test_mentoring_scheme
from . import test_mentoring_pd_line
from . import test_mentoring_pd_correction
from . import test_mentoring_withdrawal
from . import test_rpc_methods
