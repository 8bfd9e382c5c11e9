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
                ".o_mentoring_pair:contains(Mel Mentee) button[aria-label='Use this pair: Max Mentor']",
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
            content: "That asks for an update, and the figures still add up",
            trigger: ".o_mentoring_stale:contains('Click “Update Matches”')",
        },
        {trigger: ".o_mentoring_people:contains(2)"},
        {trigger: ".o_mentoring_matched:contains(1)"},
        {trigger: ".o_mentoring_waiting:contains(1)"},
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
            trigger: ".o_mentoring_solve:contains(Update Matches)",
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
            content: "What was done is said",
            trigger: ".o_notification:contains('2 partnerships were created.')",
        },
        {
            content: "It is published",
            trigger:
                "body:not(:has(.modal)) .o_mentoring_board .badge:contains(Published)",
        },
        {
            content: "The board says so as well",
            trigger:
                ".o_mentoring_published:contains('4 people get an email about their match.')",
        },
        {
            content: "To the partnerships",
            trigger: ".o_mentoring_partnerships",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains(Partnerships)",
        },
        {
            trigger: ".o_view_controller:contains('Mel Mentee'):contains('Moe Mentee')",
        },
    ],
});

/** Two who have been partners before: said before the click, and what is published undone. */
registry.category("web_tour.tours").add("mentoring_match_undo", {
    steps: () => [
        {
            content: "Choose two who may not be matched",
            trigger: "#mentoring_board_mentee",
            run: "selectByLabel Mel Mentee",
        },
        {
            trigger: "#mentoring_board_mentor",
            run: "selectByLabel Max Mentor (1 free)",
        },
        {
            content: "The reason is said before the click",
            trigger:
                ".o_mentoring_pair_obstacle:contains('They have been partners before.')",
        },
        {
            trigger: ".o_mentoring_pair_by_hand:disabled",
        },
        {
            content: "Publish, by keyboard",
            trigger: ".o_mentoring_publish:enabled",
            run: "press alt+a",
        },
        {
            trigger: ".modal [name='publish_preview']:contains('2 pairs will become')",
        },
        {
            trigger: ".modal [name='publish_reason'] textarea",
            run: "edit They fit.",
        },
        {
            trigger: ".modal footer button:contains(Publish)",
            run: "click",
        },
        {
            content: "It was too early: undo it",
            trigger: ".o_mentoring_unpublish",
            run: "click",
        },
        {
            trigger: ".modal footer button:contains('Undo Publication')",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Publication undone')",
        },
        {
            content: "It can be published again",
            trigger: ".o_mentoring_publish:enabled",
        },
    ],
});
