# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_match_wish
from . import mentoring_match_conflict
from . import mentoring_criterion
from . import mentoring_match_run
from . import mentoring_match_job
from . import mentoring_match_board
from . import mentoring_match_step
from . import mentoring_match_candidate
from . import mentoring_match_tally
from . import mentoring_match_pin
from . import mentoring_topic_supply
from . import mentoring_intake_match
from . import mentoring_match_pool
from . import mentoring_match_rule
from . import mentoring_match_solve
from . import mentoring_match_result
from . import mentoring_match_sentence
