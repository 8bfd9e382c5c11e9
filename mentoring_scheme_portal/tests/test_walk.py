# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A walk by each of the staff over all that their menus lead to."""

import json
import re
import threading
from collections import Counter

from odoo.tests import tagged

from odoo.addons.mentoring_scheme.tests.access_common import PASSWORD
from odoo.addons.mentoring_scheme.tests.test_rpc_methods import RpcCommon
from odoo.addons.mentoring_scheme.tests.tour_common import BackOfficeTourCase

from .year.browser import PersonBrowser
from .year.common import DESK, HARMLESS

STAFF = ("coordinator", "manager", "finance", "conduct officer")
# Titles of the windows in which a rule speaks.
REFUSALS = ("Invalid Operation", "Validation Error")
# What stands on a page only when something went wrong.
RAW = re.compile(
    r"<(p|div|span|t|br|strong)\b|&(lt|gt|amp|nbsp);|\[object Object\]|\bundefined\b"
    r"|%\(\w+\)s|\bNaN\b|Invalid Date|o_view_nocontent"
)

# The hands of the walk, in the page: quick, and with an eye on each answer.
HANDS = """
window.walk = (() => {
    const {App} = odoo.loader.modules.get("@odoo/owl");
    const {rpcBus} = odoo.loader.modules.get("@web/core/network/rpc");
    const asked = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({detail}) => asked.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({detail}) => asked.delete(detail.data.id));
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const busy = () =>
        asked.size || [...App.apps].some((app) => app.scheduler.tasks.size);
    const settle = async () => {
        for (let quiet = 0, turns = 0; quiet < 4 && turns < 1200; turns++) {
            await pause(25);
            quiet = busy() ? 0 : quiet + 1;
        }
    };
    const shown = (selector) => [...document.querySelectorAll(selector)].filter(
        (node) => node.checkVisibility()
    );
    const said = (node) => (node.innerText || node.title || "").trim();
    const press = async (node) => {
        node.scrollIntoView({block: "center"});
        await pause(50);  // a list of choices closes when the page scrolls
        for (const kind of ["mouseover", "mousedown", "mouseup", "click"]) {
            node.dispatchEvent(new MouseEvent(kind, {
                bubbles: true, cancelable: true, view: window,
            }));
        }
        await settle();
    };
    const dropped = new WeakSet();
    return {
        settle,
        // What is on the page, and whether it complains.
        look: () => ({
            text: document.body.innerText,
            failed: shown(".o_error_dialog").map(said).join(),
            dialog: shown(".modal .modal-title").map(said).join(),
            form: !!shown(".o_form_view").length,
        }),
        views: () => shown(".o_switch_view:not(.active)").map(
            (node) => [...node.classList].find((name) => /^o_(?!switch)/.test(name))
        ),
        switchTo: async (name) => {
            await press(document.querySelector(`.o_switch_view.${name}`));
        },
        // Each filter and each grouping, on and off again; returns how many.
        search: async () => {
            const toggle = shown(".o_searchview_dropdown_toggler")[0];
            if (!toggle) {
                return 0;
            }
            const items = () => shown(
                ".o_filter_menu .o_menu_item, .o_group_by_menu .o_menu_item"
            );
            await press(toggle);
            const count = items().length;
            for (let turn = 0; turn < count; turn++) {
                for (const _onOff of [1, 2]) {
                    if (!items().length) {
                        await press(shown(".o_searchview_dropdown_toggler")[0]);
                    }
                    const item = items()[turn];
                    if (item) {
                        await press(item.querySelector(".o_accordion_toggle") || item);
                    }
                }
            }
            if (items().length) {
                await press(shown(".o_searchview_dropdown_toggler")[0]);
            }
            return count;
        },
        run: async (action) => {
            await odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action);
            await settle();
        },
        open: async () => {
            const first = shown(
                ".o_data_row .o_data_cell:not(.o_list_button):not(.o_handle_cell), " +
                ".o_kanban_record:not(.o_kanban_ghost)"
            ).filter((node) => !node.closest(".o_view_sample_data"))[0];
            if (first) {
                await press(first);
            }
            return !!shown(".o_form_view").length;
        },
        // How many pages the notebooks have.
        pages: () => shown(".o_form_view .o_notebook_headers .nav-link").length,
        turn: async (page) => {
            await press(shown(".o_form_view .o_notebook_headers .nav-link")[page]);
        },
        create: async () => {
            const button = shown(".o_list_button_add, .o-kanban-button-new")[0];
            if (button) {
                await press(button);
            }
            return !!button && !!shown(".o_form_view").length;
        },
        // Each drop-down that has not been opened; returns those with nothing in them.
        drop: async () => {
            const empty = [];
            const inputs = shown(
                ".o_form_view .o_field_widget .o-autocomplete--input:not([readonly])"
            ).filter((input) => !dropped.has(input));
            for (const input of inputs) {
                dropped.add(input);
                input.focus();
                await press(input);
                // What is offered is asked for after a moment.
                for (let turns = 0; turns < 40; turns++) {
                    if (shown(".o-autocomplete--dropdown-item").length) {
                        break;
                    }
                    await pause(25);
                }
                await settle();
                if (!shown(".o-autocomplete--dropdown-item").length) {
                    empty.push(input.id);
                }
                input.blur();
                await press(document.querySelector(".o_form_view"));
            }
            return {count: inputs.length, empty};
        },
        buttons: () => shown(
            ".o_form_view button[name][type=object], " +
            ".o_form_view button[name][type=action], " +
            ".o_form_view .o_statusbar_buttons button[name], " +
            ".o_form_view .oe_stat_button[name]"
        ).filter((node) => !node.disabled && !node.closest(".o_field_x2many")).map(
            (node) => node.getAttribute("name")
        ),
        hit: async (name) => {
            const node = shown(`.o_form_view button[name="${name}"]`)[0];
            if (node) {
                await press(node);
            }
            return !!node;
        },
    };
})();
true
"""


@tagged("post_install", "-at_install")
class TestWalk(RpcCommon, BackOfficeTourCase):
    """No error, no raw text and no complaint, wherever a menu or a button leads.

    Each role opens each menu and the first record of it. Whoever comes there first
    tries each way of looking at it, each filter and grouping, a new record, each page
    of a form, each drop-down and each button.
    """

    test_cursor_lock_timeout = 240

    def setUp(self):
        super().setUp()
        self.browser = PersonBrowser(self)
        self.addCleanup(self.browser.stop)
        self.browser.set_size(*DESK)
        self.seen = Counter()
        self.faults = []
        self.pressed = set()
        self.walked = set()

    def _get_actions(self, user):
        """Return the actions that the addons' menus offer to somebody, with names."""
        root = self.env.ref("mentoring_scheme.mentoring_menu_root")
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        return {
            menu["action_id"]: menu["name"]
            for number, menu in menus.items()
            if number != "root" and menu["app_id"] == root.id and menu["action_id"]
        }

    def test_walk(self):
        for persona in STAFF:
            with self.allow_requests(browser=self.browser):
                user = self.users[persona]
                self.session = None
                self.authenticate(user.login, PASSWORD, browser=self.browser)
                for action, title in self._get_actions(user).items():
                    where = f"{persona}: {title}"
                    try:
                        self._walk_action(where, action)
                    except AssertionError as error:
                        self.faults.append(f"{where}: {error}")
                self._leave()
                self.browser.forget()
        self._logger.info("Walked: %s", dict(self.seen))
        self.assertFalse(self.faults, "\n" + "\n".join(self.faults))
        for what, least in LEAST.items():
            self.assertGreaterEqual(self.seen[what], least, what)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _leave(self):
        """Close the page, and wait until nothing more is asked of the server.

        A request that comes while the database is set back finds it broken.
        """
        self.browser.leave()
        for _turn in range(2):
            self._wait_remaining_requests()
            self._pause(0.2)

    @staticmethod
    def _pause(seconds):
        threading.Event().wait(seconds)

    def _go(self, path):
        self.browser.go(path)
        self._do("(() => { %s })()" % HANDS)
        self._do("walk.settle()")

    def _do(self, script):
        return self.browser.wait_for(f"(async () => await {script})()")

    def _look(self, where, may_refuse=False):
        """Keep what is wrong with what is on the page; return the page's state.

        :param bool may_refuse: a sentence that says why not is no fault
        """
        seen = self._do("walk.look()")
        complaints = [
            words for words in self.browser.complaints if not HARMLESS.search(words)
        ]
        self.browser.complaints.clear()
        is_refused = may_refuse and seen["failed"].startswith(REFUSALS)
        if seen["failed"] and not is_refused:
            self.faults.append(f"{where}: {seen['failed'][:600]}")
        for words in complaints:
            self.faults.append(f"{where}: the console says {words[:600]}")
        for found in set(RAW.finditer(seen["text"])):
            around = seen["text"][max(0, found.start() - 60) : found.end() + 60]
            self.faults.append(f"{where}: raw text {around!r}")
        return seen

    def _walk_action(self, where, action):
        path = f"/odoo/action-{action}"
        self.seen["menus"] += 1
        if self._is_dialog(action):
            self._go("/odoo")
            self._do(f"walk.run({action})")
            self._look(where)
            return
        self._go(path)
        self._look(where)
        if action in self.walked:
            # By somebody with fewer rights, who has tried all that is on it.
            if self._do("walk.open()"):
                self._look(f"{where}, form")
            return
        self.walked.add(action)
        for view in self._do("walk.views()"):
            self._do(f"walk.switchTo({json.dumps(view)})")
            self._look(f"{where} {view}")
            self.seen["views"] += 1
        self._go(path)
        self.seen["filters"] += self._do("walk.search()")
        self._look(f"{where}, filters")
        self._go(path)
        if self._do("walk.create()"):
            self._walk_form(f"{where}, new")
            self._go(path)
        if self._do("walk.open()"):
            self._walk_form(f"{where}, form")
            self._press_buttons(f"{where}, form")

    def _prints(self, name):
        """Return whether a button makes a file, which is another test's."""
        reports = self.env["ir.actions.report"].sudo()
        return name.isdigit() and bool(reports.browse(int(name)).exists())

    def _is_dialog(self, action):
        action = self.env["ir.actions.actions"].sudo().browse(action)
        if action.type == "ir.actions.server":
            return True  # it says where to go once it is run
        return self.env[action.type].sudo().browse(action.id).target == "new"

    def _walk_form(self, where):
        self._look(where)
        self.seen["forms"] += 1
        self._drop(where)
        for page in range(self._do("walk.pages()")):
            self.seen["pages"] += 1
            self._do(f"walk.turn({page})")
            self._look(f"{where}, page {page}")
            self._drop(f"{where}, page {page}")

    def _drop(self, where):
        dropped = self._do("walk.drop()")
        self.seen["drop-downs"] += dropped["count"]
        self._look(f"{where}, drop-downs")
        for empty in dropped["empty"]:
            self.faults.append(f"{where}: the list of {empty} is empty")

    def _press_buttons(self, where):
        address = self.browser.evaluate("location.pathname")
        model = re.sub(r"/\d+$", "", address)
        for name in dict.fromkeys(self._do("walk.buttons()")):
            if (model, name) in self.pressed or self._prints(name):
                continue
            self.pressed.add((model, name))
            self._leave()
            with self._undone():
                self._go(address)
                if self._do(f"walk.hit({json.dumps(name)})"):
                    self.seen["buttons"] += 1
                    seen = self._look(f"{where}, button {name}", may_refuse=True)
                    self.seen["dialogs"] += bool(seen["dialog"])
                self._leave()


# A walk that finds less than this has lost its way.
LEAST = {
    "menus": 60,
    "views": 30,
    "filters": 200,
    "forms": 25,
    "pages": 25,
    "drop-downs": 25,
    "buttons": 20,
    "dialogs": 12,
}
