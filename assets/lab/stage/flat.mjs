/* Where a browser has no WebGL, scenes are drawn flat: across the direction that is taken out, and
   up the midpoint of the pair, so that the gap is seen closing all the same. */
/** @import { Motion, Part, Parts, State, Trace } from "../types.d.ts" */
import { sceneAt, UNEDITED } from "../motion/motion.mjs";

/** @type {{ isFlat: boolean | null, payload: string, rows: number[][] }} */
const kept = { isFlat: null, payload: "", rows: [] };

function isFlat() {
  if (kept.isFlat !== null) return kept.isFlat;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  kept.isFlat = !context;
  return kept.isFlat;
}

/** @param {number[]} a @param {number[]} b */
const dot = (a, b) => a.reduce((sum, value, axis) => sum + value * b[axis], 0);
/** @param {number[]} vector @param {number[]} otherwise */
function unit(vector, otherwise) {
  const length = Math.hypot(...vector);
  return length > 1e-6 ? vector.map((value) => value / length) : otherwise;
}

/** The two directions (3) that are drawn, in the scene's own axes. @param {Motion} motion */
function rowsOf(motion) {
  if (kept.payload === motion.key) return kept.rows;
  const across = unit(motion.scene.direction, [1, 0, 0]);
  const columns = sceneAt(motion, UNEDITED);
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

/** @param {Motion} motion @param {number[]} point */
const project = (motion, point) => rowsOf(motion).map((row) => dot(row, point));

/** @param {Motion} motion @param {Part} columns @returns {Part} */
function columnsOf(motion, { x, y, z }) {
  const [across, up] = rowsOf(motion);
  const at = (/** @type {number[]} */ row) =>
    Array.from(x, (_, index) => dot(row, [x[index], y[index], z[index]]));
  return { x: at(across), y: at(up) };
}

/** @param {unknown} column */
const isPlain = (column) => Array.isArray(column) || ArrayBuffer.isView(column);

/** @param {State} state @param {Trace} trace @returns {Trace} */
function flatTrace(state, trace) {
  const { u, v, w, i, j, k, z, ...rest } = trace;
  if (trace.type === "mesh3d") {
    const turn = Array.from({ length: 121 }, (_, at) => (at * Math.PI) / 60);
    const line = { color: trace.color, width: 1 };
    const circle = { x: turn.map(Math.cos), y: turn.map(Math.sin) };
    return {
      name: trace.name,
      type: "scatter",
      mode: "lines",
      hoverinfo: "skip",
      visible: trace.visible,
      line,
      ...circle,
    };
  }
  const nothing = {
    name: trace.name,
    type: "scatter",
    mode: "lines",
    x: [],
    y: [],
    hoverinfo: "skip",
  };
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
  /** @param {State} state @param {Trace[]} traces */
  flatten: (state, traces) => (isFlat() ? traces.map((trace) => flatTrace(state, trace)) : traces),
  /** @param {State} state @param {Parts} moved @returns {Parts} */
  flattenMoved(state, moved) {
    if (!isFlat()) return moved;
    return Object.fromEntries(
      Object.entries(moved).map(([name, { z, ...part }]) => [
        name,
        { ...part, ...columnsOf(state.motion, { ...part, z }) },
      ]),
    );
  },
};
