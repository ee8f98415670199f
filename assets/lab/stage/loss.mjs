/* A scene whose graphics context is lost says so and comes back; a browser without WebGL is told
   what stands in its place. */
/** @import { Graph } from "../types.d.ts" */
import { setProps } from "../dash.mjs";
import { labFlat } from "./flat.mjs";
import { isLost, letGo } from "./plotly-internals.mjs";

const NOTICE = "embedding-notice-text";
const PATIENCE = 1500;
const FLAT =
  "This browser has no WebGL, so the scenes are drawn flat: across the direction that is taken " +
  "out, and up the midpoint of the pair. Everything else is the same.";
const LOST = "The graphics card dropped a picture; it is being drawn again.";
const GONE = "The graphics card dropped a picture and does not give it back; reload the page.";

/** @param {string} text */
const say = (text) => setProps(NOTICE, { children: text });
const frames = () =>
  new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));

/** Being drawn again. @type {WeakSet<Graph>} */
const lost = new WeakSet();

/** @param {Graph} graph */
async function drawAgain(graph) {
  const { data, layout } = graph;
  letGo(graph);
  await frames();
  await window.Plotly.react(graph, [], {});
  await window.Plotly.react(graph, data, layout);
  await frames();
  return !isLost(graph);
}

/** @param {Graph} graph */
async function recover(graph) {
  const back = !isLost(graph) || (await drawAgain(graph).catch(() => false));
  lost.delete(graph);
  say(back ? "" : GONE);
}

/** @param {Event} event */
function onLost(event) {
  /** @type {Graph | null} */
  const graph = event.target instanceof Element ? event.target.closest(".js-plotly-plot") : null;
  if (!graph) return;
  // A browser gives back only a context whose loss was taken note of.
  event.preventDefault();
  if (lost.has(graph)) return;
  lost.add(graph);
  say(LOST);
  setTimeout(() => recover(graph), PATIENCE);
}

document.addEventListener("webglcontextlost", onLost, true);
export const labLoss = { sayFlat: () => labFlat.isFlat() && say(FLAT) };
