# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

# What core removes record by record; all else of ours goes with its table, or stays.
TECHNICAL_MODELS = (
    "res.groups",
    "res.groups.privilege",
    "mail.template",
    "report.paperformat",
)


def uninstall_hook(env):
    """Take our files along; leave members, invoices and what they refer to."""
    _remove_attachments(env)
    _let_go_of_business_records(env)


def _remove_attachments(env):
    """Remove our attachments first.

    One without a stored file would otherwise silently stop the removal of the rest.
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


def _let_go_of_business_records(env):
    """Forget the external ids of people, products, invoices, events and surveys.

    Core would try to delete each of them, against the books that refer to them.
    """
    env["ir.model.data"].search(
        [
            ("module", "=", "mentoring_scheme"),
            ("model", "not =like", "ir.%"),
            ("model", "not in", TECHNICAL_MODELS),
        ]
    ).unlink()
