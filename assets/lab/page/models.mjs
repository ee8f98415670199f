/* The models view asks for one model after the other, while it is open and nobody stopped it; a card
   opens its model with the pair. */
/** @import { ModelRow, ModelsState, Page } from "../model.d.ts" */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { ALONE, editKey } from "../model/view.mjs";
import { IDS } from "../names.mjs";
import { around } from "./events.mjs";
import { onBuilt } from "./tabs.mjs";

/** @type {string | null} */
let asked = null;

/** @param {Page} state */
function measure({ view, edit, models }) {
  if (view?.view !== "models" || !edit) return;
  if (models?.key !== editKey(view)) {
    lab.dispatch({ type: "modelsBegun", key: editKey(view) });
    return;
  }
  const { key, rows, total, stopped } = models;
  if (stopped) return;
  const request = `${key}|${rows.length}`;
  if (asked === request || rows.length === total) return;
  asked = request;
  setProps(IDS.MODELS_REQUEST, { data: { key, query: edit, index: rows.length } });
}

/** @param {ModelsState} models */
const isWhole = ({ rows, total }) => rows.length === total;

/** What the button does: nothing where nothing is left to measure. @param {ModelsState} models */
const wordOf = (models) => (isWhole(models) ? "" : models.stopped ? "Go on" : "Stop");

/** @param {ModelsState} models */
function tell(models) {
  setProps(IDS.MODELS_CANCEL, { children: wordOf(models) });
}

/** @param {ModelsState} models */
function stopOrGoOn(models) {
  if (isWhole(models)) return;
  // What was asked for and not heard of is asked for again.
  if (models.stopped) asked = null;
  lab.dispatch({ type: "modelsStopped", stopped: !models.stopped });
}

/** @param {DOMStringMap} card */
function openCard({ model, classes = "" }) {
  const [first, second] = classes.split("-").map(Number);
  const pair = /** @type {[number, number]} */ ([first, second]);
  lab.dispatch({ type: "set", changes: { ...ALONE, model, classes: pair, view: "pair" } });
}

document.addEventListener("click", (event) => {
  const button = around(event, "button");
  const { models, view } = lab.get();
  if (!(button instanceof HTMLElement) || !view) return;
  if (button.id === IDS.MODELS_CANCEL && models) stopOrGoOn(models);
  if (button.closest(`#${IDS.MODELS_CARDS}`)) openCard(button.dataset);
});

onBuilt(() => {
  lab.subscribe((state, before) => {
    measure(state);
    if (!state.models || state.models === before.models) return;
    tell(state.models);
    const { key, rows, total } = state.models;
    if (rows === before.models?.rows) return;
    setProps(IDS.MODELS_ROWS, { data: { key, rows, models: total } });
  });
  // Last, because it sets off a change that is to be heard.
  measure(lab.get());
});

export const models = {
  /** @param {ModelRow | null} row */
  hear(row) {
    if (row) lab.dispatch({ type: "modelMeasured", row });
  },
};
