"""Print docs/access.md from the tables that the tests check.

Run it as `bin/python docs/make_access.py` after a change of either table.
"""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "access.md"
LETTERS = {"r": "read", "w": "write", "c": "create", "u": "delete"}
INTRODUCTION = """\
# Who may do what

This page is printed from the tables that the tests check, cell by cell
(`mentoring_scheme/tests/matrix.py` and `mentoring_scheme_portal/tests/matrix.py`); edit
those, and run `bin/python docs/make_access.py`.

Members have no rights of their own on anything that is about a person. They see their
own through the pages listed at the end, and through nothing else: not through the
address of a file, and not through Odoo's programming interface.
"""
PERSONAS = {
    "public": "has not logged in",
    "stranger": "has a login, and is not a member",
    "member": "takes part in nothing",
    "applicant": "has applied",
    "mentee": "is matched",
    "partner": "is that mentee's mentor",
    "mentor": "is another mentee's mentor",
    "former partner": "was that mentee's mentor, and withdrew",
    "colleague": "works for the employer of that mentee",
    "internal": "works in the office, without a part in mentoring",
    "coordinator": "runs intakes",
    "manager": "sets up schemes",
    "conduct officer": "handles concerns",
    "finance": "invoices",
    "other coordinator": "is a coordinator of another company",
    "other finance": "invoices for another company",
}


# A role of ours brings these groups of Odoo along, and no others.
BROUGHT = (
    (
        "Role",
        "Odoo's group",
        "What for",
    ),
    (
        "Coordinator",
        "`event.group_event_user`",
        "webinars are events",
    ),
    (
        "Coordinator",
        "`base.group_allow_export`",
        "attendance lists, name badges, figures for the board. It exports "
        "what one may read anyway",
    ),
    (
        "Manager",
        "none",
        "narrow windows of ours, below",
    ),
    (
        "Conduct officer",
        "none",
        "a privilege of its own, so that it can be given to a coordinator or "
        "to somebody else",
    ),
)
# Where Odoo's own group would open too much, a window of ours stands in for it.
NOT_GIVEN = (
    (
        "For",
        "Odoo's group, not given",
        "Why not",
        "Instead",
    ),
    (
        "creating and correcting contacts",
        "`base.group_partner_manager`",
        "changes every customer, supplier and bank account; merges and "
        "deletes contacts; gives anyone a login",
        "*New Contact* and *Correct Contact*: ten fields of members and "
        "applicants, the change noted, the former address told",
    ),
    (
        "logins",
        "`base.group_erp_manager`",
        "gives any role to anyone",
        "*Send Invitation*: a portal login for members and applicants",
    ),
    (
        "emails",
        "`mail.group_mail_template_editor`",
        "a template holds code, which reads the whole database",
        "managers edit the words; each piece of code is a placeholder that is"
        " put back unchanged. Coordinators read, preview and test",
    ),
    (
        "undelivered emails",
        "`base.group_system`",
        "reads every email in the queue",
        "the register of the schemes' own emails: what, to whom, how it went",
    ),
    (
        "survey questions",
        "`survey.group_survey_user`",
        "reads every answer of every survey",
        "managers write the questions of mentoring surveys",
    ),
    (
        "the price of the fee",
        "`product.group_product_manager`",
        "changes every product",
        "managers change the price of the scheme's product, on the scheme",
    ),
)


def _groups():
    """Return what the roles bring along, and what stands in for what they do not."""
    brought, instead = (
        _table(list(table[0]), [list(row) for row in table[1:]])
        for table in (BROUGHT, NOT_GIVEN)
    )
    return (
        "A role of ours brings these groups of Odoo along, and no others.\n\n"
        f"{brought}\nWhere Odoo's own group would open too much, there is a narrow "
        f"window instead:\n\n{instead}"
    )


def _load(name, path):
    """Import a table on its own; it needs no Odoo."""
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def _table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _list(names):
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}"


def _words(letters):
    return ", ".join(LETTERS[letter] for letter in letters) or "–"


def _personas(matrix):
    rows = []
    for persona, groups in matrix.PERSONAS.items():
        names = ", ".join(f"`{group}`" for group in sorted(groups)) or "–"
        rows.append([persona, PERSONAS[persona], names])
    return _table(["Persona", "Who", "Groups"], rows)


def _rooms(matrix, rooms):
    shown = (
        "mentee",
        "internal",
        "coordinator",
        "manager",
        "conduct officer",
        "finance",
    )
    rows = []
    for model, room in rooms.items():
        rights = [_words(room.rights_on(persona, "unrelated")) for persona in shown]
        rows.append([f"`{model}`", *rights, "; ".join(room.rules) or "–"])
    heads = ["Model", "any member", *shown[1:], "Only where"]
    return _table(heads, rows)


def _fields(matrix):
    rows = [
        [
            f"`{model}`",
            f"`{name}`",
            ", ".join(f"`{group}`" for group in sorted(groups))
            if groups
            else "whoever reads the record",
        ]
        for (model, name), groups in matrix.FIELDS.items()
    ]
    return _table(["Model", "Field", "Seen by"], rows)


def _methods(matrix):
    rows = []
    for model, methods in matrix.METHODS.items():
        for right, names in methods.items():
            callers = [
                persona
                for persona in matrix.PERSONAS
                if persona != "public"
                and not persona.startswith("other ")
                and matrix.may_call(persona, model, right, "unrelated")
            ]
            everybody = (
                len(callers)
                == len([one for one in matrix.PERSONAS if not one.startswith("other ")])
                - 1
            )
            rows.append(
                [
                    f"`{model}`",
                    ", ".join(f"`{name}`" for name in sorted(names)),
                    "anyone logged in: it only opens a list"
                    if everybody
                    else "as in Odoo; it adds no right"
                    if right == matrix.CORE
                    else ", ".join(callers) or "nobody",
                ]
            )
    return _table(["Model", "Methods", "Who may call them"], rows)


def _routes(portal):
    rows = []
    for (method, path), route in portal.ROUTES.items():
        callers = [caller for caller in portal.CALLERS if caller in route.callers]
        if route.callers == portal.EVERYONE:
            callers = ["everyone"]
        elif route.callers == portal.LOGGED_IN:
            callers = ["everyone logged in"]
        record = f"`{route.record}`" if route.record else "–"
        rows.append(
            [method, f"`{path}`".replace("|", "\\|"), record, ", ".join(callers)]
        )
    heads = ["Method", "Address", "The mentee's", "Who gets it"]
    return _table(heads, rows)


def document():
    """Return the text of docs/access.md."""
    matrix = _load("access_matrix", "mentoring_scheme/tests/matrix.py")
    portal = _load("route_matrix", "mentoring_scheme_portal/tests/matrix.py")
    parts = [
        INTRODUCTION,
        "## Personas\n",
        _personas(matrix),
        "## Groups of Odoo\n",
        _groups(),
        "## Records\n\nNobody sees another company's records. Reading covers searching,"
        " grouping and exporting.\n",
        _rooms(matrix, matrix.ROOMS),
        "Of Odoo's own surveys, the following beside what survey officers may do:\n",
        _rooms(matrix, matrix.CORE_ROOMS),
        "## Fields with a restriction of their own\n",
        _fields(matrix),
        "## Methods that can be called from outside\n",
        _methods(matrix),
        "## Members' pages\n\nThe mentee's records, asked for by everybody. Who does"
        " not get a page is answered as if there were no such record. A partner learns"
        f" {_list(portal.PROFILE)} of one's application, and nothing else of it.\n",
        _routes(portal),
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
