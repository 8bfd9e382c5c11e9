# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_portal
from . import mentoring_home
from . import mentoring_answer
from . import mentoring_login
from . import mentoring_reference
from . import mentoring_application
from . import mentoring_profile
from . import mentoring_export
from . import mentoring_partnership
from . import mentoring_plan
from . import mentoring_message
from . import mentoring_agreement
from . import mentoring_meeting
from . import mentoring_webinar
from . import mentoring_pd_line
from . import mentoring_withdrawal
from . import mentoring_concern
from . import mentoring_document
from . import mentoring_certificate
from . import mentoring_scheme
from . import mentoring_choice
