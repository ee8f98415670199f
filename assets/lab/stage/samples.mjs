// @ts-nocheck
/* The samples on the page: drawn when something about them changes, moved while the damping is
   dragged or the edit is played. Nothing here asks the server. */
import { hold, setProps } from "../dash.mjs";
import { motionOf, readsOf } from "../motion/motion.mjs";
import { circleTraces, movedCircle } from "../figures/circle.mjs";
import { groupsOf } from "../figures/groups.mjs";
import { movedScene, sceneTraces } from "../figures/scene.mjs";
import { labFlat } from "./flat.mjs";
import { labLoss } from "./loss.mjs";
import { isDrawn } from "./plotly-internals.mjs";

const { isFlat, flatten, flattenMoved } = labFlat;
const GRAPHS = [
  "embedding-before-graph",
  "embedding-after-graph",
  "circle-before-graph",
  "circle-after-graph",
];
const AFTER_SCENE = GRAPHS[1];
const AFTER_CIRCLE = GRAPHS[3];

/** What is on the page now; only this file writes it. @type {import("../types.d.ts").Held} */
const held = {
  payload: null,
  state: null,
  signatures: [],
  live: null,
  grasped: false,
  frame: 0,
  listeners: [],
};

/** @type {(id: string) => import("../types.d.ts").Graph | null} */
const graphOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);

function stateOf(motion, reads, query, scheme, look) {
  if (held.payload !== motion) {
    // Marks are indices of test samples, and mean other images in another data set.
    if (held.payload && held.payload.data !== motion.data) forgetMarks();
    held.payload = motion;
    held.motion = motionOf(motion);
  }
  const view = new URLSearchParams(query);
  return {
    motion: held.motion,
    reads: readsOf(reads),
    damping: held.live ?? reads.damping,
    color: view.get("color") ?? "class",
    shown: view.get("shown") ?? "all",
    scenes: view.get("scenes") ?? "twins",
    marked: held.state?.marked,
    scales: look.scales[scheme],
    skeleton: look,
    scheme,
  };
}

function forgetMarks() {
  held.state = { ...held.state, marked: new Set() };
  setProps("samples-marked-store", { data: null });
}

/* What each graph's picture follows from; one that is the same is not drawn again. */
function signaturesOf(state) {
  const { motion, reads, damping, color, shown, scenes, scheme, marked } = state;
  const reading = color === "class" && shown === "all" ? "" : reads.edit;
  const common = [motion.key, color, shown, scheme, reading, [...(marked ?? [])].join()];
  return [
    common.join("|"),
    [...common, damping, scenes].join("|"),
    common.join("|"),
    [...common, damping].join("|"),
  ];
}

function draw(motion, reads, query, scheme, edit, look, ...shown) {
  // A class change sends the samples and how they are read at once; one without the other, or
  // for a view that is gone, is not drawn.
  if (!motion || !reads || reads.edit !== edit || reads.key !== motion.key) return GRAPHS.map(hold);
  // What is in the hand goes before an answer to where it was.
  if (!held.grasped) held.live = null;
  const state = stateOf(motion, reads, query, scheme, look);
  const signatures = signaturesOf(state);
  const figures = signatures.map((signature, at) => {
    const hidden = at === 0 && state.scenes === "overlay";
    if (hidden || signature === held.signatures[at]) return hold();
    held.signatures[at] = signature;
    const side = at % 2 ? "after" : "before";
    const template = look.templates[scheme];
    if (at < 2) {
      const data = flatten(state, sceneTraces(state, side));
      return { data, layout: { ...keptLayout(shown[at], look), template } };
    }
    return { data: circleTraces(state, side), layout: { ...look.layouts.circle, template } };
  });
  held.state = state;
  writeLive();
  labLoss.sayFlat();
  afterPaint(() => {
    held.listeners.forEach((listener) => listener(state));
    // What lies below is asked for once these pictures are to be seen.
    afterPaint(() => setProps("page-painted-store", { data: reads.edit }));
  });
  return figures;
}

/* A scene that is drawn already keeps its camera, which is in its layout. */
const keptLayout = (figure, look) => {
  if (isFlat()) return look.layouts.flat;
  return figure?.layout?.scene ? figure.layout : look.layouts.scene;
};

const afterPaint = (then) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(then)));

function writeLive() {
  const text = held.live === null ? "" : `at damping ${Number(held.live.toPrecision(3))}`;
  for (const id of ["embedding-live-text", "circle-live-text"]) {
    const place = document.getElementById(id);
    if (place) place.textContent = text;
  }
}

/* Give traces, found by their names, other coordinates. */
const restyled = (id, moved) => {
  const kept = graphOf(id).data;
  const found = Object.entries(moved)
    .map(([name, part]) => [kept.findIndex((trace) => trace.name === name), part])
    .filter(([at]) => at >= 0);
  const names = [...new Set(found.flatMap(([, part]) => Object.keys(part)))];
  const update = Object.fromEntries(
    names.map((name) => [name, found.map(([at, part]) => part[name] ?? kept[at][name])]),
  );
  return window.Plotly.restyle(graphOf(id), update, found.map(([at]) => at));
};

/* Move the after side to a damping, as soon as the browser can; a later one replaces it. */
function moveTo(damping) {
  if (!held.state) return;
  held.live = damping;
  cancelAnimationFrame(held.frame);
  held.frame = requestAnimationFrame(() => moveNow(damping));
}

function moveNow(damping) {
  const state = { ...held.state, damping };
  if (!isDrawn(graphOf(AFTER_SCENE)) || !isDrawn(graphOf(AFTER_CIRCLE))) return;
  const groups = groupsOf(state);
  held.state = state;
  [, held.signatures[1], , held.signatures[3]] = signaturesOf(state);
  restyled(AFTER_SCENE, flattenMoved(state, movedScene(state, groups, damping)));
  restyled(AFTER_CIRCLE, movedCircle(state, groups, damping));
  writeLive();
  held.listeners.forEach((listener) => listener(state));
}

/** Mark samples, by their index in the test split, in every picture. @param {number[]} indices */
function mark(indices) {
  if (!held.state) return;
  held.state = { ...held.state, marked: new Set(indices) };
  held.signatures = signaturesOf(held.state);
  const groups = groupsOf(held.state);
  GRAPHS.forEach((id, at) => {
    const damping = at % 2 ? held.state.damping : 1;
    const moved =
      at < 2
        ? flattenMoved(held.state, movedScene(held.state, groups, damping))
        : movedCircle(held.state, groups, damping);
    if (isDrawn(graphOf(id))) restyled(id, { marked: moved.marked });
  });
}

export { GRAPHS, graphOf, held, draw, mark, moveTo, moveNow, afterPaint, writeLive };
