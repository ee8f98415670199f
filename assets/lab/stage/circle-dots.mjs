/* The samples of a circle on a canvas over it: plotly makes an element of each, which took longer
   than all else that it draws. It still finds them under the pointer and within a lasso. */
/** @import { Graph } from "../types.d.ts" */
import { dotsOf, isDotted } from "../figures/dots.mjs";
import { drawnSize, isDrawn, onPlotted, pointInPlane } from "./plotly-internals.mjs";

// A diamond of plotly's is this much wider than a circle of its size.
const DIAMOND = 1.3;
const WHOLE = 2 * Math.PI;

/**
 * Paint a circle's samples, in pixels of its graph.
 * @param {CanvasRenderingContext2D} pen
 * @param {Graph} graph
 */
export function paintDots(pen, graph) {
  for (const trace of graph.data.filter(isDotted)) {
    pen.globalAlpha = trace.marker.opacity;
    for (const { x, y, color, radius, diamond } of dotsOf(trace)) {
      const place = pointInPlane(graph, [x, y]);
      if (!place) continue;
      const [across, down] = place;
      pen.fillStyle = color;
      pen.beginPath();
      if (diamond) {
        const reach = radius * DIAMOND;
        pen.moveTo(across + reach, down);
        pen.lineTo(across, down + reach);
        pen.lineTo(across - reach, down);
        pen.lineTo(across, down - reach);
      } else pen.arc(across, down, radius, 0, WHOLE);
      pen.fill();
    }
  }
  pen.globalAlpha = 1;
}

/** What a canvas was painted from last. @type {WeakMap<HTMLCanvasElement, unknown[]>} */
const painted = new WeakMap();

/** @param {Element} frame @returns {HTMLCanvasElement} */
function canvasIn(frame) {
  /** @type {HTMLCanvasElement | null} */
  const known = frame.querySelector(":scope > .dots");
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.className = "dots";
  canvas.setAttribute("aria-hidden", "true");
  frame.querySelector(":scope > .twin-labels")?.before(canvas);
  if (!canvas.parentNode) frame.append(canvas);
  return canvas;
}

/** Paint a circle, where something of it is another. @param {Graph} graph */
function paint(graph) {
  const frame = graph.closest(".circle");
  if (!frame || !isDrawn(graph)) return;
  const canvas = canvasIn(frame);
  const { width, height } = drawnSize(graph);
  const ratio = window.devicePixelRatio || 1;
  const look = graph.data.filter(isDotted).flatMap(({ x, marker }) => [x, marker?.color]);
  const wanted = [width, height, ratio, ...look];
  const last = painted.get(canvas);
  if (last?.length === wanted.length && wanted.every((one, at) => one === last[at])) return;
  painted.set(canvas, wanted);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(ratio, ratio);
  paintDots(pen, graph);
}

/** @type {WeakSet<Graph>} */
const followed = new WeakSet();

/** Paint a circle now, and whenever plotly has drawn it again. @param {Graph} graph */
function follow(graph) {
  if (!followed.has(graph)) {
    followed.add(graph);
    graph.on("plotly_afterplot", () => paint(graph));
  }
  paint(graph);
}

onPlotted((graph) => {
  if (graph.closest(".circle") && graph.data.some(isDotted)) follow(graph);
});
