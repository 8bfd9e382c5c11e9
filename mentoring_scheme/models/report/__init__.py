# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_scheme_desk
from . import mentoring_today
from . import mentoring_today_intake
from . import mentoring_today_desk
from . import mentoring_setup
from . import mentoring_setup_button
from . import mentoring_setup_language
from . import mentoring_outcome
from . import mentoring_outcome_board
from . import mentoring_evaluation_chart
