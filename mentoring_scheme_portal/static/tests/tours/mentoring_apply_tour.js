// Copyright 2026 Mentoring Scheme contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const PDF = [
    "%PDF-1.4",
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
    "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
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

// A mentor applies with a résumé, forgets something, and submits.
registry.category("web_tour.tours").add("mentoring_apply", {
    url: "/my/mentoring",
    steps: () => [
        {
            content: "Apply as mentor",
            trigger: "a.btn[href$='/mentor']:contains(Apply as mentor)",
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
            content: "Nothing sticks out to the side",
            trigger: "#field_current_role",
            run: assertNoOverflow,
        },
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
        {
            content: "Tick a topic",
            trigger: "#field_topic_ids .form-check:contains(Zines) input",
            run: "click",
        },
        {
            content: "Attach the résumé",
            trigger: "#field_resume",
            run() {
                const files = new DataTransfer();
                files.items.add(
                    new File([PDF], "resume.pdf", {type: "application/pdf"})
                );
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "Submit without the declarations",
            trigger: "button.btn-primary[value=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Told what is missing; the résumé is kept",
            trigger: "#summary[role=alert]:contains(Please tick)",
        },
        {
            trigger: "a:contains(resume.pdf)",
        },
        {
            content: "Declare to be honest",
            trigger: "#field_is_honest",
            run: "click",
        },
        {
            content: "Agree to the time it takes",
            trigger: "#field_is_committed",
            run: "click",
        },
        {
            content: "Accept the code of conduct",
            trigger: "#field_accept_conduct",
            run: "click",
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
    ],
});
