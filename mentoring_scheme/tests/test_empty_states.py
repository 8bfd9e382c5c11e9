# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from lxml import html

from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestEmptyStates(MentoringCommon):
    """A list without records says what brings the first one."""

    def test_every_list_says_what_brings_its_first_record(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=like", "mentoring_scheme%"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        actions = actions.filtered(lambda action: action.target != "new")
        self.assertGreater(len(actions), 25)
        for action in actions:
            with self.subTest(action=action.xml_id):
                self.assertTrue(action.help)
                title, *texts = html.fromstring(f"<div>{action.help}</div>").iter("p")
                self.assertIn("o_view_nocontent", title.get("class"))
                self.assertTrue(title.text_content().strip())
                self.assertNotRegex(title.text_content().strip(), r"\.$")
                self.assertRegex(texts[0].text_content().strip(), r"[.…]$")

    def test_links_of_empty_lists_lead_somewhere(self):
        links = set()
        for action in self.env["ir.actions.act_window"].search(
            [("help", "like", 'type="action"'), ("res_model", "=like", "mentoring.%")]
        ):
            links |= set(re.findall(r'name="(mentoring_scheme\.\w+)"', action.help))
        self.assertTrue(links)
        for link in links:
            with self.subTest(link=link):
                self.assertTrue(self.env.ref(link))
