# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_scheme_survey
from . import mentoring_evaluation
from . import mentoring_evaluation_dates
from . import mentoring_participant_evaluation
from . import mentoring_partnership_evaluation
from . import survey_question
from . import survey_question_answer
from . import survey_survey
from . import survey_user_input
from . import survey_user_input_line
