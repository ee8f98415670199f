// @ts-nocheck
/* The atlas on the page: asks for it part by part while somebody looks, and keeps it. */
import { inputs, setProps, triggers } from "../dash.mjs";
import { placeOf } from "../figures/atlas.mjs";
import { fileOf } from "../figures/atlas-table.mjs";
import { statusOf } from "../figures/atlas-words.mjs";
import { lab } from "../model/store.mjs";
import { atlasKey } from "../model/view.mjs";
import { ATLAS, IDS } from "../names.mjs";
import { columnAt, draw, lookOf, placeOn } from "./atlas-draw.mjs";
import { download } from "./download.mjs";
import { nearest } from "./ranking.mjs";
import { onBuilt } from "./tabs.mjs";
import { resized } from "./views.mjs";

const { figures, dampings } = ATLAS;
// What was measured before comes whole in the first answer, and sooner; what was not is worth a word.
const SLOW_MS = 1500;
let asked = null;

const isLooking = ({ view }) => view?.view === "atlas";
const fold = () => document.getElementById(IDS.ATLAS_FORESEEN);

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

function tell(atlas) {
  const { complete, stopped, slow, parts, next } = atlas;
  document.documentElement.toggleAttribute("data-measuring", !complete && (slow || stopped));
  setProps(IDS.ATLAS_PROGRESS, { value: parts ? (100 * next) / parts : 0 });
  setProps(IDS.ATLAS_STATUS, { children: statusOf(atlas) });
  setProps(IDS.ATLAS_CANCEL, { children: complete ? "" : stopped ? "Go on" : "Stop" });
}

/* The agreement is computed on the server, and only for those who open it. */
function foretell({ atlas }) {
  if (atlas?.complete && fold()?.open) setProps(IDS.ATLAS_COMPLETE, { data: atlas.query });
}

function show(state, before) {
  if (!isLooking(state)) return;
  const { atlas, view } = state;
  if (view !== before?.view) {
    const look = lookOf(view);
    setProps(IDS.ATLAS_DAMPING, { value: placeOn(dampings[look.column]) });
    setProps(IDS.ATLAS_FIGURE, { value: view.figure });
    setProps(IDS.ATLAS_MODE, { value: view.best ? "best" : "here" });
  }
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
  fold().addEventListener("toggle", () => {
    foretell(lab.get());
    resized();
    if (fold().open) fold().scrollIntoView({ block: "start" });
  });
});

/* The pair that was clicked, as the map, a scatter or the list names it. */
function clickedPair() {
  const values = inputs();
  const [source] = triggers();
  if (source === IDS.ATLAS_TABLE)
    return values[`${source}.cellClicked`]?.rowId?.split("-").map(Number);
  const point = values[`${source}.clickData`]?.points?.[0];
  return point?.customdata ?? (point && [point.y, point.x]);
}

document.addEventListener("click", (event) => {
  const { atlas, view } = lab.get();
  const id = event.target.closest?.("button")?.id;
  if (id === IDS.ATLAS_CANCEL && atlas && !atlas.complete) {
    asked = atlas.stopped ? null : asked;
    lab.dispatch({ type: "atlasStopped", stopped: !atlas.stopped });
  }
  if (id === IDS.ATLAS_CSV && atlas?.names) {
    const { name, text } = fileOf(atlas, lookOf(view), figures, view.model);
    download(new Blob([text], { type: "text/csv" }), name);
  }
});

/* What a control of the atlas means. A figure or a strength that is chosen is wanted there. */
const MEANS = {
  [IDS.ATLAS_DAMPING]: (place, view) => {
    const column = columnAt(place);
    if (column < 0 || column === lookOf(view).column) return {};
    const own = column !== nearest(dampings, view.damping);
    return { at: own ? dampings[column] : null, best: false };
  },
  [IDS.ATLAS_FIGURE]: (figure, view) =>
    figure && figure !== view.figure ? { figure, best: false } : {},
  [IDS.ATLAS_MODE]: (mode) => ({ best: mode === "best" }),
};

export const atlas = {
  /* The question goes out now, which a page that is still being built does not do at once. */
  asked(request) {
    if (!request) return;
    setTimeout(() => lab.dispatch({ type: "atlasSlow", key: request.key }), SLOW_MS);
  },

  hear(part) {
    if (part) lab.dispatch({ type: "atlasMeasured", part });
  },

  set() {
    const { view } = lab.get();
    if (!view) return;
    const values = inputs();
    const changes = triggers().map((id) => MEANS[id](values[`${id}.value`], view));
    lab.dispatch({ type: "set", changes: Object.assign({}, ...changes) });
  },

  /* Open a pair as it was seen: in the mode of best dampings at its own. */
  open() {
    const { atlas: kept, view } = lab.get();
    const pair = kept?.names && clickedPair();
    const row = pair && kept.rows.find((one) => pair.every((label) => one.pair.includes(label)));
    if (!row || pair[0] === pair[1]) return;
    const damping = dampings[placeOf(kept, row, lookOf(view))];
    lab.dispatch({ type: "set", changes: { classes: pair, damping, at: null, view: "pair" } });
  },
};
