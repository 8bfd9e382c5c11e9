# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from .agreement_form import AgreementForm
from .application_form import PAPERS, REVIEW, ApplicationForm, Offer
from .background import Choices
from .concern_form import ConcernForm
from .form import (
    Answers,
    LazyOptions,
    Option,
    Section,
    find_missing,
    is_web_address,
    parse,
)
from .meeting_form import MeetingForm
from .own_questions import QUESTION
from .plan_form import ActionForm, GoalForm, MessageForm, NoteForm
from .profile_form import ProfileForm
from .reference_form import ReferenceForm
from .withdrawal_form import WithdrawalForm
