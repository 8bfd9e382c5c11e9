import {Component, onWillStart, onWillUnmount, useRef, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const RUN = "mentoring.match.run";
const CANDIDATE = "mentoring.match.candidate";
const POLL_MS = 3000;

/**
 * The matching board: one screen on which staff read a proposal, overrule it pair by
 * pair, solve it again and publish it.
 */
export class MatchBoard extends Component {
    static template = "mentoring_scheme.MatchBoard";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = {controlPanel: {}};
        this.list = useRef("list");
        this.runId =
            this.props.action.context.active_id || this.props.action.params?.run_id;
        this.views = [
            {key: "all", label: _t("All pairs")},
            {key: "weak", label: _t("Lowest scores")},
            {key: "kept", label: _t("Kept together")},
            {key: "noted", label: _t("With a note")},
        ];
        this.state = useState({
            board: null,
            search: "",
            view: "all",
            offset: 0,
            leftOffset: 0,
            isBusy: false,
            spoken: "",
            mentee: "",
            mentor: "",
            pairNote: {obstacle: "", note: ""},
        });
        this.onSearch = useDebounced(() => this.show({offset: 0, leftOffset: 0}), 250);
        onWillStart(() => this.load());
        onWillUnmount(() => clearTimeout(this.poll));
    }

    // ------------------------------------------------------------------
    // Reading
    // ------------------------------------------------------------------

    async load() {
        const {search, view, offset, leftOffset} = this.state;
        const board = await this.orm.call(RUN, "get_board", [[this.runId]], {
            search,
            view,
            offset,
            unmatched_offset: leftOffset,
        });
        if (leftOffset && !board.unmatched.length) {
            this.state.leftOffset = 0; // they have found partners meanwhile
            return this.load();
        }
        this.state.board = board;
        this.env.config.setDisplayName(board.name);
        clearTimeout(this.poll);
        if (board.job) {
            this.poll = setTimeout(() => this.load(), POLL_MS);
        }
    }

    async show(changes) {
        Object.assign(this.state, changes);
        await this.load();
    }

    get lastShown() {
        return Math.min(
            this.state.offset + this.state.board.page,
            this.state.board.count
        );
    }

    get lastLeft() {
        return this.state.leftOffset + this.state.board.unmatched.length;
    }

    // ------------------------------------------------------------------
    // Deciding
    // ------------------------------------------------------------------

    async call(model, method, ids, sentence) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        this.state.spoken = "";
        try {
            const context = {mentoring_may_wait: true};
            const answer = await this.orm.call(model, method, [ids], {context});
            this.state.spoken = sentence;
            return answer;
        } finally {
            this.state.isBusy = false;
            await this.load();
        }
    }

    solve() {
        return this.call(RUN, "action_solve", [this.runId], _t("Matches updated."));
    }

    undo() {
        return this.call(
            RUN,
            "action_undo",
            [this.runId],
            _t("The last step has been undone.")
        );
    }

    pin(pair) {
        if (pair.is_pinned) {
            return this.clear(pair);
        }
        return this.call(CANDIDATE, "action_pin", [pair.id], _t("Kept together."));
    }

    forbid(pair) {
        return this.call(
            CANDIDATE,
            "action_forbid",
            [pair.id],
            _t("Kept apart. Update the matches to find another partner.")
        );
    }

    clear(pair) {
        return this.call(CANDIDATE, "action_clear", [pair.id], _t("Released."));
    }

    take(pair) {
        return this.call(
            CANDIDATE,
            "action_take",
            [pair.id],
            _t("This pair is used, and the others have been updated.")
        );
    }

    /** Say what speaks against the two people chosen before they are paired. */
    async checkPair() {
        this.state.pairNote = {obstacle: "", note: ""};
        const {mentee, mentor} = this.state;
        if (!mentee || !mentor) {
            return;
        }
        const note = await this.orm.call(RUN, "get_pair_note", [
            [this.runId],
            Number(mentee),
            Number(mentor),
        ]);
        if (mentee === this.state.mentee && mentor === this.state.mentor) {
            this.state.pairNote = note; // nobody else has been chosen meanwhile
        }
    }

    async pairByHand() {
        const mentee = Number(this.state.mentee);
        const mentor = Number(this.state.mentor);
        const known = await this.orm.search(CANDIDATE, [
            ["run_id", "=", this.runId],
            ["mentee_application_id", "=", mentee],
            ["mentor_application_id", "=", mentor],
        ]);
        const [id] = known.length
            ? known
            : await this.orm.create(CANDIDATE, [
                  {
                      run_id: this.runId,
                      mentee_application_id: mentee,
                      mentor_application_id: mentor,
                  },
              ]);
        await this.call(CANDIDATE, "action_take", [id], _t("Paired by hand."));
        Object.assign(this.state, {
            mentee: "",
            mentor: "",
            pairNote: {obstacle: "", note: ""},
        });
    }

    openPartnerships() {
        return this.openBy("action_view_published");
    }

    async openBy(method) {
        return this.action.doAction(await this.orm.call(RUN, method, [[this.runId]]));
    }

    unpublish() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Undo Publication"),
            body: _t(
                "Undo this publication? Its partnerships will be deleted, and the " +
                    "applications will be approved again. We'll email the people who " +
                    "have been told. You can publish again afterwards."
            ),
            confirmLabel: _t("Undo Publication"),
            cancelLabel: _t("Keep Publication"),
            confirm: async () => {
                const notice = await this.call(
                    RUN,
                    "action_unpublish",
                    [this.runId],
                    ""
                );
                if (notice) {
                    await this.action.doAction(notice);
                }
            },
            cancel: () => {},
        });
    }

    async publish() {
        const window = await this.orm.call(RUN, "action_ask_publish", [[this.runId]]);
        await this.action.doAction(window, {onClose: () => this.load()});
    }

    async tryOut() {
        await this.action.doAction("mentoring_scheme.mentoring_match_what_if_action", {
            additionalContext: {active_id: this.runId, active_model: RUN},
            onClose: () => this.load(),
        });
    }

    openRun() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: RUN,
            res_id: this.runId,
            views: [[false, "form"]],
        });
    }

    openPerson(person) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "mentoring.application",
            res_id: person.id,
            views: [[false, "form"]],
        });
    }

    // ------------------------------------------------------------------
    // Keyboard
    // ------------------------------------------------------------------

    /** Arrows go from pair to pair; K keeps together, X keeps apart. */
    onKeydown(event, pair) {
        if (event.target !== event.currentTarget) {
            return; // typing or a button inside the card
        }
        const cards = [...this.list.el.querySelectorAll("article")];
        const steps = {ArrowDown: 1, ArrowUp: -1};
        const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
        if (key in steps) {
            event.preventDefault();
            cards[cards.indexOf(event.currentTarget) + steps[key]]?.focus();
        } else if (key === "k" && this.state.board.is_open) {
            this.pin(pair);
        } else if (key === "x" && this.state.board.is_open) {
            this.forbid(pair);
        }
    }
}

registry.category("actions").add("mentoring_match_board", MatchBoard);
