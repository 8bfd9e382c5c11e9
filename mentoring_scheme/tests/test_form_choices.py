# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import MentoringCommon

MODULES = ("mentoring_scheme", "mentoring_scheme_portal")
ROLES = {
    "coordinator": "mentoring_scheme.group_mentoring_user",
    "manager": "mentoring_scheme.group_mentoring_manager",
    "administrator": "base.group_system,mentoring_scheme.group_mentoring_manager",
    "officer": "mentoring_scheme.group_mentoring_conduct",
}


class Choices:
    """What the drop-downs of a form offer, as the browser asks for them."""

    def __init__(self, form):
        self.form = form
        self.nodes = {}
        for node in form._view["tree"].iter("field"):
            if not any(parent.tag == "field" for parent in node.iterancestors()):
                self.nodes.setdefault(node.get("name"), node)

    def get_editable(self):
        """Return the names of the relations that the user can choose records for."""
        form = self.form
        return [
            name
            for name, info in form._view["fields"].items()
            if info["type"] in ("many2one", "many2many")
            and name in self.nodes
            and info.get("relation")
            and not form._get_modifier(name, "invisible")
            and not form._get_modifier(name, "readonly")
        ]

    def get_domain(self, name):
        """Return the domain of the drop-down: the view's, or else the field's."""
        info = self.form._view["fields"][name]
        domain = self.nodes[name].get("domain") or info.get("domain") or []
        if isinstance(domain, str):
            env = self.form._env
            context = self.form._get_eval_context()
            context.update(uid=env.uid, allowed_company_ids=env.companies.ids)
            domain = safe_eval(domain, context)
        return domain

    def count(self, name):
        """Return how many records are offered, and how many there are to be read."""
        comodel = self.form._view["fields"][name]["relation"]
        Model = self.form._env[comodel]
        return Model.search_count(self.get_domain(name)), Model.search_count([])


@tagged("post_install", "-at_install")
class TestFormChoices(MentoringCommon):
    """No drop-down of a form is empty while there are records to choose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"choices_{role}",
                groups=f"base.group_user,{groups}",
                company_id=cls.env.company.id,
            )
            for role, groups in ROLES.items()
        }
        cls.partnership = cls._create_partnership()
        cls._sign_all(cls.partnership)
        cls._create_approved("Ann Waiting", "mentee")
        cls._create_approved("Bea Waiting", "mentor")
        run = cls.env["mentoring.match.run"].create({"intake_id": cls.intake.id})
        run.action_solve()
        cls.env["mentoring.match.run"].create({"intake_id": cls.intake.id})
        unsigned = cls._create_partnership(mentor="Meg Mentor", mentee="Max Mentee")
        # Windows that open on a record alone.
        cls.opened_on = {
            "mentoring.agreement.paper": {"active_id": unsigned.agreement_ids[:1].id},
            "mentoring.match.candidate": {"default_run_id": run.id},
            "mentoring.match.comparison": {"default_run_id": run.id},
            "mentoring.match.what.if": {"active_id": run.id},
        }

    def _get_views(self):
        """Return the forms of both addons: a model with the view's id."""
        data = self.env["ir.model.data"].search(
            [("module", "in", MODULES), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id"))
        return views.filtered(
            lambda view: (
                view.type == "form"
                and view.mode == "primary"
                and not self.env[view.model]._abstract
            )
        )

    def _get_forms(self, user, view):
        """Return a new record's form, and an existing one's, if the user may."""
        Model = self.env[view.model].with_user(user)
        root = etree.fromstring(Model.get_view(view.id, "form")["arch"])
        offers_new = root.get("create", "1") not in ("0", "false", "False")
        records = []
        if offers_new and Model.has_access("create"):
            records.append(Model)
        if not Model._transient and Model.has_access("write"):
            records += Model.search([], limit=1)
        context = self.opened_on.get(view.model, {})
        return [Form(record.with_context(**context), view=view) for record in records]

    def test_no_choice_is_empty(self):
        self.env["account.analytic.account"].create(
            {
                "name": "Mentoring",
                "plan_id": self.env["account.analytic.plan"]
                .create({"name": "Schemes"})
                .id,
            }
        )
        looked_at = set()
        for role, user in self.users.items():
            for view in self._get_views():
                try:
                    forms = self._get_forms(user, view)
                except AccessError:
                    continue  # opened on a record that this role never sees
                for form in forms:
                    choices = Choices(form)
                    for name in choices.get_editable():
                        self._assert_choice(role, view, choices, name)
                        looked_at.add((view.model, name))
        self.assertIn(("mentoring.intake", "scheme_id"), looked_at)
        self.assertIn(("mentoring.application", "intake_id"), looked_at)
        self.assertGreater(len(looked_at), 30)

    def _assert_choice(self, role, view, choices, name):
        form = choices.form
        offered, existing = choices.count(name)
        with self.subTest(role=role, view=view.name, field=name, id=form._record.id):
            self.assertTrue(offered or not existing, choices.get_domain(name))

    def test_empty_choice_is_found(self):
        """The walk fails for a domain that leaves nothing, as the browser does."""
        view = self.env["ir.ui.view"].create(
            {
                "name": "empty",
                "model": "mentoring.intake",
                "arch": "<form><field name='scheme_id'"
                " domain=\"[('company_id', '=', False)]\"/></form>",
            }
        )
        choices = Choices(Form(self.env["mentoring.intake"], view=view))
        offered, existing = choices.count("scheme_id")
        self.assertEqual((bool(offered), bool(existing)), (False, True))

    def test_scheme_of_another_company(self):
        """An intake's company is its scheme's: schemes of each company are offered."""
        other = self.env["res.company"].create({"name": "Other Association"})
        user = self.users["manager"]
        user.company_ids = [Command.link(other.id)]
        companies = (other | self.env.company).ids
        form = Form(
            self.env["mentoring.intake"]
            .with_user(user)
            .with_context(allowed_company_ids=companies),
            view="mentoring_scheme.mentoring_intake_view_form",
        )
        self.assertFalse(form.scheme_id)
        offered, _existing = Choices(form).count("scheme_id")
        self.assertTrue(offered)
