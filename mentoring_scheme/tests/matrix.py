# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may do what in the back office's models: the one table, in plain Python.

The tests beside it check every cell by real calls, and ``docs/access.md`` is printed
from it (``bin/python docs/make_access.py``). A model, an access row, a record rule, a
field on a core model or a public method that is not described here fails the tests.

Rights are letters: ``r`` read and search, ``w`` write, ``c`` create, ``u`` unlink.
"""

from dataclasses import dataclass

PORTAL = "base.group_portal"
USER = "base.group_user"
COORDINATOR = "mentoring_scheme.group_mentoring_user"
MANAGER = "mentoring_scheme.group_mentoring_manager"
CONDUCT = "mentoring_scheme.group_mentoring_conduct"
FINANCE = "account.group_account_invoice"
EVENTS = "event.group_event_registration_desk"
ANALYTIC = "analytic.group_analytic_accounting"
EXPORT = "base.group_allow_export"

# Which groups stand behind a persona, those that the others bring along included.
PERSONAS = {
    "public": {},
    "stranger": {PORTAL},  # a contact with a login, not a member
    "member": {PORTAL},  # a member without any part in a scheme
    "applicant": {PORTAL},
    "mentee": {PORTAL},
    "partner": {PORTAL},  # the mentor of that mentee
    "mentor": {PORTAL},  # the mentor of another pair
    "former partner": {PORTAL},  # was that mentee's mentor, and withdrew
    "colleague": {PORTAL},  # works for the employer of that mentee
    "internal": {USER},  # works in the office, without any role here
    "coordinator": {USER, COORDINATOR, EVENTS, EXPORT},
    "manager": {USER, COORDINATOR, MANAGER, EVENTS, EXPORT},
    "conduct officer": {USER, CONDUCT},
    "finance": {USER, FINANCE},
    "other coordinator": {USER, COORDINATOR, EVENTS, EXPORT},  # of another company
    "other finance": {USER, FINANCE},  # of another company
}
MEMBERS = tuple(name for name, groups in PERSONAS.items() if PORTAL in groups)
STAFF = tuple(name for name, groups in PERSONAS.items() if USER in groups)

# Where a record stands to the persona.
POSITIONS = ("own", "partner's", "unrelated", "other company")

COMPANY = "company"  # a global rule: only the companies that one works in
MAKER = "maker"  # a global rule: only whoever made the record
PERSON = "person"  # a global rule: only the people of the partnership
HANDLER = "handler"  # a global rule: the case's handler, or officers without a part
NO_PART = "no part"  # a global rule: not who takes part in the partnership
NO_CASES = "no cases"  # a global rule: nothing about confidential cases
NO_LINKS = "no links"  # a global rule: no mail that holds its reader's own link
GLOBAL = (COMPANY, MAKER, PERSON, HANDLER, NO_PART, NO_CASES, NO_LINKS)
# Group rules of the portal: what a member may read of what he may read at all.
ACTIVE = "portal: the scheme is active"
PUBLISHED = "portal: the intake is neither a draft nor cancelled"
# Group rules of coordinators: what they may read of core's surveys.
SURVEYS = "coordinator: the survey belongs to mentoring"
ANSWERS = "coordinator: the evaluation belongs to a company that one works in"
BY_COMPANY = {COMPANY, ANSWERS, MAKER}


@dataclass(frozen=True)
class Room:
    """The access rows and record rules of one model; None is no row at all."""

    portal: str | None = None
    coordinator: str | None = None
    manager: str | None = None
    conduct: str | None = None
    finance: str | None = None
    rules: tuple = (COMPANY,)
    transient: bool = False
    sealed: bool = False  # a row for all who work here, which grants nothing

    def rows(self):
        """Return the access rows: group to letters."""
        rows = {
            PORTAL: self.portal,
            COORDINATOR: self.coordinator,
            MANAGER: self.manager,
            CONDUCT: self.conduct,
            FINANCE: self.finance,
        }
        rows = {group: letters for group, letters in rows.items() if letters}
        return {USER: "", **rows} if self.sealed else rows

    def rights(self, persona):
        """Return the letters that the persona's groups have, on any record."""
        groups = PERSONAS[persona]
        granted = {
            letter
            for group, letters in self.rows().items()
            if group in groups
            for letter in letters
        }
        return "".join(letter for letter in "rwcu" if letter in granted)

    def rights_on(self, persona, position):
        """Return the letters that hold for a record in this position."""
        if position == "other company" and BY_COMPANY & {*self.rules}:
            return ""
        return self.rights(persona)


ROOMS = {
    # What staff set up, and members may look at.
    "mentoring.scheme": Room(
        portal="r", coordinator="r", manager="rwcu", rules=(COMPANY, ACTIVE)
    ),
    "mentoring.intake": Room(
        portal="r", coordinator="rwcu", rules=(COMPANY, PUBLISHED)
    ),
    "mentoring.topic": Room(portal="r", coordinator="rwc", manager="rwcu", rules=()),
    "mentoring.sector": Room(portal="r", coordinator="r", manager="rwcu", rules=()),
    # What staff set up, and members see on their pages alone.
    "mentoring.document": Room(coordinator="r", manager="rwcu"),
    "mentoring.criterion": Room(coordinator="r", manager="rwcu"),
    "mentoring.refund.rule": Room(coordinator="r", manager="rwcu"),
    "mentoring.agreement.template": Room(coordinator="r", manager="rwcu"),
    "mentoring.milestone": Room(coordinator="r", manager="rwcu"),
    "mentoring.faq": Room(coordinator="r", manager="rwcu"),
    "mentoring.scheme.load": Room(manager="rwcu", rules=(MAKER,), transient=True),
    "mentoring.webinar.series": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.agreement.question": Room(coordinator="r", manager="rwcu"),
    "mentoring.agreement.paper": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.withdrawal.reason": Room(coordinator="r", manager="rwcu", rules=()),
    # What is about people. Members have no access rows: their pages show their own.
    "mentoring.application": Room(coordinator="rwcu"),
    "mentoring.profile": Room(coordinator="rwcu"),
    "mentoring.application.file": Room(coordinator="rwcu"),
    "mentoring.application.override": Room(coordinator="rwc"),
    "mentoring.place.offer": Room(coordinator="r"),
    "mentoring.reference": Room(coordinator="rwc"),
    "mentoring.application.decision": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.match.run": Room(coordinator="rwcu"),
    "mentoring.match.candidate": Room(coordinator="rwcu"),
    "mentoring.match.comparison": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.match.what.if": Room(coordinator="rwcu", rules=(MAKER,), transient=True),
    "mentoring.match.what.if.weight": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.outcome": Room(coordinator="r"),
    "mentoring.topic.supply": Room(coordinator="r"),
    # How long things are kept, and who asks that they be not.
    "mentoring.erasure": Room(coordinator="r"),
    "mentoring.erasure.due": Room(coordinator="r"),
    "mentoring.erasure.request": Room(coordinator="rwc"),
    "mentoring.partnership": Room(coordinator="rwc"),
    "mentoring.participant": Room(coordinator="rwc"),
    "mentoring.agreement": Room(coordinator="r"),
    "mentoring.agreement.signature": Room(coordinator="r"),
    "mentoring.meeting": Room(coordinator="rwc"),
    "mentoring.meeting.attendance": Room(coordinator="r"),
    "mentoring.pd.line": Room(coordinator="r"),
    "mentoring.pd.correction": Room(coordinator="r"),
    "mentoring.pd.reversal": Room(coordinator="rwcu", rules=(MAKER,), transient=True),
    "mentoring.checkin": Room(coordinator="rw"),
    "mentoring.evaluation": Room(coordinator="rw"),
    "mentoring.withdrawal": Room(coordinator="rwc"),
    "mentoring.certificate": Room(coordinator="r", manager="rw"),
    "mentoring.certificate.issue": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.certificate.issue.line": Room(
        coordinator="rwcu", rules=(MAKER,), transient=True
    ),
    "mentoring.notification": Room(coordinator="r", rules=(COMPANY, NO_CASES)),
    # Logins and contacts of members.
    "mentoring.address.change": Room(coordinator="r"),
    "mentoring.contact": Room(coordinator="rwcu", rules=(MAKER,), transient=True),
    "mentoring.login.request": Room(sealed=True),
    "mentoring.mail.text": Room(manager="rwcu", rules=(MAKER,), transient=True),
    # What conduct officers read, each case its handler alone.
    "mentoring.concern": Room(conduct="rwc", rules=(COMPANY, HANDLER)),
    "mentoring.concern.step": Room(conduct="rc", rules=(COMPANY, HANDLER)),
    "mentoring.concern.file": Room(conduct="rc", rules=(COMPANY, HANDLER)),
    # How what a pair wrote may be disclosed, by two people.
    "mentoring.disclosure": Room(manager="rc", conduct="r", rules=(COMPANY, NO_PART)),
    "mentoring.disclosure.reading": Room(
        manager="r", conduct="r", rules=(COMPANY, NO_PART)
    ),
    # What the pair writes: nobody has rights, not even administrators.
    "mentoring.agreement.answer": Room(rules=(PERSON,), sealed=True),
    "mentoring.goal": Room(rules=(PERSON,), sealed=True),
    "mentoring.goal.action": Room(rules=(PERSON,), sealed=True),
    "mentoring.message": Room(rules=(PERSON,), sealed=True),
    "mentoring.note": Room(rules=(PERSON,), sealed=True),
    "mentoring.data.key": Room(rules=(), sealed=True),
    # What finance reads.
    "mentoring.fee": Room(coordinator="r", manager="rw", finance="r"),
    "mentoring.fee.billing": Room(finance="rwcu", rules=(MAKER,), transient=True),
    "mentoring.fee.correction": Room(finance="rwcu", rules=(MAKER,), transient=True),
    "mentoring.fee.adjustment": Room(manager="rwcu", rules=(MAKER,), transient=True),
    "mentoring.fee.waiver": Room(manager="rwcu", rules=(MAKER,), transient=True),
}
# Models without a table, so without records and access rows.
ABSTRACT = {
    "mentoring.answer.link",
    "mentoring.background",
    "mentoring.billing.policy",
    "mentoring.derived",
    "mentoring.export",  # of the members' pages
    "mentoring.match.conflict",
    "mentoring.evaluation.chart",
    "mentoring.retention",
    "mentoring.sealed",
    "mentoring.sealed.screen",
    "mentoring.sealed.text",
    "mentoring.setup",
    "mentoring.staff.thread",
    "mentoring.step.notice",
    "mentoring.today",
    "mentoring.task",
    "report.mentoring_scheme.report_mentoring_fee_quote",
    "report.mentoring_scheme.report_mentoring_fee_statement",
}
# What says so itself to whoever tries to change it, before any right is asked for.
NEVER_CHANGES = {
    "mentoring.disclosure",
    "mentoring.disclosure.reading",
    "mentoring.agreement.signature",
    "mentoring.certificate",
    "mentoring.pd.correction",
}
# Where a rule still refuses those who have the right, in a sentence of its own.
HELD_BACK = {"mentoring.certificate.issue"}
# Core's models, as far as they hold what is ours: the rows and rules of ours.
CORE_ROOMS = {
    "survey.survey": Room(coordinator="r", manager="rw", rules=(SURVEYS,)),
    "survey.question": Room(coordinator="r", manager="rwcu", rules=(SURVEYS,)),
    "survey.question.answer": Room(coordinator="r", manager="rwcu", rules=(SURVEYS,)),
    "survey.user_input": Room(coordinator="r", rules=(ANSWERS,)),
    "survey.user_input.line": Room(coordinator="r", rules=(ANSWERS,)),
    "mail.message": Room(rules=(NO_LINKS,)),
}

# Our fields with a group of their own, and all our fields on core's models: the groups
# that see them. None: whoever reads the record.
FIELDS = {
    ("mentoring.certificate", "access_token"): {COORDINATOR},
    ("mentoring.participant", "message_seen"): {"."},  # the system alone
    ("mentoring.partnership", "concern_ids"): {CONDUCT},
    ("mentoring.partnership", "data_key_id"): {"."},  # the system alone
    ("mentoring.partnership", "disclosure_ids"): {MANAGER, CONDUCT},
    ("mentoring.disclosure", "grant_proof"): {"."},  # the system alone
    ("mentoring.partnership", "is_paused"): {CONDUCT},
    ("res.partner", "mentoring_application_ids"): {COORDINATOR},
    ("res.partner", "mentoring_participant_ids"): {COORDINATOR},
    ("res.partner", "mentoring_profile_ids"): {COORDINATOR},
    ("res.partner", "mentoring_application_count"): {COORDINATOR},
    ("res.partner", "mentoring_certificate_ids"): {COORDINATOR},
    ("res.partner", "mentoring_pd_line_ids"): {COORDINATOR},
    ("res.partner", "mentoring_partnership_count"): {COORDINATOR},
    ("res.partner", "mentoring_fee_ids"): {FINANCE, COORDINATOR},
    ("res.partner", "mentoring_fee_count"): {FINANCE, COORDINATOR},
    ("res.partner", "mentoring_invited_on"): {COORDINATOR},
    ("res.partner", "mentoring_login_date"): {COORDINATOR},
    ("res.partner", "mentoring_login_state"): {COORDINATOR},
    ("mail.template", "mentoring_is_changed"): {COORDINATOR},
    ("mail.template", "mentoring_off_ids"): {COORDINATOR},
    ("mail.template", "mentoring_sample"): {COORDINATOR},
    ("mail.template.preview", "is_mentoring"): None,
    ("mail.activity", "mentoring_cause_id"): None,
    ("mail.activity", "mentoring_kind"): None,
    ("survey.user_input", "mentoring_evaluation_ids"): {COORDINATOR},
    ("mentoring.intake", "event_count"): {EVENTS},
    ("mentoring.intake", "analytic_account_id"): {ANALYTIC},
    ("account.move", "mentoring_fee_ids"): {FINANCE, COORDINATOR},
    ("account.move", "mentoring_billed_fee_ids"): {FINANCE, COORDINATOR},
    ("account.move", "mentoring_waiting_ids"): {COORDINATOR},
    ("account.move", "mentoring_is_awaited"): {FINANCE, COORDINATOR},
    ("account.move.line", "mentoring_fee_id"): {FINANCE, COORDINATOR},
    ("account.move.line", "mentoring_former_fee_id"): {FINANCE, COORDINATOR},
    ("account.move", "is_mentoring_fee"): {FINANCE, COORDINATOR},
    ("account.move", "mentoring_replaced_id"): {FINANCE, COORDINATOR},
    ("event.event", "is_mentoring_orientation"): None,
    ("event.event", "mentoring_audience"): None,
    ("event.registration", "is_mentoring_released"): None,
    ("event.event", "mentoring_intake_id"): None,
    ("survey.question", "mentoring_purpose"): None,
    ("survey.question.answer", "mentoring_signal"): None,
}

# Every method of ours that can be called by RPC, by the right that it asks for.
# What the model itself keeps from everyone here; shown by tests of its own.
WITHHELD = {("survey.user_input", "access_token")}
CREATES = {"create"}
READS, WRITES = "r", "w"
LINK = "link"  # anyone: opens a list or a page, which is checked when it is read
BOOKS = "books"  # works on invoices of that company
SETS_UP = "sets up"  # manages schemes, of any company
RUNS = "runs"  # coordinates, of any company
KEEPS = "keeps books"  # does the invoicing, of any company
SEALS = {"create", "write"}  # core's, with ciphertext in place of what is sent
SCREEN = {"web_read", "web_save"}  # core's, with the plain texts for their reader
CORE = "core"  # whoever may do so in Odoo; ours adds no right and asks for none
METHODS = {
    "mail.template": {
        RUNS: {"action_mentoring_preview"},
        SETS_UP: {"action_mentoring_edit", "action_mentoring_reset"},
    },
    "mail.template.preview": {RUNS: {"action_mentoring_send_test"}},
    "mentoring.address.change": {READS: {"action_check"}},
    "mentoring.contact": {LINK: {"default_get"}, WRITES: {"action_confirm"}},
    "mentoring.mail.text": {LINK: {"default_get"}, WRITES: {"action_confirm"}},
    "mentoring.notification": {
        READS: {
            "action_correct_address",
            "action_dismiss",
            "action_open_record",
            "action_send_again",
        }
    },
    "account.move": {BOOKS: {"action_view_mentoring_fees", "write"}},
    "mentoring.agreement": {WRITES: {"write"}},
    "mentoring.agreement.answer": {CORE: SEALS},
    "mentoring.goal": {CORE: SEALS},
    "mentoring.goal.action": {CORE: SEALS},
    "mentoring.message": {CORE: SEALS},
    "mentoring.note": {CORE: SEALS},
    "mentoring.agreement.paper": {WRITES: {"action_confirm", "action_refuse"}},
    "mentoring.agreement.signature": {WRITES: {"write"}, "c": CREATES},
    "mentoring.application": {
        LINK: {"action_view_partnerships", "get_import_templates"},
        READS: {
            "action_view_duplicates",
            "action_view_other_applications",
        },
        WRITES: {
            "action_accept_conduct",
            "action_approve",
            "action_issue_certificate",
            "action_decline",
            "action_offer_place",
            "action_reopen",
            "action_return",
            "action_submit",
            "action_waitlist",
            "action_withdraw",
            "write",
        },
        "c": CREATES,
    },
    "mentoring.application.decision": {
        LINK: {"default_get"},
        WRITES: {"action_confirm"},
    },
    "mentoring.application.file": {WRITES: {"write"}, "c": CREATES},
    "mentoring.application.override": {WRITES: {"write"}, "c": CREATES},
    "mentoring.certificate": {
        READS: {"action_print", "action_print_letter"},
        WRITES: {"action_reissue", "action_revoke", "write"},
        "c": CREATES,
    },
    "mentoring.certificate.issue": {WRITES: {"action_issue"}},
    "mentoring.certificate.issue.line": {READS: {"action_preview", "action_print"}},
    "mentoring.concern": {
        WRITES: {
            "action_answer_appeal",
            "action_appeal",
            "action_close",
            "action_decide",
            "action_end_partnership",
            "action_hand_over",
            "action_receipt",
            "action_reopen",
            "action_take",
            "write",
        },
        "c": CREATES,
        CORE: {"copy_data", *SCREEN},
    },
    "mentoring.concern.file": {WRITES: {"write"}, "c": CREATES},
    "mentoring.concern.step": {CORE: {*SEALS, *SCREEN}},
    "mentoring.disclosure": {
        LINK: {"action_open_request", "action_read"},
        READS: {"action_close", "action_grant", "action_refuse"},
        "c": CREATES,
        CORE: {"copy_data", "web_read", "write"},
    },
    "mentoring.disclosure.reading": {CORE: {"write"}},
    "mentoring.document": {
        READS: {"action_view_outstanding", "copy_data"},
        WRITES: {"action_ask_to_agree", "write"},
    },
    "mentoring.erasure.request": {
        WRITES: {"action_erase", "action_keep", "write"},
        "c": CREATES,
    },
    "survey.question": {CORE: {"write"}},
    "survey.question.answer": {CORE: {"write"}},
    "survey.survey": {CORE: {"write"}},
    "survey.user_input": {CORE: {"write"}},
    "survey.user_input.line": {CORE: {"create", "write"}},
    "mentoring.evaluation": {READS: {"action_view_answers"}, WRITES: {"write"}},
    "mentoring.fee": {
        READS: {"action_print_quote", "action_view_invoice"},
        WRITES: {"action_unwaive", "action_waive", "write"},
        BOOKS: {"action_bill", "action_print_statement"},
        "c": CREATES,
    },
    "mentoring.fee.adjustment": {WRITES: {"action_confirm"}},
    "mentoring.fee.billing": {WRITES: {"action_confirm"}},
    "mentoring.fee.correction": {WRITES: {"action_confirm"}},
    "mentoring.fee.waiver": {WRITES: {"action_confirm"}},
    "mentoring.intake": {
        LINK: {
            "action_plan_webinars",
            "action_view_applications",
            "action_view_fees",
            "action_view_funnel",
            "action_view_match_runs",
            "action_view_outcome",
            "action_view_partnerships",
            "action_view_supply",
            "action_view_waiting_list",
        },
        READS: {"copy_data"},
        WRITES: {
            "action_cancel",
            "action_close",
            "action_conclude",
            "action_draft",
            "action_leave_untold",
            "action_open",
            "action_plan_next",
            "action_reinstate",
            "action_run",
            "action_start_matching",
            "action_tell_dates",
            "write",
        },
        "c": {*CREATES, "copy"},
    },
    "mentoring.match.candidate": {
        WRITES: {
            "action_clear",
            "action_forbid",
            "action_pin",
            "action_swap",
            "action_take",
        },
        "c": CREATES,
    },
    "mentoring.match.comparison": {LINK: {"default_get"}},
    "mentoring.match.run": {
        LINK: {"action_open_board", "action_view_published"},
        READS: {"get_board", "get_pair_note"},
        WRITES: {
            "action_ask_publish",
            "action_discard",
            "action_publish",
            "action_publish_rest",
            "action_restore",
            "action_solve",
            "action_undo",
            "action_unpublish",
            "write",
        },
        "c": CREATES,
    },
    "mentoring.match.what.if": {LINK: {"default_get"}, WRITES: {"action_confirm"}},
    "mentoring.meeting": {WRITES: {"action_cancel", "write"}, "c": CREATES},
    "mentoring.partnership": {
        LINK: {"action_view_agreements", "action_view_meetings"},
        WRITES: {
            "action_announce",
            "action_complete",
            "action_end",
            "action_reopen",
            "write",
        },
        "c": CREATES,
    },
    "mentoring.place.offer": {
        READS: {"action_accept", "action_cancel", "action_decline", "action_reopen"}
    },
    "mentoring.reference": {WRITES: {"action_cancel", "write"}, "c": CREATES},
    "mentoring.checkin": {
        WRITES: {"action_reopen", "action_settle", "write"},
        "c": CREATES,
    },
    "mentoring.pd.correction": {WRITES: {"write"}},
    "mentoring.pd.line": {READS: {"action_correct"}},
    "mentoring.pd.reversal": {WRITES: {"action_confirm"}},
    "mentoring.scheme": {
        READS: {"action_view_surveys"},
        CORE: {"action_view_intakes", "copy_data"},
        WRITES: {"action_allow_disclosure", "action_stop_disclosure", "write"},
        "c": CREATES,
        SETS_UP: {
            "action_check_consistency",
            "action_load_aiop",
            "action_load_alia",
        },
    },
    "mentoring.outcome": {
        RUNS: {"get_choices"},
        READS: {"action_view_figure", "action_view_intake", "get_board"},
    },
    "mentoring.scheme.load": {SETS_UP: {"action_load"}},
    "mentoring.webinar.series": {WRITES: {"action_plan"}},
    "mentoring.topic.supply": {READS: {"action_view_mentees", "action_view_mentors"}},
    "mentoring.withdrawal": {
        WRITES: {"action_approve", "action_cancel", "write"},
        "c": CREATES,
    },
    "res.partner": {
        LINK: {
            "action_view_mentoring",
            "action_view_mentoring_fees",
            "action_view_mentoring_partnerships",
            "action_view_mentoring_pd_lines",
        },
        RUNS: {"action_mentoring_correct", "action_mentoring_invite"},
        KEEPS: {"action_print_mentoring_statement"},
        CORE: {"write"},
    },
    "res.users": {CORE: {"write"}},
    "event.event": {CORE: {"create", "write"}},
    "mentoring.participant": {
        READS: {"action_view_partnership"},
        WRITES: {"write"},
        "c": CREATES,
    },
    "account.move.line": {BOOKS: {"write"}, CORE: {"create"}},
    "account.partial.reconcile": {CORE: {"write"}},
}


def may_call(persona, model, right, position):
    """Return whether a persona may call a method that asks for this right."""
    groups = PERSONAS[persona]
    if right == LINK:
        return True
    if right == SETS_UP:
        return MANAGER in groups
    if right == CORE:
        return False  # not asked
    if right == RUNS:
        return COORDINATOR in groups
    if right == KEEPS:
        return FINANCE in groups
    if right == BOOKS:
        return FINANCE in groups and position != "other company"
    return right in ROOMS[model].rights_on(persona, position)


def may_see_field(persona, model, field):
    """Return whether a persona who may read the record may read this field of it."""
    groups = FIELDS[model, field]
    return groups is None or bool(groups & set(PERSONAS[persona]))
