# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from . import base
from . import member
from . import programme
from . import application
from . import waiting
from . import match
from . import partnership
from . import agreement
from . import meeting
from . import webinar
from . import evaluation
from . import fee
from . import recognition
from . import privacy
from . import conduct
from . import report
