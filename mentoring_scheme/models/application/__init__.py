# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_background
from . import mentoring_profile
from . import mentoring_application
from . import mentoring_eligibility
from . import mentoring_eligibility_staff
from . import mentoring_funnel
from . import mentoring_application_dates
from . import mentoring_application_signed
from . import mentoring_application_decision
from . import mentoring_application_login
from . import mentoring_reference
from . import mentoring_application_override
from . import mentoring_application_file
from . import res_partner_application
from . import mentoring_document_acceptance
from . import mentoring_intake_applications
from . import mentoring_application_reminder
from . import mentoring_application_duplicate
from . import mentoring_application_import
from . import base_import
from . import mentoring_application_conduct
from . import mentoring_application_referee
from . import mentoring_application_submission
