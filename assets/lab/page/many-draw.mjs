/* The view of many classes as it is drawn: the map's window, the words, and the list asked for again. */
/** @import { ManyState } from "../many.d.ts" */
/** @import { Page } from "../model.d.ts" */
import { setProps } from "../dash.mjs";
import { manyMapOf, manyMapWords } from "../figures/many-map.mjs";
import { IDS } from "../names.mjs";
import { redraw } from "./atlas-draw.mjs";
import { show } from "./echo.mjs";
import { resized } from "./views.mjs";

const RANKING = "Ranking all pairs by what their class centers foresee…";
/** What was listed last, as a text. */
let listed = "";

/**
 * Have the grid ask for its pages: from the first on, or those that are seen again.
 * @param {Page} state
 * @param {boolean} [anew]
 */
export function listMany({ many }, anew = false) {
  if (!many?.map || !window.dash_ag_grid) return;
  const data = { query: many.query, find: many.find };
  const text = JSON.stringify(data);
  const other = text !== listed;
  listed = text;
  if (other) setProps(IDS.MANY_LIST_ASK, { data });
  window.dash_ag_grid.getApiAsync(IDS.MANY_TABLE).then((api) => {
    if (other || anew) api.purgeInfiniteCache();
    else api.refreshInfiniteCache();
  });
}

/** @param {ManyState} many */
function tell({ progress, running, refused, map, window }) {
  document.documentElement.toggleAttribute("data-promising", running);
  const { answer = RANKING, agreement = "", done = 0, of = 0 } = progress ?? {};
  setProps(IDS.MANY_ANSWER, { children: refused ?? answer, title: refused ?? answer });
  setProps(IDS.MANY_AGREEMENT, { children: agreement });
  setProps(IDS.MANY_PROGRESS, { value: of ? (100 * done) / of : 0 });
  setProps(IDS.MANY_STATUS, { children: progress ? `${done} of ${of} measured` : "" });
  setProps(IDS.MANY_START, { children: running ? "Stop" : "Measure", disabled: !progress });
  setProps(IDS.MANY_WHOLE, { disabled: !map || window === null });
}

/** Draw what of the view is another than before. @param {Page} state @param {Page} [before] */
export function drawMany(state, before) {
  const { many, view } = state;
  if (!many || view?.view !== "atlas") return;
  const last = before?.view?.view === "atlas" ? before.many : null;
  if (many !== last) tell(many);
  const map = many.map;
  if (map && (map !== last?.map || many.color !== last.color)) {
    redraw(IDS.MANY_MAP, (skeleton) => manyMapOf(map, many.color, skeleton));
    setProps(IDS.MANY_MAP_TEXT, { children: manyMapWords(map) });
    if (!last?.map) resized();
    if (many.color !== last?.color) show(IDS.MANY_COLOR, "value", many.color);
  }
  const first = map && !last?.map;
  if (first || many.progress?.measured !== last?.progress?.measured) listMany(state);
}
