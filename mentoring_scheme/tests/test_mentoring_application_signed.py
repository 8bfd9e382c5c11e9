# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install", "security")
class TestMentoringApplicationSigned(MentoringCommon):
    """Invariant 13: what was agreed on the fee stays as it was signed."""

    def test_agreed_on_the_fee(self):
        partnership = self._create_partnership()
        mentee = self._get_seat(partnership, "mentee").application_id
        mine = mentee.with_user(self.coordinator)
        mine.write({"accepts_fee": True, "purchase_order": "PO-1"})
        self._sign_all(partnership)
        for vals in ({"accepts_fee": False}, {"purchase_order": "PO-2"}):
            with self.assertRaisesRegex(UserError, "accepted by signature"):
                mine.write(vals)
        # As a form or an import repeats it.
        mine.write({"accepts_fee": True, "purchase_order": "PO-1"})
        mine.write({"anything_else": "More"})
        self.assertEqual(mentee.purchase_order, "PO-1")
