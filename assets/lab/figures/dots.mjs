/* The samples of a circle as dots to be drawn, in the order, the colors and the shapes of their
   traces. Pure. */
/** @import { Trace } from "../types.d.ts" */

/** @typedef {{ x: number, y: number, color: string, radius: number, diamond: boolean }} Dot */

/** Whether a trace's samples are drawn by the page, and found by plotly. @param {Trace} trace */
const isDotted = ({ marker }) => Boolean(marker?.maxdisplayed);

/** @param {Trace} trace @returns {Dot[]} */
function dotsOf({ x, y, marker }) {
  if (!x?.length) return [];
  const { color, size, symbol } = marker;
  return Array.from(x, (across, at) => ({
    x: across,
    y: y[at],
    color: color[at],
    radius: (Array.isArray(size) ? size[at] : size) / 2,
    diamond: (Array.isArray(symbol) ? symbol[at] : symbol) === "diamond",
  }));
}

export { dotsOf, isDotted };
