import {registry} from "@web/core/registry";

const row = (name) => `.o_list_view .o_data_row:contains('${name}')`;

// A coordinator invites a member, and enters somebody new.
registry.category("web_tour.tours").add("mentoring_desk_logins", {
    steps: () => [
        {
            trigger: `${row("Mel Mentee")} .o_list_record_selector input`,
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_mentoring_invite]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Mel Mentee has been invited')",
        },
        {
            trigger: `${row("Mel Mentee")} [name=mentoring_login_state]:contains('Invited')`,
        },
        {
            content: "Enter somebody new",
            trigger: ".o_control_panel button:contains('New Contact')",
            run: "click",
        },
        {
            trigger: ".modal [name=name] input",
            run: "edit Nora New",
        },
        {
            trigger: ".modal [name=email] input",
            run: "edit nora@example.com",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_breadcrumb:contains('Nora New')",
        },
    ],
});

// A coordinator looks at an email, and has a test of it sent.
registry.category("web_tour.tours").add("mentoring_desk_emails", {
    steps: () => [
        {
            trigger: `${row("Application received")} [name=name]`,
            run: "click",
        },
        {
            content: "The words, without the code",
            trigger: ".o_form_view [name=mentoring_sample]:contains('[[1')",
        },
        {
            content: "Coordinators change nothing",
            trigger:
                ".o_form_view .o_statusbar_buttons:not(:has(button[name=action_mentoring_edit]))",
        },
        {
            trigger: "button[name=action_mentoring_preview]",
            run: "click",
        },
        {
            trigger: ".modal [name=body_html]:contains('Mel Mentee')",
        },
        {
            trigger: ".modal button[name=action_mentoring_send_test]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('The test email has been sent')",
        },
    ],
});

// A manager changes the words of an email.
registry.category("web_tour.tours").add("mentoring_desk_edit_email", {
    steps: () => [
        {
            trigger: `${row("Application received")} [name=name]`,
            run: "click",
        },
        {
            trigger: "button[name=action_mentoring_edit]",
            run: "click",
        },
        {
            trigger: ".modal [name=body] .odoo-editor-editable:contains('[[1')",
        },
        {
            trigger: ".modal [name=subject] input",
            run: "edit We have received your application",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view:not(:has(.modal)) [name=subject]:contains('We have received')",
        },
    ],
});

// A coordinator corrects a topic; the scheme is there to read.
registry.category("web_tour.tours").add("mentoring_desk_topics", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row [name=complete_name]",
            run: "click",
        },
        {
            trigger: ".o_form_view [name=name] input",
            run: "edit Career steps",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});

// A mail that did not arrive: from Today to the address, and sent again.
registry.category("web_tour.tours").add("mentoring_desk_undelivered", {
    steps: () => [
        {
            trigger: ".o_mentoring_figure:contains('Undelivered emails')",
            run: "click",
        },
        {
            trigger: `${row("Mel Mentee")} [name=failure_reason]:contains('No route')`,
        },
        {
            trigger: `${row("Mel Mentee")} button[name=action_correct_address]`,
            run: "click",
        },
        {
            trigger: ".modal [name=email] input",
            run: "edit mel@example.com && click .modal [name=phone] input",
        },
        {
            content: "It says who is told",
            trigger: ".modal .alert:contains('former address')",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_breadcrumb:contains('Mel Mentee')",
        },
        {
            trigger:
                ".breadcrumb-item:contains('Undelivered emails') a, .o_back_button",
            run: "click",
        },
        {
            trigger: `${row("Mel Mentee")} button[name=action_send_again]`,
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row))",
        },
    ],
});
