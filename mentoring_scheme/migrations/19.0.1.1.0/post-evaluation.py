# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api

RATINGS = ("midway_{}_satisfaction", "final_{}_overall")
SIGNALS = {
    "midway_{}_decision_continue": "continue",
    "midway_{}_decision_change": "modify",
    "midway_{}_decision_end": "end",
    "midway_{}_decision_unsure": "contact",
    "midway_{}_contact_email": "contact",
    "midway_{}_contact_call": "contact",
    "final_{}_contact_email": "contact",
    "final_{}_contact_call": "contact",
}


def migrate(cr, version):
    """Mark what the ready-made surveys' answers mean; staff may have changed them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for role in ("mentor", "mentee"):
        for name in RATINGS:
            _mark(env, name.format(role), "mentoring_purpose", "rating")
        for name, signal in SIGNALS.items():
            _mark(env, name.format(role), "mentoring_signal", signal)


def _mark(env, name, field, value):
    record = env.ref(f"mentoring_scheme.survey_{name}", raise_if_not_found=False)
    if record and not record[field]:
        record[field] = value
