# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_concern
from . import mentoring_concern_step
from . import mentoring_concern_file
from . import mentoring_concern_outcome
from . import mentoring_concern_appeal
from . import mentoring_concern_officer
