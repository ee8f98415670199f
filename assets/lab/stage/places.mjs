/* Where a sample is on the screen, in each of the four pictures, and the rings drawn there.

   A ring is an element over the picture, not a trace in it: drawing a scene anew takes longer than
   a pointer waits. Places in a scene come from plotly's own camera matrices (internal, so guarded). */
import { circleAt, sceneAt } from "../motion/motion.mjs";
import { labFlat } from "./flat.mjs";

const { isFlat, project } = labFlat;

/* The same motion with some of its rows, which `some` takes out of a column. */
function sliced(motion, some) {
  const axes = ({ across, ...rest }) => ({ ...rest, across: across.map(some) });
  return {
    ...motion,
    indices: some(motion.indices),
    along: some(motion.along),
    length: some(motion.length),
    scene: axes(motion.scene),
    circle: axes(motion.circle),
  };
}

const only = (motion, row) => sliced(motion, (column) => column.subarray(row, row + 1));

const times = (matrix, vector) =>
  [0, 1, 2, 3].map((row) =>
    vector.reduce((sum, value, at) => sum + matrix[4 * at + row] * value, 0),
  );

/* A scene fills its graph. */
function inScene(graph, point) {
  const scene = graph._fullLayout?.scene?._scene;
  const camera = scene?.glplot?.cameraParams;
  if (!camera || !scene.dataScale) return null;
  const scaled = [...point.map((value, axis) => value * scene.dataScale[axis]), 1];
  const clip = times(camera.projection, times(camera.view, times(camera.model, scaled)));
  const { width, height } = graph._fullLayout;
  if (clip[3] <= 0) return null;
  return [(0.5 + (0.5 * clip[0]) / clip[3]) * width, (0.5 - (0.5 * clip[1]) / clip[3]) * height];
}

function inFlat(graph, [x, y]) {
  const { xaxis, yaxis } = graph._fullLayout ?? {};
  if (!xaxis?.l2p || Number.isNaN(x)) return null;
  return [xaxis._offset + xaxis.l2p(x), yaxis._offset + yaxis.l2p(y)];
}

/* The same motion with its class means only. */
function centroidsOf(motion) {
  const means = (column) => column.subarray(motion.indices.length);
  return sliced(motion, means);
}

/* Where a point of a picture is, in pixels of its graph, or null. The page is not laid out for it,
   which would take as long as a step of a drag. */
function pointOf(graph, kind, motion, point) {
  if (kind === "circle") return inFlat(graph, point);
  return isFlat() ? inFlat(graph, project(motion, point)) : inScene(graph, point);
}

/* Do something whenever a picture has been drawn, from whatever side; once is enough to ask. */
function onRender(graph, then) {
  const plot = graph._fullLayout?.scene?._scene?.glplot;
  const subject = plot ?? graph;
  if (subject.labRender) return;
  subject.labRender = true;
  if (!plot) {
    graph.on("plotly_afterplot", then);
    return;
  }
  const original = plot.onrender;
  plot.onrender = () => {
    original?.();
    then();
  };
}

/* Where the first row of a motion is in a picture, in pixels of the window, or null. */
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

/* Put a ring of a kind over a picture, or take it away. */
function ring(graph, kind, place) {
  const frame = graph.closest(".scene, .circle");
  if (!frame) return;
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

export { centroidsOf, only, onRender, placeOf, pointOf, ring };
