"""With OCA's account_invoice_start_end_dates, income can be spread over the term."""

from odoo.tests import tagged

from odoo.addons.mentoring_scheme.tests.fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestTerm(FeeCommon):
    """The invoice line bears the term of the mentoring (promise A9)."""

    def test_term_of_the_fee(self):
        self.fee_product.must_have_dates = True
        self._bill()
        self.assertRecordValues(
            self.fee.move_line_ids,
            [
                {
                    "start_date": self.partnership.date_start,
                    "end_date": self.partnership.date_end,
                }
            ],
        )
        self._assert_consistent()
