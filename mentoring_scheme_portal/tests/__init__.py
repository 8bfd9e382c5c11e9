# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import test_access_log
from . import test_form
from . import test_application_form
from . import test_meeting_form
from . import test_portal_access
from . import test_portal_answer
from . import test_portal_agreement
from . import test_portal_application
from . import test_portal_choice
from . import test_portal_application_input
from . import test_portal_evaluation
from . import test_portal_export
from . import test_portal_fee
from . import test_portal_join
from . import test_portal_profile
from . import test_portal_concern
from . import test_portal_disclosure
from . import test_portal_conduct
from . import test_portal_consent
from . import test_portal_keyboard
from . import test_portal_meeting
from . import test_portal_message
from . import test_portal_next_step
from . import test_portal_partnership
from . import test_portal_pd_line
from . import test_portal_plain_html
from . import test_portal_plan
from . import test_portal_public
from . import test_portal_scheme
from . import test_portal_tours
from . import test_promises
from . import test_route_matrix
from . import test_portal_reference
from . import test_portal_login
