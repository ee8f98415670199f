/* The atlas of many classes: asks for the window of the map that is looked at, and has the most promising
   pairs measured while nobody stops it. */
/** @import { ManyProgress, ManySeen } from "../many.d.ts" */
/** @import { Page } from "../model.d.ts" */
import { setProps, states } from "../dash.mjs";
import { isWaiting } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { wholeOf } from "../model/typed.mjs";
import { ALONE, atlasKey } from "../model/view.mjs";
import { IDS } from "../names.mjs";
import { isEcho } from "./echo.mjs";
import { buttonIdOf } from "./events.mjs";
import { drawMany, listMany } from "./many-draw.mjs";
import { closerTo, draggedTo, pairAt, steppedBy } from "./many-look.mjs";
import { onBuilt } from "./tabs.mjs";
import { toast } from "./toast.mjs";

/** The last questions, as texts. */
const asked = { scheme: "", window: "", measure: "" };
let built = false;
// A click that another follows within so many milliseconds is the first of a double one.
const TWICE = 320;
let pressed = 0;

/** Have so many pairs measured, as it was typed. @param {unknown} text */
function begin(text) {
  const count = wholeOf(text);
  const most = Number(document.getElementById(IDS.MANY_COUNT)?.dataset.most);
  if (typeof count === "number" && count >= 1 && count <= most) {
    lab.dispatch({ type: "manyStarted", count });
    return;
  }
  const range = `a whole number from 1 to ${most.toLocaleString("en")}`;
  toast("Nothing was changed", `The number of pairs must be ${range}, got ${text}.`, "orange");
}

/** @param {Page} state */
const isLookedAt = (state) =>
  state.catalogue && state.view?.view === "atlas" && state.edit !== null && !isWaiting(state);

/** Ask for a window, and again once the pairs in it are measured. @param {NonNullable<Page["many"]>} many */
function askWindow({ key, query, window, progress, running }) {
  const measured = running ? "" : (progress?.measured ?? 0);
  const text = JSON.stringify([key, window, measured]);
  // While pairs are measured the map says what it said.
  const same = running && asked.window.startsWith(JSON.stringify([key, window]).slice(0, -1));
  if (asked.window === text || same) return;
  asked.window = text;
  setProps(IDS.MANY_WINDOW_ASK, {
    data: { key, query, rows: window?.rows ?? null, columns: window?.columns ?? null },
  });
}

/** @param {NonNullable<Page["many"]>} many */
function askMeasure({ key, query, count, running, progress }) {
  if (progress && !running) return;
  const text = JSON.stringify([key, count, running, progress?.done]);
  if (asked.measure === text) return;
  asked.measure = text;
  setProps(IDS.MANY_MEASURE_ASK, { data: { key, query, count, measure: running } });
}

/** @param {Page} state */
function consider(state) {
  if (!isLookedAt(state)) return;
  const { many, view, scheme } = state;
  if (!view || many?.key !== atlasKey(view)) {
    lab.dispatch({ type: "manyBegun" });
    return;
  }
  if (asked.scheme !== scheme) {
    setProps(asked.scheme ? IDS.MANY_SCHEME : IDS.MANY_WANTED, { data: scheme });
  }
  asked.scheme = scheme;
  if (many.refused !== null) return;
  askWindow(many);
  if (many.map) askMeasure(many);
}

onBuilt(() => {
  lab.subscribe((state, before) => {
    if (state.catalogue !== before.catalogue) {
      document.documentElement.toggleAttribute("data-catalogue", state.catalogue);
    }
    if (built) drawMany(state, before);
    consider(state);
  });
  document.documentElement.toggleAttribute("data-catalogue", lab.get().catalogue);
  consider(lab.get());
});

/** Open a pair as it is ranked: where its direction is taken out. @param {[number, number]} classes */
function open(classes) {
  lab.dispatch({
    type: "set",
    changes: { ...ALONE, classes, damping: 0, at: null, view: "pair" },
  });
}

/** @param {ReturnType<typeof draggedTo>} window */
function look(window) {
  if (window !== undefined) lab.dispatch({ type: "manyLooked", window });
}

function forget() {
  window.clearTimeout(pressed);
  pressed = 0;
}

/** What a single click means: a pair is opened, several are looked at closer. @param {number} row @param {number} column */
function act(row, column) {
  forget();
  const map = lab.get().many?.map;
  if (!map) return;
  const pair = pairAt(map, row, column);
  if (pair) open(pair);
  else if (map.rows.size > 1 || map.columns.size > 1) look(closerTo(map, row, column));
}

document.addEventListener("click", (event) => {
  if (buttonIdOf(event) === IDS.MANY_WHOLE) look(null);
});

document.addEventListener("keydown", (event) => {
  const map = lab.get().many?.map;
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const onMap = event.target instanceof Element && event.target.matches(".many-map[tabindex]");
  if (!map || modified || !onMap) return;
  const window = steppedBy(map, event.key);
  if (window === undefined) return;
  event.preventDefault();
  look(window);
});

export const many = {
  /** @param {unknown} children */
  built(children) {
    if (!children) return;
    built = true;
    drawMany(lab.get());
  },

  /** @param {ManySeen | null} seen */
  seen(seen) {
    if (seen) lab.dispatch({ type: "manySeen", seen });
  },

  /** @param {ManyProgress | null} progress */
  measured(progress) {
    if (progress) lab.dispatch({ type: "manyMeasured", progress });
  },

  /** @param {Record<string, unknown> | null} given */
  zoom(given) {
    const map = lab.get().many?.map;
    if (!given || !map) return;
    forget();
    look(draggedTo(map, given));
    // The same drag again is to be heard of.
    setProps(IDS.MANY_MAP, { relayoutData: null });
  },

  /** @param {{ points?: { x: number, y: number }[] } | null} clicked */
  point(clicked) {
    const map = lab.get().many?.map;
    const place = clicked?.points?.[0];
    if (!place || !map) return;
    setProps(IDS.MANY_MAP, { clickData: null });
    const again = pressed !== 0;
    forget();
    if (again) look(null);
    else pressed = window.setTimeout(() => act(Math.round(place.y), Math.round(place.x)), TWICE);
  },

  /** @param {unknown} color */
  color(color) {
    if (isEcho(IDS.MANY_COLOR, color)) return;
    if (color === "survival" || color === "leak") lab.dispatch({ type: "manySet", color });
  },

  /** @param {unknown} find */
  find(find) {
    lab.dispatch({ type: "manySet", find: String(find ?? "") });
    listMany(lab.get(), true);
  },

  /** @param {{ rowId?: string } | null} clicked */
  open(clicked) {
    const [one, other] = clicked?.rowId?.split("-").map(Number) ?? [];
    if (one !== undefined && other !== undefined) open([one, other]);
  },

  start() {
    const { many: held } = lab.get();
    if (!held?.progress) return;
    asked.measure = "";
    if (held.running) lab.dispatch({ type: "manyStopped" });
    else begin(states()[`${IDS.MANY_COUNT}.value`]);
  },
};
