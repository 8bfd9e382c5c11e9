# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from .application_form import QUESTION, ApplicationForm, Offer
from .concern_form import ConcernForm
from .form import Answers, Option, Section, find_missing, is_web_address, parse
from .meeting_form import MeetingForm
from .plan_form import GoalForm, NoteForm
from .withdrawal_form import WithdrawalForm
