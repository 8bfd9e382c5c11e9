# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import SUPERUSER_ID, api

QUESTION = "mentoring_scheme.mentoring_agreement_question_alia_acceptance_suitable"
# Where a task and its cause are the same record; who asked had no kind before.
KINDS = {
    "mentoring.withdrawal": "withdrawal",
    "mentoring.erasure.request": "erasure",
    "mentoring.checkin": "checkin",
}


def migrate(cr, version):
    """Mark what must be agreed to, and let tasks follow their cause from now on."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    question = env.ref(QUESTION, raise_if_not_found=False)
    if (
        question
        and question.kind == "choice"
        and question._get_choices()[:1] == ["Yes"]
    ):
        question.must_agree = True
    for model, kind in KINDS.items():
        tasks = env["mail.activity"].search(
            [
                ("res_model", "=", model),
                ("automated", "=", True),
                ("mentoring_kind", "=", False),
            ]
        )
        for task in tasks:
            task.write({"mentoring_kind": kind, "mentoring_cause_id": task.res_id})
        _names, standing = env[model]._get_task_causes()[kind]
        causes = env[model].browse(tasks.mapped("res_id")).exists()
        idle = causes - getattr(causes, standing)()
        tasks.filtered(lambda task, idle=idle: task.res_id in idle.ids).unlink()
