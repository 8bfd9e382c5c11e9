import {registry} from "@web/core/registry";

// A coordinator plans the first intake: everything is proposed, nothing is typed.
registry.category("web_tour.tours").add("mentoring_plan_intake", {
    steps: () => [
        {
            trigger: ".o_mentoring_today button:contains('Plan')",
            run: "click",
        },
        {
            content: "The only scheme is chosen",
            trigger:
                ".o_form_view [name=scheme_id] input:value(Librarians' Mentoring Scheme)",
        },
        {
            content: "Look at what else could be chosen",
            trigger: ".o_form_view [name=scheme_id] input",
            run: "click",
        },
        {
            trigger:
                ".o-autocomplete--dropdown-menu .dropdown-item:contains('Librarians')",
            run: "click",
        },
        {
            trigger: ".o_form_view [name=name] input:value(Intake)",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Open it today",
            trigger: ".o_form_view.o_form_saved, .o_form_saved",
        },
        {
            trigger: ".o_form_statusbar button[name=action_open]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                ".o_form_statusbar .o_arrow_button_current[data-value=open], .o_form_statusbar [data-value=open].o_arrow_button_current",
        },
    ],
});

// Who opens a new intake and looks elsewhere has planned none.
registry.category("web_tour.tours").add("mentoring_plan_no_intake", {
    steps: () => [
        {
            trigger: ".o_control_panel .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_form_view [name=name] input:value(Intake)",
            run: () => {
                const state = {configurable: true, get: () => "hidden"};
                Object.defineProperty(document, "visibilityState", state);
                document.dispatchEvent(new Event("visibilitychange"));
                delete document.visibilityState;
            },
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_kanban_view",
        },
    ],
});
