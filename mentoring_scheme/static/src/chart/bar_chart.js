/* global Chart */
import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {cookie} from "@web/core/browser/cookie";

// Pairs that are told apart in grey, too; text on the page's ground reads 4.5 to 1.
const COLOURS = {
    light: ["#1f5f6b", "#d98a29", "#7a8b99", "#8c4a6b"],
    dark: ["#5fb3c1", "#e5a95c", "#9fb0bd", "#c48aa8"],
};

/** Split a long label at its words, so that Chart.js draws it in lines. */
function wrap(label, width) {
    const lines = [""];
    for (const word of String(label).split(" ")) {
        if (lines.at(-1) && lines.at(-1).length + word.length >= width) {
            lines.push("");
        }
        lines.push(`${lines.pop()} ${word}`.trim());
    }
    return lines;
}

/**
 * Bars, each of which may open what it counts. The same figures stand in a table below,
 * as buttons: for the keyboard, for screen readers, and to be copied.
 */
export class BarChart extends Component {
    static template = "mentoring_scheme.BarChart";
    static props = {
        title: String,
        labels: Array, // What each group of bars stands for
        series: Array, // Objects of a label and the values, null where there is none
        max: {type: Number, optional: true},
        isStacked: {type: Boolean, optional: true},
        isHorizontal: {type: Boolean, optional: true},
        showsTotal: {type: Boolean, optional: true},
        onOpen: {type: Function, optional: true}, // (index, series or null for all)
    };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.draw();
                return () => this.chart?.destroy();
            },
            () => [JSON.stringify([this.props.labels, this.props.series])]
        );
    }

    /** In rem: bars that lie need a line each, and as many as there are series. */
    get height() {
        if (!this.props.isHorizontal) {
            return 15;
        }
        const lines = this.props.isStacked
            ? 1
            : Math.max(1, this.props.series.length / 2);
        return 3.75 + 1.7 * lines * this.props.labels.length;
    }

    get summary() {
        return this.props.labels
            .map((label, index) => `${label}: ${this.describe(index)}`)
            .join("; ");
    }

    describe(index) {
        return this.props.series
            .map((one) => `${one.label} ${one.values[index] ?? "–"}`)
            .join(", ");
    }

    total(index) {
        return this.props.series.reduce((sum, one) => sum + one.values[index], 0);
    }

    draw() {
        const isDark = cookie.get("color_scheme") === "dark";
        const colours = isDark ? COLOURS.dark : COLOURS.light;
        const ink = isDark ? "#dee2e6" : "#374151";
        const counts = {
            stacked: this.props.isStacked,
            ticks: {color: ink, precision: 0},
        };
        const names = {
            stacked: this.props.isStacked,
            ticks: {color: ink, autoSkip: false},
            grid: {display: false},
        };
        const measure = {
            ...counts,
            beginAtZero: true,
            ...(this.props.max ? {max: this.props.max} : {suggestedMax: 5}),
        };
        this.chart = new Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels: this.props.labels.map((label) => wrap(label, 20)),
                datasets: this.props.series.map((one, index) => ({
                    label: one.label,
                    data: one.values,
                    backgroundColor: colours[index % colours.length],
                    maxBarThickness: 24,
                })),
            },
            options: {
                indexAxis: this.props.isHorizontal ? "y" : "x",
                responsive: true,
                maintainAspectRatio: false,
                animation: false,
                scales: this.props.isHorizontal
                    ? {x: measure, y: names}
                    : {x: names, y: measure},
                plugins: {
                    legend: {
                        display: this.props.series.length > 1,
                        position: "bottom",
                        labels: {color: ink, boxWidth: 14},
                    },
                },
                onHover: (event, bars) => {
                    event.native.target.style.cursor =
                        this.props.onOpen && bars.length ? "pointer" : "default";
                },
                onClick: (_event, bars) => {
                    if (this.props.onOpen && bars.length) {
                        this.props.onOpen(bars[0].index, bars[0].datasetIndex);
                    }
                },
            },
        });
    }
}
