/* Where a sample is on the screen, in each of the four pictures, and the rings drawn there.

   A ring is an element over the picture, not a trace in it: drawing a scene anew takes longer than
   a pointer waits. */
/** @import { Axes, Graph, Kind, Motion } from "../types.d.ts" */
import { circleAt, sceneAt } from "../motion/motion.mjs";
import { labFlat } from "./flat.mjs";
import { pointInPlane, pointInScene } from "./plotly-internals.mjs";

const { isFlat, project } = labFlat;

/**
 * The same motion with the rows from one to before another.
 * @param {Motion} motion
 * @param {number} [start]
 * @param {number} [end]
 * @returns {Motion}
 */
function sliced(motion, start, end) {
  const some = (/** @type {Float32Array} */ column) => column.subarray(start, end);
  const axes = (/** @type {Axes} */ { across, steps, ...rest }) => ({
    ...rest,
    across: across.map(some),
    steps: steps?.map(some) ?? null,
  });
  return {
    ...motion,
    indices: motion.indices.subarray(start, end),
    nearest: some(motion.nearest),
    start: some(motion.start),
    step: some(motion.step),
    scene: axes(motion.scene),
    circle: axes(motion.circle),
    unedited: motion.unedited && {
      scene: motion.unedited.scene.map(some),
      circle: motion.unedited.circle.map(some),
    },
  };
}

/** The same motion with one row. @param {Motion} motion @param {number} row */
const only = (motion, row) => sliced(motion, row, row + 1);

/** The same motion with its class means only. @param {Motion} motion */
const centroidsOf = (motion) => sliced(motion, motion.indices.length);

/**
 * Where a point of a picture is, in pixels of its graph, or null.
 * @param {Graph} graph
 * @param {Kind} kind
 * @param {Motion} motion
 * @param {number[]} point
 */
function pointOf(graph, kind, motion, point) {
  if (kind === "circle") return pointInPlane(graph, point);
  return isFlat() ? pointInPlane(graph, project(motion, point)) : pointInScene(graph, point);
}

/**
 * Where the first row of a motion is in a picture, in pixels of the window, or null.
 * @param {Graph} graph
 * @param {Kind} kind
 * @param {Motion} motion
 * @param {number} damping
 */
function placeOf(graph, kind, motion, damping) {
  const columns = (kind === "scene" ? sceneAt : circleAt)(motion, damping);
  const place = pointOf(
    graph,
    kind,
    motion,
    columns.map((column) => column[0]),
  );
  const { left, top } = graph.getBoundingClientRect();
  return place && [left + place[0], top + place[1]];
}

/**
 * Put a ring of a kind over a picture, or take it away.
 * @param {Graph} graph
 * @param {string} kind
 * @param {number[] | null} place
 */
function ring(graph, kind, place) {
  const frame = graph.closest(".scene, .circle");
  if (!frame) return;
  /** @type {HTMLElement | null} */
  let mark = frame.querySelector(`:scope > .ring.${kind}`);
  if (!place) {
    mark?.remove();
    return;
  }
  if (!mark) {
    mark = document.createElement("div");
    mark.className = `ring ${kind}`;
    frame.append(mark);
  }
  const box = frame.getBoundingClientRect();
  mark.style.transform = `translate(${place[0] - box.left}px, ${place[1] - box.top}px)`;
}

export { centroidsOf, only, placeOf, pointOf, ring };
