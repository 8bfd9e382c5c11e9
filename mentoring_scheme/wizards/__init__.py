# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import account_move_reversal
from . import base_partner_merge
from . import mail_template_preview
from . import mentoring_agreement_paper
from . import mentoring_application_decision
from . import mentoring_contact
from . import mentoring_certificate_issue
from . import mentoring_certificate_issue_line
from . import mentoring_fee_adjustment
from . import mentoring_fee_billing
from . import mentoring_fee_correction
from . import mentoring_fee_waiver
from . import mentoring_mail_text
from . import mentoring_match_comparison
from . import mentoring_match_what_if
from . import mentoring_match_what_if_weight
from . import mentoring_pd_reversal
from . import mentoring_scheme_load
from . import mentoring_webinar_series
from . import portal_share
