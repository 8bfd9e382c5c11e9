import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {BarChart} from "../chart/bar_chart";

/** What people answered in their evaluations, in pictures that single nobody out. */
export class EvaluationCharts extends Component {
    static template = "mentoring_scheme.EvaluationCharts";
    static components = {BarChart, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = {controlPanel: {}};
        this.state = useState({results: null});
        onWillStart(() => this.load(false, false));
    }

    async load(choice, intakeId) {
        this.state.results = await this.orm.call(
            "mentoring.evaluation.chart",
            "get_charts",
            [choice, intakeId]
        );
    }

    chooseSurvey(event) {
        const {choices, intake_id: intakeId} = this.state.results;
        return this.load(choices[event.target.selectedIndex].id, intakeId);
    }

    chooseIntake(event) {
        return this.load(this.state.results.choice, Number(event.target.value));
    }

    openEvaluations() {
        return this.action.doAction("mentoring_scheme.mentoring_evaluation_action");
    }
}

registry.category("actions").add("mentoring_evaluation_charts", EvaluationCharts);
