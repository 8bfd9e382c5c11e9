# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_application_certificate
from . import mentoring_scheme_certificate
from . import mentoring_scheme_pd
from . import mentoring_pd_correction
from . import mentoring_pd_line
from . import mentoring_certificate
from . import res_partner_recognition
