import {registry} from "@web/core/registry";

const row = ".o_list_view .o_data_row:contains('Mel Mentee')";

/** Finance: preview, bill, open the invoice, register the payment. */
registry.category("web_tour.tours").add("mentoring_fee_bill", {
    steps: () => [
        {
            content: "Open the menu of fees",
            trigger: ".o_menu_sections button:contains('Fees')",
            run: "click",
        },
        {
            content: "See what would be billed",
            trigger: ".dropdown-item:contains('Bill Due Fees')",
            run: "click",
        },
        {
            content: "One fee is due",
            trigger: ".modal h3:contains('Due today: 1')",
        },
        {
            content: "Bill it",
            trigger: ".modal button[name='action_confirm']",
            run: "click",
        },
        {
            content: "It is told what came of it",
            trigger: ".o_notification:contains('1 fee invoiced')",
            timeout: 60000,
        },
        {
            content: "Open the fee",
            trigger: `${row} td[name='partner_id']`,
            run: "click",
        },
        {
            content: "Open its invoice",
            trigger: ".o_form_view button[name='action_view_invoice']",
            run: "click",
        },
        {
            content: "Pay",
            trigger: ".o_form_view button[name='action_register_payment']:visible",
            run: "click",
        },
        {
            content: "Register the payment",
            trigger: ".modal button[name='action_create_payments']",
            run: "click",
        },
        {
            content: "The invoice is paid; go back to the fee",
            trigger:
                ".o_form_view:not(:has(button[name='action_register_payment']:visible)) button[name='action_view_mentoring_fees']",
            run: "click",
        },
        {
            content: "The fee is paid",
            trigger: ".o_data_row:contains('Mel Mentee') .badge:contains('Paid')",
        },
    ],
});

/** Finance: what is overdue, since when. */
registry.category("web_tour.tours").add("mentoring_fee_overdue", {
    steps: () => [
        {
            content: "The invoice is overdue",
            trigger: `${row} td[name='overdue_days']:contains('10')`,
        },
    ],
});

/** A manager waives a fee, with a reason. */
registry.category("web_tour.tours").add("mentoring_fee_waive", {
    steps: () => [
        {
            content: "Open the fee",
            trigger: `${row} td[name='partner_id']`,
            run: "click",
        },
        {
            content: "Waive it",
            trigger: ".o_statusbar_buttons button:contains('Waive…'):visible",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal [name='reason'] input",
            run: "edit Hardship",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name='action_confirm']",
            run: "click",
        },
        {
            content: "The fee is waived",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Waived')",
        },
    ],
});
