# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_topic
from . import mentoring_sector
from . import mentoring_document
from . import mentoring_scheme
from . import mentoring_scheme_copy
from . import mentoring_scheme_page
from . import mentoring_scheme_ready_made
from . import mentoring_faq
from . import mentoring_intake
from . import mentoring_intake_dates
from . import mentoring_intake_sensible
from . import mentoring_intake_proposal
from . import mentoring_intake_step
from . import mentoring_milestone
