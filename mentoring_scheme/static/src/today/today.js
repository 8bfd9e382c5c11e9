import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Funnel} from "../funnel/funnel";
import {MentoringSetupHint, MentoringSetupList} from "../setup/setup";

const INTAKE = "mentoring.intake";

/**
 * The first screen of the app: what waits for the user, each figure with its list, and
 * where every intake stands in its year.
 */
export class MentoringToday extends Component {
    static template = "mentoring_scheme.Today";
    static components = {Funnel, Layout, MentoringSetupHint, MentoringSetupList};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({today: null, showsAll: false});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.today = await this.orm.call("mentoring.today", "get_today", []);
    }

    /** Sections with the figures that are shown: those at zero only on demand. */
    get sections() {
        return this.state.today.sections
            .map((section) => ({
                ...section,
                items: section.items.filter(
                    (item) => item.count || this.state.showsAll
                ),
            }))
            .filter((section) => section.items.length);
    }

    get hasZeros() {
        return this.state.today.sections.some((section) =>
            section.items.some((item) => !item.count)
        );
    }

    async openItem(item) {
        const action = await this.action.loadAction(item.action);
        return this.action.doAction(
            {
                ...action,
                name: item.label,
                display_name: item.label,
                domain: item.domain,
                context: item.context,
                // The list's own address would open it without these limits.
                path: false,
            },
            // A list shows all of them, and its buttons take the step for many at once.
            {viewType: "list"}
        );
    }

    openIntake(intake) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: INTAKE,
            res_id: intake.id,
            views: [[false, "form"]],
        });
    }

    /** Run a button as a form does, which makes a proper action of what it answers. */
    openFigure(intake, figure) {
        return this.action.doActionButton({
            type: "object",
            resModel: INTAKE,
            resId: intake.id,
            name: figure.button,
        });
    }

    async loadScheme(button) {
        const action = await this.orm.call("mentoring.scheme", button, []);
        return this.action.doAction(action);
    }

    newScheme() {
        return this.action.doAction("mentoring_scheme.mentoring_scheme_action", {
            viewType: "form",
        });
    }

    newIntake() {
        return this.action.doAction("mentoring_scheme.mentoring_intake_action", {
            viewType: "form",
        });
    }
}

registry.category("actions").add("mentoring_today", MentoringToday);
