/* The atlas on the page: asks for it part by part while somebody looks, keeps it, and draws any figure
   at any damping from what is kept. Figures come from the server; nothing is computed here but order
   and words. */
import { inputs, setProps, triggers } from "../dash.mjs";
import { dampingText, mapOf, tableOf } from "../figures/atlas.mjs";
import { paretoOf } from "../figures/atlas-pareto.mjs";
import { mapWords, paretoWords } from "../figures/atlas-words.mjs";
import { lab } from "../model/store.mjs";
import { atlasKey } from "../model/view.mjs";
import { ATLAS, IDS } from "../names.mjs";
import { nearest } from "./ranking.mjs";
import { onBuilt } from "./tabs.mjs";

const THUMB = `#${IDS.ATLAS_DAMPING} [role=slider]`;
const { figures, dampings } = ATLAS;
const skeletons = {};
let drawn = null;
let asked = null;

const figureOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);
const columnOf = ({ at, damping }) => nearest(dampings, at ?? damping);
const isLooking = ({ view }) => view?.view === "atlas";

/* Measure on while somebody looks and nobody stopped it. */
function measure(state) {
  const { atlas, view, edit } = state;
  if (!isLooking(state) || !edit) return;
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

function statusOf({ rows, complete, stopped, next, parts }) {
  if (complete) return `${rows.length} pairs at ${dampings.length} dampings, all measured.`;
  return `${stopped ? "Stopped" : "Measuring"}: ${rows.length} pairs so far, ${next} of ${parts ?? "…"} parts.`;
}

function tell(atlas) {
  setProps(IDS.ATLAS_PROGRESS, { value: atlas.parts ? (100 * atlas.next) / atlas.parts : 0 });
  setProps(IDS.ATLAS_STATUS, { children: statusOf(atlas) });
  setProps(IDS.ATLAS_CANCEL, { children: atlas.complete ? "" : atlas.stopped ? "Go on" : "Stop" });
  if (atlas.complete) setProps(IDS.ATLAS_COMPLETE, { data: atlas.query });
}

/* The empty figures that the server gave, with the layout that they have by now. */
function skeletonOf(id) {
  skeletons[id] ??= figureOf(id).data;
  return { data: skeletons[id], layout: figureOf(id).layout };
}

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

/* The pair that was clicked, as the map, the scatter or the table names it. */
function clickedPair({ names }) {
  const values = inputs();
  const point = (id) => values[`${id}.clickData`]?.points?.[0];
  const [source] = triggers();
  if (source === IDS.ATLAS_PARETO) return point(source)?.customdata;
  if (source === IDS.ATLAS_TABLE)
    return values[`${source}.cellClicked`]?.rowId?.split("-").map(Number);
  const cell = point(source);
  return cell && [cell.y, cell.x].map((name) => names.indexOf(String(name)));
}

document.addEventListener("click", (event) => {
  const { atlas } = lab.get();
  const id = event.target.closest?.("button")?.id;
  if (id === IDS.ATLAS_CANCEL && atlas && !atlas.complete) {
    asked = atlas.stopped ? null : asked;
    lab.dispatch({ type: "atlasStopped", stopped: !atlas.stopped });
  }
  if (id === IDS.ATLAS_CSV) setProps(IDS.ATLAS_TABLE, { exportDataAsCsv: true });
});

export const atlas = {
  hear(part) {
    if (part) lab.dispatch({ type: "atlasMeasured", part });
  },

  /* The atlas's own damping, where that is not the pair's, and what it shows. */
  set(column, figure) {
    const { view } = lab.get();
    if (!view || !figure) return;
    const own = column !== nearest(dampings, view.damping);
    lab.dispatch({ type: "set", changes: { figure, at: own ? dampings[column] : null } });
  },

  open() {
    const { atlas: kept, view } = lab.get();
    const pair = kept?.names && clickedPair(kept);
    if (!pair || pair[0] === pair[1] || pair.includes(-1)) return;
    const changes = { classes: pair, damping: dampings[columnOf(view)], at: null, view: "pair" };
    lab.dispatch({ type: "set", changes });
  },
};
