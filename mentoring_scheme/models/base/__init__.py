# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mail_activity
from . import mentoring_derived
from . import mentoring_task
from . import mentoring_staff_thread
from . import mentoring_answer_link
from . import mentoring_notification
from . import mentoring_data_key
from . import mentoring_sealed_text
from . import mentoring_sealed_screen
from . import mentoring_sealed
from . import mentoring_step_notice
from . import mentoring_notification_delivery
from . import mentoring_notification_sign_off
from . import mail_mail
from . import mail_template
from . import mentoring_retention
from . import ir_actions_report
from . import ir_binary
from . import ir_fields_converter
from . import ir_http
from . import ir_qweb
