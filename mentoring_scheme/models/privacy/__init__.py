# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_retention_policy
from . import mentoring_erasure
from . import mentoring_erasure_due
from . import mentoring_erasure_request
from . import mentoring_application_erasure
from . import mentoring_partnership_erasure
