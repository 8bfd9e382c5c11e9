import {registry} from "@web/core/registry";

const confirm = (label) => `.modal .modal-footer .btn-primary:contains('${label}')`;

// A manager allows disclosures on the scheme.
registry.category("web_tour.tours").add("mentoring_disclosure_allow", {
    steps: () => [
        {
            trigger: ".o_form_view .o_notebook .nav-link:contains('Privacy')",
            run: "click",
        },
        {
            trigger: "button:contains('Allow Disclosures')",
            run: "click",
        },
        {
            trigger: confirm("Allow Disclosures"),
            run: "click",
        },
        {
            trigger: ".o_form_view [name=disclosure_since]:not(:empty)",
        },
    ],
});

// The manager asks, with a reason, on the partnership.
registry.category("web_tour.tours").add("mentoring_disclosure_request", {
    steps: () => [
        {
            trigger: ".o_form_statusbar button:contains('Request Disclosure')",
            run: "click",
        },
        {
            trigger: ".modal .alert:contains('A second person')",
        },
        {
            content: "Why is asked for",
            trigger: ".modal [name=ground] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('A court or an authority')",
            run: "click",
        },
        {
            trigger: ".modal [name=reason] textarea",
            run: "edit The order of the court of 3 March",
        },
        {
            trigger: ".modal button:contains('Send Request')",
            run: "click",
        },
        {
            content: "Who asks does not decide",
            trigger: ".o_form_view .alert:contains('Waiting for a decision')",
        },
        {
            trigger: ".o_form_statusbar:not(:has(button[name=action_grant]))",
        },
    ],
});

// Somebody else decides, from the menu.
registry.category("web_tour.tours").add("mentoring_disclosure_grant", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row [name=state]:contains('Requested')",
            run: "click",
        },
        {
            trigger: ".o_form_view [name=reason]:contains('The order of the court')",
        },
        {
            trigger: ".o_form_statusbar button[name=action_grant]",
            run: "click",
        },
        {
            trigger: confirm("Grant"),
            run: "click",
        },
        {
            content: "Who grants it does not read",
            trigger:
                ".o_form_view:has([name=date_until]):not(:has(button[name=action_read]))",
        },
    ],
});

// Who asked reads; it is written down.
registry.category("web_tour.tours").add("mentoring_disclosure_read", {
    steps: () => [
        {
            trigger: ".o_form_statusbar button:contains('Read What They Wrote')",
            run: "click",
        },
        {
            trigger: confirm("Read What They Wrote"),
            run: "click",
        },
        {
            trigger: ".modal [name=content]:contains('Lyrebirds whisper quokka')",
        },
        {
            content: "A private note stays closed",
            trigger: ".modal [name=content]:not(:contains('For me alone'))",
        },
        {
            trigger: ".modal .modal-footer button:contains('Close')",
            run: "click",
        },
        {
            content: "The reading is on record",
            trigger: ".o_form_view [name=reading_ids] .o_data_row",
        },
    ],
});
