// Copyright 2026 Mentoring Scheme contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function open(partner) {
    return [
        {
            content: "Open the partnership",
            trigger: `article a:contains(Mentoring with ${partner})`,
            run: "click",
            expectUnloadPage: true,
        },
    ];
}

function sign(name, signer) {
    return [
        {
            content: `Open ${name}`,
            trigger: ".o_mentoring_next a:contains(Read and sign)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: `The text of ${name}`,
            trigger: `h1:contains(${name})`,
        },
        ...draw(signer),
    ];
}

function draw(signer) {
    return [
        {
            content: "Write the name",
            trigger: ".o_web_sign_name_and_signature input[name=signer]",
            run: `edit ${signer}`,
        },
        {
            content: "The signature is drawn from it",
            trigger: "canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
            content: "Sign",
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is recorded",
            trigger: "[role=status]:contains(signature is recorded)",
        },
        {
            content: "Back to the partnership",
            trigger: "a:contains(Back to your partnership)",
            run: "click",
            expectUnloadPage: true,
        },
    ];
}

// The mentee fills in the plan, and signs both agreements.
tours.add("mentoring_year_mentee_begins", {
    url: "/my/mentoring",
    steps: () => [
        ...open("Mary Mentor"),
        {
            content: "Open the plan, which comes next",
            trigger: ".o_mentoring_next a:contains(Read and sign)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "No one signs before it is filled in",
            trigger: "p:contains(Before anyone can sign)",
        },
        {
            content: "Fill it in",
            trigger: "a:contains(Fill it in)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Write",
            trigger: ".o_mentoring_form textarea",
            run: "edit To lead a team",
        },
        {
            content: "Save",
            trigger: ".o_mentoring_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It stands in the agreement",
            trigger: "dd:contains(To lead a team)",
        },
        ...draw("Mel Mentee"),
        ...sign("Partnership Acceptance", "Mel Mentee"),
        {
            content: "What comes next is the mentor's",
            trigger: ".o_mentoring_next:contains(Mary Mentor still needs to sign)",
        },
    ],
});

// The mentor reads what the mentee wrote, signs, and plans a meeting a month.
tours.add("mentoring_year_mentor_begins", {
    url: "/my/mentoring",
    steps: () => [
        ...open("Mel Mentee"),
        {
            content: "Open the plan, which comes next",
            trigger: ".o_mentoring_next a:contains(Read and sign)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The mentee's words",
            trigger: "dd:contains(To lead a team)",
        },
        ...draw("Mary Mentor"),
        ...sign("Partnership Acceptance", "Mary Mentor"),
        {
            content: "Plan, as the next step says",
            trigger: ".o_mentoring_next a:contains(Plan a meeting)",
        },
        {
            content: "Choose the day",
            trigger: "input[name=day]",
            run() {
                const day = new Date(Date.now() + 5 * 24 * 3600 * 1000);
                this.anchor.value = day.toISOString().slice(0, 10);
            },
        },
        {
            content: "Choose the time",
            trigger: "input[name=time]",
            run() {
                this.anchor.value = "10:00";
            },
        },
        {
            content: "Every month",
            trigger: "select[name=repeat]",
            run: "select monthly",
        },
        {
            content: "Plan",
            trigger: "button:contains(Plan this meeting)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "They are planned",
            trigger: ".o_mentoring_next:contains(You meet on)",
        },
    ],
});

// Either confirms the meeting that was.
tours.add("mentoring_year_confirm", {
    url: "/my/mentoring",
    steps: () => [
        ...open("M"),
        {
            content: "Asked to confirm",
            trigger: ".o_mentoring_next:contains(Did you meet)",
        },
        {
            content: "Confirm",
            trigger: "button:contains(We met)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Confirmed",
            trigger: "[role=status]:contains(hours count as soon as)",
        },
    ],
});

// Either answers the review, which is the next step.
tours.add("mentoring_year_evaluate", {
    url: "/my/mentoring",
    steps: () => [
        ...open("M"),
        {
            content: "Answer now",
            trigger: ".o_mentoring_next a:contains(Answer now)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Start",
            trigger: "button.btn:contains(Start)",
            run: "click",
        },
        {
            content: "Answer",
            trigger: "div.js_question-wrapper textarea",
            run: "edit We get along.",
        },
        {
            content: "Submit",
            trigger: "button[value=finish]",
            run: "click",
        },
        {
            content: "Confirm to submit",
            trigger: ".modal-footer button.btn-primary",
            run: "click",
        },
        {
            content: "Thank you",
            trigger: "h1:contains(Thank you)",
        },
    ],
});

// At the end there is a certificate.
tours.add("mentoring_year_end", {
    url: "/my/mentoring",
    steps: () => [
        ...open("M"),
        {
            content: "It is completed",
            trigger: ".o_mentoring_next:contains(Your certificate is ready)",
        },
        {
            content: "The certificate can be loaded",
            trigger: "a[href*='/my/mentoring/certificate/']",
        },
    ],
});
