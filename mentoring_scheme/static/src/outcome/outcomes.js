import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {OutcomeBoard} from "./outcome_board";

/** The screen *Outcomes*: the board of the intake that the user chooses. */
export class MentoringOutcomes extends Component {
    static template = "mentoring_scheme.Outcomes";
    static components = {Layout, OutcomeBoard};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({choices: [], outcomeId: null, ...this.props.state});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.choices = await this.orm.call(
            "mentoring.outcome",
            "get_choices",
            []
        );
        const [latest] = this.state.choices;
        const started = this.state.choices.find((choice) => choice.has_started);
        this.state.outcomeId ||= (started || latest)?.id;
    }

    choose(event) {
        this.state.outcomeId = Number(event.target.value);
    }

    print() {
        const ids = [this.state.outcomeId];
        return this.action.doAction(
            "mentoring_scheme.action_report_mentoring_outcome",
            {
                additionalContext: {active_id: ids[0], active_ids: ids},
            }
        );
    }

    openList() {
        return this.action.doAction("mentoring_scheme.mentoring_outcome_action");
    }

    openAnswers() {
        return this.action.doAction(
            "mentoring_scheme.mentoring_evaluation_chart_action"
        );
    }

    openIntakes() {
        return this.action.doAction("mentoring_scheme.mentoring_intake_action");
    }
}

registry.category("actions").add("mentoring_outcomes", MentoringOutcomes);
