import {registry} from "@web/core/registry";

// What a person presses, the button of the login page included.
const MOST_CLICKS = 20;
const MENU_TODAY =
    ".o_menu_sections [data-menu-xmlid='mentoring_scheme.mentoring_today_menu']";
const KEY = "mentoring_first_hour_clicks";

const count = () => {
    sessionStorage.setItem(KEY, Number(sessionStorage.getItem(KEY) || 1) + 1);
};

const start = () => [
    {
        content: "Count every click from here on",
        trigger: ".o_mentoring_today",
        run: () => {
            sessionStorage.removeItem(KEY);
            document.addEventListener("click", count, true);
        },
    },
];

const nameTheAssociation = () => [
    {
        trigger: ".o_mentoring_setup_list button[name=company]",
        run: "click",
    },
    {
        trigger:
            ".o_form_view .o_field_widget[name=name] input, .o_form_view .o_field_widget[name=name] textarea",
        run: "edit Guild of Indexers",
    },
    {
        trigger: ".o_form_view .o_field_widget[name=email] input",
        run: "edit ask@indexers.test",
    },
    {
        content: "Odoo loads its page anew when a company has changed",
        trigger: ".o_form_button_save",
        run: "click",
        expectUnloadPage: true,
    },
    {
        content: "It is saved; go on counting",
        trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
        run: () => document.addEventListener("click", count, true),
    },
    {
        trigger: MENU_TODAY,
        run: "click",
    },
    {
        content: "The list has noticed",
        trigger:
            ".o_mentoring_setup_line:contains('Association'):contains('Guild of Indexers')",
    },
];

const loadTheScheme = () => [
    {
        trigger: ".o_mentoring_setup button[name=load_alia]",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=contact_email] input",
        run: "edit ask@indexers.test",
    },
    {
        trigger: ".modal .o_field_widget[name=amount] input",
        run: "edit 120",
    },
    {
        trigger: ".modal button[name=action_load]",
        run: "click",
    },
    {
        content: "The scheme is loaded",
        trigger: ".o_form_view .o_field_widget[name=contact_email]",
    },
    {
        trigger: MENU_TODAY,
        run: "click",
    },
];

const openTheIntake = () => [
    {
        trigger: ".o_mentoring_setup button[name=new_intake]",
        run: "click",
    },
    {
        content: "The scheme, the start and a name are proposed",
        trigger:
            ".o_form_view .o_field_widget[name=scheme_id] input:value(Mentoring Scheme)",
    },
    {
        trigger: ".o_form_button_save",
        run: "click",
    },
    {
        trigger: ".o_form_statusbar button[name=action_open]:visible",
        run: "click",
    },
    {
        trigger: ".modal .modal-footer .btn-primary",
        run: "click",
    },
    {
        content: "Members can apply",
        trigger: ".o_statusbar_status .o_arrow_button_current:contains('Open')",
    },
    {
        content: "In few clicks",
        trigger: ".o_form_view",
        run: () => {
            const clicks = Number(sessionStorage.getItem(KEY));
            console.log(`first hour: ${clicks} clicks`);
            if (clicks > MOST_CLICKS) {
                throw new Error(`${clicks} clicks are more than ${MOST_CLICKS}`);
            }
        },
    },
];

registry.category("web_tour.tours").add("mentoring_first_hour_administrator", {
    steps: () => [
        ...start(),
        ...nameTheAssociation(),
        ...loadTheScheme(),
        ...openTheIntake(),
    ],
});

registry.category("web_tour.tours").add("mentoring_first_hour_manager", {
    steps: () => [...start(), ...loadTheScheme(), ...openTheIntake()],
});
