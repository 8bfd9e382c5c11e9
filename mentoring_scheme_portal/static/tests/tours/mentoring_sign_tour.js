// Copyright 2026 Mentoring Scheme contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

function sign(name) {
    return [
        {
            content: `Open ${name}`,
            trigger: `.o_mentoring_next a:contains(Read and sign)`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: `The text of ${name}`,
            trigger: `h1:contains(${name})`,
        },
        {
            content: "Write the name",
            trigger: ".o_web_sign_name_and_signature input[name=signer]",
            run: "edit Melanie Mentee",
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

// A mentee signs both agreements, led by the next step.
registry.category("web_tour.tours").add("mentoring_sign", {
    url: "/my/mentoring",
    steps: () => [
        {
            content: "Open the partnership",
            trigger: "article a:contains(Mentoring with Mary Mentor)",
            run: "click",
            expectUnloadPage: true,
        },
        ...sign("Partnership Agreement and Plan"),
        ...sign("Partnership Acceptance"),
        {
            content: "What comes next is the mentor's",
            trigger: ".o_mentoring_next:contains(Mary Mentor still needs to sign)",
        },
    ],
});
