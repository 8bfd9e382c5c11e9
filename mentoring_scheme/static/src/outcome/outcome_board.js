import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {BarChart} from "../chart/bar_chart";
import {Funnel} from "../funnel/funnel";

const OUTCOME = "mentoring.outcome";

/** What came of one intake: charts, and figures beside those of the intake before. */
export class OutcomeBoard extends Component {
    static template = "mentoring_scheme.OutcomeBoard";
    static components = {BarChart, Funnel};
    static props = {outcomeId: Number};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({board: null});
        onWillStart(() => this.load(this.props.outcomeId));
        onWillUpdateProps((next) => this.load(next.outcomeId));
    }

    async load(outcomeId) {
        this.state.board = await this.orm.call(OUTCOME, "get_board", [[outcomeId]]);
    }

    get charts() {
        const {charts} = this.state.board;
        return [
            {key: "people", title: _t("Mentees and peers by intake"), max: undefined},
            {key: "partnerships", title: _t("Partnerships by intake"), max: undefined},
            {key: "satisfaction", title: _t("Satisfaction, from 0 to 100"), max: 100},
        ]
            .map((chart) => ({...chart, series: charts[chart.key]}))
            .filter(({series}) => series.some(({values}) => values.some(Boolean)));
    }

    get names() {
        return this.state.board.compared.map((outcome) => outcome.name);
    }

    openBar(chart, index, series) {
        const {id} = this.state.board.compared[index];
        return this.openFigure(id, chart.series[series].name);
    }

    openFigure(outcomeId, name) {
        return this.action.doActionButton({
            type: "object",
            resModel: OUTCOME,
            resId: outcomeId,
            name: "action_view_figure",
            args: JSON.stringify([name]),
        });
    }
}

/** The same board within the form of an intake's outcomes. */
export class OutcomeBoardWidget extends Component {
    static template = "mentoring_scheme.OutcomeBoardWidget";
    static components = {OutcomeBoard};
    static props = {...standardWidgetProps};
}

registry.category("view_widgets").add("mentoring_outcome_board", {
    component: OutcomeBoardWidget,
});
