import {registry} from "@web/core/registry";

const DELAY_MS = 10000;

/** Say what a step has done, with a button that opens the records it was done to. */
function showStepNotice(env, action) {
    const {title, message, type, sticky, open, label} = action.params;
    const buttons = open
        ? [
              {
                  name: label,
                  primary: true,
                  onClick: () => {
                      close();
                      env.services.action.doAction(open);
                  },
              },
          ]
        : [];
    const close = env.services.notification.add(message, {
        title,
        type,
        sticky,
        autocloseDelay: DELAY_MS,
        className: "o_mentoring_step_notice",
        buttons,
    });
    return {type: "ir.actions.act_window_close"};
}

registry.category("actions").add("mentoring_step_notice", showStepNotice);
