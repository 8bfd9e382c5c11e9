// Copyright 2026 Mentoring Scheme contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {registry} from "@web/core/registry";

const FORM = "form[action$='/messages']";

function send(text) {
    return [
        {
            content: `Write ${text}`,
            trigger: `${FORM} textarea[name=body]`,
            run: `edit ${text}`,
        },
        {
            content: "Send it",
            trigger: `${FORM} button[type=submit]`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is sent",
            trigger: "[role=status]:contains(Your message is sent)",
        },
        {
            content: "It stands on the page",
            trigger: `.o_mentoring_message:contains(${text})`,
        },
    ];
}

function notWider() {
    if (document.documentElement.scrollWidth > window.innerWidth) {
        throw new Error("The page is wider than the phone.");
    }
}

// A member writes on the partnership's page, corrects what was refused, and deletes.
registry.category("web_tour.tours").add("mentoring_message", {
    steps: () => [
        {
            content: "No message yet",
            trigger: "section:contains(No message has been written yet)",
        },
        {
            content: "Send nothing",
            trigger: `${FORM} button[type=submit]`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "That is refused at the question",
            trigger: "#field_body_error:contains(Please answer)",
            run: notWider,
        },
        ...send("See you on Friday."),
        ...send("See you on Monday."),
        {
            content: "Take the first one back",
            trigger: ".o_mentoring_message:contains(Friday) summary",
            run: "click",
        },
        {
            content: "Yes",
            trigger: ".o_mentoring_message:contains(Friday) button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is deleted",
            trigger: "[role=status]:contains(The message is deleted)",
        },
        {
            content: "The other one stays",
            trigger: ".o_mentoring_message:only-of-type:contains(Monday)",
            run: notWider,
        },
        {
            content: "Back to the partnership",
            trigger: "a:contains(Back to your partnership)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It stands there, too",
            trigger: ".o_mentoring_message:contains(See you on Monday)",
            run: notWider,
        },
    ],
});
