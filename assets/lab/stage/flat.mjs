/* Where a browser has no WebGL, scenes are drawn flat: across the direction that is taken out, and
   up the midpoint of the pair, so that the gap is seen closing all the same. */
import { sceneAt } from "../motion/motion.mjs";

const kept = { flat: null, payload: null, rows: null };

function isFlat() {
  if (kept.flat === null) {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    kept.flat = !context;
  }
  return kept.flat;
}

const dot = (a, b) => a.reduce((sum, value, axis) => sum + value * b[axis], 0);
function unit(vector, otherwise) {
  const length = Math.hypot(...vector);
  return length > 1e-6 ? vector.map((value) => value / length) : otherwise;
}

/* The two directions (3) that are drawn, in the scene's own axes. */
function rowsOf(motion) {
  if (kept.payload === motion.key) return kept.rows;
  const across = unit(motion.scene.direction, [1, 0, 0]);
  const columns = sceneAt(motion, 1);
  const base = motion.indices.length;
  const middle = columns.map((column) =>
    motion.pair.reduce((sum, label) => sum + column[base + label], 0),
  );
  const share = dot(middle, across);
  const spare = unit([across[1], -across[0], 0], [0, 1, 0]);
  const up = unit(
    middle.map((value, axis) => value - share * across[axis]),
    spare,
  );
  Object.assign(kept, { payload: motion.key, rows: [across, up] });
  return kept.rows;
}

const project = (motion, point) => rowsOf(motion).map((row) => dot(row, point));

function columnsOf(motion, { x, y, z }) {
  const [across, up] = rowsOf(motion);
  const at = (row) => Array.from(x, (_, index) => dot(row, [x[index], y[index], z[index]]));
  return { x: at(across), y: at(up) };
}

const isPlain = (column) => Array.isArray(column) || ArrayBuffer.isView(column);

function flatTrace(state, trace) {
  const { u, v, w, i, j, k, z, ...rest } = trace;
  if (trace.type === "mesh3d") {
    const turn = Array.from({ length: 121 }, (_, at) => (at * Math.PI) / 60);
    const line = { color: trace.color, width: 1 };
    const circle = { x: turn.map(Math.cos), y: turn.map(Math.sin) };
    return {
      type: "scatter",
      mode: "lines",
      hoverinfo: "skip",
      visible: trace.visible,
      line,
      ...circle,
    };
  }
  const nothing = { type: "scatter", mode: "lines", x: [], y: [], hoverinfo: "skip" };
  if (trace.type === "cone" || !isPlain(trace.x)) return nothing;
  const width = trace.type === "scatter3d" && trace.mode === "markers" ? 1.8 : 1;
  const size = trace.marker?.size;
  const marker = { ...trace.marker, size: typeof size === "number" ? size * width : size };
  const line = trace.line && { ...trace.line, width: Math.min(trace.line.width, 2) };
  return { ...rest, type: "scatter", marker, line, ...columnsOf(state.motion, trace) };
}

export const labFlat = {
  isFlat,
  project,
  flatten: (state, traces) => (isFlat() ? traces.map((trace) => flatTrace(state, trace)) : traces),
  flattenMoved(state, moved) {
    if (!isFlat()) return moved;
    return Object.fromEntries(
      Object.entries(moved).map(([at, { z, ...part }]) => [
        at,
        { ...part, ...columnsOf(state.motion, { ...part, z }) },
      ]),
    );
  },
};
