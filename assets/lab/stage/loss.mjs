/* A scene whose graphics context is lost says so and comes back; a browser without WebGL is told
   what stands in its place. */
import { setProps } from "../dash.mjs";
import { labFlat } from "./flat.mjs";

const NOTICE = "embedding-notice-text";
const PATIENCE = 1500;
const FLAT =
  "This browser has no WebGL, so the scenes are drawn flat: across the direction that is taken " +
  "out, and up the midpoint of the pair. Everything else is the same.";
const LOST = "The graphics card dropped a picture; it is being drawn again.";
const GONE = "The graphics card dropped a picture and does not give it back; reload the page.";

const say = (text) => setProps(NOTICE, { children: text });
const sceneOf = (graph) => graph._fullLayout?.scene?._scene;
const isLost = (graph) => sceneOf(graph)?.glplot?.gl?.isContextLost() ?? true;
const frames = () =>
  new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));

/* plotly waits, frame by frame, for the old context; it is let go before a new one is made. */
async function letGo(scene) {
  if (!scene?.glplot) return;
  scene.initializeGLPlot = () => true;
  scene.plot = () => {};
  scene.glplot.gl = { isContextLost: () => false };
  await frames();
}

async function drawAgain(graph) {
  const { data, layout } = graph;
  await letGo(sceneOf(graph));
  await window.Plotly.react(graph, [], {});
  await window.Plotly.react(graph, data, layout);
  await frames();
  return !isLost(graph);
}

async function recover(graph) {
  const back = !isLost(graph) || (await drawAgain(graph).catch(() => false));
  graph.labLost = false;
  say(back ? "" : GONE);
}

function onLost(event) {
  const graph = event.target.closest?.(".js-plotly-plot");
  if (!graph) return;
  // A browser gives back only a context whose loss was taken note of.
  event.preventDefault();
  if (graph.labLost) return;
  graph.labLost = true;
  say(LOST);
  setTimeout(() => recover(graph), PATIENCE);
}

document.addEventListener("webglcontextlost", onLost, true);
export const labLoss = { sayFlat: () => labFlat.isFlat() && say(FLAT) };
