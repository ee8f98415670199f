/* All that is used of plotly beyond what it promises, each with a reason and with what happens
   where it is not there. What is written over of plotly is written over here. */
/** @import { Camera, Graph } from "../types.d.ts" */

/** The object behind a 3-D picture: plotly has no other way to a scene's camera and matrices. */
const sceneOf = (/** @type {Graph | null} */ graph) => graph?._fullLayout?.scene?._scene;
const plotOf = (/** @type {Graph | null} */ graph) => sceneOf(graph)?.glplot;

/**
 * Whether a graph has been drawn: before that plotly cannot restyle it.
 * @param {Graph | null} graph
 * @returns {graph is Graph}
 */
const isDrawn = (graph) => Boolean(graph?._fullLayout);

/**
 * What the layout that plotly has drawn last says of itself: the graph's own layout is another one
 * as soon as it is handed over, and no event tells which of two was drawn. Without it, the graph's.
 * @param {Graph | null} graph
 */
const drawnMeta = (graph) => (graph?._fullLayout ?? graph?.layout)?.meta;

/**
 * How large a graph is drawn, in pixels. From plotly's own layout, for to measure the element is
 * to lay out the page, which takes as long as a step of a drag.
 * @param {Graph} graph
 */
function drawnSize(graph) {
  const { width, height } = graph._fullLayout ?? {};
  if (width && height) return { width, height };
  return { width: graph.clientWidth, height: graph.clientHeight };
}

/**
 * Where a scene's camera is now: while a drag goes on, the graph's layout has the old one.
 * Without it, the layout's.
 * @param {Graph | null} graph
 * @returns {Camera | null}
 */
const cameraOf = (graph) => sceneOf(graph)?.getCamera?.() ?? graph?.layout?.scene?.camera ?? null;

/**
 * Move a scene's camera at once, because Plotly.relayout is too slow for every frame. Without it
 * the scene stays until it is relayouted.
 * @param {Graph | null} graph
 * @param {Camera} camera
 */
function look(graph, camera) {
  const [scene, plot] = [sceneOf(graph), plotOf(graph)];
  if (!scene?.setViewport || !plot?.getAspectratio) return;
  scene.setViewport({ camera: structuredClone(camera), aspectratio: plot.getAspectratio() });
}

/** @param {number[]} matrix @param {number[]} vector */
const times = (matrix, vector) =>
  [0, 1, 2, 3].map((row) =>
    vector.reduce((sum, value, at) => sum + matrix[4 * at + row] * value, 0),
  );

/**
 * Where a point of a scene is, in pixels of its graph: the camera's matrices are known to plotly
 * alone. Null where they are not there, or the point is behind the camera; then nothing is
 * written or ringed there.
 * @param {Graph} graph
 * @param {number[]} point
 * @returns {[number, number] | null}
 */
function pointInScene(graph, point) {
  const scale = sceneOf(graph)?.dataScale;
  const camera = plotOf(graph)?.cameraParams;
  if (!camera || !scale) return null;
  const scaled = [...point.map((value, axis) => value * scale[axis]), 1];
  const clip = times(camera.projection, times(camera.view, times(camera.model, scaled)));
  if (!(clip[3] > 0)) return null;
  const { width, height } = drawnSize(graph);
  return [(0.5 + (0.5 * clip[0]) / clip[3]) * width, (0.5 - (0.5 * clip[1]) / clip[3]) * height];
}

/**
 * Where a point of a flat picture is, in pixels of its graph, by its axes' own scales. Null where
 * they are not there.
 * @param {Graph} graph
 * @param {number[]} point
 * @returns {[number, number] | null}
 */
function pointInPlane(graph, [x, y]) {
  const { xaxis, yaxis } = graph._fullLayout ?? {};
  if (!xaxis?.l2p || !yaxis?.l2p || Number.isNaN(x)) return null;
  return [xaxis._offset + xaxis.l2p(x), yaxis._offset + yaxis.l2p(y)];
}

/** What is followed already, so that once is enough to ask. @type {WeakSet<object>} */
const followed = new WeakSet();

/**
 * Do something whenever a picture has been drawn, from whatever side. A scene tells nobody of the
 * frames of a drag, so its own render is followed; without it, plotly's event after a plot is.
 * @param {Graph} graph
 * @param {() => void} then
 */
function onRender(graph, then) {
  const plot = plotOf(graph);
  const subject = plot ?? graph;
  if (followed.has(subject)) return;
  followed.add(subject);
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

/**
 * Whether a scene's graphics context is gone: then a graph says nothing of itself.
 * @param {Graph} graph
 */
const isLost = (graph) => plotOf(graph)?.gl?.isContextLost() ?? true;

/**
 * Let a lost scene go: plotly waits, frame by frame, for the old context. Without it there is
 * nothing to let go.
 * @param {Graph} graph
 */
function letGo(graph) {
  const [scene, plot] = [sceneOf(graph), plotOf(graph)];
  if (!plot) return;
  scene.initializeGLPlot = () => true;
  scene.plot = () => {};
  plot.gl = { isContextLost: () => false };
}

/** The scenes that plotly finds samples in. @type {WeakSet<Graph>} */
const findable = new WeakSet();
/** What draws a kind of object for the pointer. @type {WeakMap<object, () => void>} */
const drawers = new WeakMap();
const nothing = () => {};

/** Let no object of a kind draw for the pointer, unless it is told to. @param {object} kind */
function forgo(kind) {
  if (!("drawPick" in kind) || drawers.has(kind)) return;
  drawers.set(kind, /** @type {() => void} */ (kind.drawPick));
  kind.drawPick = nothing;
}

/**
 * Plotly draws a scene a second time whenever it has changed, for the pointer to find samples in, and
 * waits until it can read that drawing: as long as for all else. Where nobody points, its objects
 * draw nothing for it, and nothing is read. Without it, it takes its time.
 * @param {Graph | null} graph
 */
function restFinding(graph) {
  const plot = plotOf(graph);
  if (!graph || !plot?.gl) return;
  findable.delete(graph);
  const { gl } = plot;
  for (const one of plot.objects ?? []) {
    forgo(Object.getPrototypeOf(one));
    delete one.drawPick;
  }
  // What is read from the screen itself is a picture of it.
  gl.readPixels = (/** @type {Parameters<WebGLRenderingContext["readPixels"]>} */ ...rest) => {
    if (gl.getParameter(gl.FRAMEBUFFER_BINDING)) return;
    Object.getPrototypeOf(gl).readPixels.apply(gl, rest);
  };
}

/**
 * Have samples found where somebody points. What cannot be pointed at, as the glass ball, would hide
 * what is behind.
 * @param {Graph} graph
 */
function makeFindable(graph) {
  const plot = plotOf(graph);
  if (!plot?.update || findable.has(graph)) return;
  findable.add(graph);
  if (plot.gl) delete plot.gl.readPixels;
  for (const one of plot.objects ?? []) {
    const draw = drawers.get(Object.getPrototypeOf(one));
    if (draw && one._trace?.data?.hoverinfo !== "skip") one.drawPick = draw;
  }
  plot.update({});
}

/** @type {((graph: Graph) => void)[]} */
const plotted = [restFinding];
/** Do something in the task in which Dash has had a graph drawn. @param {(graph: Graph) => void} then */
const onPlotted = (then) => plotted.push(then);

// Before the page draws anything. Without it, what is done once the page has been painted does.
Promise.resolve(window.Plotly).then(() => {
  const { react } = window.Plotly;
  window.Plotly.react = (graph, ...rest) => {
    const drawn = react(graph, ...rest);
    for (const then of plotted) then(graph);
    return drawn;
  };
});

export {
  cameraOf,
  drawnMeta,
  drawnSize,
  isDrawn,
  isLost,
  letGo,
  look,
  makeFindable,
  onPlotted,
  onRender,
  pointInPlane,
  pointInScene,
  restFinding,
};
