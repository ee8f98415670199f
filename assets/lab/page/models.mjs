/* The models view asks for one model after the other, while it is open. */
/** @import { ModelRow, Page } from "../model.d.ts" */
import { setProps } from "../dash.mjs";
import { lab } from "../model/store.mjs";
import { editKey } from "../model/view.mjs";
import { IDS } from "../names.mjs";
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
  const { key, rows, total } = models;
  const request = `${key}|${rows.length}`;
  if (asked === request || rows.length === total) return;
  asked = request;
  setProps(IDS.MODELS_REQUEST, { data: { key, query: edit, index: rows.length } });
}

onBuilt(() => {
  measure(lab.get());
  lab.subscribe((state, before) => {
    measure(state);
    if (!state.models || state.models === before.models) return;
    const { key, rows, total } = state.models;
    setProps(IDS.MODELS_ROWS, { data: { key, rows, models: total } });
  });
});

export const models = {
  /** @param {ModelRow | null} row */
  hear(row) {
    if (row) lab.dispatch({ type: "modelMeasured", row });
  },
};
