# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_agreement_template
from . import mentoring_agreement_question
from . import mentoring_agreement
from . import mentoring_agreement_sign
from . import mentoring_agreement_consent
from . import mentoring_agreement_signature
from . import mentoring_agreement_answer
