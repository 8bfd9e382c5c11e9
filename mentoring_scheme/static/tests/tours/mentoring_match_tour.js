import {registry} from "@web/core/registry";

/** Solve, keep a pair together, solve again, publish: on the matching board. */
registry.category("web_tour.tours").add("mentoring_match_board", {
    steps: () => [
        {
            content: "Solve",
            trigger: ".o_statusbar_buttons button[name='action_solve']:visible",
            run: "click",
        },
        {
            content: "Open the board",
            trigger: ".o_statusbar_buttons button[name='action_open_board']",
            run: "click",
        },
        {
            content: "Two pairs are proposed",
            trigger: ".o_mentoring_matched:contains(2)",
        },
        {
            content: "Look at the other partners of a pair",
            trigger:
                ".o_mentoring_pair:contains(Mel Mentee) summary:contains(Other partners)",
            run: "click",
        },
        {
            content: "Take the other mentor instead",
            trigger:
                ".o_mentoring_pair:contains(Mel Mentee) button[aria-label='Take Max Mentor instead']",
            run: "click",
        },
        {
            content: "It is solved around this pair",
            trigger: "article[aria-label='Mel Mentee, Max Mentor'].o_mentoring_kept",
        },
        {
            content: "The rest has moved",
            trigger: "article[aria-label='Moe Mentee, Mary Mentor']",
        },
        {
            content: "Keep the other pair apart",
            trigger:
                "article[aria-label='Moe Mentee, Mary Mentor'] .o_mentoring_forbid",
            run: "click",
        },
        {
            content: "That asks for a new solution",
            trigger: ".o_mentoring_stale",
        },
        {
            content: "Undo that",
            trigger: ".o_mentoring_undo",
            run: "click",
        },
        {
            content: "The pair is back",
            trigger:
                ".o_mentoring_board:not(:has(.o_mentoring_stale)) article[aria-label='Moe Mentee, Mary Mentor']",
        },
        {
            content: "Solve again",
            trigger: ".o_mentoring_solve:contains(Solve Again)",
            run: "click",
        },
        {
            content: "Publish",
            trigger: ".o_mentoring_publish:enabled",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal [name='publish_reason'] textarea",
            run: "edit They asked for each other.",
        },
        {
            content: "Confirm",
            trigger: ".modal footer button:contains(Publish)",
            run: "click",
        },
        {
            content: "It is published",
            trigger:
                "body:not(:has(.modal)) .o_mentoring_board .badge:contains(Published)",
        },
    ],
});
