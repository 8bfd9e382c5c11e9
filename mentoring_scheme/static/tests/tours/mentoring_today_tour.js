import {registry} from "@web/core/registry";

const TODAY = ".o_mentoring_today";
const FIGURES = [
    ".o_mentoring_figure",
    ".o_mentoring_intake button.btn-link:not(.o_mentoring_chart *)",
    ".o_mentoring_chart table button",
];

async function until(what, condition) {
    for (let tries = 0; tries < 200; tries++) {
        const found = condition();
        if (found) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what} did not come`);
}

function find(selector) {
    return [...document.querySelectorAll(`${TODAY} ${selector}`)];
}

/** Open one figure, look at what it opens, and come back. */
async function walk(selector, index) {
    const figure = find(selector)[index];
    const name = figure.innerText.replaceAll(/\s+/g, " ");
    const count = Number(
        figure.dataset.count || (name.match(/^\+?(\d+)|(\d+)$/) || [""])[0]
    );
    figure.closest("details")?.setAttribute("open", "");
    figure.click();
    const view = await until(`A view for “${name}”`, () =>
        document.querySelector(".o_action .o_view_controller, .o_action .o_form_view")
    );
    if (document.querySelector(".o_error_dialog")) {
        throw new Error(`“${name}” ends in an error`);
    }
    const hint = document.querySelector(".o_view_nocontent")?.innerText || "";
    if (hint.includes("<")) {
        throw new Error(`“${name}” shows markup: ${hint}`);
    }
    const rows = () => document.querySelectorAll(".o_list_view .o_data_row").length;
    if (view.closest(".o_list_view") && count && count < 80) {
        await until(`${count} rows for “${name}”`, () => rows() === count);
    }
    document.querySelector(".o_control_panel .breadcrumb-item a").click();
    await until("Today", () => find(FIGURES[0]).length);
    return view;
}

// Every figure and link of Today opens a proper view with as many records as it says.
registry.category("web_tour.tours").add("mentoring_today", {
    steps: () => [
        {
            content: "Show what is at zero, too",
            trigger: `${TODAY} button[aria-pressed=false]`,
            run: "click",
        },
        {
            content: "The funnel is drawn",
            trigger: `${TODAY} .o_mentoring_funnel canvas[role=img]`,
        },
        {
            content: "Open each figure",
            trigger: `${TODAY} button[aria-pressed=true]`,
            run: async () => {
                for (const selector of FIGURES) {
                    const {length} = find(selector);
                    if (!length) {
                        throw new Error(`There is nothing to open at ${selector}`);
                    }
                    for (let index = 0; index < length; index++) {
                        const toggle = document.querySelector(
                            `${TODAY} button[aria-pressed=false]`
                        );
                        if (toggle) {
                            toggle.click();
                            await until(
                                "Figures at zero",
                                () => find(selector).length >= length
                            );
                        }
                        await walk(selector, index);
                    }
                }
            },
        },
        {trigger: TODAY},
    ],
});
