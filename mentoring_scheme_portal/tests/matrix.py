# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reaches which page of the members: the one table, in plain Python.

Beside the table of ``mentoring_scheme`` (``mentoring_scheme/tests/matrix.py``), and
printed with it into ``docs/access.md``. A route of the addon that is missing here fails
the tests.
"""

from dataclasses import dataclass

# Who asks for the mentee's records: "mentee" is the person that they are about.
CALLERS = (
    "public",  # has not logged in
    "stranger",
    "member",
    "applicant",
    "mentee",
    "partner",
    "mentor",
    "former partner",
    "colleague",
    "coordinator",
)
LOGGED_IN = frozenset(CALLERS) - {"public"}
EVERYONE = frozenset(CALLERS)
SELF = frozenset({"mentee"})
PAIR = frozenset({"mentee", "partner"})
# Those who applied to the scheme, in whatever role, read the texts for all.
APPLICANTS = frozenset({"applicant", "mentee", "partner", "mentor", "former partner"})
# What a partner learns of one's application, once the match is published.
PROFILE = ("current_role", "employer", "location")


@dataclass(frozen=True)
class Route:
    """One address: whose record it names, and who gets it.

    :param callers: who gets it; others are answered as if there were no such record
    :param record: the model of the mentee's record that fills the address
    :param purpose: what the signed link to that record asks
    :param csrf: a post without the token is refused; JSON cannot be posted by a form
    """

    callers: frozenset
    record: str = ""
    purpose: str = ""
    csrf: bool = True


ANSWER = "/mentoring/answer/<string:token>"
REFERENCE = "/mentoring/reference/<string:token>"
HOME = "/my/mentoring"
APPLY = f"{HOME}/apply/<int:intake_id>/<any(mentor,mentee,peer):role>"
APPLICATION = f"{HOME}/application/<int:application_id>"
PARTNERSHIP = f"{HOME}/partnership/<int:partnership_id>"
AGREEMENT = f"{HOME}/agreement/<int:agreement_id>"
DOCUMENT = f"{HOME}/document/<int:document_id>"
CONCERN = f"{HOME}/concern/<int:concern_id>"
GOAL = f"{HOME}/goal/<int:goal_id>"
MEETING = f"{HOME}/meeting/<int:meeting_id>"
# Core's own addresses, which we answer first.
CORE_PATHS = {"/web/login", "/web/signup", "/web/reset_password"}
ROUTES = {
    # The scheme, for everybody.
    ("GET", "/mentoring"): Route(EVERYONE),
    ("GET", "/mentoring/<string:slug>"): Route(EVERYONE, "mentoring.scheme"),
    ("GET", "/mentoring/picture/<int:scheme_id>"): Route(EVERYONE, "mentoring.scheme"),
    ("GET", "/mentoring/document/<int:document_id>"): Route(
        EVERYONE, "mentoring.document"
    ),
    ("GET", "/mentoring/document/<int:document_id>/file"): Route(
        EVERYONE, "mentoring.document"
    ),
    # Whoever holds the certificate has its address.
    ("GET", "/mentoring/certificate/<string:token>"): Route(
        EVERYONE, "mentoring.certificate"
    ),
    # Whoever has the mail has the address; one question of one record.
    ("GET", ANSWER): Route(EVERYONE, "mentoring.application", "waitlist"),
    ("POST", ANSWER): Route(EVERYONE, "mentoring.application", "waitlist"),
    ("GET", REFERENCE): Route(EVERYONE, "mentoring.reference", "reference"),
    ("POST", REFERENCE): Route(EVERYONE, "mentoring.reference", "reference"),
    # Whoever asks for a login: every address gets the same answer.
    ("GET", "/mentoring/login"): Route(EVERYONE),
    ("POST", "/mentoring/login"): Route(EVERYONE),
    ("GET", "/mentoring/login/<string:token>"): Route(
        EVERYONE, "mentoring.login.request", "sign_up"
    ),
    ("POST", "/mentoring/login/<string:token>"): Route(
        EVERYONE, "mentoring.login.request", "sign_up"
    ),
    # The member's own pages.
    ("GET", HOME): Route(LOGGED_IN),
    ("GET", f"{HOME}/profile"): Route(LOGGED_IN),
    ("POST", f"{HOME}/profile"): Route(LOGGED_IN),
    ("GET", f"{HOME}/data"): Route(LOGGED_IN),
    ("GET", f"{HOME}/data/mentoring.zip"): Route(LOGGED_IN),
    ("POST", f"{HOME}/data/erase"): Route(LOGGED_IN),
    ("GET", APPLY): Route(LOGGED_IN, "mentoring.intake"),
    ("POST", APPLY): Route(LOGGED_IN, "mentoring.intake"),
    ("GET", APPLICATION): Route(SELF, "mentoring.application"),
    ("GET", f"{APPLICATION}/edit"): Route(SELF, "mentoring.application"),
    ("POST", f"{APPLICATION}/edit"): Route(SELF, "mentoring.application"),
    ("GET", f"{APPLICATION}/choice"): Route(SELF, "mentoring.application"),
    ("POST", f"{APPLICATION}/choice"): Route(SELF, "mentoring.application"),
    ("POST", f"{APPLICATION}/conduct"): Route(SELF, "mentoring.application"),
    ("POST", f"{APPLICATION}/take_back"): Route(SELF, "mentoring.application"),
    ("GET", f"{APPLICATION}/withdraw"): Route(SELF, "mentoring.application"),
    ("POST", f"{APPLICATION}/withdraw"): Route(SELF, "mentoring.application"),
    ("GET", f"{HOME}/file/<int:file_id>"): Route(SELF, "mentoring.application.file"),
    ("GET", f"{HOME}/certificate/<int:certificate_id>"): Route(
        SELF, "mentoring.certificate"
    ),
    ("GET", f"{HOME}/certificate/<int:certificate_id>/letter"): Route(
        SELF, "mentoring.certificate"
    ),
    ("POST", f"{HOME}/withdrawal/<int:withdrawal_id>/cancel"): Route(
        SELF, "mentoring.withdrawal"
    ),
    ("GET", CONCERN): Route(SELF, "mentoring.concern"),
    ("POST", f"{CONCERN}/appeal"): Route(SELF, "mentoring.concern"),
    # The note of the table is a private one.
    ("POST", f"{HOME}/note/<int:note_id>/delete"): Route(SELF, "mentoring.note"),
    # The message of the table was written for its author alone.
    ("POST", f"{HOME}/message/<int:message_id>/delete"): Route(
        SELF, "mentoring.message"
    ),
    # What the pair shares.
    ("GET", PARTNERSHIP): Route(PAIR, "mentoring.partnership"),
    ("GET", f"{PARTNERSHIP}/withdraw"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/withdraw"): Route(PAIR, "mentoring.partnership"),
    ("GET", f"{PARTNERSHIP}/concern"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/concern"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/conclude"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/meeting"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{MEETING}/confirm"): Route(PAIR, "mentoring.meeting"),
    ("POST", f"{MEETING}/missed"): Route(PAIR, "mentoring.meeting"),
    ("POST", f"{MEETING}/agenda"): Route(PAIR, "mentoring.meeting"),
    ("POST", f"{MEETING}/cancel"): Route(PAIR, "mentoring.meeting"),
    ("GET", f"{MEETING}/invitation.ics"): Route(PAIR, "mentoring.meeting"),
    ("GET", f"{HOME}/webinar/<int:webinar_id>/invitation.ics"): Route(
        PAIR | {"mentor"},
        "event.event",  # who takes part in the same intake
    ),
    ("GET", f"{MEETING}/move"): Route(PAIR, "mentoring.meeting"),
    ("POST", f"{MEETING}/move"): Route(PAIR, "mentoring.meeting"),
    ("GET", f"{PARTNERSHIP}/plan"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/goal"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/note"): Route(PAIR, "mentoring.partnership"),
    ("GET", f"{PARTNERSHIP}/messages"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{PARTNERSHIP}/messages"): Route(PAIR, "mentoring.partnership"),
    ("GET", GOAL): Route(PAIR, "mentoring.goal"),
    ("POST", GOAL): Route(PAIR, "mentoring.goal"),
    ("POST", f"{PARTNERSHIP}/milestone"): Route(PAIR, "mentoring.partnership"),
    ("POST", f"{GOAL}/action"): Route(PAIR, "mentoring.goal"),
    ("POST", f"{HOME}/action/<int:action_id>/done"): Route(
        PAIR, "mentoring.goal.action"
    ),
    ("POST", f"{GOAL}/done"): Route(PAIR, "mentoring.goal"),
    ("GET", AGREEMENT): Route(PAIR, "mentoring.agreement"),
    ("GET", f"{AGREEMENT}/fill"): Route(PAIR, "mentoring.agreement"),
    ("POST", f"{AGREEMENT}/fill"): Route(PAIR, "mentoring.agreement"),
    ("POST", f"{AGREEMENT}/decline"): Route(PAIR, "mentoring.agreement"),
    ("POST", f"{AGREEMENT}/amend"): Route(PAIR, "mentoring.agreement"),
    ("GET", f"{AGREEMENT}/pdf"): Route(PAIR, "mentoring.agreement"),
    ("POST", f"{AGREEMENT}/sign"): Route(PAIR, "mentoring.agreement", csrf=False),
    # One's own hours.
    ("GET", f"{HOME}/hours"): Route(LOGGED_IN),
    ("GET", f"{HOME}/hours/statement.pdf"): Route(LOGGED_IN),
    ("GET", f"{HOME}/hours/statement.csv"): Route(LOGGED_IN),
    # The scheme's texts.
    ("GET", DOCUMENT): Route(APPLICANTS, "mentoring.document"),
    ("GET", f"{DOCUMENT}/file"): Route(APPLICANTS, "mentoring.document"),
}
