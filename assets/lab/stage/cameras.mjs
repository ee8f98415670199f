/* The two embedding scenes share one camera: a drag in either moves both, live.

   While a drag goes on, the twin is moved at once. At its end both graphs are relayouted, the
   dragged one too: without that plotly's next drag would start from the old camera. */
/** @import { Camera, Graph } from "../types.d.ts" */
import { bounded, turned } from "../motion/orbit.mjs";
import { takeGestures } from "./gestures.mjs";
import { cameraOf, look } from "./plotly-internals.mjs";

const IDS = ["embedding-before-graph", "embedding-after-graph"];
const CAMERA = "scene.camera";
// As in components/figures/scene.py.
const HOME = {
  up: { x: 0, y: 0, z: 1 },
  center: { x: 0, y: 0, z: 0 },
  eye: { x: 0.79, y: 0.79, z: 0.5 },
  projection: { type: "perspective" },
};
// Milliseconds after the last step of a turn.
const SETTLED = 200;
/** What the relayouts here say of themselves is heard by nobody. */
let locked = false;
let settled = Promise.resolve();
let moving = 0;
/** @type {Camera | null} */
let wanted = null;
let settling = 0;
/** @type {WeakSet<Graph>} */
const attached = new WeakSet();

/** @param {string} id @returns {Graph | null} */
const graphOf = (id) => document.querySelector(`#${id} .js-plotly-plot`);
/** @param {Graph} graph */
const twinOf = (graph) => {
  const [before, after] = IDS.map(graphOf);
  return graph === before ? after : before;
};

/** @param {Camera} camera */
async function relayout(camera) {
  locked = true;
  try {
    const graphs = IDS.map(graphOf).filter((graph) => graph !== null);
    await Promise.all(
      graphs.map((graph) =>
        window.Plotly.relayout(graph, { [CAMERA]: structuredClone(bounded(camera)) }),
      ),
    );
  } finally {
    locked = false;
  }
}

/** Bring both to rest, once they have come to their last. @param {Camera} camera */
function settle(camera) {
  const go = () => relayout(camera);
  settled = settled.then(go, go);
  return settled;
}

/** @param {Graph} graph */
function follow(graph) {
  const camera = cameraOf(graph);
  if (camera) look(twinOf(graph), camera);
}

/** @param {Graph} graph */
function attach(graph) {
  if (attached.has(graph)) return;
  attached.add(graph);
  graph.on("plotly_relayouting", () => {
    cancelAnimationFrame(moving);
    moving = requestAnimationFrame(() => follow(graph));
  });
  graph.on("plotly_relayout", (change) => {
    if (change?.[CAMERA] && !locked) settle(change[CAMERA]);
  });
  /** @type {HTMLElement | null} */
  const frame = graph.closest(".scene");
  if (frame) takeGestures(frame, sceneCameras.turn);
}

function attachAll() {
  const graphs = IDS.map(graphOf).filter((graph) => typeof graph?.on === "function");
  if (graphs.length === IDS.length) graphs.forEach((graph) => graph && attach(graph));
}

new MutationObserver(attachAll).observe(document, { childList: true, subtree: true });

/** @param {Camera} camera */
function move(camera) {
  cancelAnimationFrame(moving);
  moving = requestAnimationFrame(() => IDS.forEach((id) => look(graphOf(id), camera)));
  clearTimeout(settling);
  settling = setTimeout(async () => {
    await settle(camera);
    if (wanted === camera) wanted = null;
  }, SETTLED);
}

export const sceneCameras = {
  reset() {
    clearTimeout(settling);
    wanted = null;
    settle(HOME);
  },

  /**
   * Turn both scenes; steps that come while they move add up.
   * @param {number} across
   * @param {number} over
   */
  turn(across, over, scale = 1) {
    const shown = wanted ?? IDS.map((id) => cameraOf(graphOf(id))).find(Boolean);
    if (!shown) return;
    wanted = turned(shown, across, over, scale);
    move(wanted);
  },
};
