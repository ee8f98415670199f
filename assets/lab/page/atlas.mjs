/* The atlas on the page: asks for it part by part while somebody looks, keeps it, and draws any figure
   at any damping from what is kept. Figures come from the server; nothing is computed here but order
   and words. */
/** @import { AtlasPart, AtlasState, Page, View } from "../model.d.ts" */
/** @import { AtlasFigure, Graph, Part } from "../types.d.ts" */
import { inputs, setProps, triggers } from "../dash.mjs";
import { dampingText, mapOf, tableOf } from "../figures/atlas.mjs";
import { paretoOf } from "../figures/atlas-pareto.mjs";
import { mapWords, paretoWords } from "../figures/atlas-words.mjs";
import { lab } from "../model/store.mjs";
import { atlasKey } from "../model/view.mjs";
import { ATLAS, IDS } from "../names.mjs";
import { buttonIdOf } from "./events.mjs";
import { nearest } from "./ranking.mjs";
import { onBuilt } from "./tabs.mjs";

const THUMB = `#${IDS.ATLAS_DAMPING} [role=slider]`;
const { figures, dampings } = ATLAS;
/** @type {Record<string, Part[]>} */
const skeletons = {};
/** @type {string | null} */
let drawn = null;
/** @type {string | null} */
let asked = null;

/** @type {(id: string) => Graph | null} */
const figureOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);
/** @param {View} view */
const columnOf = ({ at, damping }) => nearest(dampings, Number(at ?? damping));
/** @param {Page} state @returns {state is Page & { view: View }} */
const isLooking = (state) => state.view?.view === "atlas";

/** Measure on while somebody looks and nobody stopped it. @param {Page} state */
function measure(state) {
  if (!isLooking(state) || !state.edit) return;
  const { atlas, view } = state;
  if (atlas?.key !== atlasKey(view)) {
    lab.dispatch({ type: "atlasBegun" });
    return;
  }
  if (atlas.complete || atlas.stopped) return;
  const request = `${atlas.key}|${atlas.next}`;
  if (asked === request) return;
  asked = request;
  setProps(IDS.ATLAS_REQUEST, { data: { key: atlas.key, query: atlas.query, part: atlas.next } });
}

/** @param {AtlasState} atlas */
function statusOf({ rows, complete, stopped, next, parts }) {
  if (complete) return `${rows.length} pairs at ${dampings.length} dampings, all measured.`;
  return `${stopped ? "Stopped" : "Measuring"}: ${rows.length} pairs so far, ${next} of ${parts ?? "…"} parts.`;
}

/** @param {AtlasState} atlas */
function tell(atlas) {
  setProps(IDS.ATLAS_PROGRESS, { value: atlas.parts ? (100 * atlas.next) / atlas.parts : 0 });
  setProps(IDS.ATLAS_STATUS, { children: statusOf(atlas) });
  setProps(IDS.ATLAS_CANCEL, { children: atlas.complete ? "" : atlas.stopped ? "Go on" : "Stop" });
  if (atlas.complete) setProps(IDS.ATLAS_COMPLETE, { data: atlas.query });
}

/** The empty figures that the server gave, with the layout that they have by now. @param {string} id */
function skeletonOf(id) {
  const graph = /** @type {Graph} */ (figureOf(id));
  skeletons[id] ??= graph.data;
  return { data: skeletons[id], layout: graph.layout };
}

/** @param {Page & { view: View }} state */
function draw({ atlas, view, scheme }) {
  document.documentElement.toggleAttribute("data-measured", Boolean(atlas?.names));
  if (!atlas?.names || !figureOf(IDS.ATLAS_MAP)?.data) return;
  const column = columnOf(view);
  const wanted = [atlas.key, atlas.rows.length, column, view.figure, scheme].join("|");
  if (wanted === drawn) return;
  drawn = wanted;
  const damping = dampingText(dampings[column]);
  // The slider's own value is a place in the list of dampings.
  document.querySelector(THUMB)?.setAttribute("aria-valuetext", `damping ${damping}`);
  const range = figures[view.figure];
  setProps(IDS.ATLAS_MAP, {
    figure: mapOf(atlas, column, view.figure, range, skeletonOf(IDS.ATLAS_MAP)),
  });
  setProps(IDS.ATLAS_PARETO, { figure: paretoOf(atlas, column, skeletonOf(IDS.ATLAS_PARETO)) });
  setProps(IDS.ATLAS_TABLE, { rowData: tableOf(atlas, column) });
  setProps(IDS.ATLAS_DAMPING_TEXT, { children: damping });
  setProps(IDS.ATLAS_MAP_TEXT, { children: mapWords(atlas, column, view.figure, range[0]) });
  setProps(IDS.ATLAS_PARETO_TEXT, { children: paretoWords(atlas, column) });
}

/** @param {Page} state @param {Page} [before] */
function show(state, before) {
  if (!isLooking(state)) return;
  const { atlas, view } = state;
  if (view !== before?.view) {
    setProps(IDS.ATLAS_DAMPING, { value: columnOf(view) });
    setProps(IDS.ATLAS_FIGURE, { value: view.figure });
  }
  if (atlas && atlas !== before?.atlas) tell(atlas);
  draw(state);
}

onBuilt(() => {
  show(lab.get());
  measure(lab.get());
  lab.subscribe((state, before) => {
    show(state, before);
    measure(state);
  });
});

/**
 * The pair that was clicked, as the map, the scatter or the table names it.
 * @param {{ names: string[] }} atlas
 * @returns {[number, number] | undefined}
 */
function clickedPair({ names }) {
  /** Events of plotly's and of the table's. @type {Record<string, any>} */
  const values = inputs();
  const point = (/** @type {string} */ id) => values[`${id}.clickData`]?.points?.[0];
  const [source] = triggers();
  if (source === IDS.ATLAS_PARETO) return point(source)?.customdata;
  if (source === IDS.ATLAS_TABLE)
    return values[`${source}.cellClicked`]?.rowId?.split("-").map(Number);
  const cell = point(source);
  return cell && [cell.y, cell.x].map((name) => names.indexOf(String(name)));
}

document.addEventListener("click", (event) => {
  const { atlas } = lab.get();
  const id = buttonIdOf(event);
  if (id === IDS.ATLAS_CANCEL && atlas && !atlas.complete) {
    asked = atlas.stopped ? null : asked;
    lab.dispatch({ type: "atlasStopped", stopped: !atlas.stopped });
  }
  if (id === IDS.ATLAS_CSV) setProps(IDS.ATLAS_TABLE, { exportDataAsCsv: true });
});

export const atlas = {
  /** @param {AtlasPart | null} part */
  hear(part) {
    if (part) lab.dispatch({ type: "atlasMeasured", part });
  },

  /**
   * The atlas's own damping, where that is not the pair's, and what it shows.
   * @param {number} column
   * @param {AtlasFigure | null} figure
   */
  set(column, figure) {
    const { view } = lab.get();
    if (!view || !figure) return;
    const own = column !== nearest(dampings, Number(view.damping));
    lab.dispatch({ type: "set", changes: { figure, at: own ? dampings[column] : null } });
  },

  open() {
    const { atlas: kept, view } = lab.get();
    const pair = kept?.names && clickedPair(kept);
    if (!view || !pair || pair[0] === pair[1] || pair.includes(-1)) return;
    const changes = { classes: pair, damping: dampings[columnOf(view)], at: null };
    lab.dispatch({ type: "set", changes: { ...changes, view: "pair" } });
  },
};
