/* The planner asks for one step after the other; a level that is clicked becomes the plan. */
/** @import { PlannerState } from "../model.d.ts" */
import { inputs, setProps } from "../dash.mjs";
import { planWith } from "../model/plan.mjs";
import { lab } from "../model/store.mjs";
import { IDS } from "../names.mjs";
import { around, buttonIdOf } from "./events.mjs";

/** @type {string} */
let asked = "";
let serial = 0;

/** @param {PlannerState} planner */
function ask({ key, query, groups, most, steps, running }) {
  const request = `${key}|${steps.length}`;
  if (!running || request === asked) return;
  asked = request;
  const step = steps.length + 1;
  setProps(IDS.PLANNER_REQUEST, { data: { key, query, step, groups, most } });
}

/** What is written in a field. @param {string} id */
const written = (id) => {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement ? field.value : "";
};

function start() {
  const { edit } = lab.get();
  if (!edit) return;
  serial += 1;
  const [groups, most] = [written(IDS.PLANNER_GROUPS), written(IDS.PLANNER_MOST)];
  lab.dispatch({ type: "plannerBegun", key: String(serial), query: edit, groups, most });
}

/**
 * Make the steps up to a level the plan, fitted as the planner fitted them.
 * @param {number} level
 */
function open(level) {
  const { planner, view } = lab.get();
  const texts = planner?.steps.slice(0, level + 1).map((step) => step.operation ?? "");
  const plan = texts?.length ? planWith(texts, texts.length - 1) : null;
  if (!plan || !view) return;
  const fitted = { bias: true, trim: false, repair: false, fit: /** @type {const} */ ("fit") };
  lab.dispatch({
    type: "set",
    changes: { ...plan, ...fitted, ...(view.color === "class" ? { color: "group" } : {}) },
  });
}

document.addEventListener("click", (event) => {
  const { planner } = lab.get();
  if (buttonIdOf(event) === IDS.PLANNER_START) {
    if (planner?.running) lab.dispatch({ type: "plannerStopped" });
    else start();
  }
  const level = around(event, "[data-level]");
  if (level instanceof HTMLElement) open(Number(level.dataset.level));
});

lab.subscribe((state, before) => {
  const { planner, view } = state;
  // Steps of another model are none of this one's.
  if (planner?.running && view?.model !== before.view?.model) {
    lab.dispatch({ type: "plannerStopped" });
    return;
  }
  if (!planner || planner === before.planner) return;
  setProps(IDS.PLANNER_START, { children: planner.running ? "Stop" : "Plan" });
  const { query, steps, stopped, running } = planner;
  setProps(IDS.PLANNER_STEPS, { data: { query, steps: steps.length, stopped, running } });
  ask(planner);
});

export const planner = {
  /** @param {import("../model.d.ts").PlannerStep | null} step */
  hear(step) {
    if (step) lab.dispatch({ type: "plannerStepped", step });
  },

  /* A level of the tree was clicked: its place is how many groups are left. */
  chosen() {
    const clicked = /** @type {{ points?: { x: number }[] } | null} */ (
      inputs()[`${IDS.PLANNER_GRAPH}.clickData`]
    );
    const left = clicked?.points?.[0]?.x;
    const { planner: kept } = lab.get();
    const classes = (kept?.steps.length ?? 0) && lab.get().motion?.names.length;
    if (left !== undefined && classes && left < classes) open(classes - left - 1);
  },
};
