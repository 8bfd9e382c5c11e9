# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEmbeddedViews(TransactionCase):
    """Whatever opens from a form of ours opens a form that somebody has drawn."""

    def _find_lines(self):
        """Return the models whose lines our forms show, and where."""
        views = self.env["ir.ui.view"].search(
            [
                ("model", "like", "mentoring.%"),
                ("type", "=", "form"),
                ("inherit_id", "=", False),
            ]
        )
        for view in views:
            model = self.env[view.model]
            arch = etree.fromstring(model.get_view(view.id, "form")["arch"])
            for node in arch.xpath("//field[not(ancestor::field)]"):
                field = model._fields[node.get("name")]
                is_tags = "tags" in (node.get("widget") or "")
                if field.type not in ("one2many", "many2many") or is_tags:
                    continue
                lines = self.env[field.comodel_name]
                if lines._name.startswith("mentoring.") and not lines._transient:
                    yield field, node.find("form") is not None

    def test_lines_open_a_form_of_ours(self):
        found = 0
        for field, has_own_form in self._find_lines():
            found += 1
            if not has_own_form:
                forms = self.env["ir.ui.view"].search_count(
                    [("model", "=", field.comodel_name), ("type", "=", "form")]
                )
                self.assertTrue(
                    forms, f"A line of {field} opens a form that Odoo makes up"
                )
        self.assertGreater(found, 10)
