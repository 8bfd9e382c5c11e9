# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_billing_policy
from . import mentoring_refund_rule
from . import mentoring_scheme_fee
from . import mentoring_intake_fee
from . import product_template
from . import mentoring_fee
from . import mentoring_fee_offer
from . import mentoring_fee_billing
from . import mentoring_fee_quote
from . import report_mentoring_fee_quote
from . import mentoring_fee_ledger
from . import mentoring_fee_sending
from . import mentoring_fee_refund
from . import mentoring_fee_reissue
from . import mentoring_fee_overdue
from . import mentoring_fee_consistency
from . import mentoring_agreement_offer
from . import mentoring_withdrawal_fee
from . import account_move
from . import account_move_line
from . import account_move_payment
from . import account_move_fee_rule
from . import account_move_kept
from . import account_partial_reconcile
from . import account_move_reissue
from . import account_move_send
from . import res_partner_fee
from . import res_partner_statement
from . import report_mentoring_fee_statement
from . import mentoring_application_payer
