# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def uninstall_hook(env):
    """Take our files along; posted invoices stay as they are.

    Attachments are removed first: one without a stored file would otherwise stop the
    removal of all the rest, silently.
    """
    models = env["ir.model"].search([("model", "=like", "mentoring.%")])
    attachments = env["ir.attachment"].search(
        [
            ("res_model", "in", models.mapped("model")),
            # Core hides attachments of fields unless they are asked for.
            "|",
            ("res_field", "=", False),
            ("res_field", "!=", False),
        ]
    )
    attachments.unlink()
