"""With a payment provider (core's payment_demo), the mentee pays in the portal."""

import re

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mentoring_scheme.tests.fee_common import FeeCommon
from odoo.addons.payment.tests.http_common import PaymentHttpCommon

PASSWORD = "the mentee's own"


@tagged("post_install", "-at_install")
class TestPayment(FeeCommon, PaymentHttpCommon, HttpCase):
    """The mentee pays on the invoice's own page (promise A9; invariants 2, 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        demo = cls.env.ref("payment.payment_provider_demo").sudo()
        cls.provider = demo.copy({"company_id": cls.env.company.id, "state": "test"})
        cls.provider.write(
            {"is_published": True, "payment_method_ids": demo.payment_method_ids}
        )
        cls.provider.journal_id = cls.company_data["default_journal_bank"]
        cls.payer = new_test_user(
            cls.env,
            login="companions_mentee",
            password=PASSWORD,
            groups="base.group_portal",
            partner_id=cls.mentee.partner_id.id,
        )

    def setUp(self):
        self.enable_post_process_patcher = False  # core's tests leave the books out
        super().setUp()

    def _open_invoice(self):
        """Come from the page of the partnership to the invoice, as a mentee does."""
        self.authenticate(self.payer.login, PASSWORD)
        page = self.url_open(f"/my/mentoring/partnership/{self.partnership.id}")
        url = f"/my/invoices/{self.fee.move_id.id}"
        self.assertIn(url, page.text)
        return self.url_open(url)

    def _choose(self, page):
        """Choose the provider on the page, and return the transaction."""
        form = self._get_payment_context(page)
        self.assertEqual(form["amount"], self.fee.amount_open)
        answer = self.make_jsonrpc_request(
            form["transaction_route"],
            {
                "provider_id": self.provider.id,
                "payment_method_id": form["payment_method_ids"][0],
                "token_id": None,
                "amount": form["amount"],
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": form["landing_route"],
                "access_token": form.get("access_token"),
            },
        )
        return answer["reference"]

    def _finish(self, reference, state):
        """Let the provider answer, and the mentee come back to the portal."""
        self.make_jsonrpc_request(
            "/payment/demo/simulate_payment",
            {"reference": reference, "payment_details": "", "simulated_state": state},
        )
        self.make_jsonrpc_request("/payment/status/poll", {})
        self.env.invalidate_all()

    def test_paid_in_the_portal(self):
        self._bill()
        self._finish(self._choose(self._open_invoice()), "done")
        self.assertRecordValues(
            self.fee, [{"state": "paid", "amount_paid": 150.0, "amount_open": 0.0}]
        )
        self._assert_consistent()
        page = self.url_open(f"/my/mentoring/partnership/{self.partnership.id}")
        self.assertRegex(re.sub(r"\s+", " ", page.text), "Paid. Thank you.")

    def test_refused_by_the_bank(self):
        self._bill()
        self._finish(self._choose(self._open_invoice()), "error")
        self.assertRecordValues(
            self.fee, [{"state": "invoiced", "amount_paid": 0.0, "amount_open": 150.0}]
        )
        self._assert_consistent()
        # Nothing is in the way of another try.
        self._finish(self._choose(self._open_invoice()), "done")
        self.assertEqual(self.fee.state, "paid")
        self._assert_consistent()
