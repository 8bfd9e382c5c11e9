# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_retention_policy
from . import mentoring_erasure
from . import mentoring_erasure_due
from . import mentoring_erasure_request
from . import mentoring_application_erasure
from . import mentoring_partnership_erasure
from . import mentoring_disclosure
from . import mentoring_disclosure_screen
from . import mentoring_disclosure_reading
from . import mentoring_sealed_disclosure
from . import mentoring_note_disclosure
from . import mentoring_agreement_answer_disclosure
from . import mentoring_scheme_disclosure
from . import mentoring_partnership_disclosure
