// Copyright 2026 Mentoring Scheme contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Says that a file is too large before it is sent, when it would take what was typed
 * along. The server checks it all the same.
 */
export class MentoringApplicationForm extends Interaction {
    static selector = ".o_mentoring_form";
    dynamicContent = {
        "input[type=file]": {"t-on-change": this.onFileChosen},
    };

    /**
     * @param {Event} ev
     */
    onFileChosen(ev) {
        const input = ev.currentTarget;
        const limit = parseInt(this.el.dataset.uploadLimit, 10);
        const file = input.files[0];
        const isTooLarge = Boolean(file) && file.size > limit * 1024 * 1024;
        const message = isTooLarge
            ? _t("The file is larger than %s MB. Please choose a smaller one.", limit)
            : "";
        if (isTooLarge) {
            input.value = "";
        }
        const error = this.el.querySelector("#field_resume_error");
        error.hidden = !isTooLarge;
        error.querySelector("span").textContent = message;
        input.classList.toggle("is-invalid", isTooLarge);
    }
}

registry
    .category("public.interactions")
    .add("mentoring_scheme_portal.application_form", MentoringApplicationForm);
