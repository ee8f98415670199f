/* The atlas on the page: asks for it part by part while somebody looks, and keeps it. */
/** @import { AtlasFigure } from "../atlas.d.ts" */
/** @import { AtlasPart, AtlasState, Page, View } from "../model.d.ts" */
import { inputs, setProps, states, triggers } from "../dash.mjs";
import { placeOf } from "../figures/atlas.mjs";
import { fileOf } from "../figures/atlas-table.mjs";
import { statusOf } from "../figures/atlas-words.mjs";
import { lab } from "../model/store.mjs";
import { ALONE, measuredKey } from "../model/view.mjs";
import { ATLAS, IDS } from "../names.mjs";
import { columnAt, draw, lookOf, placeOn } from "./atlas-draw.mjs";
import { download } from "./download.mjs";
import { isEcho, show as showOn } from "./echo.mjs";
import { buttonIdOf } from "./events.mjs";
import { nearest } from "./ranking.mjs";
import { onBuilt } from "./tabs.mjs";
import { resized } from "./views.mjs";

const { figures, dampings } = ATLAS;
/**
 * What Dash says of a click, in a table or a figure.
 * @typedef {{ customdata?: [number, number], x: number, y: number }} Point
 * @typedef {{ rowId?: string, points?: Point[] }} Clicked
 */
/** @type {string | null} */
let asked = null;
const PATIENCE = 1000;

/** @returns {HTMLDetailsElement | null} */
const fold = () => document.querySelector(`details#${IDS.ATLAS_FORESEEN}`);

/**
 * Ask for what is measured, then have the rest measured, while somebody looks and nobody stopped it.
 * @param {Page} state
 */
function measure({ atlas, view, edit, catalogue }) {
  if (view?.view !== "atlas" || !edit || catalogue) return;
  if (atlas?.key !== measuredKey(view)) {
    lab.dispatch({ type: "atlasBegun" });
    return;
  }
  if (atlas.complete || atlas.stopped) return;
  const { key, query, next: part, measuring } = atlas;
  const request = [key, part, measuring].join("|");
  if (asked === request) return;
  asked = request;
  setProps(IDS.ATLAS_REQUEST, {
    data: { key, query, part, measure: measuring, methods: view.methods },
  });
}

/** @param {AtlasState} atlas */
function tell(atlas) {
  const { complete, stopped, measuring, parts, next } = atlas;
  document.documentElement.toggleAttribute("data-measuring", !complete && (measuring || stopped));
  setProps(IDS.ATLAS_PROGRESS, { value: parts ? (100 * next) / parts : 0 });
  setProps(IDS.ATLAS_STATUS, { children: statusOf(atlas) });
  setProps(IDS.ATLAS_CANCEL, { children: complete ? "" : stopped ? "Go on" : "Stop" });
}

/** The agreement is computed on the server, and only for those who open it. @param {Page} state */
function foretell({ atlas }) {
  if (atlas?.complete && fold()?.open) setProps(IDS.ATLAS_COMPLETE, { data: atlas.query });
}

/** What each control of the atlas shows of a view. @type {Record<string, (view: View) => unknown>} */
const SHOWS = {
  [IDS.ATLAS_DAMPING]: (view) => placeOn(dampings[lookOf(view).column]),
  [IDS.ATLAS_FIGURE]: ({ figure }) => figure,
  [IDS.ATLAS_MODE]: ({ best, methods }) => (methods ? "methods" : best ? "best" : "here"),
};

/** @param {Page} state @param {Page} [before] */
function show(state, before) {
  const { atlas, view } = state;
  if (!view) return;
  // One that shows what it should is left alone: it may just have been used.
  for (const [id, shows] of Object.entries(SHOWS)) {
    if (before?.view && shows(view) !== shows(before.view)) showOn(id, "value", shows(view));
  }
  if (view.view !== "atlas") return;
  if (atlas && atlas !== before?.atlas) {
    tell(atlas);
    foretell(state);
  }
  draw(state);
}

onBuilt(() => {
  // First, because what is begun here is asked for by who hears of it.
  lab.subscribe((state, before) => {
    show(state, before);
    measure(state);
  });
  show(lab.get());
  measure(lab.get());
  fold()?.addEventListener("toggle", () => {
    foretell(lab.get());
    resized();
    if (fold()?.open) fold()?.scrollIntoView({ block: "start" });
  });
});

/**
 * The pair that was clicked, as the map, a scatter or the list names it.
 * @returns {[number, number] | undefined}
 */
function clickedPair() {
  const values = /** @type {Record<string, Clicked | undefined>} */ (inputs());
  const [source] = triggers();
  const point = values[`${source}.clickData`]?.points?.[0];
  const named = values[`${source}.cellClicked`]?.rowId?.split("-").map(Number);
  const [one, other] = named ?? point?.customdata ?? [point?.y, point?.x];
  return one === undefined || other === undefined ? undefined : [one, other];
}

document.addEventListener("click", (event) => {
  const { atlas, view, title } = lab.get();
  const id = buttonIdOf(event);
  if (id === IDS.ATLAS_CANCEL && atlas && !atlas.complete) {
    asked = atlas.stopped ? null : asked;
    lab.dispatch({ type: "atlasStopped", stopped: !atlas.stopped });
  }
  if (id === IDS.ATLAS_CSV && view && atlas?.names) {
    const { name, text } = fileOf(atlas, lookOf(view), figures, title ?? view.model);
    download(new Blob([text], { type: "text/csv" }), name);
  }
});

const HERE = { best: false, methods: false };

/**
 * What a control of the atlas means. A figure or a strength that is chosen is wanted there.
 * @type {Record<string, (value: unknown, view: View) => Partial<View>>}
 */
const MEANS = {
  [IDS.ATLAS_DAMPING]: (place, view) => {
    const column = columnAt(Number(place));
    if (column < 0 || column === lookOf(view).column) return {};
    const own = column !== nearest(dampings, Number(view.damping));
    return { at: own ? dampings[column] : null, ...HERE };
  },
  [IDS.ATLAS_FIGURE]: (value, view) => {
    const figure = /** @type {AtlasFigure | null} */ (value);
    return figure && figure !== view.figure ? { figure, ...HERE } : {};
  },
  [IDS.ATLAS_MODE]: (mode) => ({ best: mode !== "here", methods: mode === "methods" }),
};

/** @param {string[]} ids of controls @param {Record<string, unknown>} values by "id.property" */
function use(ids, values) {
  const { view } = lab.get();
  if (!view) return;
  const changes = ids.map((id) => MEANS[id](values[`${id}.value`], view));
  lab.dispatch({ type: "set", changes: Object.assign({}, ...changes) });
}

export const atlas = {
  /* The controls are there: they show the view, but for those that somebody has used by then. */
  built() {
    const { view } = lab.get();
    const values = states();
    const sent = /** @type {Record<string, unknown>} */ (values[`${IDS.ATLAS_SENT}.data`]);
    const ids = Object.keys(SHOWS);
    const used = ids.filter((id) => values[`${id}.value`] !== sent[id]);
    if (!view) return;
    for (const id of ids) if (!used.includes(id)) setProps(id, { value: SHOWS[id](view) });
    use(used, values);
  },

  /** @param {AtlasPart | null} part */
  hear(part) {
    if (!part) return;
    // Measured elsewhere just now, and nothing new is there: asked for again in a while.
    const waits = part.next === part.part && part.measuring && lab.get().atlas?.measuring;
    lab.dispatch({ type: "atlasMeasured", part });
    if (!waits) return;
    setTimeout(() => {
      asked = null;
      measure(lab.get());
    }, PATIENCE);
  },

  set() {
    const values = inputs();
    const used = triggers().filter((id) => !isEcho(id, values[`${id}.value`]));
    if (used.length) use(used, values);
  },

  /* Open a pair as it was seen: in the mode of best dampings at its own. */
  open() {
    const { atlas: kept, view } = lab.get();
    const pair = clickedPair();
    if (!view || !kept?.names || !pair || pair[0] === pair[1]) return;
    const row = kept.rows.find((one) => pair.every((label) => one.pair.includes(label)));
    if (!row) return;
    const damping = dampings[placeOf(kept, row, lookOf(view))];
    // A pair that has its own method opens by it; only the paper's can leave the bias.
    const own = view.methods ? { method: row.method, bias: true } : {};
    lab.dispatch({
      type: "set",
      changes: { ...ALONE, ...own, classes: pair, damping, at: null, view: "pair" },
    });
  },
};
