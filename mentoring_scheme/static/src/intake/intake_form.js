import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

/**
 * A new intake is filled in already, so core would save it for whoever only looks at
 * another tab or closes the window. Unless something was entered, nothing is saved then:
 * an intake that nobody planned would open on its day.
 */
export class MentoringIntakeFormController extends FormController {
    get isUntouched() {
        const root = this.model.root;
        return root.isNew && !root.dirty;
    }

    beforeVisibilityChange() {
        return this.isUntouched ? undefined : super.beforeVisibilityChange();
    }

    async beforeUnload(ev) {
        return this.isUntouched ? undefined : super.beforeUnload(ev);
    }
}

registry.category("views").add("mentoring_intake_form", {
    ...formView,
    Controller: MentoringIntakeFormController,
});
