import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {BarChart} from "../chart/bar_chart";

const GROUPS = ["mentor", "mentee"];

/** How far the people of an intake have come; each figure opens its applications. */
export class Funnel extends Component {
    static template = "mentoring_scheme.Funnel";
    static components = {BarChart};
    static props = {
        intakeId: Number,
        steps: Array, // As `mentoring.funnel` returns them
        title: {type: String, optional: true},
    };

    setup() {
        this.action = useService("action");
    }

    get title() {
        return this.props.title || _t("How far people have come");
    }

    get labels() {
        return this.props.steps.map((step) => step.label);
    }

    get series() {
        const labels = {mentor: _t("Mentors"), mentee: _t("Mentees and peers")};
        return GROUPS.map((group) => ({
            label: labels[group],
            values: this.props.steps.map((step) => step[group]),
        }));
    }

    get news() {
        return this.props.steps.filter((step) => step.new);
    }

    open(index, series) {
        const group = series === null ? null : GROUPS[series];
        return this.openStep(this.props.steps[index], group, false);
    }

    openStep(step, group, isNew) {
        return this.action.doActionButton({
            type: "object",
            resModel: "mentoring.intake",
            resId: this.props.intakeId,
            name: "action_view_funnel",
            args: JSON.stringify([step.key, group, isNew]),
        });
    }
}
