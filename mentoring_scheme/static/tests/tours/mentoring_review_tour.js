import {registry} from "@web/core/registry";

const row = (name) => `.o_list_view .o_data_row:contains('${name}')`;

// Staff approve many at once, then read one's papers beside the answers and return it.
registry.category("web_tour.tours").add("mentoring_review", {
    steps: () => [
        {
            trigger: ".o_kanban_view .o_kanban_record:contains('Ann One')",
        },
        {
            content: "Look at the applications as a list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            trigger: `${row("Ann One")} .o_list_record_selector input`,
            run: "click",
        },
        {
            trigger: `${row("Ben Two")} .o_list_record_selector input`,
            run: "click",
        },
        {
            content: "Approve both",
            trigger: ".o_control_panel button:contains(Approve)",
            run: "click",
        },
        {
            content: "Whom it concerns is said first",
            trigger: ".modal [name=ready_ids]:contains('Ann One'):contains('Ben Two')",
        },
        {
            trigger: ".modal .modal-footer .btn-primary:contains(Approve)",
            run: "click",
        },
        {
            content: "What was done is said after",
            trigger:
                ".o_notification:contains('2 applications approved'):contains('2 people will be emailed')",
        },
        {
            trigger: `${row("Ann One")} [name=state]:contains('Approved')`,
        },
        {
            trigger: `${row("Ben Two")} [name=state]:contains('Approved')`,
        },
        {
            content: "Open the third",
            trigger: `${row("Cy Three")} [name=partner_id]`,
            run: "click",
        },
        {
            content: "The résumé is shown beside the answers",
            trigger: ".o_form_view .o_mentoring_papers iframe.o_pdfview_iframe",
        },
        {
            trigger: ".o_form_view .alert:contains('Perhaps the same person twice')",
        },
        {
            content: "Return it",
            trigger: ".o_form_statusbar button:contains('Return')",
            run: "click",
        },
        {
            trigger: ".modal [name=message] textarea",
            run: "edit Please add your goals.",
        },
        {
            trigger: ".modal button:contains('Return and Send')",
            run: "click",
        },
        {
            trigger: ".o_form_view .alert:contains('Please add your goals.')",
        },
        {
            content: "It was the wrong one: undo it",
            trigger:
                ".o_form_statusbar button[name=action_reopen]:contains('Undo Return')",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary:contains('Undo Return')",
            run: "click",
        },
        {
            content: "The email had not left yet",
            trigger:
                ".o_notification:contains('Decision taken back'):contains('No email is sent')",
        },
        {
            trigger: ".o_form_statusbar button[name=action_approve].btn-primary",
        },
    ],
});
