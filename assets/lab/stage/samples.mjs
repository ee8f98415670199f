/* The samples on the page: drawn when something about them changes, moved while the damping is in the
   hand. Nothing here asks the server. */
/** @import { Page } from "../model.d.ts" */
/** @import { Figure, Graph, Held, Part, Parts, State } from "../types.d.ts" */
import { setProps } from "../dash.mjs";
import { circleTraces, movedCircle } from "../figures/circle.mjs";
import { groupsOf } from "../figures/groups.mjs";
import { movedScene, sceneTraces } from "../figures/scene.mjs";
import { dampingOf } from "../model/reduce.mjs";
import { lab } from "../model/store.mjs";
import { UNEDITED } from "../motion/motion.mjs";
import { whenMounted } from "../mounted.mjs";
import { IDS, LOOK } from "../names.mjs";
import { labFlat } from "./flat.mjs";
import { labLoss } from "./loss.mjs";
import { drawnMeta, isDrawn } from "./plotly-internals.mjs";

const { isFlat, flatten, flattenMoved } = labFlat;
export const GRAPHS = [
  IDS.EMBEDDING_BEFORE,
  IDS.EMBEDDING_AFTER,
  IDS.CIRCLE_BEFORE,
  IDS.CIRCLE_AFTER,
];
const [, AFTER_SCENE, , AFTER_CIRCLE] = GRAPHS;

// What is drawn: the state that the pictures follow from, what each was drawn from, and in which drawing.
/** @type {{ state: State | null, signatures: string[], serials: number[], frame: number, serial: number }} */
const drawn = { state: null, signatures: [], serials: [], frame: 0, serial: 0 };
/** @type {Held["listeners"]} */
const listeners = [];

/** The same for modules that only look. @type {Held} */
export const held = {
  get state() {
    return drawn.state;
  },
  get motion() {
    return drawn.state?.motion ?? null;
  },
  listeners,
};
/** @type {(indices: number[]) => void} */
export const mark = (indices) => lab.dispatch({ type: "marked", indices });

/** @type {(id: string) => Graph | null} */
export const graphOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);
/* What the pictures show: samples, reads, damping, and how they are looked at; null before. */
export const shown = () => drawn.state;
/** Be told whenever samples were drawn or moved. @param {(state: State) => void} listener */
export const onDrawn = (listener) => listeners.push(listener);

/**
 * What the pictures follow from, once there are samples.
 * @param {Page} page
 * @returns {State | null}
 */
function stateOf(page) {
  const { motion, reads, view, scheme, marked } = page;
  const damping = dampingOf(page);
  if (!motion || !reads || damping === null) return null;
  const { color, shown: kept, scenes } = view ?? { color: "class", shown: "all", scenes: "twins" };
  const look = { color, shown: kept, scenes, scheme, scales: LOOK.scales[scheme], skeleton: LOOK };
  return { motion, reads, damping, marked: new Set(marked), ...look };
}

/**
 * What each graph's picture follows from; one that is the same is not drawn again.
 * @param {State} state
 */
function signaturesOf({ motion, reads, damping, color, shown: kept, scenes, scheme, marked }) {
  const reading = color === "class" && kept === "all" ? "" : reads.edit;
  const common = [motion.key, color, kept, scheme, reading, [...marked].join()];
  return [
    common.join("|"),
    [...common, damping, scenes].join("|"),
    common.join("|"),
    [...common, damping].join("|"),
  ];
}

/** @param {State} state */
function draw(state) {
  const signatures = signaturesOf(state);
  const fresh = GRAPHS.filter((_, at) => {
    const hidden = at === 0 && state.scenes === "overlay";
    return !hidden && signatures[at] !== drawn.signatures[at];
  });
  drawn.serial += 1;
  for (const id of fresh) {
    const at = GRAPHS.indexOf(id);
    drawn.signatures[at] = signatures[at];
    drawn.serials[at] = drawn.serial;
    setProps(id, { figure: figureOf(state, id, at) });
  }
  drawn.state = state;
  labLoss.sayFlat();
  whenPlotted(drawn.serial);
}

/**
 * The figure of a graph; its layout says which drawing it is, so that its arrival is seen.
 * @param {State} state
 * @param {string} id
 * @param {number} at
 * @returns {Figure}
 */
function figureOf(state, id, at) {
  const side = at % 2 ? "after" : "before";
  const more = { template: LOOK.templates[state.scheme], meta: { serial: drawn.serial } };
  if (at > 1)
    return { data: circleTraces(state, side), layout: { ...LOOK.layouts.circle, ...more } };
  return { data: flatten(state, sceneTraces(state, side)), layout: { ...keptLayout(id), ...more } };
}

/**
 * Tell the listeners once plotly has drawn all, which it does when Dash has given it the figures: what
 * an earlier drawing asked for may still be on its way.
 * @param {number} serial
 */
function whenPlotted(serial) {
  if (serial !== drawn.serial) return;
  const isPlotted = (/** @type {string} */ id, /** @type {number} */ at) =>
    drawnMeta(graphOf(id))?.serial === drawn.serials[at];
  if (GRAPHS.every(isPlotted)) afterPaint(tell);
  else requestAnimationFrame(() => whenPlotted(serial));
}

/** A scene that is drawn already keeps its camera, which is in its layout. @param {string} id */
function keptLayout(id) {
  if (isFlat()) return LOOK.layouts.flat;
  const kept = graphOf(id)?.layout;
  return kept?.scene ? kept : LOOK.layouts.scene;
}

const tell = () => {
  for (const listener of listeners) if (drawn.state) listener(drawn.state);
};

/** @param {() => void} then */
export const afterPaint = (then) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(then)));

/**
 * Give traces, found by their names, other coordinates.
 * @param {Graph} graph
 * @param {Parts} moved
 */
function restyled(graph, moved) {
  const kept = graph.data;
  const found = Object.entries(moved)
    .map(([name, part]) => ({ at: kept.findIndex((trace) => trace.name === name), part }))
    .filter(({ at }) => at >= 0);
  const names = [...new Set(found.flatMap(({ part }) => Object.keys(part)))];
  const update = Object.fromEntries(
    names.map((name) => [name, found.map(({ at, part }) => part[name] ?? kept[at][name])]),
  );
  return window.Plotly.restyle(
    graph,
    update,
    found.map(({ at }) => at),
  );
}

/**
 * Move the after side, as soon as the browser can; a later damping replaces this one.
 * @param {State} state
 */
function moveSoon(state) {
  cancelAnimationFrame(drawn.frame);
  drawn.frame = requestAnimationFrame(() => moveNow(state));
}

/** Move the after side to the damping of a state now. @param {State} state */
export function moveNow(state) {
  const [scene, circle] = [graphOf(AFTER_SCENE), graphOf(AFTER_CIRCLE)];
  if (!isDrawn(scene) || !isDrawn(circle)) return;
  const groups = groupsOf(state);
  drawn.state = state;
  [, drawn.signatures[1], , drawn.signatures[3]] = signaturesOf(state);
  restyled(scene, flattenMoved(state, movedScene(state, groups, state.damping)));
  restyled(circle, movedCircle(state, groups, state.damping));
  tell();
}

/** Mark the samples of a state in every picture. @param {State} state */
function markNow(state) {
  const groups = groupsOf(state);
  drawn.state = state;
  drawn.signatures = signaturesOf(state);
  GRAPHS.forEach((id, at) => {
    const graph = graphOf(id);
    if (!isDrawn(graph)) return;
    const damping = at % 2 ? state.damping : UNEDITED;
    const moved =
      at < 2
        ? flattenMoved(state, movedScene(state, groups, damping))
        : movedCircle(state, groups, damping);
    restyled(graph, { marked: moved.marked });
  });
  tell();
}

/** @type {(keyof State)[]} */
const DRAWN_ANEW = ["motion", "reads", "color", "shown", "scenes", "scheme"];
/** Whether two states differ at most in damping and marks. @param {State} one @param {State} other */
const isDrawnAlike = (one, other) => DRAWN_ANEW.every((name) => one[name] === other[name]);
/** @param {State} one @param {State} other */
const areMarkedAlike = (one, other) => [...one.marked].join() === [...other.marked].join();

lab.subscribe((state) => {
  const next = stateOf(state);
  if (!next) return;
  const last = drawn.state;
  if (last && isDrawnAlike(next, last)) {
    if (!areMarkedAlike(next, last)) markNow(next);
    if (next.damping !== last.damping) moveSoon(next);
    return;
  }
  whenMounted(() => {
    cancelAnimationFrame(drawn.frame);
    const now = stateOf(lab.get());
    if (now) draw(now);
  });
});
