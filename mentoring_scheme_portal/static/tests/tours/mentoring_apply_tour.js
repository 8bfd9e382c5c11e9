// Copyright 2026 Mentoring Scheme contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const PDF = [
    "%PDF-1.4",
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj",
    "trailer<</Root 1 0 R>>",
    "%%EOF",
].join("\n");

function assertNoOverflow() {
    const width = document.documentElement.scrollWidth;
    if (width > window.innerWidth) {
        throw new Error(
            `The page is ${width} wide in a window of ${window.innerWidth}`
        );
    }
}

// Goes on to the next step, which has to be this one, and fit into the window.
function goOn(title) {
    return [
        {
            content: `Go on to: ${title}`,
            trigger: "button.btn-primary[value=next]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: `Nothing sticks out to the side of: ${title}`,
            trigger: `#step_title:contains(${title})`,
            run: assertNoOverflow,
        },
    ];
}

function tick(name) {
    return {
        content: `Tick ${name}`,
        trigger: `#field_${name}`,
        run: "click",
    };
}

function start(role) {
    return [
        {
            content: `Apply as ${role}`,
            trigger: `a.btn[href$='/${role}']:contains(Apply as ${role})`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Start the application",
            trigger: "button:contains(Start your application)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The first step",
            trigger: "#step_title:contains(About you)",
            run: assertNoOverflow,
        },
    ];
}

function attachResume() {
    return {
        content: "Attach the résumé",
        trigger: "#field_resume",
        run() {
            const files = new DataTransfer();
            files.items.add(new File([PDF], "resume.pdf", {type: "application/pdf"}));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
        },
    };
}

// Submits too early, is led to what is missing, comes back and submits.
function submit() {
    return [
        {
            content: "The answers are there to be read",
            trigger: "dd:contains(Zines)",
        },
        {
            trigger: "a:contains(resume.pdf)",
        },
        {
            content: "Submit without a declaration",
            trigger: "button.btn-primary[value=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Told what is missing, and led there",
            trigger: "#summary[role=alert] a:contains(Please tick)",
            run: "click",
            expectUnloadPage: true,
        },
        tick("is_honest"),
        ...goOn("Review and submit"),
        {
            content: "Nothing is missing any more",
            trigger: "#todo:contains(Nothing is missing)",
        },
        {
            content: "Submit",
            trigger: "button.btn-primary[value=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It has arrived",
            trigger: "[role=status]:contains(has arrived)",
            run: assertNoOverflow,
        },
    ];
}

// A mentor applies step by step, goes back once, forgets something, and submits.
registry.category("web_tour.tours").add("mentoring_apply", {
    url: "/my/mentoring",
    steps: () => [
        ...start("mentor"),
        {
            content: "Current position",
            trigger: "#field_current_role",
            run: "edit Head of reference",
        },
        {
            content: "Years of experience",
            trigger: "#field_years_experience",
            run: "edit 15",
        },
        ...goOn("What you offer"),
        {
            content: "Tick a topic",
            trigger: "#field_topic_ids .form-check:contains(Zines) input",
            run: "click",
        },
        ...goOn("How you would like to meet"),
        {
            content: "Go back: the topic is kept",
            trigger: "button[value=back]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#field_topic_ids .form-check:contains(Zines) input:checked",
        },
        ...goOn("How you would like to meet"),
        ...goOn("Places and preferences"),
        {
            content: "Two mentees",
            trigger: "#field_capacity",
            run: "edit 2",
        },
        ...goOn("What you hope for"),
        ...goOn("Your résumé"),
        attachResume(),
        ...goOn("Your declarations"),
        tick("is_committed"),
        tick("accept_conduct"),
        ...goOn("Review and submit"),
        ...submit(),
    ],
});

// A mentee applies, leaves in between and comes back to the step reached.
registry.category("web_tour.tours").add("mentoring_apply_mentee", {
    url: "/my/mentoring",
    steps: () => [
        ...start("mentee"),
        {
            content: "Current position",
            trigger: "#field_current_role",
            run: "edit Graduate librarian",
        },
        ...goOn("What you are looking for"),
        {
            content: "Tick a topic",
            trigger: "#field_topic_ids .form-check:contains(Zines) input",
            run: "click",
        },
        {
            content: "Choose the most important one",
            trigger: "#field_first_topic_id",
            run: "selectByLabel Zines",
        },
        ...goOn("How you would like to meet"),
        {
            content: "Leave the form",
            trigger: ".breadcrumb a:contains(Mentoring)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Come back to it",
            trigger: "a.btn:contains(Continue your draft)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It opens where it was left",
            trigger: "#step_title:contains(How you would like to meet)",
        },
        ...goOn("Preferences"),
        ...goOn("What you hope for"),
        {
            content: "Goals",
            trigger: "#field_goals",
            run: "edit To find my feet.",
        },
        ...goOn("Your résumé"),
        attachResume(),
        ...goOn("Who pays"),
        {
            content: "The employer pays",
            trigger: "#field_payer_employer",
            run: "click",
        },
        {
            content: "Who that is",
            trigger: "#field_payer_name",
            run: "edit Example Library",
        },
        {
            content: "Where the invoice goes",
            trigger: "#field_payer_email",
            run: "edit accounts@example.com",
        },
        ...goOn("Your declarations"),
        tick("is_committed"),
        tick("accepts_fee"),
        tick("accept_conduct"),
        ...goOn("Review and submit"),
        ...submit(),
    ],
});
