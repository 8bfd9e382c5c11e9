# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import mentoring_goal
from . import mentoring_goal_action
from . import mentoring_note
from . import mentoring_message
from . import mentoring_message_seat
from . import mentoring_meeting
from . import mentoring_meeting_invitation
from . import mentoring_meeting_kept
from . import mentoring_meeting_attendance
