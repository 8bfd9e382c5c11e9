import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/**
 * The check list of what an association sets up: each line says what is there or
 * missing, and leads to where it is set.
 */
export class MentoringSetupList extends Component {
    static template = "mentoring_scheme.SetupList";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({setup: null, busy: false});
        onWillStart(() => this.load());
    }

    /** The line whose step comes next: the first that this user can take. */
    get next() {
        const own = this.state.setup.lines.filter((line) => line.buttons.length);
        return (
            own.find((line) => line.state === "missing") ||
            own.find((line) => line.state === "check")
        );
    }

    async load() {
        this.state.setup = await this.orm.call("mentoring.setup", "get_setup", []);
    }

    async press(button) {
        this.state.busy = true;
        try {
            const action = await this.orm.call("mentoring.setup", "press", [
                button.name,
            ]);
            await this.action.doAction(action, {onClose: () => this.load()});
        } finally {
            this.state.busy = false;
        }
    }
}

/**
 * What is still missing once there is an intake: one line on Today, until all is done.
 */
export class MentoringSetupHint extends MentoringSetupList {
    static template = "mentoring_scheme.SetupHint";

    get missing() {
        return this.state.setup.lines.filter((line) => line.state === "missing");
    }

    open() {
        return this.action.doAction("mentoring_scheme.mentoring_setup_action");
    }
}

export class MentoringSetup extends Component {
    static template = "mentoring_scheme.Setup";
    static components = {Layout, MentoringSetupList};
    static props = {...standardActionServiceProps};

    setup() {
        this.display = {controlPanel: {}};
    }
}

registry.category("actions").add("mentoring_setup", MentoringSetup);
